//! The picker: an identity for accounts that are to be correlated, a source for an account that is to be created.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::{asking, choosing, editing, planning};
use crate::app::action::Action;
use crate::app::cursor::Cursor;
use crate::app::editor::EditKey;
use crate::app::screens::picker::{Owners, Sources};
use crate::app::screens::{Picker, Picking, Screen};
use crate::app::{Effect, Load, State};
use crate::model::{AccountRow, ConnectionKind, Content, NOT_TOLD, Order, Verb, text};
use crate::work::protocol::{Job, Report};

/// How long a person pauses until what they typed is searched for.
const PAUSE: SignedDuration = SignedDuration::from_millis(250);

/// `:correlate`: to which identity, then the plan.
pub(super) fn open_owners(state: &mut State) {
    let accounts = planning::accounts(state);
    if !planning::may_change(state, Verb::Correlate) || accounts.ids.is_empty() {
        return;
    }
    let ids: HashSet<&str> = accounts.ids.iter().map(String::as_str).collect();
    let elsewhere = state.account_at_hand().filter(|_| state.is_at_an_identity());
    let listed = state.list.rows.iter().map(|(_, row)| row).filter(|row| elsewhere.is_none_or(|at| at.id != row.id));
    let rows: Vec<&AccountRow> = listed.chain(elsewhere).filter(|row| ids.contains(row.id.as_str())).collect();
    let subject = match (rows.as_slice(), accounts.ids.len()) {
        ([row], 1) => format!("{} · {}", row.name_to_show(), row.source.name.as_deref().unwrap_or(NOT_TOLD)),
        (_, count) => text::counted(count as u64, "marked account"),
    };
    let owners = Owners { subject, warnings: warnings(&rows), accounts, ..Owners::default() };
    super::open(state, Screen::Picker(Box::new(Picker::new(Picking::Owner(Box::new(owners))))));
}

/// `:uncorrelate`: nothing to choose, so the plan at once; it tells what the identity loses.
pub(super) fn uncorrelate(state: &mut State, effects: &mut Vec<Effect>) {
    let accounts = planning::accounts(state);
    planning::begin(state, Order::plain(Verb::Uncorrelate), accounts, effects);
}

/// What moving these accounts to another identity can do to the one they belong to (`updateAccount`).
fn warnings(rows: &[&AccountRow]) -> Vec<String> {
    let moved = || rows.iter().filter(|row| row.identity.is_some());
    let mut warnings = Vec::new();
    if moved().any(|row| row.authoritative == Some(true)) {
        let text = "its source is authoritative: the identity it belongs to now may be deleted with it";
        warnings.push(text.to_owned());
    }
    if moved().any(|row| row.origin.as_deref() == Some("PROVISIONED")) {
        warnings.push("made by ISC: it may make a new account for the identity it belongs to now".to_owned());
    }
    warnings
}

/// `:create`, first step: the sources, flat files first.
pub(super) fn open_sources(state: &mut State, effects: &mut Vec<Effect>) {
    asking::want_sources(state, effects);
    let picker = Picker::new(Picking::Source(Sources::default()));
    super::open(state, Screen::Picker(Box::new(picker)));
    narrow_sources(state);
}

fn top(state: &mut State) -> Option<&mut Picker> {
    match state.screens.last_mut() {
        Some(Screen::Picker(picker)) => Some(picker),
        _ => None,
    }
}

/// The names of the sources are here, will not come, or others are typed.
pub(super) fn narrow_sources(state: &mut State) {
    let (all, seen_only) = match state.sources.value() {
        Some(all) => (all.clone(), false),
        None => (asking::sources_seen(state), !state.sources.is_loading()),
    };
    let Some(Picker { editor, picking: Picking::Source(sources), .. }) = top(state) else { return };
    sources.seen_only = seen_only;
    sources.narrow(&all, editor.text());
}

/// A key goes into what is typed.
pub(super) fn type_key(state: &mut State, key: EditKey) {
    if top(state).is_some_and(|picker| picker.editor.type_key(key)) {
        text_changed(state);
    }
}

/// Pasted text goes into what is typed.
pub(super) fn paste(state: &mut State, text: &str) {
    if top(state).is_some_and(|picker| picker.editor.paste(text)) {
        text_changed(state);
    }
}

fn text_changed(state: &mut State) {
    let due = state.now + PAUSE;
    let Some(picker) = top(state) else { return };
    picker.remark = None;
    picker.cursor = Cursor::default();
    match &mut picker.picking {
        Picking::Owner(owners) => owners.due = Some(due),
        Picking::Source(_) => narrow_sources(state),
    }
}

/// What keys mean in the picker.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    if action == Action::Accept {
        return pick(state, effects);
    }
    let height = state.layout().map_or(0, |layout| layout.picker_rows());
    if let Some(picker) = top(state) {
        picker.remark = None;
        let len = picker.len();
        choosing::step(&mut picker.cursor, action, len, height);
    }
}

fn pick(state: &mut State, effects: &mut Vec<Effect>) {
    let now = state.now;
    let Some(picker) = top(state) else { return };
    let at = picker.cursor.at;
    match &mut picker.picking {
        Picking::Owner(owners) => {
            let is_of_text = owners.asked == picker.editor.text().trim() && owners.due.is_none();
            let found = owners.found.value().filter(|_| is_of_text && !owners.found.is_loading());
            let Some(owner) = found.and_then(|found| found.rows.get(at)) else {
                // What is on the screen answers other words: searched for at once, and nothing is picked from it.
                owners.due = Some(now);
                return;
            };
            let order = Order { content: Content::Owner(owner.id.clone()), ..Order::plain(Verb::Correlate) };
            let known_as = [owner.name.as_ref(), owner.alias.as_ref(), owner.email.as_ref()];
            let known_as = known_as.into_iter().flatten().cloned().collect::<Vec<_>>().join(" · ");
            let accounts = owners.accounts.clone();
            planning::begin_telling(state, order, accounts, vec![format!("to {known_as}")], effects);
        }
        Picking::Source(sources) => {
            let Some(source) = sources.rows.get(at).cloned() else { return };
            if source.connection.as_ref().is_some_and(|connection| *connection != ConnectionKind::File) {
                let text = "not a flat file: its next aggregation would take a new account away again";
                picker.remark = Some(text.to_owned());
                return;
            }
            state.screens.pop();
            editing::open_form(state, source, effects);
        }
    }
}

/// Searches for what is typed, once the person pauses. An older search is given up.
pub(super) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    if next_due(state).is_none_or(|due| due > state.now) {
        return;
    }
    let job = state.next_job();
    let Some(Picker { editor, picking: Picking::Owner(owners), .. }) = top(state) else { return };
    owners.due = None;
    let words = editor.text().trim().to_owned();
    if words == owners.asked && owners.found.problem().is_none() {
        return;
    }
    effects.extend(owners.job.take().map(Effect::Cancel));
    owners.asked.clone_from(&words);
    if words.is_empty() {
        owners.found = Load::Idle;
        return;
    }
    owners.found.begin();
    owners.job = Some(job);
    effects.push(Effect::Submit(job, Job::Identities { words }));
}

/// When what is typed is searched for.
pub(super) fn next_due(state: &State) -> Option<Timestamp> {
    match state.screens.last() {
        Some(Screen::Picker(picker)) => match &picker.picking {
            Picking::Owner(owners) => owners.due,
            Picking::Source(_) => None,
        },
        _ => None,
    }
}

/// Takes in the identities found; gives back any other report.
pub(super) fn take_in(state: &mut State, report: Report) -> Option<Report> {
    let owners = state.screens.iter_mut().find_map(|screen| match screen {
        Screen::Picker(picker) => match &mut picker.picking {
            Picking::Owner(owners) => Some(owners),
            Picking::Source(_) => None,
        },
        _ => None,
    });
    let Some(owners) = owners else { return Some(report) };
    match report {
        Report::Identities { job, found } if owners.job == Some(job) => {
            owners.job = None;
            owners.found = Load::Ready(found);
        }
        Report::Failed { job, problem, .. } if owners.job == Some(job) => {
            owners.job = None;
            owners.found.fail(problem);
        }
        report => return Some(report),
    }
    None
}
