//! The query bar: what is typed, what it would ask and cost, what could be typed next, and where it is wrong.

use jiff::Timestamp;

use crate::app::editor::Editor;
use crate::query::{Cost, QueryError, Span};
use crate::work::protocol::JobId;

/// The query bar while it is open.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QueryBar {
    /// What is typed.
    pub editor: Editor,
    /// What that means to the tenant, as far as it can be told.
    pub preview: Preview,
    /// What Enter waits for, where it was pressed too early.
    pub waits_for: Option<Awaited>,
    /// What could stand where the person types.
    pub offers: Option<Offers>,
    /// When the text will have rested long enough to be counted.
    pub due: Option<Timestamp>,
    /// The job that counts what the tenant would give, and of which filter.
    pub counting: Option<(JobId, Option<String>)>,
    /// The text whose price was named when Enter was pressed: a second Enter asks.
    pub warned_of: Option<String>,
    /// The query of earlier that stands here, and what was typed before it.
    pub recalled: Option<Recalled>,
}

/// What Enter waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// The names of the sources, by whose ids the tenant is asked.
    Sources,
    /// How many accounts would be read.
    Count,
}

/// What could stand at a place of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offers {
    /// The part of the text an offer replaces; behind a choice, the offer chosen.
    pub span: Span,
    /// What could stand there, the best first.
    pub offers: Vec<String>,
    /// The one that stands there.
    pub chosen: Option<usize>,
}

/// A query of earlier that was brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recalled {
    /// Which, counted back from the newest.
    pub back: usize,
    /// What was typed before.
    pub draft: String,
}

/// What the bar says below the text.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Preview {
    /// Nothing typed: Enter shows all accounts.
    #[default]
    Everything,
    /// What the tenant would be asked.
    Asks {
        /// The filter in the API's grammar; none when only the order changes.
        filter: Option<String>,
        /// In words.
        meaning: Vec<String>,
        /// What the list would be read to its end for, where it would.
        read: Option<Read>,
    },
    /// The text stops too early to be asked: a person still types, and nothing is wrong yet. What is missing.
    Unfinished(String),
    /// The text cannot be sent.
    Wrong(Vec<QueryError>),
}

/// A list that would be read to its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// What would be judged here, in words; empty where the list is only too long for one question.
    pub here: Vec<String>,
    /// What that would cost.
    pub price: Price,
}

/// What reading a list to its end would cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Price {
    /// It is being counted, or will be once the text rests.
    Counting,
    /// The tenant did not tell how many there are.
    NotTold,
    /// So much.
    Known(Cost),
}
