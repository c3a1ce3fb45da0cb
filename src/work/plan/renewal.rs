//! A plan that was made earlier, made anew: in a file that comes back, or for the rest of a run that was left. What changed
//! since is not sent.

use std::collections::HashMap;

use super::{Asked, plan, skip};
use crate::api::Client;
use crate::model::{Order, Problem, SkipReason};
use crate::work::act::moved;
use crate::work::keeper::Keeper;
use crate::work::protocol::{Expected, Fate, Plan, Target};

/// A target as it was planned earlier.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    /// Its id.
    pub id: String,
    /// What was to be done. What was not to be sent then is not sent now.
    pub fate: Fate,
    /// What was wanted, and what was read before.
    pub expected: Expected,
    /// It was put in although it was sent before and never answered.
    pub again: bool,
}

/// Reads the targets again and says what would be done to each by now. Sends nothing.
///
/// # Errors
///
/// As [`plan`](super::plan()).
pub async fn renewed(client: &Client, keeper: &Keeper, order: Order, earlier: Vec<Earlier>) -> Result<Plan, Problem> {
    let targets = earlier.iter().map(|target| target.id.clone()).collect();
    // What was to be sent, somebody had put in where that was needed.
    let to_send = earlier.iter().filter(|target| target.fate == Fate::Send);
    let put_in = to_send.map(|target| target.id.clone()).collect();
    let mut plan = plan(client, keeper, Asked { order, targets, put_in }).await?;
    let mut earlier: HashMap<String, Earlier> = earlier.into_iter().map(|one| (one.id.clone(), one)).collect();
    for target in &mut plan.targets {
        if let Some(earlier) = earlier.remove(&target.id) {
            target.fate = fate(&earlier, target);
        }
    }
    Ok(plan)
}

fn fate(earlier: &Earlier, now: &Target) -> Fate {
    if earlier.fate != Fate::Send {
        return earlier.fate.clone();
    }
    match &now.fate {
        Fate::Skip { reason: SkipReason::InFlight, .. } => now.fate.clone(),
        // Whoever confirmed the earlier plan did not know that it may be done twice.
        Fate::Send if now.again && !earlier.again => {
            skip(SkipReason::InFlight, "sent by another run since the plan was made, and never answered")
        }
        fate => match moved(&earlier.expected, &now.expected.before) {
            Some(what) => skip(SkipReason::Drift, what),
            None => fate.clone(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::verdict::{Reading, Snapshot, Wanted};

    fn expected(disabled: bool) -> Expected {
        let before = Reading::Account(Snapshot { disabled: Some(disabled), ..Snapshot::default() });
        let wanted = Wanted::Disabled;
        Expected { wanted, before, forced: false, can_be_shown: true, with_sign_in: false, sent: None }
    }

    fn target(fate: Fate, disabled: bool, again: bool) -> Target {
        let expected = expected(disabled);
        Target { id: "a".into(), row: None, name: None, fate, expected, again, warnings: Vec::new() }
    }

    #[test]
    fn only_what_stands_as_it_did_is_sent() {
        let skipped = |reason| skip(reason, "");
        let rows = [
            (Fate::Send, target(Fate::Send, false, false), None),
            (Fate::Send, target(skipped(SkipReason::Already), true, false), Some(SkipReason::Drift)),
            (Fate::Send, target(Fate::Send, true, false), Some(SkipReason::Drift)),
            (Fate::Send, target(skipped(SkipReason::InFlight), true, false), Some(SkipReason::InFlight)),
            (Fate::Send, target(Fate::Send, false, true), Some(SkipReason::InFlight)),
            (skipped(SkipReason::Held), target(Fate::Send, false, false), Some(SkipReason::Held)),
        ];
        for (before, now, reason) in rows {
            let earlier = Earlier { id: "a".into(), fate: before, expected: expected(false), again: false };
            let skipped = match fate(&earlier, &now) {
                Fate::Send => None,
                Fate::Skip { reason, .. } => Some(reason),
            };
            assert_eq!(skipped, reason, "{now:?}");
        }
    }
}
