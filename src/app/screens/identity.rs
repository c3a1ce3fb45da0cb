//! The identity view: the sign-in of an identity to ISC, and below it all its accounts across sources.

use std::sync::Arc;

use jiff::Timestamp;

use crate::app::cursor::Cursor;
use crate::app::identity::IdentityAccounts;
use crate::app::load::Load;
use crate::app::window::Slot;
use crate::model::{AccountId, Identity, IdentityFacts, Problem};
use crate::work::protocol::{Epoch, JobId};

/// An identity as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentityRead {
    /// The identity.
    pub identity: Arc<Identity>,
    /// Why the state of its sign-in is not told, where this sign-in may not read that.
    pub withheld: Option<Problem>,
    /// When it was read.
    pub read_at: Timestamp,
}

/// The identity view while it is open.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentityView {
    /// Its accounts.
    pub accounts: IdentityAccounts,
    /// The identity itself.
    pub identity: Load<IdentityRead>,
    /// The job that reads it.
    pub identity_job: Option<JobId>,
    /// The number of the question: grows with each refresh.
    pub epoch: Epoch,
    /// Where the person stands: 0 is the sign-in, the accounts follow.
    pub cursor: Cursor,
    /// The account under the cursor. A refresh finds it again.
    pub anchor: Option<AccountId>,
    /// The name, as the account it was opened from tells it.
    listed_name: Option<Box<str>>,
}

/// A row of the view.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum IdentityRow<'a> {
    /// The sign-in to ISC.
    SignIn,
    /// An account, or why there is none to show.
    Account(Slot<'a>),
}

impl IdentityView {
    /// The view of the identity with this id; nothing has been asked for.
    #[must_use]
    pub fn of(identity: &str, name: Option<&str>) -> Self {
        Self {
            accounts: IdentityAccounts::of(identity),
            identity: Load::Idle,
            identity_job: None,
            epoch: Epoch::default(),
            cursor: Cursor::default(),
            anchor: None,
            listed_name: name.map(Into::into),
        }
    }

    /// The name of the identity, where it is told.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.read().and_then(|identity| identity.known_as.name.as_deref()).or(self.listed_name.as_deref())
    }

    /// The state of the identity (`ACTIVE`, `INACTIVE_SHORT_TERM` …): its own, else as its accounts tell it.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        self.read().and_then(|identity| identity.known_as.state.as_deref()).or_else(|| self.listed()?.state.as_deref())
    }

    /// The lifecycle state of the identity, such as `active` or `leaver`: its own, else as its accounts tell it.
    #[must_use]
    pub fn lifecycle(&self) -> Option<&str> {
        self.read().and_then(|identity| identity.lifecycle.as_deref()).or_else(|| self.listed()?.lifecycle.as_deref())
    }

    fn read(&self) -> Option<&Identity> {
        self.identity.value().map(|read| &*read.identity)
    }

    /// What the accounts tell of their identity.
    fn listed(&self) -> Option<&IdentityFacts> {
        self.accounts.window.rows().find_map(|(_, row)| row.identity.as_deref())
    }

    /// How many rows there are: the sign-in, and the accounts as far as is known.
    #[must_use]
    pub fn rows(&self) -> usize {
        1 + self.accounts.window.len()
    }

    /// What stands in a row.
    #[must_use]
    pub fn row(&self, n: usize) -> IdentityRow<'_> {
        match n.checked_sub(1) {
            None => IdentityRow::SignIn,
            Some(place) => IdentityRow::Account(self.accounts.window.slot(place)),
        }
    }

    /// The person has moved: the row under the cursor is theirs now.
    pub fn hold_anchor(&mut self) {
        self.anchor = match self.row(self.cursor.at) {
            IdentityRow::Account(Slot::Here(row, _)) => Some(row.id.clone()),
            _ => None,
        };
    }

    /// The cursor stays with its account when the rows have moved.
    pub fn find_anchor(&mut self) {
        if let Some(place) = self.anchor.as_ref().and_then(|wanted| self.accounts.window.find(wanted)) {
            self.cursor.at = place + 1;
        }
    }

    /// The job failed. Says whether it was one of ours.
    pub fn fail(&mut self, job: JobId, problem: &Problem) -> bool {
        if self.identity_job == Some(job) {
            self.identity_job = None;
            self.identity.fail(problem.clone());
            return true;
        }
        self.accounts.window.fail(job, problem)
    }

    /// The job was cancelled by the worker.
    pub fn cancelled(&mut self, job: JobId) {
        if self.identity_job == Some(job) {
            self.identity_job = None;
            self.identity.give_up();
        }
        self.accounts.window.cancelled(job);
    }

    /// The jobs under way.
    pub fn jobs(&self) -> impl Iterator<Item = JobId> + '_ {
        self.identity_job.into_iter().chain(self.accounts.window.jobs())
    }
}
