//! All accounts that match: those that are not here are read, and nothing is marked before it is certain that none is missing.

use crate::app::marks::{Mark, Marks};
use crate::model::{AccountId, AccountRow};
use crate::work::protocol::{Census, Epoch, JobId};

/// What becomes of the accounts that match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// All of them are marked.
    All,
    /// Those that are not marked are, and the others no longer.
    Inverse,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// It would take long, which was said: the same key again begins.
    Dear,
    /// The list is being read to its end already, for the table.
    Following,
    /// The list is being read for this alone.
    Reading {
        /// The job that reads.
        job: JobId,
        /// What was read so far.
        census: Census,
    },
}

/// All accounts that match are to be marked.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    /// What becomes of them.
    pub reach: Reach,
    /// The question they are to match. Another question ends it.
    pub epoch: Epoch,
    /// How far it is.
    pub stage: Stage,
    /// What was read for this alone.
    pub(in crate::app) found: Vec<(AccountId, Mark)>,
}

/// What came of marking all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// How many match.
    pub all: u64,
    /// How many of them are marked and were not.
    pub marked: u64,
    /// How many of them are marked no longer.
    pub unmarked: u64,
}

impl Sweep {
    /// One that has read nothing.
    #[must_use]
    pub fn new(reach: Reach, epoch: Epoch, stage: Stage) -> Self {
        Self { reach, epoch, stage, found: Vec::new() }
    }

    /// The job that reads for it.
    #[must_use]
    pub fn job(&self) -> Option<JobId> {
        match self.stage {
            Stage::Reading { job, .. } => Some(job),
            Stage::Dear | Stage::Following => None,
        }
    }

    /// Takes in rows that were read for it.
    pub(in crate::app) fn take_in(&mut self, rows: &[AccountRow]) {
        self.found.extend(rows.iter().map(|row| (row.id.clone(), Mark::of(row))));
    }
}

impl Reach {
    /// Does so to these accounts.
    pub(in crate::app) fn apply(
        self,
        marks: &mut Marks,
        accounts: impl IntoIterator<Item = (AccountId, Mark)>,
    ) -> Swept {
        let mut swept = Swept::default();
        for (id, mark) in accounts {
            swept.all += 1;
            if self == Self::Inverse && marks.unmark(&id) {
                swept.unmarked += 1;
            } else {
                swept.marked += u64::from(marks.put(id, mark));
            }
        }
        swept
    }
}
