//! Changing texts at random: letters, pieces of the language, pieces of other texts.

use fastrand::Rng;

/// Pieces of the language, and letters that are easily taken for others.
const PIECES: [&str; 56] = [
    " ",
    "  ",
    "(",
    ")",
    "-",
    "~",
    "or",
    " or ",
    ",",
    ", ",
    ":",
    "\"",
    "'",
    "/",
    "*",
    "\\",
    "\\*",
    "name:",
    "native:",
    "source:",
    "identity:",
    "id:",
    "is:",
    "has:",
    "sort:",
    "raw:'",
    "attr.",
    "attr.\"",
    "modified<",
    "created>=",
    "created:",
    "..",
    "7d",
    "999999999w",
    "2026-01-01",
    "9999-12-31",
    "0001-01-01",
    "T09:30",
    "today",
    "locked",
    "enabled",
    "entitlements",
    "state",
    "SAP",
    "act",
    "é",
    "ß",
    "İ",
    "陳",
    "\u{301}",
    "\u{200b}",
    "\t",
    "“",
    "=",
    "/(?i)[a-z]+/",
    "/\\p{L}/",
];

/// The longest text: nobody types more, and a short one is told sooner.
const LONGEST: usize = 4_000;

/// One of the texts, changed in a few places.
pub fn mutated(rng: &mut Rng, texts: &[String]) -> String {
    let pick = |rng: &mut Rng| texts[rng.usize(0..texts.len())].clone();
    let mut text = pick(rng);
    for _ in 0..rng.usize(1..=5) {
        let (from, to) = stretch(rng, &text);
        match rng.u8(0..8) {
            0 => text.replace_range(from..to, ""),
            1 => {
                let twice = text[from..to].to_owned();
                text.insert_str(from, &twice);
            }
            2 => text.replace_range(from..to, PIECES[rng.usize(0..PIECES.len())]),
            3 => text.insert_str(from, PIECES[rng.usize(0..PIECES.len())]),
            4 => text.insert(to, rng.char(..)),
            5 => {
                let other = pick(rng);
                let (start, end) = stretch(rng, &other);
                text.insert_str(from, &other[start..end]);
            }
            6 => {
                let turned = text[from..to].to_uppercase();
                text.replace_range(from..to, &turned);
            }
            _ => {
                let other = pick(rng);
                text = format!("{}{}", &text[..from], &other[stretch(rng, &other).0..]);
            }
        }
        if text.len() > LONGEST {
            text.truncate(text.floor_char_boundary(LONGEST));
        }
    }
    text
}

/// A short stretch between two letters.
fn stretch(rng: &mut Rng, text: &str) -> (usize, usize) {
    let from = text.floor_char_boundary(rng.usize(0..=text.len()));
    let to = text.floor_char_boundary((from + rng.usize(0..12)).min(text.len()));
    (from, to.max(from))
}
