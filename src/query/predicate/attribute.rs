//! Attributes as their source wrote them: texts, numbers, flags and lists of them.

use serde_json::Value;

use crate::query::claim::Texts;
use crate::query::fold::fold;

/// Whether one of the values of an attribute fits. Sources write the same attribute in different cases, so its name is
/// looked for in any.
pub(super) fn fits(attributes: &[(String, Value)], name: &str, texts: &Texts) -> bool {
    let is_it = |known: &str| known.eq_ignore_ascii_case(name) || (!known.is_ascii() && fold(known) == fold(name));
    attributes.iter().any(|(known, value)| is_it(known) && value_fits(value, texts))
}

fn value_fits(value: &Value, texts: &Texts) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => texts.fit(text),
        Value::Array(values) => values.iter().any(|value| value_fits(value, texts)),
        // As its column shows it.
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => texts.fit(&value.to_string()),
    }
}
