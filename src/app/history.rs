//! The queries asked in this session, to be brought back in the bar.

/// Queries kept.
const KEPT: usize = 100;

/// The queries asked, the newest last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History(Vec<String>);

impl History {
    /// A query was asked. The same again is kept once, as the newest; all accounts are no query.
    pub fn add(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.0.retain(|known| known != text);
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push(text.to_owned());
    }

    /// The query so many back from the newest.
    #[must_use]
    pub fn back(&self, by: usize) -> Option<&str> {
        Some(self.0.get(self.0.len().checked_sub(by + 1)?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_asked_again_is_the_newest_and_stands_once() {
        let mut history = History::default();
        for text in ["a", "b", "", "a"] {
            history.add(text);
        }
        assert_eq!((history.back(0), history.back(1), history.back(2)), (Some("a"), Some("b"), None));
    }
}
