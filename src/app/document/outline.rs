//! Where things stand in a JSON text, whole or not: the names of the outermost object, their values, and what stands at the
//! cursor.
//!
//! Reads on over what is wrong, because it is asked while somebody types.

use std::ops::Range;

use crate::app::editor::Place;

/// A name of the outermost object with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name, unescaped.
    pub name: String,
    /// The bytes of the name with its quotes.
    pub name_at: Range<usize>,
    /// The bytes at which its value begins, as far as that is one piece: a text, a number, a word, an opening bracket.
    pub value_at: Option<Range<usize>>,
}

/// What stands at a place of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// A name of the outermost object, or the beginning of one, quotes included; and what of it stands before the place.
    Name(Range<usize>, String),
    /// Nothing yet, where such a name may stand.
    Gap,
    /// Anything else.
    Elsewhere,
}

/// The names of the outermost object in their order, those that stand there twice too.
#[must_use]
pub fn entries(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for token in Tokens::of(text).filter(|token| token.depth == 1) {
        match (token.kind, entries.last_mut()) {
            (Kind::Name, _) => {
                entries.push(Entry { name: unquoted(&text[token.at.clone()]), name_at: token.at, value_at: None });
            }
            (Kind::Value, Some(entry)) if entry.value_at.is_none() => entry.value_at = Some(token.at),
            _ => {}
        }
    }
    entries
}

/// The line in which a name of the outermost object stands, counted from 0.
#[must_use]
pub fn line_of(text: &str, name: &str) -> Option<usize> {
    let entry = entries(text).into_iter().find(|entry| entry.name == name)?;
    Some(text[..entry.name_at.start].matches('\n').count())
}

/// What stands at a byte of the text.
#[must_use]
pub fn spot(text: &str, at: usize) -> Spot {
    let mut before = None;
    for token in Tokens::of(text) {
        if token.at.start >= at {
            break;
        }
        let is_within = at < token.at.end || (at == token.at.end && !is_closed(&text[token.at.clone()]));
        if is_within && token.kind == Kind::Name && token.depth == 1 {
            let typed = text[token.at.start..at].trim_start_matches('"').to_owned();
            return Spot::Name(token.at, typed);
        } else if is_within {
            return Spot::Elsewhere;
        }
        before = Some(token);
    }
    match before {
        Some(Token { kind: Kind::Opening, depth: 0, .. } | Token { kind: Kind::Comma, depth: 1, .. }) => Spot::Gap,
        _ => Spot::Elsewhere,
    }
}

/// Where the lines of a text begin, to tell places by bytes.
#[derive(Debug, Clone)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// The lines of a text.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { text, starts }
    }

    /// The place of a byte.
    #[must_use]
    pub fn place(&self, byte: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= byte).saturating_sub(1);
        let before = self.text.get(self.starts[line]..byte).unwrap_or_default();
        Place { line, column: before.chars().count() }
    }

    /// The byte of a place; the end of the line where that is shorter.
    #[must_use]
    pub fn byte(&self, place: Place) -> usize {
        let Some(start) = self.starts.get(place.line) else { return self.text.len() };
        let line = self.text[*start..].lines().next().unwrap_or_default();
        start + line.char_indices().nth(place.column).map_or(line.len(), |(at, _)| at)
    }

    /// The place of the byte with this number, counted from 1, in the line with this number, counted from 1: how
    /// `serde_json` tells where it stopped.
    #[must_use]
    pub fn told(&self, line: usize, column: usize) -> Place {
        // Byte 0 is the line break before: the line above ended too early.
        let line = line.saturating_sub(if column == 0 { 2 } else { 1 });
        if column == 0 {
            let end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
            return self.place(end);
        }
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let mut byte = (start + column.saturating_sub(1)).min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        self.place(byte)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Name,
    /// A text, a number or a word that is no name; also a bracket that opens a value.
    Value,
    /// The brace that opens the outermost object.
    Opening,
    Comma,
    /// A colon, or a bracket that closes.
    Other,
}

/// A piece of the text, and how many brackets are open where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    kind: Kind,
    at: Range<usize>,
    depth: usize,
}

struct Tokens<'t> {
    text: &'t [u8],
    at: usize,
    /// The brackets that are open.
    open: Vec<u8>,
    wants_name: bool,
}

impl<'t> Tokens<'t> {
    fn of(text: &'t str) -> Self {
        Self { text: text.as_bytes(), at: 0, open: Vec::new(), wants_name: false }
    }

    /// The end of the text that begins here. One that is not closed ends with its line.
    fn end_of_text(&self) -> usize {
        let mut at = self.at + 1;
        while let Some(byte) = self.text.get(at) {
            match byte {
                b'"' => return at + 1,
                b'\n' => return at,
                b'\\' if self.text.get(at + 1).is_some_and(|next| *next != b'\n') => at += 2,
                _ => at += 1,
            }
        }
        self.text.len()
    }

    fn end_of_word(&self) -> usize {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"{}[],:\"".contains(byte);
        self.text[self.at..].iter().position(ends).map_or(self.text.len(), |length| self.at + length.max(1))
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.at += self.text[self.at..].iter().position(|byte| !byte.is_ascii_whitespace())?;
        let (start, mut depth) = (self.at, self.open.len());
        let mut end = start + 1;
        let kind = match self.text[start] {
            bracket @ (b'{' | b'[') => {
                let is_outermost = bracket == b'{' && depth == 0;
                self.open.push(bracket);
                self.wants_name = bracket == b'{';
                if is_outermost { Kind::Opening } else { Kind::Value }
            }
            b'}' | b']' => {
                self.open.pop();
                self.wants_name = false;
                depth = self.open.len();
                Kind::Other
            }
            b',' => {
                self.wants_name = self.open.last() == Some(&b'{');
                Kind::Comma
            }
            b':' => {
                self.wants_name = false;
                Kind::Other
            }
            byte => {
                end = if byte == b'"' { self.end_of_text() } else { self.end_of_word() };
                if self.wants_name { Kind::Name } else { Kind::Value }
            }
        };
        self.at = end;
        Some(Token { kind, at: start..end, depth })
    }
}

fn unquoted(token: &str) -> String {
    serde_json::from_str(token).unwrap_or_else(|_| token.trim_matches('"').to_owned())
}

/// Whether a piece ends by itself, so that what stands behind it is not a part of it.
fn is_closed(token: &str) -> bool {
    let is_text = token.starts_with('"');
    if is_text { token.len() > 1 && token.ends_with('"') } else { token.ends_with(['{', '}', '[', ']', ',', ':']) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(String, String)> {
        let of = |at: Range<usize>| text[at].to_owned();
        entries(text).into_iter().map(|entry| (entry.name, entry.value_at.map(of).unwrap_or_default())).collect()
    }

    #[test]
    fn the_outermost_names_are_found_with_their_values() {
        let text = r#"{"a": "x,\"y", "b\"c": {"in": 1}, "list": [{"in": 2}, 3], "n": -1.5, "a": null}"#;
        let expected = [("a", r#""x,\"y""#), ("b\"c", "{"), ("list", "["), ("n", "-1.5"), ("a", "null")];
        assert_eq!(names(text), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn a_text_that_is_not_whole_is_read_as_far_as_it_makes_sense() {
        let text = "{\n  \"a\": \"not closed\n  \"b\": 1,\n  \"c";
        let found: Vec<String> = entries(text).into_iter().map(|entry| entry.name).collect();
        assert_eq!(found, ["a", "c"], "what follows an open text is no name until a comma says so");
        assert_eq!(entries("]]}}"), []);
        assert_eq!(entries("\"\\"), []);
    }

    #[test]
    fn the_spot_under_the_cursor_is_told() {
        // The cursor stands at the bar.
        let cases = [
            (r#"{"de|p": 1}"#, Some("de")),
            (r#"{"|dep": 1}"#, Some("")),
            (r#"{"a": 1, "dep|"#, Some("dep")),
            (r#"{"a": 1, de|"#, Some("de")),
            (r#"{"a": "de|p"}"#, None),
            (r#"{"a": {"de|p": 1}}"#, None),
            (r#"["de|p"]"#, None),
            (r#"{"a"|: 1}"#, None),
        ];
        for (text, expected) in cases {
            let at = text.find('|').unwrap();
            let spot = spot(&text.replace('|', ""), at);
            let typed = if let Spot::Name(_, typed) = spot { Some(typed) } else { None };
            assert_eq!(typed.as_deref(), expected, "{text}");
        }
        for (text, gap) in
            [("{|}", true), ("{\"a\": 1, |}", true), ("|{}", false), ("{\"a\": |}", false), ("{\"a\":[1,|]}", false)]
        {
            let at = text.find('|').unwrap();
            assert_eq!(spot(&text.replace('|', ""), at) == Spot::Gap, gap, "{text}");
        }
    }

    #[test]
    fn bytes_and_places_tell_the_same() {
        let text = "{\n  \"ж陳\": 1\n}";
        let lines = Lines::of(text);
        for (at, _) in text.char_indices() {
            assert_eq!(lines.byte(lines.place(at)), at);
        }
        assert_eq!(lines.place(text.find('1').unwrap()), Place { line: 1, column: 8 });
        assert_eq!(lines.byte(Place { line: 0, column: 99 }), 1);
        assert_eq!(lines.byte(Place { line: 99, column: 0 }), text.len());
    }
}
