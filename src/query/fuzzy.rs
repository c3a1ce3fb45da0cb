//! Finding a name from some of its letters: `~smth` finds Smith.

use super::fold::fold;
use crate::model::AccountRow;

/// Letters that must stand in a row in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fuzzy {
    letters: String,
}

impl Fuzzy {
    /// The letters of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { letters: fold(text) }
    }

    /// Whether the letters stand in the row's name, its native id or its identity's name.
    #[must_use]
    pub fn is_in(&self, row: &AccountRow) -> bool {
        let texts = [row.name.as_deref(), row.native_identity.as_deref(), row.identity_name()];
        texts.into_iter().flatten().any(|text| {
            let folded = fold(text);
            let mut rest = folded.chars();
            self.letters.chars().all(|letter| rest.any(|other| other == letter))
        })
    }
}
