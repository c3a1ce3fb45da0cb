//! Accounts in the form asked for, one after the other as the pages come.

use std::io::{BufWriter, Stdout};

use jiff::tz::TimeZone;

use super::unfilled::Unfilled;
use super::{Columns, Csv, Json, Layout, Table, stdout};
use crate::api::RawRow;
use crate::cli::ending::Failure;
use crate::settings::Output;

/// What prints accounts.
pub struct Printer {
    columns: Columns,
    extra: Vec<String>,
    unfilled: Unfilled,
    form: Form,
}

enum Form {
    Table { table: Table, zone: TimeZone },
    Json(Json<BufWriter<Stdout>>),
    Csv(Box<Csv<BufWriter<Stdout>>>),
}

/// The printer for a form of output. Nothing is written before the first account, or the end.
#[must_use]
pub fn printer(output: Output, columns: Columns) -> Printer {
    let form = match output {
        Output::Table => Form::Table { table: Table::under(columns.cuts()), zone: TimeZone::system() },
        Output::Json => Form::Json(Json::new(stdout(), Layout::Array)),
        Output::Ndjson => Form::Json(Json::new(stdout(), Layout::Lines)),
        Output::Csv => Form::Csv(Box::new(Csv::under(columns.words(), stdout()))),
    };
    Printer { extra: columns.extra(), unfilled: Unfilled::among(columns.extra()), columns, form }
}

impl Printer {
    /// Takes one account.
    ///
    /// # Errors
    ///
    /// Where it cannot be written, or is no account.
    pub fn print(&mut self, account: RawRow<'_>) -> Result<(), Failure> {
        match &mut self.form {
            Form::Json(json) => json.add(account.json)?,
            Form::Csv(csv) => {
                let row = account.to_row(&self.extra)?;
                self.unfilled.look_at(&row);
                csv.add(&self.columns.for_programs(&row))?;
            }
            Form::Table { table, zone } => {
                let row = account.to_row(&self.extra)?;
                self.unfilled.look_at(&row);
                table.add(self.columns.for_people(&row, zone));
            }
        }
        Ok(())
    }

    /// Writes what is still held back, and tells of columns with nothing in them. Without it the output is not whole.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn finish(self) -> Result<(), Failure> {
        match self.form {
            Form::Json(json) => json.finish()?,
            Form::Csv(csv) => csv.finish()?,
            Form::Table { table, .. } => table.print()?,
        }
        self.unfilled.tell();
        Ok(())
    }
}
