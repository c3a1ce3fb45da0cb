//! From tokens to a query.
//!
//! ```text
//! query  = group
//! group  = series { "or" series }
//! series = term { term }                            all of them hold; "or" binds less than standing side by side
//! term   = "-" term | "(" group ")" | "~" text | text | key sign values | "sort:" keys
//! ```
//!
//! An error does not end the reading: the term it is in is left out, or taken as far as it goes, and the rest is read.

mod field;
mod time;

use std::iter::Peekable;
use std::vec::IntoIter;

use super::lex::lex;
use super::token::{Key, Text, Token};
use super::{Condition, Moment, Query, QueryError, SortKey, Span, Spanned, TextField, TimeField};
use field::OTHER_KEYS;

/// How deep groups and negations may be nested: more than anyone means, less than a stack holds.
const DEEPEST: usize = 64;

/// Reads a query.
///
/// # Errors
/// Everything that is wrong with the text, in its order.
pub fn parse(text: &str) -> Result<Query, Vec<QueryError>> {
    let (query, errors) = parse_as_far_as_possible(text);
    if errors.is_empty() { Ok(query) } else { Err(errors) }
}

/// What is wrong with the text, in its order: for underlining while it is typed.
#[must_use]
pub fn errors(text: &str) -> Vec<QueryError> {
    parse_as_far_as_possible(text).1
}

/// Reads what can be read of a text that may be half-typed, and says what cannot.
pub(super) fn parse_as_far_as_possible(text: &str) -> (Query, Vec<QueryError>) {
    let (tokens, errors) = lex(text);
    let mut parser = Parser { tokens: tokens.into_iter().peekable(), errors, sort: Vec::new(), depth: 0 };
    let mut all = Vec::new();
    while parser.tokens.peek().is_some() {
        add_flat(&mut all, parser.group());
        if let Some(stray) = parser.tokens.next_if(|token| token.value == Token::Close) {
            parser.errors.push(QueryError::new(stray.span, "no ( stands before this )"));
        }
    }
    let Parser { mut errors, sort, .. } = parser;
    errors.sort_by_key(|error| error.span.start);
    // A lonely `or` lacks a term on either side.
    errors.dedup();
    (Query { all, sort }, errors)
}

struct Parser {
    tokens: Peekable<IntoIter<Spanned<Token>>>,
    errors: Vec<QueryError>,
    sort: Vec<Spanned<SortKey>>,
    /// Groups and negations around this place.
    depth: usize,
}

/// Adds a condition; the terms of a series are added one by one.
fn add_flat(all: &mut Vec<Spanned<Condition>>, condition: Option<Spanned<Condition>>) {
    match condition {
        Some(Spanned { value: Condition::All(terms), .. }) => all.extend(terms),
        other => all.extend(other),
    }
}

/// Several conditions as one: nothing for none, itself for one.
fn joined(
    mut conditions: Vec<Spanned<Condition>>,
    join: fn(Vec<Spanned<Condition>>) -> Condition,
) -> Option<Spanned<Condition>> {
    if conditions.len() < 2 {
        return conditions.pop();
    }
    let span = conditions.first()?.span.to(conditions.last()?.span);
    Some(Spanned::new(join(conditions), span))
}

impl Parser {
    /// Series with `or` between them, up to the end or a `)`.
    fn group(&mut self) -> Option<Spanned<Condition>> {
        let mut alternatives = Vec::new();
        let mut or_before = None;
        loop {
            let errors = self.errors.len();
            let series = self.series();
            let or_behind = self.tokens.next_if(|token| token.value == Token::Or).map(|or| or.span);
            // A series that was there but could not be read has told so already.
            if let (None, Some(or)) = (&series, or_before.or(or_behind))
                && self.errors.len() == errors
            {
                self.lonely_or(or);
            }
            match series {
                Some(Spanned { value: Condition::Any(inner), .. }) => alternatives.extend(inner),
                other => alternatives.extend(other),
            }
            if or_behind.is_none() {
                return joined(alternatives, Condition::Any);
            }
            or_before = or_behind;
        }
    }

    fn lonely_or(&mut self, or: Span) {
        let message = "a term is missing beside this `or`; the word itself goes in quotes";
        let error = QueryError::new(or, message).with_fits(["\"or\""]);
        let unfinished = self.tokens.peek().is_none();
        self.errors.push(if unfinished { error.unfinished() } else { error });
    }

    /// Terms side by side.
    fn series(&mut self) -> Option<Spanned<Condition>> {
        let mut all = Vec::new();
        while let Some(token) = self.tokens.next_if(|token| !matches!(token.value, Token::Or | Token::Close)) {
            if let Some(error) = self.word_of_another_language(&token, all.last()) {
                self.errors.push(error);
            } else {
                add_flat(&mut all, self.term(token));
            }
        }
        joined(all, Condition::All)
    }

    /// `and` and `not` as other languages have them, where no part of a name can be meant: `is:locked and source:x`.
    fn word_of_another_language(
        &mut self,
        token: &Spanned<Token>,
        before: Option<&Spanned<Condition>>,
    ) -> Option<QueryError> {
        let Token::Text(Text { content, quoted: false, .. }) = &token.value else { return None };
        let behind = self.tokens.peek().map(|token| &token.value)?;
        let begins_no_word = matches!(behind, Token::Key(_) | Token::Open | Token::Not | Token::Fuzzy);
        let is_between = before.is_some_and(|before| begins_no_word || !matches!(before.value, Condition::Word(_)))
            && !matches!(behind, Token::Or | Token::Close);
        let (message, fits) = if content.eq_ignore_ascii_case("and") && is_between {
            ("terms side by side all hold: leave it out, or put it in quotes", ["\"and\""])
        } else if content.eq_ignore_ascii_case("not") && begins_no_word {
            ("write - right before the term; the word itself goes in quotes", ["-"])
        } else {
            return None;
        };
        Some(QueryError::new(token.span, message).with_fits(fits))
    }

    fn term(&mut self, token: Spanned<Token>) -> Option<Spanned<Condition>> {
        match token.value {
            Token::Not => self.deeper(token.span, Self::negation),
            Token::Open => self.deeper(token.span, Self::parentheses),
            Token::Fuzzy => self.fuzzy(token.span),
            Token::Text(text) => self.word(text, token.span),
            Token::Key(key) => self.keyed(key, token.span),
            // A key reads these; standing alone they are its remains.
            Token::Sign(_)
            | Token::Regex(_)
            | Token::Raw(_)
            | Token::Missing
            | Token::Comma
            | Token::Or
            | Token::Close => None,
        }
    }

    fn deeper(
        &mut self,
        span: Span,
        read: fn(&mut Self, Span) -> Option<Spanned<Condition>>,
    ) -> Option<Spanned<Condition>> {
        if self.depth == DEEPEST {
            self.errors.push(QueryError::new(span, "nested too deeply"));
            self.tokens.by_ref().for_each(drop);
            return None;
        }
        self.depth += 1;
        let condition = read(self, span);
        self.depth -= 1;
        condition
    }

    fn negation(&mut self, minus: Span) -> Option<Spanned<Condition>> {
        let Some(token) = self.tokens.next_if(|token| !matches!(token.value, Token::Or | Token::Close)) else {
            self.errors.push(QueryError::new(minus, "a term is missing after this -").unfinished());
            return None;
        };
        let term = self.term(token)?;
        let span = minus.to(term.span);
        Some(Spanned::new(Condition::Not(Box::new(term)), span))
    }

    fn parentheses(&mut self, open: Span) -> Option<Spanned<Condition>> {
        let errors = self.errors.len();
        let group = self.group();
        let Some(close) = self.tokens.next_if(|token| token.value == Token::Close) else {
            self.errors.push(QueryError::new(open, "this ( is not closed").unfinished());
            return group;
        };
        if group.is_none() && self.errors.len() == errors {
            self.errors.push(QueryError::new(open.to(close.span), "nothing stands within these parentheses"));
        }
        group.map(|group| Spanned::new(group.value, open.to(close.span)))
    }

    fn fuzzy(&mut self, tilde: Span) -> Option<Spanned<Condition>> {
        let word = self.tokens.next_if(|token| token.span.start == tilde.end && matches!(token.value, Token::Text(_)));
        let Some(Spanned { value: Token::Text(text), span }) = word else {
            self.errors.push(QueryError::new(tilde, "a word is missing after this ~").unfinished());
            return None;
        };
        if text.prefix || text.content.is_empty() {
            self.errors.push(QueryError::new(span, "a fuzzy word is letters alone"));
            return None;
        }
        Some(Spanned::new(Condition::Fuzzy(text.content), tilde.to(span)))
    }

    /// A plain word. It means a beginning with or without a star.
    fn word(&mut self, text: Text, span: Span) -> Option<Spanned<Condition>> {
        if text.content.is_empty() {
            let message =
                if text.prefix { "letters are missing before this *" } else { "nothing stands between these quotes" };
            self.errors.push(QueryError::new(span, message).unfinished());
            return None;
        }
        if let Some(meant) = assigned(&text) {
            let message = format!("a value follows a colon; `{}` as a word goes in quotes", text.content);
            self.errors.push(QueryError::new(span, message).with_fits([meant]));
            return None;
        }
        Some(Spanned::new(Condition::Word(text.content), span))
    }

    fn keyed(&mut self, key: Key, span: Span) -> Option<Spanned<Condition>> {
        let term = self.after_key(span);
        match key {
            Key::Attribute(name) => self.attribute(name, term),
            Key::Word(word) => self.field(&word, term),
        }
    }
}

/// The term meant by `name=value` or `name!=value`, which elsewhere would be right and here would be a word nobody means.
fn assigned(text: &Text) -> Option<String> {
    let (key, value) = text.content.split_once('=').filter(|_| !text.quoted)?;
    let value = value.trim_start_matches('=');
    let (sign, key) = key.strip_suffix('!').map_or(("", key), |key| ("-", key));
    let is_time = TimeField::from_word(key).is_some();
    let is_known =
        is_time || TextField::from_word(key).is_some() || OTHER_KEYS.contains(&key) || key.starts_with("attr.");
    // An age is compared: after a colon stands a day.
    let colon = if is_time && !matches!(Moment::read(value), Some(Moment::Day(_))) { "<" } else { ":" };
    is_known.then(|| format!("{sign}{key}{colon}{value}"))
}

#[cfg(test)]
mod tests;
