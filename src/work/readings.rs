//! Reading targets fresh: for a plan, and to see what became of what was sent.
//!
//! Many accounts are asked for in one request. One that is missing from it is *absent* only where the total proves that
//! all that are there came.

use std::collections::HashMap;

use futures_util::future::join_all;

use super::verdict::{Reading, Snapshot, Wanted};
use super::writes;
use crate::api::{Client, Page, Request, filter};
use crate::model::{Account, AccountId, AccountRow, ListQuery, Order, Problem, ProblemKind, Span, Urgency, Verb};

/// The most ids in one request.
const MOST_IDS: usize = 100;
/// The most bytes of ids in one request line, so that no gateway on the way finds it too long.
const MOST_BYTES: usize = 3_900;
/// So many of the tenant's ids, which are 32 letters long, fit in one request.
pub(super) const MOST_BESIDE: usize = 95;
/// Up to so many that are missing are asked for one by one.
const FEW: usize = 3;
/// So often those are asked for that a whole answer would have had.
const TRIES: usize = 3;

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

    /// How it is before this is done to it: what of it must not change until then.
    pub(super) fn reading_before(&self, order: &Order) -> Reading {
        match (self, order.verb) {
            // What is left out is taken away, so everything matters.
            (Self::Account(account), Verb::Put) => Reading::Account(snapshot_of(account, |_| true)),
            _ => self.reading_for(&writes::wanted(order)),
        }
    }

    /// The account, without its attributes.
    pub(super) fn row(self) -> Option<Box<AccountRow>> {
        match self {
            Self::Account(account) => Some(Box::new(account.row)),
            Self::Absent | Self::Unread(_) => None,
        }
    }
}

/// The facts of the account, with the attributes that matter.
fn snapshot(account: &Account, wanted: &Wanted) -> Snapshot {
    snapshot_of(account, |name| match wanted {
        Wanted::Fields { attributes, .. } => attributes.contains_key(name),
        _ => false,
    })
}

fn snapshot_of(account: &Account, matters: impl Fn(&str) -> bool) -> Snapshot {
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
        Ok(account) => of_account(account),
        Err(problem) if problem.kind == ProblemKind::NotFound => Found::Absent,
        Err(problem) => Found::Unread(problem),
    }
}

async fn many(client: &Client, ids: &[String], urgency: Urgency) -> Vec<(String, Found)> {
    let mut found: HashMap<String, Account> = HashMap::new();
    let mut missing = ids.to_vec();
    let mut why = Problem::new(ProblemKind::Unreadable, "the tenant left it out of its answer");
    for _ in 0..TRIES {
        let (accounts, is_whole) = match listed(client, &missing, urgency).await {
            Ok(listed) => listed,
            Err(problem) => {
                why = problem;
                break;
            }
        };
        found.extend(accounts);
        missing.retain(|id| !found.contains_key(id));
        if is_whole || missing.is_empty() {
            return ids.iter().map(|id| (id.clone(), found.remove(id).map_or(Found::Absent, of_account))).collect();
        }
        if missing.len() <= FEW {
            let alone = join_all(missing.iter().map(|id| one(client, id, urgency))).await;
            let read = found.into_iter().map(|(id, account)| (id, of_account(account)));
            return read.chain(missing.into_iter().zip(alone)).collect();
        }
    }
    let mut read = |id: &String| found.remove(id).map_or_else(|| Found::Unread(why.clone()), of_account);
    ids.iter().map(|id| (id.clone(), read(id))).collect()
}

fn of_account(account: Account) -> Found {
    Found::Account(Box::new(account))
}

/// The accounts of these ids, and whether those are all there are: as many different ones came as the tenant counted.
async fn listed(
    client: &Client,
    ids: &[String],
    urgency: Urgency,
) -> Result<(HashMap<String, Account>, bool), Problem> {
    let filter = filter::any_of("id", ids.iter().map(String::as_str));
    let query = ListQuery { filter: Some(filter), sorters: "id".to_owned(), extra: Vec::new() };
    let request = Request::list_whole_accounts(&query, Span { offset: 0, limit: 250 }, true);
    let Page { rows, total } = client.send(&request, urgency).await?;
    let accounts: HashMap<String, Account> =
        rows.into_iter().map(|account| (account.row.id.to_string(), account)).collect();
    let is_whole = total == Some(accounts.len() as u64);
    Ok((accounts, is_whole))
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
