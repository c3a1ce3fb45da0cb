//! From a text written by hand, or an identity picked, to what the tenant's ledger tells.

use super::{ANNA, Desk, ENTER, ESC, Program, leave, say_yes};

const REVIEW: &str = "\x13";
const SEARCH: &str = "\x06";
const START_OF_LINE: &str = "\x01";
const END_OF_LINE: &str = "\x05";
const CUT_LINE: &str = "\x0b";
const LEFT: &str = "\x1b[D";

/// Accounts of a flat file.
const BADGES: &str = r#"source:"Badge System""#;

/// Opens the account under the cursor in the editor.
fn open(program: &mut Program, command: &str) {
    program.press(&format!(":{command}{ENTER}"));
    program.wait_until("the text and what its names are checked by", |screen| {
        screen.contains("\"badgeNumber\"") && !screen.contains("reading the account schema")
    });
}

/// Puts the cursor into the line of an attribute.
fn go_to(program: &mut Program, name: &str) {
    program.press(&format!("{SEARCH}\"{name}\"{ENTER}"));
    program.wait_for("Ctrl-s");
}

#[test]
fn an_attribute_is_edited_and_seen() {
    let desk = Desk::with(&[]);
    let mut program = desk.asking(BADGES);
    open(&mut program, "edit");
    go_to(&mut program, "site");
    program.press(&format!("{END_OF_LINE}{LEFT}{LEFT} 東京"));
    program.wait_for(" 東京\",");
    program.press(REVIEW);
    program.wait_until("the diff", |screen| screen.contains("1 change · read ") && screen.contains("changed"));
    program.press(ENTER);
    program.wait_for("PATCH 1 account on");
    say_yes(&mut program);
    program.wait_for("changed, read back and seen");
    leave(program);
    assert_eq!(desk.ledger(), ["patch"]);
    assert_eq!(desk.outcomes(), [r#"{"verified":1}"#]);
}

#[test]
fn replacing_says_what_becomes_null_and_is_seen() {
    let desk = Desk::with(&[]);
    let mut program = desk.asking(BADGES);
    open(&mut program, "replace");
    go_to(&mut program, "issued");
    program.press(&format!("{START_OF_LINE}{CUT_LINE}"));
    program.wait_for("left out, becomes null: issued");
    program.press(REVIEW);
    program.wait_until("the diff", |screen| screen.contains("NULLED") && screen.contains("· read "));
    program.press(ENTER);
    program.wait_for("Type 1, then y:");
    program.press("1");
    say_yes(&mut program);
    program.wait_for("read back and seen");
    leave(program);
    assert_eq!(desk.ledger(), ["put"]);
    assert_eq!(desk.outcomes(), [r#"{"verified":1}"#]);
}

#[test]
fn an_account_is_created_and_known_when_it_is_there() {
    let desk = Desk::with(&[]);
    let mut program = desk.asking(BADGES);
    for (verb, told) in [("CREATE", "B-NEW-1 is new there"), ("UPDATE", "B-NEW-1 is there already: this updates it")] {
        program.press(&format!(":create{ENTER}"));
        program.wait_for("flat file");
        program.press(ENTER);
        program.wait_for("\"badgeNumber\": \"\"");
        program.press("B-NEW-1");
        program.wait_for(told);
        go_to(&mut program, "holder");
        program.press(&format!("{END_OF_LINE}{LEFT}{LEFT}{verb}D"));
        program.press(REVIEW);
        program.wait_until("the diff", |screen| {
            screen.contains(&format!("{verb}  B-NEW-1")) && screen.contains("go on to the plan")
        });
        program.press(ENTER);
        program.wait_for("1 account on");
        say_yes(&mut program);
        program.wait_until("it was seen", |screen| screen.contains("OK  ") && screen.contains("read back and seen"));
        program.press(ESC);
        program.wait_without("read back and seen");
    }
    leave(program);
    assert_eq!(desk.ledger(), ["create", "create"]);
    assert_eq!(desk.outcomes(), [r#"{"verified":1}"#, r#"{"verified":1}"#]);
}

#[test]
fn an_account_is_given_to_a_picked_identity_and_taken_from_it() {
    let desk = Desk::with(&[]);
    let mut program = desk.asking(ANNA);
    program.press(&format!(":correlate{ENTER}"));
    program.wait_for("CORRELATE  aarav.acharya");
    program.press("ad");
    program.wait_until("identities", |screen| screen.contains(" found") && screen.contains("ACTIVE"));
    program.press(ENTER);
    program.wait_until("whose it becomes", |screen| {
        screen.contains("CORRELATE 1 account to Adele Vance on") && screen.contains("Aarav Acharya → Adele Vance")
    });
    say_yes(&mut program);
    program.wait_until("whose it is", |screen| screen.contains("read back and seen") && screen.contains("Adele Vance"));
    program.press(ESC);
    program.wait_without("read back and seen");
    program.press(&format!(":uncorrelate{ENTER}"));
    program.wait_for("Adele Vance → nobody");
    say_yes(&mut program);
    program.wait_until("nobody's", |screen| screen.contains("uncorrelated, read back") && screen.contains("uncorr. "));
    leave(program);
    assert_eq!(desk.ledger(), ["patch", "patch"]);
}

#[test]
fn who_may_read_and_not_write_is_told_by_the_tenant_and_keeps_the_screen() {
    let desk = Desk::with(&["--level", "HELPDESK"]);
    let mut program = desk.asking(BADGES);
    open(&mut program, "edit");
    program.wait_for("names are not checked");
    go_to(&mut program, "site");
    program.press(&format!("{END_OF_LINE}{LEFT}{LEFT}x{REVIEW}"));
    program.wait_for("1 change · read ");
    program.press(ENTER);
    program.wait_until("the warning of the plan", |screen| {
        screen.contains("PATCH 1 account on") && screen.contains("HELPDESK")
    });
    say_yes(&mut program);
    program.wait_for("REFUSED");
    program.press(ESC);
    program.wait_without("REFUSED");
    leave(program);
    assert_eq!(desk.ledger(), [] as [&str; 0]);
    assert_eq!(desk.outcomes(), [r#"{"refused":1}"#]);
}

#[test]
fn what_was_written_is_dropped_after_asking_and_nothing_is_sent() {
    let desk = Desk::with(&[]);
    let mut program = desk.asking(BADGES);
    open(&mut program, "edit");
    // Pasted as a terminal pastes: never a key, whatever it says.
    program.press("\x1b[200~y\rEDULX\x1b[201~");
    program.wait_for("EDULX");
    program.press(ESC);
    program.wait_for("again drops it");
    program.press(ESC);
    program.wait_for("MODIFIED");
    leave(program);
    assert_eq!(desk.ledger(), [] as [&str; 0]);
    assert_eq!(desk.outcomes(), [] as [&str; 0]);
}
