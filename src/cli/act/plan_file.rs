//! A plan as a file: what `--plan --output json` prints, and `--from` takes back.

use std::io::Write;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cli::ending::Failure;
use crate::cli::lines::PlanLine;
use crate::cli::output;
use crate::model::text::json_safe;
use crate::model::{Order, Problem, ProblemKind, SkipReason, Verb};
use crate::work::kept::KeptOrder;
use crate::work::plan::Earlier;
use crate::work::protocol::{Expected, Fate, Plan, Target};

/// The shape of the file. One of a later shape is not read.
const SHAPE: u64 = 1;

/// A plan as it is written.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(rename = "planShape")]
    shape: u64,
    tenant: &'a str,
    user: Option<&'a str>,
    verb: &'static str,
    made: Timestamp,
    #[serde(flatten)]
    order: KeptOrder,
    warnings: &'a [String],
    targets: Vec<WrittenTarget<'a>>,
}

#[derive(Serialize)]
struct WrittenTarget<'a> {
    #[serde(flatten)]
    line: PlanLine<'a>,
    expected: &'a Expected,
    again: bool,
}

impl<'a> WrittenTarget<'a> {
    fn of(target: &'a Target) -> Self {
        Self { line: PlanLine::of(target), expected: &target.expected, again: target.again }
    }
}

/// Prints the plan on standard output.
///
/// # Errors
///
/// Where it cannot be written.
pub(super) fn print(plan: &Plan) -> Result<(), Failure> {
    let written = Written {
        shape: SHAPE,
        tenant: &plan.tenant,
        user: plan.user.as_deref(),
        verb: plan.order.verb.word(),
        made: plan.made,
        order: KeptOrder::of(&plan.order),
        warnings: &plan.warnings,
        targets: plan.targets.iter().map(WrittenTarget::of).collect(),
    };
    let text = serde_json::to_string(&written).map_err(std::io::Error::from)?;
    let mut out = output::stdout();
    writeln!(out, "{}", json_safe(&output::indented(&text)))?;
    Ok(out.flush()?)
}

/// A plan as it is read.
#[derive(Debug, PartialEq)]
pub(super) struct Filed {
    /// The host of the tenant it was made for.
    pub(super) tenant: String,
    pub(super) order: Order,
    pub(super) targets: Vec<Earlier>,
}

#[derive(Deserialize)]
struct Read {
    tenant: String,
    verb: String,
    #[serde(flatten)]
    order: KeptOrder,
    targets: Vec<ReadTarget>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReadTarget {
    account_id: String,
    outcome: String,
    reason: Option<String>,
    expected: Expected,
    #[serde(default)]
    again: bool,
}

impl Filed {
    /// The plan that stands in a file.
    pub(super) fn of(value: Value) -> Result<Self, Problem> {
        let no_plan = |why: String| {
            Problem::new(ProblemKind::Settings, format!("the file is no plan: {why}"))
                .with_advice("a plan is made by --plan --output json")
        };
        match value.get("planShape").and_then(Value::as_u64) {
            Some(SHAPE) => {}
            Some(_) => return Err(no_plan("it was made by a newer quarterdeck".to_owned())),
            None => return Err(no_plan("planShape is missing".to_owned())),
        }
        let read: Read = serde_json::from_value(value).map_err(|error| no_plan(error.to_string()))?;
        let verb = Verb::of_word(&read.verb).ok_or_else(|| no_plan(format!("nobody knows how to {}", read.verb)))?;
        let targets = read.targets.into_iter().map(ReadTarget::earlier).collect();
        Ok(Self { tenant: read.tenant, order: read.order.order(verb)?, targets })
    }
}

impl ReadTarget {
    fn earlier(self) -> Earlier {
        let Self { account_id: id, outcome, reason, expected, again } = self;
        let fate = if outcome == "planned" { Fate::Send } else { skipped(reason.as_deref().unwrap_or_default()) };
        Earlier { id, fate, expected, again }
    }
}

/// Why it was not to be sent: the word and the sentence of the line. What is not said so, stays not to be sent.
fn skipped(told: &str) -> Fate {
    let (word, why) = told.split_once(": ").unwrap_or((told, told));
    let reason = SkipReason::of_word(word).unwrap_or(SkipReason::Dropped);
    Fate::Skip { reason, why: why.to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn file(change: impl FnOnce(&mut Value)) -> Value {
        let expected = json!({"wanted": {"want": "disabled"}, "before": {"read": "account", "disabled": false},
            "forced": false, "canBeShown": true, "withSignIn": false, "sent": null});
        let mut file = json!({"planShape": 1, "tenant": "acme.example", "user": null, "verb": "disable",
        "made": "2026-11-23T10:00:00Z", "options": {}, "body": null, "warnings": [],
        "targets": [
            {"accountId": "a", "outcome": "planned", "reason": null, "expected": expected},
            {"accountId": "b", "outcome": "skipped", "reason": "held: it is your own account", "expected": expected},
        ]});
        change(&mut file);
        file
    }

    #[test]
    fn a_plan_comes_back_with_what_was_to_be_sent() {
        let filed = Filed::of(file(|_| ())).unwrap();
        assert_eq!((filed.tenant.as_str(), &filed.order), ("acme.example", &Order::plain(Verb::Disable)));
        let fates: Vec<&Fate> = filed.targets.iter().map(|target| &target.fate).collect();
        let held = Fate::Skip { reason: SkipReason::Held, why: "it is your own account".to_owned() };
        assert_eq!(fates, [&Fate::Send, &held]);
    }

    #[test]
    fn what_is_no_plan_is_refused() {
        let broken: [fn(&mut Value); 5] = [
            |file| file["planShape"] = json!(2),
            |file| drop(file.as_object_mut().and_then(|fields| fields.remove("planShape"))),
            |file| file["verb"] = json!("explode"),
            |file| file["body"] = json!({"city": "Bonn"}),
            |file| file["targets"][0]["expected"] = json!(null),
        ];
        for change in broken {
            let refused = Filed::of(file(change)).unwrap_err();
            assert_eq!(refused.kind, ProblemKind::Settings, "{refused}");
        }
        assert!(Filed::of(json!(["2c91"])).is_err());
    }
}
