//! From key presses to meanings: one table feeds the keys, the footer, the help, the palette and the README.
//!
//! - `chord`: a key with its modifiers, and a sequence of them (`g g`), read from and written as text.
//! - `default`: the table as it is shipped.
//! - `keymap`: the table in use, and what can be asked of it.
//! - `edit`: the keys of a text field, which are not rebound.
//! - `resolve`: what a chord means in a place, given the chords before it.
//!
//! Nothing here reads a key or a clock: the runtime turns the terminal's events into [`Chord`]s.

mod chord;
mod default;
mod edit;
mod keymap;
mod resolve;
mod split;

pub use chord::{Chord, Key, Sequence, UnknownKey};
pub use keymap::{Binding, HelpEntry, Keymap};
pub use resolve::{Resolved, Resolver};
pub use split::SplitEscape;
