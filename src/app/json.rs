//! JSON as lines of coloured pieces, for the detail pane.

use serde_json::Value;

/// What a piece of JSON is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// The name of a field, quotes included.
    Key,
    /// A string, quotes included.
    Text,
    /// A number.
    Number,
    /// `true`, `false` or `null`.
    Word,
    /// Braces, brackets, colons, commas and indentation.
    Punctuation,
}

/// A line: pieces of text in order.
pub type Line = Vec<(Piece, String)>;

/// The value over several lines, indented by two. Strings are written as JSON, so control characters are escaped;
/// what remains unsafe for a terminal is for the drawing to make visible.
#[must_use]
pub fn lines(value: &Value) -> Vec<Line> {
    let mut writer = Writer { lines: vec![Line::new()], depth: 0 };
    writer.value(value);
    writer.lines
}

/// The text of a line, all pieces joined.
#[must_use]
pub fn text(line: &Line) -> String {
    line.iter().map(|(_, text)| text.as_str()).collect()
}

struct Writer {
    lines: Vec<Line>,
    depth: usize,
}

impl Writer {
    fn value(&mut self, value: &Value) {
        match value {
            Value::Null | Value::Bool(_) => self.put(Piece::Word, value.to_string()),
            Value::Number(_) => self.put(Piece::Number, value.to_string()),
            Value::String(_) => self.put(Piece::Text, value.to_string()),
            Value::Array(items) => self.block("[", "]", items.len(), |writer, n| writer.value(&items[n])),
            Value::Object(fields) => {
                let fields: Vec<_> = fields.iter().collect();
                self.block("{", "}", fields.len(), |writer, n| {
                    let (name, value) = fields[n];
                    writer.put(Piece::Key, Value::from(name.as_str()).to_string());
                    writer.put(Piece::Punctuation, ": ".to_owned());
                    writer.value(value);
                });
            }
        }
    }

    fn block(&mut self, open: &str, close: &str, len: usize, item: impl Fn(&mut Self, usize)) {
        if len == 0 {
            return self.put(Piece::Punctuation, format!("{open}{close}"));
        }
        self.put(Piece::Punctuation, open.to_owned());
        self.depth += 1;
        for n in 0..len {
            self.new_line();
            item(self, n);
            if n + 1 < len {
                self.put(Piece::Punctuation, ",".to_owned());
            }
        }
        self.depth -= 1;
        self.new_line();
        self.put(Piece::Punctuation, close.to_owned());
    }

    fn new_line(&mut self) {
        let mut line = Line::new();
        if self.depth > 0 {
            line.push((Piece::Punctuation, "  ".repeat(self.depth)));
        }
        self.lines.push(line);
    }

    fn put(&mut self, piece: Piece, text: String) {
        if let Some(line) = self.lines.last_mut() {
            line.push((piece, text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_lines_are_the_value_as_the_library_prints_it() {
        let value =
            json!({"id": "a1", "n": 3, "none": null, "list": [1, {"x": true}], "empty": [], "esc": "a\u{1b}[31m"});
        let written: Vec<_> = lines(&value).iter().map(text).collect();
        assert_eq!(written.join("\n"), serde_json::to_string_pretty(&value).unwrap());
    }

    #[test]
    fn pieces_tell_what_they_are() {
        let value = json!({"a": "b"});
        let expected =
            [(Piece::Punctuation, "  "), (Piece::Key, "\"a\""), (Piece::Punctuation, ": "), (Piece::Text, "\"b\"")];
        assert_eq!(lines(&value)[1], expected.map(|(piece, text)| (piece, text.to_owned())));
    }
}
