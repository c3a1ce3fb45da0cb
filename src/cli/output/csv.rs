//! Comma-separated columns with a header, safe to open in a spreadsheet.

use std::io::{self, Write};

use super::{Columns, Printer};
use crate::api::RawRow;
use crate::cli::ending::Failure;
use crate::model::text::{csv_safe, safe};

/// Accounts as CSV.
pub struct Csv<W: Write> {
    out: csv::Writer<W>,
    columns: Columns,
    extra: Vec<String>,
    is_headed: bool,
}

impl<W: Write> Csv<W> {
    /// CSV written to this place.
    pub fn new(out: W, columns: Columns) -> Self {
        Self { out: csv::Writer::from_writer(out), extra: columns.extra(), columns, is_headed: false }
    }

    /// Writes the header once, even above nothing: an empty result is still a table.
    fn head(&mut self) -> Result<(), Failure> {
        if !self.is_headed {
            self.is_headed = true;
            write(&mut self.out, &self.columns.words())?;
        }
        Ok(())
    }
}

impl<W: Write> Printer for Csv<W> {
    fn print(&mut self, account: RawRow<'_>) -> Result<(), Failure> {
        self.head()?;
        Ok(write(&mut self.out, &self.columns.for_programs(&account.to_row(&self.extra)?))?)
    }

    fn finish(&mut self) -> Result<(), Failure> {
        self.head()?;
        Ok(self.out.flush()?)
    }
}

/// Writes one record. What begins like a formula is marked as text, before it is made safe to show: a tab at the
/// beginning counts as well.
pub fn write<W: Write>(out: &mut csv::Writer<W>, cells: &[String]) -> io::Result<()> {
    let cells = cells.iter().map(|cell| safe(&csv_safe(cell)).into_owned());
    out.write_record(cells).map_err(io::Error::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::column::Column;
    use crate::model::AccountId;

    fn printed(accounts: &[&str]) -> String {
        let mut out = Vec::new();
        let mut csv = Csv::new(&mut out, Columns::named(&[], &[Column::Id, Column::Name]));
        for json in accounts {
            csv.print(RawRow { id: &AccountId::from("a"), json }).unwrap();
        }
        csv.finish().unwrap();
        drop(csv);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nothing_has_a_header_too() {
        assert_eq!(printed(&[]), "id,name\n");
    }

    #[test]
    fn no_cell_is_a_formula_or_acts_on_a_terminal() {
        for (name, cell) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2", "'-2"),
            (r"\tx", "'␉x"),
            (r"\u001b[2J", "␛[2J"),
            ("a, b", "\"a, b\""),
            ("O'Neill", "O'Neill"),
        ] {
            let json = format!(r#"{{"id":"a","name":"{name}"}}"#);
            assert_eq!(printed(&[&json]), format!("id,name\na,{cell}\n"));
        }
    }
}
