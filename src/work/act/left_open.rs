//! What earlier runs left open, looked up: of its targets before a plan is made, all of it at the start, and followed on.
//!
//! What a lost answer was about can be raised to *verified* or *completed*; nothing lowers it. What somebody still carries
//! out is left to them.

use std::collections::HashMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::{Instant, sleep};

use super::looking::{Due, Seen, look_at_tasks};
use super::pending::Look;
use super::{Engine, Tempo};
use crate::model::{ActsOn, Outcome, Problem, Urgency, Verb};
use crate::work::journal::{GIVEN_UP_AFTER, Submission};
use crate::work::protocol::{LeftOpen, Settled};
use crate::work::readings::{self, Found};
use crate::work::verdict::{End, Reading, Verdict, verdict};

/// So many are looked up at once: one list of tasks, and one of accounts.
const BATCH: usize = 95;

/// Something left open, and the verb of its run.
type Open = (Option<Verb>, Submission);

impl Engine {
    /// Looks up everything earlier runs left open on this tenant, once, and settles what can be settled.
    ///
    /// # Errors
    ///
    /// Where the journal cannot be read. What cannot be read of the tenant stays open.
    pub async fn look_up_left_open(&self) -> Result<Vec<LeftOpen>, Problem> {
        self.look_up_left_open_if(|_| true).await
    }

    /// The same for that part of it of which this is true.
    pub(super) async fn look_up_left_open_if(
        &self,
        is_meant: impl Fn(&Submission) -> bool,
    ) -> Result<Vec<LeftOpen>, Problem> {
        let mut open = self.left_open().await?;
        open.retain(|(_, submission)| is_meant(submission));
        let mut found = Vec::new();
        for batch in open.chunks(BATCH) {
            found.extend(self.look_up(batch).await?);
        }
        Ok(found)
    }

    /// Looks up everything earlier runs left open, and goes on with what may still be seen, until a quarter of an hour
    /// after it was sent. Tells what became of each; at last once more, with nothing to wait for any longer.
    ///
    /// # Errors
    ///
    /// As [`Engine::look_up_left_open`].
    pub async fn follow_left_open(&self, tell: impl Fn(Vec<LeftOpen>)) -> Result<(), Problem> {
        let begun = Instant::now();
        let mut open = self.left_open().await?;
        loop {
            for batch in open.chunks(BATCH) {
                let found = self.look_up(batch).await?;
                if !found.is_empty() {
                    tell(found);
                }
                sleep(self.tempo.beat).await;
            }
            let now = Timestamp::now();
            open = self.left_open().await?;
            // However the clock on the wall is set, an end comes.
            open.retain(|(_, submission)| {
                begun.elapsed() < given_up_after() && next_look(submission, now, &self.tempo).is_some()
            });
            let next = open.iter().filter_map(|(_, submission)| next_look(submission, now, &self.tempo)).min();
            let Some(next) = next else { return Ok(()) };
            sleep(next).await;
        }
    }

    async fn left_open(&self) -> Result<Vec<Open>, Problem> {
        let tenant = self.client.tenant();
        self.keeper.with(move |journal| journal.left_open(&tenant)).await
    }

    async fn look_up(&self, open: &[Open]) -> Result<Vec<LeftOpen>, Problem> {
        let ends = self.ends(open).await;
        let mut read = self.read(open).await;
        let mut found = Vec::new();
        for ((verb, submission), (end, said)) in open.iter().zip(ends) {
            let now = read.remove(&(submission.kind, submission.target.clone()));
            if let Some(settled) = self.settle_left_open(submission, end, said, now).await? {
                found.push(LeftOpen { run: submission.run.0, verb: *verb, settled });
            }
        }
        Ok(found)
    }

    /// How the work on each went, and what its task said.
    async fn ends(&self, open: &[Open]) -> Vec<(End, Option<String>)> {
        let due = |(target, (_, submission)): (usize, &Open)| {
            let task = submission.task.clone().filter(|_| submission.outcome == Outcome::Sent)?;
            let by_id = open.len() <= self.tempo.few;
            Some(Due { target, id: submission.target.clone(), look: Look::Task, task: Some(task), by_id })
        };
        let due: Vec<Due> = open.iter().enumerate().filter_map(due).collect();
        let mut ends: Vec<(End, Option<String>)> =
            open.iter().map(|(_, submission)| (end_without_task(submission), None)).collect();
        for (target, seen) in look_at_tasks(&self.client, due).await {
            let is_old = age(&open[target].1, Timestamp::now()) > given_up_after();
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

    /// What is open, as it is now. An id means something only together with what it is the id of.
    async fn read(&self, open: &[Open]) -> HashMap<(ActsOn, String), Found> {
        let mut read = HashMap::new();
        for kind in ActsOn::ALL {
            let of_kind = open.iter().filter(|(_, submission)| submission.kind == kind);
            let ids: Vec<String> = of_kind.map(|(_, submission)| submission.target.clone()).collect();
            let found = readings::read(&self.client, kind, &ids, Urgency::Ahead).await;
            read.extend(found.into_iter().map(|(id, found)| ((kind, id), found)));
        }
        read
    }

    async fn settle_left_open(
        &self,
        submission: &Submission,
        end: End,
        said: Option<String>,
        now: Option<Found>,
    ) -> Result<Option<Settled>, Problem> {
        let Some(mut expected) = submission.expected.clone() else { return Ok(None) };
        expected.sent = expected.sent.or_else(|| submission.sent.map(|sent| self.client.by_tenant_clock(sent)));
        let reading = now.as_ref().map_or(Reading::Nothing, |found| found.reading_for(&expected.wanted));
        let outcome = match verdict(&expected, end, &reading, is_last(&self.tempo, submission)) {
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
        // Another instance may have settled it otherwise meanwhile: then it has told so.
        let Ok(outcome) = written else { return Ok(None) };
        let (target, before, row) = (submission.target.clone(), expected.before, now.and_then(Found::row));
        Ok(Some(Settled { target, outcome, reason: said, before, after: reading, row }))
    }
}

fn end_without_task(submission: &Submission) -> End {
    if submission.outcome == Outcome::Unknown { End::Lost } else { End::Untold }
}

/// How long ago it was sent; a clock that was set back makes it just now.
pub(super) fn age(submission: &Submission, now: Timestamp) -> Duration {
    let age = submission.sent.map_or(SignedDuration::MAX, |sent| now.duration_since(sent));
    age.try_into().unwrap_or_default()
}

fn given_up_after() -> Duration {
    GIVEN_UP_AFTER.unsigned_abs()
}

/// Whether no later reading would show more: all that a run would have made are past.
fn is_last(tempo: &Tempo, submission: &Submission) -> bool {
    age(submission, Timestamp::now()) >= tempo.verify.last().copied().unwrap_or_default()
}

/// How long to wait before it is looked up again; none where that is of no use any more.
fn next_look(submission: &Submission, now: Timestamp, tempo: &Tempo) -> Option<Duration> {
    let age = age(submission, now);
    match submission.outcome {
        Outcome::Unknown => tempo.look_up.iter().map(|after| after.saturating_sub(age)).find(|wait| !wait.is_zero()),
        _ => (age < given_up_after()).then(|| tempo.poll_after(age).max(tempo.beat)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::journal::{Instance, Journal, NewRun, NewTarget};

    /// What was sent so many seconds ago: unknown, or taken.
    fn sent(seconds_ago: i64, outcome: Outcome) -> (Submission, Timestamp) {
        let state = tempfile::TempDir::new().unwrap();
        let mut journal = Journal::open(&state.path().join("state"), Instance::this()).unwrap();
        let target = NewTarget {
            id: "a".into(),
            name: None,
            native_id: None,
            source: None,
            expected: None,
            body: None,
            skip: None,
        };
        let run = NewRun {
            verb: Verb::Unlock,
            tenant: "acme".into(),
            tenant_user: None,
            ticket: None,
            reason: None,
            options: serde_json::json!({}),
            targets: vec![target],
        };
        let now = Timestamp::now();
        let then = now.checked_sub(SignedDuration::from_secs(seconds_ago)).unwrap();
        let (lease, targets) = journal.begin_run(&run, then).unwrap();
        journal.sending(&lease, &targets, then).unwrap();
        let mut submission = journal.targets(lease.run()).unwrap().remove(0);
        (submission.outcome, submission.sent) = (outcome, Some(then));
        (submission, now)
    }

    /// When it is looked up next, in seconds from now.
    fn next(seconds_ago: i64, outcome: Outcome) -> Option<u64> {
        let (submission, now) = sent(seconds_ago, outcome);
        next_look(&submission, now, &Tempo::default()).map(|wait| wait.as_secs())
    }

    #[test]
    fn a_lost_answer_is_looked_up_when_a_run_would_have() {
        let lost = |seconds_ago| next(seconds_ago, Outcome::Unknown);
        assert_eq!([lost(0), lost(5), lost(29), lost(130)], [Some(5), Some(25), Some(1), Some(470)]);
        assert_eq!((lost(600), lost(86_400)), (None, None));
        assert_eq!(lost(-86_400), Some(5), "a clock that was set back");
    }

    #[test]
    fn what_was_taken_is_followed_for_a_quarter_of_an_hour() {
        let taken = |seconds_ago| next(seconds_ago, Outcome::Sent);
        assert_eq!([taken(0), taken(60), taken(899)], [Some(2), Some(6), Some(30)]);
        assert_eq!((taken(900), taken(86_400)), (None, None));
    }
}
