//! Accounts that are there: enabled, disabled, unlocked, reloaded, removed, deleted, replaced, changed, moved.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Desk, rules, skip, target, unread};
use crate::model::{Account, Order, SkipReason, Verb};
use crate::work::protocol::{Expected, Fate, Reading, Target, Wanted};
use crate::work::readings::Found;

/// Says what would be done to the account, by what was read of it.
pub(super) fn planned(desk: &Desk<'_>, id: String, found: Found) -> Target {
    let bare = target(desk.order, id, &found);
    let account = match found {
        Found::Account(account) => account,
        Found::Unread(problem) => return Target { fate: unread(&problem), ..bare },
        _ => return Target { fate: skip(SkipReason::Impossible, "there is no such account on the tenant"), ..bare },
    };
    let is_put_in = desk.put_in.contains(&bare.id);
    let ruling = rules::rule(desk.order, &account.row, desk.session.identity.as_deref(), is_put_in);
    let can_be_shown = ruling.can_be_shown && bare.expected.can_be_shown;
    let expected = Expected { can_be_shown, ..bare.expected };
    let fate = match drifted(desk.order, &account).unwrap_or(ruling.fate) {
        Fate::Send if reads_so_already(desk.order, &expected) => skip(SkipReason::Already, "it reads so already"),
        fate => fate,
    };
    let mut warnings = ruling.warnings;
    warnings.extend(left_out(desk.order, &expected));
    if ruling.can_be_shown && !can_be_shown {
        warnings.push("not all of this patch can be read back, so it cannot be seen whether it worked".to_owned());
    }
    Target { row: Some(account.row), fate, expected, warnings, ..bare }
}

/// Replacing would write over what changed since the person began to write.
fn drifted(order: &Order, account: &Account) -> Option<Fate> {
    let seen = order.seen.as_ref()?;
    let now: BTreeMap<&str, &Value> = account.attributes.iter().map(|(name, value)| (name.as_str(), value)).collect();
    let null = Value::Null;
    let differs = |name: &&str| *now.get(name).unwrap_or(&&null) != seen.get(*name).unwrap_or(&null);
    let names: BTreeSet<&str> = now.keys().copied().chain(seen.keys().map(String::as_str)).collect();
    let changed: Vec<&str> = names.into_iter().filter(differs).collect();
    let why = format!("changed since you began to write, so begin again from what is there: {}", changed.join(", "));
    (!changed.is_empty()).then(|| skip(SkipReason::Drift, why))
}

/// What a replacement takes away: the vendor's `putAccount` makes null of what it is not given.
fn left_out(order: &Order, expected: &Expected) -> Option<String> {
    let (Wanted::Fields { attributes: sent, .. }, Reading::Account(now)) = (&expected.wanted, &expected.before) else {
        return None;
    };
    let left_out = now.attributes.iter().filter(|(name, value)| !value.is_null() && !sent.contains_key(*name));
    let names: Vec<&str> = left_out.map(|(name, _)| name.as_str()).collect();
    let is_told = order.verb == Verb::Put && !names.is_empty();
    is_told.then(|| format!("put replaces all attributes: what is left out becomes null: {}", names.join(", ")))
}

/// Whether every attribute reads as it is to be sent; of an account that is replaced, also those left out, which become
/// null. Owners have rules of their own.
pub(super) fn reads_so_already(order: &Order, expected: &Expected) -> bool {
    let (Wanted::Fields { attributes, .. }, Reading::Account(now)) = (&expected.wanted, &expected.before) else {
        return false;
    };
    let is_left_alone = |(name, value): (&String, &Value)| attributes.contains_key(name) || value.is_null();
    let has_nothing_else = order.verb != Verb::Put || now.attributes.iter().all(is_left_alone);
    let writes_attributes = matches!(order.verb, Verb::Put | Verb::Patch | Verb::Create) && !attributes.is_empty();
    writes_attributes
        && expected.can_be_shown
        && has_nothing_else
        && expected.is_shown_by(&expected.before) == Some(true)
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;
    use crate::model::Content;
    use crate::work::verdict::Snapshot;
    use crate::work::writes;

    #[test]
    fn what_reads_so_already_is_not_written_again() {
        let map = |value: &Value| value.as_object().cloned().unwrap_or_default();
        let step = json!([{"op": "add", "path": "/attributes/city", "value": "Bonn"}]);
        let patch = Order {
            content: Content::Steps(step.as_array().cloned().unwrap_or_default()),
            ..Order::plain(Verb::Patch)
        };
        let put = |sent: Value| Order { content: Content::Attributes(map(&sent)), ..Order::plain(Verb::Put) };
        let rows = [
            (patch.clone(), json!({"city": "Bonn", "site": "x"}), true),
            (patch, json!({"city": "Oslo"}), false),
            (put(json!({"city": "Bonn"})), json!({"city": "Bonn", "site": null}), true),
            (put(json!({"city": "Bonn"})), json!({"city": "Bonn", "site": "x"}), false),
            (put(json!({})), json!({}), false),
        ];
        for (order, now, is_so) in rows {
            let before: Map<String, Value> = map(&now);
            let before = Snapshot { attributes: before.into_iter().collect(), ..Snapshot::default() };
            let expected = Expected {
                wanted: writes::wanted(&order),
                before: Reading::Account(before),
                forced: false,
                can_be_shown: true,
                with_sign_in: false,
                sent: None,
            };
            assert_eq!(reads_so_already(&order, &expected), is_so, "{order:?} {now}");
        }
    }
}
