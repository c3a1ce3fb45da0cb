//! The list of tasks: what was submitted to this tenant from this machine, by this screen and before it.
//!
//! The journal holds all of it, as it was when it was read. Of the runs of this screen more is known, and sooner: their
//! targets are told as the runs tell them.

use std::cmp::Reverse;

use jiff::Timestamp;

use super::State;
use super::load::Load;
use super::runs::{Progress, Run};
use super::screens::tasks::Which;
use crate::model::{ActsOn, Outcome, Verb};
use crate::work::protocol::{JobId, Target, Task, Tasks};

/// What is known of earlier work, besides the runs of this screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TaskList {
    /// What the journal held.
    pub kept: Load<Tasks>,
    /// The job that reads it.
    pub job: Option<JobId>,
    /// The job that looks up what earlier runs left open, from the start on.
    pub left_open_job: Option<JobId>,
}

/// A line of the list: what was submitted for one target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TaskLine<'a> {
    /// As the journal holds it.
    Kept(&'a Task),
    /// As a run of this screen tells it.
    Live {
        /// The run.
        run: &'a Run,
        /// The target, as it was planned.
        target: &'a Target,
        /// What is known of it.
        progress: &'a Progress,
    },
}

/// The lines, the newest run first, and in a run those confirmed first.
#[must_use]
pub fn lines(state: &State) -> Vec<TaskLine<'_>> {
    let kept = state.tasks.kept.value().map_or(&[][..], |tasks| &tasks.newest);
    let mut of_runs = kept.chunk_by(|one, next| one.run == next.run).peekable();
    let mut live: Vec<&Run> = state.runs.iter().collect();
    // A run without a number has just been confirmed.
    live.sort_by_key(|run| Reverse(run.number.unwrap_or(i64::MAX)));
    let mut lines = Vec::new();
    for run in live {
        let number = run.number.unwrap_or(i64::MAX);
        while let Some(newer) = of_runs.next_if(|tasks| tasks[0].run > number) {
            lines.extend(newer.iter().map(TaskLine::Kept));
        }
        let same = of_runs.next_if(|tasks| tasks[0].run == number).unwrap_or_default();
        lines.extend(lines_of(run, same));
    }
    lines.extend(of_runs.flatten().map(TaskLine::Kept));
    lines
}

/// The lines a screen shows.
#[must_use]
pub fn shown(state: &State, which: Which) -> Vec<TaskLine<'_>> {
    let mut lines = lines(state);
    if which == Which::Failed {
        lines.retain(|line| has_failed(line.outcome()));
    }
    lines
}

/// Whether work failed, or may have.
#[must_use]
pub fn has_failed(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Failed | Outcome::Refused | Outcome::Unknown)
}

/// How many there are in all; more than there are lines where the journal holds more than it was asked for.
#[must_use]
pub fn total(state: &State, lines: usize) -> u64 {
    let kept = state.tasks.kept.value();
    let left_out = kept.map_or(0, |tasks| tasks.total.saturating_sub(tasks.newest.len() as u64));
    lines as u64 + left_out
}

/// The lines of a run of this screen. What it left open, the journal may know the end of by now.
fn lines_of<'a>(run: &'a Run, kept: &'a [Task]) -> impl Iterator<Item = TaskLine<'a>> {
    let submitted = run.plan.targets.iter().zip(&run.progress).filter(|(_, progress)| {
        // What was skipped was never submitted.
        progress.outcome.skip_reason().is_none()
    });
    submitted.map(move |(target, progress)| {
        let was_left_open = progress.ended_at.is_some() && progress.outcome.is_unfinished();
        let since = was_left_open.then(|| kept.iter().find(|task| task.target == target.id)).flatten();
        match since.filter(|task| !task.outcome.is_unfinished()) {
            Some(task) => TaskLine::Kept(task),
            None => TaskLine::Live { run, target, progress },
        }
    })
}

impl<'a> TaskLine<'a> {
    /// The number of its run; none while that has none.
    #[must_use]
    pub fn run(self) -> Option<i64> {
        match self {
            Self::Kept(task) => Some(task.run),
            Self::Live { run, .. } => run.number,
        }
    }

    /// What was done; none for a verb of a newer program.
    #[must_use]
    pub fn verb(self) -> Option<Verb> {
        match self {
            Self::Kept(task) => task.verb,
            Self::Live { run, .. } => Some(run.plan.order.verb),
        }
    }

    /// What the target is.
    #[must_use]
    pub fn kind(self) -> ActsOn {
        match self {
            Self::Kept(task) => task.kind,
            Self::Live { run, .. } => run.plan.order.verb.acts_on(),
        }
    }

    /// The target's id.
    #[must_use]
    pub fn id(self) -> &'a str {
        match self {
            Self::Kept(task) => &task.target,
            Self::Live { target, .. } => &target.id,
        }
    }

    /// What a person calls the target: its name, or its id where it has none.
    #[must_use]
    pub fn name(self) -> &'a str {
        match self {
            Self::Kept(task) => task.name.as_deref().unwrap_or(&task.target),
            Self::Live { target, .. } => target.shown_name(),
        }
    }

    /// The name of the source the account is on.
    #[must_use]
    pub fn source(self) -> Option<&'a str> {
        match self {
            Self::Kept(task) => task.source.as_deref(),
            Self::Live { target, .. } => target.row.as_ref()?.source.name.as_deref(),
        }
    }

    /// What became of it.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        match self {
            Self::Kept(task) => task.outcome,
            Self::Live { progress, .. } => progress.outcome,
        }
    }

    /// How far the tenant is with it, in percent, where it tells.
    #[must_use]
    pub fn percent(self) -> Option<u64> {
        match self {
            Self::Kept(_) => None,
            Self::Live { progress, .. } => progress.percent,
        }
    }

    /// Why, where there is something to say: the tenant's messages in full.
    #[must_use]
    pub fn reason(self) -> Option<&'a str> {
        match self {
            Self::Kept(task) => task.reason.as_deref(),
            Self::Live { progress, .. } => progress.reason.as_deref(),
        }
    }

    /// The HTTP status of the answer.
    #[must_use]
    pub fn status(self) -> Option<u16> {
        match self {
            Self::Kept(task) => task.status,
            Self::Live { progress, .. } => progress.status,
        }
    }

    /// The vendor's id of the request.
    #[must_use]
    pub fn tracking_id(self) -> Option<&'a str> {
        match self {
            Self::Kept(task) => task.tracking_id.as_deref(),
            Self::Live { progress, .. } => progress.tracking_id.as_deref(),
        }
    }

    /// The ticket it was done for, where the journal tells one.
    #[must_use]
    pub fn ticket(self) -> Option<&'a str> {
        match self {
            Self::Kept(task) => task.ticket.as_deref(),
            Self::Live { .. } => None,
        }
    }

    /// When it was sent, or confirmed where it was not sent.
    #[must_use]
    pub fn at(self) -> Option<Timestamp> {
        match self {
            Self::Kept(task) => task.sent.or(task.confirmed),
            Self::Live { run, progress, .. } => Some(progress.sent_at.unwrap_or(run.begun_at)),
        }
    }

    /// When its outcome was settled.
    #[must_use]
    pub fn ended(self) -> Option<Timestamp> {
        match self {
            Self::Kept(task) => task.ended,
            // A run that was left tells an end where there is none yet.
            Self::Live { progress, .. } => progress.ended_at.filter(|_| !progress.outcome.is_unfinished()),
        }
    }
}
