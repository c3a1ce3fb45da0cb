//! Whether the person an account belongs to is still with the company, as far as the tenant tells.

use crate::model::AccountRow;

/// Whether the account's identity is active: by its state (`identityState`: `ACTIVE`, `INACTIVE_SHORT_TERM` …), or where the
/// tenant tells none, by its lifecycle state. Those are named by each tenant; only the words that are shipped are known.
pub(super) fn is_active(row: &AccountRow) -> Option<bool> {
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
            assert_eq!(is_active(&row), active, "{row:?}");
        }
        assert_eq!(is_active(&AccountRow::bare("a".into())), None);
    }
}
