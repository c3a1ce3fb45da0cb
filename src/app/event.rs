//! All that can enter the reducer.

use super::action::Action;
use super::editor::EditKey;
use super::geometry::Size;
use crate::model::{Problem, QueueChange, Queues};
use crate::work::protocol::Report;

/// Something that happened, with the time at which it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When it was read, by our clock.
    pub at: jiff::Timestamp,
    /// What happened.
    pub fact: Fact,
}

impl Event {
    /// A fact and its time.
    #[must_use]
    pub fn new(at: jiff::Timestamp, fact: Fact) -> Self {
        Self { at, fact }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// The process has started and the screen has this size.
    Started(Size),
    /// A key meant this.
    Acted(Action),
    /// A key was pressed that means nothing here, or not yet.
    Pressed,
    /// A key was typed while a text field has focus.
    Typed(EditKey),
    /// Text was pasted. Never an action, whatever it says.
    Pasted(String),
    /// The screen was drawn as it stands, which [`State::awaits_drawing`](super::State::awaits_drawing) asks for.
    Drawn,
    /// The terminal has a new size.
    Resized(Size),
    /// Something outside wants the program to end: a signal, or its terminal is gone.
    Interrupted,
    /// A change of the person's queues was kept among their settings, or could not be.
    QueuesKept(QueueChange, Result<Queues, Problem>),
    /// A moment asked for with `Effect::WakeAt` has come.
    Woke,
    /// The worker says something.
    Reported(Report),
}
