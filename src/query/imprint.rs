//! What can be told of a row's texts without reading them: which letters stand in them, and which side by side.
//!
//! The texts of a million rows lie far apart, and to fetch them takes longer than to look at them. The imprint of a row is
//! sixteen bytes, and those of many rows lie one behind the other: most rows that do not match are told by it alone. It may
//! say that a row could match which does not; never the other way round.

use super::fold::{fold, plain};
use crate::model::AccountRow;

/// Kinds of letters: one for each of a–z and 0–9, four for all others. Each has a bit.
const KINDS: u32 = 40;
/// Bits for the pairs of letters; several pairs share one.
const PAIRS: u32 = u128::BITS - KINDS;

/// Which letters stand in the name, the native id and the identity's name of a row, and which pairs of them side by side;
/// without case and accents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imprint(u128);

impl Imprint {
    /// The imprint of a row.
    #[must_use]
    pub fn of(row: &AccountRow) -> Self {
        let texts = [row.name.as_deref(), row.identity_name(), row.native_identity.as_deref()];
        let all = texts.into_iter().flatten().map(of_text);
        Self(all.fold(0, |all, one| all | one))
    }

    /// Whether nothing stands in the texts, or nothing is known of them.
    #[must_use]
    pub fn is_blank(self) -> bool {
        self.0 == 0
    }
}

/// What the imprint of a row must hold for a text to stand in the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Trace(u128);

impl Trace {
    /// Of a text whose case was taken away.
    pub(super) fn of_folded(folded: &str) -> Self {
        Self(of_letters(folded.chars().filter_map(plain)))
    }

    /// Whether the text may stand in the row.
    pub(super) fn may_stand_in(self, imprint: Imprint) -> bool {
        self.0 & !imprint.0 == 0
    }
}

/// What the imprint of a row must hold for the letters of a word to stand in the row in their order, some pairs of them not
/// side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LooseTrace {
    letters: u128,
    pairs: Box<[u128]>,
    /// So many pairs must stand side by side.
    at_least: usize,
}

impl LooseTrace {
    /// Of letters without case and accents, of whose pairs so many may be apart.
    pub(super) fn of_letters(letters: &[char], apart: usize) -> Self {
        let pairs: Box<[u128]> = letters.array_windows().map(|[a, b]| pair(kind(*a), kind(*b))).collect();
        let at_least = pairs.len().saturating_sub(apart);
        Self { letters: letters.iter().fold(0, |all, c| all | 1 << kind(*c)), pairs, at_least }
    }

    /// Whether the word may stand in the row.
    pub(super) fn may_stand_in(&self, imprint: Imprint) -> bool {
        let side_by_side = || self.pairs.iter().filter(|pair| *pair & imprint.0 != 0).count();
        self.letters & !imprint.0 == 0 && side_by_side() >= self.at_least
    }
}

fn of_text(text: &str) -> u128 {
    if text.is_ascii() {
        return of_letters(text.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
    }
    let mut folded = [0; 4];
    for c in text.chars().filter(|c| !c.is_ascii()) {
        // The few letters that become several, or another one by another way, could be anything.
        let alone = fold(c.encode_utf8(&mut folded));
        let mut letters = alone.chars();
        if letters.next().and_then(plain) != plain(c) || letters.next().is_some() {
            return u128::MAX;
        }
    }
    of_letters(text.chars().filter_map(plain))
}

fn of_letters(letters: impl Iterator<Item = char>) -> u128 {
    let mut before = None;
    letters.map(kind).fold(0, |all, kind| {
        let beside = before.replace(kind).map_or(0, |before| pair(before, kind));
        all | 1 << kind | beside
    })
}

/// Which of the kinds a letter is.
fn kind(c: char) -> u32 {
    match c {
        'a'..='z' => u32::from(c) - u32::from('a'),
        '0'..='9' => 26 + u32::from(c) - u32::from('0'),
        _ => 36 + u32::from(c) % (KINDS - 36),
    }
}

/// The bit of two kinds side by side.
fn pair(first: u32, second: u32) -> u128 {
    // Knuth's multiplicative hash: pairs that often stand together are to get different bits.
    let scattered = (first * KINDS + second).wrapping_mul(0x9e37_79b1) >> 16;
    1 << (KINDS + ((scattered * PAIRS) >> 16))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> AccountRow {
        AccountRow { name: Some(name.into()), ..AccountRow::bare("2c91".into()) }
    }

    #[test]
    fn whatever_stands_in_a_row_may_stand_there() {
        for c in ('\u{1}'..='\u{1ffff}').filter(|c| !c.is_whitespace()) {
            let text = format!("a{c}b");
            let imprint = Imprint::of(&named(&text));
            let folded = fold(&text);
            let longer = folded.char_indices().skip(1).map(|(at, _)| &folded[at..]);
            for part in longer.chain([folded.as_str()]) {
                assert!(Trace::of_folded(part).may_stand_in(imprint), "{part:?} in {text:?}");
            }
            let letters: Vec<char> = text.chars().filter_map(plain).collect();
            assert!(LooseTrace::of_letters(&letters, 0).may_stand_in(imprint), "{letters:?} in {text:?}");
        }
    }

    #[test]
    fn most_of_what_does_not_stand_in_a_row_is_told_from_it() {
        let imprint = Imprint::of(&named("CN=Adele Vance,OU=Logistics,OU=Staff,DC=acme,DC=test"));
        let strangers = ["smith", "moreau", "xyzzy", "müller", "okafor", "svc-backup", "hansen", "ibrahim", "陳", "q7"];
        let told = strangers.iter().filter(|text| !Trace::of_folded(text).may_stand_in(imprint)).count();
        assert!(told >= 9, "{told} of {}", strangers.len());
        let fuzzy = |word: &str| LooseTrace::of_letters(&word.chars().collect::<Vec<_>>(), word.len() / 2);
        let told = ["smth", "jhnsmth", "mller", "okfr", "hnsn"].map(|word| !fuzzy(word).may_stand_in(imprint));
        assert!(told.iter().filter(|told| **told).count() >= 4, "{told:?}");
    }

    #[test]
    fn an_imprint_of_which_nothing_is_known_is_blank() {
        assert!(Imprint::default().is_blank() && Imprint::of(&AccountRow::bare("2c91".into())).is_blank());
        assert!(!Imprint::of(&named("-")).is_blank());
    }
}
