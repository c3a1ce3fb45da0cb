//! The detail pane: which tab is open, what it shows, and what has been read for it.
//!
//! The pane follows the cursor of the table. The overview is drawn from the row; the other tabs are read when they are
//! open and the cursor has rested.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use super::activity::History;
use super::cursor::Cursor;
use super::identity::IdentityAccounts;
use super::json;
use super::load::Load;
use super::window::Slot;
use crate::model::{Account, AccountId, AccountRow, Entitlement, Problem};
use crate::work::protocol::{Epoch, JobId};

/// A tab of the detail pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// The facts of the row, in words.
    #[default]
    Overview,
    /// The attributes read from the source.
    Attributes,
    /// The entitlements the account holds.
    Entitlements,
    /// What was done to the account, by the tenant and by us.
    Activity,
    /// All accounts of the same identity.
    Siblings,
    /// Everything the tenant said.
    Json,
}

impl Tab {
    /// The tabs from left to right.
    pub const ALL: [Self; 6] =
        [Self::Overview, Self::Attributes, Self::Entitlements, Self::Activity, Self::Siblings, Self::Json];

    /// Its name on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Attributes => "Attributes",
            Self::Entitlements => "Entitlements",
            Self::Activity => "Activity",
            Self::Siblings => "Siblings",
            Self::Json => "JSON",
        }
    }

    /// The tab so many places further, round the end.
    #[must_use]
    pub fn turned(self, by: isize) -> Self {
        let here = Self::ALL.iter().position(|tab| *tab == self).unwrap_or(0);
        let len = Self::ALL.len();
        Self::ALL[(here + len).wrapping_add_signed(by) % len]
    }
}

/// Facts of the overview, whatever the account.
pub const OVERVIEW_FACTS: usize = 16;

/// Facts of a sign-in to ISC, whatever the identity.
pub const SIGN_IN_FACTS: usize = 9;

/// The entitlements read so far.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entitlements {
    /// Those received, in the tenant's order.
    pub rows: Vec<Entitlement>,
    /// How many the tenant counts, where told.
    pub total: Option<u64>,
    /// Whether the tenant has no more.
    pub whole: bool,
}

/// A whole account and its JSON as lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The account.
    pub account: Arc<Account>,
    /// Its JSON, line by line.
    pub json: Arc<Vec<json::Line>>,
    /// When it was read.
    pub read_at: Timestamp,
}

/// A search within the details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// What is looked for, any case.
    pub text: String,
}

/// The detail pane.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Detail {
    /// The open tab.
    pub tab: Tab,
    /// The account it is about; none while the cursor is on no row.
    pub id: Option<AccountId>,
    /// The number of the question: grows with each account.
    pub epoch: Epoch,
    /// The whole account.
    pub account: Load<Read>,
    /// Its entitlements.
    pub entitlements: Load<Entitlements>,
    /// What was done to it.
    pub history: History,
    /// All accounts of its identity, once the tab that shows them was open.
    pub siblings: Option<IdentityAccounts>,
    /// Where the person stands in the lines of the open tab.
    pub cursor: Cursor,
    /// What is searched for.
    pub search: Option<Search>,
    /// When to read for the open tab, while the cursor of the table is still to rest.
    pub due: Option<Timestamp>,
    /// The job that reads the whole account.
    pub account_job: Option<JobId>,
    /// The job that reads entitlements.
    pub entitlements_job: Option<JobId>,
}

impl Detail {
    /// Turns to another account and forgets what was read of the one before. The tab and the search stay, and so do the
    /// siblings, where the other account is one of them. Gives the jobs whose answers are no longer wanted.
    pub fn turn_to(&mut self, row: Option<&AccountRow>) -> Vec<JobId> {
        let mut jobs: Vec<JobId> = self.take_jobs().collect();
        let identity = row.and_then(|row| row.identity.as_deref()).and_then(|identity| identity.id.as_deref());
        let siblings = match self.siblings.take() {
            Some(siblings) if Some(&*siblings.identity) == identity => Some(siblings),
            others => {
                jobs.extend(others.iter().flat_map(|others| others.window.jobs()));
                None
            }
        };
        let (tab, epoch, search) = (self.tab, self.epoch.next(), self.search.take());
        *self = Self { tab, id: row.map(|row| row.id.clone()), epoch, search, siblings, ..Self::default() };
        jobs
    }

    /// Takes the jobs under way that read this account, whose answers are no longer wanted.
    pub fn take_jobs(&mut self) -> impl Iterator<Item = JobId> + use<> {
        self.account.give_up();
        self.entitlements.give_up();
        let jobs = [self.account_job.take(), self.entitlements_job.take()];
        jobs.into_iter().flatten().chain(self.history.take_jobs())
    }

    /// The job failed. Says whether it was one of ours.
    pub fn fail(&mut self, job: JobId, problem: &Problem) -> bool {
        if self.account_job == Some(job) {
            self.account_job = None;
            self.account.fail(problem.clone());
            true
        } else if self.entitlements_job == Some(job) {
            self.entitlements_job = None;
            self.entitlements.fail(problem.clone());
            true
        } else {
            self.history.fail(job, problem)
                || self.siblings.as_mut().is_some_and(|siblings| siblings.window.fail(job, problem))
        }
    }

    /// The job was cancelled by the worker.
    pub fn cancelled(&mut self, job: JobId) {
        if self.account_job == Some(job) {
            self.account_job = None;
            self.account.give_up();
        } else if self.entitlements_job == Some(job) {
            self.entitlements_job = None;
            self.entitlements.give_up();
        } else {
            self.history.cancelled(job);
            if let Some(siblings) = &mut self.siblings {
                siblings.window.cancelled(job);
            }
        }
    }

    /// The lines of the open tab as plain text, for moving and searching; the overview is short and drawn from the row.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        match self.tab {
            Tab::Overview => Vec::new(),
            Tab::Attributes => self.attribute_lines(),
            Tab::Entitlements => self.entitlement_lines(),
            Tab::Activity => self.history.events().iter().map(super::activity::Event::text).collect(),
            Tab::Siblings => self.sibling_lines(),
            Tab::Json => {
                self.account.value().map(|read| read.json.iter().map(json::text).collect()).unwrap_or_default()
            }
        }
    }

    /// How many lines the open tab has.
    #[must_use]
    pub fn line_count(&self) -> usize {
        match self.tab {
            Tab::Overview => OVERVIEW_FACTS,
            Tab::Attributes => self.attributes().map(|(_, value)| value_count(value)).sum(),
            Tab::Entitlements => self.entitlements.value().map_or(0, |entitlements| entitlements.rows.len()),
            Tab::Activity => self.history.events().len(),
            Tab::Siblings => self.siblings.as_ref().map_or(0, |siblings| siblings.window.len()),
            Tab::Json => self.account.value().map_or(0, |read| read.json.len()),
        }
    }

    /// The attributes, in the tenant's order.
    pub fn attributes(&self) -> impl Iterator<Item = &(String, Value)> {
        self.account.value().into_iter().flat_map(|read| read.account.attributes.iter())
    }

    /// One line a value: the name stands on the first line of a list only.
    #[must_use]
    pub fn attribute_rows(&self) -> Vec<(&str, String)> {
        let rows = self.attributes().flat_map(|(name, value)| {
            let values = match value {
                Value::Array(items) if !items.is_empty() => items.iter().map(plain).collect(),
                other => vec![plain(other)],
            };
            values.into_iter().enumerate().map(move |(n, value)| (if n == 0 { name.as_str() } else { "" }, value))
        });
        rows.collect()
    }

    fn attribute_lines(&self) -> Vec<String> {
        self.attribute_rows().into_iter().map(|(name, value)| format!("{name} {value}")).collect()
    }

    fn entitlement_lines(&self) -> Vec<String> {
        let rows = self.entitlements.value().map_or(&[][..], |entitlements| &entitlements.rows);
        rows.iter().map(entitlement_line).collect()
    }

    fn sibling_lines(&self) -> Vec<String> {
        let Some(siblings) = &self.siblings else { return Vec::new() };
        (0..siblings.window.len()).map(|n| siblings.window.row(n).map_or_else(String::new, sibling_line)).collect()
    }

    /// The sibling on whose line the person stands, and when it was read.
    #[must_use]
    pub fn sibling_under_cursor(&self) -> Option<(&AccountRow, Timestamp)> {
        match self.siblings.as_ref()?.window.slot(self.cursor.at) {
            Slot::Here(row, read_at) => Some((row, read_at)),
            Slot::Coming | Slot::Missing | Slot::Failed => None,
        }
    }

    /// The line of the next match from the cursor on, round the end.
    #[must_use]
    pub fn next_match(&self, backwards: bool) -> Option<usize> {
        let wanted = self.search.as_ref()?.text.to_lowercase();
        let lines = self.lines();
        let matches = |line: &usize| lines[*line].to_lowercase().contains(&wanted);
        let after = self.cursor.at + 1..lines.len();
        let before = 0..self.cursor.at.min(lines.len());
        if backwards {
            before.rev().chain(after.rev()).find(matches).or_else(|| self.here(&matches, lines.len()))
        } else {
            after.chain(before).find(matches).or_else(|| self.here(&matches, lines.len()))
        }
    }

    fn here(&self, matches: &impl Fn(&usize) -> bool, len: usize) -> Option<usize> {
        Some(self.cursor.at).filter(|at| *at < len && matches(at))
    }
}

fn value_count(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len().max(1),
        _ => 1,
    }
}

/// A value without the quotes of JSON: text as it is, nothing for null.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => String::new(),
        other => other.to_string(),
    }
}

fn entitlement_line(entitlement: &Entitlement) -> String {
    let parts = [&entitlement.name, &entitlement.attribute, &entitlement.value, &entitlement.description];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn sibling_line(row: &AccountRow) -> String {
    let parts = [row.source.name.as_deref(), row.name.as_deref(), row.native_identity.as_deref()];
    [row.state().word()].into_iter().chain(parts.into_iter().flatten()).collect::<Vec<_>>().join(" ")
}
