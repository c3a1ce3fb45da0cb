//! Figures of acting on accounts, on the embedded tenant: `cargo bench --bench acting`, with a number behind `--` for
//! another count of accounts than 200.
//!
//! Prints a line a measure, with the target beside it. Nothing is asserted: times differ from machine to machine.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints its figures, or fails")]

#[path = "../support/asker.rs"]
#[expect(dead_code, clippy::panic, reason = "shared with the tenant's own tests")]
mod asker;

use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use quarterdeck::api::{Client, Connection, Signal};
use quarterdeck::model::{Content, Order, Outcome, RequestRecord, Verb};
use quarterdeck::tenant::rate_limit;
use quarterdeck::work::Keeper;
use quarterdeck::work::act::Engine;
use quarterdeck::work::journal::{Instance, Journal};
use quarterdeck::work::plan::Asked;
use quarterdeck::work::protocol::{Confirmed, Control, RunEvent};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::watch;

use asker::Asker;

/// How many accounts are disabled at once, where nobody says otherwise.
const MANY: usize = 200;
/// How long a task takes where one account is acted on.
const TASK: Duration = Duration::from_secs(2);
/// What has no task happens after a quarter of that.
const WITHOUT_TASK: Duration = Duration::from_millis(500);

fn main() {
    let many = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(MANY);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    println!("{:<58} {:>14} {:>16}", "measure", "target", "figure");
    for verb in [Verb::Enable, Verb::Disable, Verb::Unlock, Verb::Reload, Verb::Patch] {
        runtime.block_on(one(verb));
    }
    runtime.block_on(bulk(many));
}

fn tell(measure: &str, target: &str, figure: &str) {
    println!("{measure:<58} {target:>14} {figure:>16}");
}

/// A tenant, and what acts on it and counts its requests.
struct Desk {
    asker: Asker,
    engine: Engine,
    requests: Arc<Mutex<Vec<RequestRecord>>>,
    _state: TempDir,
}

impl Desk {
    async fn with(accounts: u32, task_time: RangeInclusive<Duration>) -> Self {
        let asker = Asker::with(|settings| {
            settings.accounts = accounts;
            settings.task_time = task_time;
            settings.rate_limit = rate_limit("100/10s").unwrap();
        })
        .await;
        let requests: Arc<Mutex<Vec<RequestRecord>>> = Arc::default();
        let counted = Arc::clone(&requests);
        let secret = asker.tenant.client_secret().to_owned();
        let connection = Connection::new(asker.tenant.base_url(), asker.tenant.client_id(), secret.into());
        let count = move |signal| {
            if let Signal::Requested(request) = signal {
                counted.lock().unwrap().push(request);
            }
        };
        let state = TempDir::new().unwrap();
        let journal = Journal::open(&state.path().join("state"), Instance::this()).unwrap();
        let engine = Engine::new(Client::new(connection, count).unwrap(), Keeper::new(journal));
        Self { asker, engine, requests, _state: state }
    }

    /// The ids of the first accounts of which this is true. Asked in another generation, which is counted apart.
    async fn ids(&self, source: &str, count: usize, is_one: impl Fn(&Value) -> bool) -> Vec<String> {
        let filter = format!(r#"source.displayableName eq "{source}" and identity.correlated eq true"#);
        let rows = self.asker.all("/v2025/accounts", &[("filters", &filter), ("sorters", "id")]).await;
        let chosen: Vec<Value> = rows.into_iter().filter(|row| is_one(row)).take(count).collect();
        asker::column(&chosen, "id")
    }

    /// What was asked of the API since the last time; signing in is not counted by the tenant either.
    fn take_requests(&self) -> Vec<RequestRecord> {
        let requests = std::mem::take(&mut *self.requests.lock().unwrap());
        requests.into_iter().filter(|request| !request.url.ends_with("/oauth/token")).collect()
    }

    /// Plans and carries out; tells how long it took from the confirmation to the last outcome.
    async fn carry_out(&self, order: Order, targets: Vec<String>) -> Measured {
        let asked = Asked { order, targets, put_in: Vec::new(), unclear: Vec::new() };
        let plan = self.engine.plan(asked).await.unwrap();
        self.take_requests();
        let follow = Some(Duration::from_mins(15));
        let confirmed = Confirmed { plan: Arc::new(plan), ticket: None, reason: None, follow };
        let begun = Instant::now();
        let settled = Mutex::new(Vec::new());
        let tell = |event| {
            if let RunEvent::Settled(one) = event {
                settled.lock().unwrap().push((one.outcome, Instant::now()));
            }
        };
        let controlled = watch::channel(Control::Run).1;
        self.engine.carry_out(&confirmed, controlled, tell).await.unwrap();
        Measured { begun, settled: settled.into_inner().unwrap(), requests: self.take_requests() }
    }
}

struct Measured {
    begun: Instant,
    settled: Vec<(Outcome, Instant)>,
    requests: Vec<RequestRecord>,
}

impl Measured {
    fn took(&self) -> Duration {
        self.settled.iter().map(|(_, at)| *at).max().map_or(Duration::ZERO, |last| last - self.begun)
    }

    fn count(&self, is_one: impl Fn(&RequestRecord) -> bool) -> usize {
        self.requests.iter().filter(|request| is_one(request)).count()
    }
}

async fn one(verb: Verb) {
    let desk = Desk::with(3_000, TASK..=TASK).await;
    let order = match verb {
        Verb::Patch => {
            let step = json!({"op": "add", "path": "/attributes/departmentNumber", "value": "4711"});
            Order { content: Content::Steps(vec![step]), ..Order::plain(verb) }
        }
        _ => Order::plain(verb),
    };
    let is_one = |account: &Value| match verb {
        Verb::Enable => account["disabled"] == true,
        Verb::Unlock => account["locked"] == true,
        Verb::Patch => true,
        _ => account["disabled"] == false && account["locked"] == false,
    };
    let source = if verb == Verb::Patch { file_source(&desk).await } else { "Active Directory".to_owned() };
    let measured = desk.carry_out(order, desk.ids(&source, 1, is_one).await).await;
    let own = if verb == Verb::Patch { WITHOUT_TASK } else { TASK };
    let outcome = measured.settled.first().map_or("nothing", |(outcome, _)| outcome.word());
    let word = verb.word();
    tell(&format!("{word} one account: requests from y to {outcome}"), "—", &measured.requests.len().to_string());
    let over = measured.took().saturating_sub(own);
    tell(
        &format!("{word} one account: time over the tenant's own"),
        "≤ 1.5 s",
        &format!("{:.2} s", over.as_secs_f64()),
    );
}

/// A source of flat files from which no identity is made.
async fn file_source(desk: &Desk) -> String {
    let rows = desk.asker.all("/v2025/accounts", &[("sorters", "id")]).await;
    let is_file = |row: &&Value| row["connectionType"] == "file" && row["authoritative"] == false;
    rows.iter().find(is_file).unwrap()["sourceName"].as_str().unwrap().to_owned()
}

async fn bulk(many: usize) {
    let accounts = u32::try_from(many * 15).unwrap();
    let desk = Desk::with(accounts, Duration::from_millis(500)..=Duration::from_secs(4)).await;
    let is_one = |account: &Value| account["disabled"] == false && account["locked"] == false;
    let ids = desk.ids("Active Directory", many, is_one).await;
    let measured = desk.carry_out(Order::plain(Verb::Disable), ids).await;
    let count = measured.settled.len();
    let verified = measured.settled.iter().filter(|(outcome, _)| *outcome == Outcome::Verified).count();
    let posts = measured.count(|request| request.method == "POST");
    let tasks = measured.count(|request| request.url.contains("task-status"));
    let reads = measured.requests.len() - posts - tasks;
    let each = |requests: usize| format!("{:.3}", f64_of(requests) / f64_of(count));
    tell(&format!("disable {count} accounts: verified"), &count.to_string(), &verified.to_string());
    tell(&format!("disable {count} accounts: requests an account"), "≤ 1.10", &each(measured.requests.len()));
    tell("  of which writes, lists of tasks, lists of accounts", "—", &format!("{posts} {tasks} {reads}"));
    let target = format!("≤ {:.1} s", 1.15 * f64_of(count) / 10.0);
    let took = format!("{:.1} s", measured.took().as_secs_f64());
    tell(&format!("disable {count} accounts: y to last outcome"), &target, &took);
    let too_many = measured.count(|request| request.status == Some(429));
    tell(&format!("disable {count} accounts: answers 429"), "0", &too_many.to_string());
}

fn f64_of(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
