//! Conditions that the API has nothing for: they can only be judged here, while rows are read.
//!
//! That is not built yet. Until it is, each says so at its place, and what can be asked of the tenant instead.

use super::super::term::State;
use super::super::{Condition, Pattern, QueryError, Spanned};

/// Why a condition cannot be answered yet.
pub(super) fn not_built_yet(condition: &Spanned<Condition>) -> QueryError {
    let (what, instead, fits) = advice(&condition.value);
    QueryError::new(condition.span, format!("not built yet: {what}; {instead}")).with_fits(fits)
}

fn advice(condition: &Condition) -> (String, &'static str, Vec<String>) {
    match condition {
        Condition::Is(state) => (
            format!("is:{}, which the API cannot filter", state.word()),
            "it is shown in each row and its details",
            vec![],
        ),
        Condition::Fuzzy(word) => (
            "fuzzy search".to_owned(),
            "a plain word finds the names that start with it",
            vec![Condition::Word(word.clone()).to_string()],
        ),
        Condition::Attribute { .. } => (
            "attr., since the API cannot filter attributes".to_owned(),
            "name:, native:, identity: and source: can be asked",
            vec![],
        ),
        Condition::Text { field, values } if values.iter().any(|value| matches!(value.value, Pattern::Regex(_))) => (
            "regular expressions".to_owned(),
            "the API knows equal and starts with",
            vec![format!("{}:\"…*\"", field.word())],
        ),
        Condition::Not(term) => (
            "- for what must not hold, which the API cannot filter".to_owned(),
            "ask for what must hold",
            opposite(&term.value).into_iter().collect(),
        ),
        Condition::Any(_) => (
            "`or` between different fields".to_owned(),
            "`or` between values of one field can be asked, as can raw:'… or …'",
            vec![],
        ),
        _ => ("this term, which the API cannot filter".to_owned(), "leave it out", vec![]),
    }
}

/// The term that holds where this one does not.
fn opposite(condition: &Condition) -> Option<String> {
    let state = match condition {
        Condition::Is(State::Uncorrelated) => State::Correlated,
        Condition::Is(State::Correlated) => State::Uncorrelated,
        _ => return None,
    };
    Some(Condition::Is(state).to_string())
}
