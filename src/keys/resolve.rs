//! What a chord means in a place, given the chords before it.

use super::chord::Chord;
use super::edit::{edit_key, edit_lines_key};
use super::keymap::Keymap;
use crate::app::Action;
use crate::app::action::Context;
use crate::app::editor::EditKey;

/// What a chord turned out to mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolved {
    /// The person means this.
    Act(Action),
    /// It goes into the text field that has focus.
    Type(EditKey),
    /// It begins a sequence: the next chord decides.
    Pending,
    /// It means nothing here.
    Nothing,
}

/// Holds the beginning of a sequence until it is whole.
///
/// There is no time limit: nothing is acted on before the sequence is whole, so a beginning that waits does no harm.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resolver {
    pending: Vec<Chord>,
    place: Option<Context>,
}

impl Resolver {
    /// What a chord means. A chord that does not go on with the sequence begun ends it and is taken by itself.
    pub fn resolve(&mut self, keymap: &Keymap, context: Context, chord: Chord) -> Resolved {
        if self.place.replace(context) != Some(context) {
            self.pending.clear();
        }
        let was_pending = !self.pending.is_empty();
        self.pending.push(chord);
        match keymap.begun(context, &self.pending) {
            Some(binding) if binding.keys.chords().len() == self.pending.len() => {
                let action = binding.action;
                self.pending.clear();
                Resolved::Act(action)
            }
            Some(_) => Resolved::Pending,
            None => {
                self.pending.clear();
                if was_pending { self.resolve(keymap, context, chord) } else { typed(context, chord) }
            }
        }
    }
}

fn typed(context: Context, chord: Chord) -> Resolved {
    let key = match context {
        Context::Text | Context::Picker | Context::Export => edit_key(chord),
        Context::Document => edit_lines_key(chord),
        // A number that confirms is typed wherever in the dialog the person stands.
        Context::Dialog => edit_key(chord).filter(|key| matches!(key, EditKey::Insert('0'..='9') | EditKey::Backspace)),
        _ => None,
    };
    key.map_or(Resolved::Nothing, Resolved::Type)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(presses: &[(Context, &str)]) -> Vec<Resolved> {
        let (keymap, mut resolver) = (Keymap::default(), Resolver::default());
        presses.iter().map(|(place, text)| resolver.resolve(&keymap, *place, text.parse().unwrap())).collect()
    }

    #[test]
    fn a_sequence_acts_when_it_is_whole() {
        use Resolved::{Act, Pending};
        let table = |text| (Context::Table, text);
        assert_eq!(played(&["g", "g", "g"].map(table)), [Pending, Act(Action::Top), Pending]);
    }

    #[test]
    fn a_chord_that_breaks_a_sequence_is_taken_by_itself() {
        use Resolved::{Act, Pending};
        let table = |text| (Context::Table, text);
        assert_eq!(played(&["g", "j", "j"].map(table)), [Pending, Act(Action::Down), Act(Action::Down)]);
        assert_eq!(played(&["g", "x", "g"].map(table)), [Pending, Resolved::Nothing, Pending]);
    }

    #[test]
    fn a_sequence_does_not_reach_into_another_place() {
        let presses = [(Context::Table, "g"), (Context::Details, "g")];
        assert_eq!(played(&presses), [Resolved::Pending, Resolved::Pending]);
    }

    #[test]
    fn in_a_text_field_characters_are_typed_and_only_a_few_keys_act() {
        let text = |text| (Context::Text, text);
        let expected = [
            Resolved::Type(EditKey::Insert('q')),
            Resolved::Type(EditKey::Insert('g')),
            Resolved::Type(EditKey::Insert('G')),
            Resolved::Type(EditKey::Insert(' ')),
            Resolved::Type(EditKey::DeleteWord),
            Resolved::Act(Action::Accept),
            Resolved::Act(Action::Complete),
            Resolved::Act(Action::Back),
            Resolved::Act(Action::Quit),
            Resolved::Nothing,
        ];
        let presses = ["q", "g", "G", "space", "ctrl-w", "enter", "tab", "esc", "ctrl-c", "alt-q"];
        assert_eq!(played(&presses.map(text)), expected);
    }

    #[test]
    fn the_same_key_means_what_its_place_says() {
        let presses = [(Context::Table, "<"), (Context::Columns, "<"), (Context::Help, "<")];
        let expected = [Resolved::Act(Action::SortLeft), Resolved::Act(Action::MoveEarlier), Resolved::Nothing];
        assert_eq!(played(&presses), expected);
    }
}
