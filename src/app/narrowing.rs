//! What is hidden here while a query is typed: the rows read are tried against it, a slice at a time.
//!
//! A key must not hold the loop, however many rows are here, and nobody sees more of them than a screenful at once. So they
//! are tried in the order in which they are shown, so many an event, and those that match so far are on the screen. Each
//! text takes over where the one before it stood: what is left of the older is never tried for it. A hundred thousand rows
//! take a few slices, most lists one.

#[cfg(test)]
mod tests;

use super::ranking::small;
use super::rows::Rows;
use crate::model::AccountRow;
use crate::query::Narrow;

/// Rows tried in one event against plain words, which takes about 3 ms.
const SLICE: usize = 30_000;

/// What is hidden here.
#[derive(Debug, Clone, PartialEq)]
pub struct Narrowing {
    /// What the rows must match.
    narrow: Narrow,
    /// The places of the rows that do, in the order shown.
    places: Vec<u32>,
    left: Left,
}

/// The rows that were not tried yet, in the order shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Left {
    /// The places of those that matched an earlier text, the next one last.
    matched_earlier: Vec<u32>,
    /// Behind them, all rows from this one on; none where all were tried.
    from: Option<usize>,
}

impl Narrowing {
    /// Nothing is tried yet. Where all that matches matched the earlier text too, only that is tried again.
    #[must_use]
    pub(super) fn new(narrow: Narrow, earlier: Option<Self>) -> Self {
        let left = match earlier.filter(|earlier| narrow.extends(&earlier.narrow)) {
            Some(Self { places, left: Left { mut matched_earlier, from }, .. }) => {
                matched_earlier.extend(places.into_iter().rev());
                Left { matched_earlier, from }
            }
            None => Left { matched_earlier: Vec::new(), from: Some(0) },
        };
        Self { narrow, places: Vec::new(), left }
    }

    /// The places of the rows known to match, in the order shown.
    #[must_use]
    pub fn places(&self) -> &[u32] {
        &self.places
    }

    /// Whether some rows were not tried yet.
    #[must_use]
    pub fn is_counting(&self) -> bool {
        self.left.from.is_some() || !self.left.matched_earlier.is_empty()
    }

    /// Whether a row matches.
    pub(super) fn lets_through(&self, row: &AccountRow) -> bool {
        self.narrow.matches(row)
    }

    /// What the rows must match, to begin anew.
    pub(super) fn into_narrow(self) -> Narrow {
        self.narrow
    }

    /// Tries the next slice of the rows, whose order is given where they do not stand in it.
    pub(super) fn go_on(&mut self, rows: &Rows, order: Option<&[u32]>) {
        self.try_next(SLICE / self.narrow.effort(), rows, order);
    }

    fn try_next(&mut self, slice: usize, rows: &Rows, order: Option<&[u32]>) {
        let Self { narrow, places, left } = self;
        let matches = |place: &u32| rows.row(*place as usize).is_some_and(|row| narrow.matches(row));
        let again = left.matched_earlier.len().saturating_sub(slice)..;
        let room = slice - left.matched_earlier.len().min(slice);
        places.extend(left.matched_earlier.drain(again).rev().filter(matches));
        let Some(from) = left.from.filter(|_| room > 0) else { return };
        left.from = match order {
            Some(order) => {
                let end = order.len().min(from + room);
                places.extend(order.get(from..end).into_iter().flatten().copied().filter(matches));
                (end < order.len()).then_some(end)
            }
            None => {
                let mut rest = rows.iter_from(from);
                let here = rest.by_ref().take(room).filter(|(_, row)| narrow.matches(row));
                places.extend(here.map(|(place, _)| small(place)));
                rest.next().map(|(place, _)| place)
            }
        };
    }
}
