//! What the tenant answers, held against the vendor's own documents. The facts of the documents that matter here (fields,
//! types, what may be null, which words there are) stand in `tests/support/vendor/`; `v1` and `v2026` describe the same.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::asker::{Asker, Got, first, path};

const BETA: &str = include_str!("../support/vendor/beta.json");
const V1_AND_V2026: &str = include_str!("../support/vendor/v1_and_v2026.json");

/// Where the tenant differs from the documents, and why that is right.
const EXCEPTIONS: [(&str, &str); 2] = [
    // The documents' own example of SLIM rows lacks what their schema requires.
    ("SLIM accounts", "is missing"),
    // Their own example of a bulk answer holds null for a message their schema does not let be null.
    ("bulk items", "message: null"),
];

/// A generation with a document, and its facts.
fn documented() -> [(&'static str, Value); 3] {
    let facts = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    [("beta", facts(BETA)), ("v2026", facts(V1_AND_V2026)), ("v1", facts(V1_AND_V2026))]
}

/// Collects what a value does that its document does not foresee.
fn check(value: &Value, facts: &Value, place: &str, offences: &mut Vec<String>) {
    if value.is_null() {
        if facts["null"] != true && facts["is"] != "any" {
            offences.push(format!("{place}: null"));
        }
        return;
    }
    let fits = match facts["is"].as_str().unwrap() {
        "text" => value.is_string(),
        "moment" => value.as_str().is_some_and(|text| text.ends_with('Z') && text.len() >= 20),
        "flag" => value.is_boolean(),
        "whole" => value.is_i64(),
        "object" => value.is_object(),
        "list" => value.is_array(),
        "any" => true,
        unknown => panic!("{unknown} at {place}"),
    };
    if !fits {
        offences.push(format!("{place}: {value} is no {}", facts["is"]));
    }
    if let Some(words) = facts["one_of"].as_array()
        && !words.contains(value)
    {
        offences.push(format!("{place}: {value} is none of the words"));
    }
    for item in value.as_array().into_iter().flatten() {
        check(item, &facts["of"], &format!("{place}[]"), offences);
    }
    if let (Some(members), Some(fields)) = (value.as_object(), facts["fields"].as_object()) {
        for required in facts["required"].as_array().into_iter().flatten() {
            if !members.contains_key(required.as_str().unwrap()) {
                offences.push(format!("{place}.{} is missing", required.as_str().unwrap()));
            }
        }
        for (name, member) in members {
            let place = format!("{place}.{name}").trim_start_matches('.').to_owned();
            match fields.get(name) {
                Some(facts) => check(member, facts, &place, offences),
                None => offences.push(format!("{place}: the document knows no such field")),
            }
        }
    }
}

/// The offences of all rows, each once, without the exceptions.
fn offences(rows: &[Value], facts: &Value, what: &str) -> Vec<String> {
    let mut offences = Vec::new();
    for row in rows {
        check(row, facts, "", &mut offences);
    }
    offences.retain(|offence| !EXCEPTIONS.iter().any(|(of, words)| *of == what && offence.contains(words)));
    offences.sort();
    offences.dedup();
    offences
}

#[tokio::test]
async fn rows_of_every_list_are_as_documented() {
    let asker = Asker::with(|settings| settings.accounts = 1_500).await;
    for (generation, facts) in documented() {
        let get = async |resource: &str| asker.all(&path(generation, resource), &[]).await;
        let accounts = get("accounts").await;
        let holder = accounts.iter().find(|account| account["hasEntitlements"] == true).unwrap();
        let entitlements = get(&format!("accounts/{}/entitlements", holder["id"].as_str().unwrap())).await;
        let lists = [
            ("Account", accounts),
            ("Entitlement", entitlements),
            ("Source", get("sources").await),
            ("Identity", get("identities").await),
            ("TaskStatus", get("task-status").await),
            ("AccountActivity", get("account-activities").await),
        ];
        for (what, rows) in lists {
            assert!(!rows.is_empty(), "{generation} {what}");
            assert_eq!(offences(&rows, &facts[what], what), Vec::<String>::new(), "{generation} {what}");
        }
    }
}

#[tokio::test]
async fn slim_rows_lack_what_the_schema_requires_and_nothing_else_is_wrong_with_them() {
    let asker = Asker::with(|_| {}).await;
    for (generation, facts) in documented() {
        let rows = asker.ask(&path(generation, "accounts"), &[("detailLevel", "SLIM")]).await.rows();
        assert_eq!(offences(&rows, &facts["Account"], "SLIM accounts"), Vec::<String>::new(), "{generation}");
        assert!(!offences(&rows, &facts["Account"], "Account").is_empty(), "the exception is needed no more");
    }
}

#[tokio::test]
async fn with_every_null_allowed_accounts_are_still_as_documented() {
    let asker = Asker::with_faults("nulls:1").await;
    for (generation, facts) in documented() {
        let rows = asker.get(&path(generation, "accounts")).await.rows();
        assert_eq!(offences(&rows, &facts["Account"], "Account"), Vec::<String>::new(), "{generation}");
    }
}

#[tokio::test]
async fn refusals_are_as_documented() {
    let asker = Asker::with(|_| {}).await;
    let stranger = Asker { token: "none".to_owned(), ..Asker::with(|_| {}).await };
    let failing = async |status: u16| Asker::with_faults(&format!("status={status}:1")).await;
    for (generation, facts) in documented() {
        let accounts = path(generation, "accounts");
        let got: [(u16, Got); 6] = [
            (400, asker.get(&format!("{accounts}?limit=251")).await),
            (401, stranger.get(&accounts).await),
            (403, failing(403).await.get(&accounts).await),
            (404, asker.get(&path(generation, "accounts/nobody")).await),
            (429, failing(429).await.get(&accounts).await),
            (500, failing(500).await.get(&accounts).await),
        ];
        for (status, got) in got {
            let what = format!("error {status}");
            assert_eq!(got.status, status, "{generation}");
            assert_eq!(offences(&[got.json()], &facts[&what], &what), Vec::<String>::new(), "{generation} {what}");
        }
    }
}

/// The answers to a request for each kind of writing operation, by what the documents call them.
async fn answers_to_writes(asker: &Asker, generation: &str) -> Vec<(&'static str, Got)> {
    let file = [("filters", "source.displayableName eq \"Badge System\"")];
    let files = asker.ask("/accounts/v1", &file).await.rows();
    let direct = [("filters", "source.displayableName eq \"Okta\"")];
    let id = |row: &Value| row["id"].as_str().unwrap().to_owned();
    let (file, gone, source) = (id(&files[0]), id(&files[1]), files[0]["sourceId"].clone());
    let direct = id(&asker.ask("/accounts/v1", &direct).await.rows()[0]);
    let identity = id(&first(asker, "identities").await);
    let attributes = json!({"attributes": {"sourceId": source, "badgeNumber": "B1"}});
    let ids = json!({"identityIds": [identity, "nobody"]});
    let (task, nothing) = ("AccountsAsyncResult", "empty 202");
    let requests = [
        (task, Method::POST, "accounts".to_owned(), Some(attributes.clone())),
        (task, Method::PUT, format!("accounts/{file}"), Some(attributes)),
        (task, Method::DELETE, format!("accounts/{gone}"), None),
        (task, Method::POST, format!("accounts/{direct}/enable"), Some(json!({}))),
        (task, Method::POST, format!("accounts/{direct}/disable"), Some(json!({}))),
        (task, Method::POST, format!("accounts/{direct}/unlock"), Some(json!({}))),
        (task, Method::POST, format!("accounts/{direct}/reload"), None),
        (nothing, Method::PATCH, format!("accounts/{direct}"), Some(json!([]))),
        (nothing, Method::POST, format!("identities-accounts/{identity}/enable"), None),
        ("BulkIdentitiesAccountsResponse", Method::POST, "identities-accounts/enable".to_owned(), Some(ids)),
        ("TaskResultDto", Method::POST, format!("accounts/{gone}/remove"), None),
    ];
    let mut answers = Vec::new();
    for (what, method, resource, body) in requests {
        answers.push((what, asker.send(method, &path(generation, &resource), body).await.unwrap()));
    }
    answers
}

#[tokio::test]
async fn answers_to_writes_are_as_documented() {
    for (generation, facts) in documented() {
        let asker =
            Asker::with(|settings| settings.task_time = Duration::from_hours(1)..=Duration::from_hours(1)).await;
        for (what, got) in answers_to_writes(&asker, generation).await {
            let bulk = what == "BulkIdentitiesAccountsResponse";
            assert_eq!(got.status, if bulk { 207 } else { 202 }, "{generation} {what}: {}", got.text);
            let (rows, named) =
                if bulk { (got.json().as_array().unwrap().clone(), "bulk items") } else { (vec![got.json()], what) };
            assert_eq!(offences(&rows, &facts[what], named), Vec::<String>::new(), "{generation} {what}");
            assert_eq!(bulk, !offences(&rows, &facts[what], what).is_empty(), "the exception is needed no more");
        }
    }
}

#[tokio::test]
async fn tasks_of_writes_are_as_documented_while_they_run_and_however_they_ended() {
    let hours = Duration::from_hours(1)..=Duration::from_hours(1);
    let now = Duration::ZERO..=Duration::ZERO;
    let kinds = [("", hours), ("", now.clone()), ("task-error:1", now.clone()), ("task-warning:1", now)];
    for (generation, facts) in documented() {
        for (faults, time) in &kinds {
            let asker = Asker::with(|settings| {
                settings.task_time = time.clone();
                settings.faults = faults.parse().unwrap();
            })
            .await;
            answers_to_writes(&asker, generation).await;
            let accepted = asker.ledger().await;
            let ids = accepted.iter().filter_map(|line| line["taskId"].as_str()).filter(|id| !id.contains('-'));
            let mut tasks = Vec::new();
            for id in ids {
                tasks.push(asker.get(&path(generation, &format!("task-status/{id}"))).await.json());
            }
            assert!(tasks.len() >= 6, "{}", tasks.len());
            assert_eq!(
                offences(&tasks, &facts["TaskStatus"], "TaskStatus"),
                Vec::<String>::new(),
                "{generation} {faults}"
            );
        }
    }
}

#[tokio::test]
async fn refusals_of_writes_are_as_documented() {
    let asker = Asker::with(|_| {}).await;
    for (generation, facts) in documented() {
        let account = first(&asker, "accounts").await["id"].as_str().unwrap().to_owned();
        let bad_patch = json!([{"op": "remove", "path": "/disabled"}]);
        let requests = [
            (400, Method::POST, format!("accounts/{account}/enable"), None),
            (400, Method::POST, "accounts".to_owned(), Some(json!({"attributes": {}}))),
            (400, Method::PATCH, format!("accounts/{account}"), Some(bad_patch)),
            (404, Method::POST, "accounts/nobody/enable".to_owned(), Some(json!({}))),
            (404, Method::POST, "sources/nobody/remove-accounts".to_owned(), None),
        ];
        for (status, method, resource, body) in requests {
            let got = asker.send(method, &path(generation, &resource), body).await.unwrap();
            let what = format!("error {status}");
            assert_eq!(got.status, status, "{generation} {resource}");
            assert_eq!(offences(&[got.json()], &facts[&what], &what), Vec::<String>::new(), "{generation} {resource}");
        }
    }
}
