//! Results on standard output, in the form asked for.
//!
//! [`Json`], [`Csv`] and [`Table`] each write one form; a [`Printer`] feeds accounts to one of them as the pages come. All
//! that could act on a terminal is made harmless here: shown as symbols in tables and CSV, escaped in JSON.

mod columns;
mod csv;
mod indent;
mod json;
mod printer;
mod table;
mod unfilled;

use std::io::{self, BufWriter, Stdout};

pub use self::csv::Csv;
pub use columns::Columns;
pub use indent::indented;
pub use json::{Json, Layout};
pub use printer::{Printer, printer};
pub use table::{Cut, Table};

/// Standard output, written in large pieces.
#[must_use]
pub fn stdout() -> BufWriter<Stdout> {
    BufWriter::with_capacity(64 * 1024, io::stdout())
}
