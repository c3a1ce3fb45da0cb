//! What a query is read against: what is known about the tenant, and where the person is in time.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::{Generation, SourceRef};

/// What a query is compiled against.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The generation of the API that will be asked.
    pub generation: Generation,
    /// The sources whose names are known.
    pub sources: Sources<'a>,
    /// Whether the tenant's filter minds case: what is judged here must not judge otherwise.
    pub case: Case,
    /// What ages are counted from.
    pub now: Timestamp,
    /// The person's zone: what a date without a zone means.
    pub zone: TimeZone,
}

/// The sources whose names are known, and whether there may be others.
#[derive(Debug, Clone, Copy)]
pub enum Sources<'a> {
    /// All that the token may see (`listSources`).
    All(&'a [SourceRef]),
    /// Those of the accounts seen so far: not every user level may list sources.
    SeenOnly(&'a [SourceRef]),
}

impl<'a> Sources<'a> {
    /// Those that are known, be they all or not.
    pub(super) fn known(self) -> &'a [SourceRef] {
        match self {
            Self::All(sources) | Self::SeenOnly(sources) => sources,
        }
    }
}

/// Whether the tenant's filter minds upper and lower case. The vendor's documents say that comparisons mostly do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Case {
    /// `ADA` is `ada`. What is not known counts as this.
    #[default]
    Insensitive,
    /// Text is compared as typed.
    Sensitive,
}
