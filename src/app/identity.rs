//! All accounts of one identity.
//!
//! The details show them as siblings, the identity view beneath the sign-in. Either way they are a window on the tenant
//! like the table: page by page, and honest about what is missing.

use std::sync::Arc;

use super::window::{Keep, Window};
use super::{Effect, pages};
use crate::model::ListQuery;
use crate::model::fields::Field;
use crate::query;
use crate::work::protocol::{Epoch, JobId};

/// The accounts of one identity, by source and name.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentityAccounts {
    /// The id of the identity.
    pub identity: Box<str>,
    /// What has been read.
    pub window: Window,
    /// The number of the question: grows with each refresh.
    epoch: Epoch,
    query: Arc<ListQuery>,
}

/// Sorted by source, so that the state on each is found at a glance; ends in the id, as every order must.
const BY_SOURCE: &str = "source.displayableName,name,id";

impl IdentityAccounts {
    /// Those of this identity; nothing has been asked for.
    #[must_use]
    pub fn of(identity: &str) -> Self {
        let filter = Some(query::equals(Field::IdentityId, identity));
        let query = ListQuery { filter, sorters: BY_SOURCE.to_owned(), extra: Vec::new() };
        Self { identity: identity.into(), window: Window::default(), epoch: Epoch::default(), query: Arc::new(query) }
    }

    /// Asks for the pages around the rows `first..first + count`. Jobs are numbered on from the last one.
    pub fn read_around(&mut self, first: usize, count: usize, last_job: &mut JobId) -> Vec<Effect> {
        let mut effects = Vec::new();
        for want in self.window.wanted(first, count) {
            effects.extend(pages::submit(&mut self.window, &self.query, self.epoch, want, last_job));
        }
        effects
    }

    /// Reads again; what is here stays until it has been. Where only a page could not be read, only that is tried again.
    /// Gives the jobs that nobody waits for any more.
    pub fn refresh(&mut self, first: usize, count: usize) -> Vec<JobId> {
        if self.window.has_failed_at(first, count) {
            self.window.retry_failed();
            return Vec::new();
        }
        let jobs = self.window.jobs().collect();
        self.window = std::mem::take(&mut self.window).renewed(Keep::Around { first, count });
        self.epoch = self.epoch.next();
        jobs
    }
}
