//! Whatever is asked for in whatever order, and whatever goes wrong: nothing is sent twice, nothing is lost, and what is
//! told is what the journal says and what the tenant took.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "support/asker.rs"]
#[expect(dead_code, reason = "shared with the tenant's own tests")]
mod asker;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use proptest::prelude::*;
use quarterdeck::api::{Client, Connection};
use quarterdeck::model::{Order, Outcome, Verb};
use quarterdeck::tenant::Faults;
use quarterdeck::work::Keeper;
use quarterdeck::work::act::{Engine, Tempo};
use quarterdeck::work::journal::{Audit, Instance, Journal, RunId, Submission, WhichRuns};
use quarterdeck::work::plan::Asked;
use quarterdeck::work::protocol::{Confirmed, Control, RunEvent};
use tempfile::TempDir;
use tokio::sync::{OnceCell, watch};

use asker::Asker;

/// The accounts that are acted on, again and again.
static ACCOUNTS: OnceCell<Vec<String>> = OnceCell::const_new();

/// Read from a twin without faults: the same seed makes the same accounts.
async fn accounts() -> Vec<String> {
    let twin = Asker::with(|_| ()).await;
    let filter = ("filters", r#"source.displayableName eq "Active Directory" and identity.correlated eq true"#);
    let rows = twin.ask("/v2025/accounts", &[filter, ("sorters", "id")]).await.rows();
    asker::column(&rows, "id").into_iter().take(8).collect()
}

/// How a run ends.
#[derive(Debug, Clone, Copy)]
enum End {
    /// Everything is followed to its end.
    Followed,
    /// Nobody waits for what was sent.
    NotAwaited,
    /// A person stops it at this event.
    Stopped(usize),
    /// The program ends at this event, and is started again.
    Killed(usize),
}

/// A run of a history.
#[derive(Debug, Clone)]
struct Step {
    verb: Verb,
    /// Which accounts, a bit each.
    which: u16,
    end: End,
}

fn step() -> impl Strategy<Value = Step> {
    let verb = prop::sample::select(vec![Verb::Disable, Verb::Enable, Verb::Reload, Verb::Remove]);
    let end = prop_oneof![
        3 => Just(End::Followed),
        1 => Just(End::NotAwaited),
        2 => (0_usize..30).prop_map(End::Stopped),
        4 => (0_usize..30).prop_map(End::Killed),
    ];
    (verb, any::<u16>(), end).prop_map(|(verb, which, end)| Step { verb, which, end })
}

/// What goes wrong at the tenant, each more or less often.
fn faults() -> impl Strategy<Value = String> {
    let names = ["lost-reply", "reset", "status=500", "status=429", "html", "task-error", "forget-task", "short-page"];
    prop::collection::vec(0_u8..4, names.len()).prop_map(move |chances| {
        let fault = |(name, chance): (&&str, u8)| format!("{name}:{}", f64::from(chance) * 0.06);
        names.iter().zip(chances).map(fault).collect::<Vec<_>>().join(",")
    })
}

struct World {
    asker: Asker,
    engine: Engine,
    state: TempDir,
    accounts: Vec<String>,
}

impl World {
    async fn with(faults: &Faults) -> Self {
        let asker = Asker::with(|settings| {
            settings.task_time = Duration::ZERO..=Duration::from_millis(20);
            settings.faults = faults.clone();
        })
        .await;
        let state = TempDir::new().unwrap();
        let engine = engine(&asker, &state);
        let accounts = ACCOUNTS.get_or_init(accounts).await.clone();
        Self { asker, engine, state, accounts }
    }

    /// The program ends, and is started again on the same journal.
    fn start_again(&mut self) {
        self.engine = engine(&self.asker, &self.state);
    }

    async fn take(&mut self, step: &Step) {
        let chosen = self.accounts.iter().enumerate().filter(|(at, _)| step.which & (1 << at) != 0);
        let targets: Vec<String> = chosen.map(|(_, id)| id.clone()).collect();
        let asked = Asked { order: Order::plain(step.verb), targets, put_in: Vec::new(), unclear: Vec::new() };
        // The tenant's faults may keep a plan from being made: then nothing is sent.
        let Ok(plan) = self.engine.plan(asked).await else { return };
        let planned: BTreeSet<String> = plan.to_send().map(|target| target.id.clone()).collect();
        let before = self.ledger().await.len();
        let run = self.carry_out(plan, step.end).await;
        let sent: BTreeSet<String> = self.ledger().await.split_off(before).into_iter().collect();
        assert!(sent.is_subset(&planned), "{sent:?} sent of {planned:?}");
        let Some((run, settled)) = run else {
            self.start_again();
            return;
        };
        let (ended, kept) = self.kept(run).await;
        for target in &kept {
            let told = settled.get(&target.target).copied().unwrap_or(Outcome::Planned);
            if planned.contains(&target.target) {
                assert_eq!(told, target.outcome, "what is told is what the journal says");
            }
        }
        assert_eq!(ended, kept.iter().all(|target| target.outcome != Outcome::Planned), "parked, or ended");
    }

    /// Carries out a plan; gives the run and what was told of its targets, or nothing where the program ended.
    async fn carry_out(
        &self,
        plan: quarterdeck::work::protocol::Plan,
        end: End,
    ) -> Option<(i64, BTreeMap<String, Outcome>)> {
        let follow = if matches!(end, End::NotAwaited) { None } else { Some(Duration::from_secs(1)) };
        let confirmed = Confirmed { plan: Arc::new(plan), ticket: None, reason: None, follow };
        let (control, controlled) = watch::channel(Control::Run);
        let (killed, kill) = watch::channel(false);
        let (heard, told) = (Mutex::new(0), Mutex::new((0, BTreeMap::new())));
        let tell = |event: RunEvent| {
            let mut heard = heard.lock().unwrap();
            match end {
                End::Stopped(at) if *heard == at => {
                    control.send_replace(Control::Stop);
                }
                End::Killed(at) if *heard == at => {
                    killed.send_replace(true);
                }
                _ => {}
            }
            *heard += 1;
            let mut told = told.lock().unwrap();
            match event {
                RunEvent::Begun { run } => told.0 = run,
                RunEvent::Settled(settled) => drop(told.1.insert(settled.target, settled.outcome)),
                RunEvent::Paused { .. } => {
                    let word = if matches!(end, End::Stopped(_)) { Control::Stop } else { Control::Finish };
                    control.send_replace(word);
                }
                _ => {}
            }
        };
        let mut kill = kill;
        let is_killed = async { kill.wait_for(|killed| *killed).await.is_ok() };
        let is_carried_out = tokio::select! {
            biased;
            _ = is_killed => false,
            ended = self.engine.carry_out(&confirmed, controlled, tell) => ended.is_ok(),
        };
        is_carried_out.then(|| told.into_inner().unwrap())
    }

    /// The accounts of the writes the tenant accepted, in order.
    async fn ledger(&self) -> Vec<String> {
        let lines = self.asker.ledger().await;
        lines.iter().map(|line| line["accountId"].as_str().unwrap().to_owned()).collect()
    }

    /// Whether a run is ended, and its targets.
    async fn kept(&self, run: i64) -> (bool, Vec<Submission>) {
        let kept = self.engine.keeper.with(move |journal| {
            let ended = journal.run(RunId(run))?.is_some_and(|summary| summary.run.ended.is_some());
            Ok::<_, quarterdeck::model::Problem>((ended, journal.targets(RunId(run))?))
        });
        kept.await.unwrap()
    }

    /// What must be true at any time.
    async fn must_hold(&self) {
        let tenant = self.engine.client.tenant();
        let (all, unfinished, audit) = self
            .engine
            .keeper
            .with(move |journal| {
                let mut all = Vec::new();
                for summary in journal.runs(&WhichRuns::default())? {
                    all.extend(journal.targets(summary.run.id)?);
                }
                Ok::<_, quarterdeck::model::Problem>((all, journal.unfinished(&tenant)?, journal.verify_chain()?))
            })
            .await
            .unwrap();
        assert!(matches!(audit, Audit::Whole { .. }), "{audit:?}");
        let targets: BTreeSet<&str> = unfinished.iter().map(|open| open.target.as_str()).collect();
        assert_eq!(targets.len(), unfinished.len(), "an account has two unfinished submissions");
        let mut accepted: BTreeMap<String, usize> = BTreeMap::new();
        for account in self.ledger().await {
            *accepted.entry(account).or_default() += 1;
        }
        for (account, times) in &accepted {
            let may_be_taken = all.iter().filter(|one| one.target == *account && may_be_taken(one.outcome)).count();
            assert!(
                *times <= may_be_taken,
                "{account}: {times} in the ledger, {may_be_taken} told as taken or unknown"
            );
        }
        for account in &self.accounts {
            let taken = all.iter().filter(|one| one.target == *account && is_taken(one)).count();
            let times = accepted.get(account).copied().unwrap_or_default();
            assert!(taken <= times, "{account}: {taken} told as taken, {times} in the ledger");
        }
    }
}

/// What may stand in the ledger.
fn may_be_taken(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Sent | Outcome::Unknown | Outcome::Failed | Outcome::Completed | Outcome::Verified)
}

/// What must stand there: the tenant said so.
fn is_taken(submission: &Submission) -> bool {
    may_be_taken(submission.outcome) && submission.status == Some(202)
}

/// An engine in a program that is gone as soon as another one looks.
fn engine(asker: &Asker, state: &TempDir) -> Engine {
    let (id, secret) = (asker.tenant.client_id(), asker.tenant.client_secret().to_owned());
    let connection = Connection::new(asker.tenant.base_url(), id, secret.into());
    let mut instance = Instance::this();
    instance.process.began = Some(1);
    let journal = Journal::open(&state.path().join("state"), instance).unwrap();
    let mut engine = Engine::new(Client::new(connection, |_| ()).unwrap(), Keeper::new(journal));
    engine.tempo = Tempo::default().faster(200);
    engine
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_sent_twice_and_nothing_is_lost(
        steps in prop::collection::vec(step(), 1..5),
        faults in faults(),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = World::with(&faults.parse().unwrap()).await;
            for step in &steps {
                world.take(step).await;
                world.must_hold().await;
            }
            world.start_again();
            // Faults may keep the tenant from being read; what is looked up then stays open.
            drop(world.engine.look_up_left_open().await);
            world.must_hold().await;
        });
    }
}
