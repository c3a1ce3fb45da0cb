//! Runs under way: what is told of them, and what the person wants of them.

use std::sync::Arc;

use super::{asking, bar, choosing, details, identity, planning, refreshing, siblings, table};
use crate::app::action::Action;
use crate::app::marks::Targets;
use crate::app::notice::Level;
use crate::app::runs::{Run, Stage};
use crate::app::screens::{RunScreen, Screen};
use crate::app::{Effect, State};
use crate::model::{AccountId, ActsOn, Outcome, Problem, Verb};
use crate::work::protocol::{Control, JobId, Plan, RunEvent, Settled};

/// A plan was confirmed and given to the worker; in words, what it writes.
pub(super) fn begun(state: &mut State, job: JobId, plan: Arc<Plan>, what: Vec<String>) {
    state.runs.begin(job, plan, what, state.now);
}

/// Shows a run, in the place of another that was looked at.
pub(super) fn show(state: &mut State, job: JobId) {
    state.screens.retain(|screen| !matches!(screen, Screen::Run(_)));
    state.screens.push(Screen::Run(RunScreen::of(job)));
}

/// Takes in what happened in a run.
pub(super) fn take_in(state: &mut State, job: JobId, event: RunEvent, effects: &mut Vec<Effect>) {
    let now = state.now;
    let Some(run) = state.runs.take_in(job, &event, now) else { return };
    match event {
        RunEvent::Settled(settled) => {
            let verb = run.plan.order.verb;
            let told = (run.plan.targets.len() == 1).then(|| of_one(run, &settled));
            state.notices.extend(now, told);
            if settled.outcome == Outcome::Verified && matches!(verb, Verb::Remove | Verb::Delete) {
                // Nothing can be done any more to an account that is gone.
                state.marks.forget(&AccountId::from(settled.target.as_str()));
            }
            show_again(state, verb.acts_on(), &settled, effects);
        }
        RunEvent::Paused { why } => {
            if matches!(run.stage, Stage::Paused { .. }) {
                let told = format!("run {} is paused: {why} · :run shows it", run.number.unwrap_or_default());
                state.notices.add(now, Level::Warn, told);
            }
        }
        RunEvent::Ended { .. } => {
            let told = (run.plan.targets.len() > 1).then(|| of_many(run));
            let verb = run.plan.order.verb;
            state.notices.extend(now, told);
            refreshing::recount_failed_work(state);
            refreshing::hurry(state);
            if changes_the_list(verb) {
                asking::reread(state, effects);
                identity::refresh(state, effects);
                siblings::refresh(state, effects);
            }
        }
        RunEvent::Answered { target, outcome: Outcome::Unknown, .. } => {
            let told = (run.plan.targets.len() == 1).then(|| lost(run, &target));
            state.notices.extend(now, told);
        }
        RunEvent::Begun { .. } | RunEvent::Sending { .. } | RunEvent::Answered { .. } | RunEvent::Running { .. } => {}
    }
}

/// The run could not be begun, or broke. Says whether the job was one.
pub(super) fn failed(state: &mut State, job: JobId, problem: &Problem) -> bool {
    let Some(run) = state.runs.of_mut(job) else { return false };
    if let Some(number) = run.number {
        // What was sent stands in the journal; the next start looks it up.
        run.stage = Stage::Ended { head: String::new() };
        state.notices.add_problem(state.now, problem);
        let told = format!("run {number} broke off; what it sent is looked up at the next start");
        state.notices.add(state.now, Level::Err, told);
    } else {
        state.runs.forget(job);
        state.screens.retain(|screen| !matches!(screen, Screen::Run(open) if open.job == job));
        let mut told = problem.clone();
        told.summary = format!("nothing was sent: {}", problem.summary);
        state.notices.add_problem(state.now, &told);
    }
    true
}

/// Whether it changes more of the list than the states that are read back: which accounts there are, what they are called,
/// whose they are.
fn changes_the_list(verb: Verb) -> bool {
    use Verb::{Correlate, Create, Delete, Patch, Put, Remove, RemoveAll, Uncorrelate};
    matches!(verb, Create | Put | Patch | Correlate | Uncorrelate | Remove | Delete | RemoveAll)
}

/// The answer for a run's only target is lost: what is known, and that it is being found out.
fn lost(run: &Run, target: &str) -> (Level, String) {
    let name = run.target(target).map_or(target, |(target, _)| target.shown_name());
    let verb = run.plan.order.verb.word();
    (Level::Note, format!("no answer to {verb} {name}: it may have been taken, and is being looked up"))
}

/// What became of a run's only target, in a line.
fn of_one(run: &Run, settled: &Settled) -> (Level, String) {
    let verb = run.plan.order.verb;
    let target = run.target(&settled.target);
    let name = target.map_or(settled.target.as_str(), |(target, _)| target.shown_name());
    let source = target.and_then(|(target, _)| target.row.as_ref()?.source.name.as_deref());
    let whose = source.map_or_else(|| name.to_owned(), |source| format!("{name} · {source}"));
    let progress = target.map(|(_, progress)| progress);
    let status = progress.and_then(|progress| progress.status).filter(|status| *status >= 400);
    let status = status.map(|status| format!("HTTP {status}"));
    let tracking_id = progress.and_then(|progress| progress.tracking_id.as_ref()).map(|id| format!("tracking id {id}"));
    let reason = progress.and_then(|progress| progress.reason.clone());
    let because = |says: String| {
        let has = |part: &String| reason.as_ref().is_some_and(|reason| reason.contains(part.as_str()));
        let beside = [status.clone(), tracking_id.clone()].into_iter().flatten().filter(|part| !has(part));
        [Some(says), reason.clone()].into_iter().flatten().chain(beside).collect::<Vec<_>>().join(" · ")
    };
    let word = verb.word();
    match settled.outcome {
        Outcome::Verified => (Level::Ok, format!("{}, read back and seen: {whose}", verb.done())),
        Outcome::Completed => {
            let is_well = target.is_some_and(|(target, _)| target.is_well(settled.outcome));
            let level = if is_well { Level::Ok } else { Level::Warn };
            (level, because(format!("{word} completed (not seen): {whose}")))
        }
        Outcome::Refused => (Level::Err, because(format!("REFUSED {word}: {whose}"))),
        Outcome::Failed => (Level::Err, because(format!("FAILED {word}: {whose}"))),
        Outcome::Unknown => {
            let told = format!(
                "UNKNOWN whether {whose} is {}: it may have been taken, and is never sent again by itself",
                verb.done()
            );
            (Level::Warn, because(told))
        }
        Outcome::Sent => (Level::Warn, because(format!("{word} was sent and not yet seen: {whose}"))),
        Outcome::Skipped(_) | Outcome::Planned => (Level::Warn, because(format!("not sent: {word} {whose}"))),
    }
}

/// What became of a run's targets, in a line.
fn of_many(run: &Run) -> (Level, String) {
    let number = run.number.unwrap_or_default();
    let level = if run.went_well() { Level::Ok } else { Level::Warn };
    let counts: Vec<String> = run.counts().into_iter().map(|(word, count)| format!("{word} {count}")).collect();
    (level, format!("run {number} · {} ended: {}", run.plan.order.verb.word(), counts.join(", ")))
}

/// What was read back is what the screen shows: the row, and the details where they are about it.
fn show_again(state: &mut State, acts_on: ActsOn, settled: &Settled, effects: &mut Vec<Effect>) {
    if acts_on == ActsOn::Identity {
        return identity::sign_in_changed(state, &settled.target, effects);
    }
    let id = AccountId::from(settled.target.as_str());
    if let Some(row) = &settled.row {
        state.watches.saw(row);
        table::show_row(state, row);
    }
    details::account_changed(state, &id, effects);
}

/// Opens the newest run.
pub(super) fn open_last(state: &mut State) {
    let newest = state.runs.iter().next_back().map(|run| run.job);
    match newest {
        Some(job) => show(state, job),
        None => state.notices.add(state.now, Level::Note, "nothing was done from here yet; qd runs lists earlier runs"),
    }
}

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let height = state.layout().map_or(0, |layout| layout.rows_beside(RunScreen::frame_rows(state.size.rows)));
    let Some(Screen::Run(screen)) = state.screens.last_mut() else { return };
    let job = screen.job;
    let len = state.runs.of(job).map_or(0, |run| run.progress.len());
    if choosing::step(&mut screen.cursor, action, len, height) {
        return;
    }
    let at = screen.cursor.at;
    match action {
        Action::Toggle => pause_or_go_on(state, job, effects),
        Action::Stop => stop(state, job, effects),
        Action::Retry => retry(state, job, effects),
        Action::Open => go_to_target(state, job, at, effects),
        _ => {}
    }
}

/// Goes to what a target is: an account, the identity whose sign-in it is, the accounts of a source.
fn go_to_target(state: &mut State, job: JobId, at: usize, effects: &mut Vec<Effect>) {
    let Some(run) = state.runs.of(job) else { return };
    let Some(target) = run.plan.targets.get(at) else { return };
    let (id, name) = (target.id.clone(), target.shown_name().to_owned());
    let existing = target.row.as_ref().map(|row| row.id.clone());
    match (run.plan.order.verb.acts_on(), existing) {
        (ActsOn::Account, _) => table::go_to_account(state, &AccountId::from(id.as_str()), effects),
        (ActsOn::NewAccount, Some(id)) => table::go_to_account(state, &id, effects),
        (ActsOn::NewAccount, None) => {
            state.notices.add(state.now, Level::Note, "a new account has no id to go to yet: ask for it by its name");
        }
        (ActsOn::Identity, _) => {
            super::close_all(state, effects);
            identity::open_of(state, &id, Some(&name), effects);
        }
        (ActsOn::Source, _) => {
            super::close_all(state, effects);
            bar::ask_text(state, &format!("source:\"{name}\""), effects);
        }
    }
}

fn pause_or_go_on(state: &mut State, job: JobId, effects: &mut Vec<Effect>) {
    let Some(run) = state.runs.of_mut(job) else { return };
    let (next, control) = match run.stage {
        Stage::Going => (Stage::Paused { why: String::new() }, Control::Pause),
        Stage::Paused { .. } => (Stage::Going, Control::Run),
        Stage::Stopping | Stage::Ended { .. } => return,
    };
    run.stage = next;
    effects.push(Effect::Control(job, control));
}

/// Nothing more is sent; what was sent is no longer followed here.
pub(super) fn stop(state: &mut State, job: JobId, effects: &mut Vec<Effect>) {
    if let Some(run) = state.runs.of_mut(job).filter(|run| run.is_going() && run.stage != Stage::Stopping) {
        run.stage = Stage::Stopping;
        effects.push(Effect::Control(job, Control::Stop));
    }
}

/// Plans anew what was refused or failed.
fn retry(state: &mut State, job: JobId, effects: &mut Vec<Effect>) {
    let Some(run) = state.runs.of(job).filter(|run| !run.is_going()) else { return };
    let went_wrong = |outcome: Outcome| matches!(outcome, Outcome::Refused | Outcome::Failed);
    let both = run.plan.targets.iter().zip(&run.progress);
    let ids = both.filter(|(_, progress)| went_wrong(progress.outcome)).map(|(target, _)| target.id.clone());
    let (targets, order, what) = (Targets::seen(ids), run.plan.order.clone(), run.what.clone());
    if targets.ids.is_empty() {
        state.notices.add(state.now, Level::Note, "nothing of it was refused or failed");
    } else {
        planning::begin_telling(state, order, targets, what, effects);
    }
}
