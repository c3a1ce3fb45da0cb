//! What earlier runs left open, looked up once: at the start, and before a plan is made.
//!
//! What a lost answer was about can be raised to *verified* or *completed*; nothing lowers it. What was sent and never
//! followed to its end is followed by one look.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::looking::{Due, Seen, look};
use super::pending::Look;
use super::{Engine, Tempo};
use crate::model::{ActsOn, Order, Outcome, Problem, Urgency, Verb};
use crate::work::journal::Submission;
use crate::work::protocol::Settled;
use crate::work::readings;
use crate::work::verdict::{End, Reading, Verdict, verdict};

/// A task nobody knows so long after the sending will not be known any more.
const FORGOTTEN: SignedDuration = SignedDuration::from_mins(15);

impl Engine {
    /// Looks up what earlier runs left open on this tenant, and settles what can be settled.
    ///
    /// # Errors
    ///
    /// Where the journal cannot be read. What cannot be read of the tenant stays open.
    pub async fn look_up_left_open(&self) -> Result<Vec<Settled>, Problem> {
        let tenant = self.client.tenant();
        let open = self
            .keeper
            .with(move |journal| {
                let unknown = journal.unknowns(&tenant)?;
                let sent = journal.unfinished(&tenant)?.into_iter().filter(|it| it.outcome == Outcome::Sent);
                Ok::<Vec<Submission>, Problem>(unknown.into_iter().chain(sent).collect())
            })
            .await?;
        let mut settled = Vec::new();
        let ends = self.ends(&open).await;
        let readings = self.readings(&open).await;
        for ((submission, (end, said)), reading) in open.into_iter().zip(ends).zip(readings) {
            settled.extend(self.settle_left_open(submission, end, said, reading).await?);
        }
        Ok(settled)
    }

    /// How the work on each went, and what its task said.
    async fn ends(&self, open: &[Submission]) -> Vec<(End, Option<String>)> {
        let due = |(target, submission): (usize, &Submission)| {
            let task = submission.task.clone().filter(|_| submission.outcome == Outcome::Sent)?;
            Some(Due { target, id: submission.target.clone(), look: Look::Task, task: Some(task), by_id: false })
        };
        let due: Vec<Due> = open.iter().enumerate().filter_map(due).collect();
        let mut ends: Vec<(End, Option<String>)> = open
            .iter()
            .map(|submission| if submission.outcome == Outcome::Unknown { End::Lost } else { End::Untold })
            .map(|end| (end, None))
            .collect();
        // A verb without tasks would be read; here only tasks are due.
        for (target, seen) in look(&self.client, &Order::plain(Verb::Enable), due, self.tempo.few).await {
            let is_old = open[target].sent.is_none_or(|sent| Timestamp::now().duration_since(sent) > FORGOTTEN);
            ends[target] = match seen {
                Seen::Task(task) => {
                    let said = Some(task.messages.join(" · ")).filter(|said| !said.is_empty());
                    (End::of(&task), said.or_else(|| task.completion.clone()))
                }
                Seen::NotListed | Seen::Nothing | Seen::NoTask if !is_old => (End::Running, None),
                _ => (End::Untold, None),
            };
        }
        ends
    }

    /// What reading each gives now.
    async fn readings(&self, open: &[Submission]) -> Vec<Reading> {
        let mut readings = Vec::with_capacity(open.len());
        let mut read = HashMap::new();
        for kind in ActsOn::ALL {
            let ids: Vec<String> = open.iter().filter(|it| it.kind == kind).map(|it| it.target.clone()).collect();
            read.extend(readings::read(&self.client, kind, &ids, Urgency::Ahead).await);
        }
        for submission in open {
            let found = read.get(&submission.target);
            let wanted = submission.expected.as_ref().map(|expected| &expected.wanted);
            readings.push(found.zip(wanted).map_or(Reading::Nothing, |(found, wanted)| found.reading_for(wanted)));
        }
        readings
    }

    async fn settle_left_open(
        &self,
        submission: Submission,
        end: End,
        said: Option<String>,
        reading: Reading,
    ) -> Result<Option<Settled>, Problem> {
        let Some(mut expected) = submission.expected.clone() else { return Ok(None) };
        expected.sent = expected.sent.or_else(|| submission.sent.map(|sent| self.client.by_tenant_clock(sent)));
        let outcome = match verdict(&expected, end, &reading, is_last(&self.tempo, submission.sent)) {
            Verdict::Verified => Outcome::Verified,
            Verdict::Completed => Outcome::Completed,
            Verdict::Failed => Outcome::Failed,
            Verdict::StillOpen => return Ok(None),
        };
        let (id, reason, after) = (submission.id, said.clone(), reading.clone());
        let written = self
            .keeper
            .with(move |journal| journal.settled(id, outcome, reason.as_deref(), Some(&after), Timestamp::now()))
            .await;
        // Another instance may have settled it meanwhile: then it has told so.
        let Ok(outcome) = written else { return Ok(None) };
        Ok(Some(Settled { target: submission.target, outcome, reason: said, before: expected.before, after: reading }))
    }
}

/// Whether no later reading would show more: all that a run would have made are past.
fn is_last(tempo: &Tempo, sent: Option<Timestamp>) -> bool {
    let last = tempo.verify.last().copied().unwrap_or_default();
    sent.is_none_or(|sent| Timestamp::now().duration_since(sent).unsigned_abs() >= last)
}
