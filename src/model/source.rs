//! A source: where accounts come from.

use super::ConnectionKind;

/// A source, as far as it decides what can be done to its accounts (`getSource`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The source's id.
    pub id: String,
    /// The source's name.
    pub name: String,
    /// How the tenant reaches it.
    pub connection: Option<ConnectionKind>,
    /// Identities are made from its accounts.
    pub authoritative: Option<bool>,
}
