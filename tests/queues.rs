//! Queues on a real tenant: what they say is what a full reading would, at two requests a minute while nothing changes.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod support {
    #[expect(dead_code, reason = "other tests need the rest of it")]
    pub mod asker;
    #[expect(dead_code, reason = "other tests need the rest of it")]
    pub mod embedded;
    pub mod screen;
}

use std::time::Duration;

use fastrand::Rng;
use quarterdeck::app::Action;
use quarterdeck::app::queues::{KeptBy, Known};
use serde_json::{Value, json};
use support::asker::{Asker, read};
use support::screen::Screen;

const LOCKED: usize = 1;
const DISABLED: usize = 2;
const UNCORRELATED: usize = 3;
const QUEUES: [(&str, &str); 3] =
    [("locked", "is:locked"), ("disabled", "is:disabled"), ("uncorrelated", "is:uncorrelated")];

/// A tenant whose writes are done at once.
async fn tenant(faults: &str) -> Asker {
    Asker::with(|settings| {
        settings.task_time = Duration::ZERO..=Duration::ZERO;
        settings.faults = faults.parse().unwrap();
    })
    .await
}

async fn accounts(tenant: &Asker) -> Vec<Value> {
    tenant.all("/beta/accounts", &[("sorters", "id")]).await
}

/// What a full reading says of each queue.
async fn truth(tenant: &Asker) -> [u64; 3] {
    let accounts = accounts(tenant).await;
    ["locked", "disabled", "uncorrelated"]
        .map(|flag| accounts.iter().filter(|account| account[flag] == true).count() as u64)
}

fn told(screen: &Screen) -> [u64; 3] {
    [LOCKED, DISABLED, UNCORRELATED].map(|queue| screen.count(queue).unwrap())
}

fn id(account: &Value) -> &str {
    account["id"].as_str().unwrap()
}

/// The source locks an account.
async fn lock(tenant: &Asker, id: &str) {
    let path = format!("/_tenant/accounts/{id}/lock");
    assert_eq!(read(tenant.http.post(tenant.url(&path))).await.unwrap().status, 204);
}

/// One change by somebody else.
async fn change(tenant: &Asker, accounts: &[Value], rng: &mut Rng) {
    let account = &accounts[rng.usize(..accounts.len())];
    let id = id(account);
    match rng.u8(..7) {
        0 | 1 => {
            // It may be gone already.
            drop(read(tenant.http.post(tenant.url(&format!("/_tenant/accounts/{id}/lock")))).await);
        }
        2 => drop(tenant.post(&format!("/beta/accounts/{id}/unlock"), json!({})).await),
        3 => drop(tenant.post(&format!("/beta/accounts/{id}/disable"), json!({})).await),
        4 => drop(tenant.post(&format!("/beta/accounts/{id}/enable"), json!({})).await),
        5 => drop(tenant.press(&format!("/beta/accounts/{id}/remove")).await),
        _ => {
            let badges = accounts.iter().find(|account| account["sourceName"] == "Badge System").unwrap();
            let attributes = json!({"sourceId": badges["sourceId"], "badgeNumber": format!("N{}", rng.u32(..))});
            drop(tenant.post("/beta/accounts", json!({"attributes": attributes})).await);
        }
    }
}

async fn requests(tenant: &Asker) -> u64 {
    let got = read(tenant.http.get(tenant.url("/_tenant/stats"))).await.unwrap();
    got.json()["requests"].as_u64().unwrap()
}

/// Opens the two queues that the tenant cannot count.
async fn opened(tenant: &Asker) -> Screen {
    let mut screen = Screen::open(&tenant.tenant, &QUEUES).await;
    screen.act(Action::Queue(1)).await;
    screen.act(Action::Queue(2)).await;
    screen.act(Action::AllAccounts).await;
    screen
}

#[tokio::test]
async fn a_queue_is_counted_by_the_tenant_or_once_it_was_opened() {
    let tenant = tenant("").await;
    let mut screen = Screen::open(&tenant.tenant, &QUEUES).await;
    let [locked, disabled, uncorrelated] = truth(&tenant).await;
    let counts = |screen: &Screen| [1, 2, 3].map(|queue| screen.count(queue));
    assert_eq!(counts(&screen), [None, None, Some(uncorrelated)]);
    screen.act(Action::Queue(1)).await;
    assert_eq!(counts(&screen), [Some(locked), None, Some(uncorrelated)]);
    assert_eq!(screen.state.list.len() as u64, locked, "the table shows the same");
    screen.command("queue dis").await;
    assert_eq!(counts(&screen), [Some(locked), Some(disabled), Some(uncorrelated)]);
}

#[tokio::test]
async fn after_each_refresh_the_counts_are_those_of_a_full_reading() {
    for seed in 0..2 {
        let tenant = tenant("").await;
        let mut rng = Rng::with_seed(seed);
        let mut screen = opened(&tenant).await;
        let accounts = accounts(&tenant).await;
        for step in 0..10 {
            for _ in 0..rng.u8(1..5) {
                change(&tenant, &accounts, &mut rng).await;
            }
            screen.minutes(2).await;
            assert_eq!(told(&screen), truth(&tenant).await, "seed {seed}, step {step}");
            let doubts = [LOCKED, DISABLED, UNCORRELATED].map(|queue| screen.is_doubtful(queue));
            assert_eq!(doubts, [false; 3], "seed {seed}, step {step}");
        }
    }
}

#[tokio::test]
async fn a_quiet_minute_costs_two_requests_at_most() {
    let tenant = tenant("").await;
    let mut screen = opened(&tenant).await;
    screen.minutes(1).await;
    for minute in 0..12 {
        let before = requests(&tenant).await;
        screen.minutes(1).await;
        let asked = requests(&tenant).await - before;
        assert!((1..=2).contains(&asked), "{asked} requests in minute {minute}");
    }
}

#[tokio::test]
async fn who_comes_is_told_once_and_not_while_they_are_looked_at() {
    let tenant = tenant("").await;
    let mut screen = opened(&tenant).await;
    let open: Vec<Value> = accounts(&tenant).await.into_iter().filter(|account| account["locked"] == false).collect();
    lock(&tenant, id(&open[0])).await;
    screen.minutes(1).await;
    let told = screen.notice();
    assert!(told.starts_with("locked: 1 new: ") && told.ends_with("1 opens it"), "{told}");
    assert!(told.contains(open[0]["sourceName"].as_str().unwrap()), "{told}");
    assert_eq!(screen.queue(LOCKED).news(), 1);
    screen.minutes(1).await;
    assert_eq!(screen.notice(), "", "told once");
    screen.act(Action::Queue(1)).await;
    assert_eq!(screen.queue(LOCKED).news(), 0);
    lock(&tenant, id(&open[1])).await;
    screen.minutes(1).await;
    assert_eq!(screen.notice(), "", "it is on the screen");
    assert_eq!(screen.count(LOCKED), Some(truth(&tenant).await[0]));
}

#[tokio::test]
async fn where_locking_moves_nothing_only_full_readings_are_believed() {
    let tenant = tenant("still-modified:1").await;
    let mut screen = opened(&tenant).await;
    let kept_by = |screen: &Screen| match &screen.queue(LOCKED).known {
        Known::Read(roll) => (roll.kept_by, roll.read_at),
        known => panic!("{known:?}"),
    };
    let (by, read_at) = kept_by(&screen);
    assert_eq!(by, KeptBy::Changes);
    let old = |account: &&Value| account["modified"].as_str().is_some_and(|at| at < "2026-01");
    let all = accounts(&tenant).await;
    let open: Vec<&Value> = all.iter().filter(old).filter(|account| account["locked"] == false).collect();
    let before = truth(&tenant).await[0];
    lock(&tenant, id(open[0])).await;
    screen.minutes(2).await;
    assert_eq!(screen.count(LOCKED), Some(before), "nothing shows it");
    assert_eq!(kept_by(&screen).1, read_at, "and nothing more is claimed than that it was so then");
    screen.act(Action::Queue(1)).await;
    assert_eq!((screen.count(LOCKED), kept_by(&screen).0), (Some(before + 1), KeptBy::FullReadings));
    screen.act(Action::AllAccounts).await;
    let read_again_at = kept_by(&screen).1;
    lock(&tenant, id(open[1])).await;
    for _ in 0..7 {
        screen.minutes(1).await;
        let is_right = screen.count(LOCKED) == Some(before + 2);
        assert!(is_right || kept_by(&screen).1 == read_again_at, "as of the last full reading");
    }
    assert_eq!(screen.count(LOCKED), Some(before + 2), "a small tenant is read whole by itself");
    assert!(!screen.is_doubtful(LOCKED));
}
