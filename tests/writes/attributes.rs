use serde_json::{Value, json};

use super::desk::{Desk, lines, outcome};

fn is_badge(account: &Value) -> bool {
    account["sourceName"] == "Badge System" && account["disabled"] == false
}

const CREATE: [&str; 8] =
    ["create", "--source", "badge system", "--output", "ndjson", "--yes", "--set", "badgeNumber=B-77"];

#[test]
fn an_account_is_created_once_and_then_updated_with_a_warning() {
    let desk = Desk::with(&[]);
    let created = desk.qd(&[&CREATE[..], &["--set", "holder=Ada"]].concat());
    assert_eq!(outcome(&created), (Some(0), "verified".to_owned()), "{created:?}");
    let id = lines(&created)[0]["accountId"].as_str().unwrap().to_owned();
    assert_eq!(desk.ledger(), [format!("create {id}")], "told by the id the tenant gave it");
    let account = desk.account(&id);
    assert_eq!((&account["nativeIdentity"], &account["attributes"]["holder"]), (&json!("B-77"), &json!("Ada")));

    let again = desk.qd(&[&CREATE[..], &["--set", "holder=Ada"]].concat());
    assert_eq!(outcome(&again), (Some(0), "skipped".to_owned()), "{again:?}");
    let updated = desk.qd(&[&CREATE[..], &["--set", "holder=Bob"]].concat());
    assert_eq!(outcome(&updated), (Some(0), "verified".to_owned()), "{updated:?}");
    for told in ["UPDATES it, it does not create one", "holder: \"Ada\" → \"Bob\""] {
        assert!(updated.stderr.contains(told), "{told}: {}", updated.stderr);
    }
    assert_eq!(desk.account(&id)["attributes"]["holder"], "Bob");
    assert_eq!(desk.ledger().len(), 2);
}

#[test]
fn what_cannot_be_created_is_not_sent() {
    let desk = Desk::with(&[]);
    let rows: [(&[&str], i32, &str); 5] = [
        (&["--source", "Badge System", "--set", "holder=Ada"], 1, "badgeNumber is missing"),
        (&["--source", "Okta", "--set", "id=Ada"], 1, "flat files only"),
        (&["--source", "Nowhere", "--set", "id=Ada"], 4, "no source has the id or the name Nowhere"),
        (&["--set", "id=Ada"], 2, "--source"),
        (&["--source", "Badge System"], 2, "--set"),
    ];
    for (arguments, code, told) in rows {
        let refused = desk.qd(&[&["create", "--yes", "-o", "ndjson"], arguments].concat());
        assert_eq!(refused.code, Some(code), "{arguments:?} {refused:?}");
        assert!((refused.stdout + &refused.stderr).contains(told), "{told}");
    }
    let strange =
        desk.qd(&["create", "--source", "Badge System", "--set", "badgeNumber=1", "--set", "hair=red", "--plan"]);
    assert!(strange.stderr.contains("hair is not in the account schema of Badge System"), "{}", strange.stderr);
    assert!(desk.ledger().is_empty());
}

#[test]
fn a_lost_answer_to_creating_is_settled_by_finding_the_account() {
    let desk = Desk::with(&["--faults", "lost-reply:1"]);
    let created = desk.qd(&CREATE);
    assert_eq!(outcome(&created), (Some(0), "verified".to_owned()), "{created:?}");
    assert_eq!(desk.ledger().len(), 1);
}

#[test]
fn what_never_came_to_be_stays_unknown_and_is_not_sent_again() {
    let desk = Desk::with(&["--faults", "reset:0.4"]);
    let ids = desk.ids(16, is_badge);
    let patch = [&["patch", "--set", "site=Oslo", "--yes", "--wait", "6s", "-o", "ndjson"], &ids[..]].concat();
    let first = desk.qd(&patch);
    assert_eq!(first.code, Some(1), "{first:?}");
    let accepted = desk.ledger();
    let unknown: Vec<Value> = lines(&first).into_iter().filter(|line| line["outcome"] == "unknown").collect();
    assert!(!unknown.is_empty(), "{first:?}");
    for line in lines(&first) {
        let is_accepted = accepted.contains(&format!("patch {}", line["accountId"].as_str().unwrap()));
        let outcome = line["outcome"].as_str().unwrap();
        assert!(
            matches!((outcome, is_accepted), ("verified" | "sent", true) | ("unknown" | "planned" | "skipped", false)),
            "{line}"
        );
    }
    // A second press: nobody knows whether they were taken.
    let again = lines(&desk.qd(&patch));
    for line in unknown {
        let now = again.iter().find(|now| now["accountId"] == line["accountId"]).unwrap();
        assert!(now["reason"].as_str().unwrap().starts_with("in-flight"), "{now}");
        assert!(!desk.ledger().contains(&format!("patch {}", line["accountId"].as_str().unwrap())));
    }
}

#[test]
fn a_refusal_is_told_in_the_tenants_words() {
    let desk = Desk::with(&[]);
    let refused = desk.qd(&[&CREATE[..], &["--set", r#"zones=["a"]"#]].concat());
    assert_eq!(outcome(&refused), (Some(1), "refused".to_owned()), "{refused:?}");
    assert!(lines(&refused)[0]["reason"].as_str().unwrap().contains("400.0"), "{refused:?}");
    assert!(refused.stderr.contains("zones is no plain text"), "{}", refused.stderr);

    let helpdesk = Desk::with(&["--level", "HELPDESK"]);
    let source = helpdesk.ids(1, is_badge);
    let forbidden = helpdesk.qd(&["patch", source[0], "--set", "site=Oslo", "--yes", "-o", "ndjson"]);
    assert_eq!(outcome(&forbidden), (Some(3), "refused".to_owned()), "{forbidden:?}");
    assert_eq!(helpdesk.qd(&CREATE).code, Some(3));
    assert!(desk.ledger().is_empty() && helpdesk.ledger().is_empty());
}

#[test]
fn a_busy_tenant_gets_each_write_once() {
    let desk = Desk::with(&["--faults", "status=429:0.3"]);
    let ids = desk.ids(3, is_badge);
    let patched = desk.qd(&[&["patch", "--set", "site=Oslo", "--yes", "-o", "ndjson"], &ids[..]].concat());
    assert_eq!(patched.code, Some(0), "{patched:?}");
    assert_eq!(desk.ledger().len(), 3);
}

#[test]
fn replacing_says_what_is_lost_and_takes_the_number() {
    let desk = Desk::with(&[]);
    let id = desk.ids(1, is_badge)[0];
    let before = desk.account(id)["attributes"].clone();
    let mut kept = before.clone();
    kept["site"] = json!("Oslo");
    kept.as_object_mut().unwrap().shift_remove("expires");
    let body = desk.file("it.json", &json!({"attributes": kept}).to_string());
    let put = ["put", id, "--body", body.to_str().unwrap(), "-o", "ndjson"];
    assert_eq!(desk.qd(&[&put[..], &["--yes"]].concat()).code, Some(2), "y is not enough");
    let done = desk.qd(&[&put[..], &["--confirm", "1"]].concat());
    assert_eq!(outcome(&done), (Some(0), "verified".to_owned()), "{done:?}");
    let told = [
        "warning: put replaces all attributes: what is left out becomes null: expires".to_owned(),
        format!("  site: {} → \"Oslo\"", before["site"]),
        format!("  expires: {} → null, because it is left out", before["expires"]),
    ];
    for told in told {
        assert!(done.stderr.contains(&told), "{told}: {}", done.stderr);
    }
    assert!(!done.stderr.contains("holder:"), "what stays is not told: {}", done.stderr);
    let after = &desk.account(id)["attributes"];
    assert_eq!(
        (&after["site"], &after["expires"], &after["holder"]),
        (&json!("Oslo"), &Value::Null, &before["holder"])
    );
    assert_eq!(desk.ledger(), [format!("put {id}")]);
}

#[test]
fn a_patch_is_read_from_a_file_or_from_standard_input() {
    let desk = Desk::with(&[]);
    let ids = desk.ids(2, is_badge);
    let steps = r#"[{"op": "replace", "path": "/attributes/site", "value": "Oslo"}]"#;
    let patch = ["patch", ids[0], "--body", "-", "--set", "lastDoor=", "--yes", "-o", "ndjson"];
    assert_eq!(outcome(&desk.fed(steps, &patch)), (Some(0), "verified".to_owned()));
    let after = &desk.account(ids[0])["attributes"];
    assert_eq!((&after["site"], &after["lastDoor"]), (&json!("Oslo"), &Value::Null));

    let unseen = r#"[{"op": "replace", "path": "/manuallyCorrelated", "value": true}]"#;
    let done = desk.fed(unseen, &["patch", ids[1], "--body", "-", "--yes", "-o", "ndjson"]);
    assert_eq!(outcome(&done), (Some(0), "completed".to_owned()), "nothing of it can be read back: {done:?}");

    for (body, told) in [("[\n{,", "line 2 column 2"), ("{}", "an array of steps")] {
        let refused = desk.fed(body, &patch);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.stderr.contains(told), "{}", refused.stderr);
    }
    assert_eq!(desk.ledger().len(), 2);
}

#[test]
fn an_account_that_would_be_held_back_is_not_updated_by_creating_it() {
    let desk = Desk::with(&[]);
    let is_hr = |account: &Value| account["sourceName"] == "HR Contractors";
    let account = desk.accounts.iter().find(|account| is_hr(account)).unwrap();
    let native = account["nativeIdentity"].as_str().unwrap();
    let named = format!("contractorId={native}");
    let target = format!("{}/{native}", account["sourceId"].as_str().unwrap());
    let update =
        ["create", "--source", "HR Contractors", "--set", &named, "--set", "agency=Other", "--yes", "-o", "ndjson"];
    let held = desk.qd(&update);
    assert_eq!(outcome(&held), (Some(1), "skipped".to_owned()), "{held:?}");
    assert!(lines(&held)[0]["reason"].as_str().unwrap().starts_with("held: its source is authoritative"), "{held:?}");
    assert!(desk.ledger().is_empty());
    let put_in = desk.qd(&[&update[..], &["--include", &target]].concat());
    assert_eq!((put_in.code, desk.ledger().len()), (Some(0), 1), "{put_in:?}");

    let new = ["create", "--source", "HR Contractors", "--set", "contractorId=C-new", "--plan"];
    let new = desk.qd(&new);
    assert!(new.stderr.contains("an identity is made from this account"), "{new:?}");
}
