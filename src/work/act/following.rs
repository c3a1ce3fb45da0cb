//! What was sent and is followed: when to look at it, and how much of it at once.
//!
//! ```text
//! tasks    ├──beat──┼──beat──┼──      at most one list of each kind a beat, of those that wait longest;
//! targets  ├──beat──┼──beat──┼──      the few that no list names are asked for by their ids besides
//! ```
//!
//! Few targets wait for no beat. No clock is read here.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

use super::Tempo;
use super::looking::Due;
use super::pending::{Look, Pending};
use crate::work::protocol::Plan;
use crate::work::readings;

/// What was sent and is followed.
pub(super) struct Following<'r> {
    plan: &'r Plan,
    tempo: &'r Tempo,
    /// How long each is followed; none where nothing is.
    limit: Option<Duration>,
    /// By target of the plan.
    pending: BTreeMap<usize, Pending>,
    /// When tasks and targets were looked at last.
    looked_at_tasks: Option<Instant>,
    looked_at_targets: Option<Instant>,
}

impl<'r> Following<'r> {
    pub(super) fn new(plan: &'r Plan, tempo: &'r Tempo, limit: Option<Duration>) -> Self {
        Self { plan, tempo, limit, pending: BTreeMap::new(), looked_at_tasks: None, looked_at_targets: None }
    }

    pub(super) fn add(&mut self, target: usize, pending: Pending) {
        self.pending.insert(target, pending);
    }

    pub(super) fn get_mut(&mut self, target: usize) -> Option<&mut Pending> {
        self.pending.get_mut(&target)
    }

    pub(super) fn remove(&mut self, target: usize) -> Option<Pending> {
        self.pending.remove(&target)
    }

    /// Whether there is something to wait for.
    pub(super) fn goes_on(&self) -> bool {
        self.limit.is_some() && !self.pending.is_empty()
    }

    /// Everything that is followed, which then is no more.
    pub(super) fn take_all(&mut self) -> Vec<(usize, Pending)> {
        std::mem::take(&mut self.pending).into_iter().collect()
    }

    /// What was followed long enough, or cannot tell any more; it is followed no more.
    pub(super) fn take_given_up(&mut self, now: Instant) -> Vec<(usize, Pending)> {
        let limit = self.limit.unwrap_or_default();
        let tempo = self.tempo;
        let is_over = |pending: &Pending| pending.age(now) >= limit || pending.next(tempo).is_none();
        self.pending.extract_if(.., |_, pending| is_over(pending)).collect()
    }

    /// When to look next, or to give something up.
    pub(super) fn next_look(&self, now: Instant, is_busy: bool) -> Option<Instant> {
        let limit = self.limit?;
        let next = |pending: &Pending| {
            let Some((at, look)) = pending.next(self.tempo) else { return now };
            let at = self.beat_of(look, is_busy).map_or(at, |beat| at.max(beat));
            at.min(now + limit.saturating_sub(pending.age(now)))
        };
        self.pending.values().map(next).min()
    }

    /// What to look at now.
    pub(super) fn due(&mut self, now: Instant, is_busy: bool) -> Vec<Due> {
        let mut due = self.due_tasks(now, is_busy);
        if !due.is_empty() {
            self.looked_at_tasks = Some(now);
        }
        let targets = self.due_targets(now, is_busy);
        if !targets.is_empty() {
            self.looked_at_targets = Some(now);
        }
        due.extend(targets);
        due
    }

    fn due_tasks(&self, now: Instant, is_busy: bool) -> Vec<Due> {
        let waiting = self.waiting(Look::Task, now, is_busy);
        let is_asked_alone = |pending: &Pending| self.are_few() || pending.is_missed(now, self.tempo);
        let (mut alone, together): (Vec<usize>, Vec<usize>) =
            waiting.into_iter().partition(|target| is_asked_alone(&self.pending[target]));
        alone.truncate(self.tempo.few);
        let task = |target: &usize| self.pending[target].task.clone().unwrap_or_default();
        let room = room_for(&together.iter().map(task).collect::<Vec<_>>());
        let due = |by_id| move |target: usize| (target, by_id);
        let all = alone.into_iter().map(due(true)).chain(together.into_iter().take(room).map(due(false)));
        all.map(|(target, by_id)| self.due_of(target, Look::Task, by_id)).collect()
    }

    /// The targets that are due and go into one request with so many others, whether or not it is time for the beat.
    pub(super) fn due_beside(&mut self, others: usize, now: Instant) -> Vec<Due> {
        self.looked_at_targets = Some(now);
        let mut waiting = self.since_when(Look::Target, now);
        waiting.truncate(readings::MOST_BESIDE.saturating_sub(others));
        waiting.into_iter().map(|target| self.due_of(target, Look::Target, false)).collect()
    }

    fn due_targets(&self, now: Instant, is_busy: bool) -> Vec<Due> {
        let waiting = self.waiting(Look::Target, now, is_busy);
        let id = |target: &usize| self.plan.targets[*target].id.clone();
        let room = room_for(&waiting.iter().map(id).collect::<Vec<_>>());
        waiting.into_iter().take(room).map(|target| self.due_of(target, Look::Target, false)).collect()
    }

    /// Those to be looked at in this way, the ones that wait longest first; none before the beat.
    fn waiting(&self, look: Look, now: Instant, is_busy: bool) -> Vec<usize> {
        let is_time = self.beat_of(look, is_busy).is_none_or(|beat| beat <= now);
        if is_time { self.since_when(look, now) } else { Vec::new() }
    }

    /// Those to be looked at in this way by now, the ones that wait longest first.
    fn since_when(&self, look: Look, now: Instant) -> Vec<usize> {
        let since = |(target, pending): (&usize, &Pending)| {
            let (at, _) = pending.next(self.tempo).filter(|(at, next)| *next == look && *at <= now)?;
            Some((at, *target))
        };
        let mut waiting: Vec<(Instant, usize)> = self.pending.iter().filter_map(since).collect();
        waiting.sort_unstable();
        waiting.into_iter().map(|(_, target)| target).collect()
    }

    fn due_of(&self, target: usize, look: Look, by_id: bool) -> Due {
        let task = self.pending.get(&target).and_then(|pending| pending.task.clone());
        Due { target, id: self.plan.targets[target].id.clone(), look, task, by_id }
    }

    /// Before when nothing is looked at in this way.
    fn beat_of(&self, look: Look, is_busy: bool) -> Option<Instant> {
        let last = match look {
            Look::Task => self.looked_at_tasks,
            Look::Target => self.looked_at_targets,
        };
        let beat = match look {
            _ if !is_busy => self.tempo.beat,
            Look::Task => self.tempo.busy_beat,
            Look::Target => self.tempo.busy_reading,
        };
        last.filter(|_| !self.are_few()).map(|last| last + beat)
    }

    fn are_few(&self) -> bool {
        self.pending.len() <= self.tempo.few
    }
}

/// How many of these ids, from the first on, fit in one request.
fn room_for(ids: &[String]) -> usize {
    readings::batches(ids).first().map_or(0, |batch| batch.len())
}

#[cfg(test)]
#[path = "following/tests.rs"]
mod tests;
