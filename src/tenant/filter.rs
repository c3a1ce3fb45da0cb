//! The vendor's filter language: `sourceId eq "2c91…" and (name sw "ad" or not uncorrelated eq true)`.
//!
//! A text is taken apart ([`lex`]), put together as a [`Filter`] ([`parse()`]), held against what a list may be asked
//! ([`vocabulary`]) and made into a [`condition::Condition`] that rows meet or do not. Whatever does not fit is answered
//! with the same words: the vendor never says which part was wrong.

use std::fmt;

use super::moment::Millis;

pub(super) mod condition;
mod lex;
mod parse;
pub(super) mod vocabulary;

pub(super) use parse::parse;

/// The filter, or the sorter, is none this list takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refused;

/// A filter as written. `All` and `Any` have two parts or more.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Test { field: String, operator: Operator, operands: Vec<Literal> },
}

/// What is asked of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
    In,
    StartsWith,
    Contains,
    ContainsAll,
    Present,
    IsNull,
}

impl Operator {
    const ALL: [Self; 12] = [
        Self::Eq,
        Self::Ne,
        Self::Gt,
        Self::Ge,
        Self::Lt,
        Self::Le,
        Self::In,
        Self::StartsWith,
        Self::Contains,
        Self::ContainsAll,
        Self::Present,
        Self::IsNull,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
            Self::In => "in",
            Self::StartsWith => "sw",
            Self::Contains => "co",
            Self::ContainsAll => "ca",
            Self::Present => "pr",
            Self::IsNull => "isnull",
        }
    }

    /// Operators are lower case only.
    fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.word() == word)
    }
}

/// A value as written: text in straight quotes, everything else bare.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    Text(String),
    Flag(bool),
    Number(i64),
    /// The moment, and how it was written.
    Moment(Millis, String),
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(parts) => joined(f, parts, " and "),
            Self::Any(parts) => joined(f, parts, " or "),
            Self::Not(part) if matches!(**part, Self::All(_) | Self::Any(_)) => write!(f, "not ({part})"),
            Self::Not(part) => write!(f, "not {part}"),
            Self::Test { field, operator: Operator::Present, .. } => write!(f, "pr {field}"),
            Self::Test { field, operator: Operator::IsNull, .. } => write!(f, "{field} isnull"),
            Self::Test { field, operator, operands } => {
                write!(f, "{field} {} ", operator.word())?;
                let list = matches!(operator, Operator::In | Operator::ContainsAll);
                let operands: Vec<String> = operands.iter().map(ToString::to_string).collect();
                if list { write!(f, "({})", operands.join(",")) } else { f.write_str(&operands.join(",")) }
            }
        }
    }
}

/// Parts that are lists themselves stand in parentheses, so that reading gives the same tree again.
fn joined(f: &mut fmt::Formatter<'_>, parts: &[Filter], word: &str) -> fmt::Result {
    for (position, part) in parts.iter().enumerate() {
        if position > 0 {
            f.write_str(word)?;
        }
        if matches!(part, Filter::All(_) | Filter::Any(_)) { write!(f, "({part})")? } else { write!(f, "{part}")? }
    }
    Ok(())
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Moment(_, text) => f.write_str(text),
        }
    }
}
