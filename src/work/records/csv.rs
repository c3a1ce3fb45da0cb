//! Comma-separated columns with a header, safe to open in a spreadsheet.

use std::io::{self, Write};

use crate::model::text::{csv_safe, safe};

/// Writes records below a header.
pub struct Csv<W: Write> {
    out: csv::Writer<W>,
    /// Written before the first record; none once it is.
    header: Option<Vec<String>>,
}

impl<W: Write> Csv<W> {
    /// CSV written to this place.
    pub fn under(header: Vec<String>, out: W) -> Self {
        Self { out: csv::Writer::from_writer(out), header: Some(header) }
    }

    /// Writes a record; as many cells as the header has.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn add(&mut self, cells: &[String]) -> io::Result<()> {
        self.head()?;
        self.write(cells)
    }

    /// Ends the output; an empty result has a header too. Without it, the output is not whole.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.head()?;
        self.out.flush()
    }

    fn head(&mut self) -> io::Result<()> {
        self.header.take().map_or(Ok(()), |header| self.write(&header))
    }

    /// What begins like a formula is marked as text before it is made safe to show: a tab at the beginning counts too.
    fn write(&mut self, cells: &[String]) -> io::Result<()> {
        let cells = cells.iter().map(|cell| safe(&csv_safe(cell)).into_owned());
        self.out.write_record(cells).map_err(io::Error::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &[&str]) -> String {
        let mut out = Vec::new();
        let mut csv = Csv::under(vec!["id".to_owned(), "name".to_owned()], &mut out);
        for cell in cells {
            csv.add(&["a".to_owned(), (*cell).to_owned()]).unwrap();
        }
        csv.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nothing_has_a_header_too() {
        assert_eq!(written(&[]), "id,name\n");
    }

    #[test]
    fn no_cell_is_a_formula_or_acts_on_a_terminal() {
        for (name, cell) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2", "'-2"),
            ("\tx", "'␉x"),
            ("\r=1", "'␍=1"),
            ("\u{1b}[2J", "␛[2J"),
            ("a, b", "\"a, b\""),
            ("O'Neill", "O'Neill"),
        ] {
            assert_eq!(written(&[name]), format!("id,name\na,{cell}\n"));
        }
    }
}
