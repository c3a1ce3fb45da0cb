//! What happens in a run, told as it happens: to the screen, to the command line, to whoever listens.

use std::sync::Arc;
use std::time::Duration;

use super::Plan;
use crate::model::{AccountRow, Outcome, Problem, Verb};
use crate::work::verdict::Reading;

/// How long a target is followed after it was sent, where the person says nothing else.
pub const FOLLOWED: Duration = Duration::from_mins(15);

/// What the person confirmed, and how they want it carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirmed {
    /// What was shown, and so what is done.
    pub plan: Arc<Plan>,
    /// The ticket it is done for.
    pub ticket: Option<String>,
    /// Why, in the person's words.
    pub reason: Option<String>,
    /// How long each target is followed after it was sent; none to leave once all are sent.
    pub follow: Option<Duration>,
}

/// What the person wants of a run that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// Send on.
    Run,
    /// Send nothing more for now; what was sent is still followed.
    Pause,
    /// Send nothing more, and end once what was sent has ended.
    Finish,
    /// Send nothing more, and end once the answers in flight are there.
    Stop,
}

/// Something that happened in a run.
#[derive(Debug, Clone, PartialEq)]
pub enum RunEvent {
    /// It stands in the journal; nothing was sent yet.
    Begun {
        /// Its number there.
        run: i64,
    },
    /// A target is being sent.
    Sending {
        /// The target's id.
        target: String,
    },
    /// The answer is there, or will not come.
    Answered {
        /// The target's id.
        target: String,
        /// What it means: sent, refused or unknown; planned where the tenant did not take it, and it goes again.
        outcome: Outcome,
        /// The HTTP status, where an answer came.
        status: Option<u16>,
        /// The task to follow, where there is one.
        task: Option<String>,
        /// What is wrong, where something is.
        problem: Option<Problem>,
        /// The vendor's id of the request.
        tracking_id: Option<String>,
    },
    /// The tenant is at it.
    Running {
        /// The target's id.
        target: String,
        /// How far, in percent.
        percent: Option<u64>,
    },
    /// What became of a target; nothing more will be heard of it. A target that stays *planned* is not told.
    Settled(Box<Settled>),
    /// Nothing more is sent until the person says so.
    Paused {
        /// Why.
        why: String,
    },
    /// The run is over, or left while the tenant was still at it.
    Ended {
        /// Its exit code, as without a screen.
        exit_code: u8,
        /// The hash the journal ends in, to quote in the ticket.
        head: String,
        /// How many targets were not sent, and can be by resuming the run.
        planned: usize,
    },
}

/// What became of a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// The target's id.
    pub target: String,
    /// What became of it. *sent* and *unknown* where the run ended before it was known.
    pub outcome: Outcome,
    /// Why, where there is something to say: the tenant's messages in full, or the reason for not sending.
    pub reason: Option<String>,
    /// What was read before.
    pub before: Reading,
    /// What was read last.
    pub after: Reading,
    /// The account as it was read last; none where it is gone, is none, or was not read.
    pub row: Option<Box<AccountRow>>,
}

/// What became of something that an earlier run had left open.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOpen {
    /// The run it belongs to.
    pub run: i64,
    /// What was done; none for a verb of a newer program.
    pub verb: Option<Verb>,
    /// What became of it.
    pub settled: Settled,
}
