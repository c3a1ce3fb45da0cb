//! The request that carries out an order on its targets, and what reading them shall show after it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::verdict::{Owner, Wanted};
use crate::api::Write;
use crate::model::{AccountId, Content, Order, Verb};

/// The most identities in one request.
pub(super) const MOST_IDENTITIES: usize = 25;

/// How many targets one request can be for.
pub(super) fn at_once(order: &Order) -> usize {
    match order.verb {
        Verb::EnableIdentity | Verb::DisableIdentity => MOST_IDENTITIES,
        _ => 1,
    }
}

/// The request for these targets; never for more than [`at_once`].
pub(super) fn write(order: &Order, targets: &[&str]) -> Write {
    let first = targets.first().copied().unwrap_or_default();
    let account = AccountId::from(first);
    match order.verb {
        Verb::Enable => Write::enable_account(&account, &order.toggle),
        Verb::Disable => Write::disable_account(&account, &order.toggle),
        Verb::Unlock => Write::unlock_account(&account, &order.toggle),
        Verb::Reload => Write::submit_reload_account(&account),
        Verb::Remove => Write::delete_account_async(&account),
        Verb::Delete => Write::delete_account(&account),
        Verb::Create => Write::create_account(&attributes(order)),
        Verb::Put => Write::put_account(&account, &attributes(order)),
        Verb::Patch | Verb::Correlate | Verb::Uncorrelate => Write::update_account(&account, &steps(order)),
        Verb::RemoveAll => Write::delete_accounts_async(first),
        Verb::EnableIdentity if targets.len() > 1 => Write::enable_accounts_for_identities(targets),
        Verb::EnableIdentity => Write::enable_account_for_identity(first),
        Verb::DisableIdentity if targets.len() > 1 => Write::disable_accounts_for_identities(targets),
        Verb::DisableIdentity => Write::disable_account_for_identity(first),
    }
}

/// The attributes the order writes.
pub(super) fn attributes(order: &Order) -> Map<String, Value> {
    match &order.content {
        Content::Attributes(attributes) => attributes.clone(),
        _ => Map::new(),
    }
}

/// The steps of the patch. Correlating replaces the owner also where there is none, as the vendor's own client does.
fn steps(order: &Order) -> Vec<Value> {
    match (order.verb, &order.content) {
        (Verb::Uncorrelate, _) => vec![serde_json::json!({"op": "remove", "path": OWNER})],
        (_, Content::Owner(identity)) => {
            vec![serde_json::json!({"op": "replace", "path": OWNER, "value": identity})]
        }
        (_, Content::Steps(steps)) => steps.clone(),
        _ => Vec::new(),
    }
}

/// Whether a step of a JSON patch is about attributes.
pub(super) fn is_about_attributes(step: &Value) -> bool {
    path(step).is_some_and(|path| {
        path == ATTRIBUTES || path.strip_prefix(ATTRIBUTES).is_some_and(|rest| rest.starts_with('/'))
    })
}

fn path(step: &Value) -> Option<&str> {
    step.get("path").and_then(Value::as_str)
}

/// What a step of a JSON patch leaves: an attribute and its value, null where it is taken away. None where the step does
/// something else, such as changing a part of a value.
fn left_by(step: &Value) -> Option<(String, Value)> {
    let name = path(step)?.strip_prefix(ATTRIBUTES)?.strip_prefix('/')?;
    if name.contains('/') {
        return None;
    }
    // In a JSON pointer these two characters are escaped (RFC 6901).
    Some((name.replace("~1", "/").replace("~0", "~"), value_of(step)?))
}

/// The value a step sets; null where it takes one away, none where it does neither.
fn value_of(step: &Value) -> Option<Value> {
    match step.get("op").and_then(Value::as_str)? {
        "add" | "replace" => step.get("value").cloned(),
        "remove" => Some(Value::Null),
        _ => None,
    }
}

/// Whether all that the order asks for can be read back. What a patch does beyond whole attributes and the owner, cannot.
pub(super) fn is_shown_whole(order: &Order) -> bool {
    steps(order).iter().all(|step| left_by(step).is_some() || (path(step) == Some(OWNER) && value_of(step).is_some()))
}

/// Where a patch finds the identity an account belongs to.
const OWNER: &str = "/identityId";
/// Where it finds the attributes.
const ATTRIBUTES: &str = "/attributes";
/// Where `createAccount` finds the source, which is no attribute of the account.
pub(super) const SOURCE: &str = "sourceId";

/// What reading a target shall show.
pub(super) fn wanted(order: &Order) -> Wanted {
    match order.verb {
        Verb::Enable => Wanted::Enabled,
        Verb::Disable => Wanted::Disabled,
        Verb::Unlock => Wanted::Unlocked,
        Verb::Reload => Wanted::Reloaded,
        Verb::Remove | Verb::Delete => Wanted::Gone,
        // Of an account that is there already: what is sent is added to it.
        Verb::Create => {
            let attributes = attributes(order).into_iter().filter(|(name, _)| name != SOURCE).collect();
            Wanted::Fields { attributes, owner: Owner::AsBefore }
        }
        Verb::Put => Wanted::Fields { attributes: attributes(order).into_iter().collect(), owner: Owner::AsBefore },
        Verb::Patch | Verb::Correlate | Verb::Uncorrelate => of_steps(&steps(order)),
        Verb::RemoveAll => Wanted::SourceEmpty,
        Verb::EnableIdentity => Wanted::SignIn { enabled: true },
        Verb::DisableIdentity => Wanted::SignIn { enabled: false },
    }
}

fn of_steps(steps: &[Value]) -> Wanted {
    let (mut attributes, mut owner) = (BTreeMap::new(), Owner::AsBefore);
    for step in steps {
        if let Some((name, value)) = left_by(step) {
            attributes.insert(name, value);
        } else if path(step) == Some(OWNER)
            && let Some(value) = value_of(step)
        {
            owner = value.as_str().map_or(Owner::Nobody, |identity| Owner::Identity(identity.to_owned()));
        }
    }
    Wanted::Fields { attributes, owner }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::Operation;

    #[test]
    fn each_verb_has_its_operation() {
        let expected = [
            (Verb::Enable, Operation::EnableAccount),
            (Verb::Disable, Operation::DisableAccount),
            (Verb::Unlock, Operation::UnlockAccount),
            (Verb::Reload, Operation::SubmitReloadAccount),
            (Verb::Remove, Operation::DeleteAccountAsync),
            (Verb::Delete, Operation::DeleteAccount),
            (Verb::Create, Operation::CreateAccount),
            (Verb::Put, Operation::PutAccount),
            (Verb::Patch, Operation::UpdateAccount),
            (Verb::Correlate, Operation::UpdateAccount),
            (Verb::Uncorrelate, Operation::UpdateAccount),
            (Verb::EnableIdentity, Operation::EnableAccountForIdentity),
            (Verb::DisableIdentity, Operation::DisableAccountForIdentity),
            (Verb::RemoveAll, Operation::DeleteAccountsAsync),
        ];
        for (verb, operation) in expected {
            assert_eq!(write(&Order::plain(verb), &["a"]).operation(), operation);
        }
        let many = |verb| write(&Order::plain(verb), &["a", "b"]).operation();
        assert_eq!(many(Verb::EnableIdentity), Operation::EnableAccountsForIdentities);
        assert_eq!(many(Verb::DisableIdentity), Operation::DisableAccountsForIdentities);
    }

    #[test]
    fn a_patch_wants_what_its_steps_say() {
        let steps = vec![
            json!({"op": "replace", "path": "/attributes/city", "value": "Austin"}),
            json!({"op": "remove", "path": "/attributes/job~1title"}),
            json!({"op": "replace", "path": "/identityId", "value": "i1"}),
        ];
        let order = Order { content: Content::Steps(steps), ..Order::plain(Verb::Patch) };
        let attributes = BTreeMap::from([("city".to_owned(), json!("Austin")), ("job/title".to_owned(), Value::Null)]);
        assert_eq!(wanted(&order), Wanted::Fields { attributes, owner: Owner::Identity("i1".to_owned()) });
        assert!(is_shown_whole(&order));
        let nobody = Wanted::Fields { attributes: BTreeMap::new(), owner: Owner::Nobody };
        assert_eq!(wanted(&Order::plain(Verb::Uncorrelate)), nobody);
    }

    #[test]
    fn what_cannot_be_read_back_is_known_before() {
        let rows = [
            (json!({"op": "add", "path": "/attributes/city", "value": "Austin"}), true, true),
            (json!({"op": "remove", "path": "/identityId"}), true, false),
            (json!({"op": "add", "path": "/attributes/groups/-", "value": "x"}), false, true),
            (json!({"op": "test", "path": "/attributes/city", "value": "Austin"}), false, true),
            (json!({"op": "replace", "path": "/manuallyCorrelated", "value": true}), false, false),
            (json!({"op": "replace", "path": "/attributesOfAKind", "value": true}), false, false),
            (json!("no step"), false, false),
        ];
        for (step, is_shown, is_attribute) in rows {
            let order = Order { content: Content::Steps(vec![step.clone()]), ..Order::plain(Verb::Patch) };
            assert_eq!((is_shown_whole(&order), is_about_attributes(&step)), (is_shown, is_attribute), "{step}");
        }
    }
}
