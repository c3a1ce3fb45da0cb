//! The accounts of people by their e-mail addresses: the identities that have them, then the accounts of those.

use std::collections::HashMap;

use futures_util::{StreamExt, TryStreamExt, stream};

use super::batches::{self, Answer, Field};
use crate::api::{Client, Page, Request, filter};
use crate::model::{IdentityRef, Problem, ProblemKind, SourceRef, Span, Urgency};

/// One page, as long as it can be.
const WHOLE: Span = Span { offset: 0, limit: 250 };
/// Addresses asked for at once.
const SIDE_BY_SIDE: usize = 16;
/// What the administrators' list may still answer.
const REFUSED: [ProblemKind; 2] = [ProblemKind::Forbidden, ProblemKind::NotFound];

/// The identities of an address.
struct People {
    address: String,
    ids: Vec<String>,
    is_whole: bool,
}

/// The accounts of whoever has each address, in their order.
pub(super) async fn answers(
    client: &Client,
    addresses: Vec<String>,
    source: Option<&SourceRef>,
) -> Result<Vec<Answer>, Problem> {
    // The API looks for one address at a time.
    let asked = stream::iter(addresses).map(|address| people(client, address)).buffered(SIDE_BY_SIDE);
    let people: Vec<People> = asked.try_collect().await?;
    let mut ids: Vec<String> = people.iter().flat_map(|people| people.ids.iter().cloned()).collect();
    ids.sort_unstable();
    ids.dedup();
    let accounts = batches::answers(client, Field::Identity, ids, source).await?;
    let accounts: HashMap<&str, &Answer> = accounts.iter().map(|answer| (answer.value.as_str(), answer)).collect();
    let answer = |people: People| {
        let of_each: Vec<&&Answer> = people.ids.iter().filter_map(|id| accounts.get(id.as_str())).collect();
        Answer {
            rows: of_each.iter().flat_map(|answer| answer.rows.iter().cloned()).collect(),
            is_whole: people.is_whole && of_each.iter().all(|answer| answer.is_whole),
            found: !people.ids.is_empty(),
            value: people.address,
        }
    };
    Ok(people.into_iter().map(answer).collect())
}

/// Who has the address: by the list that is open to everybody, else by that of administrators.
async fn people(client: &Client, address: String) -> Result<People, Problem> {
    let filter = filter::equals("email", &address);
    let of_all = Request::get_public_identities(&filter, WHOLE).counted(true);
    let page: Page<IdentityRef> = match client.send(&of_all, Urgency::Ahead).await {
        Err(problem) if REFUSED.contains(&problem.kind) => {
            client.send(&Request::list_identities(&filter, WHOLE).counted(true), Urgency::Ahead).await?
        }
        page => page?,
    };
    let is_whole = page.total == Some(page.rows.len() as u64);
    Ok(People { address, ids: page.rows.into_iter().map(|person| person.id).collect(), is_whole })
}
