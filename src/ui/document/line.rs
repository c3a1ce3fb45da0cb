//! A line of a document: coloured as JSON, with what there is to look at and what is searched for standing out.
//!
//! Only the cursor's line is scrolled sideways; the others stay where they are, so that the text around it can be read.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::app::document::Document;
use crate::app::document::check::Severity;
use crate::model::text;
use crate::ui::Scene;

/// The part of a line that is on the screen, from a column on; as much as fills so many columns, and a bit more where
/// there is more.
pub(super) fn drawn(scene: Scene, document: &Document, n: usize, left: usize, columns: usize) -> Line<'static> {
    let whole = &document.editor.lines()[n];
    let styles = styles(scene, document, n, whole);
    let (mut line, mut column, mut at) = (Line::default(), 0, 0);
    for character in whole.graphemes(true) {
        let width = text::width(character);
        let style = styles.get(at).copied().unwrap_or_default();
        at += character.chars().count();
        column += width;
        if column - width > left + columns {
            break;
        } else if column - width >= left {
            line.push_span(Span::styled(character.to_owned(), style));
        } else if column > left {
            // A wide character that is cut in two leaves a blank, so that what follows stays in its column.
            line.push_span(Span::raw(" ".repeat(column - left)));
        }
    }
    // What is wrong with a line that ends too early is shown on the cell behind it.
    if let Some(style) = styles.get(at) {
        line.push_span(Span::styled(" ", *style));
    }
    line
}

/// How each character of the line looks, and the cell behind it where something is to be said about that.
fn styles(scene: Scene, document: &Document, n: usize, whole: &str) -> Vec<Style> {
    let mut styles = json_styles(scene, whole);
    for finding in document.findings.iter().filter(|finding| finding.place.line == n) {
        let style = match finding.severity {
            Severity::Wrong => scene.theme.mistake,
            Severity::Doubtful => scene.theme.warning.add_modifier(Modifier::UNDERLINED),
        };
        let from = finding.place.column;
        styles.resize(styles.len().max(from + 1), Style::new());
        styles.iter_mut().skip(from).take(finding.length).for_each(|own| *own = style);
    }
    if let Some(wanted) = &document.search {
        let length = wanted.chars().count();
        for from in crate::app::document::columns_of(wanted, whole) {
            styles.iter_mut().skip(from).take(length).for_each(|own| *own = scene.theme.matched);
        }
    }
    styles
}

/// The colours of JSON. A string in JSON ends with its line, so that a line can be coloured by itself.
fn json_styles(scene: Scene, whole: &str) -> Vec<Style> {
    let theme = scene.theme;
    let mut styles = Vec::with_capacity(whole.len());
    let mut rest = whole;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => length_of_text(rest),
            _ if is_word(first) => rest.find(|character| !is_word(character)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (piece, behind) = rest.split_at(length);
        let style = match first {
            '"' if behind.trim_start().starts_with(':') => theme.json_key,
            '"' => theme.json_text,
            _ if is_word(first) => theme.json_number,
            _ => theme.dim,
        };
        styles.extend(piece.chars().map(|_| style));
        rest = behind;
    }
    styles
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '+' | '.')
}

/// The bytes of the string that begins a text.
fn length_of_text(text: &str) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}
