//! A key with its modifiers, and a sequence of them, as text and back.

use std::fmt;
use std::str::FromStr;

/// A key of the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A key that types a character; capitals are characters of their own.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab. Shift-Tab is this key with shift.
    Tab,
    /// Delete the character before.
    Backspace,
    /// Delete the character under.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
}

/// Keys with a name: as settings write them, and as the screen shows them.
const NAMED: [(Key, &str, &str); 15] = [
    (Key::Char(' '), "space", "space"),
    (Key::Enter, "enter", "Enter"),
    (Key::Esc, "esc", "Esc"),
    (Key::Tab, "tab", "Tab"),
    (Key::Backspace, "backspace", "Backspace"),
    (Key::Delete, "delete", "Del"),
    (Key::Up, "up", "↑"),
    (Key::Down, "down", "↓"),
    (Key::Left, "left", "←"),
    (Key::Right, "right", "→"),
    (Key::Home, "home", "Home"),
    (Key::End, "end", "End"),
    (Key::PageUp, "pgup", "PgUp"),
    (Key::PageDown, "pgdn", "PgDn"),
    (Key::Char('-'), "minus", "-"),
];

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Control is held.
    pub ctrl: bool,
    /// Alt is held.
    pub alt: bool,
    /// Shift is held. Never with a character, which tells by itself.
    pub shift: bool,
}

impl Chord {
    /// The key alone.
    #[must_use]
    pub fn plain(key: Key) -> Self {
        Self { key, ctrl: false, alt: false, shift: false }
    }

    /// The key with control held.
    #[must_use]
    pub fn ctrl(key: Key) -> Self {
        Self { ctrl: true, ..Self::plain(key) }
    }

    /// The character this chord types into a text field.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(character) if !self.ctrl && !self.alt => Some(character),
            _ => None,
        }
    }

    /// The chord as the screen shows it: `Ctrl-d`, `PgDn`, `↑`.
    #[must_use]
    pub fn label(self) -> String {
        self.written("Ctrl-", "Alt-", "Shift-", |(_, _, shown)| shown)
    }

    fn written(
        self,
        ctrl: &str,
        alt: &str,
        shift: &str,
        name: impl Fn(&(Key, &'static str, &'static str)) -> &'static str,
    ) -> String {
        let mut text = String::new();
        for (held, word) in [(self.ctrl, ctrl), (self.alt, alt), (self.shift, shift)] {
            if held {
                text.push_str(word);
            }
        }
        match (NAMED.iter().find(|(key, ..)| *key == self.key), self.key) {
            (Some(named), _) => text.push_str(name(named)),
            (None, Key::Char(character)) => text.push(character),
            // Every key without a character stands in the table, which a test holds.
            (None, _) => {}
        }
        text
    }
}

impl fmt::Display for Chord {
    /// As settings write it: `ctrl-d`, `G`, `space`, `pgdn`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written("ctrl-", "alt-", "shift-", |(_, word, _)| word))
    }
}

/// The text names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown key {0:?}: write keys like j, G, ctrl-d, space, pgdn, or several in a row like g g")]
pub struct UnknownKey(pub String);

impl FromStr for Chord {
    type Err = UnknownKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut chord = Self::plain(Key::Esc);
        let mut rest = text;
        loop {
            let (held, word) = match rest.split_once('-') {
                Some(("ctrl", word)) => (&mut chord.ctrl, word),
                Some(("alt", word)) => (&mut chord.alt, word),
                Some(("shift", word)) => (&mut chord.shift, word),
                _ => break,
            };
            *held = true;
            rest = word;
        }
        chord.key = key_named(rest).ok_or_else(|| UnknownKey(text.to_owned()))?;
        if let Key::Char(character) = chord.key
            && std::mem::take(&mut chord.shift)
        {
            chord.key = Key::Char(character.to_ascii_uppercase());
        }
        Ok(chord)
    }
}

fn key_named(word: &str) -> Option<Key> {
    if let Some((key, ..)) = NAMED.iter().find(|(_, name, _)| *name == word) {
        return Some(*key);
    }
    let mut characters = word.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) if !character.is_control() && !character.is_whitespace() => Some(Key::Char(character)),
        _ => None,
    }
}

/// Chords pressed one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sequence(Vec<Chord>);

impl Sequence {
    /// The chords in order; at least one.
    #[must_use]
    pub fn chords(&self) -> &[Chord] {
        &self.0
    }

    /// The sequence as the screen shows it.
    #[must_use]
    pub fn label(&self) -> String {
        self.0.iter().map(|chord| chord.label()).collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Display for Sequence {
    /// As settings write it: `g g`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, chord) in self.0.iter().enumerate() {
            let gap = if n == 0 { "" } else { " " };
            write!(f, "{gap}{chord}")?;
        }
        Ok(())
    }
}

impl FromStr for Sequence {
    type Err = UnknownKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let chords: Vec<Chord> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        if chords.is_empty() { Err(UnknownKey(text.to_owned())) } else { Ok(Self(chords)) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_chord() -> impl Strategy<Value = Chord> {
        let named = prop::sample::select(NAMED.map(|(key, ..)| key).to_vec());
        let character = any::<char>().prop_filter_map("a key types it", |character| {
            (!character.is_control() && !character.is_whitespace()).then_some(Key::Char(character))
        });
        (prop_oneof![named, character], any::<[bool; 3]>()).prop_map(|(key, [ctrl, alt, shift])| {
            let shift = shift && !matches!(key, Key::Char(_));
            Chord { key, ctrl, alt, shift }
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(chords in prop::collection::vec(any_chord(), 1..4)) {
            let sequence = Sequence(chords);
            prop_assert_eq!(sequence.to_string().parse::<Sequence>(), Ok(sequence));
        }
    }

    #[test]
    fn chords_are_written_as_in_settings_and_as_on_the_screen() {
        let cases = [
            ("ctrl-d", "ctrl-d", "Ctrl-d"),
            ("G", "G", "G"),
            ("shift-g", "G", "G"),
            ("space", "space", "space"),
            ("pgdn", "pgdn", "PgDn"),
            ("shift-tab", "shift-tab", "Shift-Tab"),
            ("-", "minus", "-"),
            ("ctrl--", "ctrl-minus", "Ctrl--"),
            ("g g", "g g", "g g"),
            ("up", "up", "↑"),
        ];
        for (text, written, shown) in cases {
            let sequence: Sequence = text.parse().unwrap();
            assert_eq!((sequence.to_string().as_str(), sequence.label().as_str()), (written, shown), "{text}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "  ", "ctrl-", "hyper-x", "gg", "f1", "ctrl-\t"] {
            assert!(text.parse::<Sequence>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn only_a_bare_character_is_typed() {
        assert_eq!(Chord::plain(Key::Char('x')).typed(), Some('x'));
        assert_eq!(Chord::ctrl(Key::Char('x')).typed(), None);
        assert_eq!(Chord::plain(Key::Enter).typed(), None);
    }
}
