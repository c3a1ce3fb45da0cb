//! The editor of documents, and what a document would change.

use serde_json::{Value, json};

use super::*;
use crate::app::document::Document;
use crate::app::screens::{Diff, Screen};
use crate::model::{Content, Order, Verb};

/// A screen on accounts of a flat file.
fn of_files() -> Player {
    let mut player = Player::new(0);
    player.accounts = (0..5).map(|n| format!("file-{n}")).collect();
    player.act(Action::Refresh);
    player.answer_all();
    player
}

/// The same with the first account in the editor and everything answered.
fn editing(command: &str) -> Player {
    let mut player = of_files();
    player.command(command);
    player.answer_all();
    player
}

fn document(player: &Player) -> &Document {
    let is = |screen: &'_ Screen| matches!(screen, Screen::Document(_));
    match player.state.screens.iter().find(|screen| is(screen)) {
        Some(Screen::Document(document)) => document,
        _ => panic!("no document is open: {}", player.notice()),
    }
}

fn diff(player: &Player) -> &Diff {
    match player.state.screens.last() {
        Some(Screen::Diff(diff)) => diff,
        screen => panic!("no diff is open: {screen:?}"),
    }
}

/// The text of the document becomes this.
fn write(player: &mut Player, text: &str) {
    let lines = document(player).editor.lines().len();
    for _ in 0..lines {
        player.happen(Fact::Typed(EditKey::PageDown));
    }
    player.happen(Fact::Typed(EditKey::End));
    for _ in 0..200 {
        player.happen(Fact::Typed(EditKey::Backspace));
    }
    player.happen(Fact::Pasted(text.to_owned()));
}

/// The orders of the plans asked for, with their targets.
fn planned(player: &Player) -> Vec<(Order, Vec<String>)> {
    let order = |job: &&Job| match job {
        Job::Plan { order, targets, .. } => Some((order.clone(), targets.clone())),
        _ => None,
    };
    submitted(&player.effects).iter().filter_map(order).collect()
}

#[test]
fn an_edit_goes_from_the_account_to_the_plan_of_what_changed() {
    let mut player = editing("edit");
    assert_eq!(document(&player).editor.lines(), ["{", "  \"dept\": \"Sales\"", "}"]);
    write(&mut player, "{\"dept\": \"Sales\", \"city\": \"Oslo\"}");
    player.act(Action::Review);
    player.answer_all();
    player.act(Action::Accept);
    let steps = vec![json!({"op": "add", "path": "/attributes/city", "value": "Oslo"})];
    let order = Order { content: Content::Steps(steps), ..Order::plain(Verb::Patch) };
    assert_eq!(planned(&player), [(order, vec!["file-0".to_owned()])]);
}

#[test]
fn replacing_tells_what_becomes_null_and_sends_everything() {
    let mut player = editing("replace");
    write(&mut player, "{\"city\": \"Oslo\"}");
    assert_eq!(document(&player).left_out, ["dept"]);
    player.act(Action::Review);
    player.answer_all();
    player.act(Action::Accept);
    let Value::Object(all) = json!({"city": "Oslo"}) else { return };
    let Value::Object(opened) = json!({"dept": "Sales"}) else { return };
    let order = Order { content: Content::Attributes(all), seen: Some(Box::new(opened)), ..Order::plain(Verb::Put) };
    assert_eq!(planned(&player), [(order, vec!["file-0".to_owned()])]);
}

#[test]
fn a_replacement_is_planned_against_the_account_the_editor_opened_with() {
    let mut player = editing("replace");
    write(&mut player, "{\"city\": \"Oslo\"}");
    player.act(Action::Review);
    let (job, Job::Account { epoch, .. }) = player.pending.remove(0) else { panic!("not read again") };
    let mut account = whole(&"file-0".into());
    account.attributes = vec![("dept".to_owned(), "Finance".into())];
    player.happen(Fact::Reported(Report::Account { job, epoch, account: Arc::new(account) }));
    assert_eq!(diff(&player).moved, ["dept"]);
    player.act(Action::Accept);
    let Value::Object(opened) = json!({"dept": "Sales"}) else { return };
    assert_eq!(planned(&player)[0].0.seen, Some(Box::new(opened)), "what moved meanwhile is not written over");
}

#[test]
fn what_the_api_cannot_do_is_said_before_the_editor_opens() {
    let mut player = of_files();
    player.accounts = vec!["direct-1".to_owned()];
    player.act(Action::Refresh);
    player.answer_all();
    for command in ["edit", "replace"] {
        player.command(command);
        assert!(player.state.screens.is_empty());
        assert!(player.notice().contains("only accounts of flat files"), "{}", player.notice());
    }
    assert_eq!(submitted(&player.effects).iter().filter(|job| matches!(job, Job::Account { .. })).count(), 0);
}

#[test]
fn in_read_only_no_editor_opens() {
    let mut player = of_files();
    player.state.tenant.read_only = true;
    for command in ["edit", "replace", "create", "correlate", "uncorrelate"] {
        player.command(command);
        assert!(player.state.screens.is_empty(), "{command}");
        assert!(player.notice().contains("READ-ONLY"));
    }
    assert_eq!(planned(&player), []);
}

#[test]
fn what_is_wrong_cannot_be_reviewed_and_the_cursor_goes_there() {
    let mut player = editing("edit");
    write(&mut player, "{\"dept\": \"Sales\",\n\"city\": }");
    player.happen(Fact::Typed(EditKey::Up));
    player.act(Action::Review);
    let document = document(&player);
    assert_eq!(document.editor.cursor().line, 1);
    assert!(document.remark.as_deref().is_some_and(|remark| remark.contains("a value is wanted")));
    assert!(matches!(player.state.screens.last(), Some(Screen::Document(_))));
}

#[test]
fn a_document_that_changes_nothing_has_no_diff() {
    let mut player = editing("edit");
    player.happen(Fact::Typed(EditKey::Newline));
    player.act(Action::Review);
    assert!(matches!(player.state.screens.last(), Some(Screen::Document(_))));
    assert_eq!(document(&player).remark.as_deref(), Some("nothing is changed yet"));
}

#[test]
fn what_was_written_is_dropped_only_when_said_twice() {
    let mut player = editing("edit");
    player.act(Action::Back);
    assert!(player.state.screens.is_empty(), "nothing was written, so nothing is asked");

    let mut player = editing("edit");
    write(&mut player, "{}");
    player.act(Action::Back);
    assert!(player.state.asks_to_leave());
    player.happen(Fact::Typed(EditKey::Insert(' ')));
    assert!(!player.state.asks_to_leave(), "any other key stays");
    assert_eq!(player.act(Action::Quit), [], "leaving the program drops it too");
    player.act(Action::NextMatch);
    player.act(Action::Back);
    player.act(Action::Back);
    assert!(player.state.screens.is_empty());
    assert_eq!(player.act(Action::Quit), [Effect::Exit]);
}

#[test]
fn leaving_the_editor_gives_up_what_it_waits_for() {
    let mut player = of_files();
    player.command("edit");
    let (job, _) = player.pending.last().cloned().unwrap();
    assert_eq!(player.act(Action::Back), [Effect::Cancel(job)]);
}

#[test]
fn what_moved_meanwhile_is_told_and_kept_by_an_edit() {
    let mut player = editing("edit");
    write(&mut player, "{\"dept\": \"Sales\", \"city\": \"Oslo\"}");
    player.act(Action::Review);
    let (job, Job::Account { epoch, .. }) = player.pending.remove(0) else { panic!("not read again") };
    assert!(player.act(Action::Accept).is_empty(), "nothing is planned before the account was read again");
    assert!(diff(&player).remark.is_some());
    let mut account = whole(&"file-0".into());
    account.attributes = vec![("dept".to_owned(), "Finance".into())];
    player.happen(Fact::Reported(Report::Account { job, epoch, account: Arc::new(account) }));
    assert_eq!((diff(&player).moved.as_slice(), &diff(&player).remark), (["dept".to_owned()].as_slice(), &None));
    player.act(Action::Accept);
    let steps = vec![json!({"op": "add", "path": "/attributes/city", "value": "Oslo"})];
    assert_eq!(planned(&player)[0].0.content, Content::Steps(steps), "the other's change stays");
}

#[test]
fn an_account_that_cannot_be_read_again_is_not_planned_and_the_same_key_tries_again() {
    let mut player = editing("edit");
    write(&mut player, "{\"dept\": \"Legal\"}");
    player.act(Action::Review);
    player.fail_next(ProblemKind::Unreachable);
    let effects = player.act(Action::Accept);
    assert!(matches!(submitted(&effects).as_slice(), [Job::Account { .. }]));
    assert_eq!(planned(&player), []);
}

#[test]
fn an_account_that_cannot_be_read_says_why() {
    let mut player = of_files();
    player.command("edit");
    player.fail_next(ProblemKind::Forbidden);
    assert!(document(&player).account.problem().is_some());
    player.type_text("x");
    assert!(!document(&player).is_open());
    player.act(Action::Back);
    assert!(player.state.screens.is_empty());
}

#[test]
fn without_the_schema_the_text_can_still_be_sent() {
    let mut player = of_files();
    player.command("edit");
    player.answer_next();
    player.fail_next(ProblemKind::Forbidden);
    write(&mut player, "{\"dept\": \"Sales\", \"shoe\": 43}");
    assert_eq!(document(&player).findings, []);
    player.act(Action::Review);
    assert_eq!(diff(&player).changes.len(), 1);
}

#[test]
fn a_new_account_of_a_flat_file_says_whether_it_is_there_already() {
    let mut player = of_files();
    player.command("create");
    player.answer_all();
    player.act(Action::Accept);
    player.answer_all();
    assert_eq!(document(&player).editor.lines().len(), 5, "the schema is the form: {:?}", document(&player).editor);
    write(&mut player, "{\"dept\": \"new\", \"city\": \"\"}");
    assert!(player.pending.is_empty(), "not before the person pauses");
    player.wait(400);
    player.answer_all();
    assert_eq!((document(&player).verb(), player.state.screens.len()), ("CREATE", 1));

    write(&mut player, "{\"dept\": \"dept of file-1\", \"city\": \"\"}");
    player.act(Action::Review);
    player.answer_all();
    assert_eq!(document(&player).verb(), "UPDATE");
    player.act(Action::Accept);
    let Value::Object(sent) = json!({"dept": "dept of file-1", "sourceId": "s-2"}) else { return };
    let (order, targets) = planned(&player).remove(0);
    assert_eq!((order.verb, order.content), (Verb::Create, Content::Attributes(sent)));
    assert_eq!(targets, ["dept of file-1"]);
}

#[test]
fn pasted_text_and_capitals_are_only_ever_text() {
    let mut player = editing("edit");
    let before = submitted(&player.effects).len();
    player.happen(Fact::Pasted("EDULX:quit\r\n\u{1b}y".to_owned()));
    player.type_text("q:EDULX");
    assert_eq!(submitted(&player.effects).len(), before);
    assert!(document(&player).editor.text().contains("EDULX:quit"));
    assert_eq!(player.state.screens.len(), 1);
}

#[test]
fn a_search_in_the_document_leaves_the_details_alone() {
    let mut player = editing("edit");
    player.act(Action::Search);
    player.type_text("SALES");
    player.act(Action::Accept);
    let document = document(&player);
    assert_eq!((document.editor.cursor().line, document.editor.cursor().column), (1, 11));
    assert_eq!(player.state.detail.search, None);
    player.act(Action::Search);
    player.type_text("nobody");
    player.act(Action::Accept);
    let remark = self::document(&player).remark.clone();
    assert_eq!(remark.as_deref(), Some("no \"nobody\" here"));
}

#[test]
fn a_refused_plan_leads_back_to_the_text_and_a_confirmed_one_takes_it_away() {
    let mut player = editing("edit");
    write(&mut player, "{\"dept\": \"Legal\"}");
    for answer in [Action::Refuse, Action::Confirm] {
        player.act(Action::Review);
        player.answer_all();
        player.act(Action::Accept);
        player.answer_all();
        player.wait(1_000);
        player.act(answer);
        if answer == Action::Refuse {
            assert_eq!(diff(&player).changes.len(), 1);
            player.act(Action::Back);
            assert!(document(&player).editor.text().contains("Legal"));
        }
    }
    assert!(player.state.screens.is_empty(), "{:?}", player.state.screens);
    assert!(matches!(submitted(&player.effects).last(), Some(Job::Act(_))));
}
