//! Reading targets fresh: for a plan, and to see what became of what was sent.
//!
//! Many accounts are asked for in one request. One that is missing from it is *absent* only where the total proves that
//! all that are there came.

use std::collections::HashMap;

use futures_util::future::join_all;

use super::verdict::{Reading, Snapshot, Wanted};
use crate::api::{Client, Page, Request, filter};
use crate::model::{Account, AccountId, ListQuery, Problem, ProblemKind, Span, Urgency};

/// The most ids in one request.
const MOST_IDS: usize = 100;
/// The most bytes of ids in one request line, so that no gateway on the way finds it too long.
const MOST_BYTES: usize = 3_900;
/// Up to so many that are missing are asked for one by one.
const FEW: usize = 3;

/// What reading one account gave.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Found {
    /// The account.
    Account(Box<Account>),
    /// It is certainly not there.
    Absent,
    /// It could not be read.
    Unread(Problem),
}

impl Found {
    /// What it proves about what is wanted.
    pub(super) fn reading_for(&self, wanted: &Wanted) -> Reading {
        match self {
            Self::Account(account) => Reading::Account(snapshot(account, wanted)),
            Self::Absent => Reading::Absent,
            Self::Unread(_) => Reading::Nothing,
        }
    }
}

/// The facts of the account, with the attributes that matter.
fn snapshot(account: &Account, wanted: &Wanted) -> Snapshot {
    let matters = |name: &str| match wanted {
        Wanted::Fields { attributes, .. } => attributes.contains_key(name),
        _ => false,
    };
    let row = &account.row;
    let identity = row.identity.as_deref().and_then(|identity| identity.id.as_deref());
    Snapshot {
        disabled: row.disabled,
        locked: row.locked,
        identity: identity.map(str::to_owned),
        modified: row.modified,
        attributes: account.attributes.iter().filter(|(name, _)| matters(name)).cloned().collect(),
    }
}

/// Reads accounts by id, each once.
pub(super) async fn accounts(client: &Client, ids: &[String], urgency: Urgency) -> HashMap<String, Found> {
    if let [id] = ids {
        return HashMap::from([(id.clone(), one(client, id, urgency).await)]);
    }
    let batches = join_all(batches(ids).into_iter().map(|batch| many(client, batch, urgency))).await;
    batches.into_iter().flatten().collect()
}

async fn one(client: &Client, id: &str, urgency: Urgency) -> Found {
    match client.send(&Request::get_account(&AccountId::from(id)), urgency).await {
        Ok(account) => Found::Account(Box::new(account)),
        Err(problem) if problem.kind == ProblemKind::NotFound => Found::Absent,
        Err(problem) => Found::Unread(problem),
    }
}

async fn many(client: &Client, ids: &[String], urgency: Urgency) -> Vec<(String, Found)> {
    let filter = filter::any_of("id", ids.iter().map(String::as_str));
    let query = ListQuery { filter: Some(filter), sorters: "id".to_owned(), extra: Vec::new() };
    let request = Request::list_whole_accounts(&query, Span { offset: 0, limit: 250 }, true);
    let Page { rows, total } = match client.send(&request, urgency).await {
        Ok(page) => page,
        Err(problem) => return ids.iter().map(|id| (id.clone(), Found::Unread(problem.clone()))).collect(),
    };
    let is_whole = total == Some(rows.len() as u64);
    let mut found: HashMap<String, Account> =
        rows.into_iter().map(|account| (account.row.id.to_string(), account)).collect();
    let missing = ids.iter().filter(|id| !found.contains_key(*id)).count();
    let mut read = Vec::with_capacity(ids.len());
    for id in ids {
        let what = match found.remove(id) {
            Some(account) => Found::Account(Box::new(account)),
            None if is_whole => Found::Absent,
            None if missing <= FEW => one(client, id, urgency).await,
            None => Found::Unread(Problem::new(ProblemKind::Unreadable, "the tenant left it out of its answer")),
        };
        read.push((id.clone(), what));
    }
    read
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
