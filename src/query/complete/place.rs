//! What the cursor stands at: a new term, or a value behind a key.

use crate::query::lex::lex;
use crate::query::token::{Key, Sign, Text, Token};
use crate::query::{Span, Spanned};

/// What is being typed, and where it begins.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) typed: Typed,
    /// The byte at which it begins; it ends at the cursor.
    pub(super) start: usize,
}

/// What is being typed.
#[derive(Debug)]
pub(super) enum Typed {
    /// A term, of which there is no more than a plain word.
    Term(String),
    /// A value behind a key and its sign; with it, the values before it.
    Value { key: Key, sign: Sign, value: String, before: Vec<String> },
}

/// What is being typed at the end of a text; none where it is nothing that could be completed.
pub(super) fn place(before: &str) -> Option<Place> {
    let (tokens, _) = lex(before);
    let at_the_end = |typed| Some(Place { typed, start: before.len() });
    let Some((last, earlier)) = tokens.split_last() else { return at_the_end(Typed::Term(String::new())) };
    let behind = &before[last.span.end..];
    match &last.value {
        // A comma with a space behind it still waits for its value.
        Token::Missing if behind.is_empty() || earlier.last().is_some_and(|token| token.value == Token::Comma) => {
            at_the_end(value(earlier, "")?)
        }
        _ if !behind.is_empty() => at_the_end(Typed::Term(String::new())),
        Token::Open | Token::Not => at_the_end(Typed::Term(String::new())),
        Token::Text(Text { content, prefix: false, quoted }) => {
            let typed = match earlier.last().map(|token| &token.value) {
                Some(Token::Sign(_) | Token::Comma) => value(earlier, content)?,
                Some(Token::Fuzzy) => return None,
                _ if *quoted => return None,
                _ => Typed::Term(content.clone()),
            };
            Some(Place { typed, start: last.span.start })
        }
        // So far it may be the beginning of another word.
        Token::Or => Some(Place { typed: Typed::Term(before[last.span.range()].to_owned()), start: last.span.start }),
        _ => None,
    }
}

/// A value behind a key, its sign and the values that stand between.
fn value(earlier: &[Spanned<Token>], value: &str) -> Option<Typed> {
    let key_at = earlier.iter().rposition(|token| matches!(token.value, Token::Key(_)))?;
    let [Spanned { value: Token::Key(key), .. }, Spanned { value: Token::Sign(sign), .. }, values @ ..] =
        &earlier[key_at..]
    else {
        return None;
    };
    let before = values.iter().filter_map(|token| match &token.value {
        Token::Text(text) => Some(text.content.clone()),
        _ => None,
    });
    Some(Typed::Value { key: key.clone(), sign: *sign, value: value.to_owned(), before: before.collect() })
}

/// Where what is being typed ends: behind the cursor there may be more of the same word.
pub(super) fn end(text: &str, start: usize, cursor: usize) -> usize {
    let (tokens, errors) = lex(text);
    let Some(at) = tokens.iter().position(|token| token.span.start == start) else { return cursor };
    let is_open = |span: Span| errors.iter().any(|error| error.unfinished && error.span == span);
    let end = match (&tokens[at].value, tokens.get(at + 1)) {
        (Token::Key(_), Some(sign)) => sign.span.end,
        // A quote that was not closed yet takes everything behind it for its own.
        (Token::Text(_), _) if !is_open(tokens[at].span) => tokens[at].span.end,
        _ => cursor,
    };
    end.max(cursor)
}
