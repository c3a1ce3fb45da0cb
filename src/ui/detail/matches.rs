//! Where a line matches what is searched for, any case.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::ui::Scene;

/// A line of styled pieces, with the places that match the search standing out.
pub(super) fn highlighted(scene: Scene, pieces: &[(Style, &str)]) -> Line<'static> {
    let whole: String = pieces.iter().map(|(_, text)| *text).collect();
    let wanted = scene.state.detail.search.as_ref().map_or("", |search| search.text.as_str());
    let found = places(&whole, wanted);
    let mut line = Line::default();
    let mut start = 0;
    for (style, text) in pieces {
        let end = start + text.len();
        let mut at = start;
        for place in found.iter().filter(|place| place.start < end && place.end > start) {
            let (from, to) = (place.start.max(start), place.end.min(end));
            line.push_span(Span::styled(whole[at..from].to_owned(), *style));
            line.push_span(Span::styled(whole[from..to].to_owned(), scene.theme.matched));
            at = to;
        }
        line.push_span(Span::styled(whole[at..end].to_owned(), *style));
        start = end;
    }
    line
}

/// The places of a text that match, from left to right.
fn places(text: &str, wanted: &str) -> Vec<Range<usize>> {
    let wanted: Vec<char> = wanted.chars().flat_map(char::to_lowercase).collect();
    let mut found = Vec::new();
    let mut past = 0;
    for (start, _) in text.char_indices() {
        if start >= past
            && let Some(length) = matching_start(&text[start..], &wanted)
        {
            past = start + length;
            found.push(start..past);
        }
    }
    found
}

/// The bytes at the start of a text that match; lower-casing may change a text's length, so characters are compared.
fn matching_start(text: &str, wanted: &[char]) -> Option<usize> {
    let mut rest = wanted;
    for (at, character) in text.char_indices() {
        if rest.is_empty() {
            return (at > 0).then_some(at);
        }
        for lower in character.to_lowercase() {
            rest = rest.strip_prefix(&[lower])?;
        }
    }
    (rest.is_empty() && !wanted.is_empty()).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_match_is_found_in_any_case() {
        assert_eq!(places("Ada ADA ada", "ada"), [0..3, 4..7, 8..11]);
        assert_eq!(places("aaaa", "AA"), [0..2, 2..4]);
        assert_eq!(places("İs is İS", "i\u{307}s"), [0..3, 7..10]);
        assert_eq!(places("straße ß", "ß"), [4..6, 8..10]);
        assert!(places("ada", "").is_empty());
        assert!(places("ad", "ada").is_empty());
    }
}
