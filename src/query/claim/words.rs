//! Claims in plain words: `names that start with smith`, `not locked`.

use std::fmt::{self, Display, Formatter};
use std::mem::discriminant;

use super::Claim;
use crate::query::term::{Comparison, TimeRelation};
use crate::query::{Day, Holding, Moment, Pattern, State, TextField};

/// How many items of a long list are named.
const NAMED: usize = 6;

impl Display for Claim {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(claims) => joined(f, claims, " and "),
            Self::Any(claims) => joined(f, claims, " or "),
            Self::Not(claim) => write!(f, "not {}", Within(claim)),
            Self::Text { field, texts } => f.write_str(&texts_in_words(noun(*field), texts.typed())),
            Self::On(sources) => {
                let names: Vec<_> = sources.iter().map(|source| source.name.as_str()).collect();
                write!(f, "source is {}", in_words(&names))
            }
            Self::Attribute { name, texts } => f.write_str(&texts_in_words(&format!("attr.{name}"), texts.typed())),
            Self::Time { field, relation, .. } => write!(f, "{} {}", field.word(), time_in_words(relation)),
            Self::Is(state) => f.write_str(state_in_words(*state)),
            Self::Has(Holding::Entitlements) => f.write_str("holding entitlements"),
            Self::Like { word, .. } => write!(f, "like {word}"),
        }
    }
}

/// A claim beside others, in parentheses where it would fall apart.
struct Within<'a>(&'a Claim);

impl Display for Within<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            several @ (Claim::All(_) | Claim::Any(_)) => write!(f, "({several})"),
            Claim::Text { texts, .. } | Claim::Attribute { texts, .. } if is_several_ways(texts.typed()) => {
                write!(f, "({})", self.0)
            }
            one => one.fmt(f),
        }
    }
}

/// Whether texts are described in several ways: `name is a, or name starts with b`.
fn is_several_ways(patterns: &[Pattern]) -> bool {
    patterns.array_windows().any(|[one, other]| discriminant(one) != discriminant(other))
}

fn joined(f: &mut Formatter<'_>, claims: &[Claim], word: &str) -> fmt::Result {
    for (place, claim) in claims.iter().enumerate() {
        if place > 0 {
            f.write_str(word)?;
        }
        Within(claim).fmt(f)?;
    }
    Ok(())
}

fn noun(field: TextField) -> &'static str {
    match field {
        TextField::Name => "name",
        TextField::Native => "native id",
        TextField::Source => "source name",
        TextField::Identity => "identity",
        TextField::Id => "id",
    }
}

fn state_in_words(state: State) -> &'static str {
    match state {
        State::Locked => "locked",
        State::Disabled => "disabled",
        State::Enabled => "enabled",
        State::Uncorrelated => "uncorrelated",
        State::Correlated => "correlated",
        State::Manual => "correlated by hand",
        State::Authoritative => "on an authoritative source",
        State::Machine => "of a machine",
        State::System => "of the system",
        State::Active => "of an active identity",
        State::Leaver => "of an inactive identity",
    }
}

/// `name is a, b or c, or name starts with d`, `names that start with smith`
pub(in crate::query) fn texts_in_words(noun: &str, patterns: &[Pattern]) -> String {
    let mut exact = Vec::new();
    let mut beginnings = Vec::new();
    let mut expressions = Vec::new();
    for pattern in patterns {
        match pattern {
            Pattern::Exact(text) => exact.push(text.as_str()),
            Pattern::Prefix(text) => beginnings.push(text.as_str()),
            Pattern::Regex(_) => expressions.push(expression_in_words(pattern)),
        }
    }
    if noun == "name" && exact.is_empty() && expressions.is_empty() {
        return format!("names that start with {}", in_words(&beginnings));
    }
    let parts = [
        (!exact.is_empty()).then(|| format!("{noun} is {}", in_words(&exact))),
        (!beginnings.is_empty()).then(|| format!("{noun} starts with {}", in_words(&beginnings))),
        (!expressions.is_empty()).then(|| format!("{noun} matches {}", in_words(&expressions))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", or ")
}

/// An expression minds case only where it says so itself.
fn expression_in_words(pattern: &Pattern) -> String {
    let spelt = pattern.to_string();
    if spelt.contains("(?-i") { spelt } else { format!("{spelt} in any case") }
}

/// `a`, `a or b`, `a, b or c`; of a long list, how many more there are.
pub(in crate::query) fn in_words<S: AsRef<str>>(items: &[S]) -> String {
    let mut words: Vec<String> = items.iter().take(NAMED).map(|item| item.as_ref().to_owned()).collect();
    if items.len() > NAMED {
        let named = NAMED - 1;
        words.truncate(named);
        words.push(format!("{} more", items.len() - named));
    }
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
        None => String::new(),
    }
}

/// `within the last 7 days`, `since 2026-01-01`
fn time_in_words(relation: &TimeRelation) -> String {
    match relation {
        TimeRelation::Compare(comparison, Moment::Ago(age)) => {
            let age = age.in_words();
            match comparison {
                Comparison::Less | Comparison::LessOrEqual => format!("within the last {age}"),
                Comparison::Greater => format!("more than {age} ago"),
                Comparison::GreaterOrEqual => format!("at least {age} ago"),
            }
        }
        TimeRelation::Compare(comparison, moment) => {
            let preposition = match comparison {
                Comparison::Less => "before",
                Comparison::LessOrEqual => "up to",
                Comparison::Greater => "after",
                Comparison::GreaterOrEqual => "since",
            };
            format!("{preposition} {moment}")
        }
        TimeRelation::On(day @ Day::Date(_)) => format!("on {day}"),
        TimeRelation::On(day) => day.to_string(),
        TimeRelation::Between(from, to) => format!("from {} to {}", point_in_words(from), point_in_words(to)),
    }
}

fn point_in_words(moment: &Moment) -> String {
    match moment {
        Moment::Ago(age) => format!("{} ago", age.in_words()),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_listed_as_one_says_them() {
        for (items, words) in [
            (&["a"][..], "a"),
            (&["a", "b"], "a or b"),
            (&["a", "b", "c"], "a, b or c"),
            (&["a", "b", "c", "d", "e", "f"], "a, b, c, d, e or f"),
            (&["a", "b", "c", "d", "e", "f", "g"], "a, b, c, d, e or 2 more"),
        ] {
            assert_eq!(in_words(items), words);
        }
    }
}
