//! The few filter expressions the program builds itself, in the API's grammar.

/// A string in the quotes the grammar wants: `"` and `\` escaped.
#[must_use]
pub fn quoted(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('"');
    for c in value.chars() {
        if matches!(c, '"' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    text.push('"');
    text
}

/// `field eq "value"`
#[must_use]
pub fn equals(field: &str, value: &str) -> String {
    format!("{field} eq {}", quoted(value))
}

/// `field sw "value"`
#[must_use]
pub fn starts_with(field: &str, value: &str) -> String {
    format!("{field} sw {}", quoted(value))
}

/// `field in ("a","b")`
#[must_use]
pub fn any_of<'a>(field: &str, values: impl IntoIterator<Item = &'a str>) -> String {
    let values: Vec<String> = values.into_iter().map(quoted).collect();
    format!("{field} in ({})", values.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_leave_their_quotes() {
        assert_eq!(equals("name", r#"a" or "b"#), r#"name eq "a\" or \"b""#);
        assert_eq!(starts_with("nativeIdentity", r"CORP\ada"), r#"nativeIdentity sw "CORP\\ada""#);
        assert_eq!(any_of("id", ["a", "b\""]), r#"id in ("a","b\"")"#);
    }
}
