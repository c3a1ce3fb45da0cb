//! Leaving the program: with a run going, only after asking, and not before the answers in flight are there.

use jiff::SignedDuration;

use super::running;
use crate::app::action::Action;
use crate::app::runs::Run;
use crate::app::screens::Screen;
use crate::app::{Effect, State};
use crate::work::protocol::JobId;

/// How long the answers in flight are awaited.
const AWAITED: SignedDuration = SignedDuration::from_secs(5);

/// The person wants to leave: at once where nothing is going. Asked again, nothing is awaited any more.
pub(super) fn ask(state: &mut State, effects: &mut Vec<Effect>) {
    if state.leaving.is_some() || state.runs.going().next().is_none() {
        state.leaving = Some(state.now);
    } else if !state.runs.going().any(Run::has_open_targets) {
        // A run whose targets have all ended is only being closed in the journal.
        leave(state, effects);
    } else if state.screens.last() != Some(&Screen::Leaving) {
        state.screens.retain(|screen| *screen != Screen::Leaving);
        state.screens.push(Screen::Leaving);
    } else {
        leave(state, effects);
    }
}

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Confirm => leave(state, effects),
        Action::Refuse | Action::Accept => super::back(state, effects),
        _ => {}
    }
}

/// Stops every run, and leaves once each has ended.
pub(super) fn leave(state: &mut State, effects: &mut Vec<Effect>) {
    let going: Vec<JobId> = state.runs.going().map(|run| run.job).collect();
    for job in going {
        running::stop(state, job, effects);
    }
    state.leaving = state.leaving.or(Some(state.now + AWAITED));
}

/// A signal wants the program to end, or its terminal is gone: as [`leave`]; a second time nothing is awaited any more.
pub(super) fn be_interrupted(state: &mut State, effects: &mut Vec<Effect>) {
    if state.leaving.is_some() {
        state.leaving = Some(state.now);
    }
    leave(state, effects);
}

/// Leaves when nothing is awaited any more. Where the runs end while the person is asked, there is nothing to ask.
pub(super) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(until) = state.leaving else {
        let asks = state.screens.contains(&Screen::Leaving);
        if asks && !state.runs.going().any(Run::has_open_targets) {
            state.screens.retain(|screen| *screen != Screen::Leaving);
        }
        return;
    };
    // A time further away than that means that the clock was set back since.
    let is_over = state.now >= until || until > state.now + AWAITED;
    if state.runs.going().next().is_none() || is_over {
        effects.push(Effect::Exit);
    }
}
