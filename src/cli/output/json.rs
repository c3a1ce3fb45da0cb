//! What the tenant sent, passed through: as one array, or an object a line.

use std::io::Write;

use super::Printer;
use crate::api::RawRow;
use crate::cli::ending::Failure;
use crate::model::text::json_safe;

/// One JSON array, an account a line.
pub struct Array<W> {
    out: W,
    is_open: bool,
}

impl<W: Write> Array<W> {
    /// An array written to this place.
    pub fn new(out: W) -> Self {
        Self { out, is_open: false }
    }
}

impl<W: Write> Printer for Array<W> {
    fn print(&mut self, account: RawRow<'_>) -> Result<(), Failure> {
        self.out.write_all(if self.is_open { b",\n" } else { b"[\n" })?;
        self.is_open = true;
        Ok(self.out.write_all(json_safe(&account.line()).as_bytes())?)
    }

    fn finish(&mut self) -> Result<(), Failure> {
        self.out.write_all(if self.is_open { b"\n]\n" } else { b"[]\n" })?;
        Ok(self.out.flush()?)
    }
}

/// An account a line.
pub struct Lines<W> {
    out: W,
}

impl<W: Write> Lines<W> {
    /// Lines written to this place.
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: Write> Printer for Lines<W> {
    fn print(&mut self, account: RawRow<'_>) -> Result<(), Failure> {
        self.out.write_all(json_safe(&account.line()).as_bytes())?;
        Ok(self.out.write_all(b"\n")?)
    }

    fn finish(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AccountId;

    fn printed(printer: &mut dyn Printer, accounts: &[&str]) {
        for json in accounts {
            printer.print(RawRow { id: &AccountId::from("a"), json }).unwrap();
        }
        printer.finish().unwrap();
    }

    #[test]
    fn an_array_is_json_however_many_there_are() {
        for (accounts, expected) in [
            (vec![], "[]\n"),
            (vec![r#"{"id":"a"}"#], "[\n{\"id\":\"a\"}\n]\n"),
            (vec![r#"{"id":"a"}"#, "{\"id\":\n\"b\"}"], "[\n{\"id\":\"a\"},\n{\"id\":\"b\"}\n]\n"),
        ] {
            let mut out = Vec::new();
            printed(&mut Array::new(&mut out), &accounts);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    #[test]
    fn an_account_stays_on_its_line_and_keeps_its_numbers() {
        let mut out = Vec::new();
        printed(&mut Lines::new(&mut out), &["{\"id\":\"a\",\r\n \"n\": 1.10}", "{\"id\":\"\u{9b}2J\"}"]);
        assert_eq!(String::from_utf8(out).unwrap(), "{\"id\":\"a\", \"n\": 1.10}\n{\"id\":\"\\u009b2J\"}\n");
    }
}
