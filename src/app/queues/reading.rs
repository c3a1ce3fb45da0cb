//! A full reading of a queue, while it goes on.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::roll::Gathered;
use super::{KeptBy, Known, Roll, Standing};
use crate::model::{AccountId, AccountRow};
use crate::query::Predicate;
use crate::work::protocol::{Census, JobId, QueueId};

/// Rows in a page.
const PAGE: u64 = 250;

/// The most time between the beginning of a reading and the answer that tells where the tenant's changes stood then: what
/// changed between the two is read as a change, since changes are read from a minute before.
const MARKED_WITHIN: SignedDuration = SignedDuration::from_secs(45);

/// For whom a queue is read whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Reader {
    /// The list on the screen.
    List,
    /// The queue alone, ahead of anybody's need.
    Ahead,
}

/// A full reading.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) struct FullReading {
    pub(in crate::app) queue: QueueId,
    pub(in crate::app) job: JobId,
    pub(in crate::app) reader: Reader,
    test: Option<Arc<Predicate>>,
    begun_at: Timestamp,
    members: HashSet<AccountId>,
    /// The rows of those who were no members before.
    unknown: Vec<AccountRow>,
    /// What was read in all, once it has come to its end: it may be waiting to be told where the changes stood.
    pub(in crate::app) ended: Option<Census>,
}

impl FullReading {
    pub(in crate::app) fn begin(
        queue: QueueId,
        job: JobId,
        reader: Reader,
        test: Option<Arc<Predicate>>,
        now: Timestamp,
    ) -> Self {
        Self { queue, job, reader, test, begun_at: now, members: HashSet::new(), unknown: Vec::new(), ended: None }
    }

    /// Takes in members; what is known of them from before need not be kept twice.
    pub(in crate::app) fn take_in(&mut self, rows: &[AccountRow], before: Option<&Roll>) {
        self.members.extend(rows.iter().map(|row| row.id.clone()));
        if let Some(before) = before {
            self.unknown.extend(rows.iter().filter(|row| !before.contains(&row.id)).cloned());
        }
    }

    /// Whether an answer that comes now still tells where the changes stood as it began.
    pub(in crate::app) fn may_be_marked(&self, now: Timestamp) -> bool {
        now.duration_since(self.begun_at).abs() <= MARKED_WITHIN
    }

    /// It has ended: what it gave is what the queue holds. Gives those that came since it was known last.
    pub(in crate::app) fn end(
        self,
        standing: &mut Standing,
        census: &Census,
        since: Option<Timestamp>,
        now: Timestamp,
    ) -> Vec<AccountRow> {
        let gathered = Gathered {
            members: self.members,
            test: self.test,
            pages: census.total.unwrap_or(census.have).div_ceil(PAGE),
            is_whole: census.is_whole(),
            since,
            at: now,
        };
        match &mut standing.known {
            Known::Read(roll) => roll.renew(gathered, self.unknown),
            known => {
                *known = Known::Read(Box::new(Roll::of(gathered, KeptBy::Changes)));
                Vec::new()
            }
        }
    }
}
