//! `qd resume`: goes on with runs that were left. What has a `sending` entry in the journal is never sent again.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::act::{Answer, Carried, Desk, Errand, carry_out};
use super::arguments::{Going, Resuming};
use super::ending::{Ending, Failure, ending_told};
use super::lines::{self, TargetLine};
use super::remarks;
use crate::model::{Order, Outcome, Problem, ProblemKind};
use crate::settings::Flags;
use crate::work::journal::{Instance, Lease, Run, RunId, RunSummary, Submission, TakeOver, WhichRuns};
use crate::work::kept::KeptOrder;
use crate::work::plan::Earlier;
use crate::work::protocol::{Confirmed, Fate, Plan};

/// A confirmation is good for so long.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(1);

/// Goes on with a run, or with every run of this tenant that was confirmed and is not ended.
///
/// # Errors
///
/// Where nothing was sent: the settings, the tenant, the journal or the person do not allow it.
pub fn resume(arguments: &Resuming, flags: &Flags) -> Result<Ending, Failure> {
    let desk = Desk::open(flags)?;
    let runs = match arguments.run {
        Some(run) => vec![named(&desk, RunId(run))?],
        None => open_runs(&desk)?,
    };
    if runs.is_empty() {
        remarks::complain("there is no run to go on with");
        return Ok(Ending::Nothing);
    }
    desk.asking.wait(desk.engine.look_up_left_open())?;
    let take_over = if arguments.take_over { TakeOver::Anyway } else { TakeOver::IfGone };
    let (mut ending, mut carried) = (Ending::Done, Vec::new());
    for run in &runs {
        match (Resumed { desk: &desk, run, is_named: arguments.run.is_some() }).go_on(&arguments.going, take_over) {
            Ok(one) => {
                ending = ending.worse(one.ending);
                carried.push(one);
            }
            Err(failure) if runs.len() == 1 => return Err(failure),
            // One that cannot go on is no reason to leave the others.
            Err(failure) => ending = ending.worse(failure.tell()),
        }
        if ending == Ending::Interrupted {
            break;
        }
    }
    let targets = carried.iter().flat_map(|one| &one.targets);
    let printed = lines::print(targets.map(TargetLine::of), desk.asking.preferences.output);
    for one in &carried {
        one.tell(desk.asking.remarks);
    }
    ending_told(ending, printed)
}

/// The run of this number, which must be one of this tenant's that is not ended.
fn named(desk: &Desk, id: RunId) -> Result<Run, Failure> {
    let found = desk.asking.wait(desk.engine.keeper.with(move |journal| journal.run(id)))?;
    let run = found.map(|summary| summary.run).ok_or_else(|| {
        Problem::new(ProblemKind::NotFound, format!("the journal holds no run {id}")).with_advice("qd runs lists them")
    })?;
    let tenant = desk.engine.client.tenant();
    if run.tenant != tenant {
        let told = format!("run {id} is for {}, and this is {tenant}: nothing was sent", run.tenant);
        return Err(Problem::new(ProblemKind::Settings, told).into());
    }
    if run.ended.is_some() {
        let told = format!("run {id} is ended: nothing of it is left to send");
        return Err(Problem::new(ProblemKind::NotFound, told).with_advice(format!("qd runs {id} tells of it")).into());
    }
    Ok(run)
}

/// Every run of this tenant that is not ended, the oldest first.
fn open_runs(desk: &Desk) -> Result<Vec<Run>, Failure> {
    let all = desk.asking.wait(desk.engine.keeper.with(|journal| journal.runs(&WhichRuns::default())))?;
    let tenant = desk.engine.client.tenant();
    let is_open = |summary: &RunSummary| summary.run.ended.is_none();
    let (ours, others): (Vec<RunSummary>, Vec<RunSummary>) =
        all.into_iter().filter(is_open).partition(|summary| summary.run.tenant == tenant);
    for other in others {
        desk.asking.remarks.say(&format!("run {} is for {}, not for this tenant", other.run.id, other.run.tenant));
    }
    Ok(ours.into_iter().rev().map(|summary| summary.run).collect())
}

/// A run to go on with.
struct Resumed<'a> {
    desk: &'a Desk,
    run: &'a Run,
    /// The person named it; else all are meant, and each is asked for.
    is_named: bool,
}

impl Resumed<'_> {
    /// Goes on with it. Where it does not come to that, the run is left as it was.
    fn go_on(&self, going: &Going, take_over: TakeOver) -> Result<Carried, Failure> {
        let run = self.run.id;
        let taken = self.with(move |journal| journal.take_lease(run, take_over, Timestamp::now()));
        let lease = Arc::new(taken.map_err(Problem::from)?);
        let planned = self.planned().and_then(|plan| Ok((self.confirm(&plan, going, &lease)?, plan)));
        match planned {
            Ok((Answer::Yes, plan)) => {
                let carried = self.carry_out(plan, going, Arc::clone(&lease));
                // Where it was left already, there is nothing to leave.
                carried.inspect_err(|_| drop(self.leave(&lease)))
            }
            Ok((Answer::No, _)) => {
                self.leave(&lease)?;
                self.desk.asking.remarks.say(&format!("nothing more of run {run} was sent"));
                Ok(Carried { ending: Ending::Incomplete, targets: Vec::new(), summary: None })
            }
            Err(failure) => {
                self.leave(&lease)?;
                Err(failure)
            }
        }
    }

    fn carry_out(&self, plan: Plan, going: &Going, lease: Arc<Lease>) -> Result<Carried, Failure> {
        let Run { ticket, reason, .. } = self.run.clone();
        let confirmed = Confirmed { plan: Arc::new(plan), ticket, reason, follow: going.follow() };
        let Desk { asking, engine, .. } = self.desk;
        asking.wait(carry_out(asking, engine, &confirmed, Errand::Resume(lease)))
    }

    /// What the run has not sent yet, read again.
    fn planned(&self) -> Result<Plan, Failure> {
        let run = self.run.id;
        let mut targets = self.with(move |journal| journal.targets(run))?;
        targets.retain(|target| target.outcome == Outcome::Planned);
        if let Some(target) = targets.iter().find(|target| !target.is_kept_whole()) {
            let told = format!("what is to be done to {} is not kept whole: no secret is", target.target);
            return Err(self.cannot_go_on(&told).into());
        }
        let order = self.order(targets.first())?;
        let earlier = targets.into_iter().filter_map(earlier).collect();
        let Desk { asking, engine, .. } = self.desk;
        let plan = asking.wait(engine.plan_anew(order, earlier))?;
        if plan.to_send().next().is_some() {
            self.desk.asking.remarks.say(&format!("going on with run {run}"));
        }
        self.desk.tell(&plan);
        Ok(plan)
    }

    fn cannot_go_on(&self, why: &str) -> Problem {
        let told = format!("run {} cannot go on: {why}", self.run.id);
        Problem::new(ProblemKind::Settings, told).with_advice("plan it again")
    }

    fn order(&self, first: Option<&Submission>) -> Result<Order, Problem> {
        let verb = self.run.verb.ok_or_else(|| {
            Problem::new(ProblemKind::Settings, format!("run {} was begun by a newer quarterdeck", self.run.id))
        })?;
        let Some(first) = first else { return Ok(Order::plain(verb)) };
        KeptOrder { options: self.run.options.clone(), body: first.body.clone() }.order(verb)
    }

    /// Has the rest confirmed where the confirmation is old or somebody else's, where nobody named the run, or where what is
    /// confirmed is said on the command line.
    fn confirm(&self, plan: &Plan, going: &Going, lease: &Arc<Lease>) -> Result<Answer, Failure> {
        if plan.to_send().next().is_none() {
            return Ok(Answer::Yes);
        }
        let renewal = self.must_renew(plan);
        if let Some(why) = renewal {
            self.desk.asking.remarks.say(&format!("run {} has to be confirmed again: {why}", self.run.id));
        } else if going.confirm.is_none() && (self.is_named || going.yes) {
            return Ok(Answer::Yes);
        }
        let answer = self.desk.confirm(plan, going)?;
        if answer == Answer::Yes && renewal.is_some() {
            let lease = Arc::clone(lease);
            self.with(move |journal| journal.confirm(&lease, Timestamp::now())).map_err(Problem::from)?;
        }
        Ok(answer)
    }

    fn must_renew(&self, plan: &Plan) -> Option<&'static str> {
        let age = self.run.confirmed.map(|confirmed| Timestamp::now().duration_since(confirmed));
        // A clock that was set back tells nothing of the age.
        let is_recent = age.is_some_and(|age| age < GOOD_FOR && age > -GOOD_FOR);
        if !is_recent {
            Some("it was confirmed more than an hour ago")
        } else if self.run.os_user != Instance::this().os_user || self.run.tenant_user != plan.user {
            Some("somebody else confirmed it")
        } else {
            None
        }
    }

    fn leave(&self, lease: &Arc<Lease>) -> Result<(), Failure> {
        let lease = Arc::clone(lease);
        Ok(self.with(move |journal| journal.park(&lease, Timestamp::now())).map(drop).map_err(Problem::from)?)
    }

    fn with<T: Send + 'static, E: From<Problem> + Send + 'static>(
        &self,
        with: impl FnOnce(&mut crate::work::journal::Journal) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        self.desk.asking.wait(self.desk.engine.keeper.with(with))
    }
}

/// The target as it was planned; none where that is not kept.
fn earlier(target: Submission) -> Option<Earlier> {
    let Submission { target: id, expected, .. } = target;
    Some(Earlier { id, fate: Fate::Send, expected: expected?, again: false })
}
