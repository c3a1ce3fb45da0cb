//! Comparing text in any case, in every script.

/// The text with its case taken away: `STRASSE`, `Straße` and `strasse` become one.
///
/// Up and then down again is Unicode's full case folding for the letters names are written with, by the tables the
/// standard library has.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        push_folded(c, &mut folded);
    }
    folded
}

/// Adds one character with its case taken away.
pub(super) fn push_folded(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
    } else {
        folded.extend(c.to_uppercase().flat_map(char::to_lowercase));
    }
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
}
