//! What is said on standard error while a run goes on, and at its end.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::cli::remarks::{self, Remarks};
use crate::model::Outcome;
use crate::work::journal::Submission;
use crate::work::protocol::RunEvent;

/// Counts what happens in a run, and says it.
pub(super) struct Progress {
    remarks: Remarks,
    total: usize,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    run: Option<i64>,
    sent: usize,
    settled: usize,
    head: String,
}

/// What became of a run, in a line or two. Told last: it is what a person looks for behind a long table.
pub(in crate::cli) struct Summary {
    /// How to go on, where something was not sent.
    left: Option<String>,
    ended: String,
}

impl Summary {
    /// Says it.
    pub(in crate::cli) fn tell(&self, remarks: Remarks) {
        remarks.say(&self.ended);
        if let Some(left) = &self.left {
            remarks::line(left);
        }
    }
}

impl Progress {
    pub(super) fn new(remarks: Remarks, total: usize) -> Self {
        Self { remarks, total, counts: Mutex::default() }
    }

    /// The number of the run, once it has one.
    pub(super) fn run(&self) -> Option<i64> {
        self.counts().run
    }

    pub(super) fn take_in(&self, event: &RunEvent) {
        let mut counts = self.counts();
        match event {
            RunEvent::Begun { run } => counts.run = Some(*run),
            RunEvent::Sending { .. } => counts.sent += 1,
            RunEvent::Answered { outcome: Outcome::Planned, .. } => counts.sent = counts.sent.saturating_sub(1),
            RunEvent::Settled(_) => counts.settled += 1,
            RunEvent::Paused { why } => {
                self.remarks.progress_ends();
                remarks::complain(&format!("paused: {why}"));
            }
            RunEvent::Ended { head, .. } => counts.head.clone_from(head),
            RunEvent::Answered { .. } | RunEvent::Running { .. } => {}
        }
        self.remarks.stands(&format!("{} of {} sent, {} ended", counts.sent, self.total, counts.settled));
    }

    /// Takes the progress away, and sums up what became of the run.
    pub(super) fn summary(&self, targets: &[Submission]) -> Summary {
        self.remarks.progress_ends();
        let counts = self.counts();
        let run = counts.run.unwrap_or_default();
        let not_sent = targets.iter().filter(|target| target.outcome == Outcome::Planned).count();
        let sent = targets.iter().filter(|target| target.sent.is_some()).count();
        let left = remarks::parked(run, sent, not_sent);
        let count = |outcome: &str| targets.iter().filter(|target| target.outcome.word() == outcome).count();
        let words = ["verified", "completed", "sent", "unknown", "refused", "failed", "planned", "skipped"];
        let told: Vec<String> = words
            .into_iter()
            .map(|word| (count(word), word))
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        let ended = format!("run {run}: {} · journal {}", told.join(", "), counts.head);
        Summary { left: (not_sent > 0).then_some(left), ended }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
