//! Words and values: quotes, escapes and the star at the end.

use super::super::token::Text;
use super::super::{QueryError, Span};
use super::{Lexer, SPACE_MISSING};

/// What a backslash takes the meaning from. Before anything else it is a letter, as in `CORP\ada`.
const ESCAPED: [char; 4] = ['\\', '"', '\'', '*'];

impl Lexer<'_> {
    /// A word or value, quoted or up to the first character that `ends` it.
    pub(super) fn text(&mut self, ends: impl Fn(char) -> bool) -> Text {
        let start = self.scan.at();
        match self.scan.peek() {
            Some('"' | '\'') => {
                let text = self.quoted();
                self.expect_end_of_value(SPACE_MISSING);
                text
            }
            Some('(') => {
                let text = self.bare(ends);
                let advice = "a list is written with commas: name:a,b";
                self.errors.push(QueryError::new(self.scan.since(start), advice));
                text
            }
            Some(quote @ ('“' | '”' | '„' | '‘' | '’')) => {
                let place = Span::new(start, start + quote.len_utf8());
                self.errors.push(QueryError::new(place, "a curly quote: type a straight one").with_fits(["\""]));
                self.bare(ends)
            }
            _ => self.bare(ends),
        }
    }

    /// Up to the first character that `ends` it, or a parenthesis that was not opened within.
    fn bare(&mut self, ends: impl Fn(char) -> bool) -> Text {
        let mut open = 0_usize;
        let mut reading = Reading::default();
        while let Some(c) = self.scan.peek() {
            match c {
                '(' => open += 1,
                ')' if open == 0 => break,
                ')' => open -= 1,
                _ if ends(c) => break,
                _ => {}
            }
            self.character(&mut reading);
        }
        self.finished(reading, false)
    }

    /// Between two quotes of a kind.
    pub(super) fn quoted(&mut self) -> Text {
        let start = self.scan.at();
        let quote = self.scan.next();
        let mut reading = Reading::default();
        loop {
            match self.scan.peek() {
                Some(c) if Some(c) == quote => {
                    self.scan.next();
                    break;
                }
                Some(_) => self.character(&mut reading),
                None => {
                    let message = format!("the quote {} is not closed", quote.unwrap_or('"'));
                    self.errors.push(QueryError::new(self.scan.since(start), message).unfinished());
                    break;
                }
            }
        }
        self.finished(reading, true)
    }

    fn character(&mut self, reading: &mut Reading) {
        let at = self.scan.at();
        match self.scan.next() {
            Some('\\') if self.scan.peek().is_some_and(|c| ESCAPED.contains(&c)) => {
                reading.text.extend(self.scan.next());
            }
            Some('*') => reading.stars.push((at, reading.text.len())),
            Some(c) => reading.text.push(c),
            None => {}
        }
    }

    /// Tells the star at the end from stars elsewhere, which the API has nothing for.
    fn finished(&mut self, reading: Reading, quoted: bool) -> Text {
        let Reading { text, mut stars } = reading;
        let prefix = stars.last().is_some_and(|&(_, letters_before)| letters_before == text.len());
        if prefix {
            stars.pop();
        }
        for (at, _) in stars {
            let message = "a * stands at the end only; name:/…/ finds letters anywhere";
            self.errors.push(QueryError::new(Span::new(at, at + 1), message).with_fits([r"\*"]));
        }
        Text { content: text, prefix, quoted }
    }
}

/// A text as far as it is read.
#[derive(Default)]
struct Reading {
    text: String,
    /// Each star by the byte it stands at and the length of the text before it.
    stars: Vec<(usize, usize)>,
}
