//! Finding a name from some of its letters: `~smth` finds Smith, `~jsmith` finds John Smith.
//!
//! The letters must stand in a text in the order typed, in any case, with or without accents. Which of them are meant, and
//! how well they fit, says nucleo's matcher. It takes letters from anywhere, though, and a distinguished name of a hundred
//! letters holds most short words that way. So a word either stands there as typed, or has gaps that people leave:
//!
//! - few: one for each two letters, none in a word of two;
//! - short, or up to the beginning of the next words: `jsmith`, but not from one part of a distinguished name or address
//!   into the next;
//! - never within a number, which is right or another one: `~user17` finds neither `user107` nor `user117`.

use std::cell::RefCell;

use nucleo_matcher::chars::{normalize, to_lower_case};
use nucleo_matcher::{Config, Matcher, Utf32Str, Utf32String};

use crate::model::AccountRow;

/// Letters of a typed word that are looked at; nobody misspells more.
const LONGEST: usize = 64;

/// Letters that may be left out anywhere.
const NEAR: u32 = 2;

/// Letters that may be left out before the beginning of a word.
const FAR: u32 = 24;

/// Words of which each must stand in a row, some letters left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fuzzy {
    words: Box<[Utf32String]>,
}

impl Fuzzy {
    /// The words of a text. No words stand in every row.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { words: text.split_whitespace().map(typed).collect() }
    }

    /// Whether each word stands in the row's name, its native id or its identity's name.
    #[must_use]
    pub fn is_in(&self, row: &AccountRow) -> bool {
        self.score(row).is_some()
    }

    /// How well the words fit where they stand best, more for better; none where one of them does not stand in the row.
    /// Only to be compared with the scores of other rows.
    #[must_use]
    pub fn score(&self, row: &AccountRow) -> Option<u32> {
        SCRATCH.with_borrow_mut(|scratch| {
            let texts = [row.name.as_deref(), row.identity_name(), row.native_identity.as_deref()];
            self.words
                .iter()
                .map(|word| texts.iter().flatten().filter_map(|text| scratch.score(text, word)).max())
                .sum()
        })
    }
}

/// A typed word as the matcher wants it.
fn typed(word: &str) -> Utf32String {
    let letters: Vec<char> = folded(word).take(LONGEST).collect();
    if letters.iter().all(char::is_ascii) {
        Utf32String::Ascii(letters.into_iter().collect())
    } else {
        Utf32String::Unicode(letters.into())
    }
}

/// The letters of a text without case and accents, whether these stand in the letter or behind it.
fn folded(text: &str) -> impl Iterator<Item = char> {
    let is_mark = |c: &char| matches!(c, '\u{300}'..='\u{36f}');
    text.chars().filter(move |c| !is_mark(c)).map(|c| match c {
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        _ => to_lower_case(normalize(c)),
    })
}

thread_local! {
    /// The matcher and its room, which are too large to be made for each row.
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::default());
}

#[derive(Default)]
struct Scratch {
    matcher: Matcher,
    letters: Vec<char>,
    ascii: Vec<u8>,
    places: Vec<u32>,
}

impl Scratch {
    /// How well a word fits into a text; none where it does not.
    fn score(&mut self, text: &str, word: &Utf32String) -> Option<u32> {
        let Self { matcher, letters, ascii, places } = self;
        let text = if text.is_ascii() { Utf32Str::Ascii(text.as_bytes()) } else { plain(text, letters, ascii) };
        matcher.config = Config::DEFAULT;
        // Those outside of ASCII have lost their case and accents already, and the matcher would look each letter up again.
        matcher.config.ignore_case = text.is_ascii();
        matcher.config.normalize = false;
        if let Some(score) = matcher.substring_match(text, word.slice(..)) {
            return Some(u32::from(score));
        }
        places.clear();
        let score = matcher.fuzzy_indices(text, word.slice(..), places)?;
        may_be_meant(text, places).then(|| u32::from(score))
    }
}

/// The text without case and accents, in the shorter form where it has become ASCII.
fn plain<'a>(text: &str, letters: &'a mut Vec<char>, ascii: &'a mut Vec<u8>) -> Utf32Str<'a> {
    letters.clear();
    letters.extend(folded(text));
    ascii.clear();
    ascii.extend(letters.iter().map_while(|c| u8::try_from(*c).ok().filter(u8::is_ascii)));
    if ascii.len() == letters.len() { Utf32Str::Ascii(ascii) } else { Utf32Str::Unicode(letters) }
}

/// Whether letters found at these places may be the word that was meant.
fn may_be_meant(text: Utf32Str<'_>, places: &[u32]) -> bool {
    let most = if places.len() > 2 { places.len() / 2 } else { 0 };
    let gaps = || places.array_windows().filter(|[from, to]| to - from > 1);
    gaps().count() <= most && gaps().all(|[from, to]| may_be_left_out(text, *from, *to))
}

/// Whether people leave out the letters between these two places.
fn may_be_left_out(text: Utf32Str<'_>, from: u32, to: u32) -> bool {
    let kind = |at| Kind::of(text.get(at));
    let cuts_a_number = |at| kind(at) == Kind::Number && kind(at + 1) == Kind::Number;
    if cuts_a_number(from) || cuts_a_number(to - 1) {
        return false;
    }
    let left_out = to - from - 1;
    let begins_a_word = kind(to) != Kind::Sign && kind(to) != kind(to - 1);
    let is_within_a_part = || (from..to).all(|at| !matches!(text.get(at), '=' | '@'));
    left_out <= NEAR || left_out <= FAR && begins_a_word && is_within_a_part()
}

#[derive(PartialEq)]
enum Kind {
    Letter,
    Number,
    Sign,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            _ if c.is_numeric() => Self::Number,
            _ if c.is_alphabetic() => Self::Letter,
            _ => Self::Sign,
        }
    }
}

#[cfg(test)]
mod tests;
