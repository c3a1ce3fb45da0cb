//! Marking accounts.

use super::table;
use crate::app::State;
use crate::app::action::Action;
use crate::app::event::Fact;
use crate::app::notice::Level;
use crate::app::screens::Screen;
use crate::model::text;
use crate::work::protocol::{Report, RunEvent};

/// Marks the account under the cursor, or takes its mark away, and moves down.
pub(super) fn mark(state: &mut State) {
    let Some(row) = state.account_at_hand().cloned() else { return };
    state.marks.toggle(&row);
    if !state.is_at_an_identity() {
        table::go(state, Action::Down);
    }
}

/// Takes all marks away; pressed again, brings them back.
pub(super) fn none_or_back(state: &mut State) {
    let before = state.marks.len();
    state.marks.none_or_back();
    state.marks.recount(&state.list);
    let said = match (before, state.marks.len()) {
        (0, 0) => "nothing is marked".to_owned(),
        (0, after) => format!("{} marked again", text::counted(after as u64, "account")),
        (before, _) => {
            format!("{} no longer marked; again brings the marks back", text::counted(before as u64, "account"))
        }
    };
    state.notices.add(state.now, Level::Note, said);
}

/// After this, marked accounts can be on the screen that were not, or the other way round. To find out which takes a look at
/// every row, so it is done only when it can matter: a run of thousands tells several things of each.
pub(super) fn may_show_others(state: &State, fact: &Fact) -> bool {
    use Action::{Bottom, ColumnsLeft, ColumnsRight, Down, HalfPageDown, HalfPageUp, Mark, PageDown, PageUp, Top, Up};
    match fact {
        Fact::Started(_) => true,
        Fact::Woke => state.list.is_counting(),
        Fact::Pressed | Fact::Drawn | Fact::Resized(_) | Fact::QueuesKept(..) | Fact::Interrupted => false,
        Fact::Typed(_) | Fact::Pasted(_) => matches!(state.screens.last(), Some(Screen::QueryBar(_))),
        Fact::Acted(action) => !matches!(
            action,
            Down | Up
                | HalfPageDown
                | HalfPageUp
                | PageDown
                | PageUp
                | Top
                | Bottom
                | ColumnsLeft
                | ColumnsRight
                | Mark
        ),
        Fact::Reported(report) => match report {
            Report::Page { .. }
            | Report::Scanned { .. }
            | Report::Sources { .. }
            | Report::Failed { .. }
            | Report::Cancelled { .. }
            | Report::Run { event: RunEvent::Ended { .. }, .. } => true,
            Report::Run { event: RunEvent::Settled(_), .. } => state.list.narrowing.is_some(),
            _ => false,
        },
    }
}
