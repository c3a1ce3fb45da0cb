//! What a document would change: a line an attribute, against the account as it is now.
//!
//! The account is read again when this opens. What moved on the tenant since the editor opened is said, and an edit is
//! applied to the account as it is now, so that it undoes nobody else's work.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::app::cursor::Cursor;
use crate::app::document::changes::{Change, Kind, changes, order};
use crate::app::document::{Document, Purpose};
use crate::app::load::Load;
use crate::model::Order;
use crate::work::protocol::JobId;

/// What a document would change, while it is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Diff {
    /// What is to become of the document.
    pub purpose: Purpose,
    /// The attributes of the account as it is, as far as we know.
    pub there: Map<String, Value>,
    /// The same when the editor opened.
    opened: Map<String, Value>,
    /// The attributes as they would be written.
    written: Map<String, Value>,
    /// What changes, what hurts most first.
    pub changes: Vec<Change>,
    /// The line the person stands on.
    pub cursor: Cursor,
    /// When the account was read again.
    pub read: Load<Timestamp>,
    /// The job that reads it.
    pub job: Option<JobId>,
    /// The attributes that moved on the tenant since the editor opened.
    pub moved: Vec<String>,
    /// Why the last key could not go on.
    pub remark: Option<String>,
}

impl Diff {
    /// Which attributes change, a line a kind: `NULLED city, phone`.
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        let mut kinds: Vec<(Kind, Vec<&str>)> = Vec::new();
        for Change { kind, name, .. } in &self.changes {
            match kinds.iter_mut().find(|(known, _)| known == kind) {
                Some((_, names)) => names.push(name),
                None => kinds.push((*kind, vec![name])),
            }
        }
        kinds.into_iter().map(|(kind, names)| format!("{} {}", kind.word(), names.join(", "))).collect()
    }

    /// What the document would change of the account as it was when the editor opened; none where the text says nothing.
    #[must_use]
    pub fn of(document: &Document) -> Option<Self> {
        let mut diff = Self {
            purpose: document.purpose,
            there: Map::new(),
            opened: Map::new(),
            written: Map::new(),
            changes: Vec::new(),
            cursor: Cursor::default(),
            read: Load::Idle,
            job: None,
            moved: Vec::new(),
            remark: None,
        };
        diff.compare(document, document.there())?;
        Some(diff)
    }

    /// Compares with the account as it is now.
    pub fn compare(&mut self, document: &Document, there: Map<String, Value>) -> Option<()> {
        let opened_with = document.there();
        let written = document.written.clone()?;
        self.moved = moved(&opened_with, &there);
        self.written = match self.purpose {
            Purpose::Edit => rebased(&opened_with, written, there.clone()),
            Purpose::Replace | Purpose::Create => written,
        };
        self.changes = changes(self.purpose, &there, &self.written);
        (self.there, self.opened) = (there, opened_with);
        Some(())
    }

    /// The order that carries it out, on the source with this id. What replaces everything was written against the account
    /// as the editor opened with it; what changes a part, against the account as it is now.
    #[must_use]
    pub fn order(&self, source: &str) -> Order {
        let there = if self.purpose == Purpose::Replace { &self.opened } else { &self.there };
        order(self.purpose, there, &self.written, Some(source))
    }
}

/// The names of the attributes whose value is another, is new, or is gone.
fn moved(before: &Map<String, Value>, now: &Map<String, Value>) -> Vec<String> {
    let gone = before.keys().filter(|name| !now.contains_key(*name));
    let others = now.iter().filter(|(name, value)| before.get(*name) != Some(value)).map(|(name, _)| name);
    gone.chain(others).cloned().collect()
}

/// What the person changed, applied to the attributes as they are now.
fn rebased(
    before: &Map<String, Value>,
    written: Map<String, Value>,
    mut now: Map<String, Value>,
) -> Map<String, Value> {
    now.retain(|name, _| written.contains_key(name) || !before.contains_key(name));
    now.extend(written.into_iter().filter(|(name, value)| before.get(name) != Some(value)));
    now
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn map(value: Value) -> Map<String, Value> {
        if let Value::Object(map) = value { map } else { Map::new() }
    }

    #[test]
    fn an_edit_keeps_what_others_changed_meanwhile() {
        let before = map(json!({"mine": 1, "theirs": 1, "gone": 1, "dropped": 1}));
        let written = map(json!({"mine": 2, "theirs": 1, "gone": 1, "new": 1}));
        let now = map(json!({"mine": 1, "theirs": 2, "dropped": 1, "other": 1}));
        let expected = map(json!({"mine": 2, "theirs": 2, "new": 1, "other": 1}));
        assert_eq!(rebased(&before, written, now.clone()), expected);
        assert_eq!(moved(&before, &now), ["gone", "theirs", "other"]);
    }
}
