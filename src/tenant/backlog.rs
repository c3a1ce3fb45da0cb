//! What was accepted and has not happened yet. Everything takes its time: a task's is drawn from the seed and the number
//! of the write, and what it does happens when that time is up.
//!
//! There is no clock and no timer: whoever asks the tenant says what time it is, and first everything happens that was due
//! by then, in the order it was due.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::ops::RangeInclusive;
use std::time::Duration;

use super::effect::Effect;
use super::ids::{Ids, Kind};
use super::moment::Millis;
use super::store::Store;
use super::store::written::Attributes;
use super::tasks::{self, Sheet, Task};

/// How somebody who asked for something can follow it.
#[derive(Clone, Debug)]
pub(super) enum Follow {
    /// By a task, which `GET /task-status` tells of.
    Task(Sheet),
    /// By an id that is none of a task: reloading is a job of another part of the vendor's system.
    Job,
    /// Not at all. It happens a little later, sooner than a task would end.
    Nothing,
}

/// What is decided beforehand of how a write ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fate {
    /// Nothing happens, for this reason.
    pub(super) error: Option<String>,
    /// It happens, but with this warning.
    pub(super) warning: Option<String>,
    /// Nobody is told of its task.
    pub(super) forgotten: bool,
}

/// Everything that is to happen, and the tasks of what did.
#[derive(Debug)]
pub(super) struct Backlog {
    ids: Ids,
    time: RangeInclusive<Millis>,
    tasks: Vec<Task>,
    pending: BinaryHeap<Reverse<Pending>>,
    accepted: u32,
}

#[derive(Debug)]
struct Pending {
    due: Millis,
    /// Which write it is, counted from 0: what is due at the same moment happens in the order it was accepted.
    number: u32,
    effect: Effect,
    fate: Fate,
    task: Option<usize>,
}

/// What is drawn from a write's number, one purpose each.
#[derive(Clone, Copy)]
#[repr(u64)]
enum Draw {
    Time = 400,
    Job,
    JobEnd,
}

/// What has no task happens after this part of a task's time.
const SOONER: Millis = 4;

impl Backlog {
    /// An empty one of a tenant whose tasks take so long; there are tasks of its past.
    pub(super) fn new(ids: Ids, time: &RangeInclusive<Duration>, now: Millis) -> Self {
        let millis = |time: &Duration| Millis::try_from(time.as_millis()).unwrap_or(Millis::MAX / 4);
        Self {
            ids,
            time: millis(time.start())..=millis(time.end()),
            tasks: tasks::at_the_start(ids, now),
            pending: BinaryHeap::new(),
            accepted: 0,
        }
    }

    pub(super) fn tasks(&self) -> &[Task] {
        &self.tasks
    }

    /// The task of this id, unless it is forgotten.
    pub(super) fn task(&self, id: &str) -> Option<&Task> {
        let number = self.ids.number(Kind::Task, id)?;
        self.tasks.get(number as usize).filter(|task| !task.forgotten)
    }

    /// Whether something is running that concerns a source.
    pub(super) fn is_busy(&self, source: u8) -> bool {
        let concerns = |task: &&Task| task.sheet.source.as_ref().is_some_and(|(place, _)| *place == source);
        self.tasks.iter().filter(|task| task.ended.is_none()).any(|task| concerns(&task))
    }

    /// The number kept for an account that is about to be created, if one like it is.
    pub(super) fn creation(&self, like: impl Fn(u32, &Attributes) -> bool) -> Option<u32> {
        let mut created = self.pending.iter().filter_map(|Reverse(pending)| pending.effect.created());
        created.find(|(number, attributes)| like(*number, attributes)).map(|(number, _)| number)
    }

    /// When the next thing happens; far in the future where nothing is to.
    pub(super) fn next(&self) -> Millis {
        self.pending.peek().map_or(Millis::MAX, |Reverse(next)| next.due)
    }

    /// Accepts a write, and gives the id its answer carries, where it carries one.
    pub(super) fn accept(&mut self, effect: Effect, follow: Follow, fate: Fate, now: Millis) -> Option<String> {
        let number = self.accepted;
        self.accepted += 1;
        let time = self.time_of(number);
        let due = now + if matches!(follow, Follow::Nothing) { time / SOONER } else { time };
        let (id, task) = match follow {
            Follow::Nothing => (None, None),
            Follow::Job => (Some(self.job_id(number)), None),
            Follow::Task(sheet) => {
                let task = Task::launch(self.ids, self.tasks.len(), sheet, now);
                let id = task.id.clone();
                self.tasks.push(Task { due: Some(due), forgotten: fate.forgotten, ..task });
                (Some(id), Some(self.tasks.len() - 1))
            }
        };
        self.pending.push(Reverse(Pending { due, number, effect, fate, task }));
        id
    }

    /// Lets everything happen that was due by now.
    pub(super) fn catch_up(&mut self, store: &mut Store, now: Millis) {
        while let Some(next) = self.take_due(now) {
            let became = match next.fate.error {
                Some(reason) => Err(reason),
                None => next.effect.happen(store, next.due),
            };
            let became = became.map(|warnings| warnings.into_iter().chain(next.fate.warning).collect());
            if let Some(task) = next.task.and_then(|number| self.tasks.get_mut(number)) {
                task.end(next.due, became);
            }
        }
    }

    fn take_due(&mut self, now: Millis) -> Option<Pending> {
        let next = self.pending.peek_mut().filter(|next| next.0.due <= now)?;
        Some(PeekMut::pop(next).0)
    }

    /// How long write `number` takes.
    fn time_of(&self, number: u32) -> Millis {
        let (shortest, longest) = (*self.time.start(), *self.time.end());
        let span = longest.saturating_sub(shortest).cast_unsigned().saturating_add(1);
        shortest + (self.ids.noise(Draw::Time as u64, number) % span).cast_signed()
    }

    /// `39d010a0-5bb2-47fe-b4a5-6a231a83c99b`.
    fn job_id(&self, number: u32) -> String {
        let (a, b) = (self.ids.noise(Draw::Job as u64, number), self.ids.noise(Draw::JobEnd as u64, number));
        let [high, middle, version] = [a >> 32, a >> 16 & 0xffff, a & 0xfff];
        let [variant, low] = [b >> 48 & 0x3fff | 0x8000, b & 0xffff_ffff_ffff];
        format!("{high:08x}-{middle:04x}-4{version:03x}-{variant:04x}-{low:012x}")
    }
}

impl Ord for Pending {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.due, self.number).cmp(&(other.due, other.number))
    }
}

impl PartialOrd for Pending {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Pending {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Pending {}

#[cfg(test)]
mod tests {
    use super::super::seed;
    use super::super::settings::Case;
    use super::super::tasks::Outcome;
    use super::*;

    const NOW: Millis = 1_795_000_000_000;

    fn tenant(seconds: RangeInclusive<u64>) -> (Store, Backlog) {
        let store = seed::store(7, 600, Case::Insensitive, NOW);
        let time = Duration::from_secs(*seconds.start())..=Duration::from_secs(*seconds.end());
        let backlog = Backlog::new(store.ids, &time, NOW);
        (store, backlog)
    }

    fn sheet() -> Follow {
        Follow::Task(Sheet {
            queue: "QUEUED_TASK",
            kind: "ACCOUNT_DELETION",
            name: "Remove account x".to_owned(),
            launcher: "adele.vance".to_owned(),
            target: None,
            source: Some((4, "id".to_owned())),
        })
    }

    fn vanish(account: u32) -> Effect {
        Effect::Vanish { account }
    }

    #[test]
    fn a_task_runs_until_its_time_is_up_and_only_then_does_anything_happen() {
        let (mut store, mut backlog) = tenant(2..=2);
        let id = backlog.accept(vanish(5), sheet(), Fate::default(), NOW).unwrap();
        assert_eq!(backlog.next(), NOW + 2_000);
        backlog.catch_up(&mut store, NOW + 1_999);
        assert!(store.account(5).is_some() && backlog.task(&id).unwrap().ended.is_none() && backlog.is_busy(4));
        backlog.catch_up(&mut store, NOW + 9_000);
        assert!(store.account(5).is_none() && !backlog.is_busy(4));
        assert_eq!(backlog.task(&id).unwrap().ended, Some((NOW + 2_000, Outcome::Success)));
        assert_eq!(backlog.next(), Millis::MAX);
    }

    #[test]
    fn what_has_no_task_happens_sooner_and_a_job_is_no_task() {
        let (mut store, mut backlog) = tenant(4..=4);
        assert_eq!(backlog.accept(vanish(5), Follow::Nothing, Fate::default(), NOW), None);
        let job = backlog.accept(vanish(6), Follow::Job, Fate::default(), NOW).unwrap();
        let parts: Vec<usize> = job.split('-').map(str::len).collect();
        assert_eq!((parts, backlog.task(&job).is_none()), (vec![8, 4, 4, 4, 12], true));
        backlog.catch_up(&mut store, NOW + 1_000);
        assert!(store.account(5).is_none() && store.account(6).is_some());
        backlog.catch_up(&mut store, NOW + 4_000);
        assert!(store.account(6).is_none());
    }

    #[test]
    fn times_are_drawn_from_the_span_and_the_same_for_the_same_seed() {
        let due = |seconds: RangeInclusive<u64>| {
            let (_, mut backlog) = tenant(seconds);
            let mut due = |account| {
                let id = backlog.accept(vanish(account), sheet(), Fate::default(), NOW).unwrap();
                backlog.task(&id).unwrap().due.unwrap() - NOW
            };
            (0..100).map(&mut due).collect::<Vec<_>>()
        };
        let drawn = due(1..=3);
        assert_eq!(drawn, due(1..=3));
        assert!(drawn.iter().all(|time| (1_000..=3_000).contains(time)));
        assert!(drawn.iter().any(|time| *time < 1_500) && drawn.iter().any(|time| *time > 2_500));
        assert!(due(0..=0).iter().all(|time| *time == 0));
    }

    #[test]
    fn fate_decides_how_it_ends() {
        let (mut store, mut backlog) = tenant(0..=0);
        let words = |text: &str| Some(text.to_owned());
        let fates = [
            Fate { error: words("no"), ..Fate::default() },
            Fate { warning: words("hm"), ..Fate::default() },
            Fate { forgotten: true, ..Fate::default() },
        ];
        let mut accept = |(account, fate)| backlog.accept(vanish(account), sheet(), fate, NOW).unwrap();
        let ids: Vec<String> = (5..).zip(fates).map(&mut accept).collect();
        backlog.catch_up(&mut store, NOW);
        let ended = |id: &str| backlog.task(id).map(|task| (task.ended.unwrap().1, task.messages.clone()));
        assert_eq!(ended(&ids[0]), Some((Outcome::Error, vec!["no".to_owned()])));
        assert_eq!(ended(&ids[1]), Some((Outcome::Warning, vec!["hm".to_owned()])));
        assert_eq!(ended(&ids[2]), None);
        assert_eq!((5..8).map(|n| store.account(n).is_some()).collect::<Vec<_>>(), [true, false, false]);
    }

    #[test]
    fn what_is_due_at_the_same_moment_happens_in_the_order_it_was_accepted() {
        let (mut store, mut backlog) = tenant(0..=0);
        let ids: Vec<String> =
            (0..50).map(|_| backlog.accept(vanish(5), sheet(), Fate::default(), NOW).unwrap()).collect();
        backlog.catch_up(&mut store, NOW);
        let succeeded = |id: &String| backlog.task(id).unwrap().ended.unwrap().1 == Outcome::Success;
        assert_eq!(ids.iter().map(succeeded).collect::<Vec<_>>(), [vec![true], vec![false; 49]].concat());
    }
}
