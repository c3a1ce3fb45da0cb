//! Carrying out a plan: each target is written down, sent, followed to its end, and read back.
//!
//! ```text
//! queue ─ read again ─> ready ─ a place in the pace ─> sending ─ at most 8 in flight ─> pending ─ beat ─> settled
//!            │            ▲                                           │
//!            └─> drift    └──────────── not taken, a little later ────┴─> refused
//! ```
//!
//! One loop waits for whatever comes first: the person's word, an answer, a place, the next look at the tenant. A failure
//! of one target does not stop the rest. What happens is told as [`RunEvent`]s; the journal knows all of it before.

mod backoff;
mod brake;
mod checking;
mod denials;
mod following;
mod left_open;
mod looking;
mod pending;
mod resuming;
mod run;
mod sending;
mod tempo;

use std::collections::{HashMap, HashSet};
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

use super::journal::{Lease, NewRun, NewTarget, Submission, SubmissionId};
use super::keeper::Keeper;
use super::kept::KeptOrder;
use super::plan::{self, Asked, Earlier, Told};
use super::protocol::{Confirmed, Control, Fate, Plan, RunEvent, Target};
use super::writes;
use crate::api::Client;
use crate::model::{ActsOn, Order, Outcome, Problem, ProblemKind, Urgency};
use denials::Denials;
use run::Run;

/// The most writes in flight.
const IN_FLIGHT: usize = 8;

/// What carries out plans. Cheap to clone; all clones share client, journal, and what the tenant refused.
#[derive(Clone)]
pub struct Engine {
    /// The client of the tenant.
    pub client: Client,
    /// The journal.
    pub keeper: Keeper,
    /// When to look again.
    pub tempo: Tempo,
    denials: Arc<Denials>,
}

impl Engine {
    /// An engine that acts on this client's tenant, in the usual tempo.
    #[must_use]
    pub fn new(client: Client, keeper: Keeper) -> Self {
        Self { client, keeper, tempo: Tempo::default(), denials: Arc::default() }
    }

    /// Makes a plan. What earlier runs left open of its targets is looked up before, so that it does not stand in the way
    /// unseen; what the tenant refused since the program was started is not possible, unless it is put in by hand.
    ///
    /// # Errors
    ///
    /// As [`plan`](plan::plan).
    pub async fn plan(&self, asked: Asked) -> Result<Plan, Problem> {
        self.plan_telling(asked, &|_, _| ()).await
    }

    /// The same, telling how many of how many targets were read.
    ///
    /// # Errors
    ///
    /// As [`plan`](plan::plan).
    pub async fn plan_telling(&self, asked: Asked, told: &Told<'_>) -> Result<Plan, Problem> {
        let kind = asked.order.verb.acts_on();
        let targets: HashSet<&str> = asked.targets.iter().map(String::as_str).collect();
        // Which account it is that is to be created, only the plan finds out.
        let is_meant = |target: &str| kind == ActsOn::NewAccount || targets.contains(target);
        self.look_up_left_open_if(|open| open.kind == kind && is_meant(&open.target)).await?;
        let put_in = asked.put_in.clone();
        let mut plan = plan::plan(&self.client, &self.keeper, asked, told).await?;
        self.denials.withhold(&mut plan, &put_in);
        Ok(plan)
    }

    /// Makes a plan anew that was made earlier: in a file that comes back, or for the rest of a run that was left. What does
    /// not stand as it did is not sent, nor what the tenant refused since the program was started.
    ///
    /// # Errors
    ///
    /// As [`Engine::plan`].
    pub async fn plan_anew(&self, order: Order, earlier: Vec<Earlier>) -> Result<Plan, Problem> {
        self.plan_anew_telling(order, earlier, &|_, _| ()).await
    }

    /// The same, telling how many of how many targets were read.
    ///
    /// # Errors
    ///
    /// As [`Engine::plan`].
    pub async fn plan_anew_telling(
        &self,
        order: Order,
        earlier: Vec<Earlier>,
        told: &Told<'_>,
    ) -> Result<Plan, Problem> {
        let mut plan = self.plan_telling(plan::asked_anew(order, &earlier), told).await?;
        plan::compare(&mut plan, earlier);
        // Whoever put something in by hand did so before the tenant refused it.
        self.denials.withhold(&mut plan, &[]);
        Ok(plan)
    }

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
        self.must_fit(&confirmed.plan)?;
        let begun = begun(confirmed);
        let (lease, submissions) = self.keeper.with(move |journal| journal.begin_run(&begun, Timestamp::now())).await?;
        self.carry_on(confirmed, Arc::new(lease), submissions, control, tell).await
    }

    /// Carries out a run that stands in the journal already and whose lease we hold. The submissions are those of the
    /// plan's targets, in their order.
    ///
    /// # Errors
    ///
    /// As [`Engine::carry_out`]; the run then stays as it is, and the lease with us.
    async fn carry_on(
        &self,
        confirmed: &Confirmed,
        lease: Arc<Lease>,
        submissions: Vec<SubmissionId>,
        control: watch::Receiver<Control>,
        tell: impl Fn(RunEvent) + Send + Sync,
    ) -> Result<u8, Problem> {
        self.must_fit(&confirmed.plan)?;
        tell(RunEvent::Begun { run: lease.run().0 });
        let mut run = Run::new(self, confirmed, Arc::clone(&lease), submissions, &tell);
        self.drive(&mut run, &confirmed.plan, &lease, control, &tell).await;
        run.leave_all_open();
        let (planned, head) = self.leave(&mut run, lease).await;
        let exit_code = run.exit_code(confirmed.follow.is_none());
        let head = head.unwrap_or_else(|problem| {
            tell(RunEvent::Paused { why: format!("the end of the run could not be written down: {problem}") });
            String::new()
        });
        tell(RunEvent::Ended { exit_code, head, planned });
        Ok(exit_code)
    }

    fn must_fit(&self, plan: &Plan) -> Result<(), Problem> {
        let tenant = self.client.tenant();
        if plan.tenant != tenant {
            let told = format!("the plan is for {}, and this is {tenant}", plan.tenant);
            return Err(Problem::new(ProblemKind::Settings, told));
        }
        self.client.may_write(&writes::write(&plan.order, &["it"]))
    }

    /// Waits for whatever comes first, until nothing more is to be done. The person's word comes before all else.
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
        let (mut placing, mut looking, mut checking) = (None, None, None);
        let mut is_heard = true;
        loop {
            let now = Instant::now();
            // A place is taken for what is sent at once, so that nothing waits that stands in the journal as sent.
            if writes.len() < IN_FLIGHT && run.wants_to_send(now) {
                placing.get_or_insert_with(|| Box::pin(self.client.place(urgency)));
            } else {
                placing = None;
            }
            if run.is_closing() {
                checking = None;
            } else if checking.is_none()
                && let Some(unread) = run.next_to_check()
            {
                let beside = run.due_beside(unread.len(), now);
                checking = Some(Box::pin(self.check(&plan.order, unread, beside)));
            }
            if run.is_over(writes.is_empty() && checking.is_none()) {
                return;
            }
            let next_look = if looking.is_none() { run.next_look(now) } else { None };
            let next_look = OptionFuture::from(next_look.map(sleep_until));
            let held = OptionFuture::from(run.holds_until(now).map(sleep_until));
            let give_up = OptionFuture::from(run.gives_up_at().map(sleep_until));
            let (mut next_look, mut held, mut give_up) = (pin!(next_look), pin!(held), pin!(give_up));
            tokio::select! {
                biased;
                changed = control.changed(), if is_heard => {
                    is_heard = changed.is_ok();
                    if is_heard {
                        run.obey(*control.borrow_and_update());
                    } else {
                        run.lose_commander();
                    }
                }
                Some(()) = &mut give_up => return,
                Some((to, sent)) = writes.next(), if !writes.is_empty() => run.take_answer(to, sent).await,
                Some(placed) = OptionFuture::from(placing.as_mut()) => {
                    placing = None;
                    match placed {
                        Ok(place) => {
                            if let Some(to) = run.next_to_send(Instant::now()) {
                                writes.push(self.send(Arc::clone(lease), &plan.order, to, place, tell));
                            }
                        }
                        Err(problem) => run.pause(&problem.to_string()),
                    }
                }
                Some(seen) = OptionFuture::from(looking.as_mut()) => {
                    looking = None;
                    run.take_look(seen, self.client.by_tenant_clock(Timestamp::now())).await;
                }
                Some((checked, seen)) = OptionFuture::from(checking.as_mut()) => {
                    checking = None;
                    run.take_check(checked).await;
                    run.take_look(seen, self.client.by_tenant_clock(Timestamp::now())).await;
                }
                Some(()) = &mut next_look => {
                    let due = run.due(Instant::now());
                    looking = Some(looking::look(&self.client, &plan.order, due).boxed());
                }
                Some(()) = &mut held => {}
            }
        }
    }

    /// Gives the run back: parked where something is planned still, else ended. Then tells how everything stands that was
    /// not told of, by the journal's word: without the lease nothing more of it can be sent. Says how many stay planned.
    async fn leave<T: Fn(RunEvent)>(
        &self,
        run: &mut Run<'_, T>,
        lease: Arc<Lease>,
    ) -> (usize, Result<String, Problem>) {
        let id = lease.run();
        let head = self.keeper.with(move |journal| {
            let now = Timestamp::now();
            let is_planned = journal.targets(id)?.iter().any(|target| target.outcome == Outcome::Planned);
            let head = if is_planned { journal.park(&lease, now)? } else { journal.end_run(&lease, now)? };
            Ok(head.hash)
        });
        let head = head.await;
        let kept: Result<Vec<Submission>, Problem> = self.keeper.with(move |journal| journal.targets(id)).await;
        let Ok(kept) = kept else { return (run.planned(), head) };
        let kept: HashMap<SubmissionId, Outcome> = kept.into_iter().map(|one| (one.id, one.outcome)).collect();
        run.settle_as_kept(&kept);
        (kept.values().filter(|outcome| **outcome == Outcome::Planned).count(), head)
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
