//! What is hidden here while a query is typed: the rows read are tried against it, a slice at a time.
//!
//! A key must not hold the loop, however many rows are here, and nobody sees more of them than a screenful at once. So they
//! are tried in the order in which they are shown, so many an event, and those that match so far are on the screen. Each
//! text takes over where the one before it stood: what is left of the older is never tried for it. And what was tried leaves
//! its imprint, by which the next text passes over most rows without looking at them.

#[cfg(test)]
mod tests;

use super::ranking::small;
use super::rows::Rows;
use crate::model::AccountRow;
use crate::query::{Imprint, Narrow};

/// What may be spent in one event, as [`Narrow::effort`] counts it: about 3 ms of work.
const SLICE: usize = 1_000_000;

/// What is hidden here.
#[derive(Debug, Clone, PartialEq)]
pub struct Narrowing {
    /// What the rows must match.
    narrow: Narrow,
    /// The places of the rows that do, in the order shown.
    places: Vec<u32>,
    left: Left,
    /// The imprints of the rows tried since the first letter, by their place; a blank one where none is known.
    imprints: Vec<Imprint>,
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
        let all = Left { matched_earlier: Vec::new(), from: Some(0) };
        let Some(Self { narrow: before, mut places, left, imprints }) = earlier else {
            return Self { narrow, places: Vec::new(), left: all, imprints: Vec::new() };
        };
        let left = if narrow.extends(&before) {
            places.reverse();
            Left { matched_earlier: [left.matched_earlier, places].concat(), from: left.from }
        } else {
            all
        };
        Self { narrow, places: Vec::new(), left, imprints }
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
        self.try_next(SLICE, rows, order);
    }

    fn try_next(&mut self, slice: usize, rows: &Rows, order: Option<&[u32]>) {
        let Self { narrow, places, left, imprints } = self;
        let mut trial = Trial { narrow, imprints, effort: slice };
        while trial.effort > 0 {
            let Some(place) = left.matched_earlier.pop() else { break };
            if trial.lets_through(place, || rows.row(place as usize)) {
                places.push(place);
            }
        }
        let Some(from) = left.from else { return };
        left.from = match order {
            Some(order) => {
                let rest = order.iter().enumerate().skip(from);
                trial.go_through(places, rest.map(|(at, place)| (at, *place, || rows.row(*place as usize))))
            }
            None => {
                let rest = rows.iter_from(from);
                trial.go_through(places, rest.map(|(place, row)| (place, small(place), move || Some(row))))
            }
        };
    }

    /// The row at a place is another one now.
    pub(super) fn forget(&mut self, place: usize) {
        if let Some(imprint) = self.imprints.get_mut(place) {
            *imprint = Imprint::default();
        }
    }
}

/// Rows are being tried.
struct Trial<'n> {
    narrow: &'n Narrow,
    imprints: &'n mut Vec<Imprint>,
    /// What may still be spent.
    effort: usize,
}

impl Trial<'_> {
    /// Tries one row after the other, of which is told where it stands, its place, and how to get it. Says where to go on.
    fn go_through<'r, Row: FnOnce() -> Option<&'r AccountRow>>(
        &mut self,
        places: &mut Vec<u32>,
        rest: impl Iterator<Item = (usize, u32, Row)>,
    ) -> Option<usize> {
        for (at, place, row) in rest {
            if self.effort == 0 {
                return Some(at);
            }
            if self.lets_through(place, row) {
                places.push(place);
            }
        }
        None
    }

    fn lets_through<'r>(&mut self, place: u32, row: impl FnOnce() -> Option<&'r AccountRow>) -> bool {
        let place = place as usize;
        let known = self.imprints.get(place).copied().unwrap_or_default();
        if !known.is_blank() && !self.narrow.may_match(known) {
            self.effort = self.effort.saturating_sub(1);
            return false;
        }
        self.effort = self.effort.saturating_sub(self.narrow.effort());
        let Some(row) = row() else { return false };
        if known.is_blank() {
            if self.imprints.len() <= place {
                self.imprints.resize(place + 1, Imprint::default());
            }
            self.imprints[place] = Imprint::of(row);
        }
        self.narrow.matches(row)
    }
}
