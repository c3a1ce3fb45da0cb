//! What the terminal says, as facts.
//!
//! Terminal reads block, so they have a thread of their own: the library's asynchronous stream loses its waker when it is
//! drained.

use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use jiff::Timestamp;

use super::inbox::{Outbox, Word};
use crate::app::State;
use crate::app::event::Fact;
use crate::app::geometry::Size;
use crate::keys::{Chord, Key, Keymap, Resolved, Resolver, SplitEscape};

/// Starts to listen to the terminal.
pub(super) fn listen(outbox: &Outbox) {
    let outbox = outbox.clone();
    std::thread::spawn(move || {
        // Said in any case, also when reading panics: a screen that hears no key is worse than none.
        let gone = SayGone(outbox);
        while let Ok(event) = crossterm::event::read() {
            if !gone.0.say(Word::Terminal(event)) {
                return;
            }
        }
    });
}

struct SayGone(Outbox);

impl Drop for SayGone {
    fn drop(&mut self) {
        self.0.say(Word::TerminalGone);
    }
}

/// What has been pressed so far and is not yet decided.
#[derive(Debug, Default)]
pub(super) struct Pressed {
    resolver: Resolver,
    split: SplitEscape,
}

/// What a terminal event, read at this time, is to the reducer; nothing where it means nothing.
pub(super) fn fact(
    event: TerminalEvent,
    at: Timestamp,
    state: &State,
    keymap: &Keymap,
    pressed: &mut Pressed,
) -> Option<Fact> {
    match event {
        TerminalEvent::Resize(columns, rows) => Some(Fact::Resized(Size { columns, rows })),
        TerminalEvent::Paste(text) => Some(Fact::Pasted(text)),
        TerminalEvent::Key(key) if key.kind != KeyEventKind::Release => {
            let chord = chord(key)?;
            if pressed.split.drops(chord, at) {
                return Some(Fact::Pressed);
            }
            match pressed.resolver.resolve(keymap, state.context(), chord) {
                Resolved::Act(action) => Some(Fact::Acted(action)),
                Resolved::Type(key) => Some(Fact::Typed(key)),
                Resolved::Pending | Resolved::Nothing => Some(Fact::Pressed),
            }
        }
        _ => None,
    }
}

/// The key as we name it; `None` for keys nobody here knows.
fn chord(event: KeyEvent) -> Option<Chord> {
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let mut shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let key = match event.code {
        KeyCode::Char(character) => {
            shift = false;
            Key::Char(character)
        }
        KeyCode::BackTab => {
            shift = true;
            Key::Tab
        }
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        _ => return None,
    };
    Some(Chord { key, ctrl, alt, shift })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shift_tab_and_capitals_are_named_as_the_keymap_names_them() {
        let cases = [
            (KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT), "shift-tab"),
            (KeyEvent::new(KeyCode::BackTab, KeyModifiers::NONE), "shift-tab"),
            (KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT), "G"),
            (KeyEvent::new(KeyCode::Char('d'), KeyModifiers::CONTROL), "ctrl-d"),
            (KeyEvent::new(KeyCode::Char(' '), KeyModifiers::NONE), "space"),
        ];
        for (event, name) in cases {
            assert_eq!(chord(event), Some(name.parse::<Chord>().unwrap()), "{name}");
        }
        assert_eq!(chord(KeyEvent::new(KeyCode::F(1), KeyModifiers::NONE)), None);
    }
}
