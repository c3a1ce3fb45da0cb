//! What a person types into the query bar, and what becomes of it.
//!
//! ```text
//! text ─ lex ─> tokens ─ parse ─> Query ─ resolve ─> claims ─ compile ─> filter and sorters for the tenant
//!                                   │                  │
//!                                   │                  └── judge ──> Predicate: what is left for us, row by row
//!                                   └── print ─> text again, in its one spelling
//! text ─ narrow ─> which of the rows already loaded stay on the screen while one types
//! ```
//!
//! A claim is a condition whose names, days and ages are settled. The tenant's filter and our own test are made from the
//! same claims. A query with an error in it is never sent.

mod arguments;
mod claim;
mod compile;
mod complete;
mod context;
mod cost;
mod error;
mod fold;
mod fuzzy;
mod imprint;
mod lex;
mod moment;
mod narrow;
mod nearest;
mod parse;
mod pasted;
mod predicate;
mod print;
mod resolve;
mod span;
mod term;
mod token;

pub use arguments::{as_argument, from_arguments};
pub use compile::{Compiled, Here, compile, compile_text, equals};
pub use complete::{Beginning, Completion, MOST_OFFERS, Valued, Vocabulary, complete};
pub use context::{Case, Context, Sources};
pub use cost::{Cost, cost};
pub use error::QueryError;
pub use fuzzy::Fuzzy;
pub use imprint::Imprint;
pub use moment::{Age, AgeUnit, Moment};
pub use narrow::Narrow;
pub use nearest::nearest;
pub use parse::{errors, parse};
pub use pasted::pasted;
pub use predicate::{Judged, Predicate, whole};
pub use span::{Span, Spanned};
pub use term::{
    Comparison, Condition, Day, Holding, Pattern, Query, SortColumn, SortKey, State, TextField, TimeField, TimeRelation,
};
