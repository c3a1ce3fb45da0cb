//! What the tenant answers, held against the vendor's own documents. The facts of the documents that matter here (fields,
//! types, what may be null, which words there are) stand in `tests/support/vendor/`; `v1` and `v2026` describe the same.

use serde_json::Value;

use crate::asker::{Asker, Got, path};

const BETA: &str = include_str!("../support/vendor/beta.json");
const V1_AND_V2026: &str = include_str!("../support/vendor/v1_and_v2026.json");

/// Where the tenant differs from the documents, and why that is right.
const EXCEPTIONS: [(&str, &str); 1] = [
    // The documents' own example of SLIM rows lacks what their schema requires.
    ("SLIM accounts", "is missing"),
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
