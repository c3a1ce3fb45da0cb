//! What can be told of a row's texts without reading them: which letters stand in them, and which side by side.
//!
//! The texts of a million rows lie far apart, and to fetch them takes longer than to look at them. The imprint of a row is
//! twenty-four bytes, and those of many rows lie one behind the other: most rows that do not match are told by it alone, and
//! where one letter is looked for, most that do. For the rest it does not say; it is never wrong.

use super::fold::{fold, plain};
use crate::model::AccountRow;

/// Kinds of letters: one for each of a–z and 0–9, then one for each of these signs, one for all other signs, and some that
/// what is outside of ASCII shares.
const SIGNS: u8 = 36;
const KNOWN_SIGNS: &[u8] = b"@.-_=, ";
const OTHER_SIGNS: u8 = 43;
const OTHERS: u8 = 44;
const KINDS: u8 = 63;
/// The bit that says that there are letters outside of ASCII.
const BEYOND_ASCII: u64 = 1 << 63;

/// The kind of each ASCII letter, in any case.
const KIND_OF_ASCII: [u8; 128] = {
    let mut kinds = [0; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        kinds[byte as usize] = match byte {
            b'a'..=b'z' => byte - b'a',
            b'A'..=b'Z' => byte - b'A',
            b'0'..=b'9' => 26 + byte - b'0',
            _ => OTHER_SIGNS,
        };
        byte += 1;
    }
    let mut sign = SIGNS;
    while sign < OTHER_SIGNS {
        kinds[KNOWN_SIGNS[(sign - SIGNS) as usize] as usize] = sign;
        sign += 1;
    }
    kinds
};

/// Which letters stand in the name, the native id and the identity's name of a row, and which pairs of them side by side;
/// without case and accents. Pairs with a sign are left out: distinguished names are full of the same ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imprint {
    /// A bit for each kind of letter.
    letters: u64,
    /// A bit for each pair of kinds; several pairs share one.
    pairs: [u64; 2],
}

impl Imprint {
    /// The imprint of a row.
    #[must_use]
    pub fn of(row: &AccountRow) -> Self {
        let mut imprint = Self::default();
        for text in [row.name.as_deref(), row.identity_name(), row.native_identity.as_deref()].into_iter().flatten() {
            imprint.take(text);
        }
        imprint
    }

    fn take(&mut self, text: &str) {
        if text.is_ascii() {
            return self.leave(text.bytes().map(kind_of_ascii));
        }
        self.letters |= BEYOND_ASCII;
        let mut bytes = [0; 4];
        for c in text.chars().filter(|c| !c.is_ascii()) {
            let folded = fold(c.encode_utf8(&mut bytes));
            let mut letters = folded.chars();
            // A letter that becomes several, or another one by another way, could be anything.
            if letters.next().and_then(plain) != plain(c) || letters.next().is_some() {
                *self = Self { letters: u64::MAX, pairs: [u64::MAX; 2] };
                return;
            }
        }
        self.leave(text.chars().filter_map(plain).map(kind));
    }

    fn leave(&mut self, kinds: impl Iterator<Item = u8>) {
        let mut before = None;
        for kind in kinds {
            self.letters |= 1 << kind;
            if let Some(pair) = before.replace(kind).and_then(|before| pair(before, kind)) {
                self.pairs[usize::from(pair / 64)] |= 1 << (pair % 64);
            }
        }
    }

    fn has_letters(self, letters: u64) -> bool {
        letters & !self.letters == 0
    }

    fn has_pair(self, pair: u8) -> bool {
        self.pairs[usize::from(pair / 64)] & (1 << (pair % 64)) != 0
    }
}

/// What a text leaves where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Trace {
    imprint: Imprint,
    /// It is one letter that has a kind of its own.
    is_one_letter: bool,
}

impl Trace {
    /// Of a text whose case was taken away.
    pub(super) fn of_folded(folded: &str) -> Self {
        let mut imprint = Imprint::default();
        imprint.leave(folded.chars().filter_map(plain).map(kind));
        if !folded.is_ascii() {
            imprint.letters |= BEYOND_ASCII;
        }
        Self { imprint, is_one_letter: matches!(folded.as_bytes(), [byte] if kind_of_ascii(*byte) < OTHER_SIGNS) }
    }

    /// Whether the text stands in one of a row's texts; none where the imprint does not say.
    pub(super) fn stands_in(self, row: Imprint) -> Option<bool> {
        let pairs_are_there = || self.imprint.pairs.iter().zip(row.pairs).all(|(wanted, there)| wanted & !there == 0);
        if !row.has_letters(self.imprint.letters) || !pairs_are_there() {
            return Some(false);
        }
        // Outside of ASCII an `é` has left an `e`.
        (self.is_one_letter && row.letters & BEYOND_ASCII == 0).then_some(true)
    }
}

/// What the letters of a word leave where they stand in their order, not every pair of them side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LooseTrace {
    letters: u64,
    pairs: Box<[u8]>,
    /// So many pairs must stand side by side.
    at_least: usize,
}

impl LooseTrace {
    /// Of letters without case and accents, of whose pairs so many may be apart.
    pub(super) fn of_letters(letters: &[char], apart: usize) -> Self {
        let pairs: Box<[u8]> = letters.array_windows().filter_map(|[a, b]| pair(kind(*a), kind(*b))).collect();
        let at_least = pairs.len().saturating_sub(apart);
        let beyond = if letters.iter().all(char::is_ascii) { 0 } else { BEYOND_ASCII };
        Self { letters: letters.iter().fold(beyond, |all, c| all | 1 << kind(*c)), pairs, at_least }
    }

    /// Whether the word may stand in a row.
    pub(super) fn may_stand_in(&self, row: Imprint) -> bool {
        let side_by_side = || self.pairs.iter().filter(|pair| row.has_pair(**pair)).count();
        row.has_letters(self.letters) && side_by_side() >= self.at_least
    }
}

/// Which of the kinds a letter is.
fn kind(c: char) -> u8 {
    let among_others = || u32::from(c) % u32::from(KINDS - OTHERS);
    u8::try_from(c).ok().filter(u8::is_ascii).map_or_else(|| OTHERS + among_others().to_le_bytes()[0], kind_of_ascii)
}

fn kind_of_ascii(byte: u8) -> u8 {
    KIND_OF_ASCII[usize::from(byte & 0x7f)]
}

/// The number of the bit of two kinds side by side, below 128; none where one of them is a sign.
fn pair(first: u8, second: u8) -> Option<u8> {
    if [first, second].iter().any(|kind| (SIGNS..OTHERS).contains(kind)) {
        return None;
    }
    // Knuth's multiplicative hash: pairs that often stand together are to get different bits.
    let pair = u32::from(first) * u32::from(KINDS) + u32::from(second);
    Some((pair.wrapping_mul(0x9e37_79b1) >> 25).to_le_bytes()[0])
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
                assert!(Trace::of_folded(part).stands_in(imprint) != Some(false), "{part:?} in {text:?}");
            }
            let letters: Vec<char> = text.chars().filter_map(plain).collect();
            assert!(LooseTrace::of_letters(&letters, 0).may_stand_in(imprint), "{letters:?} in {text:?}");
        }
    }

    #[test]
    fn most_of_what_does_not_stand_in_a_row_is_told_from_it() {
        let imprint = Imprint::of(&named("CN=Adele Vance,OU=Logistics,OU=Staff,DC=acme,DC=test"));
        let strangers = ["smith", "moreau", "xyzzy", "müller", "okafor", "svc-backup", "hansen", "ibrahim", "陳", "q7"];
        let told = strangers.iter().filter(|text| Trace::of_folded(text).stands_in(imprint) == Some(false)).count();
        assert!(told >= 9, "{told} of {}", strangers.len());
        let fuzzy = |word: &str| LooseTrace::of_letters(&word.chars().collect::<Vec<_>>(), word.len() / 2);
        let told = ["smth", "jhnsmth", "mller", "okfr", "hnsn"].map(|word| !fuzzy(word).may_stand_in(imprint));
        assert!(told.iter().filter(|told| **told).count() >= 4, "{told:?}");
    }

    #[test]
    fn one_letter_is_settled_where_there_is_nothing_but_ascii() {
        let stands = |letter: &str, name: &str| Trace::of_folded(letter).stands_in(Imprint::of(&named(name)));
        assert_eq!((stands("v", "Vance"), stands("7", "svc-07")), (Some(true), Some(true)));
        assert_eq!((stands("x", "Vance"), stands("@", "Müller")), (Some(false), Some(false)));
        for (letter, name) in [("u", "Müller"), ("(", "svc)07"), ("va", "Vance"), ("ü", "Muller")] {
            assert_ne!(stands(letter, name), Some(true), "{letter} in {name}");
        }
        assert_eq!(stands("a", "a"), Some(true));
        assert_eq!(Imprint::of(&AccountRow::bare("2c91".into())), Imprint::default());
    }
}
