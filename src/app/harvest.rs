//! What a scan kept: the rows that passed, in the order in which they came, and how far the reading has got.
//!
//! Rows of an earlier reading stay until the new one has ended, so that a refresh never takes away what a person looks at.

mod gathered;
#[cfg(test)]
mod tests;

use jiff::Timestamp;

use super::imprinted::ImprintedRows;
use super::window::Slot;
use crate::model::{AccountRow, Completeness, Problem};
use crate::work::protocol::{Census, JobId};
use gathered::Gathered;

/// How a scan stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Stage {
    /// Not begun yet: what it takes is still being found out.
    #[default]
    Due,
    /// Under way.
    Reading(JobId),
    /// Under way, and told to ask for nothing for now.
    Paused(JobId),
    /// Read to the end.
    Ended,
    /// The person ended it.
    Stopped,
    /// It could not go on.
    Failed(Problem),
}

/// What a scan kept.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Harvest {
    stage: Stage,
    /// The reading under way, or the last.
    gathered: Gathered,
    /// The reading before it, which is shown until that has ended.
    earlier: Option<Gathered>,
}

/// Rows that came.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheaf {
    /// The job that asked.
    pub job: JobId,
    /// The rows that passed.
    pub rows: Vec<AccountRow>,
    /// What was read by then, passed or not.
    pub census: Census,
    /// Whether nothing more comes.
    pub is_last: bool,
    /// When they came.
    pub at: Timestamp,
}

/// What has come of taking rows in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Growth {
    /// The rows from this place on are new; the others stand where they stood.
    From(usize),
    /// All rows are others.
    Anew,
}

impl Harvest {
    /// How the scan stands.
    #[must_use]
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// What the reading under way has read by now; the last reading's where none is.
    #[must_use]
    pub fn census(&self) -> &Census {
        &self.gathered.census
    }

    /// How many rows the reading under way has kept by now; the last reading's where none is.
    #[must_use]
    pub fn kept(&self) -> u64 {
        self.gathered.rows.len() as u64
    }

    /// When the rows shown were read, where a newer reading is under way or has come to nothing.
    #[must_use]
    pub fn stale_since(&self) -> Option<Timestamp> {
        self.earlier.as_ref().and_then(Gathered::oldest)
    }

    fn shown(&self) -> &Gathered {
        self.earlier.as_ref().unwrap_or(&self.gathered)
    }

    /// How many rows are shown.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shown().rows.len()
    }

    /// Whether all was read and nothing passed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0 && self.stage == Stage::Ended
    }

    /// What stands at a place.
    #[must_use]
    pub fn slot(&self, place: usize) -> Slot<'_> {
        let shown = self.shown();
        match (shown.rows.get(place), shown.read_at(place)) {
            (Some(row), Some(at)) => Slot::Here(row, at),
            _ => Slot::Coming,
        }
    }

    /// The row at a place.
    #[must_use]
    pub fn row(&self, place: usize) -> Option<&AccountRow> {
        self.shown().rows.get(place)
    }

    /// Every row shown, with its place.
    pub fn rows(&self) -> impl Iterator<Item = (usize, &AccountRow)> {
        self.shown().rows.iter().enumerate()
    }

    /// The rows shown, where some stand at a place or behind it; and the place of their first.
    #[must_use]
    pub fn stretch(&self, place: usize) -> Option<(usize, &ImprintedRows)> {
        Some((0, &self.shown().rows)).filter(|(_, rows)| rows.len() > place)
    }

    /// The oldest reading among the rows shown.
    #[must_use]
    pub fn oldest(&self) -> Option<Timestamp> {
        self.shown().oldest()
    }

    /// Whether the list was read to its end, and every row the tenant counts was given.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.stage == Stage::Ended && self.gathered.census.is_whole()
    }

    /// How whole that is of which the rows were kept.
    #[must_use]
    pub fn completeness(&self) -> Completeness {
        if let Some(earlier) = &self.earlier
            && let Some(since) = earlier.oldest()
        {
            return Completeness::Stale { loaded: earlier.rows.len() as u64, since };
        }
        let Census { have, total, .. } = self.gathered.census;
        match self.stage {
            Stage::Ended => self.gathered.census.completeness(),
            _ if have == 0 && total.is_none() => Completeness::Unknown,
            _ => Completeness::Window { loaded: have, total, missing: 0 },
        }
    }

    /// Why the scan could not go on.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match &self.stage {
            Stage::Failed(problem) => Some(problem),
            _ => None,
        }
    }

    /// The job under way.
    #[must_use]
    pub fn job(&self) -> Option<JobId> {
        match self.stage {
            Stage::Reading(job) | Stage::Paused(job) => Some(job),
            Stage::Due | Stage::Ended | Stage::Stopped | Stage::Failed(_) => None,
        }
    }

    /// Whether more is to come.
    #[must_use]
    pub fn is_growing(&self) -> bool {
        matches!(self.stage, Stage::Due | Stage::Reading(_) | Stage::Paused(_))
    }

    /// The scan is carried out by this job, or goes on with it.
    pub fn begin(&mut self, job: JobId) {
        self.stage = Stage::Reading(job);
    }

    /// The scan asks for nothing for now.
    pub fn pause(&mut self, job: JobId) {
        self.stage = Stage::Paused(job);
    }

    /// The person ends the scan; what it kept stays.
    pub fn stop(&mut self) {
        self.end_early(Stage::Stopped);
    }

    /// The job failed. Says whether it was ours.
    pub fn fail(&mut self, job: JobId, problem: &Problem) -> bool {
        let is_ours = self.job() == Some(job);
        if is_ours {
            self.end_early(Stage::Failed(problem.clone()));
        }
        is_ours
    }

    /// The job was cancelled by the worker. Says whether it was ours.
    pub fn cancelled(&mut self, job: JobId) -> bool {
        let is_ours = self.job() == Some(job);
        if is_ours {
            self.end_early(Stage::Stopped);
        }
        is_ours
    }

    /// The reading ends before its end. What an earlier one gave stays where it is worth more.
    fn end_early(&mut self, stage: Stage) {
        self.stage = stage;
        if self.earlier.as_ref().is_some_and(|earlier| earlier.is_worth_less_than(&self.gathered)) {
            self.earlier = None;
        }
    }

    /// Takes in rows, if they are still waited for. Says what has come of it for the rows shown.
    pub fn take_in(&mut self, sheaf: Sheaf) -> Option<Growth> {
        if self.job() != Some(sheaf.job) {
            return None;
        }
        let place = self.gathered.rows.len();
        self.gathered.take_in(sheaf.rows, sheaf.census, sheaf.at);
        if sheaf.is_last {
            self.stage = Stage::Ended;
        }
        let is_replaced = sheaf.is_last && self.earlier.take().is_some();
        Some(match &self.earlier {
            _ if is_replaced => Growth::Anew,
            Some(earlier) => Growth::From(earlier.rows.len()),
            None => Growth::From(place),
        })
    }

    /// A new scan of the same: what is here stays until that has ended.
    #[must_use]
    pub fn renewed(self) -> Self {
        let here = self.earlier.unwrap_or(self.gathered);
        let earlier = (!here.rows.is_empty()).then_some(here);
        Self { earlier, ..Self::default() }
    }

    /// Puts in a row that was read by itself, wherever the account stands.
    pub fn replace(&mut self, row: &AccountRow) {
        for gathered in [Some(&mut self.gathered), self.earlier.as_mut()].into_iter().flatten() {
            gathered.replace(row);
        }
    }

    /// Forgets the values of added columns.
    pub fn forget_extra(&mut self) {
        for gathered in [Some(&mut self.gathered), self.earlier.as_mut()].into_iter().flatten() {
            gathered.forget_extra();
        }
    }
}
