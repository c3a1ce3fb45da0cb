//! Finding a text within another, in any case: a hundred thousand rows between two keys.
//!
//! Folding every text would take longer than a key may. So bytes are looked at first: the needle's rarest ASCII letter
//! is searched in both its cases, many bytes at a time, and only where it stands is the rest compared. A text is folded
//! only where its bytes cannot settle the matter.

use super::super::fold::fold;
use super::super::imprint::{Imprint, Trace};

/// Letters and signs of names and distinguished names, commonest first. Only the order matters, and only for speed.
const COMMONEST_FIRST: &[u8] = b"eanirotslcdu=, mhogbpyfvkw.-0123456789xjzq";

/// A text to look for, in any case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needle {
    /// The text with its case taken away.
    folded: String,
    /// Its longest stretch of ASCII: all of it, for most needles.
    ascii: String,
    /// Which byte of that stretch is likeliest to be rare; none if it is empty.
    rarest: Option<(usize, u8)>,
    trace: Trace,
}

impl Needle {
    pub(super) fn new(text: &str) -> Self {
        let folded = fold(text);
        let ascii =
            folded.split(|c: char| !c.is_ascii()).max_by_key(|stretch| stretch.len()).unwrap_or_default().to_owned();
        let rarity =
            |byte: &u8| COMMONEST_FIRST.iter().position(|known| known == byte).unwrap_or(COMMONEST_FIRST.len());
        let rarest = ascii.bytes().enumerate().max_by_key(|(_, byte)| rarity(byte));
        let trace = Trace::of_folded(&folded);
        Self { folded, ascii, rarest, trace }
    }

    /// Whether whatever holds this needle holds the other one too.
    pub(super) fn contains(&self, other: &Self) -> bool {
        self.folded.contains(&other.folded)
    }

    /// Whether the needle stands in one of a row's texts, by its imprint; none where that does not say.
    pub(super) fn stands_in(&self, row: Imprint) -> Option<bool> {
        self.trace.stands_in(row)
    }

    /// Whether the needle stands in `text`.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let ascii_found = self.ascii_stands_in(text.as_bytes());
        if ascii_found && self.is_ascii() {
            return true;
        }
        if text.is_ascii() {
            return false;
        }
        // ASCII letters fold to themselves. One that is not among the bytes can only come out of another letter.
        if !ascii_found && !may_fold_into_ascii(text.as_bytes()) {
            return false;
        }
        fold(text).contains(&self.folded)
    }

    fn is_ascii(&self) -> bool {
        self.ascii.len() == self.folded.len()
    }

    /// Whether the needle's stretch of ASCII stands among the bytes of a text.
    fn ascii_stands_in(&self, text: &[u8]) -> bool {
        let wanted = self.ascii.as_bytes();
        let Some((at, rarest)) = self.rarest else { return true };
        let Some(last_start) = text.len().checked_sub(wanted.len()) else { return false };
        memchr::memchr2_iter(rarest, rarest.to_ascii_uppercase(), &text[at..=last_start + at])
            .any(|start| text[start..start + wanted.len()].eq_ignore_ascii_case(wanted))
    }
}

/// Whether one of the few letters may be in the text that fold into ASCII ones, such as `ß` and the Kelvin sign. Most
/// texts that have none are told by pairs of bytes; those that are not are folded in vain, which is no harm.
fn may_fold_into_ascii(text: &[u8]) -> bool {
    const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
    let (words, _) = text.as_chunks::<8>();
    let starts = (0..words.len()).filter(|&word| u64::from_ne_bytes(words[word]) & HIGH_BITS != 0);
    let tail = words.len();
    starts.chain([tail]).any(|word| {
        let start = word * 8;
        // One byte further than the word: a pair may begin with its last byte.
        let end = text.len().min(start + 9);
        text[start..end].array_windows().any(|pair| FOLDS_INTO_ASCII.contains(pair))
    })
}

/// The first two bytes of each letter outside ASCII whose fold has an ASCII letter in it.
const FOLDS_INTO_ASCII: [[u8; 2]; 9] = [
    *b"\xc3\x9f", // ß
    *b"\xc4\xb0", // İ
    *b"\xc4\xb1", // ı
    *b"\xc5\x89", // ŉ
    *b"\xc5\xbf", // ſ
    *b"\xc7\xb0", // ǰ
    *b"\xe1\xba", // ẖ and its like, ẞ
    *b"\xe2\x84", // Kelvin sign
    *b"\xef\xac", // ligatures: ﬁ
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_that_folds_into_ascii_is_known() {
        for c in ('\u{80}'..='\u{1ffff}').filter(|c| fold(&c.to_string()).bytes().any(|byte| byte.is_ascii())) {
            for text in [format!("{c}"), format!("1234567{c}"), format!("123456{c}1234567890")] {
                assert!(may_fold_into_ascii(text.as_bytes()), "{c:?} in {text:?}");
            }
        }
        assert!(!may_fold_into_ascii("Müller Łukasz 渡辺 CN=Jürgen".as_bytes()));
    }

    #[test]
    fn a_letter_is_found_where_another_folds_into_it() {
        for (needle, text) in [
            ("ss", "Straße"),
            ("STRASSE", "straße"),
            ("k", "5 \u{212a}"),
            ("éß", "ÉSS"),
            ("fi", "ﬁn ü"),
            ("ü", "MÜLLER"),
        ] {
            assert!(Needle::new(needle).is_in(text), "{needle} in {text}");
        }
        for (needle, text) in [("x", "Straße"), ("ü", "muller"), ("müx", "Müller"), ("abc", "ab")] {
            assert!(!Needle::new(needle).is_in(text), "{needle} in {text}");
        }
    }
}
