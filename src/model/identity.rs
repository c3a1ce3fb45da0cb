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
    /// The state of the identity (`identityState`: `ACTIVE`, `INACTIVE_SHORT_TERM` …); only `getPublicIdentities` tells it.
    pub state: Option<String>,
    /// The lifecycle state, such as `active` or `leaver`.
    pub lifecycle: Option<String>,
    /// When the tenant last changed its record of the identity.
    pub modified: Option<Timestamp>,
}
