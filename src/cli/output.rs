//! Accounts on standard output, in the form asked for.
//!
//! A [`Printer`] is fed one account after the other, as the pages come. All that could act on a terminal is made
//! harmless here: shown as symbols in tables and CSV, escaped in JSON.

mod cells;
mod csv;
mod json;
mod table;

use std::io::{self, BufWriter, Write};

use self::csv::Csv;
use super::ending::Failure;
use super::remarks::Remarks;
use crate::api::RawRow;
use crate::settings::Output;

pub use cells::Columns;
pub use table::{Table, terminal_width};

/// What prints accounts.
pub trait Printer {
    /// Takes one account.
    ///
    /// # Errors
    ///
    /// Where it cannot be written, or is no account.
    fn print(&mut self, account: RawRow<'_>) -> Result<(), Failure>;

    /// Writes what is still held back. Without it the output is not whole.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    fn finish(&mut self) -> Result<(), Failure>;
}

/// The printer for a form of output.
#[must_use]
pub fn printer(output: Output, columns: Columns, remarks: Remarks) -> Box<dyn Printer> {
    let out = stdout();
    match output {
        Output::Table => Box::new(table::Printer::new(out, columns, remarks)),
        Output::Json => Box::new(json::Array::new(out)),
        Output::Ndjson => Box::new(json::Lines::new(out)),
        Output::Csv => Box::new(Csv::new(out, columns)),
    }
}

/// Standard output, written in large pieces.
#[must_use]
pub fn stdout() -> impl Write + use<> {
    BufWriter::with_capacity(64 * 1024, io::stdout().lock())
}
