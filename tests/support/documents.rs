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
}

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
    },
    one("GET", ["/beta/accounts/{id}", "/v2026/accounts/{id}", "/accounts/v1/{id}"]),
    Documented {
        parameters: "limit offset count",
        ..one(
            "GET",
            ["/beta/accounts/{id}/entitlements", "/v2026/accounts/{id}/entitlements", "/accounts/v1/{id}/entitlements"],
        )
    },
    one("POST", ["/beta/accounts/{id}/reload", "/v2026/accounts/{id}/reload", "/accounts/v1/{id}/reload"]),
    Documented {
        method: "GET",
        paths: ["/beta/sources", "/v2026/sources", "/sources/v1"],
        parameters: "limit offset count filters sorters for-subadmin includeIDNSource",
        sorters: "type created modified name id status",
        filters: "",
    },
    Documented {
        method: "GET",
        paths: ["/beta/identities", "/v2026/identities", "/identities/v1"],
        parameters: "limit offset count filters sorters defaultFilter",
        sorters: "name alias cloudStatus",
        filters: "id:eq,in name:eq,sw alias:eq,sw email:eq,sw firstname:eq,sw lastname:eq,sw",
    },
    Documented {
        method: "GET",
        // Beta has none: v3 is asked.
        paths: ["/v3/public-identities", "/v2026/public-identities", "/public-identities/v1"],
        parameters: "limit offset count filters sorters",
        sorters: "name",
        filters: "id:eq,in alias:eq,sw email:eq,sw firstname:eq,sw lastname:eq,sw",
    },
    Documented {
        method: "GET",
        paths: ["/beta/task-status", "/v2026/task-status", "/task-status/v1"],
        parameters: "limit offset count filters sorters",
        sorters: "created",
        filters: "id:eq,in sourceId:eq,in completionStatus:eq,in type:eq,in",
    },
    one("GET", ["/beta/task-status/{id}", "/v2026/task-status/{id}", "/task-status/v1/{id}"]),
];

/// An operation without parameters.
const fn one(method: &'static str, paths: [&'static str; 3]) -> Documented {
    Documented { method, paths, parameters: "", sorters: "", filters: "" }
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
        (seen.header("content-type").is_none() && seen.body.is_empty(), "a body where none is described"),
    ];
    wanted.into_iter().filter(|(is_met, _)| !is_met).map(|(_, objection)| objection.to_owned()).collect()
}

fn is_well_formed(operation: &Documented, name: &str, value: &str) -> bool {
    match name {
        "limit" => value.parse::<u32>().is_ok_and(|limit| limit <= 250),
        "offset" => value.parse::<u32>().is_ok(),
        "count" | "includeIDNSource" => matches!(value, "true" | "false"),
        "detailLevel" => matches!(value, "SLIM" | "FULL"),
        "defaultFilter" => matches!(value, "CORRELATED_ONLY" | "NONE"),
        "for-subadmin" => !value.is_empty(),
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
