//! Facts that many rows share, held once: the rows of one source all point to the same [`SourceFacts`].

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::{ConnectionKind, IdentityFacts, SourceFacts};

/// How many distinct sources, identities and words a client remembers. A tenant with more only shares less.
const SOURCES: usize = 4_096;
const IDENTITIES: usize = 131_072;
const WORDS: usize = 256;

/// What a client has seen, to be shared between rows.
#[derive(Default)]
pub(in crate::api) struct Names {
    hasher: RandomState,
    sources: Pool<SourceFacts>,
    identities: Pool<IdentityFacts>,
    words: Pool<str>,
}

/// The words of a source as they stand in a row.
#[derive(Hash, Clone, Copy, Default)]
pub(super) struct SourceWords<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) name: Option<&'a str>,
    pub(super) connection: Option<&'a str>,
    pub(super) features: Option<&'a str>,
    pub(super) owner: Option<&'a str>,
}

/// The words of an identity as they stand in a row.
#[derive(Hash, Clone, Copy, Default)]
pub(super) struct IdentityWords<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) name: Option<&'a str>,
    pub(super) state: Option<&'a str>,
    pub(super) lifecycle: Option<&'a str>,
}

impl Names {
    /// The source of these words.
    pub(super) fn source(&self, words: SourceWords<'_>) -> Arc<SourceFacts> {
        let connection = words.connection.map(connection_kind);
        let same = |facts: &SourceFacts| {
            facts.id.as_deref() == words.id
                && facts.name.as_deref() == words.name
                && facts.connection == connection
                && facts.features.as_deref() == words.features
                && facts.owner.as_deref() == words.owner
        };
        self.sources.share(self.hash(words), SOURCES, same, || {
            Arc::new(SourceFacts {
                id: words.id.map(Into::into),
                name: words.name.map(Into::into),
                connection: connection.clone(),
                features: words.features.map(Into::into),
                owner: words.owner.map(Into::into),
            })
        })
    }

    /// The identity of these words; none where nothing says that there is one.
    pub(super) fn identity(&self, words: IdentityWords<'_>) -> Option<Arc<IdentityFacts>> {
        if words.id.is_none() && words.name.is_none() {
            return None;
        }
        let same = |facts: &IdentityFacts| {
            facts.id.as_deref() == words.id
                && facts.name.as_deref() == words.name
                && facts.state.as_deref() == words.state
                && facts.lifecycle.as_deref() == words.lifecycle
        };
        Some(self.identities.share(self.hash(words), IDENTITIES, same, || {
            Arc::new(IdentityFacts {
                id: words.id.map(Into::into),
                name: words.name.map(Into::into),
                state: words.state.map(|word| self.word(word)),
                lifecycle: words.lifecycle.map(|word| self.word(word)),
            })
        }))
    }

    /// A word of a small vocabulary.
    pub(super) fn word(&self, word: &str) -> Arc<str> {
        self.words.share(self.hash(word), WORDS, |known| known == word, || word.into())
    }

    fn hash(&self, words: impl Hash) -> u64 {
        self.hasher.hash_one(words)
    }
}

/// How a source is reached, by the vendor's word.
pub(super) fn connection_kind(word: &str) -> ConnectionKind {
    match word {
        _ if word.eq_ignore_ascii_case("direct") => ConnectionKind::Direct,
        _ if word.eq_ignore_ascii_case("file") => ConnectionKind::File,
        _ => ConnectionKind::Other(word.into()),
    }
}

/// Shared values by the hash of their words. Two values of the same hash are told apart by comparison; the later one
/// then takes the place.
struct Pool<T: ?Sized>(Mutex<HashMap<u64, Arc<T>>>);

impl<T: ?Sized> Default for Pool<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: ?Sized> Pool<T> {
    fn share(&self, hash: u64, room: usize, same: impl Fn(&T) -> bool, make: impl FnOnce() -> Arc<T>) -> Arc<T> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = known.get(&hash).filter(|value| same(value)) {
            return Arc::clone(value);
        }
        if known.len() >= room {
            make_room(&mut known, room);
        }
        let value = make();
        known.insert(hash, Arc::clone(&value));
        value
    }
}

/// Forgets what no row holds any more, or everything where that frees too little: rows keep what they hold.
fn make_room<T: ?Sized>(known: &mut HashMap<u64, Arc<T>>, room: usize) {
    known.retain(|_, value| Arc::strong_count(value) > 1);
    if known.len() > room / 2 {
        known.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_source_share_it() {
        let names = Names::default();
        let ad = SourceWords { id: Some("s1"), name: Some("AD"), ..SourceWords::default() };
        let renamed = SourceWords { name: Some("AD 2"), ..ad };
        assert!(Arc::ptr_eq(&names.source(ad), &names.source(ad)));
        assert_ne!(names.source(ad), names.source(renamed));
    }

    #[test]
    fn a_pool_stays_within_its_room_and_keeps_telling_the_truth() {
        let pool: Pool<str> = Pool::default();
        for number in 0..1_000_u64 {
            let word = number.to_string();
            assert_eq!(&*pool.share(number, 10, |known| known == word, || word.as_str().into()), word);
            assert!(pool.0.lock().unwrap().len() <= 10);
        }
    }

    #[test]
    fn words_of_the_same_hash_are_told_apart() {
        let pool: Pool<str> = Pool::default();
        assert_eq!(&*pool.share(1, 10, |known| known == "a", || "a".into()), "a");
        assert_eq!(&*pool.share(1, 10, |known| known == "b", || "b".into()), "b");
    }
}
