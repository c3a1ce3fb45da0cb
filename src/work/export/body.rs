//! The accounts of a file, in its form.

use std::io::{self, Write};

use crate::api::RawRow;
use crate::model::column::{Column, added_fields, plain_cells};
use crate::work::protocol::{Export, Form};
use crate::work::records::{Csv, Json, Layout};

/// Writes accounts below each other.
pub(super) struct Body<W: Write> {
    /// How many were written.
    pub(super) accounts: u64,
    /// How many could not be told as a row of columns.
    pub(super) unreadable: u64,
    columns: Vec<Column>,
    added: Vec<String>,
    records: Records<W>,
}

enum Records<W: Write> {
    Csv(Box<Csv<W>>),
    Json(Json<W>),
}

impl<W: Write> Body<W> {
    pub(super) fn new(export: &Export, out: W) -> Self {
        let words = export.columns.iter().map(ToString::to_string).collect();
        let records = match export.form {
            Form::Csv => Records::Csv(Box::new(Csv::under(words, out))),
            Form::Json => Records::Json(Json::new(out, Layout::Array)),
            Form::Ndjson => Records::Json(Json::new(out, Layout::Lines)),
        };
        let (columns, added) = (export.columns.clone(), added_fields(&export.columns));
        Self { accounts: 0, unreadable: 0, columns, added, records }
    }

    /// Writes an account. One that is none by the vendor's document has no columns, and is counted.
    pub(super) fn add(&mut self, account: RawRow<'_>) -> io::Result<()> {
        match &mut self.records {
            Records::Json(json) => json.add(account.json)?,
            Records::Csv(csv) => {
                let Ok(row) = account.to_row(&self.added) else {
                    self.unreadable += 1;
                    return Ok(());
                };
                csv.add(&plain_cells(&self.columns, &row))?;
            }
        }
        self.accounts += 1;
        Ok(())
    }

    /// Ends the list. Without it, it is not whole.
    pub(super) fn finish(self) -> io::Result<()> {
        match self.records {
            Records::Csv(csv) => csv.finish(),
            Records::Json(json) => json.finish(),
        }
    }
}
