//! The rows one reading kept.

use jiff::Timestamp;

use crate::app::imprinted::ImprintedRows;
use crate::model::AccountRow;
use crate::work::protocol::Census;

/// The rows one reading kept.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Gathered {
    /// The rows, in the order in which they came.
    pub(super) rows: ImprintedRows,
    /// What was read, passed or not.
    pub(super) census: Census,
    /// When the rows came: from which place on, and when. In the order of the places.
    came: Vec<(usize, Timestamp)>,
}

impl Gathered {
    /// Takes in rows, and how far the reading has got.
    pub(super) fn take_in(&mut self, rows: Vec<AccountRow>, census: Census, at: Timestamp) {
        if !rows.is_empty() {
            self.came.push((self.rows.len(), at));
        }
        self.rows.extend(rows);
        self.census = census;
    }

    /// When the row at a place was read.
    pub(super) fn read_at(&self, place: usize) -> Option<Timestamp> {
        let later = self.came.partition_point(|(from, _)| *from <= place);
        Some(self.came.get(later.checked_sub(1)?)?.1)
    }

    /// The oldest reading of a row.
    pub(super) fn oldest(&self) -> Option<Timestamp> {
        self.came.iter().map(|(_, at)| *at).min()
    }

    /// Whether another reading tells more of what is there: this one is not whole, and that one got further.
    pub(super) fn is_worth_less_than(&self, other: &Self) -> bool {
        !self.census.is_whole() && self.census.have < other.census.have
    }

    /// Puts in a row that was read by itself. What added columns show stays as it was.
    pub(super) fn replace(&mut self, row: &AccountRow) {
        self.rows.replace(row);
    }

    /// Forgets the values of added columns.
    pub(super) fn forget_extra(&mut self) {
        self.rows.forget_extra();
    }
}
