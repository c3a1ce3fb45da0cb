//! When a run looks again at what it sent.

use std::time::Duration;

/// When a run looks again at what it sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tempo {
    /// Between two looks at the tenant, where there is more to follow than [`Tempo::few`].
    pub beat: Duration,
    /// Between two questions for the same task.
    pub poll: Duration,
    /// A task missing from the list is asked for by its id after so long.
    pub missing: Duration,
    /// After the end of the work: when its target is read. After the last, every so often as the last one says.
    pub verify: Vec<Duration>,
    /// After the sending: when the target of a lost answer is read.
    pub look_up: Vec<Duration>,
    /// Up to so many are followed one by one, without waiting for the beat.
    pub few: usize,
}

impl Default for Tempo {
    fn default() -> Self {
        let seconds = |all: &[u64]| all.iter().copied().map(Duration::from_secs).collect();
        Self {
            beat: Duration::from_secs(2),
            poll: Duration::from_secs(1),
            missing: Duration::from_mins(1),
            verify: seconds(&[1, 5, 15, 60]),
            look_up: seconds(&[5, 30, 120, 600]),
            few: 3,
        }
    }
}

impl Tempo {
    /// The same so many times faster: for tenants that do everything at once.
    #[must_use]
    pub fn faster(self, times: u32) -> Self {
        let all = |all: Vec<Duration>| all.into_iter().map(|one| one / times).collect();
        Self {
            beat: self.beat / times,
            poll: self.poll / times,
            missing: self.missing / times,
            verify: all(self.verify),
            look_up: all(self.look_up),
            few: self.few,
        }
    }
}
