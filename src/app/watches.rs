//! The accounts a person watches for a while: what was read of each last, and when they are read again.
//!
//! All of them are read together on a calm beat. Without any, nothing is asked and nobody is woken.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::model::{AccountId, AccountRow};
use crate::work::protocol::JobId;

/// How long an account is watched.
pub const SPAN: SignedDuration = SignedDuration::from_mins(30);

/// The time between two readings.
pub const BEAT: SignedDuration = SignedDuration::from_secs(30);

/// A watched account.
#[derive(Debug, Clone, PartialEq)]
pub struct Watched {
    /// What was read of it last.
    pub row: AccountRow,
    /// When watching it ends.
    pub until: Timestamp,
    /// Whether reading it failed the last time.
    pub fails: bool,
}

/// The watched accounts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Watches {
    watched: BTreeMap<AccountId, Watched>,
    /// When they are read next; none while they are being read, and while there are none.
    due: Option<Timestamp>,
    /// The job that reads them.
    job: Option<JobId>,
}

impl Watches {
    /// Whether the account is watched.
    #[must_use]
    pub fn contains(&self, id: &AccountId) -> bool {
        self.watched.contains_key(id)
    }

    /// Watches the account from now on, or no longer. Says whether it is watched now. A new one is read at once: what the
    /// table shows may be old.
    pub(super) fn toggle(&mut self, row: &AccountRow, now: Timestamp) -> bool {
        if self.watched.remove(&row.id).is_some() {
            return false;
        }
        self.watched.insert(row.id.clone(), Watched { row: row.clone(), until: now + SPAN, fails: false });
        self.due = Some(now);
        true
    }

    /// Takes out those whose time is over.
    pub(super) fn take_ended(&mut self, now: Timestamp) -> Vec<AccountRow> {
        for account in self.watched.values_mut() {
            // A time further away than the whole span means that the clock was set back.
            account.until = account.until.min(now + SPAN);
        }
        let ended = self.watched.extract_if(.., |_, account| account.until <= now);
        ended.map(|(_, account)| account.row).collect()
    }

    /// The accounts to read now, if it is time to.
    pub(super) fn due(&mut self, now: Timestamp) -> Option<Vec<AccountId>> {
        if self.watched.is_empty() {
            self.due = None;
            return None;
        }
        // A time further away than the beat means that the clock was set back.
        let is_due = self.due.is_some_and(|due| due <= now || due > now + BEAT);
        (is_due && self.job.is_none()).then(|| self.watched.keys().cloned().collect())
    }

    /// They are being read by this job.
    pub(super) fn begin(&mut self, job: JobId) {
        (self.job, self.due) = (Some(job), None);
    }

    /// The job has ended. Says whether it was ours. One that was watched meanwhile is still to be read at once.
    pub(super) fn end(&mut self, job: JobId, now: Timestamp) -> bool {
        let is_ours = self.job == Some(job);
        if is_ours {
            self.job = None;
            self.due = self.due.or(Some(now + BEAT));
        }
        is_ours
    }

    /// The account was read by somebody else, who has told what changed.
    pub(super) fn saw(&mut self, row: &AccountRow) {
        if let Some(account) = self.watched.get_mut(&row.id) {
            account.row = row.clone();
        }
    }

    /// What is known of a watched account.
    pub(super) fn of_mut(&mut self, id: &AccountId) -> Option<&mut Watched> {
        self.watched.get_mut(id)
    }

    /// The account is watched no longer.
    pub(super) fn remove(&mut self, id: &AccountId) -> Option<Watched> {
        self.watched.remove(id)
    }

    /// When something is to be done next.
    #[must_use]
    pub fn next_change(&self) -> Option<Timestamp> {
        let first_end = self.watched.values().map(|account| account.until).min();
        self.due.filter(|_| !self.watched.is_empty() && self.job.is_none()).into_iter().chain(first_end).min()
    }
}
