use serde_json::Value;

use super::desk::{Desk, lines, outcome};

/// The identities of accounts, each once, that are nobody's who is signed in and may sign in.
fn identities(desk: &Desk, count: usize) -> Vec<String> {
    let mut all: Vec<&str> = desk.accounts.iter().filter_map(|account| account["identityId"].as_str()).collect();
    all.sort_unstable();
    all.dedup();
    let planned = desk.qd(&[&["identity", "disable", "--plan", "-o", "ndjson"], &all[..]].concat());
    let planned = lines(&planned).into_iter().filter(|line| line["outcome"] == "planned");
    planned.map(|line| line["accountId"].as_str().unwrap().to_owned()).take(count).collect()
}

fn act<'a>(verb: &'a str, ids: &'a [String]) -> Vec<&'a str> {
    ["identity", verb, "--yes", "-o", "ndjson"].into_iter().chain(ids.iter().map(String::as_str)).collect()
}

#[test]
fn sign_ins_are_disabled_in_chunks_and_seen_disabled() {
    let desk = Desk::with(&[]);
    let mut ids = identities(&desk, 60);
    let ended = desk.qd(&[&act("disable", &ids)[..], &["--confirm", "60"]].concat());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(lines(&ended).iter().all(|line| line["outcome"] == "verified" && line["status"] == 202), "{ended:?}");
    let mut expected: Vec<String> = ids.iter().map(|id| format!("identity-disable {id}")).collect();
    let mut accepted = desk.ledger();
    expected.sort();
    accepted.sort();
    assert_eq!(accepted, expected);
    let stats = desk.get("/_tenant/stats");
    assert!(stats.contains(r#""POST /beta/identities-accounts/disable":{"207":3}"#), "{stats}");

    let again = desk.qd(&act("disable", &ids));
    assert_eq!(again.code, Some(0), "{again:?}");
    assert!(lines(&again).iter().all(|line| line["reason"] == "already: its sign-in is disabled"), "{again:?}");
    ids.truncate(1);
    let enabled = desk.qd(&act("enable", &ids));
    assert_eq!(outcome(&enabled), (Some(0), "verified".to_owned()), "{enabled:?}");
    assert_eq!(desk.ledger().len(), 61);
}

#[test]
fn ones_own_sign_in_is_held_back_until_it_is_put_in() {
    let desk = Desk::with(&[]);
    let mut all: Vec<String> =
        desk.accounts.iter().filter_map(|account| account["identityId"].as_str()).map(str::to_owned).collect();
    all.sort_unstable();
    all.dedup();
    let planned =
        lines(&desk.qd(&[&["--output", "ndjson", "identity", "disable", "--plan"], &borrowed(&all)[..]].concat()));
    let held: Vec<&Value> = planned.iter().filter(|line| line["reason"] == "held: it is your own sign-in").collect();
    let own = held[0]["accountId"].as_str().unwrap().to_owned();
    assert_eq!(held.len(), 1);
    assert_eq!(desk.qd(&act("disable", std::slice::from_ref(&own))).code, Some(1));
    assert!(desk.ledger().is_empty());
    let put_in = desk.qd(&["identity", "disable", &own, "--include", &own, "--yes", "-o", "ndjson"]);
    assert_eq!(outcome(&put_in), (Some(0), "verified".to_owned()), "{put_in:?}");
}

fn borrowed(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
}

#[test]
fn each_identity_of_a_207_is_judged_alone() {
    let desk = Desk::with(&[]);
    let ids = [identities(&desk, 2), vec!["nobody".to_owned()]].concat();
    let ended = desk.qd(&act("disable", &ids));
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let told: Vec<String> = lines(&ended).iter().map(|line| line["outcome"].as_str().unwrap().to_owned()).collect();
    assert_eq!(told, ["verified", "verified", "skipped"], "{ended:?}");
    assert_eq!(desk.qd(&act("disable", &ids[2..])).code, Some(4), "there is no such identity");
}

#[test]
fn who_may_not_is_told_so() {
    let helpdesk = Desk::with(&["--level", "HELPDESK"]);
    let ids = identities(&helpdesk, 3);
    let refused = helpdesk.qd(&act("disable", &ids));
    assert_eq!(refused.code, Some(3), "{refused:?}");
    assert!(refused.stderr.contains("HELPDESK"), "{}", refused.stderr);
    assert!(lines(&refused).iter().all(|line| line["outcome"] == "refused" && line["status"] == 403), "{refused:?}");
    assert!(helpdesk.ledger().is_empty());
}

#[test]
fn lost_answers_for_many_are_settled_by_reading_each() {
    let desk = Desk::with(&["--faults", "lost-reply:1"]);
    let ids = identities(&desk, 27);
    let ended = desk.qd(&act("disable", &ids));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(lines(&ended).iter().all(|line| line["outcome"] == "verified"), "{ended:?}");
    assert_eq!(desk.ledger().len(), 27);
}

#[test]
fn all_accounts_of_a_source_go_by_its_name() {
    let desk = Desk::with(&[]);
    let of_source = |name: &str| desk.ids(1, |account| account["sourceName"] == name)[0];
    let source = desk.accounts.iter().find(|account| account["sourceName"] == "Linux Servers").unwrap();
    let source = source["sourceId"].as_str().unwrap();
    let remove = ["source", "remove-accounts", "linux servers", "-o", "ndjson"];
    let plan = desk.qd(&[&remove[..], &["--plan"]].concat());
    assert_eq!(lines(&plan)[0]["state"], "20 accounts", "{plan:?}");
    assert!(plan.stderr.contains("takes 20 accounts out of the tenant"), "{}", plan.stderr);
    for confirmed in [&["--yes"][..], &["--confirm", "20"], &["--confirm", "linux servers"]] {
        let refused = desk.qd(&[&remove[..], confirmed].concat());
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.stderr.contains("Linux Servers"), "{}", refused.stderr);
    }
    assert!(desk.ledger().is_empty());
    let done = desk.qd(&[&remove[..], &["--confirm", "Linux Servers"]].concat());
    assert_eq!(outcome(&done), (Some(0), "verified".to_owned()), "{done:?}");
    assert_eq!(desk.ledger(), [format!("remove-accounts {source}")]);
    assert_eq!(desk.qd(&["show", of_source("Linux Servers")]).code, Some(4));
    let again = desk.qd(&[&remove[..], &["--confirm", "Linux Servers"]].concat());
    assert_eq!(outcome(&again), (Some(0), "skipped".to_owned()), "it has none any more: {again:?}");
}

#[test]
fn a_source_that_cannot_be_emptied_is_told() {
    let desk = Desk::with(&[]);
    let confirmed = |name: &str| desk.qd(&["source", "remove-accounts", name, "--confirm", name, "-o", "ndjson"]);
    let owners = confirmed("GitHub");
    assert_eq!(outcome(&owners), (Some(1), "refused".to_owned()), "{owners:?}");
    assert!(lines(&owners)[0]["reason"].as_str().unwrap().contains("Remove Source Accounts"), "{owners:?}");
    let authoritative = confirmed("HR Contractors");
    assert_eq!(outcome(&authoritative), (Some(1), "skipped".to_owned()), "{authoritative:?}");
    assert!(lines(&authoritative)[0]["reason"].as_str().unwrap().starts_with("held"), "{authoritative:?}");
    assert_eq!(confirmed("Nowhere").code, Some(4));
    assert!(desk.ledger().is_empty());
}
