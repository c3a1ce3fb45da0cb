//! How whole a list is. Every list says it: the first promise is never to be wrong about what is there.

/// How much of what is on the tenant a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completeness {
    /// Nothing is known yet.
    Unknown,
    /// Every row the tenant counted is here.
    All {
        /// How many that is.
        total: u64,
    },
    /// A window: some rows have not been asked for yet.
    Window {
        /// How many rows are here.
        loaded: u64,
        /// How many the tenant counts; unknown where it did not say.
        total: Option<u64>,
        /// How many rows were asked for and did not come.
        missing: u64,
    },
    /// The tenant was asked for every row and gave fewer than it counts.
    Missing {
        /// How many rows are here.
        have: u64,
        /// How many the tenant counts.
        total: u64,
    },
    /// The last attempt to read failed; these rows are older.
    Stale {
        /// How many rows are here.
        loaded: u64,
        /// When they were read.
        since: jiff::Timestamp,
    },
}

impl Completeness {
    /// How many rows are known to be missing.
    #[must_use]
    pub fn missing(self) -> u64 {
        match self {
            Self::Missing { have, total } => total.saturating_sub(have),
            Self::Window { missing, .. } => missing,
            _ => 0,
        }
    }
}
