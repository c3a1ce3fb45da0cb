//! The columns a person added: which value each shows, and that value as text.

use serde_json::Value;

/// A column beyond those every row has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    /// A field of the account itself.
    Field(String),
    /// One of the account's attributes.
    Attribute(String),
}

impl Column {
    /// `attr.<name>` is an attribute, anything else a field.
    pub(super) fn named(word: &str) -> Self {
        match word.strip_prefix("attr.") {
            Some(name) => Self::Attribute(name.to_owned()),
            None => Self::Field(word.to_owned()),
        }
    }

    pub(super) fn is_attribute(&self) -> bool {
        matches!(self, Self::Attribute(_))
    }
}

/// A JSON value as a cell shows it: strings without quotes, lists joined by commas, null as nothing.
pub(super) fn cell(json: &str) -> Option<Box<str>> {
    let value = serde_json::from_str(json).ok()?;
    text(&value).map(Into::into)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => Some(items.iter().filter_map(text).collect::<Vec<_>>().join(", ")),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => Some(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_what_a_person_would_write() {
        let cases = [
            (r#""Sales""#, Some("Sales")),
            ("null", None),
            ("7", Some("7")),
            ("true", Some("true")),
            (r#"["a", null, "b"]"#, Some("a, b")),
            (r#"{ "k" : [1, 2] }"#, Some(r#"{"k":[1,2]}"#)),
        ];
        for (json, shown) in cases {
            assert_eq!(cell(json).as_deref(), shown, "{json}");
        }
    }
}
