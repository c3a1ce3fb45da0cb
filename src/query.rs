//! What a person types into the query bar, and what becomes of it.
//!
//! ```text
//! text ─ lex ─> tokens ─ parse ─> Query ─ compile ─> filter and sorters for the tenant, and their meaning in words
//!                                   │
//!                                   └── print ─> text again, in its one spelling
//! text ─ narrow ─> which of the rows already loaded stay on the screen while one types
//! ```
//!
//! The whole language is read and printed. What cannot be asked of the tenant yet says so at its place when the query
//! is compiled. A query with an error in it is never sent.

mod arguments;
mod compile;
mod error;
mod fold;
mod fuzzy;
mod lex;
mod moment;
mod narrow;
mod nearest;
mod parse;
mod predicate;
mod print;
mod span;
mod term;
mod token;

pub use arguments::{as_argument, from_arguments};
pub use compile::{Compiled, Context, Here, Sources, compile, compile_text, equals};
pub use error::QueryError;
pub use fuzzy::Fuzzy;
pub use moment::{Age, AgeUnit, Moment};
pub use narrow::Narrow;
pub use nearest::nearest;
pub use parse::{errors, parse};
pub use predicate::{Judged, Predicate};
pub use span::{Span, Spanned};
pub use term::{
    Comparison, Condition, Day, Holding, Pattern, Query, SortColumn, SortKey, State, TextField, TimeField, TimeRelation,
};
