//! What the tenant sent, passed through: as one array, or a record a line.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::model::text::json_safe;

/// How records stand beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// In one JSON array, a record a line.
    Array,
    /// A record a line, nothing between.
    Lines,
}

/// Writes records as they came.
pub struct Json<W> {
    out: W,
    layout: Layout,
    is_begun: bool,
}

impl<W: Write> Json<W> {
    /// Records written to this place.
    pub fn new(out: W, layout: Layout) -> Self {
        Self { out, layout, is_begun: false }
    }

    /// Writes a record, on one line.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn add(&mut self, record: &str) -> io::Result<()> {
        let before: &[u8] = match (self.layout, self.is_begun) {
            (Layout::Array, false) => b"[\n",
            (Layout::Array, true) => b",\n",
            (Layout::Lines, false) => b"",
            (Layout::Lines, true) => b"\n",
        };
        self.is_begun = true;
        self.out.write_all(before)?;
        self.out.write_all(json_safe(&on_one_line(record)).as_bytes())
    }

    /// Ends the output. Without it, it is not whole.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        let after: &[u8] = match (self.layout, self.is_begun) {
            (Layout::Array, false) => b"[]\n",
            (Layout::Array, true) => b"\n]\n",
            (Layout::Lines, false) => b"",
            (Layout::Lines, true) => b"\n",
        };
        self.out.write_all(after)?;
        self.out.flush()
    }
}

/// The record without its line breaks, which can only stand between values, where they mean nothing.
fn on_one_line(record: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'\n', b'\r', record.as_bytes()).is_none() {
        return Cow::Borrowed(record);
    }
    Cow::Owned(record.replace(['\n', '\r'], ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(layout: Layout, records: &[&str]) -> String {
        let mut out = Vec::new();
        let mut json = Json::new(&mut out, layout);
        for record in records {
            json.add(record).unwrap();
        }
        json.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_array_is_json_however_many_there_are() {
        assert_eq!(written(Layout::Array, &[]), "[]\n");
        assert_eq!(written(Layout::Array, &["{\"id\":\"a\"}"]), "[\n{\"id\":\"a\"}\n]\n");
        assert_eq!(written(Layout::Array, &["{\n}", "{}"]), "[\n{},\n{}\n]\n");
    }

    #[test]
    fn a_record_stays_on_its_line_and_keeps_its_numbers() {
        assert_eq!(written(Layout::Lines, &[]), "");
        let lines = written(Layout::Lines, &["{\"id\":\"a\",\r\n \"n\": 1.10}", "{\"id\":\"\u{9b}2J\"}"]);
        assert_eq!(lines, "{\"id\":\"a\", \"n\": 1.10}\n{\"id\":\"\\u009b2J\"}\n");
    }
}
