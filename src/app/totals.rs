//! How many accounts the tenant has told for which filter: what a query would cost is named before it is asked.

use std::collections::VecDeque;

/// Totals kept.
const KEPT: usize = 50;

/// How many accounts the tenant counted for each filter, the newest last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals(VecDeque<(Option<String>, Told)>);

/// What the tenant said when it was asked for a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// So many.
    Total(u64),
    /// Nothing.
    Nothing,
}

impl Totals {
    /// The tenant has told a total; the oldest gives way.
    pub fn learn(&mut self, filter: Option<&str>, told: Told) {
        self.0.retain(|(known, _)| known.as_deref() != filter);
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back((filter.map(str::to_owned), told));
    }

    /// What the tenant told for a filter, where it was asked.
    #[must_use]
    pub fn of(&self, filter: Option<&str>) -> Option<Told> {
        self.0.iter().find(|(known, _)| known.as_deref() == filter).map(|(_, told)| *told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_total_of_a_filter_counts_and_the_oldest_filter_gives_way() {
        let mut totals = Totals::default();
        totals.learn(None, Told::Total(7));
        totals.learn(Some("a"), Told::Nothing);
        totals.learn(None, Told::Total(8));
        assert_eq!(totals.of(None), Some(Told::Total(8)));
        for n in 0..KEPT - 1 {
            totals.learn(Some(&n.to_string()), Told::Total(0));
        }
        assert_eq!((totals.of(Some("a")), totals.of(None)), (None, Some(Told::Total(8))));
    }
}
