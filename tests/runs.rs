//! `qd runs`: the journal, written by the library, read by the built program.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "support/tenant.rs"]
#[expect(dead_code, reason = "shared with the tests that need a tenant")]
mod tenant;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use quarterdeck::model::{Outcome, SkipReason, Verb};
use quarterdeck::work::journal::{Answer, Instance, Journal, NewRun, NewTarget};
use quarterdeck::work::verdict::Meaning;
use serde_json::{Value, json};
use tempfile::TempDir;

use tenant::{Ended, program, run};

/// A state directory in which nothing was written yet.
fn state() -> (TempDir, PathBuf) {
    let around = TempDir::new().unwrap();
    let directory = around.path().join("state");
    (around, directory)
}

fn qd(state: &Path, arguments: &[&str]) -> Ended {
    run(program().env("QD_STATE_DIR", state).args(arguments))
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A run of three accounts that was ended: one verified, one refused, one skipped.
fn write_a_run(journal: &mut Journal, started: Timestamp) {
    let target = |id: &str, skip| NewTarget {
        id: id.to_owned(),
        name: Some(format!("{id} Lovelace")),
        native_id: None,
        source: None,
        expected: None,
        body: None,
        skip,
    };
    let already = Some((SkipReason::Already, None));
    let run = NewRun {
        verb: Verb::Disable,
        tenant: "acme.api.identitynow.com".into(),
        tenant_user: Some("ada".into()),
        ticket: None,
        reason: None,
        options: json!({}),
        targets: vec![target("a1", None), target("=a2\u{1b}", None), target("a3", already)],
    };
    let (lease, targets) = journal.begin_run(&run, started).unwrap();
    journal.sending(&lease, &targets[..1], started).unwrap();
    let sent = Answer {
        meaning: Meaning::Sent { task: Some("t1".into()) },
        status: Some(202),
        tracking_id: Some("track-1".into()),
        reason: None,
    };
    journal.answered(targets[0], &sent, started).unwrap();
    journal.settled(targets[0], Outcome::Verified, None, None, at("2026-11-23T10:00:09Z")).unwrap();
    journal.sending(&lease, &targets[1..2], started).unwrap();
    let refused = Answer {
        meaning: Meaning::Refused,
        status: Some(403),
        tracking_id: None,
        reason: Some("The server understood".into()),
    };
    journal.answered(targets[1], &refused, at("2026-11-23T10:00:03Z")).unwrap();
    journal.end_run(&lease, at("2026-11-23T10:00:10Z")).unwrap();
}

#[test]
fn a_run_is_a_line_in_the_documented_shape() {
    let (_around, state) = state();
    let mut journal = Journal::open(&state, Instance::this()).unwrap();
    write_a_run(&mut journal, at("2026-11-23T10:00:00Z"));
    write_a_run(&mut journal, at("2026-11-23T09:00:00Z"));
    let listed = qd(&state, &["runs", "--output", "ndjson"]);
    assert_eq!(listed.code, Some(0), "{}", listed.stderr);
    let lines: Vec<&str> = listed.stdout.lines().collect();
    assert_eq!(
        lines[1],
        r#"{"run":1,"verb":"disable","tenant":"acme.api.identitynow.com","started":"2026-11-23T10:00:00Z","ended":"2026-11-23T10:00:10Z","targets":3,"outcomes":{"refused":1,"verified":1,"skipped":1}}"#
    );
    assert!(lines[0].starts_with(r#"{"run":2,"#), "newest first: {}", lines[0]);
    let array: Value = serde_json::from_str(&qd(&state, &["runs", "--output", "json"]).stdout).unwrap();
    assert_eq!(array[1], serde_json::from_str::<Value>(lines[1]).unwrap());
}

#[test]
fn a_target_is_a_line_in_the_documented_shape() {
    let (_around, state) = state();
    write_a_run(&mut Journal::open(&state, Instance::this()).unwrap(), at("2026-11-23T10:00:00Z"));
    let listed = qd(&state, &["runs", "1", "--output", "ndjson"]);
    assert_eq!(listed.code, Some(0), "{}", listed.stderr);
    let expected = [
        r#"{"accountId":"a1","name":"a1 Lovelace","outcome":"verified","reason":null,"status":202,"taskId":"t1","trackingId":"track-1","sentAt":"2026-11-23T10:00:00Z","endedAt":"2026-11-23T10:00:09Z"}"#,
        r#"{"accountId":"=a2\u001b","name":"=a2\u001b Lovelace","outcome":"refused","reason":"The server understood","status":403,"taskId":null,"trackingId":null,"sentAt":"2026-11-23T10:00:00Z","endedAt":"2026-11-23T10:00:03Z"}"#,
        r#"{"accountId":"a3","name":"a3 Lovelace","outcome":"skipped","reason":"already","status":null,"taskId":null,"trackingId":null,"sentAt":null,"endedAt":"2026-11-23T10:00:00Z"}"#,
    ];
    assert_eq!(listed.stdout.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn tables_and_csv_say_the_same_and_obey_nothing() {
    let (_around, state) = state();
    write_a_run(&mut Journal::open(&state, Instance::this()).unwrap(), at("2026-11-23T10:00:00Z"));
    let table = qd(&state, &["runs"]).stdout;
    let row = table.lines().nth(1).unwrap();
    let cells = ["1", "disable", "acme.api.identitynow.com", "2026-11-23 10:00", "1 refused, 1 verified, 1 skipped"];
    assert!(cells.iter().all(|cell| row.contains(cell)), "{table}");
    let targets = qd(&state, &["runs", "1"]).stdout;
    assert!(targets.contains("REFUSED") && targets.contains("=a2␛"), "{targets}");
    let csv = qd(&state, &["runs", "1", "--output", "csv"]).stdout;
    assert!(csv.starts_with("accountId,name,outcome,"), "{csv}");
    assert!(csv.contains("'=a2␛"), "{csv}");
    assert!(!(table + &targets + &csv).contains('\u{1b}'));
}

#[test]
fn runs_are_chosen_by_age_and_by_user() {
    let (_around, state) = state();
    let bob = Instance { os_user: "bob".into(), ..Instance::this() };
    write_a_run(&mut Journal::open(&state, Instance::this()).unwrap(), at("2020-01-01T00:00:00Z"));
    write_a_run(&mut Journal::open(&state, bob).unwrap(), Timestamp::now());
    let numbers = |arguments: &[&str]| -> Vec<i64> {
        let listed = qd(&state, &[&["runs", "--output", "ndjson"], arguments].concat());
        let number = |line: &str| serde_json::from_str::<Value>(line).unwrap()["run"].as_i64().unwrap();
        listed.stdout.lines().map(number).collect()
    };
    assert_eq!(numbers(&[]), [2, 1]);
    assert_eq!(numbers(&["--since", "8h"]), [2]);
    assert_eq!(numbers(&["--mine"]), [1]);
    assert_eq!(numbers(&["--mine", "--since", "8h"]), [0; 0]);
}

#[test]
fn what_is_not_there_is_told_by_the_exit_code() {
    let (_around, state) = state();
    let none = qd(&state, &["runs", "--output", "json"]);
    assert_eq!((none.code, none.stdout.as_str()), (Some(4), "[]\n"));
    assert!(!state.exists(), "looking makes nothing");
    assert_eq!(qd(&state, &["runs", "7"]).code, Some(4));
    write_a_run(&mut Journal::open(&state, Instance::this()).unwrap(), at("2026-11-23T10:00:00Z"));
    let unknown = qd(&state, &["runs", "7"]);
    assert_eq!((unknown.code, unknown.stderr.contains("no run 7")), (Some(4), true), "{}", unknown.stderr);
    assert_eq!(qd(&state, &["runs", "--since", "yesterday"]).code, Some(2));
    assert_eq!(qd(&state, &["runs", "1", "--mine"]).code, Some(2));
}

#[cfg(unix)]
#[test]
fn a_journal_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let (_around, state) = state();
    drop(Journal::open(&state, Instance::this()).unwrap());
    std::fs::set_permissions(&state, std::fs::Permissions::from_mode(0o755)).unwrap();
    let refused = qd(&state, &["runs"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (Some(1), ""));
    assert!(refused.stderr.contains("chmod 700"), "{}", refused.stderr);
}
