//! The subcommands that change the tenant, as the built program does them.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/scripted.rs"]
#[expect(dead_code, reason = "a server for many tests; this one needs a part of it")]
mod scripted;
#[path = "support/tenant.rs"]
#[expect(dead_code, reason = "shared with the tests that measure the tenant's process")]
mod tenant;

/// Attributes: created, replaced, changed.
#[path = "writes/attributes.rs"]
mod attributes;
/// Hosts and what is said of them.
#[path = "writes/hosts.rs"]
mod hosts;
/// Accounts in a list.
#[path = "writes/lists.rs"]
mod lists;
/// Identities and whole sources.
#[path = "writes/others.rs"]
mod others;
/// Plans as files.
#[path = "writes/plan_files.rs"]
mod plan_files;
/// All accounts that match a query.
#[path = "writes/queries.rs"]
mod queries;
/// Runs that were left.
#[path = "writes/resuming.rs"]
mod resuming;

use std::process::Stdio;

use serde_json::Value;

use desk::{Desk, lines};

#[test]
fn an_account_is_disabled_and_seen_disabled() {
    let desk = Desk::with(&[]);
    let [id] = desk.enabled(1)[..] else { panic!("no such account") };
    let ended = desk.qd(&["disable", id, "--yes", "--ticket", "INC1", "--output", "ndjson"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let told = lines(&ended);
    assert_eq!(
        (told.len(), &told[0]["accountId"], &told[0]["outcome"]),
        (1, &Value::from(id), &Value::from("verified"))
    );
    assert_eq!(desk.ledger(), [format!("disable {id}")]);

    // A second press: it is so already, and nothing is sent.
    let again = desk.qd(&["disable", id, "--yes", "--output", "ndjson"]);
    assert_eq!((again.code, &lines(&again)[0]["outcome"]), (Some(0), &Value::from("skipped")));
    assert_eq!(desk.ledger().len(), 1);
}

#[test]
fn a_plan_sends_nothing() {
    let desk = Desk::with(&[]);
    let ids = desk.enabled(2);
    let ended = desk.qd(&[&["disable", "--plan", "--output", "json"], &ids[..]].concat());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let plan: Value = serde_json::from_str(&ended.stdout).unwrap();
    let targets = plan["targets"].as_array().unwrap();
    assert!(targets.len() == 2 && targets.iter().all(|target| target["outcome"] == "planned"), "{plan}");
    assert!(desk.ledger().is_empty());
}

#[test]
fn without_a_terminal_only_a_flag_confirms() {
    let desk = Desk::with(&[]);
    let ids = desk.enabled(2);
    let cases: [(&[&str], &str); 5] = [
        (&["disable"], "--yes"),
        (&["remove"], "--confirm 2"),
        (&["remove", "--yes"], "--confirm 2"),
        (&["remove", "--confirm", "3"], "and it is 2"),
        (&["disable", "--yes", "--confirm", "1"], "and it is 2"),
    ];
    for (arguments, advice) in cases {
        let ended = desk.qd(&[arguments, &ids[..]].concat());
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ended.stderr.contains(advice), "{arguments:?}: {}", ended.stderr);
    }
    assert!(desk.ledger().is_empty());
    let ended = desk.qd(&[&["remove", "--confirm", "2"], &ids[..]].concat());
    assert_eq!((ended.code, desk.ledger().len()), (Some(0), 2), "{ended:?}");
}

#[test]
fn read_only_sends_nothing() {
    let desk = Desk::with(&[]);
    let ids = desk.enabled(1);
    let ended = desk.qd(&["--read-only", "disable", ids[0], "--yes"]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.stderr.contains("read-only"), "{}", ended.stderr);
    assert!(desk.ledger().is_empty());
}

#[test]
fn exit_codes_are_the_documented_ones() {
    let desk = Desk::with(&[]);
    assert_eq!(desk.qd(&["enable", "nobody-has-this-id", "--yes"]).code, Some(4));
    let file = desk.accounts.iter().find(|account| account["connectionType"] == "file").unwrap();
    let impossible = desk.qd(&["reload", file["id"].as_str().unwrap(), "--yes"]);
    assert_eq!(impossible.code, Some(1), "{impossible:?}");

    let helpdesk = Desk::with(&["--level", "HELPDESK"]);
    let ids = helpdesk.enabled(1);
    let refused = helpdesk.qd(&["remove", ids[0], "--confirm", "1", "--output", "ndjson"]);
    assert_eq!((refused.code, &lines(&refused)[0]["outcome"]), (Some(3), &Value::from("refused")), "{refused:?}");
    assert!(refused.stderr.contains("HELPDESK"), "{}", refused.stderr);
    assert!(refused.stdout.contains("sources disagree"), "{}", refused.stdout);

    let failing = Desk::with(&["--faults", "task-error:1"]);
    let failed = failing.qd(&["disable", failing.enabled(1)[0], "--yes", "--output", "ndjson"]);
    assert_eq!((failed.code, &lines(&failed)[0]["outcome"]), (Some(1), &Value::from("failed")), "{failed:?}");
}

#[test]
fn who_does_not_wait_leaves_after_sending_and_finds_it_seen_later() {
    let desk = Desk::with(&[]);
    let ids = desk.enabled(1);
    let sent = desk.qd(&["disable", ids[0], "--yes", "--no-wait", "--output", "ndjson"]);
    assert_eq!((sent.code, &lines(&sent)[0]["outcome"]), (Some(0), &Value::from("sent")), "{sent:?}");
    let later = desk.qd(&["disable", ids[0], "--yes", "--output", "ndjson"]);
    assert_eq!(later.code, Some(0), "{later:?}");
    assert!(lines(&later)[0]["reason"].as_str().unwrap().starts_with("already"), "{later:?}");
    let runs = desk.qd(&["runs", "1", "--output", "ndjson"]);
    assert_eq!(lines(&runs)[0]["outcome"], "verified", "looked up at the next start");
    assert_eq!(desk.ledger().len(), 1);
}

#[test]
fn killed_in_the_middle_and_started_again_nothing_is_sent_twice() {
    let desk = Desk::with(&["--latency", "60ms"]);
    let ids = desk.enabled(20);
    let mut command = desk.command(&[&["disable", "--yes", "--output", "ndjson"], &ids[..]].concat());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while desk.ledger().len() < 4 {
        assert!(child.try_wait().unwrap().is_none(), "it ended too early");
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let again = desk.qd(&[&["disable", "--yes", "--output", "ndjson"], &ids[..]].concat());
    let mut accepted = desk.ledger();
    let count = accepted.len();
    accepted.sort();
    accepted.dedup();
    assert_eq!(accepted.len(), count, "sent twice");
    let told = lines(&again);
    assert_eq!(told.len(), 20);
    // What was in flight when it was killed may never have left: nobody can know, so it is not sent again.
    let mut in_flight = 0;
    for id in &ids {
        let line = told.iter().find(|line| line["accountId"] == *id).expect("each is told");
        let why = line["reason"].as_str().unwrap_or_default();
        in_flight += usize::from(why.starts_with("in-flight"));
        assert!(line["outcome"] == "verified" || why.starts_with("already") || why.starts_with("in-flight"), "{line}");
    }
    assert!(in_flight <= 8, "{in_flight} are open");
    let first = lines(&desk.qd(&["runs", "1", "--output", "ndjson"]));
    for entry in &accepted {
        let of_first = first.iter().find(|line| entry.ends_with(line["accountId"].as_str().unwrap()));
        let outcome = of_first.expect("each target is kept")["outcome"].as_str().unwrap();
        let by_second =
            told.iter().any(|line| entry.ends_with(line["accountId"].as_str().unwrap()) && line["status"] == 202);
        assert!(by_second || ["sent", "unknown", "verified"].contains(&outcome), "{entry} is told as {outcome}");
    }
}

#[test]
fn what_is_put_in_by_hand_has_to_be_a_target() {
    let desk = Desk::with(&[]);
    let ids = desk.enabled(2);
    let mistyped = desk.qd(&["disable", ids[0], "--include", ids[1], "--yes"]);
    assert_eq!(mistyped.code, Some(2), "{mistyped:?}");
    assert!(mistyped.stderr.contains(&format!("--include says {}", ids[1])), "{}", mistyped.stderr);
    assert!(desk.ledger().is_empty());
}

#[test]
fn how_a_run_ended_is_told_also_where_nobody_reads_its_lines() {
    let desk = Desk::with(&["--faults", "task-error:1"]);
    let mut command = desk.command(&["disable", desk.enabled(1)[0], "--yes"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    let told = String::from_utf8(ended.stderr).unwrap();
    assert_eq!((ended.status.code(), told.contains("run 1: 1 failed")), (Some(1), true), "{told}");
}
