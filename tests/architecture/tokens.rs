//! Rust source as tokens: enough to tell code from comments and text, and to find paths and sequences of words in it.

/// A piece of source and the line it stands on, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub line: usize,
    pub kind: Kind,
}

/// What a piece of source is. Comments, white space, lifetimes and characters are dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// An identifier, keyword or number.
    Word(String),
    /// The content of a string literal, escapes left as they are written.
    Text(String),
    /// `::`, or a single character of punctuation.
    Mark(&'static str),
}

impl Token {
    /// The word or punctuation as it is written; nothing for text.
    pub fn code(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            Kind::Mark(mark) => Some(mark),
            Kind::Text(_) => None,
        }
    }

    pub fn is(&self, code: &str) -> bool {
        self.code() == Some(code)
    }
}

const MARKS: [&str; 28] = [
    "::", ":", ";", ",", ".", "{", "}", "(", ")", "[", "]", "<", ">", "&", "|", "!", "?", "=", "+", "-", "*", "/", "%",
    "^", "#", "@", "$", "~",
];

/// Splits source into tokens.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut reader = Reader { rest: source, line: 1, found: Vec::new() };
    while !reader.rest.is_empty() {
        reader.step();
    }
    reader.found
}

struct Reader<'s> {
    rest: &'s str,
    line: usize,
    found: Vec<Token>,
}

impl Reader<'_> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.skip(end);
        } else if self.rest.starts_with("/*") {
            self.skip(block_comment(self.rest));
        } else if let Some((prefix, hashes)) = raw_string(self.rest) {
            let close = format!("\"{}", "#".repeat(hashes));
            let end = self.rest[prefix..].find(&close).map_or(self.rest.len(), |at| prefix + at);
            self.text(prefix, end, close.len());
        } else if let Some(open) = ["\"", "b\"", "c\""].into_iter().find(|open| self.rest.starts_with(open)) {
            let end = closing_quote(self.rest, open.len());
            self.text(open.len(), end, 1);
        } else if let Some(length) = character_or_lifetime(self.rest) {
            self.skip(length);
        } else {
            self.word_or_mark();
        }
    }

    fn word_or_mark(&mut self) {
        let word = self.rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(self.rest.len());
        if word > 0 {
            let kind = Kind::Word(self.rest[..word].to_owned());
            self.push(kind, word);
        } else if let Some(mark) = MARKS.into_iter().find(|mark| self.rest.starts_with(mark)) {
            self.push(Kind::Mark(mark), mark.len());
        } else {
            self.skip(self.rest.chars().next().map_or(0, char::len_utf8));
        }
    }

    fn text(&mut self, start: usize, end: usize, close: usize) {
        let kind = Kind::Text(self.rest[start..end].to_owned());
        self.push(kind, (end + close).min(self.rest.len()));
    }

    fn push(&mut self, kind: Kind, length: usize) {
        self.found.push(Token { line: self.line, kind });
        self.skip(length);
    }

    fn skip(&mut self, length: usize) {
        self.line += self.rest[..length].matches('\n').count();
        self.rest = &self.rest[length..];
    }
}

/// The length of a block comment; they nest.
fn block_comment(source: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < source.len() {
        if source[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if source[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += source[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// Where a raw string's content begins, and how many `#` close it.
fn raw_string(source: &str) -> Option<(usize, usize)> {
    let prefix = ["r", "br", "cr"].into_iter().find(|prefix| source.starts_with(prefix))?;
    let rest = &source[prefix.len()..];
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    rest[hashes..].starts_with('"').then_some((prefix.len() + hashes + 1, hashes))
}

fn closing_quote(source: &str, start: usize) -> usize {
    let mut escaped = false;
    for (at, c) in source[start..].char_indices() {
        match c {
            '"' if !escaped => return start + at,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    source.len()
}

/// The length of a character literal, or of a lifetime.
fn character_or_lifetime(source: &str) -> Option<usize> {
    let quote = usize::from(source.starts_with("b'"));
    let inner = source[quote..].strip_prefix('\'')?;
    let first = inner.chars().next()?;
    let after = if first == '\\' { 1 + inner[1..].chars().next()?.len_utf8() } else { first.len_utf8() };
    let literal = if first == '\\' || inner[after..].starts_with('\'') { inner[after..].find('\'') } else { None };
    let name = inner.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(inner.len());
    Some(quote + 1 + literal.map_or(name, |end| after + end + 1))
}
