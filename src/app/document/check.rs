//! What is wrong with a document, and what is doubtful about it: with its place, while it is typed.
//!
//! What is wrong cannot be sent. What only disagrees with the schema of the source can: the schema may be older than the
//! source, and the tenant decides.

use serde_json::{Map, Value};

use super::Purpose;
use super::outline::{Entry, Lines, entries};
use crate::app::editor::Place;
use crate::model::{AccountSchema, AttributeKind, SchemaAttribute};
use crate::query::nearest;

/// The field in which `createAccount` takes the source; it stands among the attributes.
pub const SOURCE_FIELD: &str = "sourceId";

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It cannot be sent.
    Wrong,
    /// It can be sent, and may not be what was meant.
    Doubtful,
}

/// Something a person should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Where it begins.
    pub place: Place,
    /// How many characters of the line it is about.
    pub length: usize,
    /// What it is.
    pub text: String,
}

/// What a document is checked against.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// What is to become of it.
    pub purpose: Purpose,
    /// The schema of the source, where it could be read.
    pub schema: Option<&'a AccountSchema>,
    /// The attributes the account has. What was there before is not questioned.
    pub base: &'a Map<String, Value>,
}

/// The attributes the text says, where it is an object, and what there is to look at, in the order of the text.
#[must_use]
pub fn check(text: &str, rules: Rules) -> (Option<Map<String, Value>>, Vec<Finding>) {
    let lines = Lines::of(text);
    let attributes = match serde_json::from_str(text) {
        Ok(Value::Object(attributes)) => attributes,
        Ok(_) => return (None, vec![not_an_object(text, &lines)]),
        Err(error) => return (None, vec![not_json(&error, text, &lines)]),
    };
    let entries = entries(text);
    let mut findings = twice(&entries, text, &lines);
    findings.extend(entries.iter().filter_map(|entry| {
        let value = attributes.get(&entry.name)?;
        let (severity, told) = rules.judge(&entry.name, value)?;
        Some(about(entry, severity, told, text, &lines))
    }));
    findings.extend(rules.missing_name(&attributes, &entries, text, &lines));
    findings.sort_by_key(|finding| finding.place);
    (Some(attributes), findings)
}

impl Rules<'_> {
    /// What there is to say about an attribute with this value.
    fn judge(&self, name: &str, value: &Value) -> Option<(Severity, String)> {
        if self.purpose == Purpose::Create && name == SOURCE_FIELD {
            return Some((Severity::Wrong, "the source is chosen already: leave this out".to_owned()));
        }
        let schema = self.schema?;
        let before = self.base.get(name);
        if before == Some(value) {
            return None;
        }
        let told = match schema.attribute(name) {
            Some(known) => misfit(known, value),
            None if before.is_some() => None,
            None => Some(unknown(name, schema)),
        };
        let is_its_name = schema.identity_attribute.as_deref() == Some(name) && before.is_some();
        let renamed = || is_its_name.then(|| format!("{name} names the account: with another value it is another one"));
        told.or_else(renamed).map(|told| (Severity::Doubtful, told))
    }

    /// Says where the attribute that names the account on its source has no value.
    fn missing_name(
        &self,
        attributes: &Map<String, Value>,
        entries: &[Entry],
        text: &str,
        lines: &Lines,
    ) -> Option<Finding> {
        let name = self.schema?.identity_attribute.as_deref()?;
        let is_there = attributes.get(name).is_some_and(|value| !is_empty(value));
        let severity = match self.purpose {
            _ if is_there => return None,
            Purpose::Create => Severity::Wrong,
            Purpose::Replace => Severity::Doubtful,
            // What an edit leaves out stays as it is, unless it was there.
            Purpose::Edit if self.base.contains_key(name) => Severity::Doubtful,
            Purpose::Edit => return None,
        };
        let told = format!("{name} names the account: it needs a value");
        let entry = entries.iter().find(|entry| entry.name == name);
        Some(entry.map_or_else(
            || Finding { severity, place: Place::default(), length: 1, text: told.clone() },
            |entry| about(entry, severity, told.clone(), text, lines),
        ))
    }
}

/// Whether a value says nothing.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        _ => false,
    }
}

fn unknown(name: &str, schema: &AccountSchema) -> String {
    let meant = nearest(name, schema.names()).map_or_else(String::new, |meant| format!("; did you mean {meant}?"));
    format!("{name}: not in the account schema{meant}")
}

/// Why the value does not fit the attribute.
fn misfit(attribute: &SchemaAttribute, value: &Value) -> Option<String> {
    let SchemaAttribute { name, kind, is_multi, .. } = attribute;
    let word = kind.word();
    match value {
        Value::Object(_) => Some(format!("{name} takes no object: the schema says {word}")),
        Value::Array(_) if !is_multi => Some(format!("{name} takes one value, not a list: the schema says {word}")),
        Value::Array(values) => values.iter().find(|value| !fits(kind, value)).map(|_| misfits(name, kind)),
        value => (!fits(kind, value)).then(|| misfits(name, kind)),
    }
}

fn misfits(name: &str, kind: &AttributeKind) -> String {
    let what = match kind {
        AttributeKind::Number => "a whole number",
        AttributeKind::Flag => "true or false",
        AttributeKind::Text | AttributeKind::Other(_) => "a text",
    };
    format!("{name} takes {what}: the schema says {}", kind.word())
}

/// Whether a single value is of the kind. Sources send numbers and flags as text as well.
fn fits(kind: &AttributeKind, value: &Value) -> bool {
    match (kind, value) {
        (_, Value::Null) | (AttributeKind::Text, Value::String(_)) => true,
        (_, Value::Array(_) | Value::Object(_))
        | (AttributeKind::Text, _)
        | (AttributeKind::Number, Value::Bool(_)) => false,
        (AttributeKind::Number, Value::Number(number)) => number.is_i64() || number.is_u64(),
        (AttributeKind::Number, Value::String(text)) => text.is_empty() || text.parse::<i64>().is_ok(),
        (AttributeKind::Flag, Value::String(text)) => text.is_empty() || text == "true" || text == "false",
        (AttributeKind::Flag, value) => value.is_boolean(),
        (AttributeKind::Other(_), _) => true,
    }
}

fn twice(entries: &[Entry], text: &str, lines: &Lines) -> Vec<Finding> {
    let mut seen = std::collections::HashSet::new();
    let again = entries.iter().filter(|entry| !seen.insert(entry.name.as_str()));
    again
        .map(|entry| {
            about(
                entry,
                Severity::Wrong,
                format!("{} stands here twice: only one would count", entry.name),
                text,
                lines,
            )
        })
        .collect()
}

fn about(entry: &Entry, severity: Severity, told: String, text: &str, lines: &Lines) -> Finding {
    let length = text[entry.name_at.clone()].chars().count();
    Finding { severity, place: lines.place(entry.name_at.start), length, text: told }
}

fn not_an_object(text: &str, lines: &Lines) -> Finding {
    let start = text.len() - text.trim_start().len();
    let told = "an object is wanted here: { \"name\": value }".to_owned();
    Finding { severity: Severity::Wrong, place: lines.place(start), length: 1, text: told }
}

fn not_json(error: &serde_json::Error, text: &str, lines: &Lines) -> Finding {
    let place =
        if error.is_eof() { lines.place(text.trim_end().len()) } else { lines.told(error.line(), error.column()) };
    Finding { severity: Severity::Wrong, place, length: 1, text: plainly(error) }
}

/// What the parser says, in the words of somebody who edits.
fn plainly(error: &serde_json::Error) -> String {
    let told = error.to_string();
    let told = told.split(" at line ").next().unwrap_or_default();
    match told {
        _ if told.starts_with("EOF") => "the text ends too early: something is still open".to_owned(),
        _ if told.starts_with("control character") => {
            "no closing quote in this line (a line break is written \\n)".to_owned()
        }
        "key must be a string" => "a name in quotes is wanted here".to_owned(),
        "expected `,` or `}`" => "a comma, or a closing brace, is wanted here".to_owned(),
        "expected `,` or `]`" => "a comma, or a closing bracket, is wanted here".to_owned(),
        "expected `:`" => "a colon is wanted here".to_owned(),
        "trailing comma" => "a comma with nothing behind it".to_owned(),
        "trailing characters" => "something stands behind the end".to_owned(),
        "expected ident" => "the only words without quotes are true, false and null".to_owned(),
        "expected value" => "a value is wanted here: \"text\", number, true, false, null, [ ] or { }".to_owned(),
        _ => told.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema() -> AccountSchema {
        let attribute = |name: &str, kind, is_multi| SchemaAttribute {
            name: name.to_owned(),
            kind,
            is_multi,
            is_entitlement: is_multi,
        };
        AccountSchema {
            identity_attribute: Some("badge".to_owned()),
            display_attribute: None,
            attributes: vec![
                attribute("badge", AttributeKind::Text, false),
                attribute("department", AttributeKind::Text, false),
                attribute("zones", AttributeKind::Text, true),
                attribute("floor", AttributeKind::Number, false),
                attribute("active", AttributeKind::Flag, false),
            ],
        }
    }

    fn map(value: Value) -> Map<String, Value> {
        if let Value::Object(map) = value { map } else { Map::new() }
    }

    /// What is found, a line each: line and column counted from 1, what is underlined, what is said.
    fn found(purpose: Purpose, base: &Value, text: &str) -> Vec<String> {
        let schema = schema();
        let base = map(base.clone());
        let rules = Rules { purpose, schema: Some(&schema), base: &base };
        let lines: Vec<&str> = text.split('\n').collect();
        let told = |finding: &Finding| {
            let Place { line, column } = finding.place;
            let under: String = lines[line].chars().skip(column).take(finding.length).collect();
            let sign = if finding.severity == Severity::Wrong { '!' } else { '?' };
            format!("{}:{} {sign} {under} {}", line + 1, column + 1, finding.text)
        };
        check(text, rules).1.iter().map(told).collect()
    }

    fn edited(text: &str) -> Vec<String> {
        found(Purpose::Edit, &json!({}), text)
    }

    #[test]
    fn what_is_no_json_is_told_with_its_place() {
        let cases = [
            ("{\"ж\": 1,,}", "1:9 ! , a name in quotes is wanted here"),
            ("{\n  \"a\": tru\n}", "2:11 !  the only words without quotes are true, false and null"),
            ("{\n  \"a\": 1\n  \"b\": 2\n}", "3:3 ! \" a comma, or a closing brace, is wanted here"),
            ("{\n  \"a\": 1\n", "2:9 !  the text ends too early: something is still open"),
            ("{\"a\": \"x\ny\"}", "1:9 !  no closing quote in this line (a line break is written \\n)"),
            ("{\"a\": 1,\n}", "2:1 ! } a comma with nothing behind it"),
            ("{} x", "1:4 ! x something stands behind the end"),
            ("", "1:1 !  the text ends too early: something is still open"),
            ("  [1]", "1:3 ! [ an object is wanted here: { \"name\": value }"),
            ("{\"a\": }", "1:7 ! } a value is wanted here: \"text\", number, true, false, null, [ ] or { }"),
        ];
        for (text, expected) in cases {
            assert_eq!(edited(text), [expected], "{text}");
        }
    }

    #[test]
    fn names_and_kinds_are_compared_with_the_schema() {
        let cases = [
            (
                "{\"departmnet\": \"x\"}",
                Some("1:2 ? \"departmnet\" departmnet: not in the account schema; did you mean department?"),
            ),
            ("{\"shoe\": 43}", Some("1:2 ? \"shoe\" shoe: not in the account schema")),
            (
                "{\"department\": [\"x\"]}",
                Some("1:2 ? \"department\" department takes one value, not a list: the schema says STRING"),
            ),
            ("{\"department\": 5}", Some("1:2 ? \"department\" department takes a text: the schema says STRING")),
            ("{\"zones\": {}}", Some("1:2 ? \"zones\" zones takes no object: the schema says STRING")),
            ("{\"zones\": [1]}", Some("1:2 ? \"zones\" zones takes a text: the schema says STRING")),
            ("{\"floor\": \"x\"}", Some("1:2 ? \"floor\" floor takes a whole number: the schema says INT")),
            ("{\"floor\": 1.5}", Some("1:2 ? \"floor\" floor takes a whole number: the schema says INT")),
            ("{\"active\": 1}", Some("1:2 ? \"active\" active takes true or false: the schema says BOOLEAN")),
            ("{\"zones\": [\"a\"], \"floor\": 7, \"active\": true, \"department\": null}", None),
            ("{\"zones\": \"a\", \"floor\": \"7\", \"active\": \"true\"}", None),
        ];
        for (text, expected) in cases {
            assert_eq!(edited(text).first().map(String::as_str), expected, "{text}");
        }
    }

    #[test]
    fn what_was_there_before_is_not_questioned() {
        let base = json!({"shoe": 43, "floor": "ground"});
        assert_eq!(found(Purpose::Edit, &base, "{\"shoe\": 44, \"floor\": \"ground\"}"), Vec::<String>::new());
    }

    #[test]
    fn a_name_that_stands_there_twice_is_wrong() {
        let told = "2:1 ! \"zones\" zones stands here twice: only one would count";
        assert_eq!(edited("{\"zones\": \"a\",\n\"zones\": \"b\"}"), [told]);
    }

    #[test]
    fn the_attribute_that_names_the_account_is_watched() {
        let base = json!({"badge": "B1"});
        let needs = "badge names the account: it needs a value";
        let rows = [
            (Purpose::Create, json!({}), "{\"badge\": \"\"}", vec![format!("1:2 ! \"badge\" {needs}")]),
            (Purpose::Create, json!({}), "{}", vec![format!("1:1 ! {{ {needs}")]),
            (Purpose::Create, json!({}), "{\"badge\": \"B1\"}", vec![]),
            (Purpose::Replace, base.clone(), "{}", vec![format!("1:1 ? {{ {needs}")]),
            (
                Purpose::Edit,
                base.clone(),
                "{\"badge\": \"B2\"}",
                vec!["1:2 ? \"badge\" badge names the account: with another value it is another one".to_owned()],
            ),
            (Purpose::Edit, json!({}), "{}", vec![]),
        ];
        for (purpose, base, text, expected) in rows {
            assert_eq!(found(purpose, &base, text), expected, "{purpose:?} {text}");
        }
    }

    #[test]
    fn the_source_of_a_new_account_is_not_written_by_hand() {
        let text = format!("{{\"badge\": \"B1\", \"{SOURCE_FIELD}\": \"s1\"}}");
        let told = "1:17 ! \"sourceId\" the source is chosen already: leave this out";
        assert_eq!(found(Purpose::Create, &json!({}), &text), [told]);
    }

    #[test]
    fn without_a_schema_names_are_not_checked() {
        let rules = Rules { purpose: Purpose::Edit, schema: None, base: &Map::new() };
        let (attributes, findings) = check("{\"shoe\": {\"size\": 43}}", rules);
        assert_eq!((attributes.map(|map| map.len()), findings), (Some(1), vec![]));
    }
}
