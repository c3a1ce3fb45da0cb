//! What the vendor's documents for beta, v2026 and v1 state about the requests this program sends, and a check of a
//! request as it went over the line. Written down from those documents, not from the client.

use super::scripted::Seen;

/// An operation as the documents describe it; lists of words are separated by spaces.
struct Documented {
    method: &'static str,
    /// The path in beta, v2026 and v1; `{id}` is any one segment.
    paths: [&'static str; 3],
    parameters: &'static str,
    /// The fields the list can be sorted by.
    sorters: &'static str,
    /// The fields the list can be filtered by, each with its operators.
    filters: &'static str,
    /// The content type of the body and the fields it may hold, where it has one; a patch is a list of such.
    body: Option<(&'static str, &'static str)>,
}

const JSON: &str = "application/json";
const TOGGLE: Option<(&str, &str)> = Some((JSON, "externalVerificationId forceProvisioning"));
const UNLOCK: Option<(&str, &str)> = Some((JSON, "externalVerificationId unlockIDNAccount forceProvisioning"));
const ATTRIBUTES: Option<(&str, &str)> = Some((JSON, "attributes"));
const IDENTITIES: Option<(&str, &str)> = Some((JSON, "identityIds"));
const PATCH: Option<(&str, &str)> = Some(("application/json-patch+json", "op path value from"));

const DOCUMENTED: &[Documented] = &[
    Documented {
        method: "GET",
        paths: ["/beta/accounts", "/v2026/accounts", "/accounts/v1"],
        parameters: "limit offset count filters sorters detailLevel",
        sorters: "id name created modified sourceId identityId nativeIdentity uuid manuallyCorrelated entitlements origin \
                  identity.name identity.identityState identity.correlated source.displayableName source.authoritative \
                  source.connectionType",
        filters: "id:eq,in,sw identityId:eq,in,sw name:eq,in,sw nativeIdentity:eq,in,sw sourceId:eq,in,sw \
                  identity.name:eq,in,sw",
        body: None,
    },
    one("GET", ["/beta/accounts/{id}", "/v2026/accounts/{id}", "/accounts/v1/{id}"]),
    Documented {
        parameters: "limit offset count",
        ..one(
            "GET",
            ["/beta/accounts/{id}/entitlements", "/v2026/accounts/{id}/entitlements", "/accounts/v1/{id}/entitlements"],
        )
    },
    Documented { body: ATTRIBUTES, ..one("POST", ["/beta/accounts", "/v2026/accounts", "/accounts/v1"]) },
    Documented { body: ATTRIBUTES, ..one("PUT", ["/beta/accounts/{id}", "/v2026/accounts/{id}", "/accounts/v1/{id}"]) },
    Documented { body: PATCH, ..one("PATCH", ["/beta/accounts/{id}", "/v2026/accounts/{id}", "/accounts/v1/{id}"]) },
    one("DELETE", ["/beta/accounts/{id}", "/v2026/accounts/{id}", "/accounts/v1/{id}"]),
    Documented {
        body: TOGGLE,
        ..one("POST", ["/beta/accounts/{id}/enable", "/v2026/accounts/{id}/enable", "/accounts/v1/{id}/enable"])
    },
    Documented {
        body: TOGGLE,
        ..one("POST", ["/beta/accounts/{id}/disable", "/v2026/accounts/{id}/disable", "/accounts/v1/{id}/disable"])
    },
    Documented {
        body: UNLOCK,
        ..one("POST", ["/beta/accounts/{id}/unlock", "/v2026/accounts/{id}/unlock", "/accounts/v1/{id}/unlock"])
    },
    one("POST", ["/beta/accounts/{id}/reload", "/v2026/accounts/{id}/reload", "/accounts/v1/{id}/reload"]),
    one("POST", ["/beta/accounts/{id}/remove", "/v2026/accounts/{id}/remove", "/accounts/v1/{id}/remove"]),
    one(
        "POST",
        [
            "/beta/sources/{id}/remove-accounts",
            "/v2026/sources/{id}/remove-accounts",
            "/sources/v1/{id}/remove-accounts",
        ],
    ),
    one(
        "POST",
        [
            "/beta/identities-accounts/{id}/enable",
            "/v2026/identities-accounts/{id}/enable",
            "/identities-accounts/v1/{id}/enable",
        ],
    ),
    one(
        "POST",
        [
            "/beta/identities-accounts/{id}/disable",
            "/v2026/identities-accounts/{id}/disable",
            "/identities-accounts/v1/{id}/disable",
        ],
    ),
    Documented {
        body: IDENTITIES,
        ..one(
            "POST",
            ["/beta/identities-accounts/enable", "/v2026/identities-accounts/enable", "/identities-accounts/v1/enable"],
        )
    },
    Documented {
        body: IDENTITIES,
        ..one(
            "POST",
            [
                "/beta/identities-accounts/disable",
                "/v2026/identities-accounts/disable",
                "/identities-accounts/v1/disable",
            ],
        )
    },
    Documented {
        method: "GET",
        paths: ["/beta/sources", "/v2026/sources", "/sources/v1"],
        parameters: "limit offset count filters sorters for-subadmin includeIDNSource",
        sorters: "type created modified name id status",
        filters: "",
        body: None,
    },
    one("GET", ["/beta/sources/{id}", "/v2026/sources/{id}", "/sources/v1/{id}"]),
    one("GET", ["/beta/sources/{id}/schemas", "/v2026/sources/{id}/schemas", "/sources/v1/{id}/schemas"]),
    Documented {
        method: "GET",
        paths: ["/beta/identities", "/v2026/identities", "/identities/v1"],
        parameters: "limit offset count filters sorters defaultFilter",
        sorters: "name alias cloudStatus",
        filters: "id:eq,in name:eq,sw alias:eq,sw email:eq,sw firstname:eq,sw lastname:eq,sw",
        body: None,
    },
    Documented {
        method: "GET",
        // Beta has none: v3 is asked.
        paths: ["/v3/public-identities", "/v2026/public-identities", "/public-identities/v1"],
        parameters: "limit offset count filters sorters",
        sorters: "name",
        filters: "id:eq,in alias:eq,sw email:eq,sw firstname:eq,sw lastname:eq,sw",
        body: None,
    },
    Documented {
        method: "GET",
        paths: ["/beta/account-activities", "/v2026/account-activities", "/account-activities/v1"],
        parameters: "limit offset count filters sorters requested-for requested-by regarding-identity",
        sorters: "type created modified",
        filters: "type:eq,in created:gt modified:gt",
        body: None,
    },
    Documented {
        method: "GET",
        paths: ["/beta/task-status", "/v2026/task-status", "/task-status/v1"],
        parameters: "limit offset count filters sorters",
        sorters: "created",
        filters: "id:eq,in sourceId:eq,in completionStatus:eq,in type:eq,in",
        body: None,
    },
    one("GET", ["/beta/task-status/{id}", "/v2026/task-status/{id}", "/task-status/v1/{id}"]),
];

/// An operation without parameters.
const fn one(method: &'static str, paths: [&'static str; 3]) -> Documented {
    Documented { method, paths, parameters: "", sorters: "", filters: "", body: None }
}

/// What the documents have against a request; nothing, if all is well.
pub fn objections(seen: &Seen) -> Vec<String> {
    let documented = |operation: &&Documented| {
        operation.method == seen.method && operation.paths.iter().any(|path| fits(path, seen.path()))
    };
    let Some(operation) = DOCUMENTED.iter().find(documented) else {
        return vec![format!("no document has {} {}", seen.method, seen.path())];
    };
    let mut objections = headers(seen);
    objections.extend(body(operation, seen));
    let url = url::Url::parse(&format!("http://tenant{}", seen.target)).unwrap();
    for (name, value) in url.query_pairs() {
        let is_known = has_word(operation.parameters, &name);
        if !is_known || !is_well_formed(operation, &name, &value) {
            objections.push(format!("{} {}: {name}={value}", seen.method, seen.path()));
        }
    }
    objections
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    let fits = |(known, given): (&&str, &&str)| known == given || (*known == "{id}" && !given.is_empty());
    template.len() == path.len() && template.iter().zip(&path).all(fits)
}

fn headers(seen: &Seen) -> Vec<String> {
    let wanted = [
        (seen.header("authorization").is_some_and(|word| word.starts_with("Bearer ")), "no bearer token"),
        (seen.header("accept") == Some("application/json"), "accepts something else than JSON"),
    ];
    wanted.into_iter().filter(|(is_met, _)| !is_met).map(|(_, objection)| objection.to_owned()).collect()
}

fn body(operation: &Documented, seen: &Seen) -> Option<String> {
    let told = |what: &str| Some(format!("{} {}: {what}: {}", seen.method, seen.path(), seen.body));
    let Some((content_type, fields)) = operation.body else {
        let is_bare = seen.header("content-type").is_none() && seen.body.is_empty();
        return if is_bare { None } else { told("a body where none is described") };
    };
    if seen.header("content-type") != Some(content_type) {
        return told("another content type than described");
    }
    let holds = |object: &serde_json::Value| {
        object.as_object().is_some_and(|object| object.keys().all(|field| has_word(fields, field)))
    };
    let is_described = match serde_json::from_str(&seen.body) {
        Ok(serde_json::Value::Array(steps)) => content_type != JSON && steps.iter().all(holds),
        Ok(object) => content_type == JSON && holds(&object),
        Err(_) => false,
    };
    if is_described { None } else { told("another body than described") }
}

fn is_well_formed(operation: &Documented, name: &str, value: &str) -> bool {
    match name {
        "limit" => value.parse::<u32>().is_ok_and(|limit| limit <= 250),
        "offset" => value.parse::<u32>().is_ok(),
        "count" | "includeIDNSource" => matches!(value, "true" | "false"),
        "detailLevel" => matches!(value, "SLIM" | "FULL"),
        "defaultFilter" => matches!(value, "CORRELATED_ONLY" | "NONE"),
        "for-subadmin" | "requested-for" => !value.is_empty(),
        "sorters" => value.split(',').all(|key| has_word(operation.sorters, key.trim_start_matches('-'))),
        "filters" => value.split(" and ").all(|part| is_described(operation.filters, part)),
        _ => false,
    }
}

/// Whether a comparison such as `name sw "a"` is among the described ones.
fn is_described(filters: &str, comparison: &str) -> bool {
    let mut words = comparison.split(' ');
    let (field, operator) = (words.next().unwrap(), words.next().unwrap_or_default());
    let described = filters.split(' ').filter_map(|filter| filter.split_once(':'));
    described
        .filter(|(known, _)| *known == field)
        .any(|(_, operators)| operators.split(',').any(|known| known == operator))
}

fn has_word(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}
