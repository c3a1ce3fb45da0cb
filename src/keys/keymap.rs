//! The keymap in use, and what the footer, the help and the README ask of it.

use std::fmt::Write as _;

use super::chord::{Chord, Sequence};
use super::default::DEFAULT;
use crate::app::Action;
use crate::app::action::Context;

/// One line of the keymap: these keys mean that, there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Where.
    pub context: Context,
    /// Which keys.
    pub keys: Sequence,
    /// What they mean.
    pub action: Action,
}

/// An action with its keys, for the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpEntry {
    /// The action.
    pub action: Action,
    /// Its keys as the screen shows them, the usual one first.
    pub keys: Vec<String>,
}

/// The keymap in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    /// The keys as they are shipped.
    fn default() -> Self {
        let mut bindings = Vec::new();
        for (action, contexts, texts) in DEFAULT {
            // Every text of the shipped table is a key, which a test holds.
            let keys: Vec<Sequence> = texts.iter().filter_map(|text| text.parse().ok()).collect();
            for context in *contexts {
                let binding = |keys: &Sequence| Binding { context: *context, keys: keys.clone(), action: *action };
                bindings.extend(keys.iter().map(binding));
            }
        }
        Self { bindings }
    }
}

impl Keymap {
    /// Every line of the keymap.
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// The keys of an action in a place, the usual one first.
    pub fn keys_for(&self, context: Context, action: Action) -> impl Iterator<Item = &Sequence> {
        let meant = move |binding: &&Binding| binding.context == context && binding.action == action;
        self.bindings.iter().filter(meant).map(|binding| &binding.keys)
    }

    /// The usual key of an action in a place, as the screen shows it.
    #[must_use]
    pub fn label(&self, context: Context, action: Action) -> Option<String> {
        self.keys_for(context, action).next().map(Sequence::label)
    }

    /// What the keys of a place mean, in the order of [`Action::ALL`].
    #[must_use]
    pub fn help(&self, context: Context) -> Vec<HelpEntry> {
        let mut entries: Vec<HelpEntry> = Vec::new();
        for action in Action::ALL {
            let keys: Vec<String> = self.keys_for(context, action).map(Sequence::label).collect();
            match entries.last_mut() {
                _ if keys.is_empty() => {}
                // The same for another number: `1 … 9`.
                Some(entry) if entry.action.description() == action.description() => {
                    entry.keys.splice(1.., keys.into_iter().next().map(|last| format!("… {last}")));
                }
                _ => entries.push(HelpEntry { action, keys }),
            }
        }
        entries
    }

    /// A binding of a place that begins with these chords.
    pub(super) fn begun(&self, context: Context, chords: &[Chord]) -> Option<&Binding> {
        let begun = |binding: &&Binding| binding.context == context && binding.keys.chords().starts_with(chords);
        self.bindings.iter().find(begun)
    }

    /// How many rows the help of every place takes when its entries stand in so many columns: a title each, and a blank row
    /// between two places.
    #[must_use]
    pub fn help_rows(&self, across: usize) -> usize {
        let rows = |context: &Context| 1 + Self::help_rows_of(self.help(*context).len(), across);
        Context::ALL.iter().map(rows).sum::<usize>() + Context::ALL.len() - 1
    }

    /// How many rows so many entries take.
    #[must_use]
    pub fn help_rows_of(entries: usize, across: usize) -> usize {
        entries.div_ceil(across.max(1))
    }

    /// The table of the README: an action a line; where an action has other keys in other places, a line each.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut table = String::from("| keys | what they do | where |\n|---|---|---|\n");
        for action in Action::ALL {
            for (keys, places) in self.places_by_keys(action) {
                let keys: Vec<String> = keys.iter().map(|key| format!("`{}`", key.replace('|', "\\|"))).collect();
                // Writing into a string cannot fail.
                let _written =
                    writeln!(table, "| {} | {} | {} |", keys.join(" "), action.description(), places.join(", "));
            }
        }
        table
    }

    fn places_by_keys(&self, action: Action) -> Vec<(Vec<String>, Vec<&'static str>)> {
        let mut found: Vec<(Vec<String>, Vec<&'static str>)> = Vec::new();
        for context in Context::ALL {
            let entry = self.help(context).into_iter().find(|entry| entry.action == action);
            let keys = entry.map(|entry| entry.keys).unwrap_or_default();
            match found.iter_mut().find(|(known, _)| *known == keys) {
                _ if keys.is_empty() => {}
                Some((_, places)) => places.push(context.name()),
                None => found.push((keys, vec![context.name()])),
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::screens::palette;

    #[test]
    fn every_text_of_the_shipped_table_is_a_key() {
        for (_, _, texts) in DEFAULT {
            for text in *texts {
                assert_eq!(text.parse::<Sequence>().map(|keys| keys.to_string()).as_deref(), Ok(*text));
            }
        }
    }

    #[test]
    fn no_keys_mean_two_things_in_one_place() {
        let keymap = Keymap::default();
        for binding in keymap.bindings() {
            let here = keymap.bindings().iter().filter(|other| other.context == binding.context);
            let rivals: Vec<_> = here.filter(|other| other.keys.chords().starts_with(binding.keys.chords())).collect();
            assert_eq!(rivals, [binding], "the same keys, or the beginning of others");
        }
    }

    #[test]
    fn every_place_can_be_left() {
        let keymap = Keymap::default();
        for context in Context::ALL {
            assert!(keymap.label(context, Action::Quit).is_some(), "{context:?} cannot quit");
            assert!(keymap.label(context, Action::Back).is_some(), "{context:?} has no way back");
        }
    }

    #[test]
    fn every_action_has_a_key_or_a_command() {
        let keymap = Keymap::default();
        for action in Action::ALL {
            let has_key = Context::ALL.into_iter().any(|context| keymap.label(context, action).is_some());
            assert!(has_key || palette::actions().contains(&action), "{action:?} cannot be reached");
        }
    }

    #[test]
    fn the_help_follows_the_order_of_the_actions() {
        let help = Keymap::default().help(Context::Columns);
        let actions: Vec<_> = help.iter().map(|entry| entry.action).collect();
        let mut in_order = actions.clone();
        in_order.sort_by_key(|action| Action::ALL.iter().position(|known| known == action));
        assert_eq!(actions, in_order);
        assert!(help.contains(&HelpEntry { action: Action::Toggle, keys: vec!["space".into(), "Enter".into()] }));
    }

    #[test]
    fn the_readme_table_tells_places_apart_by_their_keys() {
        let table = Keymap::default().markdown();
        assert!(
            table.contains(
                "| `j` `↓` | one line down | table, details, identity, log, columns, help, dialog, target, run, tasks, pulse, queues, diff |"
            ),
            "{table}"
        );
        assert!(
            table.contains("| `Enter` `d` | open the details, or go to the account | table, details, identity |"),
            "{table}"
        );
        assert!(table.contains("| `1` `… 9` | the queue of this number | table, details, queues |"), "{table}");
        assert!(table.contains("| `space` `Enter` | show or hide, set or not, pause or go on | columns |"), "{table}");
    }
}
