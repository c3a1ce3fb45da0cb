//! Journeys of a person who changes something, in a real pseudo-terminal, to the end the tenant's own ledger tells.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "acting/composing.rs"]
mod composing;
#[path = "acting/many.rs"]
mod many;
#[path = "support/pty.rs"]
#[expect(dead_code, reason = "shared with the figures, which count bytes")]
mod pty;
#[path = "support/tenant.rs"]
#[expect(dead_code, reason = "shared with the tests without a screen")]
mod tenant;

use serde_json::Value;
use tempfile::TempDir;

use pty::Program;
use tenant::Tenant;

const ENTER: &str = "\r";
const ESC: &str = "\x1b";

/// A tenant, the journal of a person, and their screen.
struct Desk {
    tenant: Tenant,
    state: TempDir,
}

impl Desk {
    fn with(flags: &[&str]) -> Self {
        let quick: &[&str] = if flags.contains(&"--task-time") { &[] } else { &["--task-time", "100ms"] };
        let few: &[&str] = if flags.contains(&"--accounts") { &[] } else { &["--accounts", "600"] };
        let all = [few, quick, flags].concat();
        Self { tenant: Tenant::start(&all), state: TempDir::new().unwrap() }
    }

    /// A screen of 80×24 that shows all accounts.
    fn browsing(&self) -> Program {
        let state = self.state.path().join("state");
        let [url, id, secret] = self.tenant.environment();
        let environment = [url, id, secret, ("QD_STATE_DIR", state.to_str().unwrap())];
        let program = Program::start(&[], &environment, 80, 24);
        program.wait_until("rows", |screen| screen.contains("of 6") && !screen.contains("···"));
        program
    }

    /// A screen of 80×24 that shows the accounts of a query.
    fn asking(&self, query: &str) -> Program {
        let mut program = self.browsing();
        program.press(&format!("/{query}{ENTER}"));
        program.wait_until("the accounts asked for", |screen| screen.contains('✓') && !screen.contains("···"));
        program
    }

    /// What the tenant accepted, in order.
    fn ledger(&self) -> Vec<String> {
        let address = self.tenant.base_url.strip_prefix("http://").unwrap();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        std::io::Write::write_all(&mut stream, b"GET /_tenant/ledger HTTP/1.0\r\n\r\n").unwrap();
        let answer = std::io::read_to_string(stream).unwrap();
        let entries = answer.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        entries.filter_map(|entry| Some(entry.get("op")?.as_str()?.to_owned())).collect()
    }

    /// The outcome of each target of each run, newest run first, as the journal has it.
    fn outcomes(&self) -> Vec<String> {
        let mut command = self.tenant.command(&["runs", "--output", "ndjson"]);
        command.env("QD_STATE_DIR", self.state.path().join("state"));
        let runs = tenant::run(&mut command).stdout;
        let outcomes = runs.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["outcomes"].to_string());
        outcomes.collect()
    }
}

/// Waits until `y` counts, and presses it.
fn say_yes(program: &mut Program) {
    program.wait_for_bold("as it is", "y");
    program.press("y");
}

fn leave(mut program: Program) {
    program.press("q");
    assert!(program.wait_for_end().success());
    program.terminal_is_restored().unwrap();
}

/// An account of the directory of these tenants, enabled and neither held back nor broken.
const ANNA: &str = r#"name:aarav.acharya source:"Active Directory""#;

fn disabled_and_seen(flags: &[&str]) {
    let desk = Desk::with(flags);
    let mut program = desk.asking(ANNA);
    program.press("D");
    program.wait_for("DISABLE 1 account on");
    say_yes(&mut program);
    program.wait_for("disabled, read back and seen: aarav.acharya");
    let screen = program.wait_for("DISABLED");
    assert!(!screen.contains("disabling…"), "{screen}");
    leave(program);
    assert_eq!(desk.ledger(), ["disable"]);
    assert_eq!(desk.outcomes(), [r#"{"verified":1}"#]);
}

#[test]
fn an_account_is_disabled_and_seen() {
    disabled_and_seen(&[]);
}

#[test]
fn an_account_is_disabled_and_seen_on_a_slow_tenant() {
    disabled_and_seen(&["--latency", "200ms"]);
}

#[test]
fn an_account_is_disabled_and_seen_on_a_tenant_that_says_too_much() {
    disabled_and_seen(&["--rate-limit", "30/2s"]);
}

#[test]
fn enabled_again_reloaded_and_removed() {
    let desk = Desk::with(&[]);
    let mut program = desk.asking(ANNA);
    let steps = [("D", "disabled, read back"), ("E", "enabled, read back"), ("L", "reload completed")];
    for (key, seen) in steps {
        program.press(key);
        say_yes(&mut program);
        program.wait_until(seen, |screen| screen.contains("OK  ") && screen.contains(seen));
    }
    program.press("X");
    program.wait_for("Type 1, then y:");
    program.press("1");
    say_yes(&mut program);
    program.wait_for("removed, read back and seen");
    program.wait_for("0 ✓");
    leave(program);
    assert_eq!(desk.ledger(), ["disable", "enable", "reload", "remove"]);
}

#[test]
fn several_are_marked_planned_and_followed_together() {
    let desk = Desk::with(&[]);
    let mut program = desk.asking(r#"a source:"Active Directory""#);
    // The one between is held back: it is the account of the person who is signed in.
    program.press(" j ");
    program.wait_for("2 marked");
    program.press("D");
    program.wait_for("DISABLE 2 accounts on");
    say_yes(&mut program);
    program.wait_for("run 1 · DISABLE");
    program.wait_until("both seen", |screen| screen.contains("verified 2") && screen.contains("ended · journal"));
    program.press(ESC);
    program.wait_for("MODIFIED");
    leave(program);
    assert_eq!(desk.ledger(), ["disable", "disable"]);
}

#[test]
fn a_second_press_finds_it_so_already() {
    let desk = Desk::with(&[]);
    let mut program = desk.asking(ANNA);
    program.press("D");
    say_yes(&mut program);
    program.wait_for("read back and seen");
    program.press("D");
    program.wait_for("nothing to send");
    program.press(ENTER);
    program.wait_for("MODIFIED");
    leave(program);
    assert_eq!(desk.ledger(), ["disable"]);
}

#[test]
fn a_second_press_while_it_is_sent_is_not_sent() {
    let desk = Desk::with(&["--task-time", "30s"]);
    let mut program = desk.asking(ANNA);
    program.press("D");
    say_yes(&mut program);
    program.wait_for("disabling…");
    program.press("D");
    program.wait_for("already sent");
    program.press("n");
    program.wait_without("already sent");
    program.press("q");
    program.wait_for("Leave while a run is going?");
    program.press("y");
    assert!(program.wait_for_end().success());
    assert_eq!(desk.ledger(), ["disable"]);
    assert_eq!(desk.outcomes(), [r#"{"sent":1}"#]);
}

/// What a person reads when it goes wrong, and what the tenant took.
fn goes_wrong(flags: &[&str], told: &str, ledger: &[&str], outcome: &str) {
    let desk = Desk::with(flags);
    let mut program = desk.asking(ANNA);
    program.press("D");
    program.wait_for("DISABLE 1 account on");
    say_yes(&mut program);
    program.wait_for(told);
    program.press(ESC);
    program.wait_without(told);
    leave(program);
    assert_eq!(desk.ledger(), ledger);
    assert_eq!(desk.outcomes(), [outcome]);
}

#[test]
fn a_task_that_fails_is_told_with_its_message() {
    goes_wrong(&["--faults", "task-error:1"], "FAILED disable: aarav.acharya", &["disable"], r#"{"failed":1}"#);
}

#[test]
fn a_lost_reply_is_looked_up_and_seen() {
    let desk = Desk::with(&["--faults", "lost-reply:1"]);
    let mut program = desk.asking(ANNA);
    program.press("D");
    say_yes(&mut program);
    program.wait_for("disabled, read back and seen");
    leave(program);
    assert_eq!((desk.ledger().len(), desk.outcomes()), (1, vec![r#"{"verified":1}"#.to_owned()]));
}

#[test]
fn a_level_that_may_not_is_told_before_and_refused() {
    let desk = Desk::with(&["--level", "HELPDESK"]);
    let mut program = desk.asking("name:aarav.acharya native:CN=Aarav*");
    program.press("X");
    program.wait_until("what the level lacks", |screen| screen.contains("HELPDESK") && screen.contains("ORG_ADMIN"));
    program.press("1");
    say_yes(&mut program);
    let screen = program.wait_for("REFUSED remove: aarav.acharya");
    assert!(screen.contains("HTTP 403"), "{screen}");
    program.press(ESC);
    program.wait_without("REFUSED");
    leave(program);
    assert_eq!((desk.ledger(), desk.outcomes()), (vec![], vec![r#"{"refused":1}"#.to_owned()]));
}

/// The name of a locked account of the directory that can be unlocked.
fn locked(desk: &Desk) -> String {
    let listed = desk.tenant.qd(&["list", "--all", "--output", "ndjson", r#"source:"Active Directory""#]).stdout;
    let accounts = listed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut locked = accounts.filter(|account| account["locked"] == true && account["disabled"] == false);
    locked.next().expect("somebody is locked out")["name"].as_str().unwrap().to_owned()
}

#[test]
fn a_locked_account_is_unlocked_and_seen() {
    let desk = Desk::with(&[]);
    let name = locked(&desk);
    let mut program = desk.asking(&format!(r#"name:"{name}" source:"Active Directory""#));
    program.wait_for("LOCKED");
    program.press("U");
    program.wait_for("UNLOCK 1 account on");
    say_yes(&mut program);
    program.wait_for(&format!("unlocked, read back and seen: {name}"));
    program.wait_without("LOCKED");
    leave(program);
    assert_eq!((desk.ledger(), desk.outcomes()), (vec!["unlock".to_owned()], vec![r#"{"verified":1}"#.to_owned()]));
}

#[test]
fn an_account_of_a_flat_file_is_deleted_and_seen_gone() {
    let desk = Desk::with(&[]);
    let mut program = desk.asking(r#"name:"Aarav Acharya" source:"Badge System""#);
    program.press(":delete\r");
    program.wait_for("Type 1, then y:");
    program.press("1");
    say_yes(&mut program);
    program.wait_for("deleted, read back and seen: Aarav Acharya");
    leave(program);
    assert_eq!((desk.ledger(), desk.outcomes()), (vec!["delete".to_owned()], vec![r#"{"verified":1}"#.to_owned()]));
}

#[test]
fn a_source_is_emptied_by_its_name_typed_and_seen_empty() {
    let desk = Desk::with(&[]);
    let mut program = desk.asking(r#"source:"Linux Servers""#);
    program.press(":source remove-accounts Linux Servers\r");
    program.wait_for("Type Linux Servers, then y:");
    program.press("Linux Servers\r");
    say_yes(&mut program);
    program.wait_for("read back and seen: Linux Servers");
    program.wait_for("0 ✓");
    leave(program);
    assert_eq!(desk.ledger(), ["remove-accounts"]);
    assert_eq!(desk.outcomes(), [r#"{"verified":1}"#]);
}

#[test]
fn the_sign_ins_of_the_marked_accounts_identities_are_disabled_and_enabled_again() {
    let desk = Desk::with(&[]);
    let mut program = desk.asking("source:Okta");
    program.press("  j ");
    program.wait_for("3 marked");
    for (command, title) in [(":identities disable\r", "IDENTITY DISABLE"), (":identities enable\r", "IDENTITY ENABLE")]
    {
        program.press(command);
        program.wait_for(title);
        say_yes(&mut program);
        program.wait_until("all seen", |screen| screen.contains("verified ") && screen.contains("ended · journal"));
        program.press("q");
        program.wait_for("MODIFIED");
    }
    leave(program);
    assert!(desk.ledger().len() >= 4, "{:?}", desk.ledger());
    assert!(desk.outcomes().iter().all(|outcomes| outcomes.contains("verified")), "{:?}", desk.outcomes());
}

#[test]
fn an_account_that_is_gone_by_now_is_not_possible() {
    let desk = Desk::with(&[]);
    let mut program = desk.asking(ANNA);
    let id = desk.tenant.qd(&["list", "--output", "ndjson", ANNA]).stdout;
    let id = serde_json::from_str::<Value>(&id).unwrap()["id"].as_str().unwrap().to_owned();
    let mut elsewhere = desk.tenant.command(&["remove", &id, "--confirm", "1"]);
    elsewhere.env("QD_STATE_DIR", desk.state.path().join("elsewhere"));
    assert_eq!(tenant::run(&mut elsewhere).code, Some(0));
    program.press("D");
    program.wait_for("not possible: there is no such account on the tenant");
    program.press("n");
    program.wait_for("MODIFIED");
    leave(program);
    assert_eq!(desk.ledger(), ["remove"]);
}

#[test]
fn a_paste_of_keys_does_nothing() {
    let desk = Desk::with(&[]);
    let mut program = desk.asking(ANNA);
    program.press("\x1b[200~Dy\ry\x1b[201~");
    program.press("D");
    program.wait_for("DISABLE 1 account on");
    program.press("\x1b[200~y\x1b[201~");
    program.press("n");
    program.wait_without("DISABLE 1 account on");
    leave(program);
    assert_eq!(desk.ledger(), [""; 0]);
}

#[test]
fn read_only_opens_no_dialog() {
    let desk = Desk::with(&[]);
    let state = desk.state.path().join("state");
    let [url, id, secret] = desk.tenant.environment();
    let environment = [url, id, secret, ("QD_STATE_DIR", state.to_str().unwrap()), ("QD_READ_ONLY", "1")];
    let mut program = Program::start(&[], &environment, 80, 24);
    program.wait_until("rows", |screen| screen.contains("of 6") && !screen.contains("···"));
    program.press("D");
    program.wait_for("READ-ONLY: disable changes the tenant");
    program.press(ESC);
    program.wait_without("READ-ONLY: disable");
    leave(program);
    assert_eq!(desk.ledger(), [""; 0]);
}

#[test]
fn a_killed_screen_leaves_what_it_sent_to_be_looked_up() {
    let desk = Desk::with(&["--task-time", "2s"]);
    let mut program = desk.asking(ANNA);
    program.press("D");
    say_yes(&mut program);
    program.wait_for("disabling…");
    let process = program.process_id().to_string();
    assert!(std::process::Command::new("kill").args(["-KILL", &process]).status().unwrap().success());
    drop(program);
    let mut program = desk.asking(ANNA);
    program.press("D");
    program.wait_until("an answer from the journal or the tenant", |screen| {
        screen.contains("already sent") || screen.contains("nothing to send")
    });
    program.press("n");
    leave(program);
    assert_eq!(desk.ledger(), ["disable"]);
}

/// A run of a dozen on a tenant that is far away, so that it can be left in the middle.
fn left_in_the_middle(how: impl Fn(&mut Program)) -> (Desk, String) {
    let desk = Desk::with(&["--latency", "400ms"]);
    let mut program = desk.asking(r#"a source:"Active Directory""#);
    program.press(&" ".repeat(20));
    program.wait_for("20 marked");
    program.press("D");
    say_yes(&mut program);
    program.wait_until("some sent", |screen| screen.contains("sent ") && screen.contains("queued "));
    how(&mut program);
    program.wait_for_end();
    program.terminal_is_restored().unwrap();
    let told = program.screen();
    (desk, told)
}

/// What was sent is what the tenant took, and the shell is told how to go on.
fn is_parked(desk: &Desk, told: &str) {
    let taken = desk.ledger().len();
    assert!((1..19).contains(&taken), "{taken} of the run were taken:\n{told}");
    assert!(told.contains(&format!("{taken} of ")) && told.contains("not sent: qd resume 1"), "{told}");
}

#[test]
fn leaving_in_the_middle_parks_the_run_and_says_how_to_go_on() {
    let (desk, told) = left_in_the_middle(|program| {
        program.press("\x03");
        program.wait_for("Leave while a run is going?");
        program.press("y");
    });
    is_parked(&desk, &told);
}

#[test]
fn a_signal_parks_the_run_as_well() {
    let (desk, told) = left_in_the_middle(|program| {
        let process = program.process_id().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &process]).status().unwrap().success());
    });
    is_parked(&desk, &told);
}

/// In the identity view, from an account to the sign-in and to another account: each acts on what is under the cursor.
fn an_identity_is_acted_on(flags: &[&str]) {
    let desk = Desk::with(flags);
    let mut program = desk.asking(ANNA);
    program.press("i");
    program.wait_until("the sign-in and the accounts", |screen| {
        screen.contains("› ")
            && screen.contains("ISC sign-in")
            && screen.contains("✓ · read")
            && !screen.contains("···")
    });
    program.press("D");
    program.wait_for("IDENTITY DISABLE 1 identity on");
    program.wait_for("Aarav Acharya · ISC sign-in enabled, read ");
    say_yes(&mut program);
    program.wait_for("read back and seen: Aarav Acharya");
    program.wait_until("the sign-in as it is now", |screen| {
        screen.lines().any(|line| line.contains("ISC sign-in") && line.contains("DISABLED"))
    });
    program.press("j");
    program.press("D");
    program.wait_for("DISABLE 1 account on");
    say_yes(&mut program);
    program.wait_for("disabled, read back and seen");
    program.wait_until("the account as it is now", |screen| screen.lines().any(|line| line.contains("› DISABLED")));
    program.press("q");
    program.wait_for("MODIFIED");
    leave(program);
    assert_eq!(desk.ledger().len(), 2);
    assert!(desk.ledger()[0].contains("disable"), "{:?}", desk.ledger());
}

#[test]
fn a_sign_in_and_an_account_of_an_identity_are_disabled_and_seen() {
    an_identity_is_acted_on(&[]);
}

#[test]
fn an_identity_is_acted_on_on_a_slow_tenant() {
    an_identity_is_acted_on(&["--latency", "200ms"]);
}
