//! A whole account and its entitlements, as the detail pane and `qd show` present them.

use serde_json::Value;

use super::AccountRow;

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

impl IdentityRef {
    /// Whether the identity may sign in to the tenant, as far as its status says so. What disabling leaves is *disabled*;
    /// one who never signed in, or locked themselves out, was not disabled.
    #[must_use]
    pub fn may_sign_in(&self) -> Option<bool> {
        match self.sign_in.as_deref()?.to_ascii_uppercase().as_str() {
            "DISABLED" | "DEACTIVATED" => Some(false),
            "ACTIVE" | "REGISTERED" | "UNREGISTERED" | "PENDING" | "WARNING" | "LOCKED" => Some(true),
            _ => None,
        }
    }
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
    /// How the sign-in to the tenant stands (`identityStatus`), as the tenant wrote it; `listIdentities` alone tells.
    pub sign_in: Option<String>,
}
