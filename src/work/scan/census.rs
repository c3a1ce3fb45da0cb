//! What a scan read, and how whole that is.

use crate::model::Completeness;

/// The account a scan gives of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Census {
    /// Accounts read, each once, whether they were kept or not.
    pub have: u64,
    /// Accounts the tenant counts, by its latest word.
    pub total: Option<u64>,
    /// Accounts that came a second time and were dropped, those at the seams left out.
    pub duplicates: u64,
    /// Seams that did not match: rows moved while the list was read.
    pub moved_seams: u64,
    /// Places where no second reading showed what lies there: rows may be missing.
    pub open_seams: u64,
    /// Pages read again.
    pub read_again: u64,
    /// Where accounts are known to be missing, the worst first. Told at the end.
    pub short: Vec<Short>,
}

/// A part of the list that is short of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// The id of the source, or the filter, by which the part was read; none for what is on no source that was listed.
    pub part: Option<String>,
    /// How many accounts the tenant counts there and did not give.
    pub missing: u64,
}

impl Census {
    /// How many accounts the tenant counts and did not give.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.total.map_or(0, |total| total.saturating_sub(self.have))
    }

    /// Whether every account is here as far as can be told: the total fits, no part is short, and no seam is open.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.total == Some(self.have) && self.open_seams == 0 && self.short.is_empty()
    }

    /// The same in the words of every list.
    #[must_use]
    pub fn completeness(&self) -> Completeness {
        match self.total {
            Some(total) if self.is_whole() => Completeness::All { total },
            Some(total) if self.have < total => Completeness::Missing { have: self.have, total },
            total => Completeness::Window { loaded: self.have, total, missing: 0 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_list_that_fits_its_total_is_whole() {
        let census = |have, total, open_seams| Census { have, total, open_seams, ..Census::default() };
        let cases = [
            (census(5, Some(5), 0), Completeness::All { total: 5 }),
            (census(4, Some(5), 0), Completeness::Missing { have: 4, total: 5 }),
            (census(5, Some(5), 1), Completeness::Window { loaded: 5, total: Some(5), missing: 0 }),
            (census(6, Some(5), 0), Completeness::Window { loaded: 6, total: Some(5), missing: 0 }),
            (census(5, None, 0), Completeness::Window { loaded: 5, total: None, missing: 0 }),
        ];
        for (census, told) in cases {
            assert_eq!(census.completeness(), told, "{census:?}");
        }
        assert_eq!(census(4, Some(5), 0).missing(), 1);
    }
}
