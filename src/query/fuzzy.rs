//! Finding a name from some of its letters: `~smth` finds Smith, `~jsmith` finds John Smith.
//!
//! The letters must stand in a text in the order typed, in any case, with or without accents. Which of them are meant
//! says nucleo's matcher. It takes letters from anywhere, though, and a distinguished name of a hundred
//! letters holds most short words that way. So a word either stands there as typed, or has gaps that people leave:
//!
//! - few: one for each two letters, none in a word of two;
//! - short, or up to the beginning of the next words: `jsmith`, but not from one part of a distinguished name or address
//!   into the next;
//! - never within a number, which is right or another one: `~user17` finds neither `user107` nor `user117`.

use std::cell::RefCell;

use nucleo_matcher::{Config, Matcher, Utf32Str, Utf32String};

use super::fold::plain;
use super::imprint::{Imprint, LooseTrace};
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
    words: Box<[Word]>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// Its letters without case and accents.
    letters: Utf32String,
    trace: LooseTrace,
}

impl Fuzzy {
    /// The words of a text. No words stand in every row.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { words: text.split_whitespace().map(Word::new).collect() }
    }

    /// Whether each word stands in the row's name, its native id or its identity's name.
    #[must_use]
    pub fn is_in(&self, row: &AccountRow) -> bool {
        SCRATCH.with_borrow_mut(|scratch| {
            let texts = [row.name.as_deref(), row.identity_name(), row.native_identity.as_deref()];
            self.words.iter().all(|word| texts.iter().flatten().any(|text| scratch.finds(&word.letters, text)))
        })
    }

    /// Whether each word may stand in a row, by its imprint.
    pub(super) fn may_be_in(&self, imprint: Imprint) -> bool {
        self.words.iter().all(|word| word.trace.may_stand_in(imprint))
    }
}

impl Word {
    fn new(word: &str) -> Self {
        let letters: Vec<char> = word.chars().filter_map(plain).take(LONGEST).collect();
        let trace = LooseTrace::of_letters(&letters, most_gaps(letters.len()));
        let letters = if letters.iter().all(char::is_ascii) {
            Utf32String::Ascii(letters.into_iter().collect())
        } else {
            Utf32String::Unicode(letters.into())
        };
        Self { letters, trace }
    }
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
    /// Whether a word stands in a text, some letters left out.
    fn finds(&mut self, word: &Utf32String, text: &str) -> bool {
        let Self { matcher, letters, ascii, places } = self;
        let text =
            if text.is_ascii() { Utf32Str::Ascii(text.as_bytes()) } else { without_accents(text, letters, ascii) };
        matcher.config = Config::DEFAULT;
        // Those outside of ASCII have lost their case and accents already, and the matcher would look each letter up again.
        matcher.config.ignore_case = text.is_ascii();
        matcher.config.normalize = false;
        places.clear();
        let is_there = matcher.fuzzy_indices(text, word.slice(..), places).is_some();
        is_there && (may_be_meant(text, places) || stands_as_typed(matcher, text, word.slice(..)))
    }
}

/// The text without case and accents, in the shorter form where it has become ASCII.
fn without_accents<'a>(text: &str, letters: &'a mut Vec<char>, ascii: &'a mut Vec<u8>) -> Utf32Str<'a> {
    letters.clear();
    letters.extend(text.chars().filter_map(plain));
    ascii.clear();
    ascii.extend(letters.iter().map_while(|c| u8::try_from(*c).ok().filter(u8::is_ascii)));
    if ascii.len() == letters.len() { Utf32Str::Ascii(ascii) } else { Utf32Str::Unicode(letters) }
}

/// Whether a word stands in a text without a gap. Outside of ASCII the matcher gives up at the first place that begins like
/// the word, so there we look at every place.
fn stands_as_typed(matcher: &mut Matcher, text: Utf32Str<'_>, word: Utf32Str<'_>) -> bool {
    match text {
        Utf32Str::Ascii(_) => matcher.substring_match(text, word).is_some(),
        Utf32Str::Unicode(letters) => {
            letters.windows(word.len().max(1)).any(|window| window.iter().copied().eq(word.chars()))
        }
    }
}

/// How many gaps a word of so many letters may have.
fn most_gaps(letters: usize) -> usize {
    if letters > 2 { letters / 2 } else { 0 }
}

/// Whether letters found at these places may be the word that was meant.
fn may_be_meant(text: Utf32Str<'_>, places: &[u32]) -> bool {
    let gaps = || places.array_windows().filter(|[from, to]| to - from > 1);
    gaps().count() <= most_gaps(places.len()) && gaps().all(|[from, to]| may_be_left_out(text, *from, *to))
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
