use std::collections::HashSet;
use std::process::{Child, Stdio};

use serde_json::Value;

use super::desk::{Desk, lines};
use super::tenant::Ended;

/// A tenant that takes its time with every request.
fn slow() -> Desk {
    Desk::with(&["--latency", "60ms"])
}

/// Begins to disable these and waits until the tenant has accepted some of it.
fn begin(desk: &Desk, ids: &[&str], accepted: usize) -> Child {
    let mut command = desk.command(&[&["disable", "--yes"], ids].concat());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    while desk.ledger().len() < accepted {
        assert!(child.try_wait().unwrap().is_none(), "it ended too early");
    }
    child
}

/// Leaves a run in the middle, as the system leaves it.
fn killed(desk: &Desk, ids: &[&str]) {
    let mut child = begin(desk, ids, 4);
    child.kill().unwrap();
    child.wait().unwrap();
}

fn each_once(desk: &Desk) -> usize {
    let accepted = desk.ledger();
    let distinct: HashSet<&String> = accepted.iter().collect();
    assert_eq!(distinct.len(), accepted.len(), "sent twice");
    accepted.len()
}

fn journal(desk: &Desk) -> rusqlite::Connection {
    let journal = std::fs::read_dir(desk.state.path().join("state")).unwrap();
    let file = journal.map(|entry| entry.unwrap().path()).find(|path| path.extension().is_some_and(|it| it == "db"));
    rusqlite::Connection::open(file.expect("a journal")).unwrap()
}

fn in_journal(desk: &Desk, change: &str) {
    journal(desk).execute_batch(change).unwrap();
}

/// Whether nobody writes to the journal right now.
#[cfg(unix)]
fn is_free(desk: &Desk) -> bool {
    let journal = journal(desk);
    journal.busy_timeout(std::time::Duration::ZERO).unwrap();
    journal.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_ok()
}

#[cfg(unix)]
fn interrupt(child: &Child, signal: rustix::process::Signal) {
    let id = rustix::process::Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    rustix::process::kill_process(id, signal).unwrap();
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_says_how_to_go_on_and_goes_on() {
    use rustix::process::Signal;
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let desk = slow();
        let ids = desk.enabled(24);
        let child = begin(&desk, &ids, 3);
        interrupt(&child, signal);
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        let sent = each_once(&desk);
        assert_eq!(output.status.code(), Some(130), "{told}");
        assert!(told.contains(&format!("{sent} of 24 sent, {} not sent: qd resume 1", 24 - sent)), "{told}");

        let resumed = desk.qd(&["resume", "1", "--output", "ndjson"]);
        assert_eq!(resumed.code, Some(0), "{resumed:?}");
        let told = lines(&resumed);
        assert!(told.len() == 24 && told.iter().all(|line| line["outcome"] == "verified"), "{resumed:?}");
        assert_eq!(each_once(&desk), 24);
    }
}

#[test]
fn killed_in_the_middle_the_rest_is_sent_and_nothing_twice() {
    let desk = slow();
    let ids = desk.enabled(24);
    killed(&desk, &ids);
    let resumed = desk.qd(&["resume", "--yes", "--output", "ndjson"]);
    let told = lines(&resumed);
    assert_eq!(told.len(), 24, "{resumed:?}");
    each_once(&desk);
    let of = |word: &str| told.iter().filter(|line| line["outcome"] == word).count();
    // What was in flight when it was killed may never have left: it stays unknown, or is seen.
    assert!(of("unknown") <= 8 && of("verified") + of("unknown") == 24, "{resumed:?}");
    assert_eq!(resumed.code, Some(i32::from(of("unknown") > 0)));
    let again = desk.qd(&["resume", "--yes"]);
    assert_eq!((again.code, again.stderr.contains("no run to go on with")), (Some(4), true), "{again:?}");
}

#[test]
fn what_changed_since_it_was_left_is_drift() {
    let desk = slow();
    let ids = desk.enabled(24);
    killed(&desk, &ids);
    let planned: Vec<Value> = lines(&desk.qd(&["runs", "1", "-o", "ndjson"]));
    let left = planned.iter().rfind(|line| line["outcome"] == "planned").unwrap()["accountId"].as_str().unwrap();
    assert_eq!(desk.qd(&["disable", left, "--yes"]).code, Some(0));
    let resumed = desk.qd(&["resume", "1", "-o", "ndjson"]);
    let line = lines(&resumed).into_iter().find(|line| line["accountId"] == left).unwrap();
    assert_eq!(line["reason"], "drift: its state changed since the plan was made", "{resumed:?}");
    assert_eq!(resumed.code, Some(1));
    each_once(&desk);
}

fn told(ended: &Ended, code: i32, words: &str) {
    assert_eq!(ended.code, Some(code), "{ended:?}");
    assert!(ended.stderr.contains(words), "{words}: {}", ended.stderr);
}

#[test]
fn an_old_confirmation_or_somebody_elses_is_asked_for_again() {
    for (change, words) in [
        ("UPDATE runs SET confirmed = confirmed - 3601000000", "more than an hour ago"),
        ("UPDATE runs SET os_user = 'somebody'", "somebody else"),
        ("UPDATE runs SET tenant_user = 'somebody'", "somebody else"),
    ] {
        let desk = slow();
        let ids = desk.enabled(24);
        killed(&desk, &ids);
        in_journal(&desk, change);
        let before = each_once(&desk);
        told(&desk.qd(&["resume", "1"]), 2, words);
        told(&desk.qd(&["resume"]), 2, words);
        assert_eq!(each_once(&desk), before, "nothing was sent");
        let confirmed = desk.qd(&["resume", "1", "--yes", "-o", "ndjson"]);
        assert!(lines(&confirmed).iter().all(|line| line["outcome"] != "planned"), "{confirmed:?}");
        each_once(&desk);
    }
}

#[test]
fn only_a_run_of_this_tenant_that_is_left_goes_on() {
    let desk = slow();
    let ids = desk.enabled(24);
    killed(&desk, &ids);
    told(&desk.qd(&["resume", "7"]), 4, "no run 7");
    in_journal(&desk, "UPDATE runs SET tenant = 'acme.api.identitynow.com'");
    let before = each_once(&desk);
    told(&desk.qd(&["resume", "1", "--yes"]), 2, "is for acme.api.identitynow.com");
    told(&desk.qd(&["resume", "--yes"]), 4, "run 1 is for acme.api.identitynow.com");
    assert_eq!(each_once(&desk), before, "nothing was sent");
}

#[test]
fn a_run_that_somebody_carries_out_is_left_to_them() {
    let desk = Desk::with(&["--task-time", "60s", "--latency", "20ms"]);
    let ids = desk.enabled(4);
    let mut child = begin(&desk, &ids, 4);
    told(&desk.qd(&["resume", "1"]), 1, "--take-over");
    child.kill().unwrap();
    child.wait().unwrap();
    let gone = desk.qd(&["resume", "1", "--no-wait", "-o", "ndjson"]);
    assert_eq!((gone.code, lines(&gone).len()), (Some(0), 4), "{gone:?}");
    assert_eq!(each_once(&desk), 4);
}

#[test]
fn a_number_on_the_command_line_has_to_be_that_of_what_is_left() {
    let desk = slow();
    let ids = desk.enabled(24);
    killed(&desk, &ids);
    let before = each_once(&desk);
    told(&desk.qd(&["resume", "1", "--confirm", "24"]), 2, "--confirm says 24");
    assert_eq!(each_once(&desk), before, "nothing was sent");
}

#[test]
fn a_run_that_may_not_go_on_is_left_as_it_was() {
    let desk = slow();
    let ids = desk.enabled(24);
    killed(&desk, &ids);
    let before = each_once(&desk);
    told(&desk.qd(&["--read-only", "resume", "1", "--yes"]), 2, "read-only");
    let runs = desk.qd(&["runs"]).stdout;
    assert!(runs.contains("parked"), "{runs}");
    in_journal(&desk, "UPDATE submissions SET expected = NULL WHERE outcome = 'planned'");
    told(&desk.qd(&["resume", "1", "--yes"]), 2, "run 1 cannot go on");
    assert_eq!(each_once(&desk), before, "nothing was sent");
}

/// Stops the process where it does not keep the journal from others.
#[cfg(unix)]
fn stop_between_writes(desk: &Desk, child: &Child) {
    use rustix::process::Signal;
    interrupt(child, Signal::STOP);
    while !is_free(desk) {
        interrupt(child, Signal::CONT);
        desk.ledger();
        interrupt(child, Signal::STOP);
    }
}

#[cfg(unix)]
#[test]
fn a_run_taken_over_is_carried_on_by_one_alone() {
    use rustix::process::Signal;
    let desk = slow();
    let ids = desk.enabled(24);
    let child = begin(&desk, &ids, 3);
    stop_between_writes(&desk, &child);
    told(&desk.qd(&["resume", "1"]), 1, "--take-over");
    let taken = desk.qd(&["resume", "1", "--take-over", "-o", "ndjson"]);
    assert!(lines(&taken).iter().all(|line| line["outcome"] != "planned"), "{taken:?}");
    let accepted = each_once(&desk);
    interrupt(&child, Signal::CONT);
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    // It tells what the journal says by then, and that it is not the one who carries the run out.
    assert!(told.contains("paused: run 1 "), "{told}");
    // What it had in flight may have arrived since; nothing was sent after its lease was gone.
    assert!((accepted..=accepted + 8).contains(&each_once(&desk)), "{told}");
}

#[test]
fn a_secret_that_was_not_kept_is_not_sent_from_the_journal() {
    let desk = slow();
    let ids = desk.ids(24, |account| account["sourceName"] == "Badge System" && account["authoritative"] == false);
    let mut command = desk.command(&[&["patch", "--set", "pinSecret=1234", "--yes"], &ids[..]].concat());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    while desk.ledger().len() < 3 {
        assert!(child.try_wait().unwrap().is_none(), "it ended too early");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let before = each_once(&desk);
    told(&desk.qd(&["resume", "1"]), 2, "is not kept whole");
    assert_eq!(each_once(&desk), before, "nothing was sent");
}
