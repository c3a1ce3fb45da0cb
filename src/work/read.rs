//! The jobs that change nothing: each asks the client, and ends in one report.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

use super::export::export;
use super::identity::identity;
use super::lookup;
use super::office::{Office, blocking};
use super::plan::Asked;
use super::protocol::{Job, JobId, ListQuery, Report, Session, Span, Urgency};
use super::{freshening, plan_file, probing, scanning, tallying, watching};
use crate::api::{Client, Gate, Page, Request, filter};
use crate::model::{Account, AccountRow, Problem, ProblemKind, SourceRef};

/// The most records a page can hold.
const WHOLE_PAGE: u32 = 250;
/// The levels that see every source without saying so.
const SEES_ALL_SOURCES: [&str; 3] = ["ORG_ADMIN", "SOURCE_ADMIN", "ROLE_SUBADMIN"];

/// Carries out one job, and gives its last report; what it says before that goes to `report`. A long read asks nothing while
/// the gate is closed.
pub(super) async fn perform(
    client: &Client,
    office: &Office,
    gate: &Gate,
    id: JobId,
    job: Job,
    report: impl Fn(Report) + Send + Sync,
) -> Result<Report, Problem> {
    match job {
        Job::Page { epoch, query, span, count, urgency } => {
            let page = page(client, &query, span, count, urgency).await?;
            let past_end = page.is_none();
            let Page { rows, total } = page.unwrap_or(Page { rows: Vec::new(), total: None });
            Ok(Report::Page { job: id, epoch, span, rows, total, past_end })
        }
        Job::Scan { epoch, scan } => scanning::perform(client, gate, id, epoch, &scan, report).await,
        Job::Count { query } => {
            let nothing = Span { offset: 0, limit: 0 };
            let counted = client.send(&Request::list_accounts(&query, nothing, true), Urgency::Ahead).await?;
            Ok(Report::Counted { job: id, total: counted.total })
        }
        Job::Probe { id: account, name } => probing::perform(client, id, &account, &name).await,
        Job::Tally => tallying::perform(client, id, report).await,
        Job::Freshen { newest, queues } => {
            Ok(Report::Freshened { job: id, fresh: freshening::freshen(client, newest, &queues).await? })
        }
        Job::Export(wanted) => {
            let told = |accounts, census| report(Report::Exporting { job: id, accounts, census });
            Ok(Report::Exported { job: id, exported: export(client, &wanted, told).await? })
        }
        Job::Account { epoch, id: account } => {
            let account = client.send(&Request::get_account(&account), Urgency::Person).await?;
            Ok(Report::Account { job: id, epoch, account: Arc::new(account) })
        }
        Job::Entitlements { epoch, id: account, span } => {
            let request = Request::get_account_entitlements(&account, span, span.offset == 0);
            let Page { rows, total } = client.send(&request, Urgency::Person).await?;
            Ok(Report::Entitlements { job: id, epoch, span, rows, total })
        }
        Job::Activities { epoch, identity, span } => {
            let request = Request::list_account_activities(&identity, span, span.offset == 0);
            let Page { rows, total } = client.send(&request, Urgency::Person).await?;
            Ok(Report::Activities { job: id, epoch, span, rows, total })
        }
        Job::History { epoch, account, identity } => {
            Ok(Report::History { job: id, epoch, actions: office.history(&account, identity).await? })
        }
        Job::Identity { epoch, id: wanted } => {
            let (identity, withheld) = identity(client, &wanted).await?;
            Ok(Report::Identity { job: id, epoch, identity: Arc::new(identity), withheld })
        }
        Job::Sources => Ok(Report::Sources { job: id, sources: sources(client).await? }),
        Job::Schema { source } => {
            let schema = client.send(&Request::get_source_schemas(&source), Urgency::Person).await?;
            Ok(Report::Schema { job: id, schema: Arc::new(schema) })
        }
        Job::Named { source, native } => {
            let account = named(client, &source, &native).await?;
            Ok(Report::Named { job: id, account: account.map(Arc::new) })
        }
        Job::Identities { words } => {
            Ok(Report::Identities { job: id, found: lookup::identities(client, &words).await? })
        }
        Job::Plan { order, targets, put_in } => {
            let told = |read, of| report(Report::Planning { job: id, read, of });
            let plan = office.plan(Asked { order, targets, put_in, unclear: Vec::new() }, &told).await?;
            Ok(Report::Planned { job: id, plan: Arc::new(plan) })
        }
        Job::PlanAnew { order, earlier } => {
            let told = |read, of| report(Report::Planning { job: id, read, of });
            let plan = office.plan_anew(order, earlier.to_vec(), &told).await?;
            Ok(Report::Planned { job: id, plan: Arc::new(plan) })
        }
        Job::SavePlan { plan, path, existing } => {
            let saved = blocking(move || plan_file::save(&plan, &path, existing)).await?;
            Ok(Report::PlanSaved { job: id, saved })
        }
        Job::OpenPlan { path } => {
            let tenant = client.tenant();
            let filed = blocking(move || plan_file::open(&path, &tenant)).await?;
            Ok(Report::PlanOpened { job: id, filed: Arc::new(filed) })
        }
        Job::Tasks => Ok(Report::Tasks { job: id, tasks: office.tasks().await? }),
        Job::Watch { ids } => Ok(Report::Watched { job: id, looks: watching::look(client, &ids).await }),
        Job::LookUpLeftOpen => office.look_up_left_open(id, report).await,
        // The worker never hands a run to this room: it ends in more than one report.
        Job::Act(_) => Ok(Report::Cancelled { job: id }),
    }
}

/// The account with a native id on a source.
async fn named(client: &Client, source: &str, native: &str) -> Result<Option<Account>, Problem> {
    let filter = [filter::equals("sourceId", source), filter::equals("nativeIdentity", native)].join(" and ");
    let query = ListQuery { filter: Some(filter), sorters: "id".to_owned(), extra: Vec::new() };
    let request = Request::list_whole_accounts(&query, Span { offset: 0, limit: 1 }, false);
    Ok(client.send(&request, Urgency::Person).await?.rows.into_iter().next())
}

/// One page of accounts; none where it lies past the end of the list.
async fn page(
    client: &Client,
    query: &ListQuery,
    span: Span,
    count: bool,
    urgency: Urgency,
) -> Result<Option<Page<AccountRow>>, Problem> {
    match client.send(&Request::list_accounts(query, span, count), urgency).await {
        Err(problem) if is_past_end(&problem, span) => Ok(None),
        answer => answer.map(Some),
    }
}

/// Whether the refusal is how some tenants say "no more": a page beyond the first, refused as not well asked. What is
/// wrong with the question itself shows at the first page.
pub(super) fn is_past_end(problem: &Problem, span: Span) -> bool {
    problem.kind == ProblemKind::Rejected && problem.status == Some(400) && span.offset > 0
}

/// Every source the token may see (`listSources`).
///
/// # Errors
///
/// A [`ProblemKind::Forbidden`] where this sign-in may not list them; else what kept us from reading.
pub async fn sources(client: &Client) -> Result<Vec<SourceRef>, Problem> {
    let session = client.sign_in().await?;
    let request = |span, count| {
        let request = Request::list_sources(span).counted(count);
        if must_say_subadmin(&session) { request.for_subadmin() } else { request }
    };
    Ok(every_page(client, request, |source| source.id.clone()).await?.rows)
}

/// A short list to its end, page after page, with the total the tenant named at the first.
///
/// Records of a page that `key` knows from an earlier page are dropped. The end is where the total is reached, where a
/// page brings nothing new, or where the tenant refuses to go on.
///
/// # Errors
///
/// What kept us from reading a page.
pub async fn every_page<T, K: Hash + Eq>(
    client: &Client,
    request: impl Fn(Span, bool) -> Request<Page<T>>,
    key: impl Fn(&T) -> K,
) -> Result<Page<T>, Problem> {
    let mut all = Page { rows: Vec::new(), total: None };
    let mut known = HashSet::new();
    let mut span = Span { offset: 0, limit: WHOLE_PAGE };
    loop {
        let is_first = span.offset == 0;
        let page = match client.send(&request(span, is_first), Urgency::Person).await {
            Err(problem) if is_past_end(&problem, span) => return Ok(all),
            page => page?,
        };
        all.total = all.total.or(page.total);
        span.offset += page.rows.len() as u64;
        let fresh: Vec<T> = page.rows.into_iter().filter(|record| !known.contains(&key(record))).collect();
        let is_end = fresh.is_empty() || all.total.is_some_and(|total| span.offset >= total);
        known.extend(fresh.iter().map(&key));
        all.rows.extend(fresh);
        if is_end {
            return Ok(all);
        }
    }
}

/// Whether the tenant refuses to list sources unless we say that we mean our own.
fn must_say_subadmin(session: &Session) -> bool {
    let has = |level: &str| session.levels.iter().any(|own| own == level);
    has("SOURCE_SUBADMIN") && !SEES_ALL_SOURCES.into_iter().any(has)
}
