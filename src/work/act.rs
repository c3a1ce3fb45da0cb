//! Carrying out a plan: each target is written down, sent, followed to its end, and read back.
//!
//! ```text
//! queue ─ fresh? ─> ready ─ at most 8 ─> in flight ─> pending ─ beat ─> settled
//!            │                               │
//!            └─> drift                       └─> refused · not taken: back to the queue, and pause
//! ```
//!
//! One loop waits for whatever comes first: an answer, the next look at the tenant, the person's word. A failure of one
//! target does not stop the rest. What happens is told as [`RunEvent`]s; the journal knows all of it before.

mod brake;
mod checking;
mod left_open;
mod looking;
mod pending;
mod resuming;
mod run;
mod sending;
mod tempo;

use std::pin::pin;
use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::future::{FutureExt, OptionFuture};
use futures_util::stream::FuturesUnordered;
use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

pub(in crate::work) use checking::moved;
pub use tempo::Tempo;

use super::journal::{Lease, NewRun, NewTarget, SubmissionId};
use super::keeper::Keeper;
use super::kept::KeptOrder;
use super::protocol::{Confirmed, Control, Fate, Plan, RunEvent, Target};
use super::writes;
use crate::api::Client;
use crate::model::{Outcome, Problem, ProblemKind, Urgency};
use run::Run;

/// The most writes in flight.
const IN_FLIGHT: usize = 8;

/// What carries out plans.
#[derive(Clone)]
pub struct Engine {
    /// The client of the tenant.
    pub client: Client,
    /// The journal.
    pub keeper: Keeper,
    /// When to look again.
    pub tempo: Tempo,
}

impl Engine {
    /// Carries out a plan a person confirmed, and says its exit code. What happens is told as it happens.
    ///
    /// Dropped before it is done, it leaves what the journal says: nothing is sent twice, and a later start looks up what
    /// became of it.
    ///
    /// # Errors
    ///
    /// Where nothing was sent: the plan is for another tenant, this client may not write, or the journal cannot be
    /// written.
    pub async fn carry_out(
        &self,
        confirmed: &Confirmed,
        control: watch::Receiver<Control>,
        tell: impl Fn(RunEvent) + Send + Sync,
    ) -> Result<u8, Problem> {
        let plan = &*confirmed.plan;
        self.must_fit(plan)?;
        let begun = begun(confirmed);
        let (lease, submissions) = self.keeper.with(move |journal| journal.begin_run(&begun, Timestamp::now())).await?;
        tell(RunEvent::Begun { run: lease.run().0 });
        Ok(self.conduct(confirmed, Arc::new(lease), submissions, control, &tell).await)
    }

    /// Sends what the run has to send, follows it, and parks or ends the run. Says the exit code of this plan's targets.
    async fn conduct(
        &self,
        confirmed: &Confirmed,
        lease: Arc<Lease>,
        submissions: Vec<SubmissionId>,
        control: watch::Receiver<Control>,
        tell: &(impl Fn(RunEvent) + Send + Sync),
    ) -> u8 {
        let mut run = Run::new(confirmed, &self.tempo, submissions, tell);
        self.drive(&mut run, &confirmed.plan, &lease, control, tell).await;
        let exit_code = run.leave(confirmed.follow.is_none());
        let ended = self.keeper.with(move |journal| {
            let now = Timestamp::now();
            let is_parked = journal.targets(lease.run())?.iter().any(|target| target.outcome == Outcome::Planned);
            if is_parked { journal.park(&lease, now) } else { journal.end_run(&lease, now) }
        });
        let head = ended.await.map(|head| head.hash).unwrap_or_default();
        tell(RunEvent::Ended { exit_code, head, planned: run.planned() });
        exit_code
    }

    fn must_fit(&self, plan: &Plan) -> Result<(), Problem> {
        let tenant = self.client.tenant();
        if plan.tenant != tenant {
            let told = format!("the plan is for {}, and this is {tenant}", plan.tenant);
            return Err(Problem::new(ProblemKind::Settings, told));
        }
        self.client.may_write(&writes::write(&plan.order, &["it"]))
    }

    /// Waits for whatever comes first, until nothing more is to be done.
    async fn drive<T: Fn(RunEvent) + Sync>(
        &self,
        run: &mut Run<'_, T>,
        plan: &Plan,
        lease: &Arc<Lease>,
        mut control: watch::Receiver<Control>,
        tell: &T,
    ) {
        let urgency = if plan.to_send().count() == 1 { Urgency::Person } else { Urgency::Ahead };
        let mut writes = FuturesUnordered::new();
        let mut looking = None;
        let mut checking = None;
        let mut is_heard = true;
        loop {
            while writes.len() < IN_FLIGHT
                && let Some(to) = run.next_to_send()
            {
                writes.push(self.send(Arc::clone(lease), &plan.order, to, urgency, tell));
            }
            if checking.is_none()
                && let Some(stale) = run.next_to_check()
            {
                checking = Some(Box::pin(self.check(&plan.order, stale)));
            }
            if run.is_over(writes.is_empty() && checking.is_none()) {
                return;
            }
            let next_look = if looking.is_none() { run.next_look(Instant::now()) } else { None };
            let wake = OptionFuture::from(next_look.map(sleep_until));
            let give_up = OptionFuture::from(run.gives_up_at().map(sleep_until));
            let (mut wake, mut give_up) = (pin!(wake), pin!(give_up));
            tokio::select! {
                Some((to, sent)) = writes.next(), if !writes.is_empty() => run.take_answer(&self.keeper, lease, &to, sent).await,
                Some(seen) = OptionFuture::from(looking.as_mut()) => {
                    looking = None;
                    run.take_look(&self.keeper, seen, self.client.by_tenant_clock(Timestamp::now())).await;
                }
                Some(checked) = OptionFuture::from(checking.as_mut()) => {
                    checking = None;
                    run.take_check(&self.keeper, lease, checked).await;
                }
                Some(()) = &mut wake => {
                    let due = run.due(Instant::now());
                    looking = Some(looking::look(&self.client, &plan.order, due, self.tempo.few).boxed());
                }
                Some(()) = &mut give_up => return,
                changed = control.changed(), if is_heard => {
                    is_heard = changed.is_ok();
                    if is_heard {
                        run.obey(*control.borrow_and_update());
                    } else {
                        run.lose_commander();
                    }
                }
            }
        }
    }
}

/// The run as the journal keeps it.
fn begun(confirmed: &Confirmed) -> NewRun {
    let plan = &*confirmed.plan;
    let KeptOrder { options, body } = KeptOrder::of(&plan.order);
    NewRun {
        verb: plan.order.verb,
        tenant: plan.tenant.clone(),
        tenant_user: plan.user.clone(),
        ticket: confirmed.ticket.clone(),
        reason: confirmed.reason.clone(),
        options,
        targets: plan.targets.iter().map(|target| planned(target, body.as_ref())).collect(),
    }
}

fn planned(target: &Target, body: Option<&Value>) -> NewTarget {
    NewTarget {
        id: target.id.clone(),
        name: (target.shown_name() != target.id).then(|| target.shown_name().to_owned()),
        native_id: target.row.as_ref().and_then(|row| row.native_identity.as_deref()).map(str::to_owned),
        source: target.row.as_ref().and_then(|row| row.source.name.as_deref()).map(str::to_owned),
        expected: Some(target.expected.clone()),
        body: body.cloned(),
        skip: match &target.fate {
            Fate::Send => None,
            Fate::Skip { reason, why } => Some((*reason, Some(why.clone()))),
        },
    }
}
