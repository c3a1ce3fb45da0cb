//! Rows as they are kept: each with its imprint, which is taken when the row comes and its texts are at hand; and the sources
//! they are of.

use std::ops::Deref;
use std::sync::Arc;

use crate::model::{AccountRow, SourceFacts};
use crate::query::Imprint;

/// Rows, each with its imprint.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImprintedRows {
    rows: Vec<AccountRow>,
    /// As many as there are rows.
    imprints: Vec<Imprint>,
    /// The sources of the rows, each once.
    sources: Vec<Arc<SourceFacts>>,
}

impl From<Vec<AccountRow>> for ImprintedRows {
    fn from(mut rows: Vec<AccountRow>) -> Self {
        // It grew as it was read, and there may be thousands of them.
        rows.shrink_to_fit();
        let imprints = rows.iter().map(Imprint::of).collect();
        let mut imprinted = Self { rows, imprints, sources: Vec::new() };
        imprinted.learn_sources(0);
        imprinted
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
        let first = self.rows.len();
        self.imprints.extend(rows.iter().map(Imprint::of));
        self.rows.extend(rows);
        self.learn_sources(first);
    }

    fn learn_sources(&mut self, first: usize) {
        let Self { rows, sources, .. } = self;
        // Rows of a source share its facts: nearly all are passed over by their address.
        for source in rows.iter().skip(first).map(|row| &row.source) {
            let is_known = |known: &Arc<SourceFacts>| Arc::ptr_eq(known, source) || known == source;
            if !sources.iter().any(is_known) {
                sources.push(Arc::clone(source));
            }
        }
    }

    /// The sources of the rows, each once, in the order in which they were first seen.
    #[must_use]
    pub fn sources(&self) -> &[Arc<SourceFacts>] {
        &self.sources
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
    fn a_source_is_told_once_however_many_rows_it_has() {
        let of = |source: &Arc<SourceFacts>| AccountRow { source: Arc::clone(source), ..named("1", "ada") };
        let source = |name: &str| Arc::new(SourceFacts { name: Some(name.into()), ..SourceFacts::default() });
        let (ad, sap, ad_again) = (source("AD"), source("SAP"), source("AD"));
        let mut rows = ImprintedRows::from(vec![of(&ad), of(&sap), of(&ad)]);
        rows.extend(vec![of(&ad_again), of(&source("Okta"))]);
        let names: Vec<&str> = rows.sources().iter().filter_map(|source| source.name.as_deref()).collect();
        assert_eq!(names, ["AD", "SAP", "Okta"]);
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
