//! What a scan read, and how whole that is.

use crate::model::Completeness;

/// The account a scan gives of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Census {
    /// Rows delivered, each once.
    pub have: u64,
    /// Rows the tenant counts, by its latest word.
    pub total: Option<u64>,
    /// Rows that came a second time and were dropped, the rows at the seams left out.
    pub duplicates: u64,
    /// Seams that did not match: rows moved while the list was read.
    pub moved_seams: u64,
    /// Of those, seams where no second reading showed what lies between: rows may be missing there.
    pub open_seams: u64,
    /// Pages read again.
    pub read_again: u64,
}

impl Census {
    /// How many rows the tenant counts and did not give.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.total.map_or(0, |total| total.saturating_sub(self.have))
    }

    /// Whether every row is here as far as can be told: the total fits, and no seam is open.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.total == Some(self.have) && self.open_seams == 0
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
