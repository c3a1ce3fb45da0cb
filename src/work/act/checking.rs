//! The last reading before a target is sent: what moved since the plan was made is not sent.

use super::Engine;
use super::looking::{Due, Seen};
use super::run::Turn;
use crate::model::{AccountRow, Order, Problem, Urgency};
use crate::work::readings::{self, Found};
use crate::work::verdict::{Expected, Reading, Snapshot};
use crate::work::writes;

/// What was read of a target right before it is sent.
#[derive(Debug)]
pub(super) struct Checked {
    /// Whose turn it is.
    pub(super) turn: Turn,
    pub(super) reading: Result<Reading, Problem>,
    pub(super) row: Option<Box<AccountRow>>,
}

impl Engine {
    /// Reads the targets again, and with them what was sent and is due to be read.
    pub(super) async fn check(
        &self,
        order: &Order,
        targets: Vec<(Turn, String)>,
        beside: Vec<Due>,
    ) -> (Vec<Checked>, Vec<(usize, Seen)>) {
        let ids: Vec<String> =
            targets.iter().map(|(_, id)| id).chain(beside.iter().map(|due| &due.id)).cloned().collect();
        let mut read = readings::read(&self.client, order.verb.acts_on(), &ids, Urgency::Ahead).await;
        let wanted = writes::wanted(order);
        let checked = |(turn, id): (Turn, String)| {
            let found = read.remove(&id).unwrap_or(Found::Absent);
            let reading = match &found {
                Found::Unread(problem) => Err(problem.clone()),
                found => Ok(found.reading_before(order)),
            };
            Checked { turn, reading, row: found.row() }
        };
        let checked = targets.into_iter().map(checked).collect();
        let seen = |due: Due| {
            let found = read.remove(&due.id);
            let reading = found.as_ref().map_or(Reading::Nothing, |found| found.reading_for(&wanted));
            (due.target, Seen::Target(reading, found.and_then(Found::row)))
        };
        (checked, beside.into_iter().map(seen).collect())
    }
}

/// What moved since the plan was made; none where nothing that matters did.
pub(in crate::work) fn moved(expected: &Expected, now: &Reading) -> Option<&'static str> {
    match (&expected.before, now) {
        (Reading::Absent, Reading::Absent) | (Reading::Nothing, _) | (_, Reading::Nothing) => None,
        (_, Reading::Absent) => Some("it is gone since the plan was made"),
        (Reading::Absent, _) => Some("it is there since the plan was made"),
        (Reading::Account(before), Reading::Account(now)) => difference(before, now),
        (Reading::Identity { enabled: before }, Reading::Identity { enabled: now }) => {
            (before != now).then_some("its sign-in changed since the plan was made")
        }
        (Reading::Source { accounts: before }, Reading::Source { accounts: now }) => {
            (before != now).then_some("the number of its accounts changed since the plan was made")
        }
        _ => None,
    }
}

/// The tenant's own records move all the time: what counts is what a person saw and decided by.
fn difference(before: &Snapshot, now: &Snapshot) -> Option<&'static str> {
    if (before.disabled, before.locked) != (now.disabled, now.locked) {
        Some("its state changed since the plan was made")
    } else if before.identity != now.identity {
        Some("its identity changed since the plan was made")
    } else if before.attributes != now.attributes {
        Some("its attributes changed since the plan was made")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::verdict::Wanted;

    fn account(change: impl FnOnce(&mut Snapshot)) -> Reading {
        let mut account = Snapshot { disabled: Some(false), locked: Some(true), ..Snapshot::default() };
        change(&mut account);
        Reading::Account(account)
    }

    #[test]
    fn what_a_person_decided_by_must_not_have_moved() {
        let expected = Expected {
            wanted: Wanted::Unlocked,
            before: account(|_| {}),
            forced: false,
            can_be_shown: true,
            with_sign_in: false,
            sent: None,
        };
        let rows = [
            (account(|_| {}), false),
            (account(|now| now.modified = Some(jiff::Timestamp::UNIX_EPOCH)), false),
            (Reading::Nothing, false),
            (Reading::Absent, true),
            (account(|now| now.locked = Some(false)), true),
            (account(|now| now.disabled = Some(true)), true),
            (account(|now| now.identity = Some("i1".into())), true),
            (account(|now| drop(now.attributes.insert("city".into(), "Bonn".into()))), true),
        ];
        for (now, is_drift) in rows {
            assert_eq!(moved(&expected, &now).is_some(), is_drift, "{now:?}");
        }
    }
}
