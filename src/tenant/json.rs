//! Writing JSON straight into bytes. A page of 250 accounts has some twelve thousand members: building a tree of them
//! first would cost more than everything else the server does for the page.

use std::fmt::Display;

use serde_json::Value;

/// An object being written. Members are written in the order of the calls.
pub(super) struct Object<'a> {
    out: &'a mut Vec<u8>,
    empty: bool,
}

/// Writes an object whose members `fill` adds.
pub(super) fn object(out: &mut Vec<u8>, fill: impl FnOnce(&mut Object<'_>)) {
    out.push(b'{');
    let mut object = Object { out, empty: true };
    fill(&mut object);
    out.push(b'}');
}

/// Writes an array, one element for each item.
pub(super) fn array<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    mut element: impl FnMut(&mut Vec<u8>, T),
) {
    out.push(b'[');
    for (position, item) in items.into_iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        element(out, item);
    }
    out.push(b']');
}

/// Writes a string with its quotes, escaping what JSON wants escaped.
pub(super) fn text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut start = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.extend_from_slice(&bytes[start..at]);
        start = at + 1;
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
        }
    }
    out.extend_from_slice(&bytes[start..]);
    out.push(b'"');
}

impl Object<'_> {
    fn key(&mut self, key: &str) {
        if !self.empty {
            self.out.push(b',');
        }
        self.empty = false;
        text(self.out, key);
        self.out.push(b':');
    }

    pub(super) fn text(&mut self, key: &str, value: impl AsRef<str>) {
        self.key(key);
        text(self.out, value.as_ref());
    }

    pub(super) fn text_or_null(&mut self, key: &str, value: Option<impl AsRef<str>>) {
        match value {
            Some(value) => self.text(key, value),
            None => self.null(key),
        }
    }

    pub(super) fn null(&mut self, key: &str) {
        self.key(key);
        self.out.extend_from_slice(b"null");
    }

    pub(super) fn flag(&mut self, key: &str, value: bool) {
        self.key(key);
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
    }

    pub(super) fn number(&mut self, key: &str, value: impl Into<i64>) {
        self.key(key);
        self.out.extend_from_slice(value.into().to_string().as_bytes());
    }

    /// A member that is a tree already.
    pub(super) fn value(&mut self, key: &str, value: &Value) {
        self.key(key);
        self.out.extend_from_slice(value.to_string().as_bytes());
    }

    /// A string member from anything that prints, such as an id.
    pub(super) fn shown(&mut self, key: &str, value: impl Display) {
        self.text(key, value.to_string());
    }

    pub(super) fn object(&mut self, key: &str, fill: impl FnOnce(&mut Object<'_>)) {
        self.key(key);
        object(self.out, fill);
    }

    pub(super) fn array<T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        element: impl FnMut(&mut Vec<u8>, T),
    ) {
        self.key(key);
        array(self.out, items, element);
    }

    pub(super) fn texts(&mut self, key: &str, items: impl IntoIterator<Item = impl AsRef<str>>) {
        self.array(key, items, |out, item| text(out, item.as_ref()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_survives_a_parser() {
        for original in ["plain", "\u{1b}[31m\u{0}", "\"quoted\\\"", "\u{202e}\u{1f680}", "a\nb\tc\r", ""] {
            let mut out = Vec::new();
            text(&mut out, original);
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), original);
        }
    }

    #[test]
    fn members_keep_their_order_and_commas_stand_between_only() {
        let mut out = Vec::new();
        object(&mut out, |o| {
            o.flag("a", true);
            o.null("b");
            o.object("c", |_| {});
            o.texts("d", ["x", "y"]);
            o.number("e", -1);
        });
        assert_eq!(String::from_utf8(out).unwrap(), r#"{"a":true,"b":null,"c":{},"d":["x","y"],"e":-1}"#);
    }
}
