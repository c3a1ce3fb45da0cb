//! Accounts that were read again by themselves and match the query no more. They stay where they are until the list is read
//! again, so that nothing moves under the person's hands; but the list does not pretend that they are still what was asked
//! for.

use std::collections::BTreeSet;

use super::rows::Rows;
use crate::model::{AccountId, AccountRow};
use crate::query::{Judged, Predicate};

/// The accounts among the rows that match the query no more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Departed(BTreeSet<AccountId>);

impl Departed {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the account is one of them.
    #[must_use]
    pub fn contains(&self, id: &AccountId) -> bool {
        self.0.contains(id)
    }

    /// An account was read again by itself. What looks at attributes cannot be judged by a row.
    pub(super) fn judge(&mut self, row: &AccountRow, query: Option<&Predicate>) {
        let Some(query) = query.filter(|query| !query.reads_attributes()) else { return };
        if query.holds(Judged { row, attributes: &[] }) {
            self.0.remove(&row.id);
        } else {
            self.0.insert(row.id.clone());
        }
    }

    /// Rows were read again: of those that had departed, some match once more, and some are gone.
    pub(super) fn settle(&mut self, rows: &Rows, query: Option<&Predicate>) {
        if self.0.is_empty() {
            return;
        }
        let before = std::mem::take(&mut self.0);
        for (_, row) in rows.iter().filter(|(_, row)| before.contains(&row.id)) {
            self.judge(row, query);
        }
    }
}
