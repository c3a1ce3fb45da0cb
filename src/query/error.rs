//! What is wrong with a query, and where: the bar underlines the place and says what would fit.

use super::Span;

/// A place in the typed text that cannot be asked as it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// The place to underline.
    pub span: Span,
    /// What is wrong, in a sentence for a person.
    pub message: String,
    /// What could stand at this place instead, likeliest first; empty where nothing in particular would.
    pub fits: Vec<String>,
    /// The text only stops too early (`name:`, an open quote): while it is being typed there is nothing to point out
    /// yet.
    pub unfinished: bool,
}

impl QueryError {
    /// An error at a place.
    #[must_use]
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), fits: Vec::new(), unfinished: false }
    }

    /// Adds what would fit.
    #[must_use]
    pub fn with_fits(mut self, fits: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.fits = fits.into_iter().map(Into::into).collect();
        self
    }

    /// Marks text that only stops too early.
    #[must_use]
    pub fn unfinished(mut self) -> Self {
        self.unfinished = true;
        self
    }
}
