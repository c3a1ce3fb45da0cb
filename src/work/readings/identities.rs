//! Identities: who may read how their sign-ins stand learns it here, everybody else that they are there.

use std::collections::HashMap;

use futures_util::future::join_all;

use super::gathering::{Gathered, gather};
use super::{Found, batches};
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
    let id_of = |identity: &Identity| identity.known_as.id.clone();
    let ask = |ids: Vec<String>| async move { page(client, &ids, urgency).await };
    let Gathered { found, missing, means } = gather(ids, 0, id_of, ask).await;
    let missing = missing.into_iter().map(|id| (id, means.clone()));
    found.into_iter().map(|(id, identity)| (id, Found::Identity(Box::new(identity)))).chain(missing).collect()
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
