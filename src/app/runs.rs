//! The runs of this screen: what was confirmed, and what is known of each target.
//!
//! Written by what the worker tells, read by the table (`unlocking…`), the header (`2 running`), the run screen and the
//! list of tasks.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::{Outcome, Verb};
use crate::work::protocol::{Fate, JobId, Plan, Reading, RunEvent, Settled, Target};

/// How a run stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Being sent and followed.
    Going,
    /// Nothing more is sent until the person says so; what was sent is followed.
    Paused {
        /// Why; empty where the person paused it.
        why: String,
    },
    /// Nothing more is sent; what is in flight is awaited.
    Stopping,
    /// Over.
    Ended {
        /// The hash the journal ends in, to quote in a ticket.
        head: String,
    },
}

/// What is known of a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// What became of it so far.
    pub outcome: Outcome,
    /// How far its task is, in percent, where the tenant tells.
    pub percent: Option<u64>,
    /// The HTTP status of the answer.
    pub status: Option<u16>,
    /// The vendor's id of the request.
    pub tracking_id: Option<String>,
    /// Why, where there is something to say.
    pub reason: Option<String>,
    /// What was read last.
    pub after: Reading,
    /// When it was given to the tenant.
    pub sent_at: Option<Timestamp>,
    /// When nothing more was to be heard of it.
    pub ended_at: Option<Timestamp>,
}

/// A run of this screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The job that carries it out.
    pub job: JobId,
    /// Its number in the journal, once it has one.
    pub number: Option<i64>,
    /// What was confirmed.
    pub plan: Arc<Plan>,
    /// What it writes, in words, as the plan told it.
    pub what: Vec<String>,
    /// How it stands.
    pub stage: Stage,
    /// When it was confirmed.
    pub begun_at: Timestamp,
    /// What is known of each target, in the order of the plan.
    pub progress: Vec<Progress>,
    /// Where each target stands in the plan.
    places: HashMap<String, usize>,
}

impl Run {
    fn new(job: JobId, plan: Arc<Plan>, what: Vec<String>, now: Timestamp) -> Self {
        let places = plan.targets.iter().enumerate().map(|(place, target)| (target.id.clone(), place)).collect();
        let progress = plan.targets.iter().map(|target| Progress::of(target, now)).collect();
        Self { job, number: None, plan, what, stage: Stage::Going, begun_at: now, progress, places }
    }

    /// Whether more will be heard of it.
    #[must_use]
    pub fn is_going(&self) -> bool {
        !matches!(self.stage, Stage::Ended { .. })
    }

    /// Whether more is sent, now or once the person says so.
    fn may_send(&self) -> bool {
        matches!(self.stage, Stage::Going | Stage::Paused { .. })
    }

    /// Whether it went as it was confirmed: each target that was to be sent is as wanted, as far as reading can show.
    #[must_use]
    pub fn went_well(&self) -> bool {
        let mut both = self.plan.targets.iter().zip(&self.progress);
        both.all(|(target, progress)| target.fate != Fate::Send || target.is_well(progress.outcome))
    }

    /// Whether something of it is still to be sent or to be seen.
    #[must_use]
    pub fn has_open_targets(&self) -> bool {
        self.is_going() && self.settled() < self.to_send()
    }

    /// How many targets were to be sent.
    #[must_use]
    pub fn to_send(&self) -> usize {
        self.plan.to_send().count()
    }

    /// How many targets were given to the tenant.
    #[must_use]
    pub fn sent(&self) -> usize {
        self.progress.iter().filter(|progress| progress.sent_at.is_some()).count()
    }

    /// How many of those to be sent have come to their end.
    #[must_use]
    pub fn settled(&self) -> usize {
        let to_send = self.plan.targets.iter().zip(&self.progress).filter(|(target, _)| target.fate == Fate::Send);
        to_send.filter(|(_, progress)| progress.ended_at.is_some()).count()
    }

    /// How many targets were given to the tenant and have not come to their end.
    #[must_use]
    pub fn under_way(&self) -> usize {
        self.progress.iter().filter(|progress| progress.sent_at.is_some() && progress.ended_at.is_none()).count()
    }

    /// How many targets were to be sent and were not.
    #[must_use]
    pub fn not_sent(&self) -> usize {
        let both = self.plan.targets.iter().zip(&self.progress);
        both.filter(|(target, progress)| target.fate == Fate::Send && progress.outcome == Outcome::Planned).count()
    }

    /// How many targets there are of each outcome that occurs; what was skipped counts as one.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for progress in &self.progress {
            *counts.entry(progress.outcome.on_screen()).or_default() += 1;
        }
        counts
    }

    /// A target and what is known of it.
    #[must_use]
    pub fn target(&self, id: &str) -> Option<(&Target, &Progress)> {
        let place = *self.places.get(id)?;
        Some((self.plan.targets.get(place)?, self.progress.get(place)?))
    }

    fn progress_mut(&mut self, id: &str) -> Option<&mut Progress> {
        let place = *self.places.get(id)?;
        self.progress.get_mut(place)
    }

    fn take_in(&mut self, event: &RunEvent, now: Timestamp) {
        match event {
            RunEvent::Begun { run } => self.number = Some(*run),
            RunEvent::Sending { target } => {
                if let Some(progress) = self.progress_mut(target) {
                    (progress.outcome, progress.sent_at) = (Outcome::Sent, Some(now));
                }
            }
            RunEvent::Answered { target, outcome, status, problem, tracking_id, .. } => {
                if let Some(progress) = self.progress_mut(target) {
                    progress.outcome = *outcome;
                    progress.status = *status;
                    progress.tracking_id.clone_from(tracking_id);
                    progress.reason = problem.as_ref().map(ToString::to_string);
                    if *outcome == Outcome::Planned {
                        progress.sent_at = None;
                    }
                }
            }
            RunEvent::Running { target, percent } => {
                if let Some(progress) = self.progress_mut(target) {
                    progress.percent = *percent;
                }
            }
            RunEvent::Settled(settled) => self.settle(settled, now),
            RunEvent::Paused { why } if self.may_send() => self.stage = Stage::Paused { why: why.clone() },
            RunEvent::Paused { .. } => {}
            RunEvent::Ended { head, .. } => self.stage = Stage::Ended { head: head.clone() },
        }
    }

    fn settle(&mut self, settled: &Settled, now: Timestamp) {
        if let Some(progress) = self.progress_mut(&settled.target) {
            progress.outcome = settled.outcome;
            // What was wrong on the way there is no reason for what was seen in the end.
            let earlier = progress.reason.take().filter(|_| settled.outcome != Outcome::Verified);
            progress.reason = settled.reason.clone().or(earlier);
            progress.after = settled.after.clone();
            progress.ended_at = Some(now);
        }
    }
}

impl Progress {
    fn of(target: &Target, now: Timestamp) -> Self {
        let reason = match &target.fate {
            Fate::Send => None,
            Fate::Skip { why, .. } => Some(why.clone()),
        };
        Self {
            outcome: target.outcome(),
            percent: None,
            status: None,
            tracking_id: None,
            ended_at: reason.is_some().then_some(now),
            reason,
            after: Reading::Nothing,
            sent_at: None,
        }
    }
}

/// The runs of this screen, oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Runs(Vec<Run>);

impl Runs {
    /// A run was confirmed and given to the worker.
    pub(super) fn begin(&mut self, job: JobId, plan: Arc<Plan>, what: Vec<String>, now: Timestamp) {
        self.0.push(Run::new(job, plan, what, now));
    }

    /// Takes in what happened in a run; none where it is none of ours.
    pub(super) fn take_in(&mut self, job: JobId, event: &RunEvent, now: Timestamp) -> Option<&Run> {
        let run = self.0.iter_mut().find(|run| run.job == job)?;
        run.take_in(event, now);
        Some(run)
    }

    /// The run could not be begun, so that nothing of it was sent.
    pub(super) fn forget(&mut self, job: JobId) -> Option<Run> {
        let at = self.0.iter().position(|run| run.job == job)?;
        Some(self.0.remove(at))
    }

    /// The run of this job.
    #[must_use]
    pub fn of(&self, job: JobId) -> Option<&Run> {
        self.0.iter().find(|run| run.job == job)
    }

    pub(super) fn of_mut(&mut self, job: JobId) -> Option<&mut Run> {
        self.0.iter_mut().find(|run| run.job == job)
    }

    /// Every run, oldest first.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Run> {
        self.0.iter()
    }

    /// Those of which more will be heard.
    pub fn going(&self) -> impl Iterator<Item = &Run> {
        self.0.iter().filter(|run| run.is_going())
    }

    /// What is being done to an account or an identity, as far as this screen knows.
    #[must_use]
    pub fn verb_on(&self, id: &str) -> Option<Verb> {
        let is_at_it = |run: &&Run| {
            run.target(id).is_some_and(|(target, progress)| {
                target.fate == Fate::Send && progress.ended_at.is_none() && progress.outcome != Outcome::Planned
            })
        };
        self.going().find(is_at_it).map(|run| run.plan.order.verb)
    }
}
