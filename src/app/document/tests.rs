//! The rules of a document in the editor.

use serde_json::json;

use super::*;
use crate::app::editor::EditKey;
use crate::model::{AccountRow, AttributeKind, SchemaAttribute};

fn source() -> SourceRef {
    SourceRef { id: "s1".to_owned(), name: "Badges".to_owned(), connection: None }
}

fn schema(names: &[&str]) -> Load<Arc<AccountSchema>> {
    let attribute = |name: &&str| SchemaAttribute {
        name: (*name).to_owned(),
        kind: AttributeKind::Text,
        is_multi: name.ends_with('s'),
        is_entitlement: false,
    };
    let attributes = names.iter().map(attribute).collect();
    let identity_attribute = names.last().map(|name| (*name).to_owned());
    Load::Ready(Arc::new(AccountSchema { identity_attribute, display_attribute: None, attributes }))
}

fn document(purpose: Purpose, attributes: &Value) -> Document {
    let attributes = attributes.as_object().cloned().unwrap_or_default().into_iter().collect();
    let account = Account { row: AccountRow::bare("a1".into()), attributes, raw: Value::Null };
    let mut document = Document::of_account(purpose, source(), JobId(1));
    document.open_account(Arc::new(account));
    document
}

/// A document whose text is this, with the cursor at the bar.
fn at(text: &str) -> Document {
    let mut document = document(Purpose::Edit, &json!({"badge": "B1"}));
    document.open_schema(schema(&["department", "desk", "Deputy", "zones", "badge"]));
    let (before, behind) = text.split_once('|').unwrap();
    document.editor = MultilineEditor::holding("");
    document.editor.paste(before);
    let cursor = document.editor.cursor();
    document.editor.paste(behind);
    document.editor.go_to(cursor);
    document
}

#[test]
fn an_account_opens_as_it_is_and_has_nothing_to_send() {
    let mut document = document(Purpose::Edit, &json!({"badge": "B1", "zones": ["a", "b"], "evil": "\u{202e}x\u{1b}"}));
    assert_eq!(document.written.as_ref(), Some(&document.there()));
    assert!(!document.is_changed() && document.findings.is_empty());
    let text = document.editor.text();
    assert!(text.contains("\"evil\": \"\\u202ex\\u001b\""), "{text}");
    document.editor.type_key(EditKey::Insert(' '), 10);
    document.changed(Timestamp::UNIX_EPOCH);
    assert!(document.is_changed());
    assert_eq!(document.written, Some(document.there()), "a blank changes the text and not what it says");
}

#[test]
fn a_new_account_opens_as_a_form_with_its_name_first() {
    let mut document = Document::of_source(source(), JobId(1));
    assert!(!document.is_open());
    document.open_schema(schema(&["zones", "holder", "badge"]));
    assert_eq!(document.editor.lines(), ["{", "  \"badge\": \"\",", "  \"zones\": [],", "  \"holder\": \"\"", "}"]);
    assert_eq!(document.first_wrong().map(|finding| finding.place.line), Some(1));
    assert_eq!(document.native_id(), None);
    document.editor.go_to(Place { line: 1, column: 12 });
    document.editor.type_key(EditKey::Insert('7'), 10);
    document.changed(Timestamp::UNIX_EPOCH);
    assert_eq!((document.native_id(), document.first_wrong()), (Some("7"), None));
}

#[test]
fn without_its_schema_a_new_account_is_written_by_hand() {
    let mut document = Document::of_source(source(), JobId(1));
    let problem = crate::model::Problem::new(crate::model::ProblemKind::Forbidden, "no");
    document.open_schema(Load::Failed { problem, stale: None });
    assert_eq!((document.editor.text().as_str(), document.findings.len()), ("{}", 0));
    assert!(document.is_open());
}

#[test]
fn a_long_text_is_checked_when_the_person_pauses() {
    let long = "x".repeat(CHECKED_AT_ONCE);
    let mut document = document(Purpose::Edit, &json!({"long": long}));
    document.editor.type_key(EditKey::Insert('x'), 10);
    document.changed(Timestamp::UNIX_EPOCH);
    assert!(document.findings.is_empty() && document.check_due.is_some());
    document.check();
    assert!(document.first_wrong().is_some() && document.check_due.is_none());
}

#[test]
fn names_are_completed_from_the_schema_one_after_the_other() {
    let mut document = at("{\"badge\": \"B1\", \"de|\"");
    let texts: Vec<String> = (0..4)
        .map(|_| {
            document.complete().unwrap();
            document.editor.text()
        })
        .collect();
    let expected =
        ["department", "desk", "Deputy", "department"].map(|name| format!("{{\"badge\": \"B1\", \"{name}\": "));
    assert_eq!(texts, expected);
    document.editor.type_key(EditKey::Undo, 10);
}

#[test]
fn a_completed_name_keeps_what_stands_behind_it() {
    let cases = [
        ("{\"dep|\": 1}", "{\"department\": 1}"),
        ("{dep|}", "{\"department\": }"),
        ("{\n  |\n}", "{\n  \"department\": \n}"),
        ("{\"department\": 1, |", "{\"department\": 1, \"desk\": "),
    ];
    for (before, after) in cases {
        let mut document = at(before);
        document.complete().unwrap();
        assert_eq!(document.editor.text(), after, "{before}");
    }
    for (text, why) in [
        ("{\"a\": \"de|\"}", "names of attributes are completed, not values"),
        ("{\"x|\"}", "no other attribute of the schema begins with x"),
    ] {
        assert_eq!(at(text).complete().unwrap_err(), why);
    }
}

#[test]
fn a_search_goes_round_in_both_directions() {
    let mut document = at("|{\"Ada\": \"ada\",\n\"x\": \"ADA\"}");
    document.search = Some("aDa".to_owned());
    let mut seen = Vec::new();
    for backwards in [false, false, false, false, true, true] {
        assert!(document.go_to_match(backwards));
        let Place { line, column } = document.editor.cursor();
        seen.push((line, column));
    }
    assert_eq!(seen, [(0, 2), (0, 9), (1, 6), (0, 2), (1, 6), (0, 9)]);
    document.search = Some("nobody".to_owned());
    assert!(!document.go_to_match(false));
}

#[test]
fn the_cursor_stays_on_the_screen() {
    let mut document = at(&format!("|{}\n{}", "陳".repeat(100), "x\n".repeat(50)));
    for (place, height, width) in [
        (Place { line: 0, column: 100 }, 10, 40),
        (Place { line: 0, column: 30 }, 10, 40),
        (Place { line: 40, column: 1 }, 10, 40),
        (Place { line: 2, column: 0 }, 1, 1),
        (Place { line: 0, column: 7 }, 3, 2),
    ] {
        document.editor.go_to(place);
        document.settle(height, width);
        let column = text::width(&document.editor.lines()[place.line].chars().take(place.column).collect::<String>());
        assert!(document.left <= column && column < document.left + width, "{place:?} {}", document.left);
        assert!(document.rows.top <= place.line && place.line < document.rows.top + height, "{place:?}");
    }
}
