use serde_json::Value;

use super::desk::{Desk, lines};
use super::scripted::{Act, Scripted, answer};
use super::tenant::{run, signed_in};

/// The accounts of a source.
fn accounts_of<'d>(desk: &'d Desk, source: &str) -> Vec<&'d Value> {
    desk.accounts.iter().filter(|account| account["sourceName"] == source).collect()
}

fn planned(plan: &Value) -> usize {
    plan["targets"].as_array().unwrap().iter().filter(|target| target["outcome"] == "planned").count()
}

#[test]
fn all_that_match_are_acted_on_and_no_other() {
    let desk = Desk::with(&[]);
    let locked: Vec<&Value> =
        accounts_of(&desk, "Active Directory").into_iter().filter(|it| it["locked"] == true).collect();
    assert!(locked.len() > 1, "{}", locked.len());
    let query = "is:locked source:\"Active Directory\"";
    let plan = desk.qd(&["unlock", "--where", query, "--plan", "-o", "json"]);
    assert_eq!(plan.code, Some(0), "{plan:?}");
    let plan: Value = serde_json::from_str(&plan.stdout).unwrap();
    let targets = plan["targets"].as_array().unwrap();
    let mut ids: Vec<&str> = targets.iter().map(|target| target["accountId"].as_str().unwrap()).collect();
    let mut expected: Vec<&str> = locked.iter().map(|it| it["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    expected.sort_unstable();
    assert_eq!(ids, expected);
    assert!(desk.ledger().is_empty());

    let count = planned(&plan);
    let unconfirmed = desk.qd(&["unlock", "--where", query]);
    assert_eq!(unconfirmed.code, Some(2), "{unconfirmed:?}");
    assert!(desk.ledger().is_empty());
    let sent = desk.qd(&["unlock", "--where", query, "--confirm", &count.to_string(), "-o", "ndjson"]);
    let verified = lines(&sent).iter().filter(|line| line["outcome"] == "verified").count();
    assert_eq!((verified, desk.ledger().len()), (count, count), "{sent:?}");
}

#[test]
fn what_names_nobody_or_everybody_sends_nothing() {
    let desk = Desk::with(&[]);
    let rows: [(&[&str], i32, &str); 6] = [
        (&["--where", ""], 2, "needs a query"),
        (&["--where", "sort:name"], 2, "needs a query"),
        (&["--where", "name:nobody-is-called-so"], 4, "nothing on the tenant matches"),
        (&["--where", "nmae:x"], 2, "nmae"),
        (&["--where", "name:x", "2c91"], 2, "cannot be used with"),
        (&["--where", "name:x", "--from", "a"], 2, "cannot be used with"),
    ];
    for (arguments, code, told) in rows {
        let refused = desk.qd(&[&["disable"], arguments, &["--yes"]].concat());
        assert_eq!(refused.code, Some(code), "{arguments:?} {refused:?}");
        assert!(refused.stderr.contains(told), "{told}: {}", refused.stderr);
    }
    let put = desk.qd(&["put", "--where", "name:a", "--set", "city=Bonn", "--yes"]);
    assert_eq!(put.code, Some(2), "{put:?}");
    assert!(desk.ledger().is_empty());
}

#[test]
fn a_list_known_to_be_incomplete_is_nobodys() {
    let accounts = r#"[{"id":"a","locked":true},{"id":"b","locked":true}]"#;
    let headers = [("Content-Type", "application/json"), ("X-Total-Count", "5")];
    let server = Scripted::start(move |_, _| Act::Send(answer(200, &headers, accounts)));
    let state = tempfile::tempdir().unwrap();
    for query in ["is:locked", "name:a"] {
        let mut command = signed_in(&server.base, "id", "secret", &["unlock", "--where", query, "--yes"]);
        let refused = run(command.env("QD_STATE_DIR", state.path().join("state")));
        assert_eq!(refused.code, Some(1), "{refused:?}");
        let told = "not all that match are known: only 2 of 5 accounts could be read (3 missing); nothing was sent";
        assert!(refused.stderr.contains(told), "{}", refused.stderr);
    }
    assert!(server.seen().iter().all(|seen| seen.path() == "/oauth/token" || seen.method == "GET"));
}

#[test]
fn identities_of_the_accounts_that_match_are_acted_on_once() {
    let desk = Desk::with(&[]);
    let somebody = desk.accounts.iter().find(|account| account["sourceName"] == "Active Directory").unwrap();
    let of = |account: &&Value| account["identityId"] == somebody["identityId"];
    let accounts = desk.accounts.iter().filter(of).count();
    let identity = somebody["identityId"].as_str().unwrap();
    assert!(accounts > 1);
    let query = format!("raw:'identityId eq \"{identity}\"'");
    let plan = desk.qd(&["identity", "disable", "--where", &query, "--plan", "-o", "ndjson"]);
    let ids: Vec<Value> = lines(&plan).iter().map(|line| line["accountId"].clone()).collect();
    assert_eq!(ids, [identity], "{plan:?}");
}
