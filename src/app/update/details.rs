//! The detail pane: tabs, scrolling, searching, and reading what the open tab needs.

use jiff::SignedDuration;

use super::{activity, asking, choosing, copying, identity, marking, planning, siblings};
use crate::app::action::{Action, Context};
use crate::app::activity::History;
use crate::app::cursor::Step;
use crate::app::detail::{SIGN_IN_FACTS, Search, Tab};
use crate::app::editor::Editor;
use crate::app::notice::Level;
use crate::app::screens::Screen;
use crate::app::state::Subject;
use crate::app::{Effect, Load, State};
use crate::model::AccountId;
use crate::work::protocol::{Job, Span};

/// How long the cursor of the table rests before the open tab is read.
const REST: SignedDuration = SignedDuration::from_millis(80);

/// Entitlements asked for at a time.
const ENTITLEMENTS: u32 = 100;

/// How many lines before the last one read the next entitlements are asked for.
const AHEAD: usize = 30;

/// Opens the details of the account under the cursor, at a tab if one is named.
pub(super) fn open(state: &mut State, tab: Option<Tab>) {
    if state.account_at_hand().is_none() {
        return;
    }
    super::open(state, Screen::Details);
    if let Some(tab) = tab {
        show(state, tab);
    }
}

/// Turns to the next tab, or to the one before.
pub(super) fn turn(state: &mut State, by: isize) {
    show(state, state.detail.tab.turned(by));
}

pub(super) fn show(state: &mut State, tab: Tab) {
    state.detail.tab = tab;
    state.detail.cursor = crate::app::cursor::Cursor::default();
    // A key was pressed for this tab: nothing to wait for.
    state.detail.due = Some(state.now);
}

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        // A sign-in is told in a few facts: it has no tabs, and nothing to search in.
        Action::NextTab | Action::PreviousTab | Action::RawJson | Action::Search | Action::Open
            if matches!(state.subject(), Subject::SignIn(_)) => {}
        Action::Open if state.detail.tab == Tab::Siblings => siblings::go_to(state, effects),
        Action::Identity => identity::open(state, effects),
        Action::NextTab => turn(state, 1),
        Action::PreviousTab => turn(state, -1),
        Action::RawJson => show(state, Tab::Json),
        Action::Mark => marking::mark(state),
        Action::MarkNone => marking::none_or_back(state),
        Action::Search => open_search(state),
        Action::NextMatch => go_to_match(state, false),
        Action::PreviousMatch => go_to_match(state, true),
        Action::Copy => copying::copy_id_or_name(state, effects),
        Action::CopyRows => copying::copy_row(state, effects),
        Action::Refresh => refresh(state, effects),
        Action::AllAccounts => asking::ask_all(state, effects),
        _ => {
            if let Some(verb) = action.verb() {
                return planning::act_on(state, verb, effects);
            }
            let (len, height) = (lines(state), rows(state));
            choosing::step(&mut state.detail.cursor, action, len, height);
        }
    }
}

/// The account was changed: what the pane holds of it is read again, and stays until it has been.
pub(super) fn account_changed(state: &mut State, id: &AccountId, effects: &mut Vec<Effect>) {
    if state.detail.id.as_ref() != Some(id) {
        return;
    }
    effects.extend(state.detail.take_jobs().map(Effect::Cancel));
    state.detail.epoch = state.detail.epoch.next();
    let is_shown = state.detail_is_shown();
    match state.detail.tab {
        Tab::Attributes | Tab::Json if is_shown => ask_account(state, effects),
        _ => state.detail.account = Load::Idle,
    }
    match state.detail.tab {
        Tab::Entitlements if is_shown => ask_entitlements(state, 0, effects),
        _ => state.detail.entitlements = Load::Idle,
    }
    match state.detail.tab {
        Tab::Activity if is_shown => activity::ask(state, effects),
        _ => state.detail.history = History::default(),
    }
}

fn rows(state: &State) -> usize {
    state.layout().map_or(0, |layout| layout.detail_rows())
}

/// How many lines there are to move in.
fn lines(state: &State) -> usize {
    match state.subject() {
        Subject::SignIn(_) => SIGN_IN_FACTS,
        Subject::Account(..) | Subject::Nothing => state.detail.line_count(),
    }
}

/// Opens the search. The overview is drawn from a few facts of the JSON, so that is where its words are looked for.
fn open_search(state: &mut State) {
    if state.detail.tab == Tab::Overview {
        show(state, Tab::Json);
    }
    super::open(state, Screen::Search(Editor::default()));
}

/// What was searched for before it was here is gone to when it is.
pub(super) fn search_what_arrived(state: &mut State) {
    if state.detail.search.is_some() && state.detail.cursor.at == 0 && state.context() == Context::Details {
        go_to_match(state, false);
    }
}

/// Enter in the search field: goes to the first match.
pub(super) fn search(state: &mut State) {
    let Some(Screen::Search(editor)) = state.screens.pop() else { return };
    let text = editor.text().trim().to_owned();
    state.detail.search = (!text.is_empty()).then_some(Search { text });
    go_to_match(state, false);
}

fn go_to_match(state: &mut State, backwards: bool) {
    let Some(search) = &state.detail.search else { return };
    let wanted = search.text.clone();
    if let Some(line) = state.detail.next_match(backwards) {
        let (len, height) = (state.detail.line_count(), rows(state));
        state.detail.cursor.step(Step::To(line), len, height);
    } else if !state.detail.lines().is_empty() {
        let tab = state.detail.tab.name();
        state.notices.add(state.now, Level::Note, format!("no {wanted:?} in {tab}"));
    }
}

/// Reads again what the open tab shows; what is here stays until it has been.
fn refresh(state: &mut State, effects: &mut Vec<Effect>) {
    effects.extend(state.detail.take_jobs().map(Effect::Cancel));
    state.detail.epoch = state.detail.epoch.next();
    if matches!(state.subject(), Subject::SignIn(_)) {
        return identity::refresh(state, effects);
    }
    let tab = state.detail.tab;
    let detail = &mut state.detail;
    // The other tabs are read anew when they are next open.
    if !matches!(tab, Tab::Attributes | Tab::Json) {
        detail.account = Load::Idle;
    }
    if tab != Tab::Entitlements {
        detail.entitlements = Load::Idle;
    }
    if tab != Tab::Activity {
        detail.history = History::default();
    }
    match tab {
        Tab::Overview => refresh_row(state, effects),
        Tab::Attributes | Tab::Json => ask_account(state, effects),
        Tab::Entitlements => ask_entitlements(state, 0, effects),
        Tab::Activity => activity::ask(state, effects),
        Tab::Siblings => siblings::refresh(state, effects),
    }
}

/// Reads again what the overview is drawn from: the list the account stands in, or the account alone.
fn refresh_row(state: &mut State, effects: &mut Vec<Effect>) {
    if matches!(state.screens.last(), Some(Screen::Sibling(_))) {
        ask_account(state, effects);
    } else if state.identity_view().is_some() {
        identity::refresh(state, effects);
    } else {
        asking::refresh(state, effects);
    }
}

/// The details are about the account at hand; a placeholder keeps the one before.
pub(super) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    turn_to_subject(state, effects);
    if !state.detail_is_shown() || matches!(state.subject(), Subject::SignIn(_)) {
        return;
    }
    // A time further away than the rest itself means that the clock was set back since.
    if state.detail.due.is_some_and(|due| due <= state.now || due > state.now + REST) {
        state.detail.due = None;
        read_tab(state, effects);
    }
    match state.detail.tab {
        Tab::Entitlements => read_more_entitlements(state, effects),
        Tab::Activity => activity::read_more(state, rows(state), effects),
        Tab::Siblings => siblings::read_around_cursor(state, rows(state), effects),
        Tab::Overview | Tab::Attributes | Tab::Json => {}
    }
}

/// Turns the details to the account at hand.
pub(super) fn turn_to_subject(state: &mut State, effects: &mut Vec<Effect>) {
    let row = state.account_at_hand().cloned();
    let other = match &row {
        Some(row) => state.detail.id.as_ref() != Some(&row.id),
        None => state.list.is_empty() && state.identity_view().is_none() && state.detail.id.is_some(),
    };
    if other {
        effects.extend(state.detail.turn_to(row.as_ref()).into_iter().map(Effect::Cancel));
        state.detail.due = Some(state.now + REST);
    }
}

/// Asks for what the open tab shows, unless it is here, on its way or failed.
fn read_tab(state: &mut State, effects: &mut Vec<Effect>) {
    match state.detail.tab {
        Tab::Attributes | Tab::Json if state.detail.account == Load::Idle => ask_account(state, effects),
        Tab::Entitlements if state.detail.entitlements == Load::Idle => ask_entitlements(state, 0, effects),
        Tab::Activity if state.detail.history == History::default() => activity::ask(state, effects),
        Tab::Siblings => siblings::begin(state),
        _ => {}
    }
}

fn ask_account(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(id) = state.detail.id.clone() else { return };
    let job = state.next_job();
    state.detail.account.begin();
    state.detail.account_job = Some(job);
    effects.push(Effect::Submit(job, Job::Account { epoch: state.detail.epoch, id }));
}

fn ask_entitlements(state: &mut State, offset: u64, effects: &mut Vec<Effect>) {
    let Some(id) = state.detail.id.clone() else { return };
    let job = state.next_job();
    state.detail.entitlements.begin();
    state.detail.entitlements_job = Some(job);
    let span = Span { offset, limit: ENTITLEMENTS };
    effects.push(Effect::Submit(job, Job::Entitlements { epoch: state.detail.epoch, id, span }));
}

/// Asks for the next entitlements when the person comes near the last one read.
fn read_more_entitlements(state: &mut State, effects: &mut Vec<Effect>) {
    let Load::Ready(read) = &state.detail.entitlements else { return };
    let near_end = state.detail.cursor.at + AHEAD + rows(state) >= read.rows.len();
    let asked_to_go_on = state.detail.cursor.at > 0;
    if !read.whole && near_end && asked_to_go_on {
        let offset = read.rows.len() as u64;
        ask_entitlements(state, offset, effects);
    }
}
