//! A filter's text as tokens.

use super::Refused;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A field, an operator, or a value without quotes.
    Word(String),
    /// A value in straight double quotes, unescaped.
    Text(String),
    Open,
    Close,
    Comma,
}

/// Takes a text apart. A quote that is not closed, or an escape other than `\"` and `\\`, is refused.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Refused> {
    let mut tokens = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(&next) = rest.peek() {
        match next {
            c if c.is_whitespace() => drop(rest.next()),
            '(' | ')' | ',' => {
                rest.next();
                tokens.push(match next {
                    '(' => Token::Open,
                    ')' => Token::Close,
                    _ => Token::Comma,
                });
            }
            '"' => {
                rest.next();
                tokens.push(Token::Text(quoted(&mut rest)?));
            }
            _ => {
                let mut word = String::new();
                while let Some(c) = rest.next_if(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | ',' | '"')) {
                    word.push(c);
                }
                tokens.push(Token::Word(word));
            }
        }
    }
    Ok(tokens)
}

fn quoted(rest: &mut impl Iterator<Item = char>) -> Result<String, Refused> {
    let mut text = String::new();
    loop {
        match rest.next().ok_or(Refused)? {
            '"' => return Ok(text),
            '\\' => match rest.next() {
                Some(escaped @ ('"' | '\\')) => text.push(escaped),
                _ => return Err(Refused),
            },
            c => text.push(c),
        }
    }
}
