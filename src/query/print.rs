//! From a query back to text: the one spelling of what was said. Reading it gives the same query again.

use std::fmt::{self, Display, Formatter, Write as _};

use super::term::TimeRelation;
use super::{Condition, Pattern, Query, SortKey, Spanned};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.all[..] {
            [Spanned { value: Condition::Any(terms), .. }] => separated(f, terms, " or ")?,
            all => separated(f, all, " ")?,
        }
        if self.sort.is_empty() {
            return Ok(());
        }
        f.write_str(if self.all.is_empty() { "sort:" } else { " sort:" })?;
        separated(f, &self.sort, ",")
    }
}

impl<T: Display> Display for Spanned<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(&Quoted::where_needed(word)),
            Self::Fuzzy(word) => write!(f, "~{}", Quoted::where_needed(word)),
            Self::Text { field, values } => {
                write!(f, "{}:", field.word())?;
                separated(f, values, ",")
            }
            Self::Attribute { name, values } => {
                write!(f, "attr.{}:", Quoted::where_needed(name))?;
                separated(f, values, ",")
            }
            Self::Time { field, relation } => write!(f, "{}{relation}", field.word()),
            Self::Is(state) => write!(f, "is:{}", state.word()),
            Self::Has(holding) => write!(f, "has:{}", holding.word()),
            Self::Raw(filter) => write!(f, "raw:'{filter}'"),
            Self::Not(term) => write!(f, "-{}", Grouped(term)),
            Self::All(terms) => separated(f, terms, " "),
            // Within a group that is itself one term of a series, `or` would take its neighbours along.
            Self::Any(terms) => {
                f.write_char('(')?;
                separated(f, terms, " or ")?;
                f.write_char(')')
            }
        }
    }
}

/// A condition as one term.
struct Grouped<'a>(&'a Spanned<Condition>);

impl Display for Grouped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0.value {
            series @ Condition::All(_) => write!(f, "({series})"),
            other => other.fmt(f),
        }
    }
}

impl Display for Pattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(text) => f.write_str(&Quoted::where_needed(text)),
            Self::Prefix(text) if is_bare(text) => write!(f, "{text}*"),
            Self::Prefix(text) => f.write_str(&Quoted::always(text, "*")),
            Self::Regex(pattern) => write!(f, "/{pattern}/"),
        }
    }
}

impl Display for TimeRelation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compare(comparison, moment) => write!(f, "{}{moment}", comparison.word()),
            Self::On(day) => write!(f, ":{day}"),
            Self::Between(from, to) => write!(f, ":{from}..{to}"),
        }
    }
}

impl Display for SortKey {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.column.word())
    }
}

fn separated<T: Display>(f: &mut Formatter<'_>, items: &[T], separator: &str) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(separator)?;
        }
        item.fmt(f)?;
    }
    Ok(())
}

/// Text as the lexer reads it back.
struct Quoted;

impl Quoted {
    fn where_needed(text: &str) -> String {
        if is_bare(text) { text.to_owned() } else { Self::always(text, "") }
    }

    /// In quotes, with `after` behind the text and before the closing quote.
    fn always(text: &str, after: &str) -> String {
        let mut quoted = String::with_capacity(text.len() + 4);
        quoted.push('"');
        for c in text.chars() {
            if matches!(c, '\\' | '"' | '*' | '\'') {
                quoted.push('\\');
            }
            quoted.push(c);
        }
        quoted.push_str(after);
        quoted.push('"');
        quoted
    }
}

/// Whether a text means itself wherever a word may stand.
fn is_bare(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '@'))
        && !["or", "and", "not"].iter().any(|word| text.eq_ignore_ascii_case(word))
}
