//! What a document would change, before it is planned.

use super::{choosing, editing, planning};
use crate::app::action::Action;
use crate::app::document::{Document, Purpose, attributes_of};
use crate::app::load::Load;
use crate::app::marks::Targets;
use crate::app::screens::{Diff, Screen};
use crate::app::{Effect, State};
use crate::work::protocol::{Epoch, Job, JobId, Report};

/// Opens the diff of the document, or goes to what is wrong with it. The account is read again.
pub(super) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(document) = editing::document(state).filter(|document| document.is_open()) else { return };
    document.check();
    if let Some((place, text)) = document.first_wrong().map(|wrong| (wrong.place, wrong.text.clone())) {
        document.editor.go_to(place);
        document.remark = Some(format!("mend line {} first: {text}", place.line + 1));
        return;
    }
    let Some(diff) = Diff::of(document) else { return };
    if diff.changes.is_empty() {
        document.remark = Some("nothing is changed yet".to_owned());
        return;
    }
    document.remark = None;
    super::open(state, Screen::Diff(Box::new(diff)));
    read_again(state, effects);
}

fn diff(state: &mut State) -> Option<&mut Diff> {
    state.screens.iter_mut().rev().find_map(|screen| match screen {
        Screen::Diff(diff) => Some(diff.as_mut()),
        _ => None,
    })
}

/// The diff, and the document it is of.
fn compared(state: &mut State) -> Option<(&Document, &mut Diff)> {
    let at = state.screens.iter().position(|screen| matches!(screen, Screen::Diff(_)))?;
    let (below, above) = state.screens.split_at_mut(at);
    match (below.last()?, above.first_mut()?) {
        (Screen::Document(document), Screen::Diff(diff)) => Some((document, diff)),
        _ => None,
    }
}

fn read_again(state: &mut State, effects: &mut Vec<Effect>) {
    let job = state.next_job();
    let Some(document) = editing::document(state) else { return };
    if document.purpose == Purpose::Create {
        return editing::look_for_existing(state, effects);
    }
    let Some(id) = document.account.value().map(|account| account.row.id.clone()) else { return };
    let Some(diff) = diff(state) else { return };
    diff.read.begin();
    diff.job = Some(job);
    effects.push(Effect::Submit(job, Job::Account { epoch: Epoch::default(), id }));
}

/// What keys mean in the diff.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    if action == Action::Accept {
        return go_on(state, effects);
    }
    let height = state.layout().map_or(0, |layout| layout.overlay_rows());
    if let Some(diff) = diff(state) {
        diff.remark = None;
        let len = diff.changes.len();
        choosing::step(&mut diff.cursor, action, len, height);
    }
}

/// Goes on to the plan, once it is known what is there now.
fn go_on(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(document) = editing::document(state) else { return };
    let source = document.source.id.clone();
    let (is_known, target) = match document.purpose {
        Purpose::Create => (known(&document.existing.found), document.native_id().map(str::to_owned)),
        Purpose::Edit | Purpose::Replace => {
            (Known::Yes, document.account.value().map(|account| account.row.id.to_string()))
        }
    };
    let Some(diff) = diff(state) else { return };
    let is_known = if diff.purpose == Purpose::Create { is_known } else { known(&diff.read) };
    match is_known {
        Known::Yes if diff.changes.is_empty() => diff.remark = Some("there is nothing to send".to_owned()),
        Known::Yes => {
            let order = diff.order(&source);
            let what = diff.in_words();
            planning::begin_telling(state, order, Targets::seen(target), what, effects);
        }
        Known::NotYet => diff.remark = Some("the account is still being read again".to_owned()),
        Known::Failed => read_again(state, effects),
    }
}

enum Known {
    Yes,
    NotYet,
    Failed,
}

fn known<T>(load: &Load<T>) -> Known {
    match load {
        Load::Ready(_) | Load::Idle => Known::Yes,
        Load::Loading { .. } => Known::NotYet,
        Load::Failed { .. } => Known::Failed,
    }
}

/// The account to be created was found, or not: what is there now is another.
pub(super) fn compare_again(state: &mut State) {
    if let Some((document, diff)) = compared(state) {
        diff.remark = None;
        diff.compare(document, document.there());
    }
}

/// Takes in the account as it is now; gives back any other report.
pub(super) fn take_in(state: &mut State, report: Report) -> Option<Report> {
    let now = state.now;
    let awaited = |job: JobId, diff: &Diff| diff.job == Some(job);
    let Some((document, diff)) = compared(state) else { return Some(report) };
    match report {
        Report::Account { job, account, .. } if awaited(job, diff) => {
            diff.job = None;
            diff.remark = None;
            diff.read = Load::Ready(now);
            diff.compare(document, attributes_of(&account));
        }
        Report::Failed { job, problem, .. } if awaited(job, diff) => {
            diff.job = None;
            diff.remark = None;
            diff.read.fail(problem);
        }
        report => return Some(report),
    }
    None
}
