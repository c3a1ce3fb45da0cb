//! What was done from this machine, what is watched, and why the tenant refuses.

use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use super::{ENTER, ESC, line_with_cursor};
use crate::pty::Program;
use crate::tenant::{Ended, Tenant, run};

/// A tenant, and a machine on which nothing was done yet.
struct Desk {
    tenant: Tenant,
    around: TempDir,
}

impl Desk {
    fn with(flags: &[&str]) -> Self {
        let all = [&["--accounts", "600", "--task-time", "0s"], flags].concat();
        Self { tenant: Tenant::start(&all), around: TempDir::new().unwrap() }
    }

    fn state(&self) -> PathBuf {
        self.around.path().join("state")
    }

    fn qd(&self, arguments: &[&str]) -> Ended {
        run(self.tenant.command(arguments).env("QD_STATE_DIR", self.state()))
    }

    /// The screen on this account alone.
    fn screen_on(&self, id: &str) -> Program {
        let state = self.state();
        let mut environment = self.tenant.environment().to_vec();
        environment.push(("QD_STATE_DIR", state.to_str().unwrap()));
        let mut program = Program::start(&[], &environment, 80, 24);
        program.wait_for("of 600");
        program.press(&format!("/id:{id}\r"));
        program.wait_for("1 ✓");
        program
    }

    /// The first enabled account that can be disabled, and is held back by nothing: its id and its name.
    fn enabled(&self) -> (String, String) {
        let listed = self.qd(&["list", "--output", "ndjson", "source:\"Active Directory\" sort:id"]).stdout;
        let accounts = listed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let is_planned = |account: &Value| {
            let plan = self.qd(&["disable", "--plan", "--output", "ndjson", account["id"].as_str().unwrap()]);
            plan.stdout.contains(r#""outcome":"planned""#)
        };
        let account = accounts.filter(|account| account["disabled"] == false).find(is_planned).expect("an account");
        let text = |field: &str| account[field].as_str().unwrap().to_owned();
        (text("id"), text("name"))
    }
}

#[test]
fn what_earlier_sessions_did_is_listed_and_leads_to_the_account() {
    let desk = Desk::with(&[]);
    let (id, name) = desk.enabled();
    assert_eq!(desk.qd(&["disable", &id, "--yes", "--ticket", "INC123"]).code, Some(0));
    // Another account is on the screen, so that the tenant has to be asked for this one.
    let mut program = desk.screen_on(&desk.enabled().0);
    program.press("T");
    program.wait_until("the task", |screen| {
        let line = line_with_cursor(screen);
        ["verified", "disable", &name[..6], "now"].iter().all(|part| line.contains(part)) && screen.contains("INC123")
    });
    program.press(ENTER);
    program.wait_until("its account", |screen| {
        !screen.contains("OUTCOME") && line_with_cursor(screen).contains("DISABLED") && screen.contains(&id[..12])
    });
    program.press("\x03");
    assert!(program.wait_for_end().success());
}

#[test]
fn what_failed_is_listed_with_the_messages_of_its_task() {
    let desk = Desk::with(&["--faults", "task-error:1"]);
    let (id, _) = desk.enabled();
    assert_eq!(desk.qd(&["disable", &id, "--yes"]).code, Some(1));
    let mut program = desk.screen_on(&id);
    program.press("T");
    program.wait_until("the task", |screen| line_with_cursor(screen).contains("FAILED"));
    let said = desk.qd(&["runs", "1", "--output", "ndjson"]).stdout;
    let said: Value = serde_json::from_str(&said).unwrap();
    let message = said["reason"].as_str().unwrap();
    program.wait_for(&message[..message.len().min(30)]);
    program.press("T");
    program.wait_without("OUTCOME");
}

#[test]
fn looking_at_what_was_done_writes_nothing() {
    let desk = Desk::with(&[]);
    let state = desk.state();
    let mut environment = desk.tenant.environment().to_vec();
    environment.push(("QD_STATE_DIR", state.to_str().unwrap()));
    let mut program = Program::start(&[], &environment, 80, 24);
    program.wait_for("of 600");
    program.press("T");
    program.wait_for("Nothing was done to this tenant");
    program.press("q");
    program.wait_without("Nothing was done");
    program.press("q");
    assert!(program.wait_for_end().success());
    assert!(!state.exists());
}

#[test]
fn a_watched_account_tells_what_others_change() {
    let desk = Desk::with(&[]);
    let (id, name) = desk.enabled();
    let mut program = desk.screen_on(&id);
    program.wait_until("its row", |screen| line_with_cursor(screen).contains("enabled"));
    assert_eq!(desk.qd(&["disable", &id, "--yes"]).code, Some(0));
    program.press("w");
    program.wait_until("what changed", |screen| screen.contains("enabled → DISABLED") && screen.contains(&name[..6]));
    program.wait_until("its row", |screen| {
        let line = line_with_cursor(screen);
        line.contains("DISABLED") && line.contains('*')
    });
    program.press(ESC);
    program.wait_without("→ DISABLED");
    program.press("w");
    program.wait_until("it is watched no longer", |screen| !line_with_cursor(screen).contains('*'));
    program.press("q");
    assert!(program.wait_for_end().success());
}

#[test]
fn a_refusal_is_explained_in_the_table_and_in_the_log() {
    let tenant = Tenant::start(&["--accounts", "600", "--level", "USER"]);
    let mut program = Program::start(&[], &tenant.environment(), 80, 24);
    let explained = |screen: &str| {
        let told = ["By the vendor's documents", "This token's level: USER", "Sources disagree"];
        told.iter().all(|told| screen.contains(told))
    };
    program.wait_until("why nothing is listed", |screen| screen.contains("not allowed") && explained(screen));
    program.press("@");
    program.wait_until("the request, explained", |screen| {
        screen.contains("Requests") && line_with_cursor(screen).contains("403") && explained(screen)
    });
    program.press("\x03");
    assert!(program.wait_for_end().success());
}
