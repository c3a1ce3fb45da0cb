//! JSON over several lines, for people. Only white space changes: numbers and strings stay exactly as they came, which a
//! detour over parsed values would not promise.

/// The JSON text indented by two.
#[must_use]
pub fn indented(json: &str) -> String {
    let mut writer = Writer { out: String::with_capacity(json.len() * 2), depth: 0 };
    let mut rest = json.chars().peekable();
    let mut in_text = false;
    while let Some(c) = rest.next() {
        if in_text {
            writer.out.push(c);
            if c == '\\' {
                writer.out.extend(rest.next());
            }
            in_text = c != '"';
            continue;
        }
        match c {
            ' ' | '\t' | '\n' | '\r' => {}
            '{' | '[' => {
                while rest.next_if(char::is_ascii_whitespace).is_some() {}
                writer.open(c, rest.next_if(|next| matches!(next, '}' | ']')));
            }
            '}' | ']' => writer.close(c),
            ',' => writer.next(),
            ':' => writer.out.push_str(": "),
            _ => {
                in_text = c == '"';
                writer.out.push(c);
            }
        }
    }
    writer.out
}

struct Writer {
    out: String,
    depth: usize,
}

impl Writer {
    fn open(&mut self, bracket: char, closed_at_once: Option<char>) {
        self.out.push(bracket);
        if let Some(closing) = closed_at_once {
            self.out.push(closing);
            return;
        }
        self.depth += 1;
        self.new_line();
    }

    fn close(&mut self, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        self.new_line();
        self.out.push(bracket);
    }

    fn next(&mut self) {
        self.out.push(',');
        self.new_line();
    }

    fn new_line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", self.depth));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[test]
    fn only_white_space_changes() {
        let json = r#"{"id":"a","n":12345678901234567890123,"f":1.10,"t":"a, {b}: \"[c]\" \\","e":{},"l":[ ],"m":[1,{"x":null}]}"#;
        let expected = r#"{
  "id": "a",
  "n": 12345678901234567890123,
  "f": 1.10,
  "t": "a, {b}: \"[c]\" \\",
  "e": {},
  "l": [],
  "m": [
    1,
    {
      "x": null
    }
  ]
}"#;
        assert_eq!(indented(json), expected);
        assert_eq!(indented(expected), expected);
    }

    proptest! {
        // A delete (U+007F) within a text is no white space.
        #[test]
        fn it_says_the_same(text in ".*", key in ".*", number in any::<i64>()) {
            let value = serde_json::json!({ key: [text, number, { "a": [], "b": {} }] });
            let same: Value = serde_json::from_str(&indented(&value.to_string())).unwrap();
            prop_assert_eq!(same, value);
        }
    }
}
