//! The words that fit, spelt as they must be typed.

use super::place::Typed;
use super::{Beginning, MOST_OFFERS, Valued, Vocabulary};
use crate::query::token::{Key, Sign};
use crate::query::{AgeUnit, Holding, Pattern, SortColumn, State, TextField, TimeField};

/// The beginnings of terms, in the order in which they are offered.
const TERMS: [&str; 12] = [
    "name:",
    "native:",
    "source:",
    "identity:",
    "id:",
    "is:",
    "has:",
    "modified<",
    "created<",
    "attr.",
    "sort:",
    "raw:'",
];

/// Ages and days that people ask for.
const TIMES: [&str; 7] = ["1h", "24h", "7d", "30d", "90d", "today", "yesterday"];

/// Days, which may stand behind a colon.
const DAYS: [&str; 2] = ["today", "yesterday"];

/// What fits in place of what is typed.
pub(super) fn offers(typed: &Typed, vocabulary: &dyn Vocabulary) -> Vec<String> {
    match typed {
        Typed::Term(word) => terms(word, vocabulary),
        Typed::Value { key: Key::Attribute(name), sign: Sign::Colon, value, before } => {
            values(Valued::Attribute(name), value, before, vocabulary)
        }
        Typed::Value { key: Key::Attribute(_), .. } => Vec::new(),
        Typed::Value { key: Key::Word(word), sign, value, before } => {
            behind(&word.to_lowercase(), *sign, value, before, vocabulary)
        }
    }
}

fn terms(word: &str, vocabulary: &dyn Vocabulary) -> Vec<String> {
    if let Some(name) = word.strip_prefix("attr.") {
        let names = among(vocabulary.attributes(), name);
        // The name is printed as the language prints it, up to the values.
        return names.map(|name| format!("attr.{}:", spelt(&name))).collect();
    }
    let terms = fitting(TERMS, word);
    if word.is_empty() {
        return terms;
    }
    let states = State::ALL.iter().map(|state| state.word());
    let states = fitting(states, word).into_iter().map(|state| format!("is:{state}"));
    let holdings = Holding::ALL.iter().map(|holding| holding.word());
    let holdings = fitting(holdings, word).into_iter().map(|holding| format!("has:{holding}"));
    terms.into_iter().chain(states).chain(holdings).collect()
}

/// What fits behind a key that is a word.
fn behind(key: &str, sign: Sign, value: &str, before: &[String], vocabulary: &dyn Vocabulary) -> Vec<String> {
    if TimeField::from_word(key).is_some() {
        return times(sign, value);
    }
    match (key, TextField::from_word(key)) {
        _ if sign != Sign::Colon => Vec::new(),
        ("is", _) if before.is_empty() => fitting(State::ALL.iter().map(|state| state.word()), value),
        ("has", _) if before.is_empty() => fitting(Holding::ALL.iter().map(|holding| holding.word()), value),
        ("sort", _) => columns(value, before),
        (_, Some(TextField::Source)) => {
            let is_new = |name: &String| !before.contains(name);
            among(vocabulary.sources(), value).filter(is_new).map(|name| spelt(&name)).collect()
        }
        (_, Some(field)) => values(Valued::Field(field), value, before, vocabulary),
        _ => Vec::new(),
    }
}

fn times(sign: Sign, value: &str) -> Vec<String> {
    if sign == Sign::Colon {
        return fitting(DAYS, value);
    }
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        return AgeUnit::ALL.iter().map(|unit| format!("{value}{}", unit.letter())).collect();
    }
    fitting(TIMES, value)
}

/// Columns that are not sorted by yet, from the last one first where a `-` says so.
fn columns(value: &str, before: &[String]) -> Vec<String> {
    let (sign, word) = value.strip_prefix('-').map_or(("", value), |word| ("-", word));
    let is_new = |column: &&str| !before.iter().any(|key| key.trim_start_matches('-').eq_ignore_ascii_case(column));
    let columns = SortColumn::ALL.iter().map(|column| column.word()).filter(is_new);
    fitting(columns, word).into_iter().map(|column| format!("{sign}{column}")).collect()
}

fn values(of: Valued<'_>, value: &str, before: &[String], vocabulary: &dyn Vocabulary) -> Vec<String> {
    let seen = vocabulary.values(of, &Beginning::new(value), MOST_OFFERS + before.len());
    seen.into_iter().filter(|seen| !before.contains(seen)).map(|seen| spelt(&seen)).collect()
}

/// The words that begin so.
fn fitting<'w>(words: impl IntoIterator<Item = &'w str>, typed: &str) -> Vec<String> {
    let beginning = Beginning::new(typed);
    words.into_iter().filter(|word| beginning.fits(word)).map(ToOwned::to_owned).collect()
}

/// The names that begin so, then those of which a later word does.
fn among(names: Vec<String>, typed: &str) -> impl Iterator<Item = String> {
    let beginning = Beginning::new(typed);
    let (first, others): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| beginning.fits(name));
    let within = others.into_iter().filter(move |name| beginning.fits_within(name));
    first.into_iter().chain(within)
}

/// A text as it is typed: in quotes where it needs them.
fn spelt(text: &str) -> String {
    Pattern::Exact(text.to_owned()).to_string()
}
