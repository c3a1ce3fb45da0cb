//! Accounts written to a file from the screen.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use super::{ENTER, ESC};
use crate::pty::Program;
use crate::tenant::Tenant;

const CTRL_S: &str = "\x13";

#[test]
fn what_was_asked_for_goes_to_a_file_that_says_so() {
    let tenant = Tenant::start(&["--accounts", "600", "--task-time", "0s"]);
    let around = TempDir::new().unwrap();
    let state = around.path().join("state");
    let file = around.path().join("locked.json");
    let mut environment = tenant.environment().to_vec();
    environment.push(("QD_STATE_DIR", state.to_str().unwrap()));
    let mut program = Program::start(&[], &environment, 80, 24);
    program.wait_for("of 600");
    program.press(&format!("/is:locked{ENTER}"));
    let screen = program.wait_until("the scan has ended", |screen| screen.contains(" of 600 ✓"));
    let header = screen.lines().next().unwrap().to_owned();

    program.press(CTRL_S);
    program.wait_for("EXPORT");
    program.press(ESC);
    program.wait_without("EXPORT");
    program.press(&format!(":export {}{ENTER}", file.display()));
    program.wait_for("› matching is:locked");
    program.press(ENTER);
    program.wait_for("accounts, complete");
    let object: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let count = object["count"].as_u64().unwrap();
    assert!(count > 0 && header.contains(&format!("{count} of 600 ✓")), "{header}");
    assert_eq!((&object["query"], &object["complete"]), (&Value::from("is:locked"), &Value::from(true)));

    program.press(&format!(":export {}{ENTER}", file.display()));
    program.wait_for("EXPORT");
    program.press(ENTER);
    program.wait_for("Enter again replaces it");
    fs::write(&file, "theirs").unwrap();
    program.press(ENTER);
    program.wait_without("EXPORT");
    assert!(fs::read_to_string(&file).unwrap().starts_with("{\"query\":\"is:locked\""));
}
