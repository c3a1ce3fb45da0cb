//! Keys in the table.

use super::{
    asking, bar, choosing, copying, details, identity, marking, planning, refreshing, scanning, siblings, sorting,
};
use crate::app::action::Action;
use crate::app::cursor::Step;
use crate::app::detail::Tab;
use crate::app::notice::Level;
use crate::app::screens::Screen;
use crate::app::selecting::Reach;
use crate::app::{Effect, State};
use crate::model::{AccountId, AccountRow, text};

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Open => details::open(state, None),
        Action::RawJson => details::open(state, Some(Tab::Json)),
        Action::Mark => marking::mark(state),
        Action::MarkRange => marking::mark_range(state),
        Action::MarkAll => marking::mark_all(state, Reach::All, effects),
        Action::MarkInverse => marking::mark_all(state, Reach::Inverse, effects),
        Action::MarkNone => marking::none_or_back(state),
        Action::Identity => identity::open(state, effects),
        Action::Search => bar::open(state, effects),
        Action::NextTab if state.detail_is_shown() => details::turn(state, 1),
        Action::PreviousTab if state.detail_is_shown() => details::turn(state, -1),
        Action::ColumnsRight => scroll_columns(state, 1),
        Action::ColumnsLeft => scroll_columns(state, -1),
        Action::SortRight => sorting::turn(state, 1, effects),
        Action::SortLeft => sorting::turn(state, -1, effects),
        Action::SortReverse => sorting::reverse(state, effects),
        Action::Columns => super::open(state, Screen::Columns(super::super::screens::ColumnChooser::default())),
        Action::Refresh => asking::refresh(state, effects),
        Action::Pause => scanning::pause_or_go_on(state, effects),
        Action::AllAccounts => asking::ask_all(state, effects),
        Action::Copy => copying::copy_id_or_name(state, effects),
        Action::CopyRows => copying::copy_row(state, effects),
        _ => match action.verb() {
            Some(verb) => planning::act_on(state, verb, effects),
            None => go(state, action),
        },
    }
}

/// Goes to an account: to its row where it is here, else the tenant is asked for it by its id.
pub(super) fn go_to_account(state: &mut State, id: &AccountId, effects: &mut Vec<Effect>) {
    let height = state.layout().map_or(0, |layout| layout.table_rows());
    let len = state.list.len();
    super::close_all(state, effects);
    match state.list.find(id) {
        Some(place) => {
            state.list.cursor.step(Step::To(place), len, height);
            anchor(state);
        }
        None => bar::ask_text(state, &format!("id:\"{id}\""), effects),
    }
}

/// An account was read by itself: its row is shown so wherever it stands on the screen.
pub(super) fn show_row(state: &mut State, row: &AccountRow) {
    state.list.replace(row);
    find_anchor(state);
    refreshing::account_seen(state, row);
    identity::account_seen(state, row);
    siblings::account_seen(state, row);
}

/// Moves the cursor as an action says.
pub(super) fn go(state: &mut State, action: Action) {
    let height = state.layout().map_or(0, |layout| layout.table_rows());
    let len = state.list.len();
    if choosing::step(&mut state.list.cursor, action, len, height) {
        state.views.stay();
        anchor(state);
    }
}

/// Goes to a row by its number, counted from 1; beyond the last one, to that, and says so.
pub(super) fn goto(state: &mut State, number: u64) {
    let height = state.layout().map_or(0, |layout| layout.table_rows());
    let row = usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1);
    let len = state.list.len();
    state.list.cursor.step(Step::To(row), len, height);
    anchor(state);
    if row >= len && state.list.rows.total().is_some() {
        let verb = if len == 1 { "is" } else { "are" };
        let text = format!("there {verb} {}", text::counted(len as u64, "row"));
        state.notices.add(state.now, Level::Note, text);
    }
}

/// The person has moved: the row under the cursor is theirs now.
pub(super) fn anchor(state: &mut State) {
    state.list.hold_anchor();
}

/// The cursor stays with its account when the rows have moved; the row keeps its height on the screen. An account that is
/// nowhere among the rows is given up only when no page is on its way any more, or something is hidden here.
pub(super) fn find_anchor(state: &mut State) {
    let Some(wanted) = &state.list.anchor else { return };
    if state.list.current().is_some_and(|here| here.id == *wanted) {
        return;
    }
    if let Some(place) = state.list.find_anchor() {
        let begins_at_the_top = state.list.cursor.top == 0 && state.list.rows.harvest().is_some();
        let cursor = &mut state.list.cursor;
        let above = cursor.at - cursor.top.min(cursor.at);
        cursor.at = place;
        // The first rows of what a scan kept come after others: who stands at the top of the list sees them come.
        cursor.top = if begins_at_the_top { 0 } else { place.saturating_sub(above) };
    } else if state.list.narrowing.is_none() && state.list.rows.jobs().next().is_none() {
        anchor(state);
    }
}

fn scroll_columns(state: &mut State, by: isize) {
    let columns = &mut state.list.columns;
    let furthest = columns.scrolling().saturating_sub(1);
    columns.scrolled = columns.scrolled.saturating_add_signed(by).min(furthest);
}
