//! Pieces of a filter in the API's grammar, and how they are joined.

use crate::model::fields::{Field, Operator};

/// A piece of a filter, with what it means.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    /// In the API's grammar.
    pub(super) filter: String,
    /// The one field it is about.
    pub(super) field: Option<Field>,
    /// It falls apart beside an `and` unless it stands in parentheses.
    pub(super) loose: bool,
    /// In plain words.
    pub(super) meaning: String,
}

impl Clause {
    /// A clause about one field.
    pub(super) fn about(field: Field, filter: String, meaning: impl Into<String>) -> Self {
        Self { filter, field: Some(field), loose: false, meaning: meaning.into() }
    }

    /// One or several comparisons about one field, any of which may hold.
    pub(super) fn any_of(field: Field, comparisons: &[String], meaning: impl Into<String>) -> Self {
        Self { loose: comparisons.len() > 1, ..Self::about(field, comparisons.join(" or "), meaning) }
    }

    /// One or several comparisons about one field, all of which must hold.
    pub(super) fn all_of(field: Field, comparisons: &[String], meaning: impl Into<String>) -> Self {
        Self { loose: comparisons.len() > 1, ..Self::about(field, comparisons.join(" and "), meaning) }
    }

    /// Any of several clauses, if they are all about the same field.
    pub(super) fn any_of_one_field(clauses: Vec<Self>) -> Option<Self> {
        let field = clauses.first()?.field?;
        if clauses.iter().any(|clause| clause.field != Some(field)) {
            return None;
        }
        let filters: Vec<_> = clauses.iter().map(Self::within_a_series).collect();
        let meanings: Vec<_> = clauses.into_iter().map(|clause| clause.meaning).collect();
        Some(Self::any_of(field, &filters, meanings.join(", or ")))
    }

    /// All of the clauses as one filter; none for no clause.
    pub(super) fn all(clauses: &[Self]) -> Option<String> {
        match clauses {
            [] => None,
            [only] => Some(only.filter.clone()),
            several => Some(several.iter().map(Self::within_a_series).collect::<Vec<_>>().join(" and ")),
        }
    }

    fn within_a_series(&self) -> String {
        if self.loose { format!("({})", self.filter) } else { self.filter.clone() }
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

/// `a`, `a or b`, `a, b or c`
pub(super) fn in_words<S: AsRef<str>>(items: &[S]) -> String {
    let mut words = String::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            words.push_str(if index + 1 == items.len() { " or " } else { ", " });
        }
        words.push_str(item.as_ref());
    }
    words
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

    #[test]
    fn items_are_listed_as_one_says_them() {
        for (items, words) in [(&["a"][..], "a"), (&["a", "b"], "a or b"), (&["a", "b", "c"], "a, b or c")] {
            assert_eq!(in_words(items), words);
        }
    }
}
