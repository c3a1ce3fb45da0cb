//! What would change in the attributes of a target, told before it is sent.

use serde_json::Value;

use crate::cli::remarks::Remarks;
use crate::model::Verb;
use crate::work::journal::is_secret;
use crate::work::protocol::{Plan, Reading, Target, Wanted};

/// So many targets are told one by one; of more it would be a wall of text.
const FEW: usize = 20;

/// Tells the changes of the targets that will be sent.
pub(super) fn tell(remarks: Remarks, plan: &Plan) {
    let told: Vec<(&Target, Vec<String>)> = plan
        .to_send()
        .map(|target| (target, changes(plan.order.verb, target)))
        .filter(|(_, lines)| !lines.is_empty())
        .collect();
    for (target, lines) in told.iter().take(FEW) {
        remarks.say(&format!("{}:", target.shown_name()));
        for line in lines {
            remarks.say(&format!("  {line}"));
        }
    }
    if told.len() > FEW {
        remarks.say(&format!("… and {} more; --plan --output json has all", told.len() - FEW));
    }
}

/// A line for each attribute that would change: how it reads now, and how it would.
fn changes(verb: Verb, target: &Target) -> Vec<String> {
    let Wanted::Fields { attributes: sent, .. } = &target.expected.wanted else { return Vec::new() };
    let nothing = std::collections::BTreeMap::new();
    let now = match &target.expected.before {
        Reading::Account(account) => &account.attributes,
        _ => &nothing,
    };
    let is_same = |name: &String, value: &Value| now.get(name).unwrap_or(&Value::Null) == value;
    let mut lines: Vec<String> = sent
        .iter()
        .filter(|(name, value)| !is_same(name, value))
        .map(|(name, value)| {
            let before = now.get(name).unwrap_or(&Value::Null);
            format!("{name}: {} → {}", shown(name, before), shown(name, value))
        })
        .collect();
    if verb == Verb::Put {
        let left_out = now.iter().filter(|(name, value)| !value.is_null() && !sent.contains_key(*name));
        lines.extend(
            left_out.map(|(name, value)| format!("{name}: {} → null, because it is left out", shown(name, value))),
        );
    }
    lines
}

/// The value as it is told: standard error is kept by whoever runs this from a script, so no secret goes there.
fn shown(name: &str, value: &Value) -> String {
    if is_secret(name) && !value.is_null() { "(not shown)".to_owned() } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::work::protocol::{Expected, Fate, Owner, Snapshot};

    fn target(now: &Value, sent: &Value) -> Target {
        let map = |value: &Value| value.as_object().cloned().unwrap_or_default().into_iter().collect();
        let expected = Expected {
            wanted: Wanted::Fields { attributes: map(sent), owner: Owner::AsBefore },
            before: Reading::Account(Snapshot { attributes: map(now), ..Snapshot::default() }),
            forced: false,
            can_be_shown: true,
            with_sign_in: false,
            sent: None,
        };
        let warnings = Vec::new();
        Target { id: "a".into(), row: None, name: None, fate: Fate::Send, expected, again: false, warnings }
    }

    #[test]
    fn what_stays_is_not_told_and_what_is_left_out_is() {
        let target = target(&json!({"a": "1", "b": "2", "c": "3", "d": null}), &json!({"a": "1", "b": "x", "e": "5"}));
        let lines = changes(Verb::Put, &target);
        assert_eq!(lines, [r#"b: "2" → "x""#, r#"e: null → "5""#, r#"c: "3" → null, because it is left out"#]);
        assert_eq!(changes(Verb::Patch, &target)[..], lines[..2]);
    }

    #[test]
    fn no_secret_is_told() {
        let target = target(&json!({"apiToken": "t0p"}), &json!({"initialPassword": "s3cret"}));
        let lines = changes(Verb::Put, &target);
        let hidden = ["initialPassword: null → (not shown)", "apiToken: (not shown) → null, because it is left out"];
        assert_eq!(lines, hidden);
    }
}
