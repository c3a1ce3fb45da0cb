//! The one queue into the loop.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use jiff::Timestamp;

use crate::api::Connection;
use crate::model::{Problem, QueueChange, Queues};
use crate::work::protocol::Report;

/// What can come in, with the time at which it was read.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) at: Timestamp,
    pub(super) word: Word,
}

/// What comes in.
#[derive(Debug)]
pub(super) enum Word {
    /// The terminal says something.
    Terminal(crossterm::event::Event),
    /// The terminal can no longer be read.
    TerminalGone,
    /// The worker says something.
    Report(Report),
    /// Where the tenant is, and how to sign in; or why that cannot be known.
    Connected(Result<Connection, Problem>),
    /// A change of the person's queues was kept among their settings, or could not be.
    QueuesKept(QueueChange, Result<Queues, Problem>),
    /// Somebody wants us to end.
    Signal,
}

/// Where everybody speaks into. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Outbox(Sender<Message>);

impl Outbox {
    /// Says a word, with the time. Says whether anyone still listens.
    pub(super) fn say(&self, word: Word) -> bool {
        self.0.send(Message { at: Timestamp::now(), word }).is_ok()
    }
}

/// What the loop listens to.
pub(super) struct Inbox(Receiver<Message>);

impl Inbox {
    /// Waits for the next message, at most until `wake_at`. `None` when that has come.
    pub(super) fn next(&self, wake_at: Option<Timestamp>) -> Option<Message> {
        let Some(wake_at) = wake_at else { return self.0.recv().ok() };
        let wait = Duration::try_from(wake_at.duration_since(Timestamp::now())).unwrap_or(Duration::ZERO);
        self.0.recv_timeout(wait).ok()
    }

    /// The next message if one is waiting.
    pub(super) fn waiting(&self) -> Option<Message> {
        self.0.try_recv().ok()
    }
}

/// A new queue.
pub(super) fn open() -> (Outbox, Inbox) {
    let (sender, receiver) = channel();
    (Outbox(sender), Inbox(receiver))
}
