//! What a plan comes to, in a few lines above its targets.

use std::collections::HashMap;

use crate::model::text::{grouped, width};
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
    /// Why, or on which sources they are.
    parts: Vec<String>,
    /// What is told behind all of them.
    end: Option<String>,
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
    let count = plan.to_send().count();
    let mut lines = vec![Summary { what: "send", count, parts: by_source(plan), end: duration(count) }];
    for reason in SkipReason::ALL {
        let mut whys = plan.targets.iter().filter_map(|target| match &target.fate {
            Fate::Skip { reason: own, why } if *own == reason => Some(why.as_str()),
            _ => None,
        });
        if let Some(first) = whys.next() {
            let count = 1 + whys.clone().count();
            let others = if whys.all(|why| why == first) { "" } else { ", and other reasons" };
            let parts = vec![format!("{first}{others}")];
            lines.push(Summary { what: what_is_done(Some(reason)), count, parts, end: None });
        }
    }
    if hidden > 0 {
        let parts = vec!["not shown by the table, listed first".to_owned()];
        lines.push(Summary { what: HIDDEN, count: hidden, parts, end: None });
    }
    lines
}

/// How many of those to be sent are on each source, the most first.
fn by_source(plan: &Plan) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    // Identities and sources are on no source.
    for row in plan.to_send().filter_map(|target| target.row.as_ref()) {
        *counts.entry(row.source.name.as_deref().unwrap_or(NOT_TOLD)).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    counts.into_iter().map(|(source, count)| format!("{source} {}", grouped(count as u64))).collect()
}

/// How long it will take at the tenant's rate; none where it is done at once.
fn duration(count: usize) -> Option<String> {
    match count.div_ceil(REQUESTS_A_SECOND) {
        0 | 1 => None,
        seconds @ ..120 => Some(format!("about {seconds} s")),
        seconds => Some(format!("about {} min", seconds.div_ceil(60))),
    }
}

impl Summary {
    /// Why, or where they are: as many sources as fit in so many columns, and how many more there are.
    #[must_use]
    pub fn told_in(&self, columns: usize) -> String {
        let all = self.parts.len();
        let told = |shown: usize| {
            let more = (shown < all).then(|| format!("{} more", all - shown));
            let parts = self.parts[..shown].iter().chain(&more).chain(&self.end).map(String::as_str);
            parts.collect::<Vec<_>>().join(" · ")
        };
        let fits = (1..=all).rev().map(told).find(|told| width(told) <= columns);
        fits.unwrap_or_else(|| told(all.min(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_counted() {
        let parts = ["AD 2,100", "SAP 90", "Okta 4"].map(str::to_owned).to_vec();
        let line = Summary { what: "send", count: 2_194, parts, end: duration(2_194) };
        assert_eq!(line.told_in(60), "AD 2,100 · SAP 90 · Okta 4 · about 5 min");
        assert_eq!(line.told_in(39), "AD 2,100 · 2 more · about 5 min");
        assert_eq!(line.told_in(10), "AD 2,100 · 2 more · about 5 min", "the rest is cut where it is drawn");
    }
}
