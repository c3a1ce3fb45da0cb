//! A text of many lines.
//!
//! Scrolling is not its business: the widget's own view is never drawn. Whoever shows the text keeps the first line and
//! the first column that are shown.

use tui_textarea::{CursorMove, TextArea};

use super::{EditKey, edit_line};

/// Changes that can be taken back.
const HISTORY: usize = 1_000;

/// What a line is indented by below one that opens something.
const INDENT: usize = 2;

/// A place in a text, counted from 0: a line, and characters before it in that line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Lines above.
    pub line: usize,
    /// Characters to the left.
    pub column: usize,
}

/// A text of many lines, with a cursor in it.
#[derive(Debug, Clone, Default)]
pub struct MultilineEditor(TextArea<'static>);

impl PartialEq for MultilineEditor {
    fn eq(&self, other: &Self) -> bool {
        self.0.lines() == other.0.lines() && self.0.cursor() == other.0.cursor()
    }
}

impl MultilineEditor {
    /// A text with the cursor at its beginning. Nothing before this can be taken back.
    #[must_use]
    pub fn holding(text: &str) -> Self {
        let mut area = TextArea::new(clean(text).split('\n').map(str::to_owned).collect());
        area.set_max_histories(HISTORY);
        Self(area)
    }

    /// The lines; at least one.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        self.0.lines()
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.lines().join("\n")
    }

    /// Where the cursor stands.
    #[must_use]
    pub fn cursor(&self) -> Place {
        let at = self.0.cursor();
        Place { line: at.0, column: at.1 }
    }

    /// Takes a key; a page is so many lines. Says whether the text changed.
    pub fn type_key(&mut self, key: EditKey, page: usize) -> bool {
        match key {
            EditKey::Up => self.0.move_cursor(CursorMove::Up),
            EditKey::Down => self.0.move_cursor(CursorMove::Down),
            EditKey::PageUp => self.page(|line| line.saturating_sub(page)),
            EditKey::PageDown => self.page(|line| line.saturating_add(page)),
            EditKey::Newline => {
                self.break_line();
                return true;
            }
            key => return edit_line(&mut self.0, key),
        }
        false
    }

    fn page(&mut self, to: impl Fn(usize) -> usize) {
        let Place { line, column } = self.cursor();
        self.go_to(Place { line: to(line).min(self.lines().len() - 1), column });
    }

    /// Breaks the line, and indents the next one as this one; deeper below an opening brace or bracket.
    fn break_line(&mut self) {
        let Place { line, column } = self.cursor();
        let before: String = self.lines()[line].chars().take(column).collect();
        let opens = before.trim_end().ends_with(['{', '[']);
        let indent = before.len() - before.trim_start_matches(' ').len() + if opens { INDENT } else { 0 };
        self.0.insert_str(format!("\n{}", " ".repeat(indent)));
    }

    /// Takes pasted text as it is, tabs as spaces.
    pub fn paste(&mut self, text: &str) -> bool {
        self.0.insert_str(clean(text))
    }

    /// Moves the cursor to a place, or as near to it as the text allows. The widget cannot jump further than 65,535 lines
    /// and columns.
    pub fn go_to(&mut self, place: Place) {
        let within = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        self.0.move_cursor(CursorMove::Jump(within(place.line), within(place.column)));
    }

    /// Puts another text in the place of so many characters of a line, and the cursor behind it.
    pub fn replace(&mut self, from: Place, characters: usize, text: &str) {
        self.go_to(from);
        self.0.delete_str(characters);
        self.0.insert_str(text);
    }
}

/// The text with the line breaks of this program; a tab, which has no width of its own, is an indentation.
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', &" ".repeat(INDENT))
}

#[cfg(test)]
mod tests {
    use super::*;
    use EditKey::{Backspace, Down, End, Insert, Newline, PageDown, PageUp, Redo, Right, Undo, Up};

    fn after(text: &str, keys: &[EditKey]) -> MultilineEditor {
        let mut editor = MultilineEditor::holding(text);
        for key in keys {
            editor.type_key(*key, 2);
        }
        editor
    }

    #[test]
    fn keys_edit_many_lines() {
        let cases: &[(&[EditKey], &str)] = &[
            (&[Down, Insert('x')], "{\nx  \"a\": 1\n}"),
            (&[Down, End, Newline, Insert('x')], "{\n  \"a\": 1\n  x\n}"),
            (&[End, Newline, Insert('x')], "{\n  x\n  \"a\": 1\n}"),
            (&[Down, Backspace], "{  \"a\": 1\n}"),
            (&[Down, Down, Up, Up, Insert('x')], "x{\n  \"a\": 1\n}"),
            (&[PageDown, Insert('x')], "{\n  \"a\": 1\nx}"),
            (&[PageDown, PageUp, Insert('x')], "x{\n  \"a\": 1\n}"),
            (&[Insert('x'), Insert('y'), Undo], "x{\n  \"a\": 1\n}"),
            (&[Insert('x'), Undo, Redo], "x{\n  \"a\": 1\n}"),
            (&[Undo], "{\n  \"a\": 1\n}"),
        ];
        for (keys, text) in cases {
            assert_eq!(after("{\n  \"a\": 1\n}", keys).text(), *text, "{keys:?}");
        }
    }

    #[test]
    fn pasted_text_comes_in_as_it_is_and_goes_at_once() {
        let mut editor = MultilineEditor::holding("");
        editor.paste("{\r\n\t\"ж\": 1\r}");
        assert_eq!(editor.lines(), ["{", "  \"ж\": 1", "}"]);
        assert_eq!(editor.cursor(), Place { line: 2, column: 1 });
        editor.type_key(Undo, 2);
        assert_eq!(editor.text(), "");
    }

    #[test]
    fn a_place_is_counted_in_characters() {
        let mut editor = after("陳小明", &[Right, Right]);
        assert_eq!(editor.cursor(), Place { line: 0, column: 2 });
        editor.replace(Place { line: 0, column: 1 }, 1, "x");
        assert_eq!((editor.text().as_str(), editor.cursor().column), ("陳x明", 2));
        editor.go_to(Place { line: 9, column: 9 });
        assert_eq!(editor.cursor(), Place { line: 0, column: 3 });
    }
}
