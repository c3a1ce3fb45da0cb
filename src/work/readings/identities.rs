//! Identities: who may read how their sign-ins stand learns it here, everybody else that they are there.

use std::collections::HashMap;

use futures_util::future::join_all;

use super::{Found, batches, left_out};
use crate::api::{Client, Page, Request, filter};
use crate::model::{Identity, Problem, ProblemKind, Span, Urgency};

/// One page, as long as it can be.
const WHOLE: Span = Span { offset: 0, limit: 250 };

/// Reads identities by id, each once.
pub(super) async fn by_id(client: &Client, ids: &[String], urgency: Urgency) -> HashMap<String, Found> {
    let batches = join_all(batches(ids).into_iter().map(|batch| many(client, batch, urgency))).await;
    batches.into_iter().flatten().collect()
}

async fn many(client: &Client, ids: &[String], urgency: Urgency) -> Vec<(String, Found)> {
    let Page { rows, total } = match page(client, ids, urgency).await {
        Ok(page) => page,
        Err(problem) => return ids.iter().map(|id| (id.clone(), Found::Unread(problem.clone()))).collect(),
    };
    let mut found: HashMap<String, Identity> = rows.into_iter().map(|row| (row.known_as.id.clone(), row)).collect();
    let is_whole = total == Some(found.len() as u64);
    let each = ids.iter().map(|id| match found.remove(id) {
        Some(identity) => (id.clone(), Found::Identity(Box::new(identity))),
        None if is_whole => (id.clone(), Found::Absent),
        None => (id.clone(), left_out()),
    });
    each.collect()
}

/// `listIdentities` tells how the sign-in stands; where it is refused, `getPublicIdentities` is open to everybody.
async fn page(client: &Client, ids: &[String], urgency: Urgency) -> Result<Page<Identity>, Problem> {
    let filter = filter::any_of("id", ids.iter().map(String::as_str));
    let known = Request::list_sign_ins(&filter, WHOLE).counted(true);
    match client.send(&known, urgency).await {
        Err(problem) if problem.kind == ProblemKind::Forbidden => {
            client.send(&Request::get_public(&filter, WHOLE).counted(true), urgency).await
        }
        known => known,
    }
}
