//! Comparing text in any case, in every script.

use nucleo_matcher::chars::{normalize, to_lower_case};

/// The text with its case taken away: `STRASSE`, `Straße` and `strasse` become one.
///
/// Up and then down again is Unicode's full case folding for the letters names are written with, by the tables the
/// standard library has.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (ascii, other) = rest.split_at(at);
        folded.push_str(ascii);
        let mut characters = other.chars();
        if let Some(c) = characters.next() {
            push_folded(c, &mut folded);
        }
        rest = characters.as_str();
    }
    folded.push_str(rest);
    // All at once, which is faster than letter by letter. What was folded already is lower case.
    folded.make_ascii_lowercase();
    folded
}

/// A letter without case and accent: `É`, `é` and `e` become one. None for an accent that stands behind its letter.
pub(super) fn plain(c: char) -> Option<char> {
    match c {
        _ if c.is_ascii() => Some(c.to_ascii_lowercase()),
        '\u{300}'..='\u{36f}' => None,
        _ => Some(to_lower_case(normalize(c))),
    }
}

/// Adds one letter outside of ASCII.
fn push_folded(c: char, folded: &mut String) {
    if surely_folds_to_itself(c) {
        folded.push(c);
    } else {
        folded.extend(c.to_uppercase().flat_map(char::to_lowercase));
    }
}

/// The commonest letters need no tables: small Latin ones, and the scripts without case (Hebrew to Myanmar, the
/// ideographs and syllables of East Asia).
fn surely_folds_to_itself(c: char) -> bool {
    matches!(c, 'à'..='ö' | 'ø'..='þ' | '\u{591}'..='\u{109f}' | '\u{2e80}'..='\u{a63f}' | '\u{ac00}'..='\u{d7ff}')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_is_taken_away_in_every_script() {
        for (one, other) in
            [("ADA", "ada"), ("Straße", "STRASSE"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("ЁЛКА", "ёлка"), ("日本", "日本")]
        {
            assert_eq!(fold(one), fold(other));
        }
        assert_ne!(fold("resume"), fold("résumé"));
    }

    #[test]
    fn the_short_way_is_the_long_way() {
        for c in '\0'..='\u{1ffff}' {
            let by_the_tables: String = c.to_uppercase().flat_map(char::to_lowercase).collect();
            assert_eq!(fold(&format!("A{c}B")), format!("a{by_the_tables}b"), "{c:?}");
        }
    }
}
