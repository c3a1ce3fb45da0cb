//! What the tenant refused us (403) since the program was started: a later plan does not send it again unasked.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::api::Operation;
use crate::model::{AccountRow, Order, SkipReason};
use crate::work::protocol::{Fate, Plan, Target};
use crate::work::writes;

/// What was refused: an operation on the accounts of a source. The answer names no source; it may be that of one account
/// alone which we may not touch, and it may hold for all.
type Denied = (Operation, Option<String>);

/// What the tenant refused, and when.
#[derive(Debug, Default)]
pub(super) struct Denials {
    said: Mutex<HashMap<Denied, Timestamp>>,
}

impl Denials {
    /// The tenant refused the order for this account.
    pub(super) fn note(&self, order: &Order, row: Option<&AccountRow>, at: Timestamp) {
        self.said().insert(denied(order, row), at);
    }

    /// The tenant took the order for this account: what it refused before, it does not refuse any more.
    pub(super) fn lift(&self, order: &Order, row: Option<&AccountRow>) {
        self.said().remove(&denied(order, row));
    }

    /// Takes out of the plan what the tenant refused before. What the person put in by hand is sent, with a warning.
    pub(super) fn withhold(&self, plan: &mut Plan, put_in: &[String]) {
        let said = self.said();
        // What the token lacks, it lacks for every source.
        let everywhere = if plan.warnings.is_empty() { None } else { refused_anywhere(&said, &plan.order) };
        let Plan { order, targets, .. } = plan;
        for target in targets.iter_mut().filter(|target| target.fate == Fate::Send) {
            let here = said.get(&denied(order, target.row.as_ref())).copied();
            if let Some(at) = here.or(everywhere) {
                let is_put_in = put_in.contains(&target.id);
                withhold(target, at, is_put_in);
            }
        }
    }

    fn said(&self) -> MutexGuard<'_, HashMap<Denied, Timestamp>> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn denied(order: &Order, row: Option<&AccountRow>) -> Denied {
    let source = row.and_then(|row| row.source.id.as_deref()).map(str::to_owned);
    (operation(order), source)
}

fn operation(order: &Order) -> Operation {
    writes::write(order, &["it"]).operation()
}

fn refused_anywhere(said: &HashMap<Denied, Timestamp>, order: &Order) -> Option<Timestamp> {
    let operation = operation(order);
    said.iter().filter(|((denied, _), _)| *denied == operation).map(|(_, at)| *at).max()
}

fn withhold(target: &mut Target, at: Timestamp, is_put_in: bool) {
    let said = format!("the tenant refused this at {} (403)", at.strftime("%H:%M:%S UTC"));
    if is_put_in {
        target.warnings.push(said);
    } else {
        let why = format!("{said}; put it in by hand to try again");
        target.fate = Fate::Skip { reason: SkipReason::Impossible, why };
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{SourceFacts, Verb};
    use crate::work::protocol::{Expected, Reading, Wanted};

    fn row(source: &str) -> AccountRow {
        let source = SourceFacts { id: Some(source.into()), ..SourceFacts::default() };
        AccountRow { source: Arc::new(source), ..AccountRow::bare("a".into()) }
    }

    fn plan(verb: Verb, warnings: &[&str]) -> Plan {
        let expected = Expected {
            wanted: Wanted::Gone,
            before: Reading::Nothing,
            forced: false,
            can_be_shown: true,
            with_sign_in: false,
            sent: None,
        };
        let target = |source: &str| Target {
            id: format!("of {source}"),
            row: Some(row(source)),
            name: None,
            fate: Fate::Send,
            expected: expected.clone(),
            again: false,
            warnings: Vec::new(),
        };
        Plan {
            tenant: "acme.example".into(),
            user: None,
            order: Order::plain(verb),
            made: Timestamp::UNIX_EPOCH,
            targets: vec![target("AD"), target("SAP")],
            warnings: warnings.iter().map(|text| (*text).to_owned()).collect(),
        }
    }

    /// Which targets are sent, after the tenant refused to remove one of AD.
    fn sent(mut plan: Plan, put_in: &[&str]) -> Vec<bool> {
        let denials = Denials::default();
        denials.note(&Order::plain(Verb::Remove), Some(&row("AD")), Timestamp::UNIX_EPOCH);
        denials.withhold(&mut plan, &put_in.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
        plan.targets.iter().map(|target| target.fate == Fate::Send).collect()
    }

    #[test]
    fn what_was_refused_is_withheld_for_its_operation_and_source() {
        assert_eq!(sent(plan(Verb::Remove, &[]), &[]), [false, true]);
        assert_eq!(sent(plan(Verb::Disable, &[]), &[]), [true, true]);
    }

    #[test]
    fn what_the_token_lacks_it_lacks_for_every_source() {
        assert_eq!(sent(plan(Verb::Remove, &["this token's level is HELPDESK"]), &[]), [false, false]);
    }

    #[test]
    fn a_person_may_put_it_in_by_hand() {
        assert_eq!(sent(plan(Verb::Remove, &[]), &["of AD"]), [true, true]);
        let denials = Denials::default();
        let mut plan = plan(Verb::Remove, &[]);
        denials.note(&plan.order, Some(&row("AD")), Timestamp::UNIX_EPOCH);
        denials.withhold(&mut plan, &["of AD".to_owned()]);
        assert_eq!(plan.targets[0].warnings, ["the tenant refused this at 00:00:00 UTC (403)"]);
        denials.withhold(&mut plan, &[]);
        let Fate::Skip { reason, why } = &plan.targets[0].fate else { panic!("sent") };
        assert_eq!(*reason, SkipReason::Impossible);
        assert_eq!(why, "the tenant refused this at 00:00:00 UTC (403); put it in by hand to try again");
    }

    #[test]
    fn what_the_tenant_takes_again_is_withheld_no_more() {
        let denials = Denials::default();
        let mut plan = plan(Verb::Remove, &[]);
        denials.note(&plan.order, Some(&row("AD")), Timestamp::UNIX_EPOCH);
        denials.lift(&plan.order, Some(&row("AD")));
        denials.withhold(&mut plan, &[]);
        assert!(plan.targets.iter().all(|target| target.fate == Fate::Send));
    }
}
