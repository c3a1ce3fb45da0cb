//! The list of accounts: what was asked, the rows of the answer, where the person stands, and what is hidden here.

use std::cmp::Ordering;
use std::sync::Arc;

use super::column::{Column, Columns};
use super::cursor::Cursor;
use super::departed::Departed;
use super::harvest::Growth;
use super::narrowing::Narrowing;
use super::ranking::{Rank, Ranking};
use super::rows::Rows;
use super::window::Slot;
use crate::model::{AccountId, AccountRow, Completeness};
use crate::query::{Compiled, Here, Narrow, Predicate};
use crate::work::protocol::{Epoch, ListQuery};

/// What was asked of the tenant, and the words for it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Asked {
    /// The query as the person wrote it; empty for all accounts.
    pub text: String,
    /// What it means, in words: "names that start with smith".
    pub meaning: Vec<String>,
    /// What the tenant is asked, shared by all pages.
    pub query: Arc<ListQuery>,
    /// What an account must be to match all of it; none where only the tenant can tell.
    pub whole: Option<Arc<Predicate>>,
    /// What the list has to be read to its end for; none where the tenant answers all of it.
    pub scanned: Option<Scanned>,
}

/// What is done with a list that is read to its end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scanned {
    /// What an account must be to be kept; none keeps all.
    pub here: Option<Here>,
    /// Filters that divide the list; empty where it needs no dividing.
    pub parts: Vec<String>,
    /// The ids of the sources to which the tenant's part restricts the list, where it does.
    pub sources: Option<Vec<String>>,
    /// By which columns the query wants the rows sorted.
    pub order: Vec<Rank>,
}

impl Scanned {
    /// What a compiled query has to be read to its end for; none where the tenant answers all of it.
    #[must_use]
    pub fn of(compiled: &Compiled) -> Option<Self> {
        let is_needed = compiled.needs_a_scan();
        is_needed.then(|| Self {
            here: compiled.here.clone(),
            parts: compiled.parts.clone(),
            sources: compiled.sources.clone(),
            order: compiled.order.iter().copied().map(Rank::from).collect(),
        })
    }
}

/// The order a person chose with the keys; it goes before the query's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// By which column.
    pub column: Column,
    /// Largest first.
    pub descending: bool,
    /// Who sorts.
    pub by: Sorter,
}

/// Who puts the rows in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sorter {
    /// The tenant, with its `sorters` parameter.
    Tenant,
    /// We do, which needs every row.
    Here,
}

/// The list of accounts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct List {
    /// What was asked.
    pub asked: Asked,
    /// The order chosen with the keys, if any.
    pub order: Option<Order>,
    /// The number of the question: grows with each new question and each refresh.
    pub epoch: Epoch,
    /// What has been read.
    pub rows: Rows,
    /// Where the person stands, counted in the rows shown.
    pub cursor: Cursor,
    /// The account under the cursor. A refresh finds it again.
    pub anchor: Option<AccountId>,
    /// Where it stood among the rows read when it was last seen, which spares looking for it among a million of them.
    pub anchor_place: usize,
    /// The accounts among the rows that match no more.
    pub departed: Departed,
    /// Whether the person has pressed a key in this list since it was asked for.
    pub is_touched: bool,
    /// The columns shown.
    pub columns: Columns,
    /// What is hidden here, while a query is typed.
    pub narrowing: Option<Narrowing>,
    /// The places of the rows in the order chosen here.
    pub sorted_here: Option<Vec<u32>>,
}

impl List {
    /// How many rows the table has to show.
    #[must_use]
    pub fn len(&self) -> usize {
        self.picked().map_or_else(|| self.rows.len(), <[u32]>::len)
    }

    /// Whether the table has nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The places of the rows shown, where they are not simply all.
    fn picked(&self) -> Option<&[u32]> {
        self.narrowing.as_ref().map(Narrowing::places).or(self.sorted_here.as_deref())
    }

    /// The place among the rows read of a row shown.
    #[must_use]
    pub fn place(&self, shown: usize) -> usize {
        match self.picked() {
            Some(places) => places.get(shown).map_or(usize::MAX, |place| *place as usize),
            None => shown,
        }
    }

    /// What stands at a row shown.
    #[must_use]
    pub fn slot(&self, shown: usize) -> Slot<'_> {
        self.rows.slot(self.place(shown))
    }

    /// The row that stands at a row shown, if it is here.
    #[must_use]
    pub fn row(&self, shown: usize) -> Option<&AccountRow> {
        self.rows.row(self.place(shown))
    }

    /// Every row shown that is here.
    pub fn shown_rows(&self) -> impl Iterator<Item = &AccountRow> {
        let picked = self.picked();
        let all = picked.is_none().then(|| self.rows.iter().map(|(_, row)| row));
        let some = picked.into_iter().flatten().filter_map(|place| self.rows.row(*place as usize));
        some.chain(all.into_iter().flatten())
    }

    /// The row under the cursor, if it is here.
    #[must_use]
    pub fn current(&self) -> Option<&AccountRow> {
        match self.slot(self.cursor.at) {
            Slot::Here(row, _) if self.cursor.at < self.len() => Some(row),
            _ => None,
        }
    }

    /// How whole the list is.
    #[must_use]
    pub fn completeness(&self) -> Completeness {
        self.rows.completeness()
    }

    /// The column the rows are sorted by, and whether the largest comes first: the order chosen with the keys, else the
    /// first of the query's sorters.
    #[must_use]
    pub fn sorted_by(&self) -> Option<(Column, bool)> {
        if let Some(order) = &self.order {
            return Some((order.column.clone(), order.descending));
        }
        if self.asked.scanned.is_some() {
            return self.ranks().into_iter().next().map(|first| (first.column, first.descending));
        }
        let first = self.asked.query.sorters.split(',').next().filter(|first| !first.is_empty())?;
        let (field, descending) = first.strip_prefix('-').map_or((first, false), |field| (field, true));
        Some((Column::sorted_as(field), descending))
    }

    /// By which columns rows are sorted here: the one chosen with the keys, else those of the query, else the name.
    fn ranks(&self) -> Vec<Rank> {
        if let Some(Order { column, descending, .. }) = &self.order {
            return vec![Rank { column: column.clone(), descending: *descending }];
        }
        let asked = self.asked.scanned.iter().flat_map(|scanned| &scanned.order);
        let asked: Vec<Rank> = asked.cloned().collect();
        if asked.is_empty() { vec![Rank::ascending(Column::Name)] } else { asked }
    }

    /// The order of rows that are sorted here; none where the tenant sorts them.
    fn ranking(&self) -> Option<Ranking> {
        let is_ours = self.rows.harvest().is_some() || self.order.as_ref().is_some_and(|o| o.by == Sorter::Here);
        is_ours.then(|| Ranking::new(self.ranks(), &self.columns.extra_fields()))
    }

    /// Narrows to the rows that match, or shows all again. Many rows are not tried at once: see [`List::narrow_on`].
    pub fn narrow_to(&mut self, narrow: Narrow) {
        let earlier = self.narrowing.take();
        if !narrow.is_everything() {
            self.narrowing = Some(Narrowing::new(narrow, earlier));
            self.narrow_on();
        }
    }

    /// Tries the next rows, where some were not tried yet.
    pub fn narrow_on(&mut self) {
        if let Some(narrowing) = &mut self.narrowing {
            narrowing.go_on(&self.rows, self.sorted_here.as_deref());
        }
    }

    /// Whether some rows were not tried yet.
    #[must_use]
    pub fn is_counting(&self) -> bool {
        self.narrowing.as_ref().is_some_and(Narrowing::is_counting)
    }

    /// Takes in rows that came after narrowing or sorting here.
    pub fn rows_changed(&mut self) {
        self.departed.settle(&self.rows, self.asked.whole.as_deref());
        if let Some(ranking) = self.ranking() {
            self.sorted_here = Some(ranking.sort(&self.rows));
        }
        self.narrow_again();
    }

    /// Takes in what a scan kept since the last time.
    pub fn rows_came(&mut self, growth: Growth) {
        match (growth, self.ranking(), self.sorted_here.take()) {
            (Growth::From(place), Some(ranking), Some(sorted)) => {
                self.sorted_here = Some(ranking.put_in(&sorted, place, &self.rows));
                if place < self.rows.len() {
                    self.narrow_again();
                }
            }
            _ => self.rows_changed(),
        }
    }

    fn narrow_again(&mut self) {
        if let Some(narrowing) = self.narrowing.take() {
            self.narrow_to(narrowing.into_narrow());
        }
    }

    /// Takes in an account that was read again, where it is among the rows. They are sorted and narrowed anew only where it
    /// stands elsewhere now, or passes no more: in a run of thousands, each is read again.
    pub fn replace(&mut self, row: &AccountRow) {
        let own = |(_, known): &(usize, &AccountRow)| known.id == row.id;
        let before: Vec<(usize, AccountRow)> =
            self.rows.iter().filter(own).map(|(place, known)| (place, known.clone())).collect();
        self.rows.replace(row);
        if !before.is_empty() {
            self.departed.judge(row, self.asked.whole.as_deref());
        }
        let moves_or_passes_otherwise = before.iter().any(|(place, before)| {
            let after = self.rows.row(*place);
            after.is_some_and(|after| self.sorts_otherwise(before, after) || self.passes_otherwise(before, after))
        });
        if moves_or_passes_otherwise {
            self.rows_changed();
        }
    }

    fn sorts_otherwise(&self, before: &AccountRow, after: &AccountRow) -> bool {
        // They have the same id, which decides last.
        self.ranking().is_some_and(|ranking| ranking.compare(before, after) != Ordering::Equal)
    }

    fn passes_otherwise(&self, before: &AccountRow, after: &AccountRow) -> bool {
        let passes = |narrowing: &Narrowing| narrowing.lets_through(before) != narrowing.lets_through(after);
        self.narrowing.as_ref().is_some_and(passes)
    }

    /// The person stands on the row under the cursor.
    pub fn hold_anchor(&mut self) {
        self.anchor = self.current().map(|row| row.id.clone());
        self.anchor_place = self.place(self.cursor.at);
    }

    /// Where the person's account stands among the rows shown.
    #[must_use]
    pub fn find_anchor(&self) -> Option<usize> {
        let wanted = self.anchor.as_ref()?;
        if self.rows.row(self.anchor_place).is_none_or(|row| row.id != *wanted) {
            return self.find(wanted);
        }
        let Some(places) = self.picked() else { return Some(self.anchor_place) };
        places.iter().position(|place| *place as usize == self.anchor_place)
    }

    /// Where an account stands among the rows shown.
    #[must_use]
    pub fn find(&self, id: &AccountId) -> Option<usize> {
        match self.picked() {
            None => self.rows.find(id),
            Some(places) => {
                places.iter().position(|place| self.rows.row(*place as usize).is_some_and(|row| row.id == *id))
            }
        }
    }
}
