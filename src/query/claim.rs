//! What a query claims of an account, once the names, days and ages in it are settled.
//!
//! Both the tenant's filter and our own test are made from claims, so that the two cannot come to mean different things.

mod expression;
mod texts;
mod words;

use jiff::Timestamp;

use super::fuzzy::Fuzzy;
use super::term::TimeRelation;
use super::{Holding, State, TextField, TimeField};
use crate::model::fields::Operator;
pub(super) use texts::{Folding, Texts};
pub(super) use words::{in_words, texts_in_words};

/// A claim that can be judged here, account by account. What is not told of an account equals nothing, and a claim that
/// is denied holds exactly where the claim does not.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Claim {
    /// All of them hold.
    All(Vec<Claim>),
    /// At least one holds.
    Any(Vec<Claim>),
    /// It does not hold.
    Not(Box<Claim>),
    /// A field is one of these texts; of a source, its name.
    Text { field: TextField, texts: Texts },
    /// The account is on one of these sources.
    On(Vec<Known>),
    /// An attribute of that name, in any case, has one of these texts among its values.
    Attribute { name: String, texts: Texts },
    /// A time lies within all of these bounds.
    Time { field: TimeField, bounds: Vec<Bound>, relation: TimeRelation },
    /// The account is in this state.
    Is(State),
    /// The account has this.
    Has(Holding),
    /// Name, native id or identity are like the word.
    Like { word: String, fuzzy: Fuzzy },
}

/// A source whose name is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) id: String,
    pub(super) name: String,
}

/// One end of a stretch of time, in whole milliseconds, which are the tenant's finest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bound {
    /// One of the four that compare.
    pub(super) operator: Operator,
    pub(super) at: Timestamp,
}

impl Bound {
    pub(super) fn new(operator: Operator, at: Timestamp) -> Self {
        Self { operator, at: whole_milliseconds(at) }
    }

    /// Whether a time of an account lies on the right side.
    pub(super) fn holds(self, time: Timestamp) -> bool {
        let time = whole_milliseconds(time);
        match self.operator {
            Operator::Lt => time < self.at,
            Operator::Le => time <= self.at,
            Operator::Gt => time > self.at,
            Operator::Ge => time >= self.at,
            Operator::Eq | Operator::In | Operator::StartsWith | Operator::IsNull => time == self.at,
        }
    }
}

/// The time without what is finer than a millisecond.
fn whole_milliseconds(time: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(time.as_millisecond()).unwrap_or(time)
}
