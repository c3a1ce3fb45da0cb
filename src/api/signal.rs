//! What a client tells whoever watches it.

use std::sync::Arc;

use crate::model::{Pace, RequestRecord, Session};

/// Something that happened on the line.
#[derive(Debug, Clone, PartialEq)]
pub enum Signal {
    /// A request was answered, failed, or was given up.
    Requested(RequestRecord),
    /// The pace changed enough to show.
    Pace(Pace),
    /// A token was fetched.
    SignedIn(Session),
    /// The tenant marks the generation asked as deprecated; told once a client.
    Deprecated,
}

/// Who watches; called from any thread, and expected to return at once.
pub(super) type Observer = Arc<dyn Fn(Signal) + Send + Sync>;
