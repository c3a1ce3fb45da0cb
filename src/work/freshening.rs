//! Reading what changed on the tenant: the accounts whose `modified` lies behind the newest known, and how many accounts
//! there are in all. Two requests while little changes.
//!
//! All times are the tenant's. Reading begins a minute before the newest change known: what is written at the same time
//! on several machines does not become visible in the order of its times. The newest change comes first, so that an
//! account changed between two pages moves into what will be read the next time, and never out of both.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::protocol::{Changed, Freshened, ListQuery, Membership, QueueId, Span, Urgency};
use crate::api::{Client, Page, Request};
use crate::model::{AccountRow, Problem};
use crate::query::Judged;

/// How far before the newest change known reading begins.
const OVERLAP: SignedDuration = SignedDuration::from_secs(60);
/// The rows of a page; the most the tenant gives.
const LIMIT: u32 = 250;
/// Pages of changes that are read; where there are more, reading the queue anew is as cheap.
const MOST_PAGES: usize = 4;
/// Before every change: leaves out only accounts of which no change is told.
const EVER: &str = "1970-01-01T00:00:00Z";
/// The newest change first. An order has to be unique.
const NEWEST_FIRST: &str = "-modified,id";

/// Reads what changed since shortly before `newest`, or where that is not known yet, before the newest change there is.
pub(super) async fn freshen(
    client: &Client,
    newest: Option<Timestamp>,
    queues: &[Membership],
) -> Result<Freshened, Problem> {
    let known = match newest {
        Some(newest) => Some(newest),
        None => newest_change(client).await?,
    };
    let since = known.map(|newest| newest - OVERLAP);
    let mut fresh = Freshened { since, newest: known, ..Freshened::default() };
    if let Some(since) = since {
        read_changes(client, since, queues, &mut fresh).await?;
    }
    let everything = list(None);
    let nothing = Span { offset: 0, limit: 0 };
    fresh.total = client.send(&Request::list_accounts(&everything, nothing, true), Urgency::Ahead).await?.total;
    Ok(fresh)
}

/// When the newest change was.
async fn newest_change(client: &Client) -> Result<Option<Timestamp>, Problem> {
    let ever = list(Some(format!("modified gt {EVER}")));
    let first = Span { offset: 0, limit: 1 };
    let page = client.send(&Request::list_accounts(&ever, first, false), Urgency::Ahead).await?;
    Ok(page.rows.first().and_then(|row| row.modified))
}

async fn read_changes(
    client: &Client,
    since: Timestamp,
    queues: &[Membership],
    fresh: &mut Freshened,
) -> Result<(), Problem> {
    let query = list(Some(format!("modified gt {since:.3}")));
    let mut told = None;
    let mut seen = HashSet::new();
    for page in 0..MOST_PAGES {
        let span = Span { offset: page as u64 * u64::from(LIMIT), limit: LIMIT };
        let Page { rows, total } = judged_page(client, &query, span, queues).await?;
        let received = rows.len();
        told = told.or(total);
        fresh.newest = fresh.newest.max(rows.iter().filter_map(|changed| changed.row.modified).max());
        fresh.changed.extend(rows.into_iter().filter(|changed| seen.insert(changed.row.id.clone())));
        let have = fresh.changed.len() as u64;
        fresh.is_whole = told.map_or(received < LIMIT as usize, |told| have >= told);
        if fresh.is_whole || received < LIMIT as usize {
            break;
        }
    }
    Ok(())
}

/// A page of changes, each judged. Whole accounts are asked for only where a queue looks at attributes.
async fn judged_page(
    client: &Client,
    query: &ListQuery,
    span: Span,
    queues: &[Membership],
) -> Result<Page<Changed>, Problem> {
    let count = span.offset == 0;
    if queues.iter().any(|queue| queue.test.reads_attributes()) {
        let page = client.send(&Request::list_whole_accounts(query, span, count), Urgency::Ahead).await?;
        let judged = page.rows.into_iter().map(|account| {
            let within = within(queues, Judged { row: &account.row, attributes: &account.attributes });
            Changed { row: account.row, within }
        });
        return Ok(Page { rows: judged.collect(), total: page.total });
    }
    let page = client.send(&Request::list_accounts(query, span, count), Urgency::Ahead).await?;
    let judged = page.rows.into_iter().map(|row: AccountRow| {
        let within = within(queues, Judged { row: &row, attributes: &[] });
        Changed { row, within }
    });
    Ok(Page { rows: judged.collect(), total: page.total })
}

fn within(queues: &[Membership], account: Judged<'_>) -> Vec<QueueId> {
    queues.iter().filter(|queue| queue.test.holds(account)).map(|queue| queue.queue).collect()
}

fn list(filter: Option<String>) -> ListQuery {
    ListQuery { filter, sorters: NEWEST_FIRST.to_owned(), extra: Vec::new() }
}
