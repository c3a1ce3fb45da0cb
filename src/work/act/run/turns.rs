//! Whose turn it is: what waits is read again in batches right before it is sent, and a reading does not hold for long.
//!
//! The age of a reading is told by two clocks. The one on the wall may be set, the other stands still while the machine
//! sleeps; a reading is good only where both say so.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::model::Verb;
use crate::work::protocol::{Fate, Plan};

/// A plan younger than this needs no second reading before it is carried out.
const FRESH: Duration = Duration::from_secs(5);
/// So many targets are read again at once.
const BATCH: usize = 50;
/// The next batch is read while so many of the last are still to be sent.
const RUNNING_LOW: usize = 8;
/// So long a reading holds: longer than it takes to send a batch.
const HOLDS: Duration = Duration::from_secs(15);

/// The turn of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::work::act) struct Turn {
    /// Which target of the plan.
    pub(in crate::work::act) target: usize,
    /// How often it was sent before, and not taken.
    pub(in crate::work::act) sent_before: u32,
    /// It was not taken for its token, which was renewed since.
    pub(in crate::work::act) signed_in_again: bool,
    /// When it was read.
    read: Option<Moment>,
}

impl Turn {
    /// The same after the tenant did not take it, perhaps for its token.
    pub(in crate::work::act) fn not_taken(self, for_its_token: bool) -> Self {
        Self { sent_before: self.sent_before + 1, signed_in_again: for_its_token, ..self }
    }
}

/// A moment by both clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moment {
    steady: Instant,
    wall: Timestamp,
}

impl Moment {
    fn is_within(self, span: Duration, now: Self) -> bool {
        let by_wall = now.wall.duration_since(self.wall);
        now.steady.saturating_duration_since(self.steady) < span && by_wall.unsigned_abs() < span
    }
}

/// What is not sent yet.
pub(super) struct Turns {
    /// To be read before it is sent.
    unread: VecDeque<Turn>,
    /// Read right now, to be sent next.
    ready: VecDeque<Turn>,
}

impl Turns {
    pub(super) fn of(plan: &Plan) -> Self {
        Self::at(plan, Moment { steady: Instant::now(), wall: Timestamp::now() })
    }

    fn at(plan: &Plan, now: Moment) -> Self {
        let made = Moment { wall: plan.made, ..now };
        let to_send = plan.targets.iter().enumerate().filter(|(_, target)| target.fate == Fate::Send);
        let unread = to_send.map(|(target, _)| Turn { target, sent_before: 0, signed_in_again: false, read: None });
        let mut turns = Self { unread: unread.collect(), ready: VecDeque::new() };
        // Replacing writes over whatever moved, so it is read again however young the plan is.
        if plan.order.verb != Verb::Put && made.is_within(FRESH, now) {
            // The rest will be older by the time it is their turn.
            let first = turns.unread.drain(..BATCH.min(turns.unread.len()));
            turns.ready.extend(first.map(|turn| Turn { read: Some(made), ..turn }));
        }
        turns
    }

    pub(super) fn are_left(&self) -> bool {
        !self.unread.is_empty() || !self.ready.is_empty()
    }

    pub(super) fn has_ready(&self) -> bool {
        !self.ready.is_empty()
    }

    /// What was read too long ago is to be read again: after a pause, a wait the tenant asked for, a sleep of the machine.
    pub(super) fn set_aside_stale(&mut self, now: Instant) {
        self.set_aside_at(Moment { steady: now, wall: Timestamp::now() });
    }

    fn set_aside_at(&mut self, now: Moment) {
        let is_stale = |turn: &Turn| !turn.read.is_some_and(|read| read.is_within(HOLDS, now));
        if self.ready.iter().any(is_stale) {
            for turn in std::mem::take(&mut self.ready).into_iter().rev() {
                if is_stale(&turn) { self.unread.push_front(turn) } else { self.ready.push_front(turn) }
            }
        }
    }

    /// The next to be sent, at most so many; one of which `is_alone` is true goes alone.
    pub(super) fn take_ready(&mut self, most: usize, is_alone: impl Fn(usize) -> bool) -> Vec<Turn> {
        let is_first_alone = self.ready.front().is_some_and(|turn| is_alone(turn.target));
        let together = self.ready.iter().take(most).take_while(|turn| !is_alone(turn.target)).count();
        let count = if is_first_alone { 1 } else { together };
        self.ready.drain(..count).collect()
    }

    /// The next batch to be read, once those that were read run low.
    pub(super) fn take_unread(&mut self) -> Vec<Turn> {
        let is_time = self.ready.len() < RUNNING_LOW;
        self.unread.drain(..if is_time { BATCH.min(self.unread.len()) } else { 0 }).collect()
    }

    /// It was read, and may be sent.
    pub(super) fn is_read(&mut self, turn: Turn, now: Instant) {
        let read = Some(Moment { steady: now, wall: Timestamp::now() });
        self.ready.push_back(Turn { read, ..turn });
    }

    /// It could not be read or skipped: its turn comes again.
    pub(super) fn wait(&mut self, turn: Turn) {
        self.unread.push_back(turn);
    }

    /// It was not sent, or not taken: it is the next again.
    pub(super) fn go_again(&mut self, turn: Turn) {
        self.ready.push_front(turn);
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::model::Order;
    use crate::work::protocol::{Expected, Reading, Target, Wanted};

    fn now() -> Moment {
        Moment { steady: Instant::now(), wall: Timestamp::now() }
    }

    /// The moment as two clocks tell it that moved by so many seconds.
    fn after(moment: Moment, steady: u64, wall: i64) -> Moment {
        let wall = moment.wall.checked_add(SignedDuration::from_secs(wall)).unwrap();
        Moment { steady: moment.steady + Duration::from_secs(steady), wall }
    }

    fn plan(verb: Verb, targets: usize, made: Timestamp) -> Plan {
        let target = |id: usize| Target {
            id: id.to_string(),
            row: None,
            name: None,
            fate: Fate::Send,
            expected: Expected {
                wanted: Wanted::Gone,
                before: Reading::Nothing,
                forced: false,
                can_be_shown: true,
                with_sign_in: false,
                sent: None,
            },
            again: false,
            warnings: Vec::new(),
        };
        let targets = (0..targets).map(target).collect();
        Plan { tenant: "acme".into(), user: None, order: Order::plain(verb), made, targets, warnings: Vec::new() }
    }

    /// How many are ready at once, of a plan made so many seconds ago by the clock on the wall.
    fn ready(verb: Verb, targets: usize, seconds_ago: i64) -> usize {
        let now = now();
        Turns::at(&plan(verb, targets, after(now, 0, -seconds_ago).wall), now).ready.len()
    }

    #[test]
    fn only_what_was_planned_just_now_needs_no_second_reading() {
        assert_eq!((ready(Verb::Disable, 3, 0), ready(Verb::Disable, 3, 4), ready(Verb::Disable, 3, 5)), (3, 3, 0));
        assert_eq!(ready(Verb::Disable, 120, 1), 50);
        assert_eq!(
            ready(Verb::Disable, 3, -60),
            0,
            "made in the future: a clock was set, and nobody knows how old it is"
        );
        assert_eq!(ready(Verb::Put, 1, 0), 0, "replacing reads again right before");
    }

    #[test]
    fn a_reading_holds_for_a_quarter_of_a_minute_by_both_clocks() {
        let start = now();
        for (steady, wall, holds) in
            [(0, 0, true), (14, 14, true), (15, 15, false), (0, 3_600, false), (60, 1, false), (1, -60, false)]
        {
            let mut turns = Turns::at(&plan(Verb::Disable, 3, start.wall), start);
            turns.set_aside_at(after(start, steady, wall));
            let stands = (turns.ready.len(), turns.unread.len());
            assert_eq!(stands, if holds { (3, 0) } else { (0, 3) }, "{steady} s and {wall} s later");
        }
    }

    #[test]
    fn what_became_stale_keeps_its_order() {
        let start = now();
        let mut turns = Turns::at(&plan(Verb::Disable, 60, start.wall), start);
        turns.set_aside_at(after(start, 60, 60));
        let order: Vec<usize> = turns.take_unread().into_iter().map(|turn| turn.target).collect();
        assert_eq!(order, (0..50).collect::<Vec<_>>());
    }

    #[test]
    fn the_next_batch_is_read_before_the_last_is_sent() {
        let start = now();
        let mut turns = Turns::at(&plan(Verb::Disable, 120, start.wall), start);
        assert_eq!(turns.take_unread(), []);
        turns.take_ready(43, |_| false);
        assert_eq!(turns.take_unread().len(), 50);
    }

    #[test]
    fn what_may_be_done_twice_goes_alone() {
        let start = now();
        let mut turns = Turns::at(&plan(Verb::DisableIdentity, 7, start.wall), start);
        let mut requests = Vec::new();
        while turns.has_ready() {
            requests.push(turns.take_ready(3, |target| target < 2).len());
        }
        assert_eq!(requests, [1, 1, 3, 2]);
    }
}
