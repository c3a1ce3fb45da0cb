//! Accounts, by their ids, or by their names on a source.

use std::collections::HashMap;

use futures_util::future::join_all;

use super::{Found, NewAccount, batches, left_out};
use crate::api::{Client, Page, Request, filter};
use crate::model::{Account, AccountId, ListQuery, Problem, ProblemKind, Span, Urgency};

/// Up to so many that are missing are asked for one by one.
const FEW: usize = 3;
/// So often those are asked for that a whole answer would have had.
const TRIES: usize = 3;
/// One page, as long as it can be.
const WHOLE: Span = Span { offset: 0, limit: 250 };

/// Reads accounts by id, each once.
pub(super) async fn by_id(client: &Client, ids: &[String], urgency: Urgency) -> HashMap<String, Found> {
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
    let mut unread = left_out();
    for _ in 0..TRIES {
        let (accounts, is_whole) = match listed(client, &missing, urgency).await {
            Ok(listed) => listed,
            Err(problem) => {
                unread = Found::Unread(problem);
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
    let mut read = |id: &String| found.remove(id).map_or_else(|| unread.clone(), of_account);
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
    let request = Request::list_whole_accounts(&query, WHOLE, true);
    let Page { rows, total } = client.send(&request, urgency).await?;
    let accounts: HashMap<String, Account> =
        rows.into_iter().map(|account| (account.row.id.to_string(), account)).collect();
    let is_whole = total == Some(accounts.len() as u64);
    Ok((accounts, is_whole))
}

/// Looks for accounts by source and name there.
pub(super) async fn by_native_id(client: &Client, targets: &[String], urgency: Urgency) -> HashMap<String, Found> {
    let found = targets.iter().map(|target| async {
        let found = match NewAccount::of_target(target) {
            Some(account) => named(client, account, urgency).await,
            None => left_out(),
        };
        (target.clone(), found)
    });
    join_all(found).await.into_iter().collect()
}

async fn named(client: &Client, account: NewAccount<'_>, urgency: Urgency) -> Found {
    let both = [filter::equals("sourceId", account.source), filter::equals("nativeIdentity", account.native_id)];
    let query = ListQuery { filter: Some(both.join(" and ")), sorters: "id".to_owned(), extra: Vec::new() };
    let Page { rows, total } = match client.send(&Request::list_whole_accounts(&query, WHOLE, true), urgency).await {
        Ok(page) => page,
        Err(problem) => return Found::Unread(problem),
    };
    let is_whole = total == Some(rows.len() as u64);
    // Some tenants do not mind case where they filter; a source may.
    let is_named = |row: &Account| row.row.native_identity.as_deref() == Some(account.native_id);
    match rows.into_iter().find(is_named) {
        Some(account) => of_account(account),
        None if is_whole => Found::Absent,
        None => left_out(),
    }
}
