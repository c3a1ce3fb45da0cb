//! Does what the reducer decided, and decides nothing.

use std::path::PathBuf;

use jiff::Timestamp;

use super::inbox::{Outbox, Word};
use super::terminal::Screen;
use crate::api::Connection;
use crate::app::Effect;
use crate::model::{Problem, QueueChange};
use crate::settings::QueueFile;
use crate::work::Worker;
use crate::work::protocol::{Control, Job, JobId, Report};

/// Whoever does the jobs.
enum Office {
    /// Where the tenant is is still being found out; jobs wait.
    Connecting(Vec<(JobId, Job)>),
    /// The worker is there.
    Open(Worker),
    /// There will be none.
    Closed(Problem),
}

/// Whether the loop goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    GoOn,
    Leave,
}

/// Performs effects.
pub(super) struct Performer {
    office: Office,
    outbox: Outbox,
    /// Where the journal is.
    journal: Option<PathBuf>,
    /// Where the person's queues are kept.
    queues: QueueFile,
    /// When the reducer wants to be woken.
    pub(super) wake_at: Option<Timestamp>,
}

impl Performer {
    pub(super) fn new(outbox: Outbox, journal: Option<PathBuf>, queues: QueueFile) -> Self {
        Self { office: Office::Connecting(Vec::new()), outbox, journal, queues, wake_at: None }
    }

    /// The tenant is known, or cannot be: the jobs that wait are begun, or fail.
    pub(super) fn connected(&mut self, connection: Result<Connection, Problem>) {
        let outbox = self.outbox.clone();
        // Nobody listens any more once the loop has ended; then the worker ends as well.
        let report = move |report| {
            outbox.say(Word::Report(report));
        };
        let office = match connection.and_then(|connection| Worker::spawn(connection, report)) {
            Ok(worker) => Office::Open(match self.journal.take() {
                Some(directory) => worker.with_journal_in(directory),
                None => worker,
            }),
            Err(problem) => Office::Closed(problem),
        };
        if let Office::Connecting(waiting) = std::mem::replace(&mut self.office, office) {
            for (id, job) in waiting {
                self.submit(id, job);
            }
        }
    }

    pub(super) fn perform(&mut self, effect: Effect, screen: &mut Screen) -> Next {
        match effect {
            Effect::Submit(id, job) => self.submit(id, job),
            Effect::Cancel(id) => self.cancel(id),
            Effect::Control(id, control) => self.control(id, control),
            Effect::Hold(id) => self.control(id, Control::Pause),
            Effect::GoOn(id) => self.control(id, Control::Run),
            Effect::KeepQueues(change) => self.keep_queues(change),
            Effect::WakeAt(at) => self.wake_at = Some(at),
            // A terminal that cannot be written to ends the loop at its next frame.
            Effect::Copy(text) => drop(screen.copy(&text)),
            Effect::Exit => return Next::Leave,
        }
        Next::GoOn
    }

    fn submit(&mut self, id: JobId, job: Job) {
        match &mut self.office {
            Office::Connecting(waiting) => waiting.push((id, job)),
            Office::Open(worker) => worker.submit(id, job),
            Office::Closed(problem) => {
                let failed = Report::Failed { job: id, epoch: job.epoch(), problem: problem.clone() };
                self.outbox.say(Word::Report(failed));
            }
        }
    }

    /// Writes to the disk beside the loop, which waits for nobody.
    fn keep_queues(&self, change: QueueChange) {
        let (file, outbox) = (self.queues.clone(), self.outbox.clone());
        std::thread::spawn(move || {
            let kept = file.change(&change);
            outbox.say(Word::QueuesKept(change, kept));
        });
    }

    fn control(&self, id: JobId, control: Control) {
        if let Office::Open(worker) = &self.office {
            worker.control(id, control);
        }
    }

    fn cancel(&mut self, id: JobId) {
        match &mut self.office {
            Office::Connecting(waiting) => waiting.retain(|(waiting, _)| *waiting != id),
            Office::Open(worker) => worker.cancel(id),
            Office::Closed(_) => {}
        }
    }
}
