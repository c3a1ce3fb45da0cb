//! The totals a tenant told while its list was read. One alone may be off, so it counts when it was told twice.

/// Every total told, in order.
#[derive(Debug, Default)]
pub(super) struct Totals(Vec<u64>);

impl Totals {
    pub(super) fn hear(&mut self, total: Option<u64>) {
        self.0.extend(total);
    }

    /// The latest total that was told twice, or the only one where it is what was read.
    pub(super) fn agreed(&self, read: u64) -> Option<u64> {
        if let [only] = *self.0 {
            return (only == read).then_some(only);
        }
        let twice = |(index, total): &(usize, &u64)| self.0[..*index].contains(total);
        self.0.iter().enumerate().rev().find(twice).map(|(_, total)| *total)
    }

    /// The latest total told.
    pub(super) fn latest(&self) -> Option<u64> {
        self.0.last().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_counts_when_it_was_told_twice() {
        let cases: [(&[u64], Option<u64>); 7] = [
            (&[], None),
            (&[7], Some(7)),
            (&[6], None),
            (&[6, 6], Some(6)),
            (&[7, 5], None),
            (&[7, 5, 7], Some(7)),
            (&[7, 7, 8, 8], Some(8)),
        ];
        for (told, agreed) in cases {
            let mut totals = Totals::default();
            for total in told {
                totals.hear(Some(*total));
            }
            assert_eq!(totals.agreed(7), agreed, "{told:?}");
            assert_eq!(totals.latest(), told.last().copied());
        }
    }
}
