//! When a run looks again at what it sent.

use std::time::Duration;

/// When a run looks again at what it sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tempo {
    /// Between two looks of the same kind, where there is more to follow than [`Tempo::few`].
    pub beat: Duration,
    /// The same for tasks while there is more to send: what is sent needs the places in the pace more.
    pub busy_beat: Duration,
    /// The same for targets; those that are due are read together with what is about to be sent, wherever there is room.
    pub busy_reading: Duration,
    /// Between two questions for the same task, or two readings of what has none, at least; the longer ago it was sent, the
    /// more: a tenth of that.
    pub poll: Duration,
    /// The same, at most.
    pub slowest_poll: Duration,
    /// A task that no list named is asked for by its id after so long.
    pub missing: Duration,
    /// After a task ended: when its target is read. After the last, every so often as the last one says.
    pub verify: Vec<Duration>,
    /// After the sending: when the target of a lost answer is read.
    pub look_up: Vec<Duration>,
    /// How long answers in flight are awaited once the person wants to leave.
    pub patience: Duration,
    /// Up to so many are followed one by one, without waiting for the beat.
    pub few: usize,
}

/// A task is asked for again after this part of its age.
const PART_OF_AGE: u32 = 10;

impl Default for Tempo {
    fn default() -> Self {
        let seconds = |all: &[u64]| all.iter().copied().map(Duration::from_secs).collect();
        Self {
            beat: Duration::from_secs(2),
            busy_beat: Duration::from_secs(4),
            busy_reading: Duration::from_secs(6),
            poll: Duration::from_secs(1),
            slowest_poll: Duration::from_secs(30),
            missing: Duration::from_mins(1),
            verify: seconds(&[1, 5, 15, 60]),
            look_up: seconds(&[5, 30, 120, 600]),
            patience: Duration::from_secs(5),
            few: 3,
        }
    }
}

impl Tempo {
    /// How long to wait before asking again for what was sent so long ago.
    pub(super) fn poll_after(&self, age: Duration) -> Duration {
        (age / PART_OF_AGE).clamp(self.poll, self.slowest_poll)
    }

    /// The same so many times faster: for tenants that do everything at once.
    #[must_use]
    pub fn faster(self, times: u32) -> Self {
        let all = |all: Vec<Duration>| all.into_iter().map(|one| one / times).collect();
        Self {
            beat: self.beat / times,
            busy_beat: self.busy_beat / times,
            busy_reading: self.busy_reading / times,
            poll: self.poll / times,
            slowest_poll: self.slowest_poll / times,
            missing: self.missing / times,
            verify: all(self.verify),
            look_up: all(self.look_up),
            patience: self.patience / times,
            few: self.few,
        }
    }
}
