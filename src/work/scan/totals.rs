//! The totals a tenant told while its list was read. One alone may be off, so it counts when it was told twice.

/// Every total told, in order.
#[derive(Debug, Default)]
pub(super) struct Totals(Vec<u64>);

impl Totals {
    pub(super) fn hear(&mut self, total: Option<u64>) {
        self.0.extend(total);
    }

    /// The latest total that was told twice. A list of one page tells its total once, and that must do.
    pub(super) fn agreed(&self) -> Option<u64> {
        if let [only] = *self.0 {
            return Some(only);
        }
        let twice = |(index, total): &(usize, &u64)| self.0[..*index].contains(total);
        self.0.iter().enumerate().rev().find(twice).map(|(_, total)| *total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_counts_when_it_was_told_twice() {
        let cases: [(&[u64], Option<u64>); 6] = [
            (&[], None),
            (&[7], Some(7)),
            (&[7, 7], Some(7)),
            (&[7, 5], None),
            (&[7, 5, 7], Some(7)),
            (&[7, 7, 8, 8], Some(8)),
        ];
        for (told, agreed) in cases {
            let mut totals = Totals::default();
            for total in told {
                totals.hear(Some(*total));
            }
            assert_eq!(totals.agreed(), agreed, "{told:?}");
        }
    }
}
