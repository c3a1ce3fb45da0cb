//! All that can leave the reducer. Data only: the runtime performs it.

use crate::model::QueueChange;
use crate::work::protocol::{Control, Job, JobId};

impl Effect {
    /// Whether it can change anything on the tenant.
    #[must_use]
    pub fn changes_the_tenant(&self) -> bool {
        matches!(self, Self::Submit(_, Job::Act(_)) | Self::Control(_, Control::Run))
    }
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Give the worker a job.
    Submit(JobId, Job),
    /// Its answer is no longer wanted.
    Cancel(JobId),
    /// Tell a run under way to go on, to pause, or to end.
    Control(JobId, Control),
    /// Ask for nothing more in a long reading for now.
    Hold(JobId),
    /// Go on with a long reading.
    GoOn(JobId),
    /// Send `Fact::Woke` at this time, and not at the one asked for before.
    WakeAt(jiff::Timestamp),
    /// Put this text on the person's clipboard. Already stripped of what could act on a terminal.
    Copy(String),
    /// Keep this change of the person's queues among their settings; `Fact::QueuesKept` tells how that went.
    KeepQueues(QueueChange),
    /// Leave the program.
    Exit,
}
