//! Text fields of one line and of many: the textarea widget without a backend, fed with our own keys.
//!
//! The one place where `app` uses something of the terminal's world. Two editors are equal when their text and cursor are.

mod multiline;

pub use multiline::{MultilineEditor, Place};
use std::ops::Range;

use tui_textarea::{CursorMove, TextArea};

/// A key as a text field understands it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditKey {
    /// A character.
    Insert(char),
    /// Delete the character before the cursor.
    Backspace,
    /// Delete the character under the cursor.
    Delete,
    /// Delete the word before the cursor.
    DeleteWord,
    /// Delete from the start of the line to the cursor.
    DeleteToStart,
    /// Delete from the cursor to the end of the line.
    DeleteToEnd,
    /// One character left.
    Left,
    /// One character right.
    Right,
    /// One word left.
    WordLeft,
    /// One word right.
    WordRight,
    /// To the start of the line.
    Start,
    /// To the end of the line.
    End,
    /// Take back the last change.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// One line up. This and what follows mean nothing in a field of one line.
    Up,
    /// One line down.
    Down,
    /// A screen up.
    PageUp,
    /// A screen down.
    PageDown,
    /// Break the line.
    Newline,
}

/// A text field of one line.
#[derive(Debug, Clone, Default)]
pub struct Editor(TextArea<'static>);

impl PartialEq for Editor {
    fn eq(&self, other: &Self) -> bool {
        self.0.lines() == other.0.lines() && self.0.cursor() == other.0.cursor()
    }
}

impl Editor {
    /// A field that holds a text, with the cursor behind it. Line breaks become spaces.
    #[must_use]
    pub fn holding(text: &str) -> Self {
        let mut editor = Self(TextArea::new(vec![one_line(text)]));
        editor.0.move_cursor(CursorMove::End);
        editor
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.lines().first().map_or("", String::as_str)
    }

    /// Characters before the cursor.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.0.cursor().1
    }

    /// Takes a key. Says whether the text changed.
    pub fn type_key(&mut self, key: EditKey) -> bool {
        edit_line(&mut self.0, key)
    }

    /// Takes pasted text; line breaks become spaces.
    pub fn paste(&mut self, text: &str) -> bool {
        self.0.insert_str(one_line(text))
    }

    /// Puts a text in the place of these bytes of the line, and the cursor behind it; can be undone.
    pub fn put(&mut self, place: Range<usize>, text: &str) {
        let column = |at: usize| {
            let before = self.text().get(..at).map_or(0, |before| before.chars().count());
            CursorMove::Jump(0, u16::try_from(before).unwrap_or(u16::MAX))
        };
        let (start, end) = (column(place.start), column(place.end));
        self.0.move_cursor(start);
        self.0.start_selection();
        self.0.move_cursor(end);
        self.0.insert_str(one_line(text));
    }

    /// Replaces the text and puts the cursor behind it; can be undone.
    pub fn replace(&mut self, text: &str) {
        self.0.select_all();
        self.0.insert_str(one_line(text));
    }
}

/// What a key does within a line. Says whether the text changed; a key that needs more lines changes nothing.
fn edit_line(area: &mut TextArea<'static>, key: EditKey) -> bool {
    let motion = match key {
        EditKey::Insert(character) => {
            area.insert_char(character);
            return true;
        }
        EditKey::Backspace => return area.delete_char(),
        EditKey::Delete => return area.delete_next_char(),
        EditKey::DeleteWord => return area.delete_word(),
        EditKey::DeleteToStart => return area.delete_line_by_head(),
        EditKey::DeleteToEnd => return area.delete_line_by_end(),
        EditKey::Undo => return area.undo(),
        EditKey::Redo => return area.redo(),
        EditKey::Up | EditKey::Down | EditKey::PageUp | EditKey::PageDown | EditKey::Newline => return false,
        EditKey::Left => CursorMove::Back,
        EditKey::Right => CursorMove::Forward,
        EditKey::WordLeft => CursorMove::WordBack,
        EditKey::WordRight => CursorMove::WordForward,
        EditKey::Start => CursorMove::Head,
        EditKey::End => CursorMove::End,
    };
    area.move_cursor(motion);
    false
}

fn one_line(text: &str) -> String {
    text.trim_end_matches(['\r', '\n']).replace("\r\n", " ").replace(['\r', '\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[EditKey]) -> Editor {
        let mut editor = Editor::holding("name:ada lovelace");
        for key in keys {
            editor.type_key(*key);
        }
        editor
    }

    #[test]
    fn keys_edit_the_line() {
        use EditKey::{Backspace, DeleteToEnd, DeleteToStart, DeleteWord, End, Insert, Start, Undo, WordLeft};
        let cases: &[(&[EditKey], &str)] = &[
            (&[Insert('x')], "name:ada lovelacex"),
            (&[Backspace], "name:ada lovelac"),
            (&[DeleteWord], "name:ada "),
            (&[DeleteWord, Undo], "name:ada lovelace"),
            (&[WordLeft, DeleteToEnd], "name:ada "),
            (&[WordLeft, DeleteToStart], "lovelace"),
            (&[Start, Insert('-'), End, Insert('!')], "-name:ada lovelace!"),
        ];
        for (keys, text) in cases {
            assert_eq!(typed(keys).text(), *text, "{keys:?}");
        }
    }

    #[test]
    fn a_pasted_list_stays_on_one_line() {
        let mut editor = Editor::default();
        editor.paste("a1\r\nb2\nc3\n");
        assert_eq!(editor.text(), "a1 b2 c3");
        assert_eq!(editor.cursor(), 8);
    }

    #[test]
    fn a_text_is_put_in_the_place_of_another() {
        let mut editor = Editor::holding("é sou x");
        editor.put(3..6, "source:");
        assert_eq!((editor.text(), editor.cursor()), ("é source: x", 9));
        editor.put(12..12, "y");
        assert_eq!((editor.text(), editor.cursor()), ("é source: xy", 12));
        editor.type_key(EditKey::Insert('!'));
        assert_eq!(editor.text(), "é source: xy!", "nothing stays selected");
    }

    #[test]
    fn a_replaced_text_can_be_taken_back() {
        let mut editor = Editor::holding("sour");
        editor.replace("source:");
        assert_eq!(editor.text(), "source:");
        assert_eq!(editor, Editor::holding("source:"));
    }
}
