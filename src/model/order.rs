//! What a run does to each of its targets: one verb, and what the person set for it.

use serde_json::{Map, Value};

use super::{Toggle, Verb};

/// What a run does to each of its targets.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// The verb.
    pub verb: Verb,
    /// What was set for enabling, disabling or unlocking.
    pub toggle: Toggle,
    /// What is to be written, for the verbs that write something.
    pub content: Content,
    /// For replacing an account: its attributes as the person had them before them when they began to write.
    pub seen: Option<Box<Map<String, Value>>>,
}

/// What is to be written.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Nothing: the verb says all.
    Nothing,
    /// The identity an account is to belong to.
    Owner(String),
    /// The attributes of an account: all of them to replace it; to create it, its source's id (`sourceId`) among them.
    Attributes(Map<String, Value>),
    /// The steps of a JSON patch.
    Steps(Vec<Value>),
}

impl Order {
    /// The verb with nothing set for it.
    #[must_use]
    pub fn plain(verb: Verb) -> Self {
        Self { verb, toggle: Toggle::default(), content: Content::Nothing, seen: None }
    }
}
