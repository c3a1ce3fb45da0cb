//! What may be sent again, and when.
//!
//! Only reads are repeated in this room. A write is sent once: whether it may go again is told by its
//! [`Answer`](super::Answer), and decided where it is written down.

use std::time::Duration;

use super::transport::Reply;
use crate::model::Problem;

/// A failure, and whether the same request may be sent again.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) problem: Problem,
    pub(super) again: Again,
}

/// Whether the same request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// It would fail the same way.
    Never,
    /// It may go better, but the first one may have been carried out: reads only.
    IfRead,
    /// It may go better, and the first one was not handed over.
    Unsent,
    /// The token was not accepted: once, with a new one.
    SignedIn,
    /// The tenant did not take it and named the time to wait.
    After(Duration),
    /// The tenant failed and named the time to wait; it may have been carried out.
    AfterIfRead(Duration),
}

impl Again {
    /// How long nobody is to send, whatever becomes of this request.
    pub(super) fn pause(self) -> Option<Duration> {
        match self {
            Self::After(wait) | Self::AfterIfRead(wait) => Some(wait.min(LONGEST_PAUSE)),
            Self::Never | Self::IfRead | Self::Unsent | Self::SignedIn => None,
        }
    }
}

impl Failure {
    pub(super) fn new(problem: Problem, again: Again) -> Self {
        Self { problem, again }
    }

    pub(super) fn for_good(problem: Problem) -> Self {
        Self::new(problem, Again::Never)
    }

    /// The same, with what the head of the answer said before the line failed.
    pub(super) fn known_by(self, head: &Reply) -> Self {
        let problem = self.problem.with_status(head.status).with_tracking_id(head.tracking_id.clone());
        Self { problem, ..self }
    }
}

/// The sends of a read before its failure is told.
const TRIES: u32 = 4;
/// The longest wait before the second send; it doubles from there, so that an outage of a second or two is outlasted.
/// The actual wait is drawn between the half of that and the whole.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// How long in all we wait on the word of a tenant that says "too many requests".
const PATIENCE: Duration = Duration::from_mins(2);
/// The longest that everybody waits on its word.
const LONGEST_PAUSE: Duration = Duration::from_mins(10);

/// Counts the sends of one read and decides on the next.
#[derive(Debug, Default)]
pub(super) struct Tries {
    failed: u32,
    signed_in_again: bool,
    held_back: Duration,
    sent: u32,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Send it again after the wait.
    Wait(Duration),
    /// Fetch a new token and send it again.
    SignIn,
    /// Send it again once the pause for everybody is over.
    Pause(Duration),
    /// Tell the failure.
    GiveUp,
}

impl Tries {
    /// How often it had been sent before.
    pub(super) fn before(&self) -> u32 {
        self.sent
    }

    /// Decides after a failure. `chance` is drawn from 0 to 1.
    pub(super) fn after(&mut self, again: Again, chance: f64) -> Next {
        self.sent += 1;
        match again {
            Again::IfRead | Again::Unsent if self.may_repeat() => {
                let longest = FIRST_WAIT.saturating_mul(1 << self.failed);
                self.failed += 1;
                Next::Wait(longest.mul_f64(f64::midpoint(1.0, chance)))
            }
            Again::SignedIn if !self.signed_in_again => {
                self.signed_in_again = true;
                Next::SignIn
            }
            Again::After(wait) if self.held_back.saturating_add(wait) <= PATIENCE => {
                self.held_back += wait;
                Next::Pause(wait)
            }
            Again::AfterIfRead(wait) if self.may_repeat() && self.held_back.saturating_add(wait) <= PATIENCE => {
                self.failed += 1;
                self.held_back += wait;
                Next::Pause(wait)
            }
            _ => Next::GiveUp,
        }
    }

    fn may_repeat(&self) -> bool {
        self.failed + 1 < TRIES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_read_is_sent_four_times_with_growing_waits() {
        let mut tries = Tries::default();
        let waits: Vec<Next> = (0..4).map(|_| tries.after(Again::IfRead, 1.0)).collect();
        let wait = |ms| Next::Wait(Duration::from_millis(ms));
        assert_eq!(waits, [wait(500), wait(1_000), wait(2_000), Next::GiveUp]);
    }

    #[test]
    fn the_wait_is_drawn_from_the_half_to_the_whole() {
        assert_eq!(Tries::default().after(Again::IfRead, 0.0), Next::Wait(Duration::from_millis(250)));
        assert_eq!(Tries::default().after(Again::IfRead, 0.5), Next::Wait(Duration::from_millis(375)));
    }

    #[test]
    fn a_new_token_is_tried_once() {
        let mut tries = Tries::default();
        assert_eq!(tries.after(Again::SignedIn, 1.0), Next::SignIn);
        assert_eq!(tries.after(Again::SignedIn, 1.0), Next::GiveUp);
    }

    #[test]
    fn too_many_requests_are_waited_out_for_two_minutes() {
        let mut tries = Tries::default();
        for _ in 0..12 {
            assert_eq!(tries.after(Again::After(seconds(10)), 1.0), Next::Pause(seconds(10)));
        }
        assert_eq!(tries.after(Again::After(seconds(10)), 1.0), Next::GiveUp);
        assert_eq!(tries.before(), 13);
    }

    #[test]
    fn a_tenant_that_fails_is_given_its_time() {
        let again = Again::AfterIfRead(seconds(5));
        let mut tries = Tries::default();
        let nexts: Vec<Next> = (0..4).map(|_| tries.after(again, 1.0)).collect();
        assert_eq!(nexts, [Next::Pause(seconds(5)), Next::Pause(seconds(5)), Next::Pause(seconds(5)), Next::GiveUp]);
        assert_eq!(Tries::default().after(Again::AfterIfRead(seconds(121)), 1.0), Next::GiveUp);
    }

    #[test]
    fn everybody_waits_as_long_as_the_tenant_says_but_no_longer_than_ten_minutes() {
        for (again, pause) in [
            (Again::After(seconds(300)), Some(300)),
            (Again::AfterIfRead(seconds(3)), Some(3)),
            (Again::After(seconds(u64::MAX)), Some(600)),
            (Again::IfRead, None),
        ] {
            assert_eq!(again.pause(), pause.map(seconds), "{again:?}");
        }
    }

    #[test]
    fn a_wait_beyond_all_reckoning_is_given_up_on() {
        let mut tries = Tries::default();
        assert_eq!(tries.after(Again::After(seconds(1)), 1.0), Next::Pause(seconds(1)));
        assert_eq!(tries.after(Again::After(seconds(u64::MAX)), 1.0), Next::GiveUp);
    }
}
