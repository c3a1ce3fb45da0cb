//! The editor of documents: opening it, its keys, and what it waits for.

use jiff::Timestamp;
use serde_json::json;

use super::{picking, planning, reviewing};
use crate::app::action::Action;
use crate::app::document::{Document, Purpose};
use crate::app::editor::{EditKey, Editor};
use crate::app::notice::Level;
use crate::app::screens::Screen;
use crate::app::{Effect, Load, State};
use crate::model::{AccountRow, Content, Order, Problem, SourceRef, Verb};
use crate::work::protocol::{Epoch, Job, JobId, Report, impossible};

/// Opens the account at hand in the editor, unless the API could do nothing with what is written there.
pub(super) fn open(state: &mut State, purpose: Purpose, effects: &mut Vec<Effect>) {
    let verb = if purpose == Purpose::Replace { Verb::Put } else { Verb::Patch };
    if !planning::may_change(state, verb) {
        return;
    }
    let Some(row) = state.account_at_hand().cloned() else { return };
    if let Some(why) = cannot_write_attributes(verb, &row) {
        let source = row.source.name.as_deref().unwrap_or("its source");
        let text = format!("{} of {source}: {why}", row.name_to_show());
        state.notices.add(state.now, Level::Warn, text);
        return;
    }
    let told = |text: &Option<Box<str>>| text.as_deref().unwrap_or_default().to_owned();
    let source =
        SourceRef { id: told(&row.source.id), name: told(&row.source.name), connection: row.source.connection.clone() };
    let job = state.next_job();
    super::open(state, Screen::Document(Box::new(Document::of_account(purpose, source, job))));
    effects.push(Effect::Submit(job, Job::Account { epoch: Epoch::default(), id: row.id }));
}

/// Why the API cannot change the attributes of the account with this verb.
fn cannot_write_attributes(verb: Verb, row: &AccountRow) -> Option<String> {
    let any_attribute = Content::Steps(vec![json!({"path": "/attributes/any"})]);
    impossible(&Order { content: any_attribute, ..Order::plain(verb) }, row)
}

/// Opens the form for a new account of a source.
pub(super) fn open_form(state: &mut State, source: SourceRef, effects: &mut Vec<Effect>) {
    let job = state.next_job();
    effects.push(Effect::Submit(job, Job::Schema { source: source.id.clone() }));
    super::open(state, Screen::Document(Box::new(Document::of_source(source, job))));
}

/// The document in the editor, also while something lies over it.
pub(super) fn document(state: &mut State) -> Option<&mut Document> {
    state.screens.iter_mut().rev().find_map(|screen| match screen {
        Screen::Document(document) => Some(document.as_mut()),
        _ => None,
    })
}

/// What keys mean in the editor.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Undo => type_key(state, EditKey::Undo),
        Action::Redo => type_key(state, EditKey::Redo),
        Action::Complete => complete(state),
        Action::Search => super::open(state, Screen::Search(Editor::default())),
        Action::NextMatch => go_to_match(state, false),
        Action::PreviousMatch => go_to_match(state, true),
        Action::Review => reviewing::open(state, effects),
        _ => {}
    }
}

/// A key goes into the text, once there is one.
pub(super) fn type_key(state: &mut State, key: EditKey) {
    let page = state.layout().map_or(1, |layout| layout.document_rows()).max(2) - 1;
    change(state, |document| document.editor.type_key(key, page));
}

/// Pasted text goes into the text; it never means anything else.
pub(super) fn paste(state: &mut State, text: &str) {
    change(state, |document| document.editor.paste(text));
}

fn change(state: &mut State, change: impl FnOnce(&mut Document) -> bool) {
    let now = state.now;
    let Some(document) = document(state).filter(|document| document.is_open()) else { return };
    document.completion = None;
    document.remark = None;
    if change(document) {
        document.changed(now);
    }
}

fn complete(state: &mut State) {
    let now = state.now;
    let Some(document) = document(state).filter(|document| document.is_open()) else { return };
    document.remark = document.complete().err();
    document.changed(now);
}

/// Enter in the search field: goes to the first match behind the cursor.
pub(super) fn search(state: &mut State) {
    let Some(Screen::Search(editor)) = state.screens.pop() else { return };
    let text = editor.text().trim().to_owned();
    if let Some(document) = document(state) {
        document.search = (!text.is_empty()).then_some(text);
        go_to_match(state, false);
    }
}

fn go_to_match(state: &mut State, backwards: bool) {
    let Some(document) = document(state) else { return };
    document.completion = None;
    document.remark = match document.search.clone() {
        None => Some("nothing is searched for".to_owned()),
        Some(_) if document.go_to_match(backwards) => None,
        Some(wanted) => Some(format!("no {wanted:?} here")),
    };
}

/// Whether the person has to be asked before what they wrote is dropped. Asks; the same key again is the answer.
pub(super) fn asks_before_leaving(state: &mut State) -> bool {
    let Some(document) = document(state) else { return false };
    let asks = document.is_changed() && !document.asks_to_leave;
    document.asks_to_leave = asks;
    asks
}

/// Any other key is an answer too: the person stays.
pub(super) fn forget_question(state: &mut State) {
    if let Some(document) = document(state) {
        document.asks_to_leave = false;
    }
}

/// What follows from any event: the cursor is on the screen, what is due is done.
pub(super) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    let (height, width) = state.layout().map_or((1, 1), |layout| (layout.document_rows(), layout.document_columns()));
    let now = state.now;
    let Some(document) = document(state) else { return };
    document.settle(height.max(1), width.max(1));
    if document.check_due.is_some_and(|due| due <= now) {
        document.check();
    }
    if document.existing.due.is_some_and(|due| due <= now) {
        look_for_existing(state, effects);
    }
}

/// When the editor will next do something by itself.
pub(super) fn next_due(state: &State) -> Option<Timestamp> {
    let document = state.screens.iter().find_map(|screen| match screen {
        Screen::Document(document) => Some(document),
        _ => None,
    })?;
    [document.check_due, document.existing.due].into_iter().flatten().min()
}

/// Asks whether the account to be created is there already, if that was not asked for its native id.
pub(super) fn look_for_existing(state: &mut State, effects: &mut Vec<Effect>) {
    let job = state.next_job();
    let Some(document) = document(state) else { return };
    document.existing.due = None;
    let native = document.native_id().map(str::to_owned);
    if document.existing.native == native && document.existing.found.problem().is_none() {
        return;
    }
    effects.extend(document.existing.job.take().map(Effect::Cancel));
    document.existing.native.clone_from(&native);
    document.existing.found = Load::Idle;
    if let Some(native) = native {
        document.existing.found.begin();
        document.existing.job = Some(job);
        effects.push(Effect::Submit(job, Job::Named { source: document.source.id.clone(), native }));
    }
}

/// Takes in what the editor waits for; gives back what it does not.
pub(super) fn take_in(state: &mut State, report: Report, effects: &mut Vec<Effect>) -> Option<Report> {
    let Some(document) = document(state) else { return Some(report) };
    match report {
        Report::Account { job, account, .. } if document.account_job == Some(job) => {
            document.open_account(account);
            ask_schema(state, effects);
        }
        Report::Schema { job, schema } if document.schema_job == Some(job) => {
            document.open_schema(Load::Ready(schema));
        }
        Report::Named { job, account } if document.existing.job == Some(job) => {
            document.existing.job = None;
            document.existing.found = Load::Ready(account);
            document.check();
            reviewing::compare_again(state);
        }
        Report::Failed { job, problem, .. } if document.jobs().any(|own| own == job) => fail(document, job, problem),
        report => return reviewing::take_in(state, report),
    }
    None
}

fn ask_schema(state: &mut State, effects: &mut Vec<Effect>) {
    let job = state.next_job();
    let Some(document) = document(state).filter(|document| !document.source.id.is_empty()) else { return };
    document.wait_for_schema(job);
    effects.push(Effect::Submit(job, Job::Schema { source: document.source.id.clone() }));
}

fn fail(document: &mut Document, job: JobId, problem: Problem) {
    if document.account_job == Some(job) {
        document.account_job = None;
        document.account.fail(problem);
    } else if document.schema_job == Some(job) {
        document.open_schema(Load::Failed { problem, stale: None });
    } else {
        document.existing.job = None;
        document.existing.found.fail(problem);
    }
}

/// `:create`: which source, then its form.
pub(super) fn create(state: &mut State, effects: &mut Vec<Effect>) {
    if planning::may_change(state, Verb::Create) {
        picking::open_sources(state, effects);
    }
}
