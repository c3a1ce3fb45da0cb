//! What changed on the tenant since a moment of its own clock, judged for the queues.

use std::sync::Arc;

use jiff::Timestamp;

use crate::model::AccountRow;
use crate::query::Predicate;

/// A queue, for as long as the screen is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QueueId(pub u32);

/// What an account must be to be in a queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Membership {
    /// Of which queue.
    pub queue: QueueId,
    /// The whole of what it asks.
    pub test: Arc<Predicate>,
}

/// An account that changed, as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// The account.
    pub row: AccountRow,
    /// The queues it is in, of those that were asked for.
    pub within: Vec<QueueId>,
}

/// What was read of the tenant's changes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Freshened {
    /// After which moment changes were asked for: a minute before the newest one known; none where the tenant has none.
    pub since: Option<Timestamp>,
    /// The accounts changed since then, each once.
    pub changed: Vec<Changed>,
    /// Whether those are all of them, as far as the tenant tells.
    pub is_whole: bool,
    /// The time of the newest change, by the tenant's clock.
    pub newest: Option<Timestamp>,
    /// How many accounts there are in all, where the tenant told it.
    pub total: Option<u64>,
}
