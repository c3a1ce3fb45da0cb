//! A plan that was made earlier, made anew: in a file that comes back, or for the rest of a run that was left. What changed
//! since is not sent.

use std::collections::HashMap;

use super::{Asked, skip};
use crate::model::{ActsOn, Order, SkipReason};
use crate::work::act::moved;
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
    /// It was put in although it was sent before and not seen to end.
    pub again: bool,
}

/// What to ask for, to plan these anew: what was to be sent, somebody had put in where that was needed.
pub(in crate::work) fn asked_anew(order: Order, earlier: &[Earlier]) -> Asked {
    let targets = earlier.iter().map(|target| target.id.clone()).collect();
    let to_send = earlier.iter().filter(|target| target.fate == Fate::Send);
    let put_in = to_send.map(|target| target.id.clone()).collect();
    Asked { order, targets, put_in, unclear: Vec::new() }
}

/// Takes out of a plan that was made just now what does not stand as it did in the earlier one.
pub(in crate::work) fn compare(plan: &mut Plan, earlier: Vec<Earlier>) {
    keep_its_id(plan, &earlier);
    let mut earlier: HashMap<String, Earlier> = earlier.into_iter().map(|one| (one.id.clone(), one)).collect();
    for target in &mut plan.targets {
        target.fate = match earlier.remove(&target.id) {
            Some(earlier) => fate(&earlier, target),
            None => skip(SkipReason::Drift, "it was not in the earlier plan"),
        };
    }
}

/// An account that is to be created is told by its source and its name there, which the tenant was asked for anew: where the
/// answer is another by now, it still is the account of the earlier plan, and is not sent.
fn keep_its_id(plan: &mut Plan, earlier: &[Earlier]) {
    if plan.order.verb.acts_on() != ActsOn::NewAccount {
        return;
    }
    if let ([now], [earlier]) = (plan.targets.as_mut_slice(), earlier)
        && now.id != earlier.id
    {
        now.id.clone_from(&earlier.id);
        if now.fate == Fate::Send {
            now.fate = skip(SkipReason::Drift, "its name on the source is made otherwise since the plan was made");
        }
    }
}

fn fate(earlier: &Earlier, now: &Target) -> Fate {
    let so_already = |fate: &Fate| matches!(fate, Fate::Skip { reason: SkipReason::Already, .. });
    match (&earlier.fate, &now.fate) {
        (was, Fate::Send) if so_already(was) => skip(SkipReason::Drift, "it was so already, and is not any more"),
        (was, now) if so_already(was) => now.clone(),
        (Fate::Skip { .. }, _) => earlier.fate.clone(),
        (Fate::Send, Fate::Skip { reason: SkipReason::InFlight | SkipReason::Drift, .. }) => now.fate.clone(),
        // Whoever confirmed the earlier plan did not know that it may be done twice.
        (Fate::Send, Fate::Send) if now.again && !earlier.again => skip(
            SkipReason::InFlight,
            "it was sent by a run and not yet seen; put it in by hand in a new plan to send it again",
        ),
        (Fate::Send, fate) => match moved(&earlier.expected, &now.expected.before) {
            Some(what) => skip(SkipReason::Drift, what),
            None => fate.clone(),
        },
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::model::{Outcome, Verb};
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
            (
                skipped(SkipReason::Already),
                target(skipped(SkipReason::Already), true, false),
                Some(SkipReason::Already),
            ),
            (skipped(SkipReason::Already), target(Fate::Send, false, false), Some(SkipReason::Drift)),
            (
                skipped(SkipReason::Already),
                target(skipped(SkipReason::Impossible), false, false),
                Some(SkipReason::Impossible),
            ),
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

    fn plan(verb: Verb, target: Target) -> Plan {
        let (order, warnings) = (Order::plain(verb), Vec::new());
        Plan { tenant: "acme".into(), user: None, order, made: Timestamp::UNIX_EPOCH, targets: vec![target], warnings }
    }

    #[test]
    fn a_new_account_stays_the_one_of_the_earlier_plan_however_it_would_be_told_by_now() {
        let earlier =
            || vec![Earlier { id: "s1/B-7".into(), fate: Fate::Send, expected: expected(false), again: false }];
        let gone = Target { id: "s1/".into(), ..target(skip(SkipReason::Impossible, "no such source"), false, false) };
        let renamed = Target { id: "s1/7".into(), ..target(Fate::Send, false, false) };
        for (now, reason) in [(gone, SkipReason::Impossible), (renamed, SkipReason::Drift)] {
            let mut plan = plan(Verb::Create, now);
            compare(&mut plan, earlier());
            let target = &plan.targets[0];
            assert_eq!((target.id.as_str(), target.outcome()), ("s1/B-7", Outcome::Skipped(reason)));
        }
    }

    #[test]
    fn what_was_not_in_the_earlier_plan_is_not_sent() {
        let mut plan = plan(Verb::Disable, target(Fate::Send, false, false));
        compare(&mut plan, Vec::new());
        assert_eq!(plan.targets[0].outcome(), Outcome::Skipped(SkipReason::Drift));
    }
}
