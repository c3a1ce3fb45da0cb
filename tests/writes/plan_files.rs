use serde_json::Value;

use super::desk::{Desk, lines};

/// Makes a plan and keeps it in a file.
fn plan(desk: &Desk, name: &str, arguments: &[&str]) -> String {
    let planned = desk.qd(&[arguments, &["--plan", "--output", "json"]].concat());
    assert_eq!(planned.code, Some(0), "{planned:?}");
    desk.file(name, &planned.stdout).to_str().unwrap().to_owned()
}

#[test]
fn what_changed_since_the_plan_is_drift() {
    let desk = Desk::with(&[]);
    let ids = desk.enabled(4);
    let file = plan(&desk, "plan.json", &[&["disable"], &ids[..]].concat());
    assert!(desk.ledger().is_empty());
    assert_eq!(desk.qd(&["disable", ids[0], "--yes"]).code, Some(0));
    assert_eq!(desk.qd(&["remove", ids[1], "--confirm", "1"]).code, Some(0));

    let ended = desk.qd(&["disable", "--from", &file, "--yes", "-o", "ndjson"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("the plan was made by "), "{}", ended.stderr);
    let told: Vec<Value> = lines(&ended);
    let reasons: Vec<&str> = told.iter().map(|line| line["reason"].as_str().unwrap_or_default()).collect();
    assert!(reasons[0].starts_with("drift: its state changed"), "{reasons:?}");
    assert!(reasons[1].starts_with("drift: it is gone"), "{reasons:?}");
    assert!(told[2..].iter().all(|line| line["outcome"] == "verified"), "{told:?}");
    let by_file: Vec<String> = ids[2..].iter().map(|id| format!("disable {id}")).collect();
    let mut accepted = desk.ledger().split_off(2);
    accepted.sort();
    assert_eq!(accepted, by_file);

    // The same file again: everything changed, by the file itself.
    let again = desk.qd(&["disable", "--from", &file, "--yes", "-o", "ndjson"]);
    assert_eq!((again.code, desk.ledger().len()), (Some(1), 4), "{again:?}");
}

#[test]
fn a_plan_is_carried_out_where_and_as_it_was_made() {
    let desk = Desk::with(&[]);
    let ids = desk.enabled(1);
    let file = plan(&desk, "plan.json", &["unlock", ids[0], "--force-provisioning"]);
    let text = std::fs::read_to_string(&file).unwrap();
    let elsewhere = text.replace("127.0.0.1", "acme.api.identitynow.com");
    let elsewhere = desk.file("elsewhere.json", &elsewhere).to_str().unwrap().to_owned();
    let newer = desk.file("newer.json", &text.replace("\"planShape\": 1", "\"planShape\": 2"));
    let ids_only = desk.file("ids", ids[0]);
    let rows: [(&[&str], &str); 6] = [
        (&["unlock", "--from", &elsewhere, "--yes"], "was made for acme.api.identitynow.com"),
        (&["disable", "--from", &file, "--yes"], "to unlock, not to disable"),
        (&["unlock", "--from", newer.to_str().unwrap(), "--yes"], "newer quarterdeck"),
        (&["unlock", "--from", ids_only.to_str().unwrap(), "--yes"], "no"),
        (&["unlock", "--from", &file, ids[0]], "cannot be used with"),
        (&["unlock", "--from", &file], "confirm it with --yes"),
    ];
    for (arguments, told) in rows {
        let refused = desk.qd(arguments);
        assert_eq!(refused.code, Some(2), "{arguments:?} {refused:?}");
        assert!(refused.stderr.contains(told), "{told}: {}", refused.stderr);
    }
    assert!(desk.ledger().is_empty());
    let done = desk.fed(&text, &["unlock", "--from", "-", "--yes", "-o", "ndjson"]);
    assert_eq!((done.code, &lines(&done)[0]["outcome"]), (Some(0), &Value::from("completed")), "forced: {done:?}");
    assert_eq!(desk.ledger(), [format!("unlock {}", ids[0])]);
}

#[test]
fn plans_for_what_is_no_account_come_back_too() {
    let desk = Desk::with(&[]);
    let created = ["create", "--source", "Badge System", "--set", "badgeNumber=B-9"];
    let create = plan(&desk, "create.json", &created);
    let remove = plan(&desk, "remove.json", &["source", "remove-accounts", "Linux Servers"]);
    assert_eq!(desk.qd(&["create", "--from", &create, "--yes"]).code, Some(0));
    // Meanwhile it is there: nobody confirmed an update.
    let again = desk.qd(&["create", "--from", &create, "--yes", "-o", "ndjson"]);
    assert_eq!(again.code, Some(1), "{again:?}");
    assert!(lines(&again)[0]["reason"].as_str().unwrap().starts_with("drift: it is there"), "{again:?}");
    let name = ["source", "remove-accounts", "--from", &remove, "--confirm", "Linux Servers"];
    assert_eq!(desk.qd(&name).code, Some(0));
    let operations: Vec<String> =
        desk.ledger().iter().map(|entry| entry.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(operations, ["create", "remove-accounts"]);
}

#[test]
fn what_was_so_already_and_is_not_any_more_is_drift() {
    let desk = Desk::with(&[]);
    let ids = desk.enabled(2);
    assert_eq!(desk.qd(&["disable", ids[0], "--yes"]).code, Some(0));
    let file = plan(&desk, "plan.json", &[&["disable"], &ids[..]].concat());
    assert_eq!(desk.qd(&["enable", ids[0], "--yes"]).code, Some(0));
    let ended = desk.qd(&["disable", "--from", &file, "--yes", "-o", "ndjson"]);
    assert_eq!(ended.code, Some(1), "one of them is enabled: {ended:?}");
    let reasons: Vec<Value> = lines(&ended).iter().map(|line| line["reason"].clone()).collect();
    assert_eq!(reasons[0], "drift: it was so already, and is not any more");
    assert_eq!(desk.ledger().len(), 3);
}

#[test]
fn an_account_that_went_since_the_plan_is_drift_and_no_unknown_id() {
    let desk = Desk::with(&[]);
    let ids = desk.enabled(1);
    let file = plan(&desk, "plan.json", &["disable", ids[0]]);
    assert_eq!(desk.qd(&["remove", ids[0], "--confirm", "1"]).code, Some(0));
    let ended = desk.qd(&["disable", "--from", &file, "--yes", "-o", "ndjson"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
}
