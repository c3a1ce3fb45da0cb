//! Who may send when: a sliding window over what was sent. Pure: the time is passed in.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::model::Urgency;

/// The span the tenant counts in. Its limit is 100 requests in 10 s for a client id and a generation.
const WINDOW: Duration = Duration::from_secs(10);

/// What we send in any such span: the tenant counts arrivals, we count sends, and the line may push two together.
pub(super) const ALLOWED: usize = 98;

/// The end of the window that long reads leave to single ones.
const LEFT_TO_PERSONS: usize = 10;

/// What those that leave evenly leave free: they fill the window no faster than it empties, so a person's request finds
/// this, and the next place that comes free after that.
const LEFT_FREE: usize = 1;

/// The time between two sends that leave evenly.
const EVEN_STEP: Duration = Duration::from_millis(103);

/// So long after its last request a scan is taken to want more.
const SCAN_GOES_ON: Duration = Duration::from_millis(300);

/// What was sent in the last window, and until when nothing may be.
#[derive(Debug, Default)]
pub(super) struct Window {
    sends: VecDeque<Instant>,
    last_ahead: Option<Instant>,
    paused_until: Option<Instant>,
    /// Until when a scan is taken to be under way.
    scan_until: Option<Instant>,
}

/// The answer to "may I send?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admit {
    /// Yes; it is counted as sent.
    Now,
    /// Not before then: ask again.
    At(Instant),
}

impl Window {
    /// Asks to send one request now.
    ///
    /// A person's request goes as long as the window has room. A scan leaves the last ten places free. What leaves
    /// evenly keeps a distance to the one before, twice that while a scan is under way, and leaves one place free: so a
    /// person never waits long behind either.
    pub(super) fn admit(&mut self, now: Instant, urgency: Urgency) -> Admit {
        let earliest = self.earliest(now, urgency);
        if urgency == Urgency::Scan {
            self.scan_until = Some(earliest.max(now) + SCAN_GOES_ON);
        }
        if earliest > now {
            return Admit::At(earliest);
        }
        self.sends.push_back(now);
        if urgency == Urgency::Ahead {
            // One that leaves a little late does not make all after it late.
            let due = self.last_ahead.map(|last| last + self.step(now));
            self.last_ahead = due.filter(|due| now.saturating_duration_since(*due) < EVEN_STEP).or(Some(now));
        }
        Admit::Now
    }

    /// Nothing more is sent before then: the tenant asked for it.
    pub(super) fn pause(&mut self, until: Instant) {
        self.paused_until = self.paused_until.max(Some(until));
    }

    /// Until when nothing is sent, if that is still ahead.
    pub(super) fn paused(&self, now: Instant) -> Option<Instant> {
        self.paused_until.filter(|until| *until > now)
    }

    /// How many were sent in the window that ends now.
    pub(super) fn used(&mut self, now: Instant) -> usize {
        while self.sends.front().is_some_and(|sent| *sent + WINDOW <= now) {
            self.sends.pop_front();
        }
        self.sends.len()
    }

    fn is_shared(&self, now: Instant) -> bool {
        self.scan_until.is_some_and(|until| now < until)
    }

    fn step(&self, now: Instant) -> Duration {
        if self.is_shared(now) { EVEN_STEP * 2 } else { EVEN_STEP }
    }

    fn earliest(&mut self, now: Instant, urgency: Urgency) -> Instant {
        let is_shared = self.is_shared(now);
        let room = match urgency {
            Urgency::Person => ALLOWED,
            Urgency::Ahead if !is_shared => ALLOWED - LEFT_FREE,
            Urgency::Scan | Urgency::Ahead => ALLOWED - LEFT_TO_PERSONS,
        };
        let used = self.used(now);
        let has_room = used.checked_sub(room).map_or(now, |over| self.sends[over] + WINDOW);
        let is_even = self.last_ahead.filter(|_| urgency == Urgency::Ahead).map_or(now, |last| last + self.step(now));
        has_room.max(is_even).max(self.paused_until.unwrap_or(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sends what may be sent of one class at one moment, and tells how many that were.
    fn burst(window: &mut Window, now: Instant, urgency: Urgency) -> usize {
        (0..1_000).take_while(|_| window.admit(now, urgency) == Admit::Now).count()
    }

    #[test]
    fn a_scan_leaves_ten_places_that_persons_take() {
        let (mut window, start) = (Window::default(), Instant::now());
        assert_eq!(burst(&mut window, start, Urgency::Scan), 88);
        assert_eq!(burst(&mut window, start, Urgency::Person), 10);
        assert_eq!(window.admit(start, Urgency::Person), Admit::At(start + WINDOW));
    }

    #[test]
    fn a_person_goes_before_the_scans_that_wait() {
        let (mut window, start) = (Window::default(), Instant::now());
        burst(&mut window, start, Urgency::Scan);
        let later = start + Duration::from_secs(1);
        burst(&mut window, later, Urgency::Person);
        let freed = start + WINDOW;
        assert_eq!(window.admit(later, Urgency::Scan), Admit::At(freed));
        assert_eq!(window.admit(freed, Urgency::Person), Admit::Now);
        assert_eq!(burst(&mut window, freed, Urgency::Scan), 77, "88 places less the 11 persons still in the window");
    }

    #[test]
    fn reading_ahead_leaves_evenly() {
        let (mut window, start) = (Window::default(), Instant::now());
        assert_eq!(window.admit(start, Urgency::Ahead), Admit::Now);
        assert_eq!(window.admit(start, Urgency::Ahead), Admit::At(start + EVEN_STEP));
        assert_eq!(window.admit(start, Urgency::Person), Admit::Now);
        assert_eq!(window.admit(start + EVEN_STEP, Urgency::Ahead), Admit::Now);
    }

    #[test]
    fn what_leaves_evenly_leaves_a_place_to_persons() {
        let (mut window, start) = (Window::default(), Instant::now());
        let last = (0..97).map(|step| start + EVEN_STEP * step).inspect(|now| {
            assert_eq!(window.admit(*now, Urgency::Ahead), Admit::Now);
        });
        let now = last.last().unwrap();
        assert_eq!(window.admit(now + EVEN_STEP, Urgency::Ahead), Admit::At(start + WINDOW));
        assert_eq!(burst(&mut window, now, Urgency::Person), 1);
    }

    #[test]
    fn one_that_leaves_late_does_not_make_the_next_late() {
        let (mut window, start) = (Window::default(), Instant::now());
        assert_eq!(window.admit(start, Urgency::Ahead), Admit::Now);
        let late = start + EVEN_STEP + Duration::from_millis(20);
        assert_eq!(window.admit(late, Urgency::Ahead), Admit::Now);
        assert_eq!(window.admit(late, Urgency::Ahead), Admit::At(start + EVEN_STEP * 2));
        let rested = start + Duration::from_secs(5);
        assert_eq!(window.admit(rested, Urgency::Ahead), Admit::Now);
        assert_eq!(window.admit(rested, Urgency::Ahead), Admit::At(rested + EVEN_STEP), "a rest is not made up for");
    }

    #[test]
    fn a_scan_and_what_leaves_evenly_share_the_window() {
        let (mut window, start) = (Window::default(), Instant::now());
        assert_eq!(window.admit(start, Urgency::Ahead), Admit::Now);
        assert_eq!(burst(&mut window, start, Urgency::Scan), 87);
        assert_eq!(window.admit(start, Urgency::Ahead), Admit::At(start + WINDOW), "as full as for the scan");
        let freed = start + WINDOW;
        assert_eq!(window.admit(freed, Urgency::Scan), Admit::Now);
        assert_eq!(window.admit(freed, Urgency::Ahead), Admit::Now);
        assert_eq!(window.admit(freed, Urgency::Ahead), Admit::At(freed + EVEN_STEP * 2));
        let later = freed + SCAN_GOES_ON;
        assert_eq!(window.admit(later, Urgency::Ahead), Admit::Now, "the scan is over");
        assert_eq!(window.admit(later, Urgency::Ahead), Admit::At(later + EVEN_STEP));
    }

    #[test]
    fn a_pause_holds_everybody_and_is_never_shortened() {
        let (mut window, start) = (Window::default(), Instant::now());
        let until = start + Duration::from_secs(7);
        window.pause(until);
        window.pause(start + Duration::from_secs(1));
        for urgency in [Urgency::Person, Urgency::Scan, Urgency::Ahead] {
            assert_eq!(window.admit(start, urgency), Admit::At(until), "{urgency:?}");
        }
        assert_eq!(window.paused(start), Some(until));
        assert_eq!(window.paused(until), None);
        assert_eq!(window.admit(until, Urgency::Scan), Admit::Now);
    }

    proptest! {
        #[test]
        fn never_more_than_allowed_in_any_window(
            asks in prop::collection::vec((0_u64..400, 0_u8..3, 1_usize..40), 1..200)
        ) {
            let (mut window, mut now) = (Window::default(), Instant::now());
            let mut sends: Vec<Instant> = Vec::new();
            for (step, class, times) in asks {
                now += Duration::from_millis(step);
                let urgency = [Urgency::Person, Urgency::Scan, Urgency::Ahead][usize::from(class)];
                for _ in 0..times {
                    match window.admit(now, urgency) {
                        Admit::Now => sends.push(now),
                        Admit::At(then) => prop_assert!(then > now),
                    }
                }
            }
            for (index, first) in sends.iter().enumerate() {
                let within = sends[index..].iter().take_while(|sent| **sent < *first + WINDOW).count();
                prop_assert!(within <= ALLOWED, "{within} in the window from send {index}");
            }
        }
    }
}
