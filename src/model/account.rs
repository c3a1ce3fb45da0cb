//! A whole account and its entitlements, as the detail pane and `qd show` present them.

use serde_json::Value;

use super::{AccountRow, ConnectionKind};

/// A whole account: the row, and everything the tenant said.
///
/// The vendor's operation is `getAccount`.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// The facts the table knows.
    pub row: AccountRow,
    /// The attributes read from the source, in the tenant's order; free-form values.
    pub attributes: Vec<(String, Value)>,
    /// Everything the tenant said, unknown fields included.
    pub raw: Value,
}

/// An entitlement an account holds on its source (`getAccountEntitlements`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entitlement {
    /// The entitlement's id.
    pub id: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// The account attribute that holds it, such as `memberOf`.
    pub attribute: Option<String>,
    /// The value on the source, such as a group's distinguished name.
    pub value: Option<String>,
    /// What it is for, in the source owner's words.
    pub description: Option<String>,
    /// Marked as privileged.
    pub privileged: Option<bool>,
}

/// A source by id and name, as a query needs it (`listSources`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRef {
    /// The source's id.
    pub id: String,
    /// The source's name.
    pub name: String,
    /// How the tenant reaches it.
    pub connection: Option<ConnectionKind>,
}

/// An identity found by alias, e-mail or name (`listIdentities`, `getPublicIdentities`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityRef {
    /// The identity's id.
    pub id: String,
    /// Display name.
    pub name: Option<String>,
    /// The alias, which is the sign-in name.
    pub alias: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// `ACTIVE`, `INACTIVE_SHORT_TERM` …; where the tenant tells only the lifecycle state, that. As the tenant wrote it.
    pub state: Option<String>,
}
