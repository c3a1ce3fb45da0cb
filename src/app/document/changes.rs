//! What a document would change, attribute by attribute, and the steps or attributes that say so to the tenant.

use serde_json::{Map, Value, json};

use super::Purpose;
use super::check::{SOURCE_FIELD, is_empty};
use crate::model::{Content, Order, Verb};

/// What becomes of an attribute; what hurts most comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is taken away.
    Removed,
    /// It is left out of what replaces everything, and so becomes null.
    LeftOut,
    /// It is set to nothing: null, an empty text, an empty list.
    Emptied,
    /// It gets another value.
    Changed,
    /// It was not there.
    Added,
}

impl Kind {
    /// The word on the screen; what takes something away stands in capitals.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Removed => "REMOVED",
            Self::LeftOut => "NULLED",
            Self::Emptied => "EMPTIED",
            Self::Changed => "changed",
            Self::Added => "added",
        }
    }
}

/// What becomes of one attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Its name.
    pub name: String,
    /// What becomes of it.
    pub kind: Kind,
    /// What it was; none where it was not there.
    pub before: Option<Value>,
    /// What is written; none where it is removed or left out.
    pub after: Option<Value>,
}

/// What the attributes written would change of those that are there, what hurts most first, else in the order written.
#[must_use]
pub fn changes(purpose: Purpose, there: &Map<String, Value>, written: &Map<String, Value>) -> Vec<Change> {
    let gone = there.iter().filter(|(name, _)| !written.contains_key(*name)).filter_map(|(name, value)| {
        let kind = match purpose {
            Purpose::Edit => Kind::Removed,
            Purpose::Replace if !value.is_null() => Kind::LeftOut,
            // Creating adds to what is there, and what is null already cannot become so.
            Purpose::Replace | Purpose::Create => return None,
        };
        Some(Change { name: name.clone(), kind, before: Some(value.clone()), after: None })
    });
    let set = written.iter().filter_map(|(name, value)| {
        let before = there.get(name);
        let kind = match before {
            Some(before) if before == value => return None,
            _ if purpose == Purpose::Create && is_not_filled_in(value, before) => return None,
            None | Some(Value::Null) => Kind::Added,
            Some(_) if is_empty(value) => Kind::Emptied,
            Some(_) => Kind::Changed,
        };
        Some(Change { name: name.clone(), kind, before: before.cloned(), after: Some(value.clone()) })
    });
    let mut changes: Vec<Change> = gone.chain(set).collect();
    changes.sort_by_key(|change| change.kind);
    changes
}

/// The names of the attributes that are there and would become null by replacing everything.
#[must_use]
pub fn left_out(there: &Map<String, Value>, written: &Map<String, Value>) -> Vec<String> {
    let left_out = there.iter().filter(|(name, value)| !value.is_null() && !written.contains_key(*name));
    left_out.map(|(name, _)| name.clone()).collect()
}

/// The order that writes a document: for an edit only the steps of a JSON patch that change something (RFC 6902), to
/// replace everything that is written, to create what is filled in and the source. Of a replacement, the attributes that
/// were there when the person began to write go along: what moved since is not written over.
#[must_use]
pub fn order(
    purpose: Purpose,
    there: &Map<String, Value>,
    written: &Map<String, Value>,
    source: Option<&str>,
) -> Order {
    let (verb, content) = match purpose {
        Purpose::Edit => (Verb::Patch, Content::Steps(changes(purpose, there, written).iter().map(step).collect())),
        Purpose::Replace => (Verb::Put, Content::Attributes(written.clone())),
        Purpose::Create => {
            let filled = written.iter().filter(|(name, value)| !is_not_filled_in(value, there.get(*name)));
            let mut attributes: Map<String, Value> =
                filled.map(|(name, value)| (name.clone(), value.clone())).collect();
            attributes.extend(source.map(|source| (SOURCE_FIELD.to_owned(), Value::from(source))));
            (Verb::Create, Content::Attributes(attributes))
        }
    };
    let seen = (purpose == Purpose::Replace).then(|| Box::new(there.clone()));
    Order { content, seen, ..Order::plain(verb) }
}

/// Whether an attribute of the form for a new account was left as it stood there. Where the account exists after all, only
/// a null written by hand empties something.
fn is_not_filled_in(value: &Value, before: Option<&Value>) -> bool {
    is_empty(value) && (!value.is_null() || before.is_none())
}

fn step(change: &Change) -> Value {
    let path = format!("/attributes/{}", change.name.replace('~', "~0").replace('/', "~1"));
    match (&change.before, &change.after) {
        (_, None) => json!({"op": "remove", "path": path}),
        (None, Some(value)) => json!({"op": "add", "path": path, "value": value}),
        (Some(_), Some(value)) => json!({"op": "replace", "path": path, "value": value}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(value: Value) -> Map<String, Value> {
        if let Value::Object(map) = value { map } else { Map::new() }
    }

    fn kinds(purpose: Purpose, there: &Value, written: &Value) -> Vec<(String, Kind)> {
        let changes = changes(purpose, &map(there.clone()), &map(written.clone()));
        changes.into_iter().map(|change| (change.name, change.kind)).collect()
    }

    #[test]
    fn each_purpose_means_something_else_by_leaving_out() {
        let there = json!({"a": 1, "b": null, "c": "x", "d": "y", "e": null});
        let written = json!({"d": "", "c": "z", "e": 5, "n": true});
        let of =
            |names: &[(&str, Kind)]| names.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect::<Vec<_>>();
        let set = [("d", Kind::Emptied), ("c", Kind::Changed), ("e", Kind::Added), ("n", Kind::Added)];
        let edit = [&[("a", Kind::Removed), ("b", Kind::Removed)], set.as_slice()].concat();
        assert_eq!(kinds(Purpose::Edit, &there, &written), of(&edit));
        assert_eq!(kinds(Purpose::Replace, &there, &written), of(&[&[("a", Kind::LeftOut)], set.as_slice()].concat()));
        assert_eq!(kinds(Purpose::Create, &there, &written), of(&set[1..]), "what is not filled in stays as it is");
        assert_eq!(kinds(Purpose::Create, &there, &json!({"a": null})), of(&[("a", Kind::Emptied)]));
        assert_eq!(kinds(Purpose::Create, &json!({}), &json!({"a": "", "b": [], "c": 1})), of(&[("c", Kind::Added)]));
        assert_eq!(kinds(Purpose::Edit, &there, &there), []);
        assert_eq!(left_out(&map(there), &map(written)), ["a"]);
    }

    #[test]
    fn an_edit_sends_only_what_changed() {
        let there = map(json!({"city": "Austin", "a/b~c": 1, "gone": true, "same": [1, 2]}));
        let written = map(json!({"city": "Oslo", "a/b~c": 2, "same": [1, 2], "new": ["x"]}));
        let expected = json!([
            {"op": "remove", "path": "/attributes/gone"},
            {"op": "replace", "path": "/attributes/city", "value": "Oslo"},
            {"op": "replace", "path": "/attributes/a~1b~0c", "value": 2},
            {"op": "add", "path": "/attributes/new", "value": ["x"]},
        ]);
        let Value::Array(steps) = expected else { return };
        let order = order(Purpose::Edit, &there, &written, None);
        assert_eq!((order.verb, order.content), (Verb::Patch, Content::Steps(steps)));
    }

    #[test]
    fn replacing_sends_everything_and_creating_what_is_filled_in() {
        let written = map(json!({"id": "B1", "empty": "", "none": [], "null": null}));
        let opened = map(json!({"id": "B0"}));
        let put = order(Purpose::Replace, &opened, &written, None);
        assert_eq!((put.verb, put.content), (Verb::Put, Content::Attributes(written.clone())));
        assert_eq!(
            put.seen,
            Some(Box::new(opened)),
            "what was there goes along, so that what moved is not written over"
        );
        let create = order(Purpose::Create, &Map::new(), &written, Some("s1"));
        let sent = map(json!({"id": "B1", "sourceId": "s1"}));
        assert_eq!((create.verb, create.content), (Verb::Create, Content::Attributes(sent)));
        let there = map(json!({"empty": "was full", "null": "was full"}));
        let update = order(Purpose::Create, &there, &written, Some("s1"));
        let sent = map(json!({"id": "B1", "null": null, "sourceId": "s1"}));
        assert_eq!(update.content, Content::Attributes(sent), "where the account is there, null empties");
    }
}
