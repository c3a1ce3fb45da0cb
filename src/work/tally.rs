//! How many accounts are in which state, source by source: what a look at the whole tenant comes to.

use std::collections::HashMap;
use std::sync::Arc;

use super::scan::Census;
use crate::model::{AccountRow, AccountState, SourceFacts};

/// How many accounts are in which state. An account that is disabled and locked counts in both, as it would be found by
/// both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All of them.
    pub accounts: u64,
    /// Neither disabled nor locked.
    pub enabled: u64,
    /// Disabled.
    pub disabled: u64,
    /// Locked.
    pub locked: u64,
    /// Disabled and locked.
    pub both: u64,
    /// Those of which the tenant says neither.
    pub unknown: u64,
    /// Those that belong to no identity.
    pub uncorrelated: u64,
}

impl Counts {
    /// Counts an account.
    fn add(&mut self, row: &AccountRow) {
        self.accounts += 1;
        self.uncorrelated += u64::from(row.uncorrelated == Some(true));
        match row.state() {
            AccountState::Enabled => self.enabled += 1,
            AccountState::Disabled => self.disabled += 1,
            AccountState::Locked => self.locked += 1,
            AccountState::DisabledLocked => {
                self.disabled += 1;
                self.locked += 1;
                self.both += 1;
            }
            AccountState::Unknown => self.unknown += 1,
        }
    }
}

/// The accounts of a source, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceTally {
    /// The source; without id and name for accounts that name none.
    pub source: Arc<SourceFacts>,
    /// How many there are.
    pub counts: Counts,
}

/// The accounts of the tenant, counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// All of them.
    pub all: Counts,
    /// Those of each source, the largest first.
    pub sources: Vec<SourceTally>,
    /// How whole the reading is.
    pub census: Census,
}

/// Counts accounts as they are read.
#[derive(Debug, Default)]
pub(super) struct Counter {
    all: Counts,
    sources: HashMap<Option<Box<str>>, SourceTally>,
}

impl Counter {
    pub(super) fn count(&mut self, row: &AccountRow) {
        self.all.add(row);
        // Sources of one name are two sources; those without an id are one to us.
        let new = || SourceTally { source: Arc::clone(&row.source), counts: Counts::default() };
        self.sources.entry(row.source.id.clone()).or_insert_with(new).counts.add(row);
    }

    /// What was counted so far.
    pub(super) fn tally(&self, census: Census) -> Tally {
        let mut sources: Vec<SourceTally> = self.sources.values().cloned().collect();
        sources.sort_by(|one, other| {
            let largest_first = other.counts.accounts.cmp(&one.counts.accounts);
            largest_first
                .then_with(|| one.source.name.cmp(&other.source.name))
                .then_with(|| one.source.id.cmp(&other.source.id))
        });
        Tally { all: self.all, sources, census }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(source: &str, disabled: Option<bool>, locked: Option<bool>) -> AccountRow {
        let facts = SourceFacts { id: Some(source.into()), name: Some(source.into()), ..SourceFacts::default() };
        AccountRow { source: Arc::new(facts), disabled, locked, ..AccountRow::bare("a".into()) }
    }

    #[test]
    fn every_account_counts_where_it_would_be_found() {
        let mut counter = Counter::default();
        for row in [
            row("small", Some(true), Some(true)),
            row("large", Some(false), Some(false)),
            row("large", Some(true), None),
            row("large", None, Some(true)),
            row("large", None, None),
        ] {
            counter.count(&AccountRow { uncorrelated: row.locked, ..row });
        }
        let tally = counter.tally(Census::default());
        let names: Vec<_> = tally.sources.iter().map(|source| source.source.name.as_deref()).collect();
        assert_eq!(names, [Some("large"), Some("small")]);
        let all = Counts { accounts: 5, enabled: 1, disabled: 2, locked: 2, both: 1, unknown: 1, uncorrelated: 2 };
        assert_eq!(tally.all, all);
        let small = Counts { accounts: 1, disabled: 1, locked: 1, both: 1, uncorrelated: 1, ..Counts::default() };
        assert_eq!(tally.sources[1].counts, small);
        let parts = all.enabled + all.disabled + all.locked - all.both + all.unknown;
        assert_eq!(parts, all.accounts);
    }
}
