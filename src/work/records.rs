//! Records one after the other, as standard output and files have them: CSV, JSON, and a record a line.
//!
//! All that could act on a terminal or be run by a spreadsheet is made harmless on its way.

mod csv;
mod json;

pub use self::csv::Csv;
pub use json::{Json, Layout};
