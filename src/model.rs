//! What the product talks about: accounts, the sources and identities they belong to, and what can go wrong.
//!
//! Plain data and pure functions. The API's field names and its leniency live in `api::wire`; a clock is never
//! read here: a time enters as a value.

mod account;
mod activity;
pub mod column;
mod completeness;
pub mod fields;
mod generation;
mod id;
mod identity;
mod list;
mod order;
mod outcome;
mod permission;
mod problem;
mod queue;
mod row;
mod schema;
mod session;
mod source;
mod task;
pub mod text;
mod toggle;
mod traffic;
mod verb;

pub use account::{Account, Entitlement, IdentityRef, SourceRef};
pub use activity::{Activity, ActivityItem, PastAction};
pub use completeness::Completeness;
pub use generation::{Generation, UnknownGeneration};
pub use id::AccountId;
pub use identity::Identity;
pub use list::{ListQuery, Span, Urgency};
pub use order::{Content, Order};
pub use outcome::{Outcome, SkipReason};
pub use permission::Permission;
pub use problem::{Problem, ProblemKind};
pub use queue::{Asks, Queue, QueueChange, Queues};
pub use row::{AccountRow, AccountState, ConnectionKind, IdentityFacts, NOT_TOLD, SourceFacts};
pub use schema::{AccountSchema, AttributeKind, SchemaAttribute};
pub use session::Session;
pub use source::Source;
pub use task::TaskStatus;
pub use toggle::Toggle;
pub use traffic::{Pace, RequestRecord};
pub use verb::{ActsOn, Verb};
