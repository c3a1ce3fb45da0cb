//! What may be sent again, and when.
//!
//! Only reads are repeated after an error: a write whose answer was lost may have been carried out. A write goes again
//! where it was not handed over, or where the tenant said that it did not take it.

use std::time::Duration;

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
}

impl Failure {
    pub(super) fn new(problem: Problem, again: Again) -> Self {
        Self { problem, again }
    }

    pub(super) fn for_good(problem: Problem) -> Self {
        Self::new(problem, Again::Never)
    }
}

/// The sends of a read before its failure is told.
const TRIES: u32 = 4;
/// The wait before the second send; it doubles from there. The actual wait is drawn between nothing and that.
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// How long in all we wait on the word of a tenant that says "too many requests".
const PATIENCE: Duration = Duration::from_mins(2);

/// Counts the sends of one request and decides on the next.
#[derive(Debug)]
pub(super) struct Tries {
    is_read: bool,
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
    /// Let nobody send for so long, then send it again.
    Pause(Duration),
    /// Tell the failure.
    GiveUp,
}

impl Tries {
    pub(super) fn new(is_read: bool) -> Self {
        Self { is_read, failed: 0, signed_in_again: false, held_back: Duration::ZERO, sent: 0 }
    }

    /// How often it had been sent before.
    pub(super) fn before(&self) -> u32 {
        self.sent
    }

    /// Decides after a failure. `chance` is drawn from 0 to 1.
    pub(super) fn after(&mut self, again: Again, chance: f64) -> Next {
        self.sent += 1;
        match again {
            Again::IfRead | Again::Unsent if self.may_repeat(again) => {
                let longest = FIRST_WAIT.saturating_mul(1 << self.failed).min(LONGEST_WAIT);
                self.failed += 1;
                Next::Wait(longest.mul_f64(chance))
            }
            Again::SignedIn if !self.signed_in_again => {
                self.signed_in_again = true;
                Next::SignIn
            }
            Again::After(wait) if self.held_back + wait <= PATIENCE => {
                self.held_back += wait;
                Next::Pause(wait)
            }
            _ => Next::GiveUp,
        }
    }

    fn may_repeat(&self, again: Again) -> bool {
        (self.is_read || again == Again::Unsent) && self.failed + 1 < TRIES
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
        let mut tries = Tries::new(true);
        let waits: Vec<Next> = (0..4).map(|_| tries.after(Again::IfRead, 1.0)).collect();
        let wait = |ms| Next::Wait(Duration::from_millis(ms));
        assert_eq!(waits, [wait(200), wait(400), wait(800), Next::GiveUp]);
    }

    #[test]
    fn the_wait_is_drawn_from_nothing_to_the_longest() {
        assert_eq!(Tries::new(true).after(Again::IfRead, 0.0), Next::Wait(Duration::ZERO));
        assert_eq!(Tries::new(true).after(Again::IfRead, 0.5), Next::Wait(Duration::from_millis(100)));
    }

    #[test]
    fn a_write_is_not_repeated_after_an_error() {
        assert_eq!(Tries::new(false).after(Again::IfRead, 1.0), Next::GiveUp);
    }

    #[test]
    fn what_was_not_taken_may_go_again_even_if_it_writes() {
        assert_eq!(Tries::new(false).after(Again::After(seconds(3)), 1.0), Next::Pause(seconds(3)));
        assert_eq!(Tries::new(false).after(Again::SignedIn, 1.0), Next::SignIn);
        assert_eq!(Tries::new(false).after(Again::Unsent, 1.0), Next::Wait(Duration::from_millis(200)));
    }

    #[test]
    fn a_new_token_is_tried_once() {
        let mut tries = Tries::new(true);
        assert_eq!(tries.after(Again::SignedIn, 1.0), Next::SignIn);
        assert_eq!(tries.after(Again::SignedIn, 1.0), Next::GiveUp);
    }

    #[test]
    fn too_many_requests_are_waited_out_for_two_minutes() {
        let mut tries = Tries::new(true);
        for _ in 0..12 {
            assert_eq!(tries.after(Again::After(seconds(10)), 1.0), Next::Pause(seconds(10)));
        }
        assert_eq!(tries.after(Again::After(seconds(10)), 1.0), Next::GiveUp);
        assert_eq!(tries.before(), 13);
    }
}
