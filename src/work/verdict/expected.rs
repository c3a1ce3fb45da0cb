//! What was wanted of a target, and what reading it gave.
//!
//! Both are kept in the journal, so that a later start can look up what an earlier one left open.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What reading the target gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "read", rename_all = "camelCase")]
pub enum Reading {
    /// The account is there.
    Account(Snapshot),
    /// The account is certainly not there: asked for by id it answers 404, or the batch it was asked for with came
    /// whole.
    Absent,
    /// The source has so many accounts.
    Source {
        /// Their number.
        accounts: u64,
    },
    /// The identity is there.
    Identity {
        /// Whether it may sign in; none where this sign-in of ours may not see it.
        enabled: Option<bool>,
    },
    /// It could not be read, or is missing from a batch that did not come whole. Proves nothing.
    Nothing,
}

/// The facts of an account that a write can change.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Snapshot {
    /// The account's id: of one that was created, nobody knew it before.
    pub id: Option<String>,
    /// Disabled on its source.
    pub disabled: Option<bool>,
    /// Locked on its source.
    pub locked: Option<bool>,
    /// The id of its identity; none where it is uncorrelated.
    pub identity: Option<String>,
    /// When the tenant last changed its record of the account.
    pub modified: Option<Timestamp>,
    /// The attributes, as many as matter.
    pub attributes: BTreeMap<String, Value>,
}

/// What was wanted of the target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "want", rename_all = "camelCase")]
pub enum Wanted {
    /// The account is enabled.
    Enabled,
    /// The account is disabled.
    Disabled,
    /// The account is not locked.
    Unlocked,
    /// The account was read anew from its source.
    Reloaded,
    /// The account is gone: removed or deleted.
    Gone,
    /// The source has no accounts.
    SourceEmpty,
    /// The account is there, where it was not.
    Created,
    /// Fields of the account read as sent: put, patched, correlated, or created where it was there before.
    Fields {
        /// The attributes sent; null for one taken away.
        attributes: BTreeMap<String, Value>,
        /// Whose it was to become.
        #[serde(default)]
        owner: Owner,
    },
    /// The identity may sign in, or may not.
    SignIn {
        /// Whether it may.
        enabled: bool,
    },
}

/// Whose an account is to become.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Owner {
    /// It stays whose it is.
    #[default]
    AsBefore,
    /// This identity's.
    Identity(String),
    /// Nobody's.
    Nobody,
}

impl Owner {
    /// Whether an account of this identity is as wanted.
    fn is(&self, identity: Option<&str>) -> bool {
        match self {
            Self::AsBefore => true,
            Self::Identity(wanted) => identity == Some(wanted),
            Self::Nobody => identity.is_none(),
        }
    }
}

/// What was wanted, and what is to be known to judge a reading by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Expected {
    /// What was wanted.
    pub wanted: Wanted,
    /// What reading gave at the time of the plan.
    pub before: Reading,
    /// Asked for with force (`forceProvisioning`): the tenant's own record then proves nothing about the source.
    pub forced: bool,
    /// The tenant can show the state: the source lists the feature, the identity can be read.
    pub can_be_shown: bool,
    /// The sign-in of the identity was to be unlocked as well (`unlockIDNAccount`), which nobody can read.
    pub with_sign_in: bool,
    /// When it was sent, by the tenant's clock; none before it was.
    pub sent: Option<Timestamp>,
}

impl Expected {
    /// Whether the reading shows what was wanted; none where it does not tell.
    #[must_use]
    pub fn is_shown_by(&self, reading: &Reading) -> Option<bool> {
        match (&self.wanted, reading) {
            (Wanted::Gone, Reading::Absent) | (Wanted::Created, Reading::Account(_)) => Some(true),
            (Wanted::Gone, Reading::Account(_)) | (_, Reading::Absent) => Some(false),
            (Wanted::Enabled, Reading::Account(account)) => account.disabled.map(|disabled| !disabled),
            (Wanted::Disabled, Reading::Account(account)) => account.disabled,
            (Wanted::Unlocked, Reading::Account(account)) => account.locked.map(|locked| !locked),
            (Wanted::Reloaded, Reading::Account(account)) => {
                // A record that stands still may have been read anew and found unchanged. When it was sent is known to
                // about a second by the tenant's clock, so it must have moved since it was read before, too.
                let is_later = account.modified.zip(self.sent).is_some_and(|(modified, sent)| modified > sent);
                let has_moved =
                    !matches!(&self.before, Reading::Account(before) if before.modified == account.modified);
                (is_later && has_moved).then_some(true)
            }
            (Wanted::Fields { attributes, owner }, Reading::Account(account)) => {
                let as_sent = attributes.iter().all(|(name, sent)| reads_as(account.attributes.get(name), sent));
                Some(as_sent && owner.is(account.identity.as_deref()))
            }
            (Wanted::SourceEmpty, Reading::Source { accounts }) => Some(*accounts == 0),
            (Wanted::SignIn { enabled }, Reading::Identity { enabled: read }) => read.map(|read| read == *enabled),
            // Nothing was read, or another kind of thing: that proves nothing.
            _ => None,
        }
    }

    /// Whether reading can never show more than a part: then the best there is, is *completed*, and that is no failure.
    #[must_use]
    pub fn is_beyond_reading(&self) -> bool {
        self.forced || !self.can_be_shown || self.with_sign_in || self.wanted == Wanted::Reloaded
    }
}

/// Whether an attribute reads as it was sent. Null and missing are the same; a number or a truth value may come back as
/// text.
fn reads_as(read: Option<&Value>, sent: &Value) -> bool {
    match (read.unwrap_or(&Value::Null), sent) {
        (Value::String(text), other @ (Value::Number(_) | Value::Bool(_)))
        | (other @ (Value::Number(_) | Value::Bool(_)), Value::String(text)) => text.eq(&other.to_string()),
        (read, sent) => read == sent,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_kept_is_read_back() {
        let fields = |owner| Wanted::Fields { attributes: BTreeMap::from([("city".into(), json!(null))]), owner };
        let kept = [
            Wanted::Enabled,
            Wanted::Reloaded,
            Wanted::SignIn { enabled: false },
            fields(Owner::AsBefore),
            fields(Owner::Nobody),
            fields(Owner::Identity("i1".into())),
        ];
        for wanted in kept {
            let text = serde_json::to_string(&wanted).unwrap();
            assert_eq!(serde_json::from_str::<Wanted>(&text).unwrap(), wanted, "{text}");
        }
        let account = Snapshot { locked: Some(true), ..Snapshot::default() };
        for reading in [Reading::Account(account), Reading::Absent, Reading::Source { accounts: 3 }] {
            let text = serde_json::to_string(&reading).unwrap();
            assert_eq!(serde_json::from_str::<Reading>(&text).unwrap(), reading, "{text}");
        }
    }

    #[test]
    fn a_value_reads_as_it_was_sent() {
        let cases = [
            (Some(json!("a")), json!("a"), true),
            (Some(json!("a")), json!("A"), false),
            (Some(json!("7")), json!(7), true),
            (Some(json!(true)), json!("true"), true),
            (None, json!(null), true),
            (Some(json!(null)), json!(null), true),
            (None, json!(""), false),
            (Some(json!(["a"])), json!(["a"]), true),
            (Some(json!(["a"])), json!("a"), false),
        ];
        for (read, sent, same) in cases {
            assert_eq!(reads_as(read.as_ref(), &sent), same, "{read:?} {sent}");
        }
    }
}
