//! Which rows came before, at 16 bytes each.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use crate::model::AccountId;

/// The ids that came before, each kept as a 128-bit hash: among a million, two that fall together are not to be met.
#[derive(Default)]
pub(super) struct Seen {
    ids: HashSet<u128>,
    high: RandomState,
    low: RandomState,
}

impl Seen {
    /// Whether the id comes for the first time; it is remembered.
    pub(super) fn is_new(&mut self, id: &AccountId) -> bool {
        let key = self.key(id);
        self.ids.insert(key)
    }

    /// Whether the id came before.
    pub(super) fn knows(&self, id: &AccountId) -> bool {
        self.ids.contains(&self.key(id))
    }

    fn key(&self, id: &AccountId) -> u128 {
        (u128::from(self.high.hash_one(id)) << 64) | u128::from(self.low.hash_one(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_once() {
        let mut seen = Seen::default();
        let ids: Vec<AccountId> = (0..10_000).map(|number: u32| AccountId::new(number.to_string())).collect();
        assert!(ids.iter().all(|id| seen.is_new(id)));
        assert!(!ids.iter().any(|id| seen.is_new(id)));
        assert!(ids.iter().all(|id| seen.knows(id)) && !seen.knows(&"another".into()));
    }
}
