//! The program ends between any two entries of the journal, before or after the tenant heard of it: what is told at the
//! next start is right, and nothing is sent twice.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "support/asker.rs"]
#[expect(dead_code, reason = "shared with the tenant's own tests")]
mod asker;
#[path = "support/tenant.rs"]
#[expect(dead_code, reason = "shared with the tests that measure the tenant's process")]
mod tenant;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use quarterdeck::api::{Answer, Client, Connection, Write};
use quarterdeck::model::{Order, Outcome, SkipReason, Toggle, Urgency, Verb};
use quarterdeck::work::Keeper;
use quarterdeck::work::act::{Engine, Tempo};
use quarterdeck::work::journal::{self, Instance, Journal, NewRun, NewTarget, RunId, TakeOver};
use quarterdeck::work::plan::Asked;
use quarterdeck::work::protocol::{Confirmed, Control, Fate, Plan, RunEvent};
use quarterdeck::work::verdict::Meaning;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::watch;

use asker::Asker;
use tenant::Tenant;

/// After what the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum After {
    /// The run was begun.
    Begun,
    /// The entry before the request was written.
    Sending,
    /// The request reached the tenant.
    Request,
    /// The answer was written down.
    Answered,
    /// What was read was written down.
    Settled,
}

const ALL: [After; 5] = [After::Begun, After::Sending, After::Request, After::Answered, After::Settled];

struct Desk {
    asker: Asker,
    state: TempDir,
    account: String,
}

impl Desk {
    async fn new() -> Self {
        let asker = Asker::with(|settings| settings.task_time = Duration::ZERO..=Duration::ZERO).await;
        let filter = ("filters", r#"source.displayableName eq "Active Directory" and identity.correlated eq true"#);
        let rows = asker.ask("/v2025/accounts", &[filter, ("sorters", "id")]).await.rows();
        let is_one = |account: &&Value| account["disabled"] == false && account["locked"] == false;
        let account = rows.iter().find(is_one).unwrap()["id"].as_str().unwrap().to_owned();
        Self { asker, state: TempDir::new().unwrap(), account }
    }

    fn client(&self) -> Client {
        let (id, secret) = (self.asker.tenant.client_id(), self.asker.tenant.client_secret().to_owned());
        Client::new(Connection::new(self.asker.tenant.base_url(), id, secret.into()), |_| ()).unwrap()
    }

    fn journal(&self, instance: Instance) -> Journal {
        Journal::open(&self.state.path().join("state"), instance).unwrap()
    }

    fn start(&self) -> Engine {
        let mut engine = Engine::new(self.client(), Keeper::new(self.journal(Instance::this())));
        engine.tempo = Tempo::default().faster(100);
        engine
    }

    async fn plan(&self, engine: &Engine) -> Plan {
        let asked = Asked {
            order: Order::plain(Verb::Disable),
            targets: vec![self.account.clone()],
            put_in: Vec::new(),
            unclear: Vec::new(),
        };
        engine.plan(asked).await.unwrap()
    }

    /// Disables the account step by step, as far as this.
    async fn end_after(&self, last: After) {
        let target = self.plan(&self.start()).await.targets.remove(0);
        let client = self.client();
        // An earlier process of our number, which is gone.
        let mut gone = Instance::this();
        gone.process.began = Some(1);
        let mut journal = self.journal(gone);
        let run = NewRun {
            verb: Verb::Disable,
            tenant: client.tenant(),
            tenant_user: None,
            ticket: None,
            reason: None,
            options: json!({}),
            targets: vec![NewTarget {
                id: target.id.clone(),
                name: None,
                native_id: None,
                source: None,
                expected: Some(target.expected),
                body: None,
                skip: None,
            }],
        };
        let (lease, submissions) = journal.begin_run(&run, Timestamp::now()).unwrap();
        if last >= After::Sending {
            journal.sending(&lease, &submissions, Timestamp::now()).unwrap();
        }
        if last >= After::Request {
            let place = client.place(Urgency::Person).await.unwrap();
            let write = Write::disable_account(&self.account.as_str().into(), &Toggle::default());
            let Answer::Answered { status: 202, receipt: Some(receipt), .. } = client.write(&write, place, 0).await
            else {
                unreachable!("the tenant takes it");
            };
            if last >= After::Answered {
                let meaning = Meaning::Sent { task: receipt.task };
                let answer = journal::Answer { meaning, status: Some(202), tracking_id: None, reason: None };
                journal.answered(submissions[0], &answer, Timestamp::now()).unwrap();
            }
        }
        if last >= After::Settled {
            journal.settled(submissions[0], Outcome::Verified, None, None, Timestamp::now()).unwrap();
        }
    }
}

async fn outcome(engine: &Engine) -> Outcome {
    engine.keeper.with(|journal| journal.targets(RunId(1))).await.unwrap().remove(0).outcome
}

/// Carries a plan out to its end.
async fn carry_out(engine: &Engine, plan: Plan) {
    let follow = Some(Duration::from_secs(20));
    let confirmed = Confirmed { plan: Arc::new(plan), ticket: None, reason: None, follow };
    let controlled = watch::channel(Control::Run).1;
    engine.carry_out(&confirmed, controlled, |_| ()).await.unwrap();
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn what_is_told_at_the_next_start_is_right_and_nothing_is_sent_twice() {
    for last in ALL {
        let desk = Desk::new().await;
        desk.end_after(last).await;
        let engine = desk.start();
        engine.look_up_left_open().await.unwrap();
        let (told, plan) = (outcome(&engine).await, desk.plan(&engine).await);
        let fate = plan.targets[0].outcome();
        let expected = match last {
            // Nothing was given to the line.
            After::Begun => (Outcome::Planned, Outcome::Planned),
            // Nobody can know that it was not: it is the person's to say.
            After::Sending => (Outcome::Unknown, Outcome::Skipped(SkipReason::InFlight)),
            After::Request | After::Answered | After::Settled => {
                (Outcome::Verified, Outcome::Skipped(SkipReason::Already))
            }
        };
        assert_eq!((told, fate), expected, "ended after {last:?}");
        carry_out(&engine, plan).await;
        let accepted = desk.asker.ledger().await.len();
        assert_eq!(accepted, usize::from(last != After::Sending), "ended after {last:?}");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_run_is_carried_on_with_what_has_no_entry() {
    for last in ALL {
        let desk = Desk::new().await;
        desk.end_after(last).await;
        let engine = desk.start();
        let before = desk.asker.ledger().await.len();
        let taken = engine.keeper.with(|journal| journal.take_lease(RunId(1), TakeOver::IfGone, Timestamp::now()));
        let lease = Arc::new(taken.await.unwrap());
        // As if nobody had looked at how it stands.
        let mut plan = desk.plan(&engine).await;
        plan.targets[0].fate = Fate::Send;
        let confirmed =
            Confirmed { plan: Arc::new(plan), ticket: None, reason: None, follow: Some(Duration::from_secs(1)) };
        let controlled = watch::channel(Control::Run).1;
        let planned = AtomicUsize::new(usize::MAX);
        let tell = |event| {
            if let RunEvent::Ended { planned: left, .. } = event {
                planned.store(left, Ordering::SeqCst);
            }
        };
        engine.resume(lease, &confirmed, controlled, tell).await.unwrap();
        assert_eq!(planned.into_inner(), 0, "ended after {last:?}");
        let sent = desk.asker.ledger().await.len() - before;
        assert_eq!(sent, usize::from(last == After::Begun), "ended after {last:?}");
    }
}

/// The accounts of the writes a tenant accepted.
fn ledger(tenant: &Tenant) -> Vec<String> {
    let address = tenant.base_url.strip_prefix("http://").unwrap();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    std::io::Write::write_all(&mut stream, b"GET /_tenant/ledger HTTP/1.0\r\n\r\n").unwrap();
    let answer = std::io::read_to_string(stream).unwrap();
    let lines = answer.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.filter_map(|entry| Some(entry.get("accountId")?.as_str()?.to_owned())).collect()
}

fn rows(tenant: &Tenant, state: &Path, arguments: &[&str]) -> Vec<Value> {
    let ended = tenant::run(tenant.command(arguments).env("QD_STATE_DIR", state));
    ended.stdout.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn a_program_killed_in_the_middle_sends_nothing_twice() {
    for accepted in [1, 6] {
        let tenant = Tenant::start(&["--accounts", "600", "--task-time", "0s", "--faults", "lost-reply:0.2"]);
        let around = TempDir::new().unwrap();
        let state = around.path().join("state");
        let all = rows(&tenant, &state, &["list", "--all", "--output", "ndjson", "sort:id"]);
        let is_one = |account: &&Value| account["disabled"] == false && account["sourceName"] == "Active Directory";
        let ids: Vec<&str> =
            all.iter().filter(is_one).take(12).map(|account| account["id"].as_str().unwrap()).collect();
        let act = [&["disable", "--yes", "--wait", "1s", "--output", "ndjson"], &ids[..]].concat();
        let mut command = tenant.command(&act);
        command.env("QD_STATE_DIR", &state).stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let mut first = command.spawn().unwrap();
        while ledger(&tenant).len() < accepted && first.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        first.kill().unwrap();
        first.wait().unwrap();
        rows(&tenant, &state, &act);
        let ledger = ledger(&tenant);
        let different: BTreeSet<&String> = ledger.iter().collect();
        assert_eq!(different.len(), ledger.len(), "sent twice");
        let told: Vec<Value> =
            ["1", "2"].iter().flat_map(|run| rows(&tenant, &state, &["runs", run, "--output", "ndjson"])).collect();
        for id in different {
            let outcomes: Vec<&str> = told
                .iter()
                .filter(|line| line["accountId"] == **id)
                .map(|line| line["outcome"].as_str().unwrap())
                .collect();
            let taken = ["sent", "unknown", "failed", "completed", "verified"];
            assert!(outcomes.iter().any(|outcome| taken.contains(outcome)), "{id} is told as {outcomes:?}");
        }
    }
}
