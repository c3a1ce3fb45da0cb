//! When what the tenant did not take goes again: a little later, each time a little more, and not for ever.

use std::time::Duration;

use tokio::time::Instant;

/// The waits before the second, third and later tries.
const WAITS: [Duration; 3] = [Duration::from_millis(500), Duration::from_secs(1), Duration::from_secs(2)];
/// So many times in a row without a connection are enough.
const WITHOUT_CONNECTION: usize = 4;
/// So long a tenant that says "too many requests" is borne with.
const PATIENCE: Duration = Duration::from_mins(2);

/// Why something was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotTaken {
    /// There was no connection.
    NoConnection,
    /// The tenant said so; the pace waits as long as it asked for.
    TooMany,
}

/// Counts what was not taken in a row, and holds back what is next.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    times: usize,
    since: Option<Instant>,
    until: Option<Instant>,
}

impl Backoff {
    /// Until when nothing is to be sent, where that is still ahead.
    pub(super) fn holds_until(&self, now: Instant) -> Option<Instant> {
        self.until.filter(|until| *until > now)
    }

    /// The tenant took or refused something: the line works.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Something that was sent at this time was not taken. Says whether to try on; where not, it counts anew.
    pub(super) fn not_taken(&mut self, why: NotTaken, sent: Instant, now: Instant) -> bool {
        if self.until.is_some_and(|until| sent < until) {
            // Sent together with one that was counted.
            return true;
        }
        let since = *self.since.get_or_insert(now);
        let is_enough = match why {
            NotTaken::NoConnection => self.times + 1 >= WITHOUT_CONNECTION,
            NotTaken::TooMany => now - since > PATIENCE,
        };
        if is_enough {
            self.forget();
            return false;
        }
        self.until = Some(now + WAITS[self.times.min(WAITS.len() - 1)]);
        self.times += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn without_a_connection_it_is_tried_four_times() {
        let (mut backoff, mut now) = (Backoff::default(), Instant::now());
        let mut waits = Vec::new();
        while backoff.not_taken(NotTaken::NoConnection, now, now) {
            let until = backoff.holds_until(now).unwrap();
            waits.push((until - now).as_millis());
            now = until;
        }
        assert_eq!(waits, [500, 1_000, 2_000]);
        assert!(backoff.not_taken(NotTaken::NoConnection, now, now), "a person said: go on");
    }

    #[test]
    fn what_was_sent_together_counts_once() {
        let (mut backoff, now) = (Backoff::default(), Instant::now());
        assert!((0..50).all(|_| backoff.not_taken(NotTaken::NoConnection, now, now + seconds(3))));
        assert_eq!(backoff.holds_until(now + seconds(3)), Some(now + seconds(3) + WAITS[0]));
    }

    #[test]
    fn too_many_requests_are_borne_with_for_two_minutes() {
        let (mut backoff, start) = (Backoff::default(), Instant::now());
        let tries = (0..).map(|ten| start + seconds(10 * ten));
        let borne = tries.take_while(|now| backoff.not_taken(NotTaken::TooMany, *now, *now)).count();
        assert_eq!(borne, 13);
    }

    #[test]
    fn an_answer_ends_the_count() {
        let (mut backoff, start) = (Backoff::default(), Instant::now());
        for minute in 0..9 {
            let now = start + seconds(60 * minute);
            assert!(backoff.not_taken(NotTaken::NoConnection, now, now));
            backoff.forget();
            assert_eq!(backoff.holds_until(now), None);
        }
    }
}
