//! Reading targets fresh: for a plan, and to see what became of what was sent.
//!
//! Many are asked for in one request. One that is missing from it is *absent* only where the total proves that all that
//! are there came.

mod accounts;
mod gathering;
mod identities;
mod new_account;
mod sources;

use std::collections::HashMap;

use super::verdict::{Reading, Snapshot, Wanted};
use super::writes;
use crate::api::{Client, filter};
use crate::model::{Account, AccountRow, ActsOn, Identity, Order, Problem, ProblemKind, Urgency, Verb};
pub(super) use new_account::NewAccount;

/// The most ids in one request.
const MOST_IDS: usize = 100;
/// So many of the tenant's ids, which are 32 letters long, fit in one request.
pub(super) const MOST_BESIDE: usize = 95;
/// The most bytes of ids in one request line, so that no gateway on the way finds it too long.
const MOST_BYTES: usize = 3_900;

/// What reading one target gave.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Found {
    /// The account.
    Account(Box<Account>),
    /// The identity.
    Identity(Box<Identity>),
    /// The source, or at least its accounts.
    Source {
        /// How many it has.
        accounts: u64,
    },
    /// It is certainly not there.
    Absent,
    /// It could not be read.
    Unread(Problem),
}

impl Found {
    /// What it proves about what is wanted.
    pub(super) fn reading_for(&self, wanted: &Wanted) -> Reading {
        let matters = |name: &str| match wanted {
            Wanted::Fields { attributes, .. } => attributes.contains_key(name),
            _ => false,
        };
        self.reading(matters)
    }

    /// How it is before this is done to it: what of it must not change until then.
    pub(super) fn reading_before(&self, order: &Order) -> Reading {
        match order.verb {
            // What is left out is taken away, so everything matters.
            Verb::Put => self.reading(|_| true),
            _ => self.reading_for(&writes::wanted(order)),
        }
    }

    /// The account, without its attributes; none where it is none.
    pub(super) fn row(self) -> Option<Box<AccountRow>> {
        match self {
            Self::Account(account) => Some(Box::new(account.row)),
            _ => None,
        }
    }

    fn reading(&self, matters: impl Fn(&str) -> bool) -> Reading {
        match self {
            Self::Account(account) => Reading::Account(snapshot(account, matters)),
            Self::Identity(identity) => Reading::Identity { enabled: identity.may_sign_in() },
            Self::Source { accounts } => Reading::Source { accounts: *accounts },
            Self::Absent => Reading::Absent,
            Self::Unread(_) => Reading::Nothing,
        }
    }
}

/// The facts of the account, with the attributes that matter.
fn snapshot(account: &Account, matters: impl Fn(&str) -> bool) -> Snapshot {
    let row = &account.row;
    let identity = row.identity.as_deref().and_then(|identity| identity.id.as_deref());
    Snapshot {
        id: Some(row.id.to_string()),
        disabled: row.disabled,
        locked: row.locked,
        identity: identity.map(str::to_owned),
        modified: row.modified,
        attributes: account.attributes.iter().filter(|(name, _)| matters(name)).cloned().collect(),
    }
}

/// Reads targets of this kind, each once.
pub(super) async fn read(client: &Client, kind: ActsOn, ids: &[String], urgency: Urgency) -> HashMap<String, Found> {
    if ids.is_empty() {
        return HashMap::new();
    }
    match kind {
        ActsOn::Account => accounts::by_id(client, ids, urgency).await,
        ActsOn::NewAccount => accounts::by_native_id(client, ids, urgency).await,
        ActsOn::Identity => identities::by_id(client, ids, urgency).await,
        ActsOn::Source => sources::counted(client, ids, urgency).await,
    }
}

/// What is neither there nor proved to be gone.
pub(super) fn left_out() -> Found {
    Found::Unread(Problem::new(ProblemKind::Unreadable, "the tenant left it out of its answer"))
}

/// The ids in batches that fit one request each.
pub(super) fn batches(ids: &[String]) -> Vec<&[String]> {
    let mut batches = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, id) in ids.iter().enumerate() {
        let more = encoded(id);
        if at - start == MOST_IDS || (bytes + more > MOST_BYTES && at > start) {
            batches.push(&ids[start..at]);
            (start, bytes) = (at, 0);
        }
        bytes += more;
    }
    if start < ids.len() {
        batches.push(&ids[start..]);
    }
    batches
}

/// The bytes of an id in a request line, with its quotes and its comma.
fn encoded(id: &str) -> usize {
    let of_byte = |byte: u8| if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) { 1 } else { 3 };
    filter::quoted(id).bytes().map(of_byte).sum::<usize>() + 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(count: usize, length: usize) -> Vec<String> {
        (0..count).map(|number| format!("{number:0length$}")).collect()
    }

    #[test]
    fn a_batch_has_at_most_100_ids_and_4_kb() {
        let sizes = |ids: &[String]| batches(ids).iter().map(|batch| batch.len()).collect::<Vec<_>>();
        assert_eq!(sizes(&ids(250, 8)), [100, 100, 50]);
        assert_eq!(sizes(&ids(100, 32)), [95, 5]);
        assert_eq!(sizes(&ids(2, 9_000)), [1, 1], "an id too long is asked for alone");
        assert_eq!(sizes(&[]), Vec::<usize>::new());
    }

    #[test]
    fn no_id_is_left_out_of_its_batches() {
        let ids = ids(1_003, 32);
        let all: Vec<&String> = batches(&ids).into_iter().flatten().collect();
        assert_eq!(all, ids.iter().collect::<Vec<_>>());
    }
}
