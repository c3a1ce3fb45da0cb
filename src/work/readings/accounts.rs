//! Accounts, by their ids, or by their names on a source.

use std::collections::HashMap;

use futures_util::future::join_all;

use super::{Found, NewAccount, batches, left_out};
use crate::api::{Client, Page, Request, filter};
use crate::model::{Account, AccountId, ListQuery, ProblemKind, Span, Urgency};

/// Up to so many that are missing are asked for one by one.
const FEW: usize = 3;
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
        Ok(account) => Found::Account(Box::new(account)),
        Err(problem) if problem.kind == ProblemKind::NotFound => Found::Absent,
        Err(problem) => Found::Unread(problem),
    }
}

async fn many(client: &Client, ids: &[String], urgency: Urgency) -> Vec<(String, Found)> {
    let filter = filter::any_of("id", ids.iter().map(String::as_str));
    let query = ListQuery { filter: Some(filter), sorters: "id".to_owned(), extra: Vec::new() };
    let request = Request::list_whole_accounts(&query, WHOLE, true);
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
            None => left_out(),
        };
        read.push((id.clone(), what));
    }
    read
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
        Some(account) => Found::Account(Box::new(account)),
        None if is_whole => Found::Absent,
        None => left_out(),
    }
}
