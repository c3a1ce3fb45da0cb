//! A place in the typed text, and the ways to move on from it.

use super::super::Span;
use super::super::token::Sign;

/// A place in the text. Copied to be able to go back.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self { source, at: 0 }
    }

    /// The byte this place is at.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The stretch from `start` to here.
    pub(super) fn since(&self, start: usize) -> Span {
        Span::new(start, self.at)
    }

    /// The text from `start` to here.
    pub(super) fn since_text(&self, start: usize) -> &'a str {
        &self.source[start..self.at]
    }

    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn peek_second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Moves past `expected`, if it stands here.
    pub(super) fn eat(&mut self, expected: &str) -> bool {
        let stands_here = self.rest().starts_with(expected);
        if stands_here {
            self.at += expected.len();
        }
        stands_here
    }

    /// Moves past spaces; whether anything stands behind them.
    pub(super) fn skip_spaces(&mut self) -> bool {
        self.take_while(char::is_whitespace);
        self.peek().is_some()
    }

    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|c| !wanted(c)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    /// Moves up to `end`, but not one behind a backslash.
    pub(super) fn take_escaped_until(&mut self, end: char) -> &'a str {
        let start = self.at;
        while let Some(c) = self.peek().filter(|&c| c != end) {
            self.next();
            if c == '\\' {
                self.next();
            }
        }
        self.since_text(start)
    }

    /// The sign that stands here, with its spelling.
    pub(super) fn sign(&self) -> Option<(Sign, &'static str)> {
        Sign::ALL.into_iter().find(|(_, spelling)| self.rest().starts_with(spelling))
    }
}
