//! How a run stands: what waits, what is ready to be sent, what is followed, and what became of the rest.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::brake::Brake;
use super::checking::{Checked, moved};
use super::looking::{Due, Seen};
use super::pending::{Look, Pending};
use super::sending::{Addressee, Sent, Told};
use super::{Keeper, Tempo};
use crate::model::{Outcome, SkipReason};
use crate::work::journal::{Lease, NotSent, SubmissionId};
use crate::work::protocol::{Confirmed, Control, Fate, Plan, RunEvent, Settled};
use crate::work::verdict::{self, Reading, Verdict, exit_code};
use crate::work::writes;

/// A plan younger than this needs no second reading before it is carried out.
const FRESH: SignedDuration = SignedDuration::from_secs(5);
/// So many targets are read again at once, right before they are sent.
const BATCH: usize = 50;
/// How long answers in flight are awaited once the person wants to leave.
const PATIENCE: Duration = Duration::from_secs(5);

/// How a run stands.
pub(super) struct Run<'r, T> {
    plan: &'r Plan,
    follow: Option<Duration>,
    tempo: &'r Tempo,
    tell: &'r T,
    /// By target of the plan.
    submissions: Vec<SubmissionId>,
    outcomes: Vec<verdict::Told>,
    /// Not sent yet, and to be read again before.
    queue: VecDeque<usize>,
    /// Read right now, to be sent next.
    ready: VecDeque<usize>,
    pending: BTreeMap<usize, Pending>,
    brake: Brake,
    is_paused: bool,
    /// Nothing more is sent.
    is_closing: bool,
    /// What was sent is followed no more.
    stops_by: Option<Instant>,
    has_commander: bool,
    last_look: Option<Instant>,
}

impl<'r, T: Fn(RunEvent)> Run<'r, T> {
    pub(super) fn new(confirmed: &'r Confirmed, tempo: &'r Tempo, submissions: Vec<SubmissionId>, tell: &'r T) -> Self {
        let plan = &*confirmed.plan;
        let to_send = plan.targets.iter().enumerate().filter(|(_, target)| target.fate == Fate::Send);
        let mut queue: VecDeque<usize> = to_send.map(|(at, _)| at).collect();
        let is_fresh = Timestamp::now().duration_since(plan.made) < FRESH;
        // The rest will be older by the time it is their turn.
        let fresh = if is_fresh { BATCH.min(queue.len()) } else { 0 };
        let ready = queue.drain(..fresh).collect();
        let told = |outcome, beyond| verdict::Told { outcome, status: None, is_beyond_reading: beyond };
        let outcomes = plan.targets.iter().map(|it| told(it.outcome(), it.expected.is_beyond_reading())).collect();
        Self {
            plan,
            follow: confirmed.follow,
            tempo,
            tell,
            submissions,
            outcomes,
            queue,
            ready,
            pending: BTreeMap::new(),
            brake: Brake::default(),
            is_paused: false,
            is_closing: false,
            stops_by: None,
            has_commander: true,
            last_look: None,
        }
    }

    /// The targets of the next request, where one may be sent.
    pub(super) fn next_to_send(&mut self) -> Option<Vec<Addressee>> {
        if self.is_paused || self.is_closing {
            return None;
        }
        let count = writes::at_once(&self.plan.order).min(self.ready.len());
        let addressee = |at: usize| Addressee {
            target: at,
            id: self.plan.targets[at].id.clone(),
            submission: self.submissions[at],
            again: self.plan.targets[at].again,
        };
        let to: Vec<Addressee> = self.ready.drain(..count).map(addressee).collect();
        (!to.is_empty()).then_some(to)
    }

    /// The targets to read again before they are sent, where it is time for that.
    pub(super) fn next_to_check(&mut self) -> Option<Vec<(usize, String)>> {
        let is_time = self.ready.is_empty() && !self.is_paused && !self.is_closing;
        let count = if is_time { BATCH.min(self.queue.len()) } else { 0 };
        let stale: Vec<(usize, String)> =
            self.queue.drain(..count).map(|at| (at, self.plan.targets[at].id.clone())).collect();
        (!stale.is_empty()).then_some(stale)
    }

    /// Whether nothing more is to be done. With nobody to say "go on", a pause is the end of sending.
    pub(super) fn is_over(&self, nothing_under_way: bool) -> bool {
        let will_send = !self.is_closing && self.has_unsent() && (!self.is_paused || self.has_commander);
        let follows = self.follow.is_some() && self.stops_by.is_none() && !self.pending.is_empty();
        nothing_under_way && !will_send && !follows
    }

    fn has_unsent(&self) -> bool {
        !self.queue.is_empty() || !self.ready.is_empty()
    }

    /// When answers in flight are awaited no longer.
    pub(super) fn gives_up_at(&self) -> Option<Instant> {
        self.stops_by
    }

    pub(super) fn obey(&mut self, control: Control) {
        match control {
            Control::Run => self.is_paused = false,
            Control::Pause => self.pause("you paused it"),
            Control::Finish => self.is_closing = true,
            Control::Stop => {
                self.is_closing = true;
                self.stops_by = self.stops_by.or_else(|| Some(Instant::now() + PATIENCE));
            }
        }
    }

    pub(super) fn lose_commander(&mut self) {
        self.has_commander = false;
    }

    fn pause(&mut self, why: &str) {
        if !self.is_paused && !self.is_closing {
            self.is_paused = true;
            (self.tell)(RunEvent::Paused { why: why.to_owned() });
        }
    }

    /// Takes in what came of a request.
    pub(super) async fn take_answer(&mut self, keeper: &Keeper, lease: &Arc<Lease>, to: &[Addressee], sent: Sent) {
        match sent {
            Sent::Not(not_sent) => self.not_sent(keeper, lease, to, not_sent).await,
            Sent::Answered { at, each } => {
                for (addressee, told) in to.iter().zip(each) {
                    self.answered(addressee, told, at);
                }
            }
        }
    }

    async fn not_sent(&mut self, keeper: &Keeper, lease: &Arc<Lease>, to: &[Addressee], not_sent: NotSent) {
        let blocked = match &not_sent {
            NotSent::AlreadySent { submission, .. } | NotSent::NotPlanned(submission) => Some(*submission),
            NotSent::Lease(_) | NotSent::NotWritten(_) => None,
        };
        for addressee in to.iter().rev().filter(|addressee| Some(addressee.submission) != blocked) {
            self.ready.push_front(addressee.target);
        }
        match to.iter().find(|addressee| Some(addressee.submission) == blocked) {
            Some(blocked) => {
                self.skip(keeper, lease, blocked.target, SkipReason::InFlight, not_sent.to_string()).await;
            }
            None => self.pause(&not_sent.to_string()),
        }
    }

    fn answered(&mut self, to: &Addressee, told: Told, at: Timestamp) {
        let Told { outcome, status, task, problem, tracking_id, not_written } = told;
        let at_target = to.target;
        self.outcomes[at_target].outcome = outcome;
        self.outcomes[at_target].status = status;
        let why = problem.as_ref().map(ToString::to_string);
        let target = to.id.clone();
        let answered = RunEvent::Answered { target, outcome, status, task: task.clone(), problem, tracking_id };
        (self.tell)(answered);
        match outcome {
            Outcome::Planned => {
                self.ready.push_front(at_target);
                self.pause(&why.clone().unwrap_or_else(|| "the tenant did not take it".to_owned()));
            }
            Outcome::Sent | Outcome::Unknown => {
                let mut expected = self.plan.targets[at_target].expected.clone();
                expected.sent = Some(at);
                let pending = Pending::new(expected, outcome, task, Instant::now());
                self.pending.insert(at_target, pending);
            }
            outcome => self.settle(at_target, outcome, why.clone(), Reading::Nothing),
        }
        if let Some(problem) = not_written {
            self.pause(&problem.to_string());
        } else if outcome != Outcome::Planned
            && let Some(why) = self.brake.hear(outcome, status)
        {
            self.pause(&why);
        }
    }

    /// Takes in what was read right before sending: what moved since the plan is not sent.
    pub(super) async fn take_check(&mut self, keeper: &Keeper, lease: &Arc<Lease>, checked: Vec<Checked>) {
        for Checked { target, reading } in checked {
            match moved(&self.plan.targets[target].expected, &reading) {
                None => self.ready.push_back(target),
                Some(what) => self.skip(keeper, lease, target, SkipReason::Drift, what.to_owned()).await,
            }
        }
    }

    async fn skip(&mut self, keeper: &Keeper, lease: &Arc<Lease>, target: usize, reason: SkipReason, why: String) {
        let (lease, submission, told) = (Arc::clone(lease), self.submissions[target], why.clone());
        let written =
            keeper.with(move |journal| journal.skip(&lease, submission, reason, Some(&told), Timestamp::now())).await;
        if let Err(refused) = written {
            self.pause(&refused.to_string());
        }
        self.settle(target, Outcome::Skipped(reason), Some(why), Reading::Nothing);
    }

    /// When to look at the tenant next.
    pub(super) fn next_look(&self, now: Instant) -> Option<Instant> {
        if self.stops_by.is_some() || self.follow.is_none() {
            return None;
        }
        let next = self.pending.values().map(|pending| self.next_of(pending, now)).min()?;
        let beat = self.last_look.filter(|_| self.pending.len() > self.tempo.few).map(|last| last + self.tempo.beat);
        Some(beat.map_or(next, |beat| next.max(beat)))
    }

    /// The next look at it, or the end of following.
    fn next_of(&self, pending: &Pending, now: Instant) -> Instant {
        let left = self.follow.unwrap_or_default().saturating_sub(pending.age(now));
        let next = pending.next(self.tempo).map(|(at, _)| at);
        next.map_or(now, |next| next.min(now + left))
    }

    /// What is due now. What was followed long enough, or cannot tell any more, is left as it stands.
    pub(super) fn due(&mut self, now: Instant) -> Vec<Due> {
        self.last_look = Some(now);
        self.let_go(now);
        let due = |(target, pending): (&usize, &Pending)| {
            let (_, look) = pending.next(self.tempo).filter(|(at, _)| *at <= now)?;
            let by_id = look == Look::Task && pending.is_missed(now, self.tempo);
            let id = self.plan.targets[*target].id.clone();
            Some(Due { target: *target, id, look, task: pending.task.clone(), by_id })
        };
        self.pending.iter().filter_map(due).collect()
    }

    fn let_go(&mut self, now: Instant) {
        let follow = self.follow.unwrap_or_default();
        let is_done = |pending: &Pending| pending.age(now) >= follow || pending.next(self.tempo).is_none();
        let done: Vec<usize> =
            self.pending.iter().filter(|(_, pending)| is_done(pending)).map(|(target, _)| *target).collect();
        for target in done {
            self.leave_open(target);
        }
    }

    fn leave_open(&mut self, target: usize) {
        if let Some(pending) = self.pending.remove(&target) {
            self.settle(target, pending.outcome, pending.said, pending.after);
        }
    }

    /// Takes in what was seen, at this time of the tenant's clock.
    pub(super) async fn take_look(&mut self, keeper: &Keeper, seen: Vec<(usize, Seen)>, theirs: Timestamp) {
        let now = Instant::now();
        for (target, seen) in seen {
            let Some(pending) = self.pending.get_mut(&target) else { continue };
            match seen {
                Seen::Task(task) => {
                    if pending.see_task(&task, theirs, now) {
                        let percent = pending.percent;
                        (self.tell)(RunEvent::Running { target: self.plan.targets[target].id.clone(), percent });
                    }
                }
                Seen::NotListed | Seen::Nothing => pending.not_listed(now),
                Seen::NoTask => pending.miss_task(now),
                Seen::NotAllowed => pending.may_not_ask(now),
                Seen::Target(reading) => {
                    let verdict = pending.see(reading, self.tempo);
                    self.judge(keeper, target, verdict).await;
                }
            }
        }
    }

    async fn judge(&mut self, keeper: &Keeper, target: usize, verdict: Verdict) {
        let outcome = match verdict {
            Verdict::Verified => Outcome::Verified,
            Verdict::Completed => Outcome::Completed,
            Verdict::Failed => Outcome::Failed,
            Verdict::StillOpen => return,
        };
        let Some(pending) = self.pending.remove(&target) else { return };
        let (submission, said, after) = (self.submissions[target], pending.said.clone(), pending.after.clone());
        let settled = keeper
            .with(move |journal| journal.settled(submission, outcome, said.as_deref(), Some(&after), Timestamp::now()))
            .await;
        match settled {
            Ok(outcome) => self.settle(target, outcome, pending.said, pending.after),
            Err(problem) => {
                // What the journal does not say is not told as settled.
                self.settle(target, pending.outcome, Some(problem.to_string()), pending.after);
                self.pause(&problem.to_string());
            }
        }
    }

    fn settle(&mut self, target: usize, outcome: Outcome, reason: Option<String>, after: Reading) {
        self.outcomes[target].outcome = outcome;
        let planned = &self.plan.targets[target];
        let (target, before) = (planned.id.clone(), planned.expected.before.clone());
        (self.tell)(RunEvent::Settled(Settled { target, outcome, reason, before, after }));
    }

    /// Leaves what is still open as it stands, and says the exit code.
    pub(super) fn leave(&mut self, no_wait: bool) -> u8 {
        for target in self.pending.keys().copied().collect::<Vec<_>>() {
            self.leave_open(target);
        }
        exit_code(self.outcomes.iter().copied(), no_wait)
    }

    /// How many targets were not sent.
    pub(super) fn planned(&self) -> usize {
        self.outcomes.iter().filter(|told| told.outcome == Outcome::Planned).count()
    }
}
