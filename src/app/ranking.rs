//! The order of rows that are sorted here, and how rows that come one after the other are put into it.

use std::cmp::Ordering;

use super::column::Column;
use super::rows::Rows;
use crate::model::AccountRow;
use crate::query::{SortColumn, SortKey};

/// A column to sort by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rank {
    /// Which.
    pub column: Column,
    /// Largest first.
    pub descending: bool,
}

impl Rank {
    /// The smallest of a column first.
    #[must_use]
    pub fn ascending(column: Column) -> Self {
        Self { column, descending: false }
    }
}

impl From<SortKey> for Rank {
    fn from(key: SortKey) -> Self {
        let column = match key.column {
            SortColumn::Name => Column::Name,
            SortColumn::Modified => Column::Modified,
            SortColumn::Created => Column::Created,
            SortColumn::Source => Column::Source,
            SortColumn::Identity => Column::Identity,
            SortColumn::Native => Column::NativeId,
            SortColumn::Origin => Column::Field("origin".to_owned()),
            SortColumn::Id => Column::Id,
            SortColumn::State => Column::State,
        };
        Self { column, descending: key.descending }
    }
}

/// By which columns rows are sorted here, and where the value of each stands among the added ones; the id decides where
/// they do not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking(Vec<(Rank, usize)>);

impl Ranking {
    /// By these columns, the first before the second. `fields` are those that came with each row, in order.
    #[must_use]
    pub fn new(ranks: impl IntoIterator<Item = Rank>, fields: &[String]) -> Self {
        let placed = |rank: Rank| {
            let is_its = |field: &String| matches!(&rank.column, Column::Field(wanted) if wanted == field);
            let extra = fields.iter().position(is_its).unwrap_or(fields.len());
            (rank, extra)
        };
        Self(ranks.into_iter().map(placed).collect())
    }

    /// Which of two rows comes first; never equal for two accounts.
    #[must_use]
    pub fn compare(&self, a: &AccountRow, b: &AccountRow) -> Ordering {
        let by_column = self.0.iter().map(|(Rank { column, descending }, extra)| {
            let ordering = column.compare(*extra, a, b);
            if *descending { ordering.reverse() } else { ordering }
        });
        by_column.fold(Ordering::Equal, Ordering::then).then_with(|| a.id.cmp(&b.id))
    }

    /// The places of all rows that are here, in order.
    #[must_use]
    pub fn sort(&self, rows: &Rows) -> Vec<u32> {
        let mut placed: Vec<(u32, &AccountRow)> = rows.iter().map(|(place, row)| (small(place), row)).collect();
        placed.sort_by(|(_, a), (_, b)| self.compare(a, b));
        placed.into_iter().map(|(place, _)| place).collect()
    }

    /// The same, where those before `from` are sorted already: the others are put between them.
    #[must_use]
    pub fn put_in(&self, sorted: &[u32], from: usize, rows: &Rows) -> Vec<u32> {
        let row = |place: u32| rows.row(place as usize);
        let compare = |a: u32, b: u32| match (row(a), row(b)) {
            (Some(a), Some(b)) => self.compare(a, b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        let mut fresh: Vec<u32> = (from..rows.len()).map(small).collect();
        fresh.sort_by(|a, b| compare(*a, *b));
        let mut all = Vec::with_capacity(sorted.len() + fresh.len());
        let mut rest = sorted;
        for place in fresh {
            let (before, after) = rest.split_at(rest.partition_point(|known| compare(*known, place) == Ordering::Less));
            all.extend_from_slice(before);
            all.push(place);
            rest = after;
        }
        all.extend_from_slice(rest);
        all
    }
}

/// A place as it is kept: no list has more.
pub(super) fn small(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
