//! Marking accounts: one, those from here to there, all that match, none.

mod range;
mod sweep;

use super::table;
use crate::app::action::Action;
use crate::app::event::Fact;
use crate::app::list::List;
use crate::app::notice::Level;
use crate::app::rows::Rows;
use crate::app::screens::Screen;
use crate::app::selecting::Selecting;
use crate::app::{Effect, State};
use crate::model::{AccountRow, text};
use crate::work::protocol::{Epoch, JobId, Report, RunEvent};
pub(super) use range::{begin_or_end as mark_range, follow as follow_range};
pub(super) use sweep::{begin as mark_all, failed, follow as follow_sweep, take_in};

/// Marks the account under the cursor, or takes its mark away, and moves down.
pub(super) fn mark(state: &mut State) {
    let Some(row) = state.account_at_hand().cloned() else { return };
    state.marks.toggle(&row);
    if state.is_at_an_identity() {
        // The table need not show it.
        state.marks.recount(&state.list);
    } else {
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

/// Something else than where the range goes is meant: it ends, and what it marked stays marked. What acts on accounts waits for
/// those that are meant and not marked yet. Says whether the action is not done.
pub(super) fn holds_back(state: &mut State, action: Action, effects: &mut Vec<Effect>) -> bool {
    if state.selecting.is_none() {
        return false;
    }
    if acts_on_marks(action) && still_reads(state) {
        return true;
    }
    match &state.selecting {
        Some(Selecting::Range(_)) if !leaves_the_range(action) => {
            range::end(state);
            // The key ended the range; it need not toggle the last row of it.
            action == Action::Mark
        }
        Some(Selecting::Sweep(_)) if matches!(action, Action::Mark | Action::MarkNone | Action::MarkRange) => {
            end(state, effects);
            false
        }
        _ => false,
    }
}

/// Whether accounts are meant that are not marked yet, since they have still to be read. Then it is said.
pub(super) fn still_reads(state: &mut State) -> bool {
    let awaits_rows = state.selecting.as_ref().is_some_and(Selecting::awaits_rows);
    if awaits_rows {
        let said = "what is to be marked is still being read: wait for it, or end it with Esc";
        state.notices.add(state.now, Level::Warn, said);
    }
    awaits_rows
}

fn acts_on_marks(action: Action) -> bool {
    action.verb().is_some() || matches!(action, Action::Correlate | Action::Uncorrelate | Action::Export)
}

/// Whether a range goes on where this is meant.
fn leaves_the_range(action: Action) -> bool {
    use Action::{Back, ColumnsLeft, ColumnsRight, MarkRange, Palette};
    moves(action) || matches!(action, Back | ColumnsLeft | ColumnsRight | MarkRange | Palette)
}

fn moves(action: Action) -> bool {
    use Action::{Bottom, Down, HalfPageDown, HalfPageUp, PageDown, PageUp, Top, Up};
    matches!(action, Down | Up | HalfPageDown | HalfPageUp | PageDown | PageUp | Top | Bottom)
}

/// Esc: ends what is being marked. Says whether something was.
pub(super) fn end(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    match &state.selecting {
        None => false,
        Some(Selecting::Range(_)) => {
            range::end(state);
            true
        }
        Some(Selecting::Sweep(_)) => sweep::end(state, effects),
    }
}

/// What the table shows, as far as that tells whether it may show other rows than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sight {
    epoch: Epoch,
    loaded: u64,
    shown: usize,
    is_narrowed: bool,
}

impl Sight {
    /// None where nothing is marked, and so nothing has to be found out.
    pub(super) fn of(state: &State) -> Option<Self> {
        let list = &state.list;
        let (loaded, shown) = (list.rows.loaded(), list.len());
        let sight = Self { epoch: list.epoch, loaded, shown, is_narrowed: list.narrowing.is_some() };
        (!state.marks.is_empty()).then_some(sight)
    }

    /// Whether other rows may be shown than before. Of rows that were reported [`may_show_others`] knows more.
    pub(super) fn is_other_than(self, before: Self, is_reported: bool) -> bool {
        self.epoch != before.epoch || !is_reported && self != before
    }
}

/// After this, marked accounts can be on the screen that were not, or the other way round. To find out which takes a look at
/// every row, so it is done only when it can matter: a run of thousands tells several things of each. What a key changes shows
/// by itself: see [`Sight`].
pub(super) fn may_show_others(state: &State, fact: &Fact) -> bool {
    if state.marks.is_empty() {
        return false;
    }
    match fact {
        Fact::Woke => state.list.is_counting(),
        Fact::Typed(_) | Fact::Pasted(_) => matches!(state.screens.last(), Some(Screen::QueryBar(_))),
        Fact::Reported(report) => match report {
            Report::Page { job, total, .. } => !only_adds_page(&state.list, *job, *total),
            Report::Scanned { job, .. } => {
                state.list.rows.jobs().any(|own| own == *job) && !only_adds(&state.list, *job)
            }
            Report::Sources { .. }
            | Report::Failed { .. }
            | Report::Cancelled { .. }
            | Report::Run { event: RunEvent::Ended { .. }, .. } => true,
            Report::Run { event: RunEvent::Settled(_), .. } => state.list.narrowing.is_some(),
            _ => false,
        },
        Fact::Started(_)
        | Fact::Acted(_)
        | Fact::Pressed
        | Fact::Drawn
        | Fact::Resized(_)
        | Fact::QueuesKept(..)
        | Fact::Interrupted => false,
    }
}

/// Rows are about to be taken into the list. Where they stand beside all that are shown already, only they are looked at.
pub(super) fn rows_come(state: &mut State, job: JobId, rows: &[AccountRow], total: Option<u64>) {
    let adds = match state.list.rows {
        Rows::Window(_) => only_adds_page(&state.list, job, total),
        Rows::Harvest(_) => only_adds(&state.list, job),
    };
    if adds {
        state.marks.seen(rows);
    }
}

/// A page that takes no other's place, and that tells no total, by which the list may have become shorter.
fn only_adds_page(list: &List, job: JobId, total: Option<u64>) -> bool {
    let is_new = list.rows.window().is_some_and(|window| window.awaits(job) && !window.rereads(job));
    is_new && total.is_none() && list.narrowing.is_none()
}

/// Rows of a scan that are shown as they come.
fn only_adds(list: &List, job: JobId) -> bool {
    let harvest = list.rows.harvest().filter(|harvest| harvest.job() == Some(job));
    harvest.is_some_and(|harvest| harvest.stale_since().is_none()) && list.narrowing.is_none()
}
