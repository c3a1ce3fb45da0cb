//! What was submitted from this machine, as the journal tells it to the screen.

use jiff::Timestamp;

use crate::model::{ActsOn, Outcome, Verb};

/// What was submitted for one target: by this screen, or by an earlier session of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The number of its run.
    pub run: i64,
    /// What was done; none for a verb of a newer program.
    pub verb: Option<Verb>,
    /// The ticket it was done for.
    pub ticket: Option<String>,
    /// What the target is.
    pub kind: ActsOn,
    /// The target's id.
    pub target: String,
    /// Its name, as it was then.
    pub name: Option<String>,
    /// The name of the source the account is on, as it was then.
    pub source: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, where there is something to say: the tenant's messages in full.
    pub reason: Option<String>,
    /// The HTTP status of the answer.
    pub status: Option<u16>,
    /// The vendor's id of the request.
    pub tracking_id: Option<String>,
    /// The vendor's id of its task.
    pub task: Option<String>,
    /// When it was confirmed.
    pub confirmed: Option<Timestamp>,
    /// When it was sent; none where it was not, or was not taken.
    pub sent: Option<Timestamp>,
    /// When its outcome was settled.
    pub ended: Option<Timestamp>,
}

/// What was submitted from this machine to one tenant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tasks {
    /// The newest run first, and in a run those confirmed first.
    pub newest: Vec<Task>,
    /// How many there are in all.
    pub total: u64,
}
