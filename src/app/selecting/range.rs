//! The rows from where a range was begun to where the cursor stands: each is marked as soon as it is here, and no longer when
//! the cursor comes back.

use std::collections::{BTreeSet, HashSet};

use crate::app::list::List;
use crate::app::marks::Marks;
use crate::app::window::Slot;
use crate::model::AccountId;
use crate::work::protocol::Epoch;

/// A range of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// The question whose rows they are. Another one ends the range.
    pub epoch: Epoch,
    /// Where it was begun, counted in the rows shown.
    from: usize,
    /// The account that stood there; none where its row was not here yet.
    first: Option<AccountId>,
    /// The rows it reaches over, the last one included; none before it was drawn up.
    span: Option<(usize, usize)>,
    /// How many rows were shown then.
    len: usize,
    /// What it marked that was not marked before.
    added: HashSet<AccountId>,
    /// The rows that are still on their way.
    coming: BTreeSet<usize>,
}

impl Range {
    /// A range that begins at the cursor.
    #[must_use]
    pub fn at_the_cursor(list: &List) -> Self {
        Self {
            epoch: list.epoch,
            from: list.cursor.at,
            first: list.current().map(|row| row.id.clone()),
            span: None,
            len: list.len(),
            added: HashSet::new(),
            coming: BTreeSet::new(),
        }
    }

    /// How many rows it reaches over.
    #[must_use]
    pub fn len(&self) -> usize {
        self.span.map_or(0, |(first, last)| last - first + 1)
    }

    /// Whether it reaches over none, which it does only before it was drawn up.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.span.is_none()
    }

    /// How many of them are still on their way.
    #[must_use]
    pub fn coming(&self) -> usize {
        self.coming.len()
    }

    /// Whether it reaches over this row, and the row is still on its way.
    #[must_use]
    pub fn awaits(&self, shown: usize) -> bool {
        self.coming.contains(&shown)
    }

    /// The places of the rows that are still on their way, in order.
    pub fn awaited(&self) -> impl Iterator<Item = usize> {
        self.coming.iter().copied()
    }

    /// Marks what it reaches over by now, and no longer what it does not. Costs as many rows as the cursor went over, and
    /// those on their way. Says whether the row where it was begun is still there.
    pub(in crate::app) fn draw_up(&mut self, list: &List, marks: &mut Marks) -> bool {
        if !self.stands(list) && !self.find_again(list, marks) {
            return false;
        }
        let at = list.cursor.at;
        let span = (self.from.min(at), self.from.max(at));
        let (entering, leaving) = difference(span, self.span);
        for place in leaving.into_iter().flat_map(|(first, last)| first..=last) {
            self.coming.remove(&place);
            if let Some(row) = list.row(place).filter(|row| self.added.remove(&row.id)) {
                marks.unmark(&row.id);
            }
        }
        self.coming.extend(entering.into_iter().flat_map(|(first, last)| first..=last));
        self.span = Some(span);
        self.len = list.len();
        self.take_what_came(list, marks);
        true
    }

    /// Marks the rows that are here by now.
    fn take_what_came(&mut self, list: &List, marks: &mut Marks) {
        let Self { coming, added, .. } = self;
        coming.retain(|place| match list.slot(*place) {
            Slot::Coming => true,
            Slot::Here(row, _) => {
                if marks.mark(row) {
                    added.insert(row.id.clone());
                }
                false
            }
            Slot::Missing | Slot::Failed => false,
        });
    }

    /// Whether its rows stand where they stood.
    fn stands(&self, list: &List) -> bool {
        let is_there = match (&self.first, list.row(self.from)) {
            (Some(first), Some(row)) => *first == row.id,
            (Some(_), None) => false,
            (None, _) => true,
        };
        // Rows of a scan come in between the others; pages have their places.
        is_there && (self.len == list.len() || list.rows.window().is_some())
    }

    /// Begins anew where its first account stands now.
    fn find_again(&mut self, list: &List, marks: &mut Marks) -> bool {
        for id in self.added.drain() {
            marks.unmark(&id);
        }
        self.coming.clear();
        self.span = None;
        let found = self.first.as_ref().and_then(|first| list.find(first));
        self.from = found.unwrap_or(self.from);
        found.is_some()
    }
}

type Stretch = (usize, usize);

/// Which rows are in the first stretch alone, and which in the second alone. Both lie about the same row.
fn difference(now: Stretch, before: Option<Stretch>) -> (Vec<Stretch>, Vec<Stretch>) {
    let Some(before) = before else { return (vec![now], Vec::new()) };
    let beyond = |one: Stretch, other: Stretch| {
        let below = (one.0 < other.0).then(|| (one.0, other.0 - 1));
        let above = (one.1 > other.1).then(|| (other.1 + 1, one.1));
        below.into_iter().chain(above).collect()
    };
    (beyond(now, before), beyond(before, now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_that_turns_round_leaves_one_side_and_enters_the_other() {
        assert_eq!(difference((3, 7), None), (vec![(3, 7)], vec![]));
        assert_eq!(difference((3, 9), Some((3, 7))), (vec![(8, 9)], vec![]));
        assert_eq!(difference((3, 4), Some((3, 7))), (vec![], vec![(5, 7)]));
        assert_eq!(difference((1, 3), Some((3, 7))), (vec![(1, 2)], vec![(4, 7)]));
    }
}
