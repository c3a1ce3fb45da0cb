//! Sources: how many accounts each has.

use std::collections::HashMap;

use futures_util::future::join_all;

use super::{Found, left_out};
use crate::api::{Client, Request, filter};
use crate::model::{ListQuery, Span, Urgency};

/// Counts the accounts of sources, each by a list of which nothing but the total is wanted.
pub(super) async fn counted(client: &Client, ids: &[String], urgency: Urgency) -> HashMap<String, Found> {
    let counts = ids.iter().map(|id| async { (id.clone(), count(client, id, urgency).await) });
    join_all(counts).await.into_iter().collect()
}

async fn count(client: &Client, source: &str, urgency: Urgency) -> Found {
    let filter = Some(filter::equals("sourceId", source));
    let query = ListQuery { filter, sorters: String::new(), extra: Vec::new() };
    let nothing = Span { offset: 0, limit: 0 };
    match client.send(&Request::list_accounts(&query, nothing, true), urgency).await {
        Ok(page) => page.total.map_or_else(left_out, |accounts| Found::Source { accounts }),
        Err(problem) => Found::Unread(problem),
    }
}
