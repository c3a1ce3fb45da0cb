//! What state an account is in, from what the tenant told of it and of its identity.

use crate::model::AccountRow;
use crate::query::State;

/// Whether the account is in a state.
pub(super) fn is(row: &AccountRow, state: State) -> bool {
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
