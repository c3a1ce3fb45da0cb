//! Rows as they are kept: each with its imprint, which is taken when the row comes and its texts are at hand.

use std::ops::Deref;

use crate::model::AccountRow;
use crate::query::Imprint;

/// Rows, each with its imprint.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImprintedRows {
    rows: Vec<AccountRow>,
    /// As many as there are rows.
    imprints: Vec<Imprint>,
}

impl From<Vec<AccountRow>> for ImprintedRows {
    fn from(rows: Vec<AccountRow>) -> Self {
        let imprints = rows.iter().map(Imprint::of).collect();
        Self { rows, imprints }
    }
}

impl Deref for ImprintedRows {
    type Target = [AccountRow];

    fn deref(&self) -> &[AccountRow] {
        &self.rows
    }
}

impl ImprintedRows {
    /// A row and its imprint.
    #[must_use]
    pub fn entry(&self, at: usize) -> Option<(&AccountRow, Imprint)> {
        Some((self.rows.get(at)?, *self.imprints.get(at)?))
    }

    /// Each row and its imprint.
    pub fn entries(&self) -> impl Iterator<Item = (&AccountRow, Imprint)> {
        self.rows.iter().zip(self.imprints.iter().copied())
    }

    /// Adds rows behind the others.
    pub fn extend(&mut self, rows: Vec<AccountRow>) {
        self.imprints.extend(rows.iter().map(Imprint::of));
        self.rows.extend(rows);
    }

    /// Puts in a row that was read by itself, wherever the account stands. What added columns show stays as it was.
    pub fn replace(&mut self, row: &AccountRow) {
        let places = self.rows.iter_mut().zip(&mut self.imprints);
        for (known, imprint) in places.filter(|(known, _)| known.id == row.id) {
            let extra = std::mem::take(&mut known.extra);
            *known = AccountRow { extra, ..row.clone() };
            *imprint = Imprint::of(known);
        }
    }

    /// Forgets the values of added columns.
    pub fn forget_extra(&mut self) {
        for row in &mut self.rows {
            row.extra = Box::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(id: &str, name: &str) -> AccountRow {
        AccountRow { name: Some(name.into()), ..AccountRow::bare(id.into()) }
    }

    #[test]
    fn every_row_has_its_own_imprint_whichever_way_it_came() {
        let mut rows = ImprintedRows::from(vec![named("1", "ada")]);
        rows.extend(vec![named("2", "bob"), named("3", "eve")]);
        rows.replace(&named("2", "mallory"));
        let expected: Vec<Imprint> = ["ada", "mallory", "eve"].map(|name| Imprint::of(&named("", name))).to_vec();
        assert_eq!(rows.entries().map(|(_, imprint)| imprint).collect::<Vec<_>>(), expected);
        assert_eq!(rows.entry(1), Some((&named("2", "mallory"), expected[1])));
        assert_eq!(rows.entry(3), None);
    }

    #[test]
    fn a_row_read_again_keeps_what_its_columns_show() {
        let extra: Box<[Option<Box<str>>]> = Box::new([Some("Sales".into())]);
        let mut rows = ImprintedRows::from(vec![AccountRow { extra: extra.clone(), ..named("1", "ada") }]);
        rows.replace(&named("1", "bob"));
        assert_eq!(rows[0], AccountRow { extra, ..named("1", "bob") });
        rows.forget_extra();
        assert!(rows[0].extra.is_empty());
    }
}
