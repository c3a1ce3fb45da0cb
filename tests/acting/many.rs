//! Many accounts: marked together, planned, the plan kept in a file and carried out from it.

use serde_json::Value;

use super::tenant::run;
use super::{Desk, ENTER, ESC, Program, leave, say_yes};

const CLEAR: &str = "\x15";

/// Enough of the directory that one between is held back: the account of the person who is signed in.
const SOME: &str = r#"a source:"Active Directory""#;

/// Marks the first three accounts as a range and has their disabling planned.
fn plan_three(program: &mut Program) {
    program.press("v");
    program.wait_for("range of 1 row");
    program.press("jj");
    program.wait_for("3 marked");
    program.press("D");
    program.wait_for("DISABLE 2 of 3 accounts on");
}

#[test]
fn a_range_is_marked_and_acted_on() {
    let desk = Desk::with(&[]);
    let mut program = desk.asking(SOME);
    program.press("vjjj");
    program.wait_for("4 marked");
    program.press("k");
    program.wait_for("3 marked");
    program.press("v");
    program.wait_without("range of");
    program.press("j");
    program.wait_for("3 marked");
    program.press("D");
    program.wait_for("DISABLE 2 of 3 accounts on");
    say_yes(&mut program);
    program.wait_for("verified 2");
    program.press("q");
    leave(program);
    assert_eq!(desk.ledger(), ["disable", "disable"]);
}

#[test]
fn a_range_over_rows_that_are_not_here_waits_for_them() {
    let desk = Desk::with(&["--latency", "100ms", "--accounts", "6000"]);
    let mut program = desk.browsing();
    program.press("vG");
    program.wait_for("rows here");
    program.press("D");
    program.wait_for("still being read");
    program.wait_for("6,000 marked");
    program.press("v");
    program.wait_without("range");
    leave(program);
    assert!(desk.ledger().is_empty());
}

#[test]
fn all_that_match_are_read_and_marked_and_turned_round() {
    let desk = Desk::with(&["--accounts", "6000"]);
    let mut program = desk.browsing();
    program.press("a");
    program.wait_for("all 6,000 accounts that match are marked");
    program.press(" I");
    let screen = program.wait_for("1 marked");
    assert!(!screen.contains("hidden"), "{screen}");
    leave(program);
}

#[test]
fn what_changed_since_a_plan_was_saved_is_drift_when_it_is_opened() {
    let desk = Desk::with(&[]);
    let file = desk.state.path().join("leavers.json");
    let mut program = desk.asking(SOME);
    plan_three(&mut program);
    program.press("s");
    program.wait_for("save the plan");
    program.press(&format!("{CLEAR}{}{ENTER}", file.display()));
    program.wait_for("saved; open it");
    program.press(ESC);
    program.wait_without("DISABLE 2 of 3");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600, "nobody else reads it");
    let saved: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let id = saved["targets"][0]["accountId"].as_str().unwrap();

    let mut elsewhere = desk.tenant.command(&["disable", id, "--yes"]);
    let ended = run(elsewhere.env("QD_STATE_DIR", desk.state.path().join("another")));
    assert_eq!(ended.code, Some(0), "{ended:?}");

    program.press(&format!(":plan {}{ENTER}", file.display()));
    program.wait_for("DISABLE 1 of 3 accounts on");
    let screen = program.wait_for("its state changed");
    assert!(screen.contains("made by"), "{screen}");
    say_yes(&mut program);
    program.wait_for("verified 1");
    program.press("q");
    leave(program);
    assert_eq!(desk.ledger(), ["disable", "disable"]);
}

#[test]
fn a_plan_is_not_written_over_another_file_and_not_opened_on_another_tenant() {
    let desk = Desk::with(&[]);
    let file = desk.state.path().join("plan.json");
    std::fs::write(&file, "theirs").unwrap();
    let mut program = desk.asking(SOME);
    plan_three(&mut program);
    program.press("s");
    program.wait_for("save the plan");
    program.press(&format!("{CLEAR}{}{ENTER}", file.display()));
    program.wait_for("Enter again replaces it");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "theirs");
    program.press(ENTER);
    program.wait_for("saved; open it");
    program.press(ESC);
    program.wait_without("DISABLE 2 of 3");
    let plan = std::fs::read_to_string(&file).unwrap().replace("127.0.0.1", "acme.example");
    std::fs::write(&file, plan).unwrap();
    program.press(&format!(":plan {}{ENTER}", file.display()));
    program.wait_for("was made for acme.example");
    program.press(ESC);
    program.wait_without("was made for");
    leave(program);
    assert!(desk.ledger().is_empty());
}
