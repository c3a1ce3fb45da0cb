//! Long lines over several rows.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::model::text;

/// The line over as many rows as it takes, broken wherever a row is full: identifiers have no good place to break.
pub(super) fn wrapped(line: &Line, columns: usize) -> Vec<Line<'static>> {
    let mut rows = vec![Line::default()];
    let mut taken = 0;
    for span in line {
        let mut piece = String::new();
        for character in text::safe(&span.content).graphemes(true) {
            let width = text::width(character);
            if taken + width > columns && taken > 0 {
                push(&mut rows, std::mem::take(&mut piece), line.style.patch(span.style));
                rows.push(Line::default());
                taken = 0;
            }
            piece.push_str(character);
            taken += width;
        }
        push(&mut rows, piece, line.style.patch(span.style));
    }
    rows
}

/// A sentence over as many rows as it takes, broken between words; it looks the way its first piece does.
pub(super) fn prose(line: &Line, columns: usize) -> Vec<Line<'static>> {
    if super::pane::columns(line) <= columns {
        return wrapped(line, columns);
    }
    let style = line.spans.first().map_or(line.style, |first| line.style.patch(first.style));
    let rows = text::paragraph(&line.to_string(), columns);
    rows.into_iter().map(|row| Line::from(Span::styled(row, style))).collect()
}

fn push(rows: &mut [Line<'static>], piece: String, style: Style) {
    if let Some(row) = rows.last_mut().filter(|_| !piece.is_empty()) {
        row.push_span(Span::styled(piece, style));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(rows: &[Line]) -> Vec<String> {
        rows.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_line_is_broken_where_a_row_is_full() {
        assert_eq!(texts(&wrapped(&Line::from("abcdefgh"), 3)), ["abc", "def", "gh"]);
        assert_eq!(texts(&wrapped(&Line::from("日本語"), 3)), ["日", "本", "語"]);
        assert_eq!(texts(&wrapped(&Line::default(), 3)), [""]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_row_is_too_wide(pieces in prop::collection::vec("[a-z日é]{0,9}", 0..5), columns in 2_usize..9) {
            let line: Line = pieces.iter().map(|piece| Span::raw(piece.clone())).collect();
            let rows = texts(&wrapped(&line, columns));
            prop_assert_eq!(rows.concat(), pieces.concat());
            prop_assert!(rows.iter().all(|row| text::width(row) <= columns));
        }
    }
}
