//! `qd list` where some of the query can only be judged here: the built program against the embedded tenant.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "support/scripted.rs"]
#[expect(dead_code, reason = "a server for many tests; this one needs a part of it")]
mod scripted;
#[path = "support/sourced.rs"]
#[expect(dead_code, reason = "shared with the tests of the scan itself")]
mod sourced;
#[path = "support/tenant.rs"]
#[expect(dead_code, reason = "shared with the journeys on the screen")]
mod tenant;

use serde_json::Value;

use sourced::{accounts, serve};
use tenant::{Tenant, run, signed_in};

/// What a program reads of a list.
fn listed(tenant: &Tenant, arguments: &[&str]) -> (Vec<Value>, String, Option<i32>) {
    let ended = tenant.qd(&[&["list", "--output", "ndjson"], arguments].concat());
    (ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), ended.stderr, ended.code)
}

fn column(rows: &[Value], field: &str) -> Vec<String> {
    rows.iter().map(|row| row[field].as_str().unwrap_or_default().to_owned()).collect()
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort_unstable();
    texts
}

#[test]
fn all_that_pass_are_listed_whoever_asks() {
    for level in ["ORG_ADMIN", "HELPDESK"] {
        let acme = Tenant::start(&["--accounts", "2000", "--level", level]);
        let (every, ..) = listed(&acme, &["--all"]);
        let locked: Vec<Value> = every.into_iter().filter(|account| account["locked"] == true).collect();
        assert!(locked.len() > 10);
        let (found, told, code) = listed(&acme, &["--all", "is:locked"]);
        assert_eq!(sorted(column(&found, "id")), sorted(column(&locked, "id")), "{level}");
        assert_eq!((told.as_str(), code), ("", Some(0)), "{level}");
    }
}

#[test]
fn without_all_the_first_that_pass_are_always_the_same_and_the_rest_is_not_read() {
    let acme = Tenant::start(&["--accounts", "3000"]);
    let (found, told, code) = listed(&acme, &["is:enabled"]);
    assert_eq!((found.len(), code), (250, Some(0)));
    assert!(found.iter().all(|account| account["disabled"] == false));
    assert!(told.starts_with("250 of at least 251, with "), "{told}");
    assert!(told.ends_with(" of 3,000 accounts read: --all for the rest\n"), "{told}");
    let read: u32 =
        told["250 of at least 251, with ".len()..].split(' ').next().unwrap().replace(',', "").parse().unwrap();
    assert!((250..1_500).contains(&read), "{told}");
    assert_eq!(listed(&acme, &["is:enabled"]).0, found);
}

#[test]
fn an_order_that_was_asked_for_is_kept_also_where_the_tenant_does_not_know_it() {
    let acme = Tenant::start(&["--accounts", "2000"]);
    let (newest, ..) = listed(&acme, &["--all", "is:locked", "sort:-modified"]);
    let modified = column(&newest, "modified");
    assert!(modified.len() > 10 && modified.is_sorted_by(|a, b| a >= b), "{modified:?}");
    let (all, ..) = listed(&acme, &["--all", "is:enabled", "sort:state,-name"]);
    let (first, told, code) = listed(&acme, &["is:enabled", "sort:state,-name"]);
    assert_eq!((first.as_slice(), code), (&all[..250], Some(0)));
    let count = format!("{},{:03}", all.len() / 1000, all.len() % 1000);
    assert_eq!(told, format!("250 of {count}, --all for the rest\n"));
}

#[test]
fn where_nothing_passes_it_is_said_of_how_many_and_what_was_asked() {
    let acme = Tenant::start(&["--accounts", "600"]);
    let (found, told, code) = listed(&acme, &["--all", "is:locked", "~qqzzqq"]);
    assert_eq!((found.len(), code), (0, Some(4)));
    assert!(told.starts_with("none of 600 accounts matches; asked: tenant: every account · here: locked"), "{told}");
    let (_, told, code) = listed(&acme, &["--all", "is:locked", "zzzzzz"]);
    assert!(told.contains("nothing on the tenant matches; asked: name sw \"zzzzzz\""), "{told}");
    assert_eq!(code, Some(4));
}

#[test]
fn what_the_tenant_is_asked_and_what_is_judged_here_is_told_on_request() {
    let acme = Tenant::start(&["--accounts", "300"]);
    let (_, told, _) = listed(&acme, &["--verbose", "is:locked", "a"]);
    assert!(told.lines().any(|line| line == "tenant: names that start with a · here: locked"), "{told}");
    let (_, told, _) = listed(&acme, &["is:locked", "a"]);
    assert!(!told.contains("here:"), "{told}");
}

#[test]
fn accounts_that_are_missing_are_told_with_their_source() {
    let server = serve(accounts(&[("ad", 300), ("sap", 40), ("hr", 30)]), true, |_, (id, _)| {
        ["00003-sap", "00007-hr", "00008-hr"].contains(&id.as_str())
    });
    let qd = |arguments: &[&str]| run(&mut signed_in(&server.base, "id", "secret", arguments));
    let ended = qd(&["list", "--all", "-o", "ndjson", "is:enabled"]);
    assert_eq!(ended.stderr, "367 found · 367 of 370 (3 missing)\nmissing: Source hr 2, Source sap 1\n");
    assert_eq!((ended.stdout.lines().count(), ended.code), (367, Some(1)));
    let ended = qd(&["list", "--all", "-o", "ndjson"]);
    assert_eq!(ended.stderr, "367 of 370 (3 missing)\nmissing: Source hr 2, Source sap 1\n");
}
