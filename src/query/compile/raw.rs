//! `raw:'…'`: the API's own grammar, passed on as it is.
//!
//! The tenant answers a filter it cannot read with a 400 that does not say where, so what can be seen from outside is
//! looked at first: quotes and parentheses that do not close, and the curly quotes that come with pasted text.

use super::clause::{Clause, Other};
use super::length;
use crate::query::{QueryError, Span};

/// The filter as a clause. `term` is the place of the whole term, `raw:'` included.
pub(super) fn compile(filter: &str, term: Span) -> Result<Clause, QueryError> {
    let start = term.start + "raw:'".len();
    let place = |at: usize, c: char| Span::new(start + at, start + at + c.len_utf8());
    let mut open = Vec::new();
    let mut characters = filter.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' if !skip_string(&mut characters) => {
                return Err(QueryError::new(place(at, c), "this \" is not closed").unfinished());
            }
            '(' => open.push(place(at, c)),
            ')' if open.pop().is_none() => return Err(QueryError::new(place(at, c), "no ( stands before this )")),
            '“' | '”' | '„' | '‘' | '’' => {
                let message = "a curly quote: the API takes straight ones only";
                return Err(QueryError::new(place(at, c), message).with_fits(["\""]));
            }
            _ => {}
        }
    }
    match open.pop() {
        Some(open) => Err(QueryError::new(open, "this ( is not closed").unfinished()),
        None if length::encoded(filter) > length::LONGEST => {
            let message = "too long for one request: write a list as a term, name:a,b";
            Err(QueryError::new(term, message))
        }
        None => Ok(Clause::Other(Other {
            field: None,
            filter: filter.to_owned(),
            loose: true,
            meaning: format!("the API's own filter {filter}"),
        })),
    }
}

/// Moves past a string's end; whether there is one.
fn skip_string(characters: &mut std::str::CharIndices<'_>) -> bool {
    while let Some((_, c)) = characters.next() {
        match c {
            '"' => return true,
            '\\' => drop(characters.next()),
            _ => {}
        }
    }
    false
}
