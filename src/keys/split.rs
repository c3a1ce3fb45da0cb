//! Arrows that a slow line split: `Esc`, then `[` and `D` a moment later, which nobody pressed.

use jiff::{SignedDuration, Timestamp};

use super::chord::{Chord, Key};

/// After an escape the rest of a split sequence arrives within this time; a hand is slower.
const SPLIT: SignedDuration = SignedDuration::from_millis(100);

/// Tells the rest of a split sequence from keys. It must never act: `Esc [ D` would otherwise end in a `D`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SplitEscape(Seen);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Seen {
    #[default]
    Nothing,
    Escape(Timestamp),
    Introducer,
}

impl SplitEscape {
    /// Whether this chord, read at this time, is the rest of a split sequence and is to be dropped.
    pub fn drops(&mut self, chord: Chord, at: Timestamp) -> bool {
        let introducer = [Chord::plain(Key::Char('[')), Chord::plain(Key::Char('O'))].contains(&chord);
        let is_parameter = !chord.ctrl && !chord.alt && matches!(chord.key, Key::Char('0'..='9' | ';'));
        let soon = |since: Timestamp| at.duration_since(since).abs() <= SPLIT;
        let (seen, drops) = match self.0 {
            // An arrow with a modifier has parameters before its letter: `Esc [ 1 ; 5 D`.
            Seen::Introducer if is_parameter => (Seen::Introducer, true),
            Seen::Introducer => (Seen::Nothing, true),
            Seen::Escape(since) if introducer && soon(since) => (Seen::Introducer, true),
            _ if chord == Chord::plain(Key::Esc) => (Seen::Escape(at), false),
            _ => (Seen::Nothing, false),
        };
        self.0 = seen;
        drops
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of the chords, each with the milliseconds at which it is read, are dropped.
    fn dropped(presses: &[(&str, i64)]) -> Vec<bool> {
        let mut split = SplitEscape::default();
        let at = |millisecond: i64| Timestamp::from_millisecond(millisecond).unwrap();
        presses.iter().map(|(chord, when)| split.drops(chord.parse().unwrap(), at(*when))).collect()
    }

    #[test]
    fn a_split_arrow_never_ends_in_a_letter_that_acts() {
        assert_eq!(dropped(&[("esc", 0), ("[", 60), ("D", 200), ("D", 210)]), [false, true, true, false]);
        assert_eq!(dropped(&[("esc", 0), ("O", 2), ("C", 3)]), [false, true, true]);
        let with_ctrl = [("esc", 0), ("[", 9), ("1", 200), (";", 201), ("5", 202), ("D", 400), ("D", 500)];
        assert_eq!(dropped(&with_ctrl), [false, true, true, true, true, true, false]);
    }

    #[test]
    fn keys_that_are_pressed_are_kept() {
        assert_eq!(dropped(&[("esc", 0), ("[", 101), ("D", 102)]), [false; 3]);
        assert_eq!(dropped(&[("esc", 0), ("j", 20), ("[", 30)]), [false; 3]);
        assert_eq!(dropped(&[("[", 0), ("D", 1)]), [false; 2]);
        assert_eq!(dropped(&[("esc", 0), ("esc", 10), ("[", 20), ("A", 30)]), [false, false, true, true]);
    }
}
