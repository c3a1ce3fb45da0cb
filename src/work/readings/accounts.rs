//! Accounts, by their ids, or by their names on a source.

use std::collections::HashMap;

use futures_util::future::join_all;

use super::gathering::{Gathered, each_once, gather};
use super::{Found, NewAccount, batches, left_out};
use crate::api::{Client, Request, filter};
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
        Ok(account) => of_account(account),
        Err(problem) if problem.kind == ProblemKind::NotFound => Found::Absent,
        Err(problem) => Found::Unread(problem),
    }
}

async fn many(client: &Client, ids: &[String], urgency: Urgency) -> Vec<(String, Found)> {
    let ask = |ids: Vec<String>| async move {
        let filter = filter::any_of("id", ids.iter().map(String::as_str));
        let query = ListQuery { filter: Some(filter), sorters: "id".to_owned(), extra: Vec::new() };
        client.send(&Request::list_whole_accounts(&query, WHOLE, true), urgency).await
    };
    let Gathered { found, missing, means } = gather(ids, FEW, id_of, ask).await;
    let is_left_out = means == left_out() && missing.len() <= FEW;
    let missing = join_all(missing.into_iter().map(|id| async {
        let found = if is_left_out { one(client, &id, urgency).await } else { means.clone() };
        (id, found)
    }));
    let missing = missing.await;
    found.into_iter().map(|(id, account)| (id, of_account(account))).chain(missing).collect()
}

fn id_of(account: &Account) -> String {
    account.row.id.to_string()
}

fn of_account(account: Account) -> Found {
    Found::Account(Box::new(account))
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
    let (rows, is_whole) = match client.send(&Request::list_whole_accounts(&query, WHOLE, true), urgency).await {
        Ok(page) => each_once(page, id_of),
        Err(problem) => return Found::Unread(problem),
    };
    // Some tenants do not mind case where they filter; a source may.
    let is_named = |row: &Account| row.row.native_identity.as_deref() == Some(account.native_id);
    match rows.into_values().find(is_named) {
        Some(account) => of_account(account),
        None if is_whole => Found::Absent,
        None => left_out(),
    }
}
