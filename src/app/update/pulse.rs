//! The pulse: how many accounts there are is asked first; where that is many, the person says whether they are counted.

use std::sync::Arc;

use super::{bar, choosing, running, tasks};
use crate::app::action::Action;
use crate::app::load::Load;
use crate::app::pulse::{self, AT_ONCE, PulseLine};
use crate::app::screens::{PulseScreen, Screen};
use crate::app::{Effect, State};
use crate::model::{ListQuery, Problem};
use crate::work::protocol::{Job, JobId, Tally};

/// Opens the pulse. What was counted before is shown with its time, and counted anew where that is little to ask.
pub(super) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    if pulse_screen(state).is_some() {
        return;
    }
    // The counting was given up when the screen was left.
    state.pulse.total.give_up();
    state.pulse.tally.give_up();
    // The person stands on all accounts, once they are counted.
    let mut screen = PulseScreen::default();
    screen.cursor.at = 1 + state.runs.going().count();
    super::open(state, Screen::Pulse(screen));
    tasks::read(state, effects);
    ask_how_many(state, effects);
}

fn pulse_screen(state: &mut State) -> Option<&mut PulseScreen> {
    state.screens.iter_mut().find_map(|screen| match screen {
        Screen::Pulse(pulse) => Some(pulse),
        _ => None,
    })
}

/// Whether the job is the one under way; then it is no more.
fn settle(state: &mut State, job: JobId) -> bool {
    pulse_screen(state).is_some_and(|pulse| pulse.job.take_if(|known| *known == job).is_some())
}

fn begin(state: &mut State, job: JobId) {
    if let Some(pulse) = pulse_screen(state) {
        pulse.job = Some(job);
    }
}

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let (len, height) = (pulse::lines(state).len(), rows(state));
    let Some(Screen::Pulse(screen)) = state.screens.last_mut() else { return };
    if choosing::step(&mut screen.cursor, action, len, height) {
        return;
    }
    match action {
        Action::ColumnsLeft => screen.turn(-1),
        Action::ColumnsRight => screen.turn(1),
        Action::Refresh => {
            tasks::read(state, effects);
            if waits(state) { count(state, effects) } else { ask_how_many(state, effects) }
        }
        Action::Open if waits(state) => count(state, effects),
        Action::Open => go(state, effects),
        _ => {}
    }
}

fn rows(state: &State) -> usize {
    state.layout().map_or(0, |layout| layout.rows_beside(PulseScreen::HEAD))
}

/// Whether the person is asked whether so many accounts are to be counted: none of them was yet.
fn waits(state: &State) -> bool {
    let many = matches!(state.pulse.total, Load::Ready(Some(total)) if total > AT_ONCE);
    many && state.pulse.tally == Load::Idle
}

fn ask_how_many(state: &mut State, effects: &mut Vec<Effect>) {
    if pulse_screen(state).is_none_or(|pulse| pulse.job.is_some()) {
        return;
    }
    let job = state.next_job();
    begin(state, job);
    state.pulse.total.begin();
    let query = ListQuery { sorters: "id".to_owned(), ..ListQuery::default() };
    effects.push(Effect::Submit(job, Job::Count { query: query.into() }));
}

fn count(state: &mut State, effects: &mut Vec<Effect>) {
    let job = state.next_job();
    begin(state, job);
    state.pulse.census = None;
    state.pulse.tally.begin();
    effects.push(Effect::Submit(job, Job::Tally));
}

/// The tenant said how many accounts there are.
pub(super) fn counted(state: &mut State, job: JobId, total: Option<u64>, effects: &mut Vec<Effect>) {
    if settle(state, job) {
        state.pulse.total = Load::Ready(total);
        if total.is_none_or(|total| total <= AT_ONCE) {
            count(state, effects);
        }
    }
}

/// Accounts were counted. What was counted whole before stays until all are.
pub(super) fn tallied(state: &mut State, job: JobId, tally: Arc<Tally>, is_last: bool) {
    if pulse_screen(state).is_none_or(|pulse| pulse.job != Some(job)) {
        return;
    }
    if is_last {
        settle(state, job);
        state.pulse.census = None;
        state.pulse.tally = Load::Ready((tally, state.now));
        return;
    }
    state.pulse.census = Some(tally.census.clone());
    if state.pulse.tally.value().is_none_or(|(shown, _)| !shown.census.is_whole()) {
        state.pulse.tally = Load::Loading { stale: Some((tally, state.now)) };
    }
}

/// The tenant did not answer. Says whether the job was ours.
pub(super) fn failed(state: &mut State, job: JobId, problem: &Problem) -> bool {
    let is_ours = settle(state, job);
    if is_ours && state.pulse.total.is_loading() {
        state.pulse.total.fail(problem.clone());
    } else if is_ours {
        state.pulse.census = None;
        state.pulse.tally.fail(problem.clone());
    }
    is_ours
}

/// Goes to what the line under the cursor tells of.
fn go(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(screen) = pulse_screen(state).copied() else { return };
    let lines = pulse::lines(state);
    let Some(line) = lines.get(screen.cursor.at).copied() else { return };
    match line {
        PulseLine::Work => tasks::open(state, effects),
        PulseLine::Run(run) => {
            let job = run.job;
            running::show(state, job);
        }
        PulseLine::All(_) | PulseLine::Source(_) => {
            if let Some(text) = pulse::query(line, screen.share) {
                super::close_all(state, effects);
                bar::ask_text(state, &text, effects);
            }
        }
    }
}
