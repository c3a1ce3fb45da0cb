//! The rate limit: so many requests in any stretch of time, for one client and one generation of the API.

use std::collections::{HashMap, VecDeque};

use super::generation::Generation;
use super::moment::{Millis, SECOND};
use super::settings::RateLimit;

/// Who came when.
#[derive(Debug)]
pub(super) struct Limiter {
    limit: Option<RateLimit>,
    arrivals: HashMap<(String, Generation), VecDeque<Millis>>,
}

impl Limiter {
    pub(super) fn new(limit: Option<RateLimit>) -> Self {
        Self { limit, arrivals: HashMap::new() }
    }

    /// Counts a request. `Err` with the whole seconds to wait if it is one too many; those are not counted.
    pub(super) fn arrive(&mut self, client: &str, generation: Generation, now: Millis) -> Result<(), u64> {
        let Some(RateLimit { requests, window }) = self.limit else { return Ok(()) };
        let window = Millis::try_from(window.as_millis()).unwrap_or(Millis::MAX);
        let arrivals = self.arrivals.entry((client.to_owned(), generation)).or_default();
        while arrivals.front().is_some_and(|arrival| now - arrival >= window) {
            arrivals.pop_front();
        }
        if arrivals.len() < requests as usize {
            arrivals.push_back(now);
            return Ok(());
        }
        let free_in = arrivals.front().map_or(window, |oldest| oldest + window - now);
        Err(u64::try_from(free_in.max(1)).unwrap_or(1).div_ceil(SECOND.unsigned_abs()))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn limiter() -> Limiter {
        Limiter::new(Some(RateLimit { requests: 100, window: Duration::from_secs(10) }))
    }

    #[test]
    fn the_hundred_and_first_in_ten_seconds_is_one_too_many() {
        let mut limiter = limiter();
        for n in 0..100 {
            assert_eq!(limiter.arrive("a", Generation::Beta, n * 50), Ok(()));
        }
        assert_eq!(limiter.arrive("a", Generation::Beta, 5_000), Err(5));
        assert_eq!(limiter.arrive("a", Generation::Beta, 9_999), Err(1));
        assert_eq!(limiter.arrive("a", Generation::Beta, 10_000), Ok(()));
        assert_eq!(limiter.arrive("a", Generation::Beta, 10_001), Err(1));
    }

    #[test]
    fn every_client_and_every_generation_is_counted_alone() {
        let mut limiter = limiter();
        for _ in 0..100 {
            assert_eq!(limiter.arrive("a", Generation::Beta, 0), Ok(()));
        }
        assert!(limiter.arrive("a", Generation::Beta, 0).is_err());
        assert!(limiter.arrive("a", Generation::V1, 0).is_ok());
        assert!(limiter.arrive("b", Generation::Beta, 0).is_ok());
    }

    #[test]
    fn without_a_limit_everybody_may() {
        let mut limiter = Limiter::new(None);
        assert!((0..10_000).all(|_| limiter.arrive("a", Generation::V3, 0).is_ok()));
    }
}
