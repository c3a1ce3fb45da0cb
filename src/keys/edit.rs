//! The keys of a text field, as shells know them. They are the same everywhere and are not rebound.

use super::chord::{Chord, Key};
use crate::app::editor::EditKey;

/// What a chord does in a text field, where the keymap gives it no other meaning.
pub(super) fn edit_key(chord: Chord) -> Option<EditKey> {
    if let Some(character) = chord.typed() {
        return Some(EditKey::Insert(character));
    }
    match (chord.key, chord.ctrl || chord.alt) {
        (Key::Char(character), _) if chord.ctrl => control(character),
        (Key::Char(character), _) => word(character),
        (Key::Backspace, false) => Some(EditKey::Backspace),
        (Key::Backspace, true) => Some(EditKey::DeleteWord),
        (Key::Delete, _) => Some(EditKey::Delete),
        (Key::Left, false) => Some(EditKey::Left),
        (Key::Left, true) => Some(EditKey::WordLeft),
        (Key::Right, false) => Some(EditKey::Right),
        (Key::Right, true) => Some(EditKey::WordRight),
        (Key::Home, _) => Some(EditKey::Start),
        (Key::End, _) => Some(EditKey::End),
        _ => None,
    }
}

/// What a chord does in a text of many lines, where the keymap gives it no other meaning.
pub(super) fn edit_lines_key(chord: Chord) -> Option<EditKey> {
    match chord.key {
        Key::Enter => Some(EditKey::Newline),
        Key::Up => Some(EditKey::Up),
        Key::Down => Some(EditKey::Down),
        Key::PageUp => Some(EditKey::PageUp),
        Key::PageDown => Some(EditKey::PageDown),
        _ => edit_key(chord),
    }
}

fn control(character: char) -> Option<EditKey> {
    Some(match character {
        'a' => EditKey::Start,
        'e' => EditKey::End,
        'b' => EditKey::Left,
        'f' => EditKey::Right,
        'h' => EditKey::Backspace,
        'd' => EditKey::Delete,
        'w' => EditKey::DeleteWord,
        'u' => EditKey::DeleteToStart,
        'k' => EditKey::DeleteToEnd,
        // Ctrl-_ and Ctrl-/ send the same byte, and some terminals report it as Ctrl-7.
        '_' | '/' | '7' => EditKey::Undo,
        _ => return None,
    })
}

fn word(character: char) -> Option<EditKey> {
    match character {
        'b' => Some(EditKey::WordLeft),
        'f' => Some(EditKey::WordRight),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_text_of_many_lines_there_are_more_keys() {
        for (text, expected) in [
            ("enter", Some(EditKey::Newline)),
            ("up", Some(EditKey::Up)),
            ("pgdn", Some(EditKey::PageDown)),
            ("ctrl-w", Some(EditKey::DeleteWord)),
            ("{", Some(EditKey::Insert('{'))),
            ("alt-x", None),
        ] {
            assert_eq!(edit_lines_key(text.parse().unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn shell_keys_edit_and_characters_are_typed() {
        let cases = [
            ("q", Some(EditKey::Insert('q'))),
            ("space", Some(EditKey::Insert(' '))),
            ("ö", Some(EditKey::Insert('ö'))),
            ("ctrl-w", Some(EditKey::DeleteWord)),
            ("ctrl-u", Some(EditKey::DeleteToStart)),
            ("alt-b", Some(EditKey::WordLeft)),
            ("ctrl-right", Some(EditKey::WordRight)),
            ("backspace", Some(EditKey::Backspace)),
            ("alt-x", None),
            ("ctrl-x", None),
            ("pgdn", None),
        ];
        for (text, expected) in cases {
            assert_eq!(edit_key(text.parse().unwrap()), expected, "{text}");
        }
    }
}
