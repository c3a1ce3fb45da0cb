//! What the subcommands take that write attributes: create, put and patch.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value, json};

use super::{Acting, OnAccounts};
use crate::model::{Content, Order, Problem, ProblemKind, Verb};
use crate::work::plan::SOURCE_ID;

/// Attributes, from a file or one by one.
#[derive(Debug, Args)]
pub struct Written {
    /// A file of JSON (- for standard input): the attributes as an object; for patch, an array of JSON Patch steps
    #[arg(long, value_name = "FILE")]
    pub body: Option<PathBuf>,

    /// An attribute and its value, such as city=Austin; a value that reads as JSON is sent as such, and an empty one
    /// takes the attribute away. Can be given again; with --body, in place of what stands there
    #[arg(
        long, value_name = "NAME=VALUE", value_parser = assignment,
        required_unless_present_any = ["body", "from"]
    )]
    pub set: Vec<(String, Value)>,
}

/// What creating takes.
#[derive(Debug, Args)]
pub struct Creating {
    /// The source the account is created on, by its name or its id
    #[arg(long, value_name = "SOURCE", required_unless_present_any = ["body", "from"], conflicts_with = "from")]
    pub source: Option<String>,

    #[command(flatten)]
    pub written: Written,

    #[command(flatten)]
    pub acting: Acting,
}

/// What replacing and changing take.
#[derive(Debug, Args)]
pub struct Writing {
    #[command(flatten)]
    pub on: OnAccounts,

    #[command(flatten)]
    pub written: Written,
}

impl Creating {
    /// What is to be done, before the source is found.
    ///
    /// # Errors
    ///
    /// Where the body cannot be read.
    pub fn order(&self) -> Result<Order, Problem> {
        let mut attributes = self.written.attributes()?;
        // A new account has nothing that could be taken away.
        attributes.retain(|_, value| !value.is_null());
        Ok(Order { content: Content::Attributes(attributes), ..Order::plain(Verb::Create) })
    }

    /// The source as the person named it.
    #[must_use]
    pub fn source_named(&self, order: &Order) -> Option<String> {
        let Content::Attributes(attributes) = &order.content else { return None };
        let of_body = attributes.get(SOURCE_ID).and_then(Value::as_str).map(str::to_owned);
        self.source.clone().or(of_body)
    }
}

impl Writing {
    /// The replacement of all attributes.
    ///
    /// # Errors
    ///
    /// Where the body cannot be read.
    pub fn put(&self) -> Result<Order, Problem> {
        Ok(Order { content: Content::Attributes(self.written.attributes()?), ..Order::plain(Verb::Put) })
    }

    /// The change of some.
    ///
    /// # Errors
    ///
    /// Where the body cannot be read.
    pub fn patch(&self) -> Result<Order, Problem> {
        Ok(Order { content: Content::Steps(self.written.steps()?), ..Order::plain(Verb::Patch) })
    }
}

impl Written {
    /// The attributes: those of the body, with the others in place of theirs.
    fn attributes(&self) -> Result<Map<String, Value>, Problem> {
        let mut attributes = match self.body.as_deref().map(json_of).transpose()? {
            None => Map::new(),
            Some(Value::Object(body)) => unwrapped(body),
            Some(_) => return Err(not_so("an object of attributes, or the body of the request")),
        };
        attributes.extend(self.set.iter().cloned());
        Ok(attributes)
    }

    /// The steps of a patch: those of the body, then one for each of the others. Adding replaces an attribute that is
    /// there, and makes one that is not (RFC 6902).
    fn steps(&self) -> Result<Vec<Value>, Problem> {
        let mut steps = match self.body.as_deref().map(json_of).transpose()? {
            None => Vec::new(),
            Some(Value::Array(steps)) => steps,
            Some(_) => return Err(not_so("an array of steps, as JSON Patch has them (RFC 6902)")),
        };
        steps.extend(self.set.iter().map(step));
        Ok(steps)
    }
}

fn step((name, value): &(String, Value)) -> Value {
    // In a JSON pointer these two characters are escaped (RFC 6901).
    let path = format!("/attributes/{}", name.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Null => json!({"op": "remove", "path": path}),
        value => json!({"op": "add", "path": path, "value": value}),
    }
}

/// The attributes of a body that is written as the request has it, around its attributes; else the body itself.
fn unwrapped(mut body: Map<String, Value>) -> Map<String, Value> {
    let is_request = body.len() == 1;
    match body.get_mut("attributes") {
        Some(Value::Object(attributes)) if is_request => std::mem::take(attributes),
        _ => body,
    }
}

/// Reads a file of JSON, or standard input.
fn json_of(file: &Path) -> Result<Value, Problem> {
    let not_json = |error| refused(file, &format!("it does not read as JSON: {error}"));
    serde_json::from_str(&text_of(file)?).map_err(not_json)
}

/// Reads a file, or standard input.
///
/// # Errors
///
/// A [`ProblemKind::Settings`] that says why it cannot be read.
pub fn text_of(file: &Path) -> Result<String, Problem> {
    let text = if file.as_os_str() == "-" { io::read_to_string(io::stdin()) } else { fs::read_to_string(file) };
    text.map_err(|error| refused(file, &error.to_string()))
}

fn refused(file: &Path, why: &str) -> Problem {
    Problem::new(ProblemKind::Settings, format!("{}: {why}", shown(file)))
}

fn shown(file: &Path) -> String {
    if file.as_os_str() == "-" { "standard input".to_owned() } else { file.display().to_string() }
}

fn not_so(expected: &str) -> Problem {
    Problem::new(ProblemKind::Settings, format!("--body is no such thing: it has to be {expected}"))
}

/// Reads `name=value`.
fn assignment(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    if name.is_empty() {
        return Err("the name is missing".to_owned());
    }
    let value = if value.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()))
    };
    Ok((name.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_is_text_unless_it_reads_as_json() {
        let rows = [
            ("city=Austin", Some(("city", json!("Austin")))),
            ("a=b=c", Some(("a", json!("b=c")))),
            ("badge=007", Some(("badge", json!("007")))),
            ("badge=7", Some(("badge", json!(7)))),
            (r#"groups=["a"]"#, Some(("groups", json!(["a"])))),
            ("title=", Some(("title", Value::Null))),
            ("title", None),
            ("=x", None),
        ];
        for (text, expected) in rows {
            assert_eq!(assignment(text).ok(), expected.map(|(name, value)| (name.to_owned(), value)), "{text}");
        }
    }

    #[test]
    fn a_body_may_be_the_attributes_or_the_request() {
        let map = |value: Value| value.as_object().cloned().unwrap_or_default();
        let city = map(json!({"city": "Bonn"}));
        assert_eq!(unwrapped(city.clone()), city);
        assert_eq!(unwrapped(map(json!({"attributes": {"city": "Bonn"}}))), city);
        let strange = map(json!({"attributes": {"a": 1}, "city": "Bonn"}));
        assert_eq!(unwrapped(strange.clone()), strange, "an attribute may be called so");
    }
}
