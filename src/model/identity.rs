//! An identity, as far as the sign-in may read it.

use jiff::Timestamp;

use super::IdentityRef;

/// An identity and its sign-in to ISC (`listIdentities`, or for those who may not, `getPublicIdentities`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its id and its names.
    pub known_as: IdentityRef,
    /// The state of its sign-in to ISC (`identityStatus`: `ACTIVE`, `LOCKED`, `DISABLED` …), as the tenant wrote it; only
    /// `listIdentities` tells it.
    pub sign_in: Option<String>,
    /// The lifecycle state, such as `active` or `leaver`.
    pub lifecycle: Option<String>,
    /// When the tenant last changed its record of the identity.
    pub modified: Option<Timestamp>,
}

impl Identity {
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
