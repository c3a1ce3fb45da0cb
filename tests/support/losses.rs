//! A tenant that loses rows, read whole, and held against the truth: what was lost, and what was told of it.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use quarterdeck::api::{Client, Connection, Gate, Request};
use quarterdeck::model::{AccountId, ListQuery, ProblemKind, Urgency};
use quarterdeck::tenant::{RunningTenant, TenantSettings, start};
use quarterdeck::work;
use quarterdeck::work::protocol::{Scan, Series};
use quarterdeck::work::scan::{Census, Scanned, scan_raw};

use super::asker::{http, read as read_plainly};

/// What can go wrong with a list, and how often.
pub const BAD_DAYS: [(&str, &str); 8] = [
    ("short pages", "short-page:0.25"),
    ("rows that move", "moving-rows:0.25"),
    ("wrong totals", "wrong-total:0.25"),
    ("short, moving, miscounted", "short-page:0.15,moving-rows:0.15,wrong-total:0.15"),
    ("a 400 past the end", "end400:1,short-page:0.15,moving-rows:0.15"),
    ("cut lines, errors", "reset:0.05,status=500:0.05,cut-body:0.05,short-page:0.15"),
    ("rows lost across sources", "lost-rows:0.02"),
    ("the same with short pages", "lost-rows:0.02,short-page:0.15,end400:1,reset:0.03"),
];

/// Whether the sources of the tenant are known to whoever reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    Sources,
    Nothing,
}

/// The tenant of a seed as it is, before anything goes wrong.
pub struct Truth {
    seed: u64,
    accounts: u32,
    /// Every account, and the source it is on.
    ids: HashMap<AccountId, String>,
    sources: Vec<String>,
}

/// How one reading went.
#[derive(Debug)]
pub struct Reading {
    /// How often a fault struck.
    pub faults: u64,
    /// Accounts that were there all the time and were not delivered.
    pub lost: u64,
    /// The same, where it shows nowhere: no source is known, and none of the accounts of this one was listed or counted.
    pub hidden: u64,
    pub census: Census,
    /// It ended with a failure, which tells of every loss.
    pub has_failed: bool,
}

impl Reading {
    /// Whether anything tells the reader that accounts may be missing.
    pub fn is_told(&self) -> bool {
        self.has_failed || !self.census.is_whole()
    }
}

impl Truth {
    pub async fn of(seed: u64, accounts: u32) -> Self {
        let tenant = tenant(seed, accounts, "").await;
        let client = client(&tenant);
        let sources = work::sources(&client).await.unwrap().into_iter().map(|source| source.id).collect();
        let (ids, scanned) = read(&client, Series::One).await;
        assert!(scanned.census.is_whole());
        Self { seed, accounts, ids, sources }
    }

    /// Reads the same tenant with these faults.
    pub async fn read_with(&self, faults: &str, known: Known) -> Reading {
        let tenant = tenant(self.seed, self.accounts, faults).await;
        let client = client(&tenant);
        let series = match known {
            Known::Sources => Series::Sources(self.sources.clone()),
            Known::Nothing => Series::One,
        };
        let (ids, Scanned { census, failure }) = read(&client, series).await;
        let seen: HashSet<&String> = ids.values().collect();
        let (mut lost, mut hidden) = (0, 0);
        for (id, source) in self.ids.iter().filter(|(id, _)| !ids.contains_key(id)) {
            let shows = known == Known::Sources || seen.contains(source);
            let place = if shows { &mut lost } else { &mut hidden };
            *place += u64::from(is_there(&client, id).await);
        }
        Reading { faults: struck(&tenant).await, lost, hidden, census, has_failed: failure.is_some() }
    }
}

async fn tenant(seed: u64, accounts: u32, faults: &str) -> RunningTenant {
    let faults = faults.parse().unwrap();
    start(TenantSettings { accounts, seed, faults, rate_limit: None, ..TenantSettings::default() }).await.unwrap()
}

fn client(tenant: &RunningTenant) -> Client {
    let secret = tenant.client_secret().to_owned().into();
    Client::new(Connection::new(tenant.base_url(), tenant.client_id(), secret), |_| ()).unwrap()
}

/// Every account delivered, with its source, and how the scan ended.
async fn read(client: &Client, series: Series) -> (HashMap<AccountId, String>, Scanned) {
    let query = ListQuery { sorters: "id".into(), ..ListQuery::default() };
    let list = Scan { query: Arc::new(query), here: None, series };
    let mut ids = HashMap::new();
    let scanned = scan_raw(client, &list, &Gate::default(), |batch| {
        for row in batch.rows {
            let before = ids.insert(row.id.clone(), row.source.unwrap_or_default().to_owned());
            assert_eq!(before, None, "{} came twice", row.id);
        }
        ControlFlow::Continue(())
    })
    .await;
    (ids, scanned)
}

/// Whether the account still is on the tenant: rows that move come and go.
async fn is_there(client: &Client, id: &AccountId) -> bool {
    match client.send(&Request::get_account(id), Urgency::Person).await {
        Err(problem) if problem.kind == ProblemKind::NotFound => false,
        answer => answer.is_ok(),
    }
}

/// How often faults struck on this tenant.
async fn struck(tenant: &RunningTenant) -> u64 {
    let stats = read_plainly(http().get(format!("{}/_tenant/stats", tenant.base_url()))).await.unwrap().json();
    stats["faults"].as_object().unwrap().values().filter_map(serde_json::Value::as_u64).sum()
}
