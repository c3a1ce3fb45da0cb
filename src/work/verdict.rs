//! What an answer means, what a reading proves, and how a run ends: the rules by which a target gets its
//! [`Outcome`](crate::model::Outcome), as pure functions.
//!
//! ```text
//! a request is sent ──> Heard ── meaning ──> not taken │ refused │ sent │ unknown
//! a task is followed ─> End ─┐
//! the target is read ─> Reading ─ verdict ──> verified │ completed │ failed │ still open
//! all outcomes ────────> exit_code
//! ```
//!
//! One rule stands over all: the API cannot prove that something did *not* happen. Looking up can raise *unknown*, it
//! never lowers it to "not sent".

mod answer;
mod compare;
mod exit;
mod expected;

pub use answer::{Heard, Item, Meaning, meaning, meanings};
pub use compare::{End, Verdict, verdict};
pub use exit::{Told, exit_code};
pub use expected::{Expected, Owner, Reading, Snapshot, Wanted};
