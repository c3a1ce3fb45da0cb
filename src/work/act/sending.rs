//! One request of a run: written down, sent, and its answer written down.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::time::Instant;

use super::Engine;
use super::run::Turn;
use crate::api::{Answer, Place};
use crate::model::{Order, Outcome, Problem};
use crate::work::journal::{self, Lease, NotSent, SubmissionId};
use crate::work::protocol::RunEvent;
use crate::work::verdict::{Heard, Item, Meaning, meanings};
use crate::work::writes;

/// A target of a request.
#[derive(Debug, Clone)]
pub(super) struct Addressee {
    /// Which target of the plan, and what is known of its turn.
    pub(super) turn: Turn,
    pub(super) id: String,
    pub(super) submission: SubmissionId,
    /// The person knows that it may be done twice.
    pub(super) again: bool,
}

/// What came of a request.
#[derive(Debug)]
pub(super) enum Sent {
    /// It was not sent, and why: nothing was written down.
    Not(NotSent),
    /// It was sent. What that means for each target, in their order.
    Answered {
        /// When it was sent, by the tenant's clock.
        at: Timestamp,
        /// The same by a clock that does not jump.
        since: Instant,
        each: Vec<Told>,
    },
}

/// What the answer means for one target.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) outcome: Outcome,
    pub(super) status: Option<u16>,
    pub(super) task: Option<String>,
    pub(super) problem: Option<Problem>,
    /// The tenant's words about this target, or what became of the line.
    pub(super) words: Option<String>,
    pub(super) tracking_id: Option<String>,
    /// The journal could not be written: nothing more may be sent.
    pub(super) not_written: Option<Problem>,
}

impl Engine {
    /// Sends one request at its place in the pace, once that stands in the journal. Gives its targets back.
    pub(super) async fn send(
        &self,
        lease: Arc<Lease>,
        order: &Order,
        to: Vec<Addressee>,
        place: Place,
        tell: &impl Fn(RunEvent),
    ) -> (Vec<Addressee>, Sent) {
        if let Err(not_sent) = self.write_down(lease, &to).await {
            return (to, Sent::Not(not_sent));
        }
        for addressee in &to {
            tell(RunEvent::Sending { target: addressee.id.clone() });
        }
        let ids: Vec<&str> = to.iter().map(|addressee| addressee.id.as_str()).collect();
        let before = to.iter().map(|addressee| addressee.turn.sent_before).max().unwrap_or_default();
        let (at, since) = (Timestamp::now(), Instant::now());
        let answer = self.client.write(&writes::write(order, &ids), place, before).await;
        let items = items(&answer);
        let signed_in_again = to.iter().any(|addressee| addressee.turn.signed_in_again);
        let meanings = meanings(order.verb, heard(&answer, signed_in_again), &ids, &items);
        let each = self.write_answers(&to, meanings, &answer).await;
        (to, Sent::Answered { at: self.client.by_tenant_clock(at), since, each })
    }

    async fn write_down(&self, lease: Arc<Lease>, to: &[Addressee]) -> Result<(), NotSent> {
        let submissions: Vec<SubmissionId> = to.iter().map(|addressee| addressee.submission).collect();
        let again = to.iter().any(|addressee| addressee.again);
        self.keeper
            .with(move |journal| match *submissions {
                [one] if again => journal.sending_again(&lease, one, Timestamp::now()),
                _ => journal.sending(&lease, &submissions, Timestamp::now()),
            })
            .await
    }

    /// Writes down what was answered, for all targets in one go: whoever waits for it may be gone by then.
    async fn write_answers(&self, to: &[Addressee], meanings: Vec<Meaning>, answer: &Answer) -> Vec<Told> {
        let answers: Vec<(SubmissionId, journal::Answer)> = to
            .iter()
            .zip(meanings)
            .map(|(addressee, meaning)| (addressee.submission, answer_for(&addressee.id, meaning, answer)))
            .collect();
        let kept = answers.clone();
        let written: Result<Vec<Result<Outcome, Problem>>, Problem> = self
            .keeper
            .with(move |journal| {
                let write = |(submission, answer)| journal.answered(submission, &answer, Timestamp::now());
                Ok(answers.into_iter().map(write).collect())
            })
            .await;
        let outcomes = written.unwrap_or_else(|problem| vec![Err(problem); kept.len()]);
        kept.into_iter().zip(outcomes).map(|((_, answered), outcome)| told(answered, outcome, answer)).collect()
    }
}

fn answer_for(id: &str, meaning: Meaning, answer: &Answer) -> journal::Answer {
    let item = answer.receipt().and_then(|receipt| receipt.items.iter().find(|item| item.id == id));
    let status = item.and_then(|item| item.status).or_else(|| answer.status());
    let reason = item.and_then(|item| item.message.clone()).or_else(|| answer.problem().map(ToString::to_string));
    journal::Answer { meaning, status, tracking_id: answer.tracking_id().map(str::to_owned), reason }
}

fn told(answered: journal::Answer, outcome: Result<Outcome, Problem>, answer: &Answer) -> Told {
    let journal::Answer { meaning, status, tracking_id, reason } = answered;
    let task = match meaning {
        Meaning::Sent { task } => task,
        _ => None,
    };
    let (outcome, not_written) = match outcome {
        Ok(outcome) => (outcome, None),
        // The journal says unknown, so nothing else is told.
        Err(problem) => (Outcome::Unknown, Some(problem)),
    };
    Told { outcome, status, task, problem: answer.problem().cloned(), words: reason, tracking_id, not_written }
}

fn heard(answer: &Answer, signed_in_again: bool) -> Heard<'_> {
    match answer {
        Answer::NotHandedOver(_) => Heard::NotHandedOver,
        Answer::Lost(_) => Heard::Nothing,
        Answer::Answered { status, receipt, .. } => Heard::Answer {
            status: *status,
            id: receipt.as_ref().and_then(|receipt| receipt.task.as_deref()),
            signed_in_again,
        },
    }
}

fn items(answer: &Answer) -> Vec<Item<'_>> {
    let items = answer.receipt().map(|receipt| receipt.items.as_slice()).unwrap_or_default();
    items.iter().map(|item| Item { id: &item.id, status: item.status }).collect()
}
