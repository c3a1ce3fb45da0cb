//! Lists that lie over the table: the help, the request log, the column chooser.

use super::{asking, copying, sorting};
use crate::app::action::Action;
use crate::app::column::Column;
use crate::app::cursor::{Cursor, Step};
use crate::app::geometry::Layout;
use crate::app::screens::{ColumnChooser, Screen};
use crate::app::{Effect, State};

/// Moves a cursor as an action says. Says whether the action was a movement.
pub(super) fn step(cursor: &mut Cursor, action: Action, len: usize, height: usize) -> bool {
    let page = height.max(2) - 1;
    match action {
        Action::Down => cursor.step(Step::Down(1), len, height),
        Action::Up => cursor.step(Step::Up(1), len, height),
        Action::HalfPageDown => cursor.page(Step::Down(height.div_ceil(2)), len, height),
        Action::HalfPageUp => cursor.page(Step::Up(height.div_ceil(2)), len, height),
        Action::PageDown => cursor.page(Step::Down(page), len, height),
        Action::PageUp => cursor.page(Step::Up(page), len, height),
        Action::Top => cursor.step(Step::To(0), len, height),
        Action::Bottom => cursor.step(Step::To(usize::MAX), len, height),
        _ => return false,
    }
    true
}

/// Opens the request log at its newest line.
pub(super) fn open_log(state: &mut State) {
    let mut cursor = Cursor::default();
    step(&mut cursor, Action::Bottom, state.requests.len(), overlay_rows(state));
    super::open(state, Screen::Log(cursor));
}

/// The lines a list over the table can show, as the ui draws it.
fn overlay_rows(state: &State) -> usize {
    state.layout().map_or(0, |layout: Layout| layout.overlay_rows())
}

pub(super) fn scroll(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let height = overlay_rows(state);
    let (log_length, columns) = (state.requests.len(), state.size.columns);
    let across = state.layout().map_or(1, |layout| layout.help_columns());
    let help_rows = state.help_rows[across - 1];
    match state.screens.last_mut() {
        Some(Screen::Help(cursor)) => {
            // The help has no line to stand on: moving scrolls it, and the last step shows its last row.
            step(cursor, action, help_rows.saturating_sub(height) + 1, height);
        }
        Some(Screen::Target(screen)) => {
            // Below the title and a blank row. Like the help, it has no line to stand on.
            let height = height.saturating_sub(1);
            let len = screen.rows(columns).len();
            step(&mut screen.cursor, action, len.saturating_sub(height) + 1, height);
        }
        Some(Screen::Log(cursor)) => {
            if action == Action::Copy {
                copying::copy_request(state, effects);
            } else {
                step(cursor, action, log_length, height);
            }
        }
        _ => {}
    }
}

pub(super) fn choose_columns(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let height = overlay_rows(state);
    let lines = ColumnChooser::lines(&state.list.columns);
    let Some(Screen::Columns(chooser)) = state.screens.last_mut() else { return };
    if step(&mut chooser.cursor, action, lines.len(), height) {
        return;
    }
    let Some((column, _)) = lines.get(chooser.cursor.at).cloned() else { return };
    match action {
        Action::Toggle => toggle(state, &column, effects),
        Action::MoveEarlier | Action::MoveLater => {
            let by = if action == Action::MoveLater { 1 } else { -1 };
            if state.list.columns.shift(&column, by) {
                chooser.cursor.at = chooser.cursor.at.saturating_add_signed(by);
                reread_for(state, &column, effects);
            }
        }
        _ => {}
    }
}

/// Shows or hides a column.
pub(super) fn toggle(state: &mut State, column: &Column, effects: &mut Vec<Effect>) {
    if !state.list.columns.toggle(column) {
        let text = "the name is always shown".to_owned();
        state.notices.add(state.now, crate::app::notice::Level::Note, text);
        return;
    }
    let sorted_by_it = state.list.order.as_ref().is_some_and(|order| order.column == *column);
    if sorted_by_it && !state.list.columns.shown().contains(column) {
        sorting::forget(state, effects);
    } else {
        reread_for(state, column, effects);
    }
}

/// An added field's values come with the pages, so they have to be read again.
fn reread_for(state: &mut State, column: &Column, effects: &mut Vec<Effect>) {
    if matches!(column, Column::Field(_)) {
        asking::reread(state, effects);
    }
}
