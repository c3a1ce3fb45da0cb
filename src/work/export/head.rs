//! What a file says of its accounts: the question, the time, the tenant, and how whole the answer is.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde::Serialize;

use crate::model::text::{json_safe, safe};
use crate::work::protocol::{Export, Form, Written};

/// The head of a file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Head<'a> {
    /// The question, as a person writes it.
    query: &'a str,
    /// Which accounts of the answer: visible, matching, marked, or all on the tenant.
    scope: &'static str,
    /// When reading began, by this machine's clock.
    read_at: Timestamp,
    /// The tenant's host.
    tenant: String,
    /// Whether nothing is missing, as far as can be told.
    complete: bool,
    /// How many accounts are in the file.
    count: u64,
    /// How many accounts were read for it: more than are in it where some of the query was judged here.
    read: u64,
    /// How many were to be read: those chosen, else those the tenant counts.
    total: Option<u64>,
}

impl<'a> Head<'a> {
    pub(super) fn of(export: &'a Export, written: &Written, tenant: String, begun: Timestamp) -> Self {
        Self {
            query: &export.question,
            scope: export.scope.word(),
            read_at: begun,
            tenant,
            complete: written.is_whole(),
            count: written.accounts,
            read: written.census.have,
            total: written.total(),
        }
    }

    /// All that stands before the accounts.
    pub(super) fn in_form(&self, form: Form) -> String {
        match form {
            Form::Csv => self.as_comments(),
            Form::Json => format!("{{{},\"accounts\":", self.fields()),
            Form::Ndjson => format!("{{\"head\":true,{}}}\n", self.fields()),
        }
    }

    /// Its fields, as they stand within an object.
    fn fields(&self) -> String {
        let object = serde_json::to_string(self).unwrap_or_default();
        let inside = object.strip_prefix('{').and_then(|object| object.strip_suffix('}'));
        json_safe(inside.unwrap_or_default()).into_owned()
    }

    /// Its fields, a line of comment each. RFC 4180 knows no comments; readers skip them where they are told that comments
    /// begin with `#`.
    fn as_comments(&self) -> String {
        let mut lines = String::from("# accounts written by quarterdeck; lines that begin with # are comments\n");
        let total = self.total.map_or_else(|| "not told".to_owned(), |total| total.to_string());
        for (name, value) in [
            ("query", self.query),
            ("scope", self.scope),
            ("readAt", &self.read_at.to_string()),
            ("tenant", &self.tenant),
            ("complete", if self.complete { "true" } else { "false" }),
            ("count", &self.count.to_string()),
            ("read", &self.read.to_string()),
            ("total", &total),
        ] {
            // Writing to a text does not fail.
            writeln!(lines, "# {name}: {}", safe(value)).ok();
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn head() -> Head<'static> {
        Head {
            query: "name:\"a}{b\"\n\u{1b}[2J=1}",
            scope: "matching",
            read_at: Timestamp::UNIX_EPOCH,
            tenant: "acme.example".to_owned(),
            complete: false,
            count: 2,
            read: 4,
            total: Some(5),
        }
    }

    #[test]
    fn comments_stay_on_their_lines() {
        let text = head().in_form(Form::Csv);
        assert_eq!(text.lines().count(), 9);
        assert!(text.lines().all(|line| line.starts_with("# ")), "{text}");
        assert!(text.contains("# query: name:\"a}{b\"␊␛[2J=1}\n# scope: matching\n"), "{text}");
        assert!(text.ends_with("# complete: false\n# count: 2\n# read: 4\n# total: 5\n"), "{text}");
    }

    #[test]
    fn json_holds_the_question_as_it_was_asked() {
        let object: Value = serde_json::from_str(&(head().in_form(Form::Json) + "[]}")).unwrap();
        let line: Value = serde_json::from_str(&head().in_form(Form::Ndjson)).unwrap();
        assert_eq!((&object["query"], &line["query"]), (&Value::from(head().query), &Value::from(head().query)));
        assert_eq!((&line["head"], &object["complete"]), (&Value::from(true), &Value::from(false)));
        assert!(!head().in_form(Form::Ndjson).contains('\u{1b}'));
    }
}
