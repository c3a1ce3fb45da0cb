//! Lists kept: the rows that meet a filter, in the order of its sorters, so that a page is a slice.
//!
//! A list is made when it is first asked for and kept until others need its room. When a row changes it is taken out of
//! every list and put back where it then belongs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::filter::condition::{Condition, Record};
use super::settings::Case;
use super::sort::{self, Sorter};

/// Rows that can be listed.
pub(super) trait Table {
    /// One row.
    type Row<'a>: Record
    where
        Self: 'a;

    /// The numbers given out so far, removed rows included.
    fn len(&self) -> u32;

    /// A row, unless it was removed.
    fn row(&self, number: u32) -> Option<Self::Row<'_>>;

    /// What decides between rows that sort alike: the id.
    fn rank(&self, number: u32) -> u128;

    /// The rows an id-like condition leaves; `None` where all have to be looked at.
    fn narrowed(&self, condition: &Condition) -> Option<Vec<u32>>;
}

/// What a list is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Question {
    /// The filter as text, and made ready.
    pub(super) filter: Option<(String, Condition)>,
    /// Without any, rows stand in the order they were made.
    pub(super) sorters: Vec<Sorter>,
}

impl Question {
    /// The question without what changes nothing: everything behind `id`, which no two rows share, and `id` itself in
    /// the last place, which decides between equals anyway.
    pub(super) fn new(filter: Option<(String, Condition)>, mut sorters: Vec<Sorter>) -> Self {
        if let Some(unique) = sorters.iter().position(|sorter| sorter.field == "id") {
            sorters.truncate(unique + 1);
            if unique > 0 && !sorters[unique].descending {
                sorters.truncate(unique);
            }
        }
        Self { filter, sorters }
    }

    fn admits(&self, record: &impl Record, case: Case) -> bool {
        self.filter.as_ref().is_none_or(|(_, condition)| condition.holds(record, case))
    }
}

type Name = (Option<String>, Vec<Sorter>);

/// A list, and the question it answers.
#[derive(Debug)]
pub(super) struct Listing {
    question: Question,
    rows: OnceLock<Vec<u32>>,
}

impl Listing {
    /// The rows' numbers.
    pub(super) fn rows(&self) -> &[u32] {
        self.rows.get().map_or(&[], Vec::as_slice)
    }
}

/// The lists kept.
#[derive(Debug, Default)]
pub(super) struct Listings {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    lists: HashMap<Name, (Arc<Listing>, u64)>,
    uses: u64,
}

/// So many rows are moved one by one.
const FEW: usize = 500;

/// So many rows are kept in all lists together: 4 bytes each.
const ROOM: usize = 24_000_000;

impl Listings {
    /// The list that answers a question, made now if it is not kept. Two who ask for the same list at once wait for one
    /// making of it.
    pub(super) fn list(&self, table: &impl Table, question: Question, case: Case) -> Arc<Listing> {
        let listing = self.kept().entry(question);
        listing.rows.get_or_init(|| make(table, &listing.question, case));
        listing
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes rows out of all lists. To be called before they change, since their places are found by what they hold.
    pub(super) fn withdraw(&mut self, table: &impl Table, numbers: &[u32], case: Case) {
        if numbers.len() > FEW {
            // Making a list anew is cheaper than taking so many rows out of it one by one.
            *self = Self::default();
        }
        for &number in numbers {
            self.each_made(|question, rows| {
                if let Ok(at) = place(table, question, rows, number, case) {
                    rows.remove(at);
                }
            });
        }
    }

    /// Puts rows into the lists they belong in.
    pub(super) fn admit(&mut self, table: &impl Table, numbers: &[u32], case: Case) {
        for &number in numbers {
            let Some(row) = table.row(number) else { continue };
            self.each_made(|question, rows| {
                if question.admits(&row, case)
                    && let Err(at) = place(table, question, rows, number, case)
                {
                    rows.insert(at, number);
                }
            });
        }
    }

    fn each_made(&mut self, mut change: impl FnMut(&Question, &mut Vec<u32>)) {
        let kept = self.kept.get_mut().unwrap_or_else(PoisonError::into_inner);
        // A list someone still holds cannot be changed under their eyes; it is dropped and made again when asked for.
        kept.lists.retain(|_, (listing, _)| {
            let Some(Listing { question, rows }) = Arc::get_mut(listing) else { return false };
            if let Some(rows) = rows.get_mut() {
                change(question, rows);
            }
            true
        });
    }
}

impl Kept {
    fn entry(&mut self, question: Question) -> Arc<Listing> {
        self.uses += 1;
        let name = (question.filter.as_ref().map(|(text, _)| text.clone()), question.sorters.clone());
        if let Some((listing, used)) = self.lists.get_mut(&name) {
            *used = self.uses;
            return Arc::clone(listing);
        }
        self.make_room();
        let listing = Arc::new(Listing { question, rows: OnceLock::new() });
        self.lists.insert(name, (Arc::clone(&listing), self.uses));
        listing
    }

    fn make_room(&mut self) {
        let mut rows: usize = self.lists.values().map(|(listing, _)| listing.rows().len()).sum();
        while rows > ROOM {
            let oldest = self.lists.iter().min_by_key(|(_, (_, used))| *used).map(|(name, _)| name.clone());
            let Some((listing, _)) = oldest.and_then(|name| self.lists.remove(&name)) else { return };
            rows -= listing.rows().len();
        }
    }
}

fn make(table: &impl Table, question: &Question, case: Case) -> Vec<u32> {
    let narrowed = question.filter.as_ref().and_then(|(_, condition)| table.narrowed(condition));
    let admitted = |number: &u32| table.row(*number).is_some_and(|row| question.admits(&row, case));
    let rows: Vec<u32> = match narrowed {
        Some(mut candidates) => {
            candidates.sort_unstable();
            candidates.dedup();
            candidates.retain(admitted);
            candidates
        }
        None => (0..table.len()).filter(admitted).collect(),
    };
    if question.sorters.is_empty() { rows } else { sorted(table, &rows, &question.sorters, case) }
}

/// A row's key: what its sorters compare, then its rank.
fn key(table: &impl Table, sorters: &[Sorter], number: u32, case: Case, key: &mut Vec<u8>) {
    if let Some(row) = table.row(number) {
        sort::encode(&row, sorters, case, key);
    }
    key.extend_from_slice(&table.rank(number).to_be_bytes());
}

/// Sorts by keys laid out one behind the other; their first 16 bytes stand beside the row and settle most comparisons.
fn sorted(table: &impl Table, rows: &[u32], sorters: &[Sorter], case: Case) -> Vec<u32> {
    struct Entry {
        head: u128,
        from: usize,
        to: usize,
        row: u32,
    }
    let mut keys: Vec<u8> = Vec::with_capacity(rows.len() * 32);
    let mut entries: Vec<Entry> = rows
        .iter()
        .map(|&row| {
            let from = keys.len();
            key(table, sorters, row, case, &mut keys);
            let mut head = [0; 16];
            let copied = (keys.len() - from).min(head.len());
            head[..copied].copy_from_slice(&keys[from..from + copied]);
            Entry { head: u128::from_be_bytes(head), from, to: keys.len(), row }
        })
        .collect();
    entries.sort_unstable_by(|a, b| a.head.cmp(&b.head).then_with(|| keys[a.from..a.to].cmp(&keys[b.from..b.to])));
    entries.into_iter().map(|entry| entry.row).collect()
}

/// Where a row stands in a list, or where it would have to stand.
fn place(table: &impl Table, question: &Question, rows: &[u32], number: u32, case: Case) -> Result<usize, usize> {
    if question.sorters.is_empty() {
        return rows.binary_search(&number);
    }
    let (mut wanted, mut probe) = (Vec::new(), Vec::new());
    key(table, &question.sorters, number, case, &mut wanted);
    rows.binary_search_by(|&row| {
        probe.clear();
        key(table, &question.sorters, row, case, &mut probe);
        probe.cmp(&wanted)
    })
}
