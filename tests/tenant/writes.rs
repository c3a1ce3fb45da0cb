//! The writing operations, one by one: what each answers, what it changes, and what the ledger says of it.

use std::collections::HashSet;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::asker::{Asker, GENERATIONS, Got, column, first, path};

/// A tenant whose tasks end at once.
async fn prompt() -> Asker {
    Asker::with(|settings| settings.task_time = Duration::ZERO..=Duration::ZERO).await
}

/// The accounts of a source, by its name.
async fn accounts_of(asker: &Asker, source: &str) -> Vec<Value> {
    let filter = format!("source.displayableName eq \"{source}\"");
    asker.ask("/accounts/v1", &[("filters", &filter), ("sorters", "id")]).await.rows()
}

async fn account(asker: &Asker, id: &Value) -> Value {
    asker.get(&path("v1", &format!("accounts/{}", text(id)))).await.json()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// An account for which `wanted` holds.
fn pick(accounts: &[Value], wanted: impl Fn(&Value) -> bool) -> &Value {
    accounts.iter().find(|account| wanted(account)).unwrap()
}

/// The task of an answer, once it has ended.
async fn ended(asker: &Asker, answer: &Got) -> Value {
    assert_eq!(answer.status, 202, "{}", answer.text);
    let path = path("v1", &format!("task-status/{}", text(&answer.json()["id"])));
    loop {
        let task = asker.get(&path).await.json();
        if !task["completionStatus"].is_null() {
            return task;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn enable_disable_and_unlock_switch_an_account_in_every_generation() {
    let asker = prompt().await;
    let accounts = accounts_of(&asker, "Active Directory").await;
    let locked = pick(&accounts, |account| account["locked"] == true);
    let open = pick(&accounts, |account| account["disabled"] == false && account["locked"] == false);
    for generation in GENERATIONS {
        for (verb, state) in [("disable", true), ("enable", false)] {
            let path = path(generation, &format!("accounts/{}/{verb}", text(&open["id"])));
            let task = ended(&asker, &asker.post(&path, json!({})).await).await;
            assert_eq!((&task["completionStatus"], &task["messages"]), (&json!("SUCCESS"), &json!([])), "{path}");
            let after = account(&asker, &open["id"]).await;
            assert_eq!(after["disabled"], state, "{path}");
            assert_eq!(after["modified"], task["completed"], "{path}");
        }
    }
    let unlock = format!("/beta/accounts/{}/unlock", text(&locked["id"]));
    let body = json!({"externalVerificationId": "3f9e", "unlockIDNAccount": false, "forceProvisioning": false});
    ended(&asker, &asker.post(&unlock, body).await).await;
    assert_eq!(account(&asker, &locked["id"]).await["locked"], false);
}

#[tokio::test]
async fn a_task_tells_what_it_is_for_and_who_started_it() {
    let asker = prompt().await;
    let accounts = accounts_of(&asker, "Active Directory").await;
    let someones = pick(&accounts, |account| account["uncorrelated"] == false);
    let answer = asker.post(&format!("/beta/accounts/{}/disable", text(&someones["id"])), json!({})).await;
    let task = ended(&asker, &answer).await;
    let target = json!({"id": someones["identityId"], "type": "IDENTITY", "name": someones["identity"]["name"]});
    assert_eq!((&task["target"], &task["type"]), (&target, &json!("QUEUED_TASK")));
    assert_eq!((&task["percentComplete"], &task["progress"]), (&json!(100), &json!("Completed")));
    assert!(task["completed"].is_string() && text(&task["description"]).starts_with("Disable account "));
    let listed = asker.ask("/beta/task-status", &[("filters", &format!("id eq \"{}\"", text(&task["id"])))]).await;
    assert_eq!(listed.rows(), [task]);
}

#[tokio::test]
async fn unlocking_unlocks_the_identity_too_if_asked() {
    let asker = prompt().await;
    let filter = [("filters", "cloudStatus eq \"LOCKED\"")];
    for identity in asker.ask("/beta/identities", &filter).await.rows() {
        let filter =
            format!("identityId eq \"{}\" and source.displayableName eq \"Active Directory\"", text(&identity["id"]));
        let accounts = asker.ask("/beta/accounts", &[("filters", &filter)]).await.rows();
        let Some(account) = accounts.first() else { continue };
        let unlock = format!("/beta/accounts/{}/unlock", text(&account["id"]));
        let status = async |body: Value| {
            ended(&asker, &asker.post(&unlock, body).await).await;
            asker.get(&format!("/beta/identities/{}", text(&identity["id"]))).await.json()["identityStatus"].clone()
        };
        assert_eq!(status(json!({})).await, "LOCKED");
        assert_eq!(status(json!({"unlockIDNAccount": true})).await, "ACTIVE");
        return;
    }
    panic!("nobody is locked out");
}

#[tokio::test]
async fn reload_answers_with_the_id_of_a_job_and_moves_modified() {
    let asker = prompt().await;
    let before = accounts_of(&asker, "Okta").await.swap_remove(0);
    let answer = asker.press(&path("v1", &format!("accounts/{}/reload", text(&before["id"])))).await;
    let id = answer.json()["id"].clone();
    assert_eq!((answer.status, text(&id).len(), text(&id).matches('-').count()), (202, 36, 4));
    assert_eq!(asker.get(&format!("/beta/task-status/{}", text(&id))).await.status, 404);
    let after = account(&asker, &before["id"]).await;
    assert!(text(&after["modified"]) > text(&before["modified"]));
    assert_eq!((&after["disabled"], &after["attributes"]), (&before["disabled"], &before["attributes"]));
}

#[tokio::test]
async fn remove_and_delete_make_an_account_vanish() {
    let asker = prompt().await;
    let direct = accounts_of(&asker, "Okta").await.swap_remove(0);
    let file = accounts_of(&asker, "Badge System").await.swap_remove(0);
    let answer = asker.press(&format!("/beta/accounts/{}/remove", text(&direct["id"]))).await;
    assert_eq!((&answer.json()["type"], &answer.json()["name"]), (&json!("TASK_RESULT"), &Value::Null));
    ended(&asker, &answer).await;
    let answer = asker.send(Method::DELETE, &format!("/accounts/v1/{}", text(&file["id"])), None).await.unwrap();
    ended(&asker, &answer).await;
    for gone in [direct, file] {
        assert_eq!(asker.get(&format!("/accounts/v1/{}", text(&gone["id"]))).await.status, 404);
        let filter = format!("id eq \"{}\"", text(&gone["id"]));
        assert_eq!(asker.ask("/accounts/v1", &[("filters", &filter), ("count", "true")]).await.total(), Some(0));
    }
    assert_eq!(asker.get("/accounts/v1?limit=0&count=true").await.total(), Some(598));
}

#[tokio::test]
async fn create_makes_an_account_once_and_then_updates_it() {
    let asker = prompt().await;
    let source = asker.ask("/sources/v1", &[("filters", "name eq \"Badge System\"")]).await.rows().swap_remove(0);
    let create = async |attributes: Value| {
        let task = ended(&asker, &asker.post("/beta/accounts", json!({"attributes": attributes})).await).await;
        let found = asker.ask("/accounts/v1", &[("filters", "nativeIdentity eq \"B-new\"")]).await.rows();
        assert_eq!(found.len(), 1);
        (task["completionStatus"].clone(), found[0].clone())
    };
    let (status, created) =
        create(json!({"sourceId": source["id"], "badgeNumber": "B-new", "holder": "Ada Lovelace"})).await;
    assert_eq!((&status, &created["name"]), (&json!("SUCCESS"), &json!("Ada Lovelace")));
    assert_eq!((&created["sourceId"], &created["uncorrelated"]), (&source["id"], &json!(true)));
    assert_eq!(created["attributes"], json!({"badgeNumber": "B-new", "holder": "Ada Lovelace"}));
    let (status, updated) =
        create(json!({"sourceId": source["id"], "badgeNumber": "B-new", "site": "Oslo", "mood": "bright"})).await;
    assert_eq!((status, &updated["id"]), (json!("WARNING"), &created["id"]));
    assert_eq!(
        (&updated["attributes"]["holder"], &updated["attributes"]["site"]),
        (&json!("Ada Lovelace"), &json!("Oslo"))
    );
    let ledger = asker.ledger().await;
    assert!(ledger.iter().all(|line| line["accountId"] == created["id"] && line["sourceId"] == source["id"]));
    assert_eq!(asker.get("/accounts/v1?limit=0&count=true").await.total(), Some(601));
}

#[tokio::test]
async fn two_creations_of_one_native_identity_make_one_account() {
    let asker = Asker::with(|settings| settings.task_time = Duration::from_hours(1)..=Duration::from_hours(1)).await;
    let source = asker.ask("/sources/v1", &[("filters", "name eq \"Badge System\"")]).await.rows().swap_remove(0);
    for _ in 0..2 {
        let attributes = json!({"sourceId": source["id"], "badgeNumber": "B-new"});
        assert_eq!(asker.post("/accounts/v1", json!({"attributes": attributes})).await.status, 202);
    }
    let ledger = asker.ledger().await;
    assert_eq!(ledger[0]["accountId"], ledger[1]["accountId"]);
    assert_eq!(asker.get(&format!("/accounts/v1/{}", text(&ledger[0]["accountId"]))).await.status, 404);
}

#[tokio::test]
async fn put_replaces_all_attributes_and_empties_what_is_left_out() {
    let asker = prompt().await;
    let before = accounts_of(&asker, "HR Contractors").await.swap_remove(0);
    let given = json!({"contractorId": before["attributes"]["contractorId"], "agency": "Northwind Staffing"});
    let put = format!("/beta/accounts/{}", text(&before["id"]));
    let answer = asker.send(Method::PUT, &put, Some(json!({"attributes": given}))).await.unwrap();
    assert_eq!(ended(&asker, &answer).await["completionStatus"], "SUCCESS");
    let after = account(&asker, &before["id"]).await;
    assert_eq!(after["nativeIdentity"], before["nativeIdentity"]);
    assert_eq!(after["attributes"]["agency"], "Northwind Staffing");
    let names = |row: &Value| row["attributes"].as_object().unwrap().keys().cloned().collect::<HashSet<_>>();
    assert_eq!(names(&after), names(&before));
    let kept = |(_, value): &(&String, &Value)| !value.is_null();
    assert_eq!(after["attributes"].as_object().unwrap().iter().filter(kept).count(), 2);
}

#[tokio::test]
async fn patch_correlates_uncorrelates_and_edits_flat_files() {
    let asker = prompt().await;
    let nobodys = asker.ask("/accounts/v1", &[("filters", "uncorrelated eq true")]).await.rows().swap_remove(0);
    let target = first(&asker, "identities").await;
    let file = accounts_of(&asker, "Badge System").await.swap_remove(0);
    let patched = async |id: &Value, patch: Value| {
        let got = asker.send(Method::PATCH, &format!("/beta/accounts/{}", text(id)), Some(patch)).await.unwrap();
        assert_eq!((got.status, got.text.as_str()), (202, "{}"));
        account(&asker, id).await
    };
    let to = |id: &Value| json!([{"op": "replace", "path": "/identityId", "value": id}]);
    let after = patched(&nobodys["id"], to(&target["id"])).await;
    assert_eq!((&after["identityId"], &after["uncorrelated"]), (&target["id"], &json!(false)));
    assert_eq!((&after["identity"]["name"], &after["manuallyCorrelated"]), (&target["name"], &json!(true)));
    assert!(text(&after["modified"]) > text(&nobodys["modified"]));
    let after = patched(&nobodys["id"], json!([{"op": "remove", "path": "/identityId"}])).await;
    assert_eq!((after.get("identityId"), &after["uncorrelated"]), (None, &json!(true)));
    let edit = json!([
        {"op": "add", "path": "/attributes/site", "value": "Oslo"},
        {"op": "remove", "path": "/attributes/expires"},
        {"op": "replace", "path": "/manuallyCorrelated", "value": false},
    ]);
    let after = patched(&file["id"], edit).await;
    assert_eq!((&after["attributes"]["site"], after["attributes"].get("expires")), (&json!("Oslo"), None));
    assert_eq!(
        (&after["attributes"]["holder"], &after["manuallyCorrelated"]),
        (&file["attributes"]["holder"], &json!(false))
    );
}

#[tokio::test]
async fn moving_an_authoritative_account_leaves_its_identity_uncorrelated() {
    let asker = prompt().await;
    let record = pick(&accounts_of(&asker, "Workday").await, |account| account["uncorrelated"] == false).clone();
    let previous = format!("identityId eq \"{}\"", text(&record["identityId"]));
    let is_known = async |correlated: bool| {
        let filter = format!("{previous} and identity.correlated eq {correlated} and source.authoritative eq false");
        asker.ask("/accounts/v1", &[("filters", &filter), ("count", "true")]).await.total().unwrap() > 0
    };
    assert!(is_known(true).await && !is_known(false).await);
    let patch = json!([{"op": "remove", "path": "/identityId"}]);
    asker.send(Method::PATCH, &format!("/accounts/v1/{}", text(&record["id"])), Some(patch)).await.unwrap();
    assert!(!is_known(true).await && is_known(false).await);
}

#[tokio::test]
async fn identities_are_enabled_and_disabled_one_by_one_and_their_accounts_stay_as_they_are() {
    let asker = prompt().await;
    let identity =
        asker.ask("/beta/identities", &[("filters", "cloudStatus eq \"ACTIVE\"")]).await.rows().swap_remove(0);
    let theirs = format!("identityId eq \"{}\"", text(&identity["id"]));
    let accounts = asker.ask("/accounts/v1", &[("filters", &theirs)]).await.rows();
    for generation in ["beta", "v2024", "v2025", "v2026", "v1"] {
        for (verb, status) in [("disable", "DISABLED"), ("enable", "ACTIVE")] {
            let path = path(generation, &format!("identities-accounts/{}/{verb}", text(&identity["id"])));
            let got = asker.press(&path).await;
            assert_eq!((got.status, got.text.as_str()), (202, "{}"), "{path}");
            let after = asker.get(&format!("/beta/identities/{}", text(&identity["id"]))).await.json();
            assert_eq!(after["identityStatus"], status, "{path}");
        }
    }
    assert_eq!(asker.ask("/accounts/v1", &[("filters", &theirs)]).await.rows(), accounts);
}

#[tokio::test]
async fn a_bulk_answers_207_item_by_item_even_if_all_failed() {
    let asker = prompt().await;
    let ids = column(&asker.ask("/beta/identities", &[("limit", "3")]).await.rows(), "id");
    let stranger = "2c9180858082150f0180893dbaf553fe";
    let wanted = [ids[0].as_str(), stranger, ids[1].as_str()];
    let got = asker.post("/identities-accounts/v1/disable", json!({"identityIds": wanted})).await;
    let missing = format!("Referenced identity \"{stranger}\" was not found.");
    let expected = json!([
        {"id": ids[0], "statusCode": 202, "message": null},
        {"id": stranger, "statusCode": 404, "message": missing},
        {"id": ids[1], "statusCode": 202, "message": null},
    ]);
    assert_eq!((got.status, got.json()), (207, expected));
    let filter = format!("id in (\"{}\",\"{}\")", ids[0], ids[1]);
    let rows = asker.ask("/beta/identities", &[("filters", &filter)]).await.rows();
    assert_eq!(column(&rows, "identityStatus"), ["DISABLED", "DISABLED"]);
    let ledger = asker.ledger().await;
    assert_eq!(column(&ledger, "identityId"), [ids[0].as_str(), ids[1].as_str()]);
    let got = asker.post("/beta/identities-accounts/enable", json!({"identityIds": [stranger]})).await;
    assert_eq!((got.status, &got.json()[0]["statusCode"]), (207, &json!(404)));
    let got = asker.post("/beta/identities-accounts/enable", json!({"identityIds": []})).await;
    assert_eq!((got.status, got.json()), (207, json!([])));
}

#[tokio::test]
async fn remove_accounts_empties_a_source_unless_an_owner_has_an_account_there() {
    let asker = prompt().await;
    let sources = asker.get("/sources/v1").await.rows();
    let owners: HashSet<&Value> = sources.iter().map(|source| &source["owner"]["id"]).collect();
    let mut answered = HashSet::new();
    for source in &sources {
        let id = text(&source["id"]);
        let filter = format!("sourceId eq \"{id}\"");
        let before = asker.all("/accounts/v1", &[("filters", &filter)]).await;
        let got = asker.press(&format!("/beta/sources/{id}/remove-accounts")).await;
        answered.insert(got.status);
        if before.iter().any(|account| owners.contains(&account["identityId"])) {
            let words = format!("Action \"Remove Source Accounts\" cannot be performed on [{id}]");
            assert_eq!((got.status, &got.json()["causes"][0]["text"]), (400, &json!(words)));
            assert_eq!(asker.all("/accounts/v1", &[("filters", &filter)]).await.len(), before.len());
        } else {
            assert_eq!(got.json()["type"], "TASK_RESULT");
            assert_eq!(ended(&asker, &got).await["target"]["id"], source["id"]);
            assert_eq!(asker.all("/accounts/v1", &[("filters", &filter)]).await, Vec::<Value>::new());
            let line = asker.ledger().await.pop().unwrap();
            assert_eq!(
                (&line["op"], &line["sourceId"], &line["accountId"]),
                (&json!("remove-accounts"), &source["id"], &Value::Null)
            );
        }
    }
    assert_eq!(answered, HashSet::from([202, 400]));
}

#[tokio::test]
async fn a_source_in_use_is_not_emptied() {
    let asker = Asker::with(|settings| settings.task_time = Duration::from_hours(1)..=Duration::from_hours(1)).await;
    let mut refusals = Vec::new();
    for source in asker.get("/sources/v1").await.rows() {
        let empty = format!("/sources/v1/{}/remove-accounts", text(&source["id"]));
        if asker.press(&empty).await.status == 202 {
            let again = asker.press(&empty).await;
            let words = format!("(SLPT-1209) Source '{}' is currently in use.", text(&source["name"]));
            assert_eq!((again.status, &again.json()["causes"][0]["text"]), (400, &json!(words)));
            refusals.push(again);
        }
    }
    assert!(!refusals.is_empty());
}

#[tokio::test]
async fn a_running_task_is_told_of_by_id_and_listed_only_where_the_generation_does() {
    let asker = Asker::with(|settings| settings.task_time = Duration::from_hours(1)..=Duration::from_hours(1)).await;
    let account = accounts_of(&asker, "Okta").await.swap_remove(0);
    let answer = asker.post(&format!("/beta/accounts/{}/disable", text(&account["id"])), json!({})).await;
    let id = text(&answer.json()["id"]).to_owned();
    let task = asker.get(&format!("/beta/task-status/{id}")).await.json();
    assert_eq!((&task["completionStatus"], &task["completed"]), (&Value::Null, &Value::Null));
    assert!(task["percentComplete"].as_i64().unwrap() < 5 && task["progress"] == "Processing");
    let filter = format!("id in (\"{id}\",\"nobody\")");
    for (generation, listed) in [("beta", 0), ("v2024", 0), ("v2025", 0), ("v2026", 1), ("v1", 1)] {
        let rows = asker.ask(&path(generation, "task-status"), &[("filters", &filter)]).await.rows();
        assert_eq!(rows.len(), listed, "{generation}");
    }
    for generation in ["beta", "v2024", "v2025"] {
        let rows = asker.ask(&path(generation, "task-status/pending-tasks"), &[("filters", &filter)]).await.rows();
        assert_eq!(column(&rows, "id"), [id.as_str()], "{generation}");
    }
    let row = asker.get(&format!("/accounts/v1/{}", text(&account["id"]))).await.json();
    assert_eq!((&row["disabled"], &row["modified"]), (&account["disabled"], &account["modified"]));
}

#[tokio::test]
async fn the_ledger_lists_what_was_accepted_in_order() {
    let asker = prompt().await;
    let okta = accounts_of(&asker, "Okta").await;
    let (one, other) = (text(&okta[0]["id"]), text(&okta[1]["id"]));
    let identity = first(&asker, "identities").await;
    let enabled = asker.post(&format!("/beta/accounts/{one}/enable"), json!({})).await;
    let reloaded = asker.press(&format!("/beta/accounts/{other}/reload")).await;
    asker.post("/beta/accounts/nobody/enable", json!({})).await;
    asker.press(&format!("/beta/identities-accounts/{}/disable", text(&identity["id"]))).await;
    let patch = json!([{"op": "remove", "path": "/identityId"}]);
    asker.send(Method::PATCH, &format!("/beta/accounts/{one}"), Some(patch)).await.unwrap();
    let line = |seq: i64, op: &str, account: Value, identity: Value, task: Value| json!({"seq": seq, "op": op, "accountId": account, "identityId": identity, "sourceId": null, "taskId": task});
    let expected = [
        line(1, "enable", json!(one), Value::Null, enabled.json()["id"].clone()),
        line(2, "reload", json!(other), Value::Null, reloaded.json()["id"].clone()),
        line(3, "identity-disable", Value::Null, identity["id"].clone(), Value::Null),
        line(4, "patch", json!(one), Value::Null, Value::Null),
    ];
    assert_eq!(asker.ledger().await, expected);
}
