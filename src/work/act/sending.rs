//! One request of a run: written down, sent, and its answer written down.

use std::sync::Arc;

use jiff::Timestamp;

use super::Engine;
use crate::api::Answer;
use crate::model::{Order, Outcome, Problem, Urgency};
use crate::work::journal::{self, Lease, NotSent, SubmissionId};
use crate::work::protocol::RunEvent;
use crate::work::verdict::{Heard, Item, Meaning, meanings};
use crate::work::writes;

/// A target of a request.
#[derive(Debug, Clone)]
pub(super) struct Addressee {
    /// Which target of the plan.
    pub(super) target: usize,
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
    pub(super) tracking_id: Option<String>,
    /// The journal could not be written: nothing more may be sent.
    pub(super) not_written: Option<Problem>,
}

impl Engine {
    /// Sends one request, once that stands in the journal. Gives its targets back.
    pub(super) async fn send(
        &self,
        lease: Arc<Lease>,
        order: &Order,
        to: Vec<Addressee>,
        urgency: Urgency,
        tell: &impl Fn(RunEvent),
    ) -> (Vec<Addressee>, Sent) {
        let at = Timestamp::now();
        if let Err(not_sent) = self.write_down(lease, &to, at).await {
            return (to, Sent::Not(not_sent));
        }
        for addressee in &to {
            tell(RunEvent::Sending { target: addressee.id.clone() });
        }
        let ids: Vec<&str> = to.iter().map(|addressee| addressee.id.as_str()).collect();
        let answer = self.client.write(&writes::write(order, &ids), urgency).await;
        let (items, heard) = (items(&answer), heard(&answer));
        let meanings = meanings(order.verb, heard, &ids, &items);
        let mut each = Vec::with_capacity(to.len());
        for (addressee, meaning) in to.iter().zip(meanings) {
            each.push(self.write_answer(addressee, meaning, &answer).await);
        }
        (to, Sent::Answered { at: self.client.by_tenant_clock(at), each })
    }

    async fn write_down(&self, lease: Arc<Lease>, to: &[Addressee], at: Timestamp) -> Result<(), NotSent> {
        let submissions: Vec<SubmissionId> = to.iter().map(|addressee| addressee.submission).collect();
        let again = to.iter().any(|addressee| addressee.again);
        self.keeper
            .with(move |journal| match *submissions {
                [one] if again => journal.sending_again(&lease, one, at),
                _ => journal.sending(&lease, &submissions, at),
            })
            .await
    }

    async fn write_answer(&self, addressee: &Addressee, meaning: Meaning, answer: &Answer) -> Told {
        let item = answer.receipt().and_then(|receipt| receipt.items.iter().find(|item| item.id == addressee.id));
        let status = item.and_then(|item| item.status).or_else(|| answer.status());
        let words = item.and_then(|item| item.message.clone()).or_else(|| answer.problem().map(ToString::to_string));
        let task = match &meaning {
            Meaning::Sent { task } => task.clone(),
            _ => None,
        };
        let tracking_id = answer.tracking_id().map(str::to_owned);
        let written = journal::Answer { meaning, status, tracking_id: tracking_id.clone(), reason: words };
        let submission = addressee.submission;
        let outcome = self.keeper.with(move |journal| journal.answered(submission, &written, Timestamp::now())).await;
        let (outcome, not_written) = match outcome {
            Ok(outcome) => (outcome, None),
            // The journal says unknown, so nothing else is told.
            Err(problem) => (Outcome::Unknown, Some(problem)),
        };
        Told { outcome, status, task, problem: answer.problem().cloned(), tracking_id, not_written }
    }
}

fn heard(answer: &Answer) -> Heard<'_> {
    match answer {
        Answer::NotHandedOver(_) => Heard::NotHandedOver,
        Answer::Lost(_) => Heard::Nothing,
        Answer::Answered { status, receipt, .. } => Heard::Answer {
            status: *status,
            id: receipt.as_ref().and_then(|receipt| receipt.task.as_deref()),
            // The client renews a token that is not taken, and tells only what came after.
            signed_in_again: true,
        },
    }
}

fn items(answer: &Answer) -> Vec<Item<'_>> {
    let items = answer.receipt().map(|receipt| receipt.items.as_slice()).unwrap_or_default();
    items.iter().map(|item| Item { id: &item.id, status: item.status }).collect()
}
