//! Who we are to the tenant.

/// What the token says about us. From the JWT, unverified: a hint for the screen, never a decision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Session {
    /// Who the token acts as.
    pub user: Option<String>,
    /// The id of the identity it acts as.
    pub identity: Option<String>,
    /// The user levels, such as `ORG_ADMIN` or `HELPDESK`.
    pub levels: Vec<String>,
    /// The scopes.
    pub scopes: Vec<String>,
}
