//! Marking many accounts: while rows that are to be marked have still to be read.

pub mod range;
pub mod sweep;

pub use range::Range;
pub use sweep::{Reach, Stage, Sweep};

/// Many accounts are being marked.
#[derive(Debug, Clone, PartialEq)]
pub enum Selecting {
    /// Those from one row to where the cursor goes.
    Range(Box<Range>),
    /// All that match.
    Sweep(Box<Sweep>),
}

impl Selecting {
    /// The range, where it is one.
    #[must_use]
    pub fn range(&self) -> Option<&Range> {
        match self {
            Self::Range(range) => Some(range),
            Self::Sweep(_) => None,
        }
    }

    /// The sweep, where it is one.
    #[must_use]
    pub fn sweep(&self) -> Option<&Sweep> {
        match self {
            Self::Sweep(sweep) => Some(sweep),
            Self::Range(_) => None,
        }
    }

    /// Whether accounts that are meant are not marked yet, because they have still to be read.
    #[must_use]
    pub fn awaits_rows(&self) -> bool {
        match self {
            Self::Range(range) => range.coming() > 0,
            Self::Sweep(sweep) => sweep.stage != Stage::Dear,
        }
    }
}
