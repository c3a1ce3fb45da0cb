//! A list to pick from, narrowed by typing: an identity for `correlate`, a source for `create`.

use jiff::Timestamp;

use crate::app::cursor::Cursor;
use crate::app::editor::Editor;
use crate::app::load::Load;
use crate::app::marks::Targets;
use crate::model::{ConnectionKind, IdentityRef, SourceRef};
use crate::work::protocol::{FoundIdentities, JobId};

/// A picker while it is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Picker {
    /// What is typed.
    pub editor: Editor,
    /// The line the person stands on.
    pub cursor: Cursor,
    /// What is picked.
    pub picking: Picking,
    /// Why the last key could not pick.
    pub remark: Option<String>,
}

/// What is picked, and from what.
#[derive(Debug, Clone, PartialEq)]
pub enum Picking {
    /// The identity that accounts are to belong to.
    Owner(Box<Owners>),
    /// The source of a new account.
    Source(Sources),
}

/// Identities to pick from: those the tenant finds for what is typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Owners {
    /// The accounts.
    pub accounts: Targets,
    /// What they are called.
    pub subject: String,
    /// What a person should know before they pick.
    pub warnings: Vec<String>,
    /// What was found for the words asked last.
    pub found: Load<FoundIdentities>,
    /// The words asked last.
    pub asked: String,
    /// The job that searches.
    pub job: Option<JobId>,
    /// When what is typed is searched for.
    pub due: Option<Timestamp>,
}

/// Sources to pick from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sources {
    /// Those that fit what is typed, flat files first.
    pub rows: Vec<SourceRef>,
    /// Only those of the accounts seen: the tenant's list could not be read.
    pub seen_only: bool,
}

impl Picker {
    /// A picker in which nothing is typed.
    #[must_use]
    pub fn new(picking: Picking) -> Self {
        Self { editor: Editor::default(), cursor: Cursor::default(), picking, remark: None }
    }

    /// How many lines there are to pick from.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.picking {
            Picking::Owner(owners) => owners.found.value().map_or(0, |found| found.rows.len()),
            Picking::Source(sources) => sources.rows.len(),
        }
    }

    /// The identity of this id, where it is among those to pick from.
    #[must_use]
    pub fn identity(&self, id: &str) -> Option<&IdentityRef> {
        match &self.picking {
            Picking::Owner(owners) => owners.found.value()?.rows.iter().find(|identity| identity.id == id),
            Picking::Source(_) => None,
        }
    }

    /// Whether there is nothing to pick.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Sources {
    /// Takes those of the sources whose name holds the words, in any case: flat files first, then by name.
    pub fn narrow(&mut self, all: &[SourceRef], words: &str) {
        let wanted = words.trim().to_lowercase();
        let mut rows: Vec<SourceRef> =
            all.iter().filter(|source| source.name.to_lowercase().contains(&wanted)).cloned().collect();
        rows.sort_by_cached_key(|source| {
            (source.connection != Some(ConnectionKind::File), source.name.to_lowercase(), source.id.clone())
        });
        self.rows = rows;
    }
}
