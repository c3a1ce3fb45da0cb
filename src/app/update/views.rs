//! Going back to the view before.

use super::bar;
use crate::app::cursor::Step;
use crate::app::notice::Level;
use crate::app::{Effect, State};

/// Asks once more what was asked before, and goes to where the person stood.
pub(super) fn go_back(state: &mut State, effects: &mut Vec<Effect>) {
    match state.views.go_back() {
        Some(text) => {
            super::close_all(state, effects);
            bar::ask_text(state, &text, effects);
        }
        None => state.notices.add(state.now, Level::Note, "there is no view before this one"),
    }
}

/// Takes the place in the view that was gone back to, once its rows reach so far.
pub(super) fn follow(state: &mut State) {
    if let Some(view) = state.views.landing(&state.list) {
        let height = state.layout().map_or(0, |layout| layout.table_rows());
        let len = state.list.len();
        state.list.cursor.top = view.cursor.top;
        state.list.cursor.step(Step::To(view.cursor.at), len, height);
        state.list.anchor = view.anchor;
        // It is the person's own place: rows that come later do not bring them back to the top.
        state.list.is_touched = true;
        super::table::find_anchor(state);
    }
}
