//! The person's queues on the screen: what each is known to hold, since when, and how that is kept.
//!
//! What the tenant can count it counts. What only we can judge is known once it was read whole: its [`Roll`] of members is
//! then kept by what changes on the tenant, read for all queues together from the [`Watermark`] on, until something does
//! not fit or half an hour is over. A full reading is what everything is measured by, and it alone renews the claim.

mod reading;
mod roll;
mod watermark;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::model::{Asks, Queue};
use crate::work::protocol::{JobId, ListQuery, Membership, QueueId};
pub(super) use reading::{FullReading, Reader};
pub use roll::{Doubt, KeptBy, Roll};
pub(super) use watermark::{Fit, Watermark};

/// The time between two refreshes.
pub const BEAT: SignedDuration = SignedDuration::from_secs(60);

/// How many queues have a key.
pub const WITH_A_KEY: usize = 9;

/// How old a count may grow while changes tell when it has to be taken anew.
const OLD_COUNT: SignedDuration = SignedDuration::from_mins(5);

/// A queue and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Its number, for as long as the screen is open.
    pub id: QueueId,
    /// What it asks.
    pub queue: Queue,
    /// What is known of it.
    pub known: Known,
}

/// What is known of a queue.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    /// Nothing yet.
    Nothing,
    /// It cannot be asked; why.
    Wrong(String),
    /// The tenant counted it.
    Counted(Counted),
    /// It was read whole.
    Read(Box<Roll>),
    /// How much of our own work failed.
    Work(u64),
}

/// What the tenant counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// How many.
    pub total: u64,
    /// When.
    pub at: Timestamp,
    /// What was counted: an age means another time later.
    pub query: Arc<ListQuery>,
    /// How many more than when the person last looked.
    pub more: u64,
}

/// What was asked for the queues and is not answered yet.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Errand {
    /// How many a queue holds.
    Count(QueueId, Arc<ListQuery>),
    /// What has changed.
    Freshen,
    /// Where the tenant's changes stand as a full reading begins.
    Mark,
    /// Whether members are still there.
    Look,
}

/// The queues.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Queues {
    all: Vec<Standing>,
    last_id: u32,
    /// Up to where the tenant's changes are known.
    pub(super) watermark: Watermark,
    /// What is being asked.
    pub(super) errands: BTreeMap<JobId, Errand>,
    /// The full readings under way.
    pub(super) readings: Vec<FullReading>,
    /// When the next refresh is due; none before the first.
    pub(super) due: Option<Timestamp>,
    /// How many refreshes there were: every other one counts what has not been counted for long.
    pub(super) beats: u64,
}

impl Queues {
    /// These queues, of which nothing is known yet.
    #[must_use]
    pub fn of(queues: Vec<Queue>) -> Self {
        let mut all = Self::default();
        all.set(queues);
        all
    }

    /// Takes other queues in their place; of those that stay as they are, what is known stays.
    pub(super) fn set(&mut self, queues: Vec<Queue>) {
        let mut before = std::mem::take(&mut self.all);
        for queue in queues {
            let known = before.iter().position(|standing| standing.queue == queue);
            let standing = known.map(|place| before.swap_remove(place));
            let standing = standing.unwrap_or_else(|| {
                self.last_id += 1;
                let known = match queue.asks {
                    Asks::Accounts(_) => Known::Nothing,
                    Asks::FailedWork => Known::Work(0),
                };
                Standing { id: QueueId(self.last_id), queue, known }
            });
            self.all.push(standing);
        }
        self.due = self.due.take().map(|_| Timestamp::MIN);
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// All of them, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = &Standing> {
        self.all.iter()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Standing> {
        self.all.iter_mut()
    }

    /// The queue at a place, counted from 0.
    #[must_use]
    pub fn at(&self, place: usize) -> Option<&Standing> {
        self.all.get(place)
    }

    /// The place of the queue that is meant by a name: its number, its whole name, or the only one that begins so.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<usize> {
        let begins = |standing: &Standing| standing.queue.name.to_lowercase().starts_with(&name.trim().to_lowercase());
        let number = name.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let whole = || self.all.iter().position(|standing| standing.queue.is_called(name));
        let only = || {
            let mut places =
                self.all.iter().enumerate().filter(|(_, standing)| begins(standing)).map(|(place, _)| place);
            places.next().filter(|_| places.next().is_none())
        };
        whole().or_else(|| number.filter(|place| *place < self.all.len())).or_else(only)
    }

    pub(super) fn of_mut(&mut self, id: QueueId) -> Option<&mut Standing> {
        self.all.iter_mut().find(|standing| standing.id == id)
    }

    pub(super) fn place_of(&self, id: QueueId) -> Option<usize> {
        self.all.iter().position(|standing| standing.id == id)
    }

    /// The rolls, each with the number of its queue.
    pub(super) fn rolls(&self) -> impl Iterator<Item = (QueueId, &Roll)> {
        self.all.iter().filter_map(|standing| match &standing.known {
            Known::Read(roll) => Some((standing.id, &**roll)),
            _ => None,
        })
    }

    pub(super) fn rolls_mut(&mut self) -> impl Iterator<Item = (QueueId, &mut Roll)> {
        self.all.iter_mut().filter_map(|standing| match &mut standing.known {
            Known::Read(roll) => Some((standing.id, &mut **roll)),
            _ => None,
        })
    }

    /// What the accounts that change are judged by.
    pub(super) fn memberships(&self) -> Vec<Membership> {
        let test = |(queue, roll): (QueueId, &Roll)| roll.test.clone().map(|test| Membership { queue, test });
        self.rolls().filter_map(test).collect()
    }

    /// Whether something of a queue is on its way.
    #[must_use]
    pub fn is_asked(&self, id: QueueId) -> bool {
        let is_counted = self.errands.values().any(|errand| matches!(errand, Errand::Count(queue, _) if *queue == id));
        is_counted || self.readings.iter().any(|reading| reading.queue == id)
    }

    /// Whether it is time to refresh.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        // A time further away than the beat means that the clock was set back.
        let is_due = self.due.is_none_or(|due| due <= now || due > now + BEAT);
        is_due && self.errands.is_empty() && self.readings.is_empty()
    }

    /// When something is to be done next.
    #[must_use]
    pub fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        let waits = self.errands.is_empty() && self.readings.is_empty() && !self.all.is_empty();
        self.due.filter(|due| waits && *due > now)
    }
}

impl Standing {
    /// How many it holds, where that is known.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        match &self.known {
            Known::Nothing | Known::Wrong(_) => None,
            Known::Counted(counted) => Some(counted.total),
            Known::Read(roll) => Some(roll.len()),
            Known::Work(failed) => Some(*failed),
        }
    }

    /// How many of those came since the person last looked.
    #[must_use]
    pub fn news(&self) -> u64 {
        match &self.known {
            Known::Counted(counted) => counted.more,
            Known::Read(roll) => roll.news(),
            Known::Nothing | Known::Wrong(_) | Known::Work(_) => 0,
        }
    }

    /// Whether the count may be wrong by now.
    #[must_use]
    pub fn is_doubtful(&self, now: Timestamp) -> bool {
        match &self.known {
            Known::Counted(counted) => now.duration_since(counted.at) >= 2 * OLD_COUNT,
            Known::Read(roll) => roll.doubt(now).is_some(),
            Known::Nothing | Known::Wrong(_) | Known::Work(_) => false,
        }
    }

    /// The person looks at it.
    pub(super) fn look_at(&mut self) {
        match &mut self.known {
            Known::Counted(counted) => counted.more = 0,
            Known::Read(roll) => roll.look_at(),
            Known::Nothing | Known::Wrong(_) | Known::Work(_) => {}
        }
    }

    /// Whether the tenant has to count it anew, where it asks this now and changes are told meanwhile or not.
    pub(super) fn wants_count(&self, query: &ListQuery, changes_are_told: bool, now: Timestamp) -> bool {
        match &self.known {
            Known::Counted(counted) => {
                let is_old = now.duration_since(counted.at) >= OLD_COUNT || counted.at > now;
                *counted.query != *query || is_old || !changes_are_told
            }
            _ => true,
        }
    }

    /// The tenant has counted it.
    pub(super) fn counted(&mut self, total: u64, query: Arc<ListQuery>, at: Timestamp, is_on_screen: bool) {
        let (before, more) = match &self.known {
            Known::Counted(counted) => (counted.total, counted.more),
            _ => (total, 0),
        };
        let more = if is_on_screen { 0 } else { (more + total.saturating_sub(before)).min(total) };
        self.known = Known::Counted(Counted { total, at, query, more });
    }
}
