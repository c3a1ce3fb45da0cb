//! Runs carried out over real HTTP on the embedded tenant: what is told, what the tenant accepted, and what it says of
//! itself afterwards.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "support/asker.rs"]
#[expect(dead_code, reason = "shared with the tenant's own tests")]
mod asker;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::SignedDuration;
use quarterdeck::api::{Client, Connection};
use quarterdeck::model::{Content, Order, Outcome, SkipReason, Toggle, Verb};
use quarterdeck::tenant::{Level, TenantSettings};
use quarterdeck::work::Keeper;
use quarterdeck::work::act::{Engine, Tempo};
use quarterdeck::work::journal::{Instance, Journal, RunId, WhichRuns};
use quarterdeck::work::plan::Asked;
use quarterdeck::work::protocol::{Confirmed, Control, Fate, Plan, RunEvent, Settled};
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::watch;

use asker::Asker;

/// How many times faster than usual a run looks again here: the tenant's tasks take no time.
const FASTER: u32 = 50;

/// A tenant, and what acts on it.
struct Desk {
    asker: Asker,
    engine: Engine,
    accounts: Vec<Value>,
    _state: TempDir,
}

impl Desk {
    async fn with(set: impl FnOnce(&mut TenantSettings)) -> Self {
        let asker = Asker::with(|settings| {
            settings.task_time = Duration::ZERO..=Duration::ZERO;
            set(settings);
        })
        .await;
        let state = TempDir::new().unwrap();
        let engine = engine(&asker, &state);
        // Read from a twin without faults: the same seed makes the same accounts.
        let twin = Asker::with(|_| ()).await;
        let accounts = twin.all("/beta/accounts", &[("sorters", "id")]).await;
        Self { asker, engine, accounts, _state: state }
    }

    async fn with_faults(faults: &str) -> Self {
        Self::with(|settings| settings.faults = faults.parse().unwrap()).await
    }

    /// The ids of the first accounts nobody holds back, of which this is true.
    fn ids(&self, count: usize, is_one: impl Fn(&Value) -> bool) -> Vec<String> {
        let session = self.engine.client.session();
        let own = session.and_then(|session| session.identity);
        let is_free = |account: &&Value| {
            account["authoritative"] == false
                && account["systemAccount"] == false
                && account["identity"]["id"].as_str() != own.as_deref()
                && account["identityId"].as_str() != own.as_deref()
        };
        let ids: Vec<String> = self
            .accounts
            .iter()
            .filter(is_free)
            .filter(|account| is_one(account))
            .map(|account| account["id"].as_str().unwrap().to_owned())
            .take(count)
            .collect();
        assert_eq!(ids.len(), count, "the tenant has too few of these accounts");
        ids
    }

    async fn plan(&self, order: Order, targets: &[String]) -> Plan {
        let asked = Asked { order, targets: targets.to_vec(), put_in: Vec::new(), unclear: Vec::new() };
        self.engine.plan(asked).await.unwrap()
    }

    /// Plans, and carries the plan out.
    async fn act(&self, verb: Verb, targets: &[String]) -> Story {
        self.engine.client.sign_in().await.unwrap();
        let plan = self.plan(Order::plain(verb), targets).await;
        self.carry_out(plan, Some(Duration::from_secs(20))).await
    }

    async fn carry_out(&self, plan: Plan, follow: Option<Duration>) -> Story {
        let confirmed = Confirmed { plan: Arc::new(plan), ticket: None, reason: None, follow };
        let events = Mutex::new(Vec::new());
        let (control, controlled) = watch::channel(Control::Run);
        drop(control);
        let tell = |event| events.lock().unwrap().push(event);
        let exit_code = self.engine.carry_out(&confirmed, controlled, tell).await.unwrap();
        Story { exit_code, events: events.into_inner().unwrap() }
    }

    /// What the tenant accepted, in order: the operation and the account.
    async fn ledger(&self) -> Vec<(String, String)> {
        let text = self.asker.get("/_tenant/ledger").await.text;
        let line = |line: &str| {
            let entry: Value = serde_json::from_str(line).unwrap();
            (entry["op"].as_str().unwrap().to_owned(), entry["accountId"].as_str().unwrap_or_default().to_owned())
        };
        text.lines().map(line).collect()
    }

    /// What the journal says of the targets of its last run.
    async fn journalled(&self) -> BTreeMap<String, Outcome> {
        let targets = self.engine.keeper.with(|journal| {
            let run: RunId = journal.runs(&WhichRuns::default())?[0].run.id;
            journal.targets(run)
        });
        targets.await.unwrap().into_iter().map(|target| (target.target, target.outcome)).collect()
    }
}

fn engine(asker: &Asker, state: &TempDir) -> Engine {
    let (id, secret) = (asker.tenant.client_id(), asker.tenant.client_secret().to_owned());
    let connection = Connection::new(asker.tenant.base_url(), id, secret.into());
    let journal = Journal::open(&state.path().join("state"), Instance::this()).unwrap();
    let mut engine = Engine::new(Client::new(connection, |_| ()).unwrap(), Keeper::new(journal));
    engine.tempo = Tempo::default().faster(FASTER);
    engine
}

/// What was told of a run.
struct Story {
    exit_code: u8,
    events: Vec<RunEvent>,
}

impl Story {
    fn settled(&self) -> Vec<&Settled> {
        let settled = self.events.iter().filter_map(|event| match event {
            RunEvent::Settled(settled) => Some(&**settled),
            _ => None,
        });
        settled.collect()
    }

    fn outcomes(&self) -> BTreeMap<String, Outcome> {
        self.settled().into_iter().map(|settled| (settled.target.clone(), settled.outcome)).collect()
    }

    fn all(&self, outcome: Outcome) -> bool {
        let outcomes = self.outcomes();
        !outcomes.is_empty() && outcomes.values().all(|told| *told == outcome)
    }
}

/// Its source works: some of the tenant's do not.
fn is_enabled(account: &Value) -> bool {
    account["disabled"] == false && account["locked"] == false && account["sourceName"] == "Active Directory"
}

fn is_locked(account: &Value) -> bool {
    account["locked"] == true && account["sourceName"] == "Active Directory"
}

#[tokio::test]
async fn an_account_is_followed_to_what_is_seen() {
    let desk = Desk::with(|_| ()).await;
    let ids = desk.ids(1, is_locked);
    let story = desk.act(Verb::Unlock, &ids).await;
    assert_eq!(story.exit_code, 0);
    let told: Vec<&str> = story
        .events
        .iter()
        .map(|event| match event {
            RunEvent::Begun { .. } => "begun",
            RunEvent::Sending { .. } => "sending",
            RunEvent::Answered { outcome: Outcome::Sent, status: Some(202), task: Some(_), .. } => "taken",
            RunEvent::Running { .. } => "running",
            RunEvent::Settled(settled) if settled.outcome == Outcome::Verified => {
                assert_eq!(settled.row.as_ref().unwrap().locked, Some(false), "the row as it was read last");
                "verified"
            }
            RunEvent::Ended { exit_code: 0, planned: 0, .. } => "ended",
            other => panic!("{other:?}"),
        })
        .filter(|told| *told != "running")
        .collect();
    assert_eq!(told, ["begun", "sending", "taken", "verified", "ended"]);
    assert_eq!(desk.ledger().await, [("unlock".to_owned(), ids[0].clone())]);
    let account = desk.asker.get(&format!("/beta/accounts/{}", ids[0])).await.json();
    assert_eq!(account["locked"], false);
    assert_eq!(desk.journalled().await, story.outcomes());
}

#[tokio::test]
async fn each_verb_ends_as_it_should() {
    let desk = Desk::with(|_| ()).await;
    let rows: [(Verb, Vec<String>, Outcome, &str); 5] = [
        (Verb::Disable, desk.ids(2, is_enabled), Outcome::Verified, "disable"),
        (Verb::Enable, desk.ids(2, is_enabled), Outcome::Verified, "enable"),
        (Verb::Reload, desk.ids(2, is_enabled), Outcome::Completed, "reload"),
        (Verb::Remove, desk.ids(2, is_enabled), Outcome::Verified, "remove"),
        (Verb::Delete, desk.ids(2, is_file), Outcome::Verified, "delete"),
    ];
    for (verb, ids, outcome, op) in rows {
        let before = desk.ledger().await.len();
        let story = desk.act(verb, &ids).await;
        assert!(story.all(outcome), "{verb:?} {:?}", story.events);
        assert_eq!(story.exit_code, 0, "{verb:?}");
        let mut accepted: Vec<String> =
            desk.ledger().await[before..].iter().map(|(op, id)| format!("{op} {id}")).collect();
        let mut expected: Vec<String> = ids.iter().map(|id| format!("{op} {id}")).collect();
        accepted.sort();
        expected.sort();
        assert_eq!(accepted, expected);
    }
}

#[tokio::test]
async fn owners_and_attributes_are_read_back() {
    let desk = Desk::with(|_| ()).await;
    let (ids, file) = (desk.ids(2, is_enabled), desk.ids(1, is_file));
    let is_ours = |account: &&Value| ids.iter().any(|id| account["id"] == **id);
    let owners: Vec<&Value> = desk.accounts.iter().filter(is_ours).map(|account| &account["identityId"]).collect();
    let mut others = desk.accounts.iter().map(|account| &account["identityId"]).filter(|owner| !owners.contains(owner));
    let other = others.find_map(Value::as_str).unwrap();
    let give = Order { content: Content::Owner(other.to_owned()), ..Order::plain(Verb::Correlate) };
    let step = serde_json::json!({"op": "add", "path": "/attributes/departmentNumber", "value": "4711"});
    let edit = Order { content: Content::Steps(vec![step]), ..Order::plain(Verb::Patch) };
    for (order, ids) in [(give, &ids), (Order::plain(Verb::Uncorrelate), &ids), (edit, &file)] {
        let verb = order.verb;
        let story = desk.carry_out(desk.plan(order, ids).await, Some(Duration::from_secs(20))).await;
        assert!(story.all(Outcome::Verified), "{verb:?} {:?}", story.events);
    }
    let account = desk.asker.get(&format!("/beta/accounts/{}", file[0])).await.json();
    assert_eq!(account["attributes"]["departmentNumber"], "4711");
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_reading_and_never_sent_again() {
    let desk = Desk::with_faults("lost-reply:1").await;
    let ids = desk.ids(2, is_enabled);
    let story = desk.act(Verb::Disable, &ids).await;
    let answered = story
        .events
        .iter()
        .filter(|event| matches!(event, RunEvent::Answered { outcome: Outcome::Unknown, status: None, .. }));
    assert_eq!(answered.count(), 2);
    assert!(story.all(Outcome::Verified), "{:?}", story.events);
    assert_eq!((story.exit_code, desk.ledger().await.len()), (0, 2));
}

fn is_disabled(account: &Value) -> bool {
    account["disabled"] == true && account["locked"] == false && account["sourceName"] == "Active Directory"
}

fn is_file(account: &Value) -> bool {
    account["connectionType"] == "file"
}

/// An order of each verb on accounts, and accounts it can be carried out on. Enough to be told from one lucky answer.
fn orders(desk: &Desk) -> Vec<(Order, Vec<String>)> {
    let owner = desk.accounts.iter().rev().find_map(|account| account["identityId"].as_str()).unwrap();
    let give = Order { content: Content::Owner(owner.to_owned()), ..Order::plain(Verb::Correlate) };
    let step = serde_json::json!({"op": "add", "path": "/attributes/departmentNumber", "value": "4711"});
    let edit = Order { content: Content::Steps(vec![step]), ..Order::plain(Verb::Patch) };
    let ids = desk.ids(10, is_enabled);
    let files = desk.ids(4, is_file);
    let two = |at: usize| ids[at..at + 2].to_vec();
    vec![
        (Order::plain(Verb::Disable), two(0)),
        (Order::plain(Verb::Enable), desk.ids(2, is_disabled)),
        (Order::plain(Verb::Unlock), desk.ids(1, is_locked)),
        (Order::plain(Verb::Reload), two(2)),
        (Order::plain(Verb::Remove), two(4)),
        (Order::plain(Verb::Delete), files[..2].to_vec()),
        (give, two(6)),
        (Order::plain(Verb::Uncorrelate), two(8)),
        (edit, files[2..].to_vec()),
    ]
}

#[tokio::test]
async fn a_lost_answer_of_any_verb_is_settled_by_reading() {
    let desk = Desk::with_faults("lost-reply:1").await;
    desk.engine.client.sign_in().await.unwrap();
    for (order, ids) in orders(&desk) {
        let (verb, before) = (order.verb, desk.ledger().await.len());
        let story = desk.carry_out(desk.plan(order, &ids).await, Some(Duration::from_secs(20))).await;
        let outcome = if verb == Verb::Reload { Outcome::Completed } else { Outcome::Verified };
        assert!(story.all(outcome), "{verb:?} {:?}", story.events);
        assert_eq!((story.exit_code, desk.ledger().await.len() - before), (0, ids.len()), "{verb:?}");
    }
}

#[tokio::test]
async fn a_task_of_any_verb_that_fails_fails_its_target() {
    let desk = Desk::with_faults("task-error:1").await;
    desk.engine.client.sign_in().await.unwrap();
    let has_a_task = |verb| matches!(verb, Verb::Disable | Verb::Enable | Verb::Unlock | Verb::Remove | Verb::Delete);
    for (order, ids) in orders(&desk).into_iter().filter(|(order, _)| has_a_task(order.verb)) {
        let verb = order.verb;
        let story = desk.carry_out(desk.plan(order, &ids).await, Some(Duration::from_secs(20))).await;
        assert!(story.all(Outcome::Failed), "{verb:?} {:?}", story.events);
        assert_eq!(story.exit_code, 1, "{verb:?}");
    }
}

#[tokio::test]
async fn what_a_level_may_not_is_refused_whatever_the_verb() {
    for verb in [Verb::Remove, Verb::Delete, Verb::Correlate, Verb::Uncorrelate, Verb::Patch] {
        // One that was refused is not possible for the rest of the session, and two of these are one operation.
        let desk = Desk::with(|settings| settings.level = Level::Helpdesk).await;
        desk.engine.client.sign_in().await.unwrap();
        let (order, ids) = orders(&desk).into_iter().find(|(order, _)| order.verb == verb).unwrap();
        let plan = desk.plan(order, &ids).await;
        assert!(!plan.warnings.is_empty(), "{verb:?} is not warned of");
        let story = desk.carry_out(plan, Some(Duration::from_secs(20))).await;
        assert!(story.all(Outcome::Refused), "{verb:?} {:?}", story.events);
        assert_eq!((story.exit_code, desk.ledger().await.len()), (3, 0), "{verb:?}");
    }
}

#[tokio::test]
async fn a_task_that_fails_is_told_in_the_tenants_words() {
    let desk = Desk::with_faults("task-error:1").await;
    let story = desk.act(Verb::Disable, &desk.ids(2, is_enabled)).await;
    assert!(story.all(Outcome::Failed), "{:?}", story.events);
    assert!(story.settled().iter().all(|settled| settled.reason.as_deref().is_some_and(|reason| reason.len() > 10)));
    assert_eq!(story.exit_code, 1);
}

#[tokio::test]
async fn a_record_that_stands_still_is_judged_by_its_state() {
    let desk = Desk::with_faults("still-modified:1").await;
    assert!(desk.act(Verb::Disable, &desk.ids(2, is_enabled)).await.all(Outcome::Verified));
}

#[tokio::test]
async fn a_task_nobody_is_told_of_is_no_failure() {
    let desk = Desk::with_faults("forget-task:1").await;
    assert!(desk.act(Verb::Disable, &desk.ids(5, is_enabled)).await.all(Outcome::Verified));
}

#[tokio::test]
async fn whatever_goes_wrong_nothing_is_sent_twice_and_nothing_is_lost() {
    let desk =
        Desk::with_faults("lost-reply:0.2,reset:0.1,status=500:0.1,html:0.05,status=429:0.05,task-error:0.1").await;
    let ids = desk.ids(40, is_enabled);
    let plan = desk.plan(Order::plain(Verb::Disable), &ids).await;
    let story = desk.carry_out(plan, Some(Duration::from_secs(30))).await;
    let (told, journalled) = (story.outcomes(), desk.journalled().await);
    let mut accepted: Vec<String> = desk.ledger().await.into_iter().map(|(_, id)| id).collect();
    let count = accepted.len();
    accepted.sort();
    accepted.dedup();
    assert_eq!(accepted.len(), count, "sent twice");
    for id in &accepted {
        let outcome = journalled[id];
        let is_told = matches!(
            outcome,
            Outcome::Sent | Outcome::Unknown | Outcome::Failed | Outcome::Completed | Outcome::Verified
        );
        assert!(is_told, "{id} was accepted and is told as {outcome:?}");
    }
    for (id, outcome) in &told {
        assert_eq!(journalled.get(id), Some(outcome), "{id}");
    }
}

#[tokio::test]
async fn a_second_press_finds_it_sent_and_not_yet_seen() {
    let minute = Duration::from_mins(1);
    let desk = Desk::with(|settings| settings.task_time = minute..=minute).await;
    let ids = desk.ids(2, is_enabled);
    let first = desk.plan(Order::plain(Verb::Disable), &ids).await;
    let second = first.clone();
    let story = desk.carry_out(first, None).await;
    assert_eq!((story.exit_code, story.all(Outcome::Sent)), (0, true), "who does not wait is content with sent");

    let again = desk.plan(Order::plain(Verb::Enable), &ids[..1]).await;
    assert!(matches!(again.targets[0].fate, Fate::Skip { reason: SkipReason::Already | SkipReason::InFlight, .. }));
    let again = desk.plan(Order::plain(Verb::Disable), &ids).await;
    for target in &again.targets {
        assert!(matches!(target.fate, Fate::Skip { reason: SkipReason::InFlight, .. }), "{target:?}");
    }
    // A plan made before: the journal knows better than the plan.
    let story = desk.carry_out(second, Some(minute)).await;
    assert!(story.all(Outcome::Skipped(SkipReason::InFlight)), "{:?}", story.events);
    assert_eq!(desk.ledger().await.len(), 2);
}

#[tokio::test]
async fn what_was_left_open_is_looked_up_at_the_next_start() {
    let desk = Desk::with(|_| ()).await;
    let ids = desk.ids(5, is_enabled);
    let plan = desk.plan(Order::plain(Verb::Disable), &ids).await;
    assert!(desk.carry_out(plan, None).await.all(Outcome::Sent));
    let found = desk.engine.look_up_left_open().await.unwrap();
    assert_eq!(found.len(), 5);
    assert!(found.iter().all(|found| found.settled.outcome == Outcome::Verified), "{found:?}");
    assert!(found.iter().all(|found| found.verb == Some(Verb::Disable) && found.settled.row.is_some()), "{found:?}");
    assert_eq!(desk.engine.look_up_left_open().await.unwrap(), []);
}

#[tokio::test]
async fn what_moved_since_the_plan_is_not_sent() {
    let desk = Desk::with(|_| ()).await;
    let ids = desk.ids(2, is_enabled);
    let mut old = desk.plan(Order::plain(Verb::Unlock), &ids).await;
    let toggle = Toggle { force_provisioning: true, ..Toggle::default() };
    old.order = Order { toggle, ..Order::plain(Verb::Unlock) };
    for target in &mut old.targets {
        target.fate = Fate::Send;
    }
    old.made = old.made.checked_sub(SignedDuration::from_mins(10)).unwrap();
    assert!(desk.act(Verb::Disable, &ids[..1]).await.all(Outcome::Verified));
    let story = desk.carry_out(old, None).await;
    let outcomes = story.outcomes();
    assert_eq!(outcomes[&ids[0]], Outcome::Skipped(SkipReason::Drift));
    assert_eq!(outcomes[&ids[1]], Outcome::Sent);
}

#[tokio::test]
async fn refusals_alike_pause_the_run_and_the_rest_stays_planned() {
    let desk = Desk::with(|settings| settings.level = Level::Helpdesk).await;
    let ids = desk.ids(30, is_enabled);
    let story = desk.act(Verb::Remove, &ids).await;
    let refused = story.settled().len();
    assert!(story.all(Outcome::Refused), "{:?}", story.events);
    assert!((5..13).contains(&refused), "{refused} refused: those in flight when it paused are awaited");
    let pauses = story.events.iter().filter(|event| matches!(event, RunEvent::Paused { .. })).count();
    assert_eq!(pauses, 1);
    let planned = desk.journalled().await.values().filter(|outcome| **outcome == Outcome::Planned).count();
    assert_eq!(planned, 30 - refused);
    assert!(desk.ledger().await.is_empty());
}

#[tokio::test]
async fn a_stopped_run_sends_nothing_more() {
    let desk = Desk::with(|settings| settings.latency = Duration::from_millis(50)).await;
    let ids = desk.ids(40, is_enabled);
    let plan = desk.plan(Order::plain(Verb::Disable), &ids).await;
    let confirmed =
        Confirmed { plan: Arc::new(plan), ticket: None, reason: None, follow: Some(Duration::from_mins(1)) };
    let (control, controlled) = watch::channel(Control::Run);
    let settled = Mutex::new(BTreeMap::new());
    let tell = |event| match event {
        RunEvent::Answered { .. } => drop(control.send_replace(Control::Stop)),
        RunEvent::Settled(one) => drop(settled.lock().unwrap().insert(one.target, one.outcome)),
        _ => {}
    };
    let exit_code = desk.engine.carry_out(&confirmed, controlled, tell).await.unwrap();
    let (settled, accepted) = (settled.into_inner().unwrap(), desk.ledger().await);
    assert_eq!(exit_code, 1);
    assert!((1..=16).contains(&accepted.len()), "{}", accepted.len());
    assert_eq!(settled.len(), accepted.len(), "what was sent is told");
    assert!(settled.values().all(|outcome| *outcome == Outcome::Sent));
}

#[tokio::test]
async fn a_plan_is_carried_out_on_its_own_tenant_only_and_never_by_who_may_only_read() {
    let desk = Desk::with(|_| ()).await;
    let plan = desk.plan(Order::plain(Verb::Disable), &desk.ids(1, is_enabled)).await;
    let controlled = || watch::channel(Control::Run).1;
    let confirmed = |plan| Confirmed { plan: Arc::new(plan), ticket: None, reason: None, follow: None };
    let elsewhere = Plan { tenant: "other.example".to_owned(), ..plan.clone() };
    assert!(desk.engine.carry_out(&confirmed(elsewhere), controlled(), |_| ()).await.is_err());

    let (id, secret) = (desk.asker.tenant.client_id(), desk.asker.tenant.client_secret().to_owned());
    let mut connection = Connection::new(desk.asker.tenant.base_url(), id, secret.into());
    connection.read_only = true;
    let reader = Engine::new(Client::new(connection, |_| ()).unwrap(), desk.engine.keeper.clone());
    let problem = reader.carry_out(&confirmed(plan), controlled(), |_| ()).await.unwrap_err();
    assert_eq!(problem.summary, "read-only: will not disable this account");
    assert!(desk.ledger().await.is_empty());
}
