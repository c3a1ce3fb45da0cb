//! A plan as a file: what `--plan --output json` prints, `--from` takes back, and the screen saves and opens.

mod keeping;
mod line;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::kept::KeptOrder;
use super::plan::Earlier;
use super::protocol::{Expected, Fate, Plan, Target};
use crate::model::text::{indented, json_safe};
use crate::model::{Order, Problem, ProblemKind, SkipReason, Verb};
pub use keeping::{Saved, open, save};
pub use line::{PlanLine, state, way};

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

/// The text of the file.
///
/// # Errors
///
/// Where the plan cannot be told in JSON.
pub fn text(plan: &Plan) -> serde_json::Result<String> {
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
    Ok(json_safe(&indented(&serde_json::to_string(&written)?)).into_owned())
}

/// A plan as it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Filed {
    /// The host of the tenant it was made for.
    pub tenant: String,
    /// Whose it is.
    pub provenance: Provenance,
    /// What was to be done to each target.
    pub order: Order,
    /// The targets as they were then.
    pub targets: Vec<Earlier>,
}

/// Whose plan it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// Who made it, as far as their token said.
    pub user: Option<String>,
    /// When its targets were read.
    pub made: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Read {
    tenant: String,
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    made: Option<Timestamp>,
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
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] that says why it is none, or none that this version understands.
    pub fn of(value: Value) -> Result<Self, Problem> {
        let no_plan = |why: String| {
            Problem::new(ProblemKind::Settings, format!("the file is no plan: {why}"))
                .with_advice("a plan is made by --plan --output json")
        };
        match value.get("planShape").and_then(Value::as_u64) {
            Some(SHAPE) => {}
            Some(_) => return Err(no_plan("it was made by a newer quarterdeck".to_owned())),
            None => return Err(no_plan("planShape is missing".to_owned())),
        }
        let mut read: Read = serde_json::from_value(value).map_err(|error| no_plan(error.to_string()))?;
        let verb = Verb::of_word(&read.verb).ok_or_else(|| no_plan(format!("nobody knows how to {}", read.verb)))?;
        let targets = read.targets.drain(..).map(ReadTarget::earlier).collect();
        let Read { tenant, user, made, order, .. } = read;
        Ok(Self { tenant, provenance: Provenance { user, made }, order: order.order(verb)?, targets })
    }

    /// Refuses the plan of another tenant.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] that names both.
    pub fn must_be_for(&self, tenant: &str) -> Result<(), Problem> {
        if self.tenant == tenant {
            return Ok(());
        }
        let told = format!("the plan was made for {}, and this is {tenant}: nothing was sent", self.tenant);
        Err(Problem::new(ProblemKind::Settings, told))
    }
}

impl Provenance {
    /// Whose plan it is: `made by ada at 2026-11-23 14:02 UTC`; said to be somebody else's where it is.
    #[must_use]
    pub fn told_to(&self, we: Option<&str>) -> String {
        let by = match &self.user {
            Some(user) if we.is_some_and(|we| we != user) => format!(" by {user}, not by you"),
            Some(user) => format!(" by {user}"),
            None => " by somebody it does not name".to_owned(),
        };
        let at = self.made.map_or_else(String::new, |made| format!(", {}", made.strftime("%F %H:%M UTC")));
        format!("made{by}{at}")
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
