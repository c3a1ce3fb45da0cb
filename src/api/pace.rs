//! The pace: at most 98 requests in any 10 seconds, whoever asks, and none while the tenant wants us to wait.
//!
//! [`Window`] decides; the [`Pacer`] here waits and tells. Nothing ticks: a waiting request sleeps until the moment the
//! window named, and a watcher is told of a falling rate only while there is one to fall.

mod window;

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use tokio::time::sleep_until;

use super::signal::{Observer, Signal};
use crate::model::{Pace, Urgency};

use window::{ALLOWED, Admit, Window};

/// From here on the rate is worth showing.
const WORTH_SHOWING: usize = 50;
/// The rate is told in steps of this size, so that a burst is not one signal a request.
const STEP: usize = 5;
/// How often a falling rate is looked at.
const FALLING: Duration = Duration::from_millis(500);

/// Holds back what the window does not admit.
pub(super) struct Pacer {
    window: Mutex<Window>,
    told: Mutex<Told>,
    observer: Observer,
}

/// What the watcher knows.
#[derive(Default)]
struct Told {
    step: usize,
    paused_until: Option<Instant>,
    is_followed: bool,
}

/// A place in the window: the moment a request was sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sent {
    /// By the clock on the wall.
    pub(super) at: jiff::Timestamp,
    since: Instant,
}

impl Sent {
    /// Outside the window: for what the tenant does not count.
    pub(super) fn now() -> Self {
        Self { at: jiff::Timestamp::now(), since: Instant::now() }
    }

    /// The time since.
    pub(super) fn took(&self) -> Duration {
        self.since.elapsed()
    }
}

impl Pacer {
    pub(super) fn new(observer: Observer) -> Arc<Self> {
        Arc::new(Self { window: Mutex::default(), told: Mutex::default(), observer })
    }

    /// Waits for a place in the window and takes it. Dropped while waiting, it took none.
    pub(super) async fn place(self: &Arc<Self>, urgency: Urgency) -> Sent {
        loop {
            let answer = self.window().admit(Instant::now(), urgency);
            match answer {
                Admit::Now => {
                    self.tell();
                    return Sent::now();
                }
                Admit::At(then) => sleep_until(then.into()).await,
            }
        }
    }

    /// Sends nothing for so long: the tenant asked for it.
    pub(super) fn pause(self: &Arc<Self>, wait: Duration) {
        self.window().pause(Instant::now() + wait);
        self.tell();
    }

    fn window(&self) -> std::sync::MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the pace if it changed enough to show, and sees to it that its fall will be told too.
    fn tell(self: &Arc<Self>) {
        let now = Instant::now();
        let (used, paused_until) = {
            let mut window = self.window();
            (window.used(now), window.paused(now))
        };
        let step = if used < WORTH_SHOWING { 0 } else { used / STEP };
        let is_quiet = step == 0 && paused_until.is_none();
        let (has_changed, must_follow) = {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            let has_changed = (told.step, told.paused_until) != (step, paused_until);
            let must_follow = !is_quiet && !told.is_followed;
            *told = Told { step, paused_until, is_followed: !is_quiet };
            (has_changed, must_follow)
        };
        if has_changed {
            (self.observer)(Signal::Pace(Pace {
                used: u32::try_from(used).unwrap_or(u32::MAX),
                allowed: u32::try_from(ALLOWED).unwrap_or(u32::MAX),
                paused_until: paused_until.and_then(|until| jiff::Timestamp::now().checked_add(until - now).ok()),
            }));
        }
        if must_follow {
            tokio::spawn(follow(Arc::downgrade(self)));
        }
    }
}

/// Looks again until there is nothing left to tell.
async fn follow(pacer: Weak<Pacer>) {
    loop {
        tokio::time::sleep(FALLING).await;
        let Some(pacer) = pacer.upgrade() else { return };
        pacer.tell();
        let told = pacer.told.lock().unwrap_or_else(PoisonError::into_inner);
        if !told.is_followed {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched() -> (Arc<Pacer>, Arc<Mutex<Vec<Pace>>>) {
        let told: Arc<Mutex<Vec<Pace>>> = Arc::default();
        let ledger = Arc::clone(&told);
        let pacer = Pacer::new(Arc::new(move |signal| {
            if let Signal::Pace(pace) = signal {
                ledger.lock().unwrap().push(pace);
            }
        }));
        (pacer, told)
    }

    #[tokio::test]
    async fn an_idle_client_says_nothing() {
        let (pacer, told) = watched();
        for _ in 0..WORTH_SHOWING - 1 {
            pacer.place(Urgency::Person).await;
        }
        assert_eq!(*told.lock().unwrap(), []);
    }

    #[tokio::test]
    async fn a_rising_rate_is_told_in_steps() {
        let (pacer, told) = watched();
        for _ in 0..ALLOWED {
            pacer.place(Urgency::Person).await;
        }
        let used: Vec<u32> = told.lock().unwrap().iter().map(|pace| pace.used).collect();
        assert_eq!(used, [50, 55, 60, 65, 70, 75, 80, 85, 90, 95]);
    }

    #[tokio::test]
    async fn a_pause_is_told_with_its_end() {
        let (pacer, told) = watched();
        pacer.pause(Duration::from_secs(3));
        let told = told.lock().unwrap();
        assert_eq!(told.len(), 1);
        assert!(told[0].paused_until.is_some());
    }

    #[tokio::test]
    async fn giving_up_while_waiting_takes_no_place() {
        let (pacer, _) = watched();
        pacer.pause(Duration::from_hours(1));
        let waiting = tokio::spawn({
            let pacer = Arc::clone(&pacer);
            async move { pacer.place(Urgency::Person).await }
        });
        tokio::task::yield_now().await;
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled());
        assert_eq!(pacer.window().used(Instant::now()), 0);
    }
}
