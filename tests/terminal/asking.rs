//! Journeys of a person who asks what the tenant cannot filter.

use super::pty::Program;
use super::tenant::Tenant;
use super::{ENTER, ESC, TAB, line_with_cursor, rows};

/// A screen of 80×24 on a tenant, with its first rows on it.
fn on(tenant: &Tenant) -> Program {
    let program = Program::start(&[], &tenant.environment(), 80, 24);
    program.wait_until("rows", |screen| screen.contains(" of ") && line_with_cursor(screen).contains(' '));
    program
}

fn leave(program: &mut Program) {
    program.press("\x03");
    assert!(program.wait_for_end().success());
}

/// Whether every row on the screen is that of a locked account.
fn all_locked(screen: &str) -> bool {
    rows(screen).iter().filter(|row| !row.trim().is_empty()).all(|row| row.contains("LOCK"))
}

#[test]
fn who_is_locked_is_read_to_the_end_and_said_to_be_whole() {
    let tenant = Tenant::start(&["--accounts", "3000"]);
    let mut program = on(&tenant);
    program.press("/is:locked");
    program.wait_until("the split and the price", |screen| {
        screen.contains("tenant: all accounts")
            && screen.contains("here:   locked")
            && screen.contains(" pages, about ")
    });
    program.press(ENTER);
    let screen = program.wait_for("of 3,000 ✓");
    assert!(all_locked(&screen), "{screen}");
    leave(&mut program);
}

#[test]
fn a_scan_is_paused_goes_on_and_is_ended_by_esc_on_a_slow_tenant() {
    let tenant = Tenant::start(&["--accounts", "60000", "--latency", "300ms"]);
    let mut program = on(&tenant);
    program.press("/is:locked\r");
    program
        .wait_until("some rows", |screen| screen.contains("kept ·") && screen.contains("pause") && all_locked(screen));
    program.press("p");
    program.wait_until("that it is paused", |screen| screen.contains("paused · ") && screen.contains("go on"));
    program.press("p");
    program.wait_for("↓ ");
    program.press(ESC);
    let screen = program.wait_until("that it was ended", |screen| {
        screen.contains("the list is not whole") && screen.contains("only ") && screen.contains("R read again")
    });
    assert!(!screen.contains('✓'), "{screen}");
    leave(&mut program);
}

#[test]
fn a_tenant_whose_count_does_not_fit_is_never_called_whole() {
    let tenant = Tenant::start(&["--accounts", "300", "--faults", "wrong-total:1"]);
    let mut program = on(&tenant);
    program.press("/is:locked\r");
    let screen = program.wait_until("the end", |screen| screen.contains("⚠") && screen.contains("R read again"));
    assert!(!screen.contains('✓'), "{screen}");
    leave(&mut program);
}

#[test]
fn who_may_not_list_sources_is_answered_too() {
    let tenant = Tenant::start(&["--accounts", "3000", "--level", "HELPDESK"]);
    let mut program = on(&tenant);
    program.press("/is:locked\r");
    let screen = program.wait_for("of 3,000 ✓");
    assert!(all_locked(&screen), "{screen}");
    leave(&mut program);
}

#[test]
fn tab_completes_what_is_typed() {
    let tenant = Tenant::start(&["--accounts", "600"]);
    let mut program = on(&tenant);
    program.press("/source:act");
    program.wait_for("next:   \"Active Directory\"");
    program.press(TAB);
    program.wait_for("/ source:\"Active Directory\"");
    program.press(" is:loc");
    program.wait_for("next:   locked");
    program.press(TAB);
    program.wait_for("here:   locked");
    program.press(ENTER);
    let screen = program.wait_for("✓");
    assert!(all_locked(&screen), "{screen}");
    leave(&mut program);
}

#[test]
fn a_pasted_list_is_asked_for_as_a_list() {
    let tenant = Tenant::start(&["--accounts", "600"]);
    let listed = tenant.qd(&["list", "--output", "ndjson", "sort:id"]).stdout;
    let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
    let ids: Vec<String> = listed.lines().take(150).map(id).collect();
    let mut program = on(&tenant);
    program.press("/");
    program.wait_for("typing narrows");
    program.press(&format!("\x1b[200~{}\x1b[201~", ids.join("\n")));
    program.wait_for(" pages, about ");
    program.press(ENTER);
    program.wait_for(" 150 ✓");
    leave(&mut program);
}
