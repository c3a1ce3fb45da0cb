//! The texts a field may have: equal to one, beginning with one, or matching an expression.

use std::borrow::Cow;
use std::collections::HashSet;

use super::expression::Expression;
use crate::query::fold::fold;
use crate::query::{Pattern, QueryError, Spanned};

/// Texts of which one must fit.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::query) struct Texts {
    /// As they were typed.
    typed: Vec<Pattern>,
    folding: Folding,
    exact: HashSet<Box<str>>,
    beginnings: Vec<Box<str>>,
    expressions: Vec<Expression>,
}

/// How case is taken away before texts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::query) enum Folding {
    /// Not at all, as a tenant does whose filter minds case.
    AsTyped,
    /// Letter by letter to lower case, as a tenant does whose filter does not.
    Lower,
    /// As people read: `STRASSE` is `Straße`. For what no tenant judges.
    Full,
}

impl Folding {
    fn of(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::AsTyped => Cow::Borrowed(text),
            Self::Lower if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) => {
                Cow::Borrowed(text)
            }
            Self::Lower => Cow::Owned(text.to_lowercase()),
            Self::Full => Cow::Owned(fold(text)),
        }
    }
}

impl Texts {
    /// The texts that values stand for.
    ///
    /// # Errors
    /// An expression that does not read, at its place.
    pub(in crate::query) fn new<'q>(
        values: impl IntoIterator<Item = &'q Spanned<Pattern>>,
        folding: Folding,
    ) -> Result<Self, QueryError> {
        let mut texts =
            Self { typed: Vec::new(), folding, exact: HashSet::new(), beginnings: Vec::new(), expressions: Vec::new() };
        for Spanned { value, span } in values {
            match value {
                Pattern::Exact(text) => drop(texts.exact.insert(folding.of(text).into())),
                Pattern::Prefix(text) => texts.beginnings.push(folding.of(text).into()),
                Pattern::Regex(pattern) => texts.expressions.push(Expression::new(pattern, *span)?),
            }
            texts.typed.push(value.clone());
        }
        Ok(texts)
    }

    /// As they were typed; never empty.
    pub(in crate::query) fn typed(&self) -> &[Pattern] {
        &self.typed
    }

    /// Whether one of them fits.
    pub(in crate::query) fn fit(&self, text: &str) -> bool {
        self.expressions.iter().any(|expression| expression.matches(text)) || {
            let folded = self.folding.of(text);
            self.exact.contains(&*folded) || self.beginnings.iter().any(|beginning| folded.starts_with(&**beginning))
        }
    }
}
