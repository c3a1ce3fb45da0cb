//! The sieve: values whose name says that they are secret do not enter the journal.

use serde_json::Value;

/// What stands in place of a secret.
const NOT_KEPT: &str = "(not kept)";

/// Parts of names that say so, in small letters and without `-` and `_`.
const SECRET: [&str; 9] =
    ["password", "passwd", "passphrase", "pwd", "secret", "token", "credential", "privatekey", "apikey"];

/// The value with its secrets replaced, however deep. In a JSON Patch the name is the last part of the path.
pub(super) fn without_secrets(value: Value) -> Value {
    match value {
        Value::Array(values) => Value::Array(values.into_iter().map(without_secrets).collect()),
        Value::Object(fields) => {
            let path = fields.get("path").and_then(Value::as_str);
            let hides_value = path.is_some_and(|path| path.split('/').any(is_secret));
            let sieved = fields.into_iter().map(|(name, value)| {
                let hidden = !value.is_null() && (is_secret(&name) || (hides_value && name == "value"));
                let kept = if hidden { Value::from(NOT_KEPT) } else { without_secrets(value) };
                (name, kept)
            });
            Value::Object(sieved.collect())
        }
        other => other,
    }
}

/// Whether a secret was replaced in the value, however deep.
pub(super) fn lacks_secrets(value: &Value) -> bool {
    match value {
        Value::String(text) => text == NOT_KEPT,
        Value::Array(values) => values.iter().any(lacks_secrets),
        Value::Object(fields) => fields.values().any(lacks_secrets),
        _ => false,
    }
}

/// Whether the name of a value says that it is secret.
#[must_use]
pub fn is_secret(name: &str) -> bool {
    let name = name.to_lowercase().replace(['-', '_', ' '], "");
    SECRET.iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_replaced_wherever_they_stand() {
        let cases = [
            (json!({"password": "x", "city": "Austin"}), json!({"password": NOT_KEPT, "city": "Austin"})),
            (json!({"attributes": {"User_Password": {"a": 1}}}), json!({"attributes": {"User_Password": NOT_KEPT}})),
            (json!([{"API-Key": 7}, "password"]), json!([{"API-Key": NOT_KEPT}, "password"])),
            (
                json!([{"op": "replace", "path": "/attributes/pwd", "value": "x"}]),
                json!([{"op": "replace", "path": "/attributes/pwd", "value": NOT_KEPT}]),
            ),
            (
                json!([{"op": "replace", "path": "/attributes/city", "value": "x"}]),
                json!([{"op": "replace", "path": "/attributes/city", "value": "x"}]),
            ),
            (json!({"password": null}), json!({"password": null})),
        ];
        for (value, kept) in cases {
            assert_eq!(lacks_secrets(&kept), kept != value, "{value}");
            assert_eq!(without_secrets(value.clone()), kept, "{value}");
        }
    }
}
