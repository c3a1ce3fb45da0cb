//! What could stand at the cursor: fields, flags, columns, times, the names of sources and the values seen.
//!
//! Offers are spelt as they must be typed. Nothing is asked of anybody: what is known comes from a [`Vocabulary`].

mod offers;
mod place;

use super::fold::fold;
use super::{Span, TextField};
use place::{Place, place};

/// How many offers there are at most.
pub const MOST_OFFERS: usize = 12;

/// What could stand at the cursor, and what it would replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The stretch of the text an offer takes the place of.
    pub span: Span,
    /// What could stand there, likeliest first; never empty.
    pub offers: Vec<String>,
}

/// The names and values a person may mean, as far as they are known.
pub trait Vocabulary {
    /// The names of the sources.
    fn sources(&self) -> Vec<String>;

    /// Values seen, each once, commonest or nearest first: at most so many of those that begin so.
    fn values(&self, of: Valued<'_>, beginning: &Beginning, at_most: usize) -> Vec<String>;

    /// The names of attributes seen.
    fn attributes(&self) -> Vec<String>;
}

/// What has values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Valued<'a> {
    /// A field.
    Field(TextField),
    /// An attribute, by its name.
    Attribute(&'a str),
}

/// The beginning of a text, as far as it is typed; in any case, in every script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beginning(String);

impl Beginning {
    /// What is typed of a text.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        Self(fold(typed))
    }

    /// Whether the text begins so.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        let letters = self.0.len();
        match text.as_bytes().get(..letters) {
            // Most texts are settled without being folded.
            Some(start) if text.is_ascii() => start.eq_ignore_ascii_case(self.0.as_bytes()),
            None if text.is_ascii() => false,
            _ => fold(text).starts_with(&self.0),
        }
    }

    /// Whether a word within the text begins so: `dir` in `Active Directory`.
    fn fits_within(&self, text: &str) -> bool {
        let folded = fold(text);
        let words = folded.match_indices(|c: char| !c.is_alphanumeric());
        words.into_iter().any(|(at, sign)| folded[at + sign.len()..].starts_with(&self.0))
    }
}

/// What could stand at the cursor, a byte of the text; none where nothing is known to fit, or what fits stands there
/// already.
#[must_use]
pub fn complete(text: &str, cursor: usize, vocabulary: &dyn Vocabulary) -> Option<Completion> {
    let before = text.get(..cursor)?;
    let Place { typed, start } = place(before)?;
    let end = place::end(text, start, cursor);
    let mut offers = offers::offers(&typed, vocabulary);
    offers.truncate(MOST_OFFERS);
    offers.retain(|offer| *offer != text[start..end]);
    (!offers.is_empty()).then(|| Completion { span: Span::new(start, end), offers })
}

#[cfg(test)]
mod tests;
