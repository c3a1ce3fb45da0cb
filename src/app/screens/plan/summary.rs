//! What a plan comes to, in a few lines above its targets.

use crate::model::{NOT_TOLD, SkipReason};
use crate::work::protocol::{Fate, Plan};

/// The vendor's limit (100 requests in 10 s), less what following costs.
const REQUESTS_A_SECOND: usize = 9;

/// What targets are called that the person does not see.
pub(super) const HIDDEN: &str = "hidden";

/// How many targets share a fate, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// What is done to them.
    pub what: &'static str,
    /// How many.
    pub count: usize,
    /// Why, or where they are.
    pub why: String,
}

/// What is done to a target, in a word.
#[must_use]
pub fn what_is_done(skip: Option<SkipReason>) -> &'static str {
    match skip {
        None => "send",
        Some(SkipReason::Already | SkipReason::InFlight | SkipReason::Drift) => "skip",
        Some(SkipReason::Impossible) => "not possible",
        Some(SkipReason::Held) => "held back",
        Some(SkipReason::Dropped) => "dropped",
    }
}

/// What a plan comes to, a line a kind: what is sent and where, what is not and why, and how many of what is sent the person
/// does not see.
pub(super) fn of(plan: &Plan, hidden: usize) -> Vec<Summary> {
    let mut lines = vec![Summary { what: "send", count: plan.to_send().count(), why: by_source(plan) }];
    for reason in SkipReason::ALL {
        let mut whys = plan.targets.iter().filter_map(|target| match &target.fate {
            Fate::Skip { reason: own, why } if *own == reason => Some(why.as_str()),
            _ => None,
        });
        if let Some(first) = whys.next() {
            let count = 1 + whys.clone().count();
            let others = if whys.all(|why| why == first) { "" } else { ", and other reasons" };
            lines.push(Summary { what: what_is_done(Some(reason)), count, why: format!("{first}{others}") });
        }
    }
    if hidden > 0 {
        let why = "not shown by the table, listed first".to_owned();
        lines.push(Summary { what: HIDDEN, count: hidden, why });
    }
    lines
}

/// How many of those to be sent are on each source, the most first; and how long it will take at the tenant's rate.
fn by_source(plan: &Plan) -> String {
    let mut sources: Vec<(String, usize)> = Vec::new();
    for target in plan.to_send() {
        // Identities and sources are on no source.
        let Some(row) = &target.row else { continue };
        let source = row.source.name.as_deref().unwrap_or(NOT_TOLD);
        match sources.iter_mut().find(|(known, _)| known == source) {
            Some((_, count)) => *count += 1,
            None => sources.push((source.to_owned(), 1)),
        }
    }
    sources.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut parts: Vec<String> = sources.iter().map(|(source, count)| format!("{source} {count}")).collect();
    let seconds = plan.to_send().count().div_ceil(REQUESTS_A_SECOND);
    if seconds > 1 {
        parts.push(format!("about {seconds} s"));
    }
    parts.join(" · ")
}
