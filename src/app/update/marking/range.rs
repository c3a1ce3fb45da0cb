//! From one row to where the cursor goes.

use crate::app::State;
use crate::app::notice::Level;
use crate::app::selecting::{Range, Selecting};
use crate::model::text;

/// Begins a range at the cursor; where one is open, ends it. Rows that are on their way are waited for.
pub(in crate::app::update) fn begin_or_end(state: &mut State) {
    match state.selecting.as_ref().and_then(Selecting::range) {
        Some(range) if range.coming() > 0 => {
            let rows = text::counted(range.coming() as u64, "row");
            state.notices.add(state.now, Level::Note, format!("{rows} of the range still on the way: Esc ends it"));
        }
        Some(_) => end(state),
        None if state.list.is_empty() => {}
        None => state.selecting = Some(Selecting::Range(Box::new(Range::at_the_cursor(&state.list)))),
    }
}

/// The range follows the cursor, and takes what has come.
pub(in crate::app::update) fn follow(state: &mut State) {
    let Some(Selecting::Range(range)) = &mut state.selecting else { return };
    let is_here = range.epoch == state.list.epoch && range.draw_up(&state.list, &mut state.marks);
    if !is_here {
        end(state);
    }
}

/// The range ends. What it marked stays marked.
pub(super) fn end(state: &mut State) {
    let Some(range) = state.selecting.take_if(|selecting| selecting.range().is_some()) else { return };
    let coming = range.range().map_or(0, Range::coming);
    if coming > 0 {
        let rows = text::counted(coming as u64, "row");
        state.notices.add(state.now, Level::Warn, format!("the range ended early: {rows} not read, and so not marked"));
    }
}
