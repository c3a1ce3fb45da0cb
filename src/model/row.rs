//! One row of the table, kept small: a hundred thousand of them are held at once.

use std::borrow::Cow;
use std::sync::Arc;

use super::AccountId;

/// What people read where the tenant said nothing.
pub const NOT_TOLD: &str = "?";

/// What the table and the Overview tab show of an account.
///
/// Every field but the id may be unknown: real tenants leave out or null even the fields their own document requires.
/// Facts that many rows share (their source, their identity) are shared between the rows.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountRow {
    /// The account's id.
    pub id: AccountId,
    /// Display name; real tenants hold nulls here.
    pub name: Option<Box<str>>,
    /// The account's name on its source, such as a distinguished name.
    pub native_identity: Option<Box<str>>,
    /// The source the account was read from.
    pub source: Arc<SourceFacts>,
    /// The identity the account is correlated to; none where it is uncorrelated.
    pub identity: Option<Arc<IdentityFacts>>,
    /// When the tenant first recorded the account.
    pub created: Option<jiff::Timestamp>,
    /// When the tenant last changed its record of the account.
    pub modified: Option<jiff::Timestamp>,
    /// Disabled on its source.
    pub disabled: Option<bool>,
    /// Locked on its source.
    pub locked: Option<bool>,
    /// Belongs to no identity.
    pub uncorrelated: Option<bool>,
    /// Correlated by a person, not by a rule.
    pub manually_correlated: Option<bool>,
    /// Holds at least one entitlement.
    pub has_entitlements: Option<bool>,
    /// Belongs to a machine, not to a person.
    pub is_machine: Option<bool>,
    /// An account within ISC itself.
    pub system_account: Option<bool>,
    /// Its source is authoritative for identities.
    pub authoritative: Option<bool>,
    /// How the account came to the tenant (`AGGREGATED`, `PROVISIONED`), as the tenant wrote it.
    pub origin: Option<Arc<str>>,
    /// The values of the columns a person added, in the order asked for; empty when none was added.
    pub extra: Box<[Option<Box<str>>]>,
}

/// What the rows of one source have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct SourceFacts {
    /// The source's id.
    pub id: Option<Box<str>>,
    /// The source's name; real tenants hold nulls here.
    pub name: Option<Box<str>>,
    /// How the tenant reaches the source.
    pub connection: Option<ConnectionKind>,
    /// The features the tenant lists for the source, as its comma-separated string.
    pub features: Option<Box<str>>,
    /// The name of the identity that owns the source.
    pub owner: Option<Box<str>>,
}

/// How a tenant reaches a source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ConnectionKind {
    /// A live connector.
    Direct,
    /// A flat file loaded by hand or by schedule.
    File,
    /// A word this program does not know, kept as it came.
    Other(Box<str>),
}

/// What the rows of one identity have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct IdentityFacts {
    /// The identity's id.
    pub id: Option<Box<str>>,
    /// The identity's display name.
    pub name: Option<Box<str>>,
    /// `ACTIVE`, `INACTIVE_SHORT_TERM` …, as the tenant wrote it.
    pub state: Option<Arc<str>>,
    /// The lifecycle state, such as `active` or `leaver`, as the tenant wrote it.
    pub lifecycle: Option<Arc<str>>,
}

/// The state of an account in one word. Locked and disabled are two facts; both can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AccountState {
    /// Disabled and locked.
    DisabledLocked,
    /// Locked.
    Locked,
    /// Disabled.
    Disabled,
    /// Neither.
    Enabled,
    /// The tenant did not say.
    Unknown,
}

impl AccountState {
    /// The word on the screen. Capitals mean "needs attention", so that the state reads without colour.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::DisabledLocked => "DIS+LOCK",
            Self::Locked => "LOCKED",
            Self::Disabled => "DISABLED",
            Self::Enabled => "enabled",
            Self::Unknown => NOT_TOLD,
        }
    }
}

impl AccountRow {
    /// A row of which only the id is known.
    #[must_use]
    pub fn bare(id: AccountId) -> Self {
        Self {
            id,
            name: None,
            native_identity: None,
            source: Arc::default(),
            identity: None,
            created: None,
            modified: None,
            disabled: None,
            locked: None,
            uncorrelated: None,
            manually_correlated: None,
            has_entitlements: None,
            is_machine: None,
            system_account: None,
            authoritative: None,
            origin: None,
            extra: Box::default(),
        }
    }

    /// The state in one word; unknown only when the tenant gave neither fact.
    #[must_use]
    pub fn state(&self) -> AccountState {
        match (self.disabled, self.locked) {
            (Some(true), Some(true)) => AccountState::DisabledLocked,
            (_, Some(true)) => AccountState::Locked,
            (Some(true), _) => AccountState::Disabled,
            (None, None) => AccountState::Unknown,
            _ => AccountState::Enabled,
        }
    }

    /// The name of the identity, if the account is correlated and the tenant named it.
    #[must_use]
    pub fn identity_name(&self) -> Option<&str> {
        self.identity.as_deref().and_then(|identity| identity.name.as_deref())
    }

    /// The name as people read it; where there is none, what else tells the account apart, in brackets.
    #[must_use]
    pub fn name_to_show(&self) -> Cow<'_, str> {
        match (&self.name, &self.native_identity) {
            (Some(name), _) if !name.trim().is_empty() => Cow::Borrowed(name),
            (_, Some(native)) if !native.trim().is_empty() => format!("({native})").into(),
            _ => format!("({})", self.id).into(),
        }
    }

    /// The identity as people read it. That there is none is said only where the tenant said so.
    #[must_use]
    pub fn identity_to_show(&self) -> &str {
        match (self.identity_name(), self.uncorrelated) {
            (Some(name), _) => name,
            (None, Some(true)) => "uncorr.",
            (None, _) => NOT_TOLD,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_without_a_name_is_told_by_what_else_it_has() {
        let cases = [
            (Some("ada"), Some("CN=ada"), "ada"),
            (Some(" "), Some("CN=ada"), "(CN=ada)"),
            (None, Some("CN=ada"), "(CN=ada)"),
            (None, Some(""), "(a1)"),
            (None, None, "(a1)"),
        ];
        for (name, native, shown) in cases {
            let (name, native_identity) = (name.map(Into::into), native.map(Into::into));
            let row = AccountRow { name, native_identity, ..AccountRow::bare("a1".into()) };
            assert_eq!(row.name_to_show(), shown);
        }
    }

    #[test]
    fn uncorrelated_is_said_only_where_the_tenant_said_so() {
        let named = |name: &str| IdentityFacts { name: Some(name.into()), ..IdentityFacts::default() };
        let cases = [
            (None, Some(true), "uncorr."),
            (None, Some(false), "?"),
            (None, None, "?"),
            (Some(IdentityFacts::default()), None, "?"),
            (Some(named("Ada")), Some(false), "Ada"),
        ];
        for (identity, uncorrelated, shown) in cases {
            let identity = identity.map(Arc::new);
            let row = AccountRow { identity, uncorrelated, ..AccountRow::bare("a1".into()) };
            assert_eq!(row.identity_to_show(), shown);
        }
    }

    #[test]
    fn state_is_told_from_both_facts() {
        let cases = [
            (Some(true), Some(true), "DIS+LOCK"),
            (Some(true), Some(false), "DISABLED"),
            (Some(true), None, "DISABLED"),
            (Some(false), Some(true), "LOCKED"),
            (None, Some(true), "LOCKED"),
            (Some(false), Some(false), "enabled"),
            (None, Some(false), "enabled"),
            (None, None, "?"),
        ];
        for (disabled, locked, word) in cases {
            let row = AccountRow { disabled, locked, ..AccountRow::bare("a".into()) };
            assert_eq!(row.state().word(), word, "disabled {disabled:?} locked {locked:?}");
        }
    }
}
