//! The editor of documents, what a document would change, and the pickers.

use jiff::SignedDuration;
use quarterdeck::model::{Problem, ProblemKind};

use crate::desk::Desk;

/// The smallest, the common, and one beside which there would be room for the details.
const USUAL: [(u16, u16); 3] = [(60, 15), (80, 24), (120, 40)];

fn pictures(arrange: impl Fn(&mut Desk)) -> String {
    let picture = |(columns, rows): &(u16, u16)| {
        let mut desk = Desk::with_rows(*columns, *rows);
        arrange(&mut desk);
        desk.picture()
    };
    USUAL.iter().map(picture).collect::<Vec<_>>().join("\n")
}

/// An account of a flat file in the editor.
fn editing(desk: &mut Desk, command: &str) {
    desk.keys(":").typed("goto 22").keys("enter :").typed(command).keys("enter");
    desk.answer_editor();
}

#[test]
fn an_account_in_the_editor() {
    insta::assert_snapshot!(pictures(|desk| editing(desk, "edit")));
}

#[test]
fn an_editor_that_waits() {
    insta::assert_snapshot!(pictures(|desk| {
        desk.keys(":").typed("goto 22").keys("enter :").typed("edit").keys("enter");
    }));
}

#[test]
fn an_editor_whose_account_cannot_be_read() {
    insta::assert_snapshot!(pictures(|desk| {
        desk.keys(":").typed("goto 22").keys("enter :").typed("edit").keys("enter");
        desk.fail_all(
            &Problem::new(ProblemKind::Forbidden, "not allowed to read this account")
                .with_status(403)
                .with_advice("needs the scope idn:accounts:read"),
        );
    }));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    insta::assert_snapshot!(pictures(|desk| {
        editing(desk, "edit");
        desk.keys("down down end backspace backspace down down");
    }));
}

#[test]
fn what_is_doubtful_is_told_too() {
    insta::assert_snapshot!(pictures(|desk| {
        editing(desk, "edit");
        desk.keys("end enter").typed("\"departmnt\": \"Sales\", \"site\": [1],").keys("home");
    }));
}

#[test]
fn a_long_line_is_scrolled_sideways() {
    insta::assert_snapshot!(pictures(|desk| {
        editing(desk, "edit");
        let long = "陳小明 ".repeat(30);
        desk.keys("end enter").typed(&format!("\"description\": \"{long}\","));
    }));
}

#[test]
fn a_search_in_the_document() {
    insta::assert_snapshot!(pictures(|desk| {
        editing(desk, "edit");
        desk.keys("ctrl-f").typed("acme").keys("enter");
    }));
}

#[test]
fn a_name_completed_from_the_schema() {
    insta::assert_snapshot!(pictures(|desk| {
        editing(desk, "edit");
        desk.keys("end enter").typed("\"s").keys("tab");
    }));
}

#[test]
fn leaving_what_was_written_is_asked_once() {
    insta::assert_snapshot!(pictures(|desk| {
        editing(desk, "edit");
        desk.keys("enter esc");
    }));
}

#[test]
fn replacing_names_what_becomes_null() {
    insta::assert_snapshot!(pictures(|desk| {
        editing(desk, "replace");
        desk.keys("down home ctrl-k delete delete ctrl-k");
    }));
}

#[test]
fn the_form_of_a_new_account() {
    insta::assert_snapshot!(pictures(|desk| {
        desk.keys(":").typed("create").keys("enter");
        desk.answer_editor().keys("enter");
        desk.answer_editor();
    }));
}

#[test]
fn a_new_account_that_is_there_already() {
    insta::assert_snapshot!(pictures(|desk| {
        desk.keys(":").typed("create").keys("enter");
        desk.answer_editor().keys("enter");
        desk.answer_editor().typed("B1").wait(SignedDuration::from_secs(1));
        desk.answer_editor();
    }));
}

/// Several kinds of changes at once.
fn changed(desk: &mut Desk, command: &str) {
    editing(desk, command);
    // The name on the source is left out, the department changes, something is new.
    desk.keys("down home ctrl-k delete down end left left backspace backspace").typed("vices");
    desk.keys("end enter").typed("\"site\": \"Zürich 東京\", \"description\": \"\",");
    // The name that stands there twice is taken away.
    desk.keys("ctrl-f").typed("\"description\": \"Created").keys("enter home ctrl-k delete ctrl-s");
}

#[test]
fn what_an_edit_would_change() {
    insta::assert_snapshot!(pictures(|desk| {
        changed(desk, "edit");
        desk.answer_editor().keys("j j");
    }));
}

#[test]
fn what_replacing_would_change() {
    insta::assert_snapshot!(pictures(|desk| {
        changed(desk, "replace");
        desk.answer_editor();
    }));
}

#[test]
fn a_diff_whose_account_could_not_be_read_again() {
    insta::assert_snapshot!(pictures(|desk| {
        changed(desk, "edit");
        desk.fail_all(&Problem::new(ProblemKind::Unreachable, "demo.api.identitynow.com does not answer"));
    }));
}

#[test]
fn an_identity_to_pick() {
    insta::assert_snapshot!(pictures(|desk| {
        desk.keys(":").typed("goto 3").keys("enter :").typed("correlate").keys("enter").typed("a");
        desk.wait(SignedDuration::from_secs(1)).answer_editor().keys("down down");
    }));
}

#[test]
fn an_identity_to_pick_and_nothing_typed() {
    insta::assert_snapshot!(pictures(|desk| {
        desk.keys(":").typed("correlate").keys("enter");
    }));
}

#[test]
fn nobody_found() {
    insta::assert_snapshot!(pictures(|desk| {
        desk.keys(":").typed("correlate").keys("enter").typed("nobody");
        desk.wait(SignedDuration::from_secs(1)).answer_editor();
    }));
}

#[test]
fn a_source_to_pick() {
    insta::assert_snapshot!(pictures(|desk| {
        desk.keys(":").typed("create").keys("enter");
        desk.answer_editor().keys("down enter");
    }));
}

#[test]
fn what_the_api_cannot_edit_is_said_in_the_table() {
    insta::assert_snapshot!(pictures(|desk| {
        desk.keys(":").typed("edit").keys("enter");
    }));
}
