//! Pieces of a filter in the API's grammar, and how they are joined.

use std::collections::HashSet;

use crate::model::fields::{Field, Operator};
use crate::query::Pattern;
use crate::query::claim::{in_words, texts_in_words};

/// A piece of a filter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Clause {
    /// A field is one of these values, or begins with one.
    Values(Values),
    /// Anything else.
    Other(Other),
}

/// Values of which a field must have one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Values {
    pub(super) field: Field,
    /// Each once.
    pub(super) exact: Vec<Value>,
    /// Each once.
    pub(super) beginnings: Vec<String>,
}

/// A value, and how it is said: a source is asked for by its id and said by its name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    pub(super) text: String,
    pub(super) said: String,
}

/// A piece of a filter that is no list of values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Other {
    /// The one thing it is about; none for a filter in the API's own grammar.
    pub(super) field: Option<Field>,
    /// In the API's grammar.
    pub(super) filter: String,
    /// It falls apart beside an `and` unless it stands in parentheses.
    pub(super) loose: bool,
    /// In plain words.
    pub(super) meaning: String,
}

impl Clause {
    /// The one thing it is about.
    pub(super) fn field(&self) -> Option<Field> {
        match self {
            Self::Values(values) => Some(values.field),
            Self::Other(other) => other.field,
        }
    }

    /// In the API's grammar.
    pub(super) fn filter(&self) -> String {
        match self {
            Self::Values(values) => values.filter(),
            Self::Other(other) => other.filter.clone(),
        }
    }

    /// In plain words.
    pub(super) fn meaning(&self) -> String {
        match self {
            Self::Values(values) => values.meaning(),
            Self::Other(other) => other.meaning.clone(),
        }
    }

    /// How many values it lists.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Values(values) => values.exact.len() + values.beginnings.len(),
            Self::Other(_) => 1,
        }
    }

    /// The filter as it stands beside others.
    pub(super) fn within_a_series(&self) -> String {
        let loose = match self {
            Self::Values(values) => usize::from(!values.exact.is_empty()) + values.beginnings.len() > 1,
            Self::Other(other) => other.loose,
        };
        if loose { format!("({})", self.filter()) } else { self.filter() }
    }

    /// All of the clauses, which are about one field.
    pub(super) fn all_of(field: Field, clauses: &[&Self]) -> Self {
        if let [only] = clauses {
            return (*only).clone();
        }
        let filters: Vec<_> = clauses.iter().map(|clause| clause.within_a_series()).collect();
        let meanings: Vec<_> = clauses.iter().map(|clause| clause.meaning()).collect();
        Self::Other(Other {
            field: Some(field),
            filter: filters.join(" and "),
            loose: true,
            meaning: meanings.join(" and "),
        })
    }

    /// Any of the clauses, which are about one field. Lists of values become one list.
    pub(super) fn any_of(field: Field, clauses: Vec<Self>) -> Self {
        let mut values = Values { field, exact: Vec::new(), beginnings: Vec::new() };
        let mut others = Vec::new();
        for clause in clauses {
            match clause {
                Self::Values(more) if more.field == field => values.extend(more),
                other => others.push(other),
            }
        }
        let values = (!values.is_empty()).then_some(Self::Values(values));
        if others.is_empty()
            && let Some(values) = values
        {
            return values;
        }
        let all: Vec<_> = values.into_iter().chain(others).collect();
        if let [only] = &all[..] {
            return only.clone();
        }
        let filters: Vec<_> = all
            .iter()
            .map(|clause| if matches!(clause, Self::Values(_)) { clause.filter() } else { clause.within_a_series() })
            .collect();
        let meanings: Vec<_> = all.iter().map(Self::meaning).collect();
        Self::Other(Other {
            field: Some(field),
            filter: filters.join(" or "),
            loose: true,
            meaning: meanings.join(", or "),
        })
    }

    /// All of the clauses as one filter; none for no clause.
    pub(super) fn all(clauses: &[&Self]) -> Option<String> {
        match clauses {
            [] => None,
            [only] => Some(only.filter()),
            several => Some(several.iter().map(|clause| clause.within_a_series()).collect::<Vec<_>>().join(" and ")),
        }
    }
}

impl Values {
    fn is_empty(&self) -> bool {
        self.exact.is_empty() && self.beginnings.is_empty()
    }

    /// Adds values, without those that stand there already.
    fn extend(&mut self, more: Self) {
        self.exact.extend(more.exact);
        self.beginnings.extend(more.beginnings);
        let mut seen = HashSet::new();
        self.exact.retain(|value| seen.insert(value.text.clone()));
        seen.clear();
        self.beginnings.retain(|beginning| seen.insert(beginning.clone()));
    }

    /// The same field with these values alone.
    pub(super) fn only(&self, exact: &[Value]) -> Self {
        Self { field: self.field, exact: exact.to_vec(), beginnings: Vec::new() }
    }

    /// In the API's grammar.
    pub(super) fn filter(&self) -> String {
        let exact: Vec<&str> = self.exact.iter().map(|value| value.text.as_str()).collect();
        let exact = (!exact.is_empty()).then(|| equals_any(self.field, &exact));
        let beginnings = self.beginnings.iter().map(|text| comparison(self.field, Operator::StartsWith, text));
        exact.into_iter().chain(beginnings).collect::<Vec<_>>().join(" or ")
    }

    fn meaning(&self) -> String {
        let noun = match self.field {
            Field::Name => "name",
            Field::NativeIdentity => "native id",
            Field::IdentityName => "identity",
            Field::SourceId => "source",
            Field::SourceName => "source name",
            other => other.api_name(),
        };
        if self.beginnings.is_empty() {
            let said: Vec<_> = self.exact.iter().map(|value| value.said.as_str()).collect();
            return format!("{noun} is {}", in_words(&said));
        }
        let exact = self.exact.iter().map(|value| Pattern::Exact(value.said.clone()));
        let beginnings = self.beginnings.iter().map(|text| Pattern::Prefix(text.clone()));
        texts_in_words(noun, &exact.chain(beginnings).collect::<Vec<_>>())
    }
}

/// A comparison with a text: `name sw "ada"`.
pub(super) fn comparison(field: Field, operator: Operator, text: &str) -> String {
    format!("{} {} {}", field.api_name(), operator.word(), quoted(text))
}

/// A comparison with one or several texts: `name eq "ada"`, `name in ("ada","bob")`.
pub(super) fn equals_any(field: Field, texts: &[&str]) -> String {
    match texts {
        [only] => comparison(field, Operator::Eq, only),
        several => {
            let list: Vec<_> = several.iter().map(|text| quoted(text)).collect();
            format!("{} {} ({})", field.api_name(), Operator::In.word(), list.join(","))
        }
    }
}

/// A text as the API's grammar writes it: in straight double quotes, with `\"` and `\\`.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads one string as the API's grammar has it: what it holds, and what stands behind it.
    fn read(quoted: &str) -> Option<(String, &str)> {
        let mut content = String::new();
        let mut characters = quoted.strip_prefix('"')?.chars();
        loop {
            match characters.next()? {
                '"' => return Some((content, characters.as_str())),
                '\\' => content.push(characters.next().filter(|c| matches!(c, '"' | '\\'))?),
                c => content.push(c),
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_a_value_holds_it_cannot_leave_its_quotes(text in "([a\"\\\\]|\\PC){0,8}") {
            let quoted = quoted(&text);
            prop_assert_eq!(read(&quoted), Some((text, "")));
        }
    }
}
