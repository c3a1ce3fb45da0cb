//! A target that was sent and is followed: when to look at it next, and what each look means. No clock is read here.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::Tempo;
use crate::model::{AccountRow, Outcome, TaskStatus};
use crate::work::verdict::{End, Expected, Reading, Verdict, verdict};

/// A task nobody knows is asked for so often before its target is read instead.
const MISSES: u32 = 3;

/// A target that was sent and is followed.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) expected: Expected,
    /// *sent* or *unknown*.
    pub(super) outcome: Outcome,
    /// The task to ask for, as long as asking is of use.
    pub(super) task: Option<String>,
    /// What the tenant said about it, in full.
    pub(super) said: Option<String>,
    /// What was read last.
    pub(super) after: Reading,
    /// The account as it was read last; none where it is gone, is none, or was not read.
    pub(super) row: Option<Box<AccountRow>>,
    end: End,
    sent: Instant,
    /// From when the readings are counted.
    since: Instant,
    readings: usize,
    asked: Option<Instant>,
    /// When the target was read.
    read: Option<Instant>,
    /// The tenant told of its task.
    is_known: bool,
    misses: u32,
    /// How far the task is, by its own word.
    pub(super) percent: Option<u64>,
}

/// What is to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Task,
    Target,
}

impl Pending {
    pub(super) fn new(expected: Expected, outcome: Outcome, task: Option<String>, now: Instant) -> Self {
        let end = match (outcome, &task) {
            (Outcome::Unknown, _) => End::Lost,
            (_, Some(_)) => End::Running,
            (_, None) => End::Untold,
        };
        Self {
            expected,
            outcome,
            task,
            said: None,
            after: Reading::Nothing,
            row: None,
            end,
            sent: now,
            since: now,
            readings: 0,
            asked: None,
            read: None,
            is_known: false,
            misses: 0,
            percent: None,
        }
    }

    /// When to look next, and at what; none where looking again is of no use.
    pub(super) fn next(&self, tempo: &Tempo) -> Option<(Instant, Look)> {
        match self.end {
            End::Running => {
                let asked = self.asked.unwrap_or(self.sent);
                Some((asked + tempo.poll_after(asked - self.sent), Look::Task))
            }
            End::Lost => tempo.look_up.get(self.readings).map(|after| (self.sent + *after, Look::Target)),
            // Nobody tells when it ends: it is read as a task is asked for.
            End::Untold => {
                let read = self.read.unwrap_or(self.since);
                Some((read + tempo.poll_after(read - self.sent), Look::Target))
            }
            End::Well | End::Badly => Some((self.since + after(&tempo.verify, self.readings), Look::Target)),
        }
    }

    /// How long it has been followed.
    pub(super) fn age(&self, now: Instant) -> Duration {
        now - self.sent
    }

    /// Whether its task is to be asked for by its id, because no list names it: once, to tell running from not there.
    pub(super) fn is_missed(&self, now: Instant, tempo: &Tempo) -> bool {
        self.end == End::Running && !self.is_known && self.age(now) >= tempo.missing
    }

    /// Takes in how the task stands, by the tenant's clock `theirs`. Says whether its progress changed.
    pub(super) fn see_task(&mut self, task: &TaskStatus, theirs: Timestamp, now: Instant) -> bool {
        (self.asked, self.misses, self.is_known) = (Some(now), 0, true);
        if !task.messages.is_empty() {
            self.said = Some(task.messages.join(" · "));
        }
        let end = End::of(task);
        if end == End::Running {
            return std::mem::replace(&mut self.percent, task.percent) != task.percent;
        }
        if end == End::Badly && self.said.is_none() {
            self.said.clone_from(&task.completion);
        }
        let ago = task.completed.map_or(SignedDuration::ZERO, |completed| theirs.duration_since(completed));
        let ended = now.checked_sub(ago.try_into().unwrap_or_default()).unwrap_or(now);
        self.ended(end, ended.max(self.sent));
        false
    }

    /// The list of tasks did not name it: it may be running still.
    pub(super) fn not_listed(&mut self, now: Instant) {
        self.asked = Some(now);
    }

    /// There is no such task, or not yet.
    pub(super) fn miss_task(&mut self, now: Instant) {
        self.asked = Some(now);
        self.misses += 1;
        if self.misses >= MISSES {
            self.ended(End::Untold, now);
        }
    }

    /// The tenant does not let us ask for tasks.
    pub(super) fn may_not_ask(&mut self, now: Instant) {
        self.ended(End::Untold, now);
    }

    fn ended(&mut self, end: End, since: Instant) {
        (self.end, self.since, self.task) = (end, since, None);
    }

    /// Takes in a reading, and the account it was made from; says what it proves.
    pub(super) fn see(
        &mut self,
        reading: Reading,
        row: Option<Box<AccountRow>>,
        now: Instant,
        tempo: &Tempo,
    ) -> Verdict {
        self.readings += 1;
        self.read = Some(now);
        let is_last = match self.end {
            End::Lost => self.readings >= tempo.look_up.len(),
            End::Untold => now - self.since >= tempo.verify.last().copied().unwrap_or_default(),
            End::Running | End::Well | End::Badly => self.readings >= tempo.verify.len(),
        };
        let judged = verdict(&self.expected, self.end, &reading, is_last);
        if reading != Reading::Nothing {
            (self.after, self.row) = (reading, row);
        }
        judged
    }
}

/// The time of this reading; beyond the last, the last again and again.
fn after(schedule: &[Duration], reading: usize) -> Duration {
    let last = schedule.last().copied().unwrap_or_default();
    let more = u32::try_from((reading + 1).saturating_sub(schedule.len())).unwrap_or(u32::MAX);
    schedule.get(reading).copied().unwrap_or_else(|| last.saturating_mul(more.saturating_add(1)))
}

#[cfg(test)]
#[path = "pending/tests.rs"]
mod tests;
