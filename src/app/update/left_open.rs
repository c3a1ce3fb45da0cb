//! What earlier runs left open: looked up once at the start, and told as it becomes known.

use std::collections::BTreeMap;

use super::{details, table, tasks};
use crate::app::notice::Level;
use crate::app::{Effect, State};
use crate::model::{AccountId, Outcome, Problem, ProblemKind};
use crate::work::protocol::{Job, JobId, LeftOpen};

/// Asks what became of it.
pub(super) fn look_up(state: &mut State, effects: &mut Vec<Effect>) {
    let job = state.next_job();
    state.tasks.left_open_job = Some(job);
    effects.push(Effect::Submit(job, Job::LookUpLeftOpen));
}

/// Something is known now that was not before.
pub(super) fn take_in(state: &mut State, job: JobId, found: &[LeftOpen], is_last: bool, effects: &mut Vec<Effect>) {
    if state.tasks.left_open_job != Some(job) {
        return;
    }
    if is_last {
        state.tasks.left_open_job = None;
    }
    for LeftOpen { settled, .. } in found {
        if let Some(row) = &settled.row {
            state.watches.saw(row);
            table::show_row(state, row);
        }
        details::account_changed(state, &AccountId::from(settled.target.as_str()), effects);
    }
    match found {
        [] => return,
        [one] => state.notices.add(state.now, level(one.settled.outcome), of_one(one)),
        many => state.notices.add(state.now, worst(many), of_many(many)),
    }
    tasks::read_if_shown(state, effects);
}

/// It could not be looked up. Says whether the job was ours. That the tenant cannot be asked is told by what asks for
/// accounts.
pub(super) fn failed(state: &mut State, job: JobId, problem: &Problem) -> bool {
    let is_ours = state.tasks.left_open_job == Some(job);
    if is_ours {
        state.tasks.left_open_job = None;
        if problem.kind == ProblemKind::Journal {
            state.notices.add_problem(state.now, problem);
        }
    }
    is_ours
}

fn level(outcome: Outcome) -> Level {
    match outcome {
        Outcome::Verified => Level::Ok,
        Outcome::Completed => Level::Note,
        _ => Level::Warn,
    }
}

fn worst(found: &[LeftOpen]) -> Level {
    found.iter().map(|one| level(one.settled.outcome)).max().unwrap_or(Level::Note)
}

/// `run 7 left it open, and it is verified: disable adele.vance · Active Directory`
fn of_one(one: &LeftOpen) -> String {
    let settled = &one.settled;
    let name = settled.row.as_ref().map_or(settled.target.as_str().into(), |row| row.name_to_show());
    let source = settled.row.as_ref().and_then(|row| row.source.name.as_deref());
    let verb = one.verb.map_or("?", |verb| verb.word());
    let what = format!("run {} left it open, and it is {}: {verb} {name}", one.run, settled.outcome.on_screen());
    [Some(what.as_str()), source, settled.reason.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `what earlier runs left open: 3 verified, 1 FAILED`
fn of_many(found: &[LeftOpen]) -> String {
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    for one in found {
        *counts.entry(one.settled.outcome).or_default() += 1;
    }
    let counts = counts.iter().rev().map(|(outcome, count)| format!("{count} {}", outcome.on_screen()));
    format!("what earlier runs left open: {}", counts.collect::<Vec<_>>().join(", "))
}
