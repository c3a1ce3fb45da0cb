//! What is hidden here while a query is typed: the rows read are tried against it, a slice at a time.
//!
//! A key must not hold the loop, however many rows are here, and nobody sees more of them than a screenful at once. So they
//! are tried in the order in which they are shown, so many an event, and those that match so far are on the screen. Each
//! text takes over where the one before it stood: what is left of the older is never tried for it. Most rows are settled by
//! their imprint, without looking at them.

#[cfg(test)]
mod tests;

use super::imprinted::ImprintedRows;
use super::ranking::small;
use super::rows::Rows;
use crate::model::AccountRow;
use crate::query::{Imprint, Narrow};

/// What may be spent in one event, as [`Narrow::effort`] counts it: about 3 ms of work.
const SLICE: usize = 400_000;

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
            Some(Self { mut places, left: Left { matched_earlier, from }, .. }) => {
                places.reverse();
                Left { matched_earlier: [matched_earlier, places].concat(), from }
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
        self.try_next(SLICE, rows, order);
    }

    fn try_next(&mut self, slice: usize, rows: &Rows, order: Option<&[u32]>) {
        let Self { narrow, places, left } = self;
        let mut trial = Trial { narrow, rows, stretch: None, effort: slice };
        while trial.effort > 0 {
            let Some(place) = left.matched_earlier.pop() else { break };
            if trial.lets_through_at(place) {
                places.push(place);
            }
        }
        let Some(from) = left.from else { return };
        left.from = match order {
            Some(order) => trial.go_through_in_order(places, order, from),
            None => trial.go_through(places, from),
        };
    }
}

/// Rows are being tried.
struct Trial<'n> {
    narrow: &'n Narrow,
    rows: &'n Rows,
    /// The rows looked at last, and the place of their first: the next one is most likely among them.
    stretch: Option<(usize, &'n ImprintedRows)>,
    /// What may still be spent.
    effort: usize,
}

impl<'n> Trial<'n> {
    /// Tries the rows in their order, from the so manieth place on. Says where to go on.
    fn go_through(&mut self, places: &mut Vec<u32>, from: usize) -> Option<usize> {
        let mut from = from;
        while let Some((first, rows)) = self.rows.stretch(from) {
            for (at, (row, imprint)) in rows.entries().enumerate().skip(from.saturating_sub(first)) {
                if self.effort == 0 {
                    return Some(first + at);
                }
                if self.lets_through(row, imprint) {
                    places.push(small(first + at));
                }
            }
            from = first + rows.len();
        }
        None
    }

    /// The same, where they are given in another order.
    fn go_through_in_order(&mut self, places: &mut Vec<u32>, order: &[u32], from: usize) -> Option<usize> {
        for (at, place) in order.iter().enumerate().skip(from) {
            if self.effort == 0 {
                return Some(at);
            }
            if self.lets_through_at(*place) {
                places.push(*place);
            }
        }
        None
    }

    fn lets_through_at(&mut self, place: u32) -> bool {
        self.entry(place as usize).is_some_and(|(row, imprint)| self.lets_through(row, imprint))
    }

    fn lets_through(&mut self, row: &AccountRow, imprint: Imprint) -> bool {
        let settled = self.narrow.settled_by(imprint);
        self.effort = self.effort.saturating_sub(if settled.is_some() { 1 } else { self.narrow.effort() });
        settled.unwrap_or_else(|| self.narrow.matches(row))
    }

    fn entry(&mut self, place: usize) -> Option<(&'n AccountRow, Imprint)> {
        let holds = |(first, rows): &(usize, &ImprintedRows)| (*first..first + rows.len()).contains(&place);
        if !self.stretch.as_ref().is_some_and(holds) {
            self.stretch = self.rows.stretch(place).filter(holds);
        }
        let (first, rows) = self.stretch?;
        rows.entry(place - first)
    }
}
