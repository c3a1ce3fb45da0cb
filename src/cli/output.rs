//! Results on standard output, in the form asked for.
//!
//! [`Json`], [`Csv`] and [`Table`] each write one form, the first two of them to files as well; a [`Printer`] feeds accounts to one of them as the pages come. All
//! that could act on a terminal is made harmless here: shown as symbols in tables and CSV, escaped in JSON.

mod columns;
mod printer;
mod table;
mod unfilled;

use std::io::{self, BufWriter, Stdout};

pub use columns::Columns;
pub use printer::{Printer, printer};
pub use table::{Cut, Table};

pub use crate::work::records::{Csv, Json, Layout};

/// Standard output, written in large pieces.
#[must_use]
pub fn stdout() -> BufWriter<Stdout> {
    BufWriter::with_capacity(64 * 1024, io::stdout())
}
