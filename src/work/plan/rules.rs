//! What is to be done to an account, by what was read of it: the rules of a plan, without asking anybody.

use crate::model::{AccountRow, ConnectionKind, Content, Order, SkipReason, Verb};
use crate::work::protocol::{Fate, Owner, Wanted};
use crate::work::writes::{self, is_about_attributes};

/// The judgement on one account.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ruling {
    pub(super) fate: Fate,
    /// The tenant can show whether it came to be so.
    pub(super) can_be_shown: bool,
    pub(super) warnings: Vec<String>,
}

/// What is to be done to the account. `own` is the identity we act as; `put_in` says that the person put the account in
/// by hand.
pub(super) fn rule(order: &Order, row: &AccountRow, own: Option<&str>, put_in: bool) -> Ruling {
    let can_be_shown = can_be_shown(order.verb, row);
    let skip = impossible(order, row)
        .map(|why| (SkipReason::Impossible, why))
        .or_else(|| already(order, row, can_be_shown).map(|why| (SkipReason::Already, why)))
        .or_else(|| held(row, own).filter(|_| !put_in).map(|why| (SkipReason::Held, why)));
    Ruling {
        fate: skip.map_or(Fate::Send, |(reason, why)| Fate::Skip { reason, why }),
        can_be_shown,
        warnings: warnings(order, row, can_be_shown),
    }
}

/// Why the API cannot do to this account what the order says, as far as its row tells.
#[must_use]
pub fn impossible(order: &Order, row: &AccountRow) -> Option<String> {
    let connection = row.source.connection.as_ref();
    let not_a_file = connection.is_some_and(|connection| *connection != ConnectionKind::File);
    match order.verb {
        Verb::Delete if not_a_file => {
            Some("only accounts of flat files can be deleted; remove takes it out of the tenant".to_owned())
        }
        Verb::Put if not_a_file => Some("only accounts of flat files can be replaced".to_owned()),
        Verb::Patch if not_a_file && changes_attributes(order) => {
            Some("only accounts of flat files can be edited: the next aggregation would overwrite it".to_owned())
        }
        Verb::Reload if connection.is_some_and(|connection| *connection != ConnectionKind::Direct) => {
            Some("its source is no live connection, so it cannot be read from there".to_owned())
        }
        Verb::Reload if has(row, "NO_RANDOM_ACCESS") == Some(true) => {
            Some("its source cannot read single accounts".to_owned())
        }
        _ => None,
    }
}

fn changes_attributes(order: &Order) -> bool {
    matches!(&order.content, Content::Steps(steps) if steps.iter().any(is_about_attributes))
}

/// Why nothing needs to be done. With force, or where the tenant cannot know, nothing is taken to be so already.
fn already(order: &Order, row: &AccountRow, can_be_shown: bool) -> Option<String> {
    if order.toggle.force_provisioning || !can_be_shown {
        return None;
    }
    let owner = row.identity.as_deref().and_then(|identity| identity.id.as_deref());
    let (is_so, why) = match (order.verb, &order.content) {
        (Verb::Enable, _) => (row.disabled == Some(false), "it is enabled"),
        (Verb::Disable, _) => (row.disabled == Some(true), "it is disabled"),
        (Verb::Unlock, _) => (row.locked == Some(false) && !order.toggle.unlock_sign_in, "it is not locked"),
        (Verb::Correlate, Content::Owner(identity)) => (owner == Some(identity.as_str()), "it is this identity's"),
        (Verb::Uncorrelate, _) => (row.uncorrelated == Some(true) && owner.is_none(), "it is nobody's"),
        _ => (false, ""),
    };
    is_so.then(|| why.to_owned())
}

/// Why a person has to put it in by hand.
fn held(row: &AccountRow, own: Option<&str>) -> Option<String> {
    let owner = row.identity.as_deref().and_then(|identity| identity.id.as_deref());
    let why = if owner.is_some() && owner == own {
        "it is your own account"
    } else if row.system_account == Some(true) {
        "it is an account within ISC itself"
    } else if row.authoritative == Some(true) {
        "its source is authoritative: identities are made from its accounts"
    } else {
        return None;
    };
    Some(why.to_owned())
}

fn warnings(order: &Order, row: &AccountRow, can_be_shown: bool) -> Vec<String> {
    let mut warnings = Vec::new();
    if !can_be_shown {
        warnings.push("its source does not tell the state, so it cannot be seen whether this worked".to_owned());
    }
    if matches!(order.verb, Verb::Remove | Verb::Delete) {
        warnings.push("the next aggregation brings it back if it is still on the source".to_owned());
    }
    if moves(order) && row.authoritative == Some(true) {
        warnings
            .push("the identity it was the source of loses it, which can end in that identity's deletion".to_owned());
    }
    warnings
}

/// Whether the account becomes somebody else's, or nobody's.
fn moves(order: &Order) -> bool {
    matches!(writes::wanted(order), Wanted::Fields { owner, .. } if owner != Owner::AsBefore)
}

/// Whether the tenant can show the state that is wanted: the source of a live connection lists what it can read.
fn can_be_shown(verb: Verb, row: &AccountRow) -> bool {
    let is_file = row.source.connection == Some(ConnectionKind::File);
    match verb {
        Verb::Enable | Verb::Disable => is_file || has(row, "ENABLE") != Some(false),
        Verb::Unlock => is_file || has(row, "UNLOCK") != Some(false),
        _ => true,
    }
}

/// Whether the source lists the feature; none where the tenant does not tell its features.
fn has(row: &AccountRow, feature: &str) -> Option<bool> {
    let features = row.source.features.as_deref()?;
    Some(features.split(',').any(|listed| listed.trim().eq_ignore_ascii_case(feature)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{IdentityFacts, SourceFacts, Toggle};
    use serde_json::json;

    fn account(connection: Option<ConnectionKind>, features: Option<&str>) -> AccountRow {
        let source = SourceFacts { connection, features: features.map(Into::into), ..SourceFacts::default() };
        AccountRow {
            disabled: Some(false),
            locked: Some(true),
            source: Arc::new(source),
            ..AccountRow::bare("a".into())
        }
    }

    fn direct() -> AccountRow {
        account(Some(ConnectionKind::Direct), Some("PROVISIONING, ENABLE, UNLOCK"))
    }

    fn of(owner: &str) -> AccountRow {
        let identity = IdentityFacts { id: Some(owner.into()), ..IdentityFacts::default() };
        AccountRow { identity: Some(Arc::new(identity)), uncorrelated: Some(false), ..direct() }
    }

    fn fate(order: &Order, row: &AccountRow) -> Option<SkipReason> {
        match rule(order, row, Some("me"), false).fate {
            Fate::Send => None,
            Fate::Skip { reason, .. } => Some(reason),
        }
    }

    fn plain(verb: Verb, row: &AccountRow) -> Option<SkipReason> {
        fate(&Order::plain(verb), row)
    }

    #[test]
    fn what_is_so_already_is_not_sent() {
        let unlocked = AccountRow { locked: Some(false), ..direct() };
        let disabled = AccountRow { disabled: Some(true), ..direct() };
        let unknown = AccountRow { disabled: None, locked: None, ..direct() };
        let rows = [
            (Verb::Enable, direct(), Some(SkipReason::Already)),
            (Verb::Enable, disabled.clone(), None),
            (Verb::Disable, direct(), None),
            (Verb::Disable, disabled, Some(SkipReason::Already)),
            (Verb::Unlock, direct(), None),
            (Verb::Unlock, unlocked.clone(), Some(SkipReason::Already)),
            (Verb::Enable, unknown.clone(), None),
            (Verb::Unlock, unknown, None),
            (Verb::Reload, direct(), None),
        ];
        for (verb, row, skip) in rows {
            assert_eq!(plain(verb, &row), skip, "{verb:?}");
        }
        let toggle = Toggle { unlock_sign_in: true, ..Toggle::default() };
        assert_eq!(fate(&Order { toggle, ..Order::plain(Verb::Unlock) }, &unlocked), None);
    }

    #[test]
    fn with_force_nothing_is_so_already() {
        let toggle = Toggle { force_provisioning: true, ..Toggle::default() };
        assert_eq!(fate(&Order { toggle, ..Order::plain(Verb::Enable) }, &direct()), None);
    }

    #[test]
    fn a_state_the_source_does_not_tell_is_not_believed() {
        let silent = account(Some(ConnectionKind::Direct), Some("PROVISIONING"));
        let ruling = rule(&Order::plain(Verb::Enable), &silent, None, false);
        assert_eq!((ruling.fate, ruling.can_be_shown), (Fate::Send, false));
        assert!(!rule(&Order::plain(Verb::Unlock), &silent, None, false).can_be_shown);
        for told in [account(Some(ConnectionKind::File), Some("")), account(Some(ConnectionKind::Direct), None)] {
            assert!(rule(&Order::plain(Verb::Enable), &told, None, false).can_be_shown);
        }
    }

    #[test]
    fn what_the_tenant_cannot_do_is_not_sent() {
        let file = account(Some(ConnectionKind::File), Some("NO_RANDOM_ACCESS"));
        let blind = account(Some(ConnectionKind::Direct), Some("ENABLE, NO_RANDOM_ACCESS"));
        let untold = account(None, None);
        let rows = [
            (Verb::Delete, direct(), Some(SkipReason::Impossible)),
            (Verb::Delete, file.clone(), None),
            (Verb::Delete, untold.clone(), None),
            (Verb::Put, direct(), Some(SkipReason::Impossible)),
            (Verb::Put, file.clone(), None),
            (Verb::Reload, direct(), None),
            (Verb::Reload, file.clone(), Some(SkipReason::Impossible)),
            (Verb::Reload, blind, Some(SkipReason::Impossible)),
            (Verb::Reload, untold, None),
            (Verb::Remove, direct(), None),
        ];
        for (verb, row, skip) in rows {
            assert_eq!(plain(verb, &row), skip, "{verb:?} {:?}", row.source);
        }
        let edit = |path: &str| Order {
            content: Content::Steps(vec![json!({"op": "replace", "path": path, "value": "x"})]),
            ..Order::plain(Verb::Patch)
        };
        assert_eq!(fate(&edit("/attributes/city"), &direct()), Some(SkipReason::Impossible));
        assert_eq!(fate(&edit("/attributes/city"), &file), None);
        assert_eq!(fate(&edit("/manuallyCorrelated"), &direct()), None);
    }

    #[test]
    fn an_owner_is_not_given_twice() {
        let give =
            |identity: &str| Order { content: Content::Owner(identity.to_owned()), ..Order::plain(Verb::Correlate) };
        assert_eq!(fate(&give("i1"), &of("i1")), Some(SkipReason::Already));
        assert_eq!(fate(&give("i2"), &of("i1")), None);
        let nobodys = AccountRow { uncorrelated: Some(true), ..direct() };
        assert_eq!(plain(Verb::Uncorrelate, &nobodys), Some(SkipReason::Already));
        assert_eq!(plain(Verb::Uncorrelate, &of("i1")), None);
    }

    #[test]
    fn taking_an_account_from_an_identity_that_is_made_from_it_is_warned_of() {
        let authoritative = AccountRow { authoritative: Some(true), ..direct() };
        let patch = |path: &str| Order {
            content: Content::Steps(vec![json!({"op": "replace", "path": path, "value": "i1"})]),
            ..Order::plain(Verb::Patch)
        };
        let give = Order { content: Content::Owner("i1".to_owned()), ..Order::plain(Verb::Correlate) };
        for (order, count) in [
            (give, 1),
            (Order::plain(Verb::Uncorrelate), 1),
            (patch("/identityId"), 1),
            (patch("/attributes/city"), 0),
            (Order::plain(Verb::Disable), 0),
        ] {
            assert_eq!(rule(&order, &authoritative, None, true).warnings.len(), count, "{order:?}");
            assert_eq!(rule(&order, &direct(), None, true).warnings.len(), 0, "{order:?}");
        }
    }

    #[test]
    fn what_can_hurt_most_is_held_back_until_put_in_by_hand() {
        let system = AccountRow { system_account: Some(true), ..direct() };
        let authoritative = AccountRow { authoritative: Some(true), ..direct() };
        for row in [of("me"), system, authoritative] {
            assert_eq!(plain(Verb::Disable, &row), Some(SkipReason::Held));
            assert_eq!(rule(&Order::plain(Verb::Disable), &row, Some("me"), true).fate, Fate::Send);
        }
        assert_eq!(plain(Verb::Disable, &of("somebody")), None);
        assert_eq!(rule(&Order::plain(Verb::Disable), &direct(), None, false).fate, Fate::Send, "nobody is not us");
    }
}
