//! What only we can judge, account by account, while pages are read: the API's filter has nothing for it.

use serde_json::Value;

use super::term::{Condition, Holding, State};
use crate::model::AccountRow;

/// An account as a predicate sees it.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The facts the table knows.
    pub row: &'a AccountRow,
    /// The attributes read from its source; may be left empty where [`Predicate::reads_attributes`] says no.
    pub attributes: &'a [(String, Value)],
}

/// A test of one account.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicate(Test);

#[derive(Debug, Clone, PartialEq)]
enum Test {
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    Is(State),
    HasEntitlements,
}

impl Predicate {
    /// Whether the account passes.
    #[must_use]
    pub fn holds(&self, account: Judged<'_>) -> bool {
        self.0.holds(account)
    }

    /// Whether attributes are looked at, so that whole accounts have to be decoded.
    #[must_use]
    pub fn reads_attributes(&self) -> bool {
        false
    }

    /// The conditions that must all hold; none where one of them cannot be judged here.
    pub(super) fn all<'q>(conditions: impl IntoIterator<Item = &'q Condition>) -> Option<Self> {
        conditions.into_iter().map(Test::of).collect::<Option<Vec<_>>>().map(|all| Self(Test::All(all)))
    }
}

impl Test {
    fn of(condition: &Condition) -> Option<Self> {
        let each =
            |all: &[super::Spanned<Condition>]| all.iter().map(|one| Self::of(&one.value)).collect::<Option<Vec<_>>>();
        match condition {
            Condition::Is(state) => Some(Self::Is(*state)),
            Condition::Has(Holding::Entitlements) => Some(Self::HasEntitlements),
            Condition::Not(inner) => Self::of(&inner.value).map(|inner| Self::Not(Box::new(inner))),
            Condition::All(all) => Some(Self::All(each(all)?)),
            Condition::Any(any) => Some(Self::Any(each(any)?)),
            _ => None,
        }
    }

    fn holds(&self, account: Judged<'_>) -> bool {
        match self {
            Self::All(all) => all.iter().all(|test| test.holds(account)),
            Self::Any(any) => any.iter().any(|test| test.holds(account)),
            Self::Not(test) => !test.holds(account),
            Self::Is(state) => is(account.row, *state),
            Self::HasEntitlements => account.row.has_entitlements == Some(true),
        }
    }
}

fn is(row: &AccountRow, state: State) -> bool {
    match state {
        State::Locked => row.locked == Some(true),
        State::Disabled => row.disabled == Some(true),
        State::Enabled => row.disabled == Some(false) && row.locked != Some(true),
        State::Uncorrelated => row.uncorrelated == Some(true),
        State::Correlated => row.uncorrelated == Some(false),
        State::Manual => row.manually_correlated == Some(true),
        State::Authoritative => row.authoritative == Some(true),
        State::Machine => row.is_machine == Some(true),
        State::System => row.system_account == Some(true),
        State::Active => identity_is_active(row) == Some(true),
        State::Leaver => identity_is_active(row) == Some(false),
    }
}

/// Whether the account's identity is active: by its state (`identityState`: `ACTIVE`, `INACTIVE_SHORT_TERM` …), or where the
/// tenant tells none, by its lifecycle state. Those are named by each tenant; only the words that are shipped are known.
fn identity_is_active(row: &AccountRow) -> Option<bool> {
    let identity = row.identity.as_deref()?;
    let is = |told: &str, word: &str| told.eq_ignore_ascii_case(word);
    match (identity.state.as_deref(), identity.lifecycle.as_deref()) {
        (Some(state), _) if is(state, "active") => Some(true),
        (Some(state), _) if state.get(..8).is_some_and(|start| is(start, "inactive")) => Some(false),
        (None, Some(lifecycle)) if is(lifecycle, "active") => Some(true),
        (None, Some(lifecycle)) if LEFT.iter().any(|word| is(lifecycle, word)) => Some(false),
        _ => None,
    }
}

/// The lifecycle states of people who left, as tenants begin with them.
const LEFT: [&str; 4] = ["inactive", "terminated", "leaver", "leaveOfAbsence"];

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::IdentityFacts;

    #[test]
    fn a_leaver_is_told_by_the_state_of_the_identity_and_else_by_its_lifecycle() {
        let cases = [
            (Some("ACTIVE"), None, Some(true)),
            (Some("INACTIVE_SHORT_TERM"), Some("active"), Some(false)),
            (Some("INACTIVE_LONG_TERM"), None, Some(false)),
            (None, Some("active"), Some(true)),
            (None, Some("Terminated"), Some(false)),
            (None, Some("sabbatical"), None),
            (Some("PENDING"), Some("active"), None),
            (None, None, None),
        ];
        for (state, lifecycle, active) in cases {
            let (state, lifecycle) = (state.map(Into::into), lifecycle.map(Into::into));
            let identity = Some(Arc::new(IdentityFacts { state, lifecycle, ..IdentityFacts::default() }));
            let row = AccountRow { identity, ..AccountRow::bare("a".into()) };
            assert_eq!(is(&row, State::Active), active == Some(true), "{row:?}");
            assert_eq!(is(&row, State::Leaver), active == Some(false), "{row:?}");
        }
        let nobodys = AccountRow::bare("a".into());
        assert!(!is(&nobodys, State::Active) && !is(&nobodys, State::Leaver));
    }
}
