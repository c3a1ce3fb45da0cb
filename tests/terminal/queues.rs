//! Queues: a key opens one, somebody else locks an account, and the person is told.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::line_with_cursor;
use crate::pty::Program;
use crate::tenant::Tenant;

/// The screen on a tenant, with settings of its own.
fn screen(tenant: &Tenant, around: &Path) -> Program {
    let (settings, state) = (around.join("settings"), around.join("state"));
    let mut environment = tenant.environment().to_vec();
    environment.push(("QD_CONFIG_DIR", settings.to_str().unwrap()));
    environment.push(("QD_STATE_DIR", state.to_str().unwrap()));
    let program = Program::start(&[], &environment, 80, 24);
    program.wait_for("of 600");
    program
}

/// The source locks an account.
fn lock(tenant: &Tenant, id: &str) {
    let mut stream = TcpStream::connect(tenant.base_url.strip_prefix("http://").unwrap()).unwrap();
    write!(stream, "POST /_tenant/accounts/{id}/lock HTTP/1.0\r\nContent-Length: 0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains(" 204 "), "{answer}");
}

/// An account that is not locked: its id and its source.
fn open_account(tenant: &Tenant) -> (String, String) {
    let listed = tenant.qd(&["list", "--output", "ndjson", "sort:id"]).stdout;
    let mut accounts = listed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let account = accounts.find(|account| account["locked"] == false).expect("an account that is not locked");
    let text = |field: &str| account[field].as_str().unwrap().to_owned();
    (text("id"), text("sourceName"))
}

/// The line of queues.
fn queues(screen: &str) -> &str {
    screen.lines().nth(1).unwrap_or_default()
}

#[test]
fn a_key_opens_a_queue_and_who_comes_is_told() {
    let (tenant, around) = (Tenant::start(&["--accounts", "600"]), TempDir::new().unwrap());
    let (id, source) = open_account(&tenant);
    let mut program = screen(&tenant, around.path());
    program.wait_until("what the tenant counts", |screen| {
        queues(screen).contains("1 locked ·")
            && queues(screen).contains("4 uncorrelated ")
            && !queues(screen).contains("uncorrelated ·")
    });
    program.press("1");
    let locked = program.wait_until("the locked accounts", |screen| {
        screen.contains("of 600 ✓") && !queues(screen).contains("locked ·")
    });
    assert!(line_with_cursor(&locked).contains("LOCK"), "{locked}");
    let count: u64 = queues(&locked).split_whitespace().nth(2).unwrap().parse().unwrap();
    program.press("0");
    program.wait_until("all accounts", |screen| screen.contains("all accounts") && screen.contains("of 600"));
    lock(&tenant, &id);
    program.press("Q");
    program.wait_for("HOW THAT IS KNOWN");
    program.press("jjj");
    program.wait_until("a queue that the tenant counts", |screen| line_with_cursor(screen).contains("uncorrelated"));
    // What is refreshed is refreshed together.
    program.press("R");
    program.wait_until("who came", |screen| {
        screen.contains("locked: 1 new: ") && screen.contains(&source) && screen.contains("1 opens it")
    });
    program.wait_for(&format!("1 locked {} +1", count + 1));
    program.press("1");
    program.wait_until("it among the others", |screen| {
        screen.contains("of 600 ✓") && !queues(screen).contains("+1") && !screen.contains("HOW THAT IS KNOWN")
    });
    program.press("-");
    program.wait_for("all accounts");
    program.press("q");
    assert!(program.wait_for_end().success());
}

#[test]
fn a_query_is_saved_as_a_queue_and_there_the_next_time() {
    let (tenant, around) = (Tenant::start(&["--accounts", "600"]), TempDir::new().unwrap());
    let mut program = screen(&tenant, around.path());
    program.press("/source:Workday\r");
    program.wait_until("the accounts of a source", |screen| screen.contains("✓") && !screen.contains("of 600"));
    program.press(":queue add wd\r");
    program.wait_for("wd is queue 9: 9 opens it");
    let file = around.path().join("settings/queues.toml");
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(kept.contains("wd = ") && kept.contains("source:Workday") && kept.starts_with("# The queues"), "{kept}");
    program.press("q");
    assert!(program.wait_for_end().success());
    std::fs::write(&file, kept.replace("'is:machine'", "'is:machin'")).unwrap();
    let mut program = screen(&tenant, around.path());
    program.wait_until("what is wrong", |screen| {
        screen.contains("WARN") && screen.contains("machin") && screen.contains("left out")
    });
    program.press("8");
    program
        .wait_until("the accounts of the source", |screen| screen.contains("source:Workday") && screen.contains("✓"));
    program.press("q");
    assert!(program.wait_for_end().success());
}
