//! Conditions on a text: equal, any of, begins with.

use super::super::{Pattern, QueryError, Spanned, TextField};
use super::Compiler;
use super::clause::{Clause, comparison, equals_any, in_words};
use crate::model::fields::{Field, Operator};

/// What a plain word asks for.
pub(super) fn name_that_starts_with(beginning: &str) -> Clause {
    Clause::about(
        Field::Name,
        comparison(Field::Name, Operator::StartsWith, beginning),
        format!("names that start with {beginning}"),
    )
}

/// The values of a term, by what they are.
struct Values<'q> {
    exact: Vec<&'q str>,
    prefixes: Vec<&'q str>,
}

impl Compiler<'_> {
    /// A clause, or none where the values can only be judged here.
    pub(super) fn text(&self, field: TextField, values: &[Spanned<Pattern>]) -> Result<Option<Clause>, QueryError> {
        let (field, noun) = match field {
            TextField::Source => return self.source(values),
            TextField::Name => (Field::Name, "name"),
            TextField::Native => (Field::NativeIdentity, "native id"),
            TextField::Identity => (Field::IdentityName, "identity"),
            TextField::Id => (Field::Id, "id"),
        };
        Ok(Values::sorted(values).and_then(|values| self.text_clause(field, noun, &values)))
    }

    fn text_clause(&self, field: Field, noun: &str, values: &Values<'_>) -> Option<Clause> {
        let mut comparisons = Vec::new();
        let mut meanings = Vec::new();
        if !values.exact.is_empty() {
            let operator = if values.exact.len() == 1 { Operator::Eq } else { Operator::In };
            self.can_filter(field, operator).then_some(())?;
            comparisons.push(equals_any(field, &values.exact));
            meanings.push(format!("{noun} is {}", in_words(&values.exact)));
        }
        if !values.prefixes.is_empty() {
            self.can_filter(field, Operator::StartsWith).then_some(())?;
            comparisons.extend(values.prefixes.iter().map(|prefix| comparison(field, Operator::StartsWith, prefix)));
            meanings.push(format!("{noun} starts with {}", in_words(&values.prefixes)));
        }
        Some(Clause::any_of(field, &comparisons, meanings.join(", or ")))
    }
}

impl<'q> Values<'q> {
    /// None where a regular expression is among them: the API has nothing for it.
    fn sorted(values: &'q [Spanned<Pattern>]) -> Option<Self> {
        let mut sorted = Self { exact: Vec::new(), prefixes: Vec::new() };
        for value in values {
            match &value.value {
                Pattern::Exact(text) => sorted.exact.push(text),
                Pattern::Prefix(text) => sorted.prefixes.push(text),
                Pattern::Regex(_) => return None,
            }
        }
        Some(sorted)
    }
}
