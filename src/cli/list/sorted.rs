//! Accounts held until all are there, because only then their order is known.

use crate::api::{Client, RawRow, RowReader};
use crate::app::ranking::{Rank, Ranking};
use crate::cli::asking::Prepared;
use crate::cli::ending::Failure;
use crate::cli::output::Printer;
use crate::model::AccountRow;
use crate::model::column::Column;

/// The accounts held, each as the tenant wrote it and as a row to compare.
pub(super) struct Sorted<'c> {
    ranking: Ranking,
    reader: RowReader<'c>,
    held: Vec<(AccountRow, Box<str>)>,
}

impl<'c> Sorted<'c> {
    /// By the order that was asked for, as the screen sorts by it.
    pub(super) fn by(prepared: &Prepared, client: &'c Client) -> Self {
        let ranks: Vec<Rank> = prepared.order.iter().copied().map(Rank::from).collect();
        let fields: Vec<String> = ranks
            .iter()
            .filter_map(|rank| match &rank.column {
                Column::Field(field) => Some(field.clone()),
                _ => None,
            })
            .collect();
        Self { ranking: Ranking::new(ranks, &fields), reader: client.row_reader(&fields), held: Vec::new() }
    }

    /// Takes one account.
    pub(super) fn add(&mut self, account: RawRow<'_>) {
        // It was read before, to be judged.
        if let Ok(row) = self.reader.row(account) {
            self.held.push((row, account.json.into()));
        }
    }

    /// How many are held.
    pub(super) fn len(&self) -> u64 {
        self.held.len() as u64
    }

    /// Prints the first of them.
    pub(super) fn print(mut self, mut printer: Printer, most: u64) -> Result<(), Failure> {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        self.held.sort_by(|(a, _), (b, _)| self.ranking.compare(a, b));
        for (row, json) in self.held.iter().take(most) {
            printer.print(RawRow::alone(&row.id, json))?;
        }
        printer.finish()
    }
}
