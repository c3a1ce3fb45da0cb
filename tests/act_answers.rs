//! What a run makes of each answer of the tenant: given byte by byte, so that each is certain.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod support {
    #[expect(dead_code, reason = "other tests need the rest of it")]
    pub mod scripted;
}

/// Plans.
#[path = "answers/planning.rs"]
mod planning;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use quarterdeck::api::{Client, Connection};
use quarterdeck::model::{Content, Order, Outcome, Problem, SkipReason, Verb};
use quarterdeck::work::act::{Engine, Tempo};
use quarterdeck::work::journal::{self, Instance, Journal, NewRun, NewTarget, RunId, Submission};
use quarterdeck::work::plan::Asked;
use quarterdeck::work::protocol::{
    Confirmed, Control, Expected, Fate, Job, JobId, LeftOpen, Plan, Reading, Report, RunEvent, Settled, Target, Tier,
    Wanted,
};
use quarterdeck::work::verdict::Meaning;
use quarterdeck::work::{Keeper, Worker};
use serde_json::{Map, Value, json};
use support::scripted::{Act, Scripted, Seen, answer};
use tempfile::TempDir;
use tokio::sync::watch;

/// A tenant of which only the writes are scripted: accounts are as they are told to be, and every task ends well.
struct Desk {
    server: Scripted,
    engine: Engine,
    accounts: Arc<Accounts>,
    state: TempDir,
}

/// The accounts of the tenant, each with its city.
#[derive(Default)]
struct Accounts {
    disabled: AtomicBool,
    city: Mutex<String>,
    /// Reading many answers 400.
    list_fails: AtomicBool,
    /// Reading many answers with the first of them twice, and as many as it counts.
    list_doubles: AtomicBool,
}

impl Accounts {
    fn account(&self, id: &str) -> Value {
        json!({
            "id": id, "name": format!("{id}.lovelace"), "nativeIdentity": id, "sourceId": "s1", "sourceName": "HR",
            "connectionType": "file", "disabled": self.disabled.load(Ordering::SeqCst), "locked": false,
            "attributes": {"city": *self.city.lock().unwrap(), "title": "Clerk"},
        })
    }

    /// Answers a read.
    fn answer(&self, seen: &Seen) -> Act {
        let last = seen.path().rsplit('/').next().unwrap();
        let body = match last {
            "accounts" if self.list_fails.load(Ordering::SeqCst) => return Act::Send(answer(400, &[], "{}")),
            "accounts" => Value::Array(ids_in(&seen.target).iter().map(|id| self.account(id)).collect()),
            "task-status" => {
                let done = |id: &String| json!({"id": id, "completionStatus": "SUCCESS", "messages": []});
                Value::Array(ids_in(&seen.target).iter().map(done).collect())
            }
            id if seen.path().contains("task-status") => {
                json!({"id": id, "completionStatus": "SUCCESS", "messages": []})
            }
            id => self.account(id),
        };
        let body = match body {
            Value::Array(mut rows)
                if self.list_doubles.load(Ordering::SeqCst) && last == "accounts" && rows.len() > 1 =>
            {
                rows[1] = rows[0].clone();
                Value::Array(rows)
            }
            body => body,
        };
        let total = body.as_array().map_or(1, Vec::len).to_string();
        Act::Send(answer(200, &[("X-Total-Count", &total)], body.to_string()))
    }
}

/// The ids a filter names.
fn ids_in(target: &str) -> Vec<String> {
    let parts = target.split("%22").skip(1).step_by(2);
    parts.map(str::to_owned).collect()
}

impl Desk {
    /// A tenant that answers its writes by `write`, which is told how many to the same path came before.
    fn with(write: impl Fn(&Accounts, &Seen, usize) -> Act + Send + Sync + 'static) -> Self {
        let accounts = Arc::new(Accounts::default());
        let told = Arc::clone(&accounts);
        let server = Scripted::start(move |seen, nth| match seen.method.as_str() {
            "GET" => told.answer(seen),
            _ => write(&told, seen, nth),
        });
        let state = TempDir::new().unwrap();
        let journal = Journal::open(&state.path().join("state"), Instance::this()).unwrap();
        let client = Client::new(Connection::new(&server.base, "id", "secret".to_owned().into()), |_| ()).unwrap();
        let mut engine = Engine::new(client, Keeper::new(journal));
        engine.tempo = Tempo::default().faster(100);
        Self { server, engine, accounts, state }
    }

    async fn plan_of(&self, order: Order, targets: &[&str], put_in: &[&str]) -> Plan {
        let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        self.engine
            .plan(Asked { order, targets: owned(targets), put_in: owned(put_in), unclear: Vec::new() })
            .await
            .unwrap()
    }

    async fn plan(&self, targets: &[&str]) -> Plan {
        self.plan_of(Order::plain(Verb::Disable), targets, &[]).await
    }

    /// Carries the plan out, with nobody to say more.
    async fn carry_out(&self, plan: Plan) -> Story {
        self.carry_out_while(plan, |_, _| ()).await
    }

    /// Carries the plan out; `listen` hears each event and may say something.
    async fn carry_out_while(
        &self,
        plan: Plan,
        listen: impl Fn(&RunEvent, &watch::Sender<Control>) + Sync + Send,
    ) -> Story {
        let confirmed = confirmed(plan);
        let (control, controlled) = watch::channel(Control::Run);
        let events = Mutex::new(Vec::new());
        let tell = |event: RunEvent| {
            listen(&event, &control);
            if matches!(event, RunEvent::Paused { .. }) {
                control.send_replace(Control::Finish);
            }
            events.lock().unwrap().push(event);
        };
        let exit_code = self.engine.carry_out(&confirmed, controlled, tell).await.unwrap();
        Story { exit_code, events: events.into_inner().unwrap() }
    }

    /// How many writes reached the tenant.
    fn writes(&self) -> usize {
        self.server.seen().iter().filter(|seen| seen.method != "GET").count()
    }

    async fn journalled(&self, run: i64) -> Vec<Submission> {
        self.engine.keeper.with(move |journal| journal.targets(RunId(run))).await.unwrap()
    }

    async fn outcomes(&self, run: i64) -> Vec<Outcome> {
        self.journalled(run).await.into_iter().map(|target| target.outcome).collect()
    }

    async fn is_parked(&self, run: i64) -> bool {
        let run = self.engine.keeper.with(move |journal| journal.run(RunId(run))).await.unwrap().unwrap().run;
        assert_ne!(run.parked.is_some(), run.ended.is_some());
        run.parked.is_some()
    }
}

fn confirmed(plan: Plan) -> Confirmed {
    Confirmed { plan: Arc::new(plan), ticket: None, reason: None, follow: Some(Duration::from_secs(20)) }
}

struct Story {
    exit_code: u8,
    events: Vec<RunEvent>,
}

impl Story {
    fn settled(&self) -> BTreeMap<String, Settled> {
        let settled = self.events.iter().filter_map(|event| match event {
            RunEvent::Settled(settled) => Some((settled.target.clone(), (**settled).clone())),
            _ => None,
        });
        settled.collect()
    }

    fn answers(&self) -> Vec<(Outcome, Option<u16>)> {
        let answers = self.events.iter().filter_map(|event| match event {
            RunEvent::Answered { outcome, status, .. } => Some((*outcome, *status)),
            _ => None,
        });
        answers.collect()
    }

    fn pauses(&self) -> Vec<&str> {
        let pauses = self.events.iter().filter_map(|event| match event {
            RunEvent::Paused { why } => Some(why.as_str()),
            _ => None,
        });
        pauses.collect()
    }

    fn planned(&self) -> usize {
        match self.events.last() {
            Some(RunEvent::Ended { planned, .. }) => *planned,
            other => panic!("{other:?}"),
        }
    }
}

fn taken(accounts: &Accounts) -> Act {
    accounts.disabled.store(true, Ordering::SeqCst);
    Act::Send(answer(202, &[], r#"{"id":"t1"}"#))
}

fn too_many(seconds: &str) -> Act {
    Act::Send(answer(429, &[("Retry-After", seconds)], r#"{"message":" Rate Limit Exceeded "}"#))
}

fn old_token() -> Act {
    Act::Send(answer(401, &[], r#"{"error":"JWT validation failed: JWT is expired"}"#))
}

#[tokio::test]
async fn what_was_not_taken_goes_again_with_an_entry_of_its_own() {
    for refuse in [|| too_many("0"), old_token] {
        let desk = Desk::with(move |accounts, _, nth| if nth == 0 { refuse() } else { taken(accounts) });
        let story = desk.carry_out(desk.plan(&["a"]).await).await;
        let answers = story.answers();
        assert_eq!((answers[0].0, answers[1]), (Outcome::Planned, (Outcome::Sent, Some(202))));
        assert_eq!(story.settled()["a"].outcome, Outcome::Verified);
        assert_eq!((story.exit_code, story.pauses(), desk.writes()), (0, vec![], 2));
        let entries = desk.engine.keeper.with(|journal| journal.head()).await.unwrap().entries;
        // began, planned, sending, not taken, sending, answered, settled, ended
        assert_eq!(entries, 8);
    }
}

#[tokio::test]
async fn a_second_401_is_a_refusal_and_stops_the_rest() {
    let desk = Desk::with(|_, _, _| old_token());
    let story = desk.carry_out(desk.plan(&["a"]).await).await;
    assert_eq!(story.settled()["a"].outcome, Outcome::Refused);
    assert_eq!((story.exit_code, desk.writes()), (3, 2));
    let tokens: Vec<Option<String>> = desk
        .server
        .seen()
        .iter()
        .filter(|seen| seen.method == "POST")
        .map(|seen| seen.header("authorization").map(str::to_owned))
        .collect();
    assert_ne!(tokens[0], tokens[1], "the second with a new one");
    assert!(story.pauses()[0].contains("sign in again"));
}

#[tokio::test]
async fn while_the_tenant_wants_us_to_wait_nothing_stands_as_sent() {
    let desk = Desk::with(|_, _, _| too_many("60"));
    let plan = desk.plan(&["a", "b", "c"]).await;
    let (stop, planned) = (AtomicBool::new(false), Mutex::new(0));
    let story = desk
        .carry_out_while(plan, |event, control| {
            if let RunEvent::Answered { outcome: Outcome::Planned, .. } = event {
                *planned.lock().unwrap() += 1;
                if !stop.swap(true, Ordering::SeqCst) {
                    control.send_replace(Control::Stop);
                }
            }
        })
        .await;
    assert_eq!(desk.outcomes(1).await, [Outcome::Planned; 3]);
    assert_eq!((story.planned(), story.settled().len(), desk.is_parked(1).await), (3, 0, true));
    assert_eq!(desk.writes(), planned.into_inner().unwrap());
}

#[tokio::test]
async fn an_answer_nobody_awaited_any_longer_is_told_as_unknown() {
    let desk = Desk::with(|_, _, _| Act::Hang);
    let story = desk
        .carry_out_while(desk.plan(&["a"]).await, |event, control| {
            if matches!(event, RunEvent::Sending { .. }) {
                control.send_replace(Control::Stop);
            }
        })
        .await;
    assert_eq!(story.settled()["a"].outcome, Outcome::Unknown);
    assert_eq!((story.exit_code, story.planned(), desk.is_parked(1).await), (1, 0, false));
    assert_eq!(desk.outcomes(1).await, [Outcome::Unknown]);
}

#[tokio::test]
async fn a_run_stopped_before_it_began_sends_nothing() {
    let desk = Desk::with(|accounts, _, _| taken(accounts));
    let confirmed = confirmed(desk.plan(&["a", "b"]).await);
    let (control, controlled) = watch::channel(Control::Run);
    control.send_replace(Control::Stop);
    desk.engine.carry_out(&confirmed, controlled, |_| ()).await.unwrap();
    assert_eq!((desk.writes(), desk.outcomes(1).await), (0, vec![Outcome::Planned; 2]));
}

#[tokio::test]
async fn what_cannot_be_read_again_is_not_sent() {
    let desk = Desk::with(|accounts, _, _| taken(accounts));
    let mut plan = desk.plan(&["a", "b"]).await;
    plan.made = plan.made.checked_sub(SignedDuration::from_mins(10)).unwrap();
    desk.accounts.list_fails.store(true, Ordering::SeqCst);
    let story = desk.carry_out(plan.clone()).await;
    assert_eq!((desk.writes(), desk.outcomes(1).await), (0, vec![Outcome::Planned; 2]));
    assert!(
        story.pauses()[0].starts_with("not every account could be read again before sending"),
        "{:?}",
        story.pauses()
    );
    desk.accounts.list_fails.store(false, Ordering::SeqCst);
    assert_eq!(desk.carry_out(plan).await.exit_code, 0);
}

#[tokio::test]
async fn an_answer_with_one_account_twice_proves_nothing_about_the_others() {
    let desk = Desk::with(|accounts, _, _| taken(accounts));
    desk.accounts.list_doubles.store(true, Ordering::SeqCst);
    let plan = desk.plan(&["a", "b", "c"]).await;
    assert!(plan.targets.iter().all(|target| target.fate == Fate::Send), "{:?}", plan.targets);
}

#[tokio::test]
async fn a_plan_made_in_the_future_is_read_again() {
    let desk = Desk::with(|accounts, _, _| taken(accounts));
    let mut plan = desk.plan(&["a", "b"]).await;
    plan.made = plan.made.checked_add(SignedDuration::from_mins(10)).unwrap();
    desk.accounts.disabled.store(true, Ordering::SeqCst);
    let story = desk.carry_out(plan).await;
    assert_eq!(story.settled()["a"].outcome, Outcome::Skipped(SkipReason::Drift));
    assert_eq!(story.settled()["a"].row.as_ref().unwrap().disabled, Some(true), "the row as it was read");
    assert_eq!(desk.writes(), 0);
}

fn replace(seen: Option<Value>) -> Order {
    let attributes = Map::from_iter([("title".to_owned(), json!("Officer"))]);
    let seen = seen.and_then(|seen| seen.as_object().cloned()).map(Box::new);
    Order { content: Content::Attributes(attributes), seen, ..Order::plain(Verb::Put) }
}

#[tokio::test]
async fn replacing_holds_back_what_moved_since_it_was_seen() {
    let desk = Desk::with(|accounts, _, _| taken(accounts));
    "Bonn".clone_into(&mut desk.accounts.city.lock().unwrap());
    // While the person wrote: what is left out counts as much as what is sent.
    let seen = json!({"title": "Clerk", "city": "Austin"});
    let plan = desk.plan_of(replace(Some(seen)), &["a"], &[]).await;
    let Fate::Skip { reason: SkipReason::Drift, why } = &plan.targets[0].fate else { panic!("{:?}", plan.targets[0]) };
    assert_eq!(why, "changed since you began to write, so begin again from what is there: city");

    // While the plan was read: however young it is.
    let seen = json!({"title": "Clerk", "city": "Bonn"});
    let plan = desk.plan_of(replace(Some(seen)), &["a"], &[]).await;
    assert_eq!(plan.targets[0].fate, Fate::Send);
    "Rome".clone_into(&mut desk.accounts.city.lock().unwrap());
    let story = desk.carry_out(plan).await;
    assert_eq!(story.settled()["a"].outcome, Outcome::Skipped(SkipReason::Drift));
    assert_eq!(desk.writes(), 0);
}

#[tokio::test]
async fn what_was_refused_with_403_is_planned_again_only_by_hand() {
    let desk =
        Desk::with(|accounts, _, nth| if nth == 0 { Act::Send(answer(403, &[], "{}")) } else { taken(accounts) });
    assert_eq!(desk.carry_out(desk.plan(&["a"]).await).await.exit_code, 3);
    let plan = desk.plan(&["a", "b"]).await;
    for target in &plan.targets {
        let Fate::Skip { reason: SkipReason::Impossible, why } = &target.fate else { panic!("{target:?}") };
        assert!(
            why.starts_with("the tenant refused this at ") && why.ends_with("put it in by hand to try again"),
            "{why}"
        );
    }
    let reload = desk.plan_of(Order::plain(Verb::Enable), &["a"], &[]).await;
    assert!(!matches!(reload.targets[0].fate, Fate::Skip { reason: SkipReason::Impossible, .. }), "another operation");
    let by_hand = desk.plan_of(Order::plain(Verb::Disable), &["a"], &["a"]).await;
    assert_eq!((&by_hand.targets[0].fate, by_hand.targets[0].warnings.len()), (&Fate::Send, 1));
    assert_eq!(desk.carry_out(by_hand).await.exit_code, 0);
    desk.accounts.disabled.store(false, Ordering::SeqCst);
    assert_eq!(desk.plan(&["b"]).await.targets[0].fate, Fate::Send, "it is taken again");
}

/// A plan on identities, which are read by nobody here.
fn of_identities(desk: &Desk, ids: &[&str]) -> Plan {
    let target = |id: &&str| Target {
        id: (*id).to_owned(),
        row: None,
        name: None,
        fate: Fate::Send,
        expected: Expected {
            wanted: Wanted::SignIn { enabled: false },
            before: Reading::Nothing,
            forced: false,
            can_be_shown: true,
            with_sign_in: false,
            sent: None,
        },
        again: false,
        warnings: Vec::new(),
    };
    Plan {
        tenant: desk.engine.client.tenant(),
        user: None,
        order: Order::plain(Verb::DisableIdentity),
        made: Timestamp::now(),
        targets: ids.iter().map(target).collect(),
        warnings: Vec::new(),
    }
}

#[tokio::test]
async fn each_line_of_a_207_is_told_in_its_own_words_and_what_was_not_taken_goes_again_alone() {
    let desk = Desk::with(|_, seen, _| {
        let body = if seen.path().ends_with("/identities-accounts/disable") {
            r#"[{"id":"i1","statusCode":202},{"id":"i2","statusCode":404,"message":"i2 was not found."},
                {"id":"i3","statusCode":429}]"#
        } else {
            "{}"
        };
        Act::Send(answer(if body == "{}" { 202 } else { 207 }, &[], body))
    });
    let confirmed = Confirmed { follow: None, ..confirmed(of_identities(&desk, &["i1", "i2", "i3", "i4"])) };
    let events = Mutex::new(Vec::new());
    let controlled = watch::channel(Control::Run).1;
    desk.engine.carry_out(&confirmed, controlled, |event| events.lock().unwrap().push(event)).await.unwrap();
    let settled = Story { exit_code: 0, events: events.into_inner().unwrap() }.settled();
    let told = |id: &str| (settled[id].outcome, settled[id].reason.as_deref());
    assert_eq!(told("i1"), (Outcome::Sent, None));
    assert_eq!(told("i2"), (Outcome::Refused, Some("i2 was not found.")));
    assert_eq!(told("i3"), (Outcome::Sent, None));
    assert_eq!(told("i4").0, Outcome::Unknown);
    let paths: Vec<String> = desk.server.seen().iter().map(|seen| seen.path().to_owned()).collect();
    assert_eq!(paths, ["/beta/identities-accounts/disable", "/beta/identities-accounts/i3/disable"]);
    let kept: Vec<_> = desk.journalled(1).await.into_iter().map(|it| (it.outcome, it.reason)).collect();
    assert_eq!(kept[1], (Outcome::Refused, Some("i2 was not found.".to_owned())));
}

/// An earlier run that sent these so many minutes ago and ended without having seen them.
async fn sent_before(desk: &Desk, ids: &[&str], minutes: i64, meaning: Meaning) {
    let expected = desk.plan(&["a"]).await.targets.remove(0).expected;
    let target = |id: &&str| NewTarget {
        id: (*id).to_owned(),
        name: None,
        native_id: None,
        source: None,
        expected: Some(expected.clone()),
        body: None,
        skip: None,
    };
    let run = NewRun {
        verb: Verb::Disable,
        tenant: desk.engine.client.tenant(),
        tenant_user: None,
        ticket: None,
        reason: None,
        options: json!({}),
        targets: ids.iter().map(target).collect(),
    };
    let at = Timestamp::now().checked_sub(SignedDuration::from_mins(minutes)).unwrap();
    let written = desk.engine.keeper.with(move |journal| {
        let (lease, submissions) = journal.begin_run(&run, at)?;
        for submission in submissions {
            journal.sending(&lease, &[submission], at)?;
            let answer =
                journal::Answer { meaning: meaning.clone(), status: Some(202), tracking_id: None, reason: None };
            journal.answered(submission, &answer, at)?;
        }
        Ok::<_, Problem>(journal.end_run(&lease, at)?)
    });
    written.await.unwrap();
}

fn skip_of(plan: &Plan) -> &str {
    match &plan.targets[0].fate {
        Fate::Skip { reason: SkipReason::InFlight, why } => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_was_never_seen_can_be_put_in_by_hand_once_it_is_given_up_on() {
    let taken_only = || Desk::with(|_, _, _| Act::Send(answer(202, &[], "{}")));
    let young = taken_only();
    sent_before(&young, &["a"], 14, Meaning::Sent { task: None }).await;
    for put_in in [&[][..], &["a"]] {
        let plan = young.plan_of(Order::plain(Verb::Disable), &["a"], put_in).await;
        assert!(skip_of(&plan).ends_with(" UTC and not yet seen"), "{}", skip_of(&plan));
    }

    let old = Desk::with(|accounts, _, _| taken(accounts));
    sent_before(&old, &["a"], 16, Meaning::Sent { task: None }).await;
    let plan = old.plan(&["b", "a"]).await;
    let Fate::Skip { why, .. } = &plan.targets[1].fate else { panic!("sent unasked") };
    assert!(why.ends_with(" UTC and not yet seen; put it in by hand to send it again"), "{why}");
    let plan = old.plan_of(Order::plain(Verb::Disable), &["b", "a"], &["a"]).await;
    assert_eq!((plan.targets[0].id.as_str(), plan.targets[0].again), ("a", true), "it stands first");
    assert!(plan.targets[0].warnings[0].ends_with("and not yet seen: this may do it twice"));
    assert_eq!(plan.tier(false, 0), Tier::Count(2));
    assert_eq!(old.carry_out(plan).await.exit_code, 0);
    assert_eq!((old.outcomes(1).await, old.outcomes(2).await), (vec![Outcome::Sent], vec![Outcome::Verified; 2]));
}

/// A worker on the desk's tenant with its journal in this directory, and what it reports besides requests.
fn worker(desk: &Desk, directory: &Path) -> (Worker, Receiver<Report>) {
    let (ear, reports) = channel();
    let connection = Connection::new(&desk.server.base, "id", "secret".to_owned().into());
    let worker = Worker::spawn(connection, move |report| {
        if matches!(report, Report::LeftOpen { .. } | Report::Failed { .. } | Report::Cancelled { .. }) {
            drop(ear.send(report));
        }
    });
    (worker.unwrap().with_journal_in(directory.to_path_buf()), reports)
}

fn next(reports: &Receiver<Report>) -> (Vec<LeftOpen>, bool) {
    match reports.recv_timeout(Duration::from_secs(10)).unwrap() {
        Report::LeftOpen { job: JobId(1), found, is_last } => (found, is_last),
        other => panic!("{other:?}"),
    }
}

#[test]
fn where_no_journal_is_nothing_was_left_open_and_none_is_made() {
    let desk = Desk::with(|_, _, _| Act::Hang);
    let directory = TempDir::new().unwrap().path().join("state");
    let (worker, reports) = worker(&desk, &directory);
    worker.submit(JobId(1), Job::LookUpLeftOpen);
    assert_eq!(next(&reports), (Vec::new(), true));
    assert!(!directory.exists() && desk.server.seen().is_empty());
}

#[test]
fn what_earlier_runs_left_open_is_told_at_the_start() {
    let desk = Desk::with(|accounts, _, _| taken(accounts));
    let left = async {
        sent_before(&desk, &["a"], 20, Meaning::Sent { task: None }).await;
        sent_before(&desk, &["b"], 20, Meaning::Unknown).await;
    };
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(left);
    desk.accounts.disabled.store(true, Ordering::SeqCst);
    let (worker, reports) = worker(&desk, &desk.state.path().join("state"));
    worker.submit(JobId(1), Job::LookUpLeftOpen);
    let (found, is_last) = next(&reports);
    let told: Vec<_> = found
        .iter()
        .map(|found| (found.run, found.verb, found.settled.target.as_str(), found.settled.outcome))
        .collect();
    let disable = Some(Verb::Disable);
    assert_eq!(told, [(1, disable, "a", Outcome::Verified), (2, disable, "b", Outcome::Verified)]);
    assert_eq!(found[0].settled.row.as_ref().unwrap().disabled, Some(true));
    assert!(!is_last);
    assert_eq!((next(&reports), desk.writes()), ((Vec::new(), true), 0));
}

#[tokio::test]
async fn what_somebody_follows_is_not_looked_up_beside_them() {
    let desk = Desk::with(|_, _, _| Act::Send(answer(202, &[], "{}")));
    let looked_up = Mutex::new(None);
    let plan = desk.plan(&["a"]).await;
    let engine = desk.engine.clone();
    let (sent, is_sent) = tokio::sync::oneshot::channel();
    let sent = Mutex::new(Some(sent));
    let run = desk.carry_out_while(plan, |event, _| {
        if let RunEvent::Answered { .. } = event
            && let Some(sent) = sent.lock().unwrap().take()
        {
            sent.send(()).unwrap();
        }
    });
    let beside = async {
        is_sent.await.unwrap();
        desk.accounts.disabled.store(true, Ordering::SeqCst);
        *looked_up.lock().unwrap() = Some(engine.look_up_left_open().await.unwrap());
    };
    let (story, ()) = tokio::join!(run, beside);
    assert_eq!(looked_up.into_inner().unwrap(), Some(Vec::new()));
    assert_eq!(story.settled()["a"].outcome, Outcome::Verified);
}
