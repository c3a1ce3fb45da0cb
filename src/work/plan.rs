//! Making a plan: each target is read fresh, and by what is read it is sent, skipped or held back.

mod accounts;
mod creation;
mod identities;
mod renewal;
mod rules;
mod sources;

pub use rules::impossible;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use jiff::Timestamp;

use super::journal::Submission;
use super::keeper::Keeper;
use super::lookup::{Doubt, Unclear};
use super::protocol::{Fate, Plan, Target};
use super::readings::{self, Found};
use super::verdict::Expected;
use super::writes;
use crate::api::{Client, Facts, Operation};
use crate::model::{ActsOn, Order, Outcome, Permission, Problem, ProblemKind, Session, SkipReason, Urgency};
pub use renewal::Earlier;
pub(super) use renewal::{asked_anew, compare};
pub use sources::source_called;

/// Where `createAccount` finds the source among the attributes.
pub const SOURCE_ID: &str = writes::SOURCE;

/// What is asked of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// What is to be done to each target.
    pub order: Order,
    /// The targets' ids. One that is named twice counts once. An account to be created has none: the order tells it.
    pub targets: Vec<String>,
    /// Those of them the person put in by hand although they are held back, or were sent before and not seen to end.
    pub put_in: Vec<String>,
    /// What was named beside them and means no account, or not certainly one. It stands in the plan and is not sent.
    pub unclear: Vec<Unclear>,
}

/// Hears how many of how many targets were read.
pub type Told<'t> = dyn Fn(usize, usize) + Send + Sync + 't;

/// What every kind of target is planned by.
struct Desk<'a> {
    told: &'a Told<'a>,
    client: &'a Client,
    order: &'a Order,
    /// Who we are.
    session: &'a Session,
    /// What the person put in by hand.
    put_in: &'a HashSet<String>,
}

/// Reads the targets and says what would be done to each. Sends nothing.
///
/// # Errors
///
/// Where we cannot sign in, the generation has no such call, or nothing could be read: of the tenant or of the journal.
pub(super) async fn plan(client: &Client, keeper: &Keeper, asked: Asked, told: &Told<'_>) -> Result<Plan, Problem> {
    let Asked { order, targets, put_in, unclear } = asked;
    let operation = writes::write(&order, &["it"]).operation();
    if !operation.is_in(client.generation()) {
        let summary = format!("{} of the API has no call to {}", client.generation(), operation.facts().does);
        return Err(Problem::new(ProblemKind::NotOffered, summary).with_advice("choose another with --api"));
    }
    let session = client.sign_in().await?;
    let ids = each_once(targets);
    let unclear: Vec<Unclear> = unclear.into_iter().filter(|it| !ids.contains(&it.value)).collect();
    let (tenant, made) = (client.tenant(), Timestamp::now());
    // By both clocks: one that was set forward makes nothing older than it is.
    let unfinished = unfinished(keeper, &tenant, &order, made.min(client.by_tenant_clock(made))).await?;
    let put_in: HashSet<String> = put_in.into_iter().collect();
    let desk = Desk { told, client, order: &order, session: &session, put_in: &put_in };
    let planned = match order.verb.acts_on() {
        ActsOn::Account => each_read(&desk, ids, accounts::planned).await?,
        ActsOn::NewAccount => vec![creation::planned(&desk).await?],
        ActsOn::Identity => each_read(&desk, ids, identities::planned).await?,
        ActsOn::Source => sources::targets(&desk, ids).await?,
    };
    let mut targets: Vec<Target> = planned
        .into_iter()
        .map(|target| {
            let is_put_in = put_in.contains(&target.id);
            with_earlier(target, &unfinished, is_put_in)
        })
        .collect();
    targets.extend(unclear.into_iter().map(|unclear| nobody(&order, unclear)));
    // What may be done twice is read first.
    targets.sort_by_key(|target| !target.again);
    Ok(Plan { tenant, user: session.user.clone(), warnings: lacks(operation, &session), order, made, targets })
}

fn each_once(ids: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    ids.into_iter().filter(|id| seen.insert(id.clone())).collect()
}

/// Something sent before that the tenant may still be at.
struct Unfinished {
    submission: Submission,
    /// A person may send the same again.
    may_go_again: bool,
}

/// What the tenant may still be at, by target.
async fn unfinished(
    keeper: &Keeper,
    tenant: &str,
    order: &Order,
    now: Timestamp,
) -> Result<HashMap<String, Unfinished>, Problem> {
    let (tenant, kind) = (tenant.to_owned(), order.verb.acts_on());
    keeper
        .with(move |journal| {
            let of_kind = journal.unfinished(&tenant)?.into_iter().filter(|submission| submission.kind == kind);
            let earlier = of_kind.map(|submission| {
                let may_go_again = journal.may_go_again(&submission, now)?;
                Ok((submission.target.clone(), Unfinished { submission, may_go_again }))
            });
            earlier.collect()
        })
        .await
}

/// Reads the targets together, and says of each by what was read what would be done to it.
async fn each_read(
    desk: &Desk<'_>,
    ids: Vec<String>,
    planned: impl Fn(&Desk<'_>, String, Found) -> Target,
) -> Result<Vec<Target>, Problem> {
    let mut read = read_together(desk, &ids).await;
    if let Some(problem) = read_nothing(&read) {
        return Err(problem);
    }
    let planned = ids.into_iter().map(|id| {
        let found = read.remove(&id).unwrap_or(Found::Absent);
        planned(desk, id, found)
    });
    Ok(planned.collect())
}

/// Reads the targets, as many in one request as fit, and tells after each how many are read.
async fn read_together(desk: &Desk<'_>, ids: &[String]) -> HashMap<String, Found> {
    let kind = desk.order.verb.acts_on();
    let read = AtomicUsize::new(0);
    let batches = readings::batches(ids).into_iter().map(|batch| async {
        let found = readings::read(desk.client, kind, batch, Urgency::Person).await;
        let read = read.fetch_add(batch.len(), Ordering::Relaxed) + batch.len();
        (desk.told)(read, ids.len());
        found
    });
    join_all(batches).await.into_iter().flatten().collect()
}

/// The problem, where not one target could be read.
fn read_nothing(read: &HashMap<String, Found>) -> Option<Problem> {
    let problem = |found: &Found| match found {
        Found::Unread(problem) => Some(problem.clone()),
        _ => None,
    };
    let problems: Vec<Problem> = read.values().filter_map(problem).collect();
    if problems.len() == read.len() { problems.into_iter().next() } else { None }
}

/// A target of which nothing is decided yet.
fn target(order: &Order, id: String, found: &Found) -> Target {
    let wanted = writes::wanted(order);
    let expected = Expected {
        before: found.reading_before(order),
        wanted,
        forced: order.toggle.force_provisioning,
        can_be_shown: writes::is_shown_whole(order),
        with_sign_in: order.toggle.unlock_sign_in,
        sent: None,
    };
    Target { id, row: None, name: None, fate: Fate::Send, expected, again: false, warnings: Vec::new() }
}

/// What was named and means no account, or not certainly one.
fn nobody(order: &Order, Unclear { value, doubt, why }: Unclear) -> Target {
    let (found, reason) = match doubt {
        Doubt::NotFound => (Found::Absent, SkipReason::Impossible),
        Doubt::MoreThanOne => (readings::left_out(), SkipReason::Held),
        Doubt::NotWhole => (readings::left_out(), SkipReason::Impossible),
    };
    Target { fate: skip(reason, why), ..target(order, value, &found) }
}

fn skip(reason: SkipReason, why: impl Into<String>) -> Fate {
    Fate::Skip { reason, why: why.into() }
}

/// The fate of what could not be read.
fn unread(problem: &Problem) -> Fate {
    skip(SkipReason::Impossible, format!("it could not be read: {problem}"))
}

/// The target, skipped where something sent before is not yet seen; unless that is up to a person by now, and the person
/// put it in.
fn with_earlier(mut target: Target, unfinished: &HashMap<String, Unfinished>, is_put_in: bool) -> Target {
    let Some(earlier) = unfinished.get(&target.id).filter(|_| target.fate == Fate::Send) else { return target };
    let Unfinished { submission, may_go_again } = earlier;
    let since = submission.sent.map(told).unwrap_or_default();
    if *may_go_again && is_put_in {
        target.again = true;
        target.warnings.push(match submission.outcome {
            Outcome::Sent => format!("sent at {since} and not yet seen: this may do it twice"),
            _ => format!("sent at {since} and never answered: this may do it twice"),
        });
    } else {
        let how = if *may_go_again { "; put it in by hand to send it again" } else { "" };
        let why = format!("already sent {since} and not yet seen{how}");
        target.fate = skip(SkipReason::InFlight, why);
    }
    target
}

/// The time of day, with the day where that is not today.
fn told(at: Timestamp) -> String {
    let form = if Timestamp::now().duration_since(at).as_hours() < 12 { "%H:%M:%S UTC" } else { "%F %H:%M:%S UTC" };
    at.strftime(form).to_string()
}

/// What the token does not seem to have of what the vendor's document says the operation needs. A hint: it may work.
fn lacks(operation: Operation, session: &Session) -> Vec<String> {
    let Facts { does, scopes, levels, .. } = operation.facts();
    let permission = Permission { scopes, levels, doubt: operation.doubt(), session: Some(session.clone()) };
    let lacking = permission.lacking().into_iter();
    lacking.map(|what| format!("to {does} needs {what}; sources disagree about it")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_token_lacks_is_a_warning() {
        let session = |levels: &[&str], scopes: &[&str]| Session {
            levels: levels.iter().map(|level| (*level).to_owned()).collect(),
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            ..Session::default()
        };
        let rows = [
            (session(&["ORG_ADMIN"], &["sp:scopes:all"]), 0),
            (session(&["HELPDESK"], &["idn:accounts:manage"]), 1),
            (session(&["ORG_ADMIN"], &["idn:accounts:read"]), 1),
            (session(&["HELPDESK"], &["idn:accounts:read"]), 2),
            (session(&[], &[]), 0),
        ];
        for (session, count) in rows {
            assert_eq!(lacks(Operation::DeleteAccountAsync, &session).len(), count, "{session:?}");
        }
    }

    #[test]
    fn an_id_named_twice_counts_once() {
        let ids = ["b", "a", "b"].map(str::to_owned).to_vec();
        assert_eq!(each_once(ids), ["b", "a"]);
    }
}
