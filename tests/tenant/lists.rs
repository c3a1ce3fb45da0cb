//! Lists: pages, filters, sorters, and what the rows of each list hold.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::asker::{Asker, GENERATIONS, column, first, path};

#[tokio::test]
async fn pages_put_together_are_the_whole_list_without_a_gap() {
    let asker = Asker::with(|settings| settings.accounts = 601).await;
    for sorters in ["", "id", "name,id", "-modified,id", "source.displayableName,-name"] {
        let rows = asker.all("/beta/accounts", &[("sorters", sorters), ("limit", "250")]).await;
        let ids: HashSet<String> = column(&rows, "id").into_iter().collect();
        assert_eq!((rows.len(), ids.len()), (601, 601), "{sorters}");
    }
    let counted = asker.get("/beta/accounts?limit=0&count=true").await;
    assert_eq!((counted.rows().len(), counted.total()), (0, Some(601)));
    assert_eq!(asker.get("/beta/accounts?limit=1").await.total(), None);
    assert_eq!(asker.get("/beta/accounts?offset=601").await.rows(), Vec::<Value>::new());
    for wrong in ["limit=251", "limit=x", "limit=-1", "offset=-1", "count=maybe", "detailLevel=LARGE"] {
        let got = asker.get(&format!("/beta/accounts?{wrong}")).await;
        assert_eq!(got.status, 400, "{wrong}");
    }
}

/// Whether a row meets a filter, judged by what the row says of itself.
type Test = Box<dyn Fn(&Value) -> bool>;

#[tokio::test]
async fn filters_find_exactly_the_rows_that_meet_them() {
    let asker = Asker::with(|_| {}).await;
    let all = asker.all("/accounts/v1", &[("sorters", "id")]).await;
    let some = &all[17];
    let texts = |member: &str| some[member].as_str().unwrap().to_owned();
    let (id, source, native) = (texts("id"), texts("sourceId"), texts("nativeIdentity"));
    let quoted = native.replace('\\', "\\\\").replace('"', "\\\"");
    let cases: Vec<(String, Test)> = vec![
        (format!("id eq \"{id}\""), Box::new(move |row| row["id"] == id.as_str())),
        (
            format!("sourceId eq \"{source}\" and nativeIdentity eq \"{quoted}\""),
            Box::new(move |row| row["sourceId"] == source.as_str() && row["nativeIdentity"] == native.as_str()),
        ),
        ("uncorrelated eq true".to_owned(), Box::new(|row| row["uncorrelated"] == true)),
        ("not uncorrelated eq true".to_owned(), Box::new(|row| row["uncorrelated"] == false)),
        ("hasEntitlements eq false".to_owned(), Box::new(|row| row["hasEntitlements"] == false)),
        ("recommendation.method isnull".to_owned(), Box::new(|row| row["recommendation"].is_null())),
        (
            "name sw \"A\" or identity.name sw \"a\"".to_owned(),
            Box::new(|row| {
                let starts = |value: &Value| value.as_str().is_some_and(|text| text.to_lowercase().starts_with('a'));
                starts(&row["name"]) || starts(&row["identity"]["name"])
            }),
        ),
        (
            "source.displayableName in (\"Okta\",\"Workday\") and (origin eq \"PROVISIONED\" or manuallyCorrelated eq true)"
                .to_owned(),
            Box::new(|row| {
                let workday = row["features"] == "ENABLE, PROVISIONING, DISCOVER_SCHEMA";
                let okta = row["features"].as_str().is_some_and(|features| features.starts_with("AUTHENTICATE, ENABLE"));
                (workday || okta) && (row["origin"] == "PROVISIONED" || row["manuallyCorrelated"] == true)
            }),
        ),
    ];
    for (filter, meets) in cases {
        let found = asker.ask("/accounts/v1", &[("filters", &filter), ("sorters", "id"), ("count", "true")]).await;
        let expected: Vec<Value> = all.iter().filter(|row| meets(row)).cloned().collect();
        assert!(!expected.is_empty(), "{filter}");
        assert_eq!(found.total(), Some(expected.len()), "{filter}");
        assert_eq!(found.rows(), expected[..expected.len().min(250)], "{filter}");
    }
}

#[tokio::test]
async fn what_a_list_cannot_be_asked_is_refused_with_the_generic_words() {
    let asker = Asker::with(|_| {}).await;
    let refused = [
        ("accounts", "filters", "disabled eq true"),
        ("accounts", "filters", "name co \"x\""),
        ("accounts", "filters", "name eq “x”"),
        ("accounts", "sorters", "locked"),
        ("sources", "filters", "healthy eq true"),
        ("identities", "filters", "name co \"x\""),
        ("task-status", "sorters", "completed"),
        ("account-activities", "filters", "completionStatus eq \"SUCCESS\""),
    ];
    for (resource, parameter, value) in refused {
        let got = asker.ask(&path("v2025", resource), &[(parameter, value)]).await;
        let body = got.json();
        assert_eq!(got.status, 400, "{resource} {value}");
        assert!(body["detailCode"].as_str().unwrap().starts_with("400.1 "), "{body}");
        assert_eq!((body["messages"].as_array().unwrap().len(), &body["causes"]), (2, &json!([])));
        assert_eq!(body["trackingId"].as_str().unwrap().len(), 32);
    }
    let only_there = [
        ("recommendation.type eq \"MACHINE\"", vec!["v2025"]),
        ("created lt 2030-01-01T00:00:00Z", vec!["v3", "v2024", "v2025", "v2026", "v1"]),
    ];
    for (filter, generations) in only_there {
        for generation in GENERATIONS {
            let got = asker.ask(&path(generation, "accounts"), &[("filters", filter)]).await;
            assert_eq!(got.status == 200, generations.contains(&generation), "{generation} {filter}");
        }
    }
}

#[tokio::test]
async fn case_counts_where_the_tenant_is_told_so() {
    for (case, found) in [("insensitive", 3), ("sensitive", 0)] {
        let asker = Asker::with(|settings| settings.case = case.parse().unwrap()).await;
        let name = first(&asker, "accounts").await["identity"]["name"].as_str().unwrap().to_uppercase();
        let filter = format!("identity.name eq \"{name}\"");
        let rows = asker.ask("/accounts/v1", &[("filters", &filter), ("limit", "3")]).await.rows();
        assert_eq!(rows.len(), found, "{case}");
    }
}

#[tokio::test]
async fn slim_rows_have_fifteen_members_and_no_attributes() {
    let asker = Asker::with(|_| {}).await;
    let slim = asker.get("/beta/accounts?detailLevel=SLIM").await.rows();
    let full = asker.get("/beta/accounts?detailLevel=FULL").await.rows();
    assert_eq!(column(&slim, "id"), column(&full, "id"));
    assert!(slim.iter().all(|row| row["attributes"].is_null() && row.as_object().unwrap().len() <= 15));
    assert!(full.iter().all(|row| row["attributes"].as_object().is_some_and(|attributes| attributes.len() >= 3)));
    let keys: HashSet<String> = slim.iter().flat_map(|row| row.as_object().unwrap().keys().cloned()).collect();
    assert_eq!(keys.len(), 15);
}

#[tokio::test]
async fn entitlements_of_some_accounts_fill_three_pages() {
    let asker = Asker::with(|settings| settings.accounts = 12_250).await;
    let directory = "source.displayableName eq \"Active Directory\" and name sw \"adm-\"";
    let admins = asker.all("/accounts/v1", &[("filters", directory), ("sorters", "id")]).await;
    let many = |row: &&Value| row["attributes"]["memberOf"].as_array().is_some_and(|groups| groups.len() > 500);
    let admin = admins.iter().find(many).expect("an administrator with more than 500 groups");
    let entitlements = path("v1", &format!("accounts/{}/entitlements", admin["id"].as_str().unwrap()));
    let rows = asker.all(&entitlements, &[]).await;
    let ids: HashSet<String> = column(&rows, "id").into_iter().collect();
    assert!(ids.len() == rows.len() && rows.len() > 500);
    let values: Vec<Value> = rows.iter().map(|row| row["value"].clone()).collect();
    assert_eq!(Value::Array(values), admin["attributes"]["memberOf"]);
    assert_eq!(asker.get(&format!("{entitlements}?limit=0&count=true")).await.total(), Some(rows.len()));
}

#[tokio::test]
async fn there_are_twelve_sources_and_the_tenants_own_two_of_them_broken() {
    let asker = Asker::with(|_| {}).await;
    let sources = asker.get("/sources/v1?sorters=name").await.rows();
    let names = column(&sources, "name");
    assert_eq!(names.len(), 12);
    assert!(names.is_sorted_by_key(|name| name.to_lowercase()));
    let broken: Vec<&Value> =
        sources.iter().filter(|source| source["healthy"] == false).map(|s| &s["status"]).collect();
    assert_eq!(broken, ["SOURCE_STATE_ERROR_SOURCE", "SOURCE_STATE_FAILURE_CLUSTER"]);
    assert_eq!(asker.get("/sources/v1?includeIDNSource=true").await.rows().len(), 13);
    let files = asker.ask("/sources/v1", &[("filters", "connectionType eq \"file\"")]).await.rows();
    assert!(files.iter().all(|source| source["features"].as_array().unwrap().contains(&json!("NO_RANDOM_ACCESS"))));
    assert_eq!(column(&files, "name"), ["HR Contractors", "Badge System"]);
    let schemas =
        asker.get(&path("beta", &format!("sources/{}/schemas", files[0]["id"].as_str().unwrap()))).await.rows();
    assert_eq!(schemas[0]["name"], "account");
    assert_eq!(schemas[0]["identityAttribute"], "contractorId");
}

#[tokio::test]
async fn identities_are_found_by_prefix_and_lead_to_their_accounts() {
    let asker = Asker::with(|settings| settings.accounts = 5_000).await;
    let someone = first(&asker, "identities").await;
    let alias = someone["alias"].as_str().unwrap();
    let filter = format!("alias eq \"{alias}\"");
    let public = asker.ask("/v3/public-identities", &[("filters", &filter)]).await.rows();
    assert_eq!(public[0]["id"], someone["id"]);
    let accounts = format!("identityId eq \"{}\"", someone["id"].as_str().unwrap());
    let accounts = asker.ask("/beta/accounts", &[("filters", &accounts)]).await.rows();
    assert!((1..=9).contains(&accounts.len()));
    assert!(accounts.iter().all(|account| account["identity"]["name"] == someone["name"]));
    let count = async |query: &str| asker.get(&format!("/beta/identities?limit=0&count=true{query}")).await.total();
    assert!(count("").await < count("&defaultFilter=NONE").await);
}

#[tokio::test]
async fn older_generations_hide_tasks_that_are_still_running() {
    let asker = Asker::with(|_| {}).await;
    let running = async |generation: &str| {
        let tasks = asker.all(&path(generation, "task-status"), &[]).await;
        tasks.iter().filter(|task| task["completionStatus"].is_null()).count()
    };
    for (generation, expected) in [("beta", 0), ("v2024", 0), ("v2025", 0), ("v2026", 2), ("v1", 2)] {
        assert_eq!(running(generation).await, expected, "{generation}");
    }
    let pending = asker.get("/beta/task-status/pending-tasks").await.rows();
    assert_eq!(pending.len(), 2);
    let one = asker.get(&format!("/beta/task-status/{}", pending[0]["id"].as_str().unwrap())).await;
    assert_eq!(one.json(), pending[0]);
    let isnull = asker.ask("/task-status/v1", &[("filters", "completionStatus isnull")]).await.rows();
    assert_eq!(isnull.len(), 2);
}

#[tokio::test]
async fn activities_are_asked_for_by_identity() {
    let asker = Asker::with(|_| {}).await;
    let target = first(&asker, "account-activities").await["targetIdentitySummary"]["identityId"].clone();
    let regarding = [("regarding-identity", target.as_str().unwrap()), ("filters", "type isnull")];
    assert_eq!(asker.ask("/beta/account-activities", &regarding[1..]).await.rows().len(), 0);
    let rows = asker.ask("/beta/account-activities", &[("requested-for", target.as_str().unwrap())]).await.rows();
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row["targetIdentitySummary"]["identityId"] == target));
    let both = [("requested-for", "me"), ("regarding-identity", "me")];
    assert_eq!(asker.ask("/beta/account-activities", &both).await.status, 400);
}

#[tokio::test]
async fn a_tenant_may_be_empty_or_have_one_account() {
    for accounts in [0, 1] {
        let asker = Asker::with(|settings| settings.accounts = accounts).await;
        let got = asker.get("/accounts/v1?count=true&sorters=name,id").await;
        assert_eq!((got.total(), got.rows().len()), (Some(accounts as usize), accounts as usize));
        for resource in ["sources", "identities", "public-identities", "task-status", "account-activities"] {
            assert_eq!(asker.get(&path("v1", resource)).await.status, 200, "{resource} of {accounts}");
        }
    }
}
