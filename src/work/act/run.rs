//! How a run stands: what waits, what is ready to be sent, what is on its way, and what became of the rest.

mod turns;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::time::Instant;

use super::Engine;
use super::backoff::{Backoff, NotTaken};
use super::brake::Brake;
use super::checking::{Checked, moved};
use super::denials::Denials;
use super::following::Following;
use super::looking::{Due, Seen};
use super::pending::Pending;
use super::sending::{Addressee, Sent, Told};
use crate::model::{AccountRow, Outcome, Problem, ProblemKind, SkipReason};
use crate::work::journal::{Lease, NotSent, SubmissionId};
use crate::work::protocol::{Confirmed, Control, Plan, RunEvent, Settled};
use crate::work::verdict::{self, Reading, Verdict, exit_code};
use crate::work::writes;
pub(super) use turns::Turn;
use turns::Turns;

/// How a run stands.
pub(super) struct Run<'r, T> {
    engine: &'r Engine,
    lease: Arc<Lease>,
    plan: &'r Plan,
    tell: &'r T,
    /// By target of the plan.
    submissions: Vec<SubmissionId>,
    outcomes: Vec<verdict::Told>,
    turns: Turns,
    following: Following<'r>,
    backoff: Backoff,
    brake: Brake,
    is_paused: bool,
    /// Nothing more is sent.
    is_closing: bool,
    /// What was sent is followed no more, and until then its answers are awaited.
    stops_by: Option<Instant>,
    has_commander: bool,
}

impl<'r, T: Fn(RunEvent)> Run<'r, T> {
    pub(super) fn new(
        engine: &'r Engine,
        confirmed: &'r Confirmed,
        lease: Arc<Lease>,
        submissions: Vec<SubmissionId>,
        tell: &'r T,
    ) -> Self {
        let plan = &*confirmed.plan;
        let told = |outcome, beyond| verdict::Told { outcome, status: None, is_beyond_reading: beyond };
        let outcomes = plan.targets.iter().map(|it| told(it.outcome(), it.expected.is_beyond_reading())).collect();
        Self {
            engine,
            lease,
            plan,
            tell,
            submissions,
            outcomes,
            turns: Turns::of(plan),
            following: Following::new(plan, &engine.tempo, confirmed.follow),
            backoff: Backoff::default(),
            brake: Brake::default(),
            is_paused: false,
            is_closing: false,
            stops_by: None,
            has_commander: true,
        }
    }

    /// Whether something is to be sent as soon as there is a place for it.
    pub(super) fn wants_to_send(&mut self, now: Instant) -> bool {
        self.turns.set_aside_stale(now);
        self.may_send() && self.turns.has_ready() && self.backoff.holds_until(now).is_none()
    }

    fn may_send(&self) -> bool {
        !self.is_paused && !self.is_closing
    }

    /// Until when the next sending is held back, where it is.
    pub(super) fn holds_until(&self, now: Instant) -> Option<Instant> {
        self.backoff.holds_until(now).filter(|_| self.may_send() && self.turns.has_ready())
    }

    /// The targets of the next request, where one may be sent.
    pub(super) fn next_to_send(&mut self, now: Instant) -> Option<Vec<Addressee>> {
        if !self.wants_to_send(now) {
            return None;
        }
        let plan = self.plan;
        // What may be done twice goes alone: the journal looks at it in a way of its own.
        let turns = self.turns.take_ready(writes::at_once(&plan.order), |target| plan.targets[target].again);
        let addressee = |turn: Turn| Addressee {
            id: plan.targets[turn.target].id.clone(),
            submission: self.submissions[turn.target],
            again: plan.targets[turn.target].again,
            turn,
        };
        let to: Vec<Addressee> = turns.into_iter().map(addressee).collect();
        (!to.is_empty()).then_some(to)
    }

    /// The targets to read again before they are sent, where it is time for that.
    pub(super) fn next_to_check(&mut self) -> Option<Vec<(Turn, String)>> {
        if !self.may_send() {
            return None;
        }
        let turns = self.turns.take_unread();
        let named = |turn: Turn| (turn, self.plan.targets[turn.target].id.clone());
        (!turns.is_empty()).then(|| turns.into_iter().map(named).collect())
    }

    /// Whether nothing more is to be done. With nobody to say "go on", a pause is the end of sending.
    pub(super) fn is_over(&self, nothing_under_way: bool) -> bool {
        let will_send = !self.is_closing && self.turns.are_left() && (!self.is_paused || self.has_commander);
        let follows = self.stops_by.is_none() && self.following.goes_on();
        nothing_under_way && !will_send && !follows
    }

    /// When answers in flight are awaited no longer.
    pub(super) fn gives_up_at(&self) -> Option<Instant> {
        self.stops_by
    }

    /// Whether nothing more is sent, whatever the person says.
    pub(super) fn is_closing(&self) -> bool {
        self.is_closing
    }

    pub(super) fn obey(&mut self, control: Control) {
        match control {
            Control::Run => self.is_paused = false,
            // Whoever asked for it knows; told late, it would be taken for a pause after going on again.
            Control::Pause => self.is_paused = true,
            Control::Finish => self.is_closing = true,
            Control::Stop => {
                self.is_closing = true;
                self.stops_by = self.stops_by.or_else(|| Some(Instant::now() + self.engine.tempo.patience));
            }
        }
    }

    pub(super) fn lose_commander(&mut self) {
        self.has_commander = false;
    }

    pub(super) fn pause(&mut self, why: &str) {
        if self.may_send() {
            self.is_paused = true;
            (self.tell)(RunEvent::Paused { why: why.to_owned() });
        }
    }

    /// Takes in what came of a request.
    pub(super) async fn take_answer(&mut self, to: Vec<Addressee>, sent: Sent) {
        match sent {
            Sent::Not(not_sent) => self.not_sent(to, not_sent).await,
            Sent::Answered { at, since, each } => {
                let heard: Vec<(Outcome, Option<u16>)> = each.iter().map(|told| (told.outcome, told.status)).collect();
                let again: Vec<Turn> = to
                    .into_iter()
                    .zip(each)
                    .filter_map(|(addressee, told)| self.answered(addressee, told, at, since))
                    .collect();
                // The first of those that go again is the first again.
                again.into_iter().rev().for_each(|turn| self.turns.go_again(turn));
                self.mind(heard);
            }
        }
    }

    async fn not_sent(&mut self, to: Vec<Addressee>, not_sent: NotSent) {
        let blocked = match &not_sent {
            NotSent::AlreadySent { submission, .. } => Some(*submission),
            NotSent::NotPlanned(_) | NotSent::Lease(_) | NotSent::NotWritten(_) => None,
        };
        let (blocked, others): (Vec<Addressee>, Vec<Addressee>) =
            to.into_iter().partition(|addressee| Some(addressee.submission) == blocked);
        for addressee in others.into_iter().rev() {
            self.turns.go_again(addressee.turn);
        }
        let why = not_sent.to_string();
        for addressee in &blocked {
            self.skip(addressee.turn, SkipReason::InFlight, why.clone(), None).await;
        }
        if blocked.is_empty() {
            self.pause(&why);
        }
        // Somebody else carries the run out, or it stands otherwise than we think: it is ours no more.
        self.is_closing |= matches!(not_sent, NotSent::Lease(_) | NotSent::NotPlanned(_));
    }

    /// Takes in what the answer means for one target. Gives its turn back where it goes again.
    fn answered(&mut self, to: Addressee, told: Told, at: Timestamp, since: Instant) -> Option<Turn> {
        let Told { outcome, status, task, problem, words, tracking_id, not_written } = told;
        let target = to.turn.target;
        self.outcomes[target] = verdict::Told { outcome, status, ..self.outcomes[target] };
        let why = not_taken(outcome, status, problem.as_ref());
        let answered = RunEvent::Answered { target: to.id, outcome, status, task: task.clone(), problem, tracking_id };
        (self.tell)(answered);
        let mut again = None;
        match outcome {
            Outcome::Planned => again = Some(self.goes_again(to.turn, status, why, since, words)),
            Outcome::Sent | Outcome::Unknown => {
                let mut expected = self.plan.targets[target].expected.clone();
                expected.sent = Some(at);
                self.following.add(target, Pending::new(expected, outcome, task, Instant::now()));
            }
            outcome => self.settle(target, outcome, words, Reading::Nothing, None),
        }
        self.heed(target, outcome, status);
        if let Some(problem) = not_written {
            self.pause(&problem.to_string());
        }
        again
    }

    /// What the tenant did not take goes again, a little later; where that is of no use, the run pauses before it.
    fn goes_again(
        &mut self,
        turn: Turn,
        status: Option<u16>,
        why: Option<NotTaken>,
        since: Instant,
        words: Option<String>,
    ) -> Turn {
        let is_old_token = status == Some(401);
        let tries_on = is_old_token || why.is_some_and(|why| self.backoff.not_taken(why, since, Instant::now()));
        if !tries_on {
            self.pause(&words.unwrap_or_else(|| "the tenant did not take it".to_owned()));
        }
        turn.not_taken(is_old_token)
    }

    /// What an answer says about those to come.
    fn heed(&mut self, target: usize, outcome: Outcome, status: Option<u16>) {
        let (order, row) = (&self.plan.order, self.plan.targets[target].row.as_ref());
        match outcome {
            Outcome::Planned => return,
            Outcome::Refused if status == Some(403) => self.denials().note(order, row, Timestamp::now()),
            Outcome::Sent => self.denials().lift(order, row),
            _ => {}
        }
        self.backoff.forget();
    }

    /// Pauses where too much goes wrong. One lost answer is one, for however many targets it was.
    fn mind(&mut self, mut heard: Vec<(Outcome, Option<u16>)>) {
        heard.retain(|(outcome, _)| *outcome != Outcome::Planned);
        heard.dedup_by(|next, first| next.0 == Outcome::Unknown && first.0 == Outcome::Unknown);
        for (outcome, status) in heard {
            if let Some(why) = self.brake.hear(outcome, status) {
                self.pause(&why);
            }
        }
    }

    fn denials(&self) -> &'r Denials {
        &self.engine.denials
    }

    /// Takes in what was read right before sending: what moved since the plan is not sent, nor what cannot be read.
    pub(super) async fn take_check(&mut self, checked: Vec<Checked>) {
        let (now, mut unread) = (Instant::now(), None);
        for Checked { turn, reading, row } in checked {
            let expected = &self.plan.targets[turn.target].expected;
            match reading.map(|reading| moved(expected, &reading)) {
                // What could not be read for the plan either has nothing to be compared with.
                Err(_) if expected.before == Reading::Nothing => self.turns.is_read(turn, now),
                Ok(None) => self.turns.is_read(turn, now),
                Ok(Some(what)) => self.skip(turn, SkipReason::Drift, what.to_owned(), row).await,
                Err(problem) => {
                    self.turns.wait(turn);
                    unread = Some(problem);
                }
            }
        }
        if let Some(problem) = unread {
            self.pause(&format!("not every account could be read again before sending: {problem}"));
        }
    }

    async fn skip(&mut self, turn: Turn, reason: SkipReason, why: String, row: Option<Box<AccountRow>>) {
        let (lease, submission, told) = (Arc::clone(&self.lease), self.submissions[turn.target], why.clone());
        let keeper = &self.engine.keeper;
        let written =
            keeper.with(move |journal| journal.skip(&lease, submission, reason, Some(&told), Timestamp::now())).await;
        match written {
            Ok(()) => self.settle(turn.target, Outcome::Skipped(reason), Some(why), Reading::Nothing, row),
            Err(refused) => {
                // What the journal does not say is not told.
                self.turns.wait(turn);
                self.pause(&refused.to_string());
            }
        }
    }

    /// When to look at the tenant next.
    pub(super) fn next_look(&self, now: Instant) -> Option<Instant> {
        self.following.next_look(now, self.is_busy()).filter(|_| self.stops_by.is_none())
    }

    /// What is due now. What was followed long enough, or cannot tell any more, is left as it stands.
    pub(super) fn due(&mut self, now: Instant) -> Vec<Due> {
        for (target, pending) in self.following.take_given_up(now) {
            self.leave_open(target, pending);
        }
        self.following.due(now, self.is_busy())
    }

    /// What is due to be read and goes into one request with so many that are about to be sent.
    pub(super) fn due_beside(&mut self, others: usize, now: Instant) -> Vec<Due> {
        self.following.due_beside(others, now)
    }

    fn is_busy(&self) -> bool {
        self.may_send() && self.turns.are_left()
    }

    fn leave_open(&mut self, target: usize, pending: Pending) {
        self.settle(target, pending.outcome, pending.said, pending.after, pending.row);
    }

    /// Takes in what was seen, at this time of the tenant's clock.
    pub(super) async fn take_look(&mut self, seen: Vec<(usize, Seen)>, theirs: Timestamp) {
        let now = Instant::now();
        let mut judged = Vec::new();
        for (target, seen) in seen {
            let Some(pending) = self.following.get_mut(target) else { continue };
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
                Seen::Target(reading, row) => {
                    let outcome = outcome_of(pending.see(reading, row, now, &self.engine.tempo));
                    judged.extend(outcome.map(|outcome| (target, outcome)));
                }
            }
        }
        self.judge(judged).await;
    }

    async fn judge(&mut self, judged: Vec<(usize, Outcome)>) {
        let judged: Vec<(usize, Pending, Outcome)> = judged
            .into_iter()
            .filter_map(|(target, outcome)| Some((target, self.following.remove(target)?, outcome)))
            .collect();
        let entry = |(target, pending, outcome): &(usize, Pending, Outcome)| {
            (self.submissions[*target], *outcome, pending.said.clone(), pending.after.clone())
        };
        let entries: Vec<_> = judged.iter().map(entry).collect();
        let written: Result<Vec<Result<Outcome, Problem>>, Problem> = self
            .engine
            .keeper
            .with(move |journal| {
                let settle = |(submission, outcome, said, after): (_, _, Option<String>, Reading)| {
                    journal.settled(submission, outcome, said.as_deref(), Some(&after), Timestamp::now())
                };
                Ok(entries.into_iter().map(settle).collect())
            })
            .await;
        let written = written.unwrap_or_else(|problem| vec![Err(problem); judged.len()]);
        for ((target, pending, _), settled) in judged.into_iter().zip(written) {
            match settled {
                Ok(outcome) => self.settle(target, outcome, pending.said, pending.after, pending.row),
                Err(problem) => {
                    // What the journal does not say is not told as settled.
                    let told = problem.to_string();
                    self.settle(target, pending.outcome, Some(told.clone()), pending.after, pending.row);
                    self.pause(&told);
                }
            }
        }
    }

    fn settle(
        &mut self,
        target: usize,
        outcome: Outcome,
        reason: Option<String>,
        after: Reading,
        row: Option<Box<AccountRow>>,
    ) {
        self.outcomes[target].outcome = outcome;
        let planned = &self.plan.targets[target];
        let (target, before) = (planned.id.clone(), planned.expected.before.clone());
        let settled = Settled { target, outcome, reason, before, after, row };
        (self.tell)(RunEvent::Settled(Box::new(settled)));
    }

    /// Leaves what is followed as it stands.
    pub(super) fn leave_all_open(&mut self) {
        for (target, pending) in self.following.take_all() {
            self.leave_open(target, pending);
        }
    }

    /// Tells how those stand by the journal's word of which nothing was told: they were given to the line, and their
    /// answers were not awaited.
    pub(super) fn settle_as_kept(&mut self, kept: &HashMap<SubmissionId, Outcome>) {
        for target in 0..self.submissions.len() {
            let stands = kept.get(&self.submissions[target]).copied().unwrap_or(Outcome::Planned);
            if self.outcomes[target].outcome == Outcome::Planned && stands != Outcome::Planned {
                let why = (stands == Outcome::Unknown).then(|| "its answer was not awaited any longer".to_owned());
                self.settle(target, stands, why, Reading::Nothing, None);
            }
        }
    }

    /// The exit code, by what became of all.
    pub(super) fn exit_code(&self, no_wait: bool) -> u8 {
        exit_code(self.outcomes.iter().copied(), no_wait)
    }

    /// How many targets were not sent.
    pub(super) fn planned(&self) -> usize {
        self.outcomes.iter().filter(|told| told.outcome == Outcome::Planned).count()
    }
}

fn outcome_of(verdict: Verdict) -> Option<Outcome> {
    match verdict {
        Verdict::Verified => Some(Outcome::Verified),
        Verdict::Completed => Some(Outcome::Completed),
        Verdict::Failed => Some(Outcome::Failed),
        Verdict::StillOpen => None,
    }
}

/// Why it was not taken, where trying on can help.
fn not_taken(outcome: Outcome, status: Option<u16>, problem: Option<&Problem>) -> Option<NotTaken> {
    match (status, problem.map(|problem| problem.kind)) {
        _ if outcome != Outcome::Planned => None,
        (Some(_), _) => Some(NotTaken::TooMany),
        (None, Some(ProblemKind::Unreachable | ProblemKind::Timeout)) => Some(NotTaken::NoConnection),
        (None, _) => None,
    }
}
