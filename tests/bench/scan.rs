//! Scans: what a full one costs, and what becomes of the losses of a faulty tenant: `cargo bench --bench scan`, with a
//! number behind `--` for another count of seeds than 1,000.
//!
//! Prints a table. Where a loss was not told, the seed is printed and the bench fails.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints its figures, or fails")]

#[path = "../support/asker.rs"]
#[expect(dead_code, clippy::panic, reason = "shared with the tenant's own tests")]
mod asker;
#[path = "../support/losses.rs"]
mod losses;

use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use futures_util::{StreamExt, stream};
use jiff::tz::TimeZone;
use quarterdeck::api::{Client, Connection, Gate, Signal};
use quarterdeck::model::{Generation, ListQuery};
use quarterdeck::query::{Case, Context, Sources, compile_text};
use quarterdeck::tenant::{TenantSettings, rate_limit, start};
use quarterdeck::work;
use quarterdeck::work::protocol::{Scan, Series};
use quarterdeck::work::scan::scan;

use losses::{BAD_DAYS, Known, Reading, Truth};

/// How many seeds are tried, where nobody says otherwise.
const SEEDS: u64 = 1_000;
/// The accounts of a faulty tenant: its largest source has several pages.
const ACCOUNTS: u32 = 2_000;
/// Tenants read at the same time: each mostly waits.
const AT_ONCE: usize = 16;

fn main() -> ExitCode {
    let seeds = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(SEEDS);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for known in [Known::Sources, Known::Nothing] {
        runtime.block_on(full_scan(100_000, known));
    }
    if runtime.block_on(faulty(seeds)) == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Looks for the locked ones among so many accounts, inside the tenant's rate limit.
async fn full_scan(accounts: u32, known: Known) {
    let limit = rate_limit("100/10s").unwrap();
    let tenant = start(TenantSettings { accounts, rate_limit: limit, ..TenantSettings::default() }).await.unwrap();
    let counted: Arc<(AtomicU64, AtomicU64)> = Arc::default();
    let counts = Arc::clone(&counted);
    let connection = Connection::new(tenant.base_url(), tenant.client_id(), tenant.client_secret().to_owned().into());
    let client = Client::new(Connection { generation: Generation::V1, ..connection }, move |signal| {
        if let Signal::Requested(record) = signal {
            counts.0.fetch_add(1, Ordering::Relaxed);
            counts.1.fetch_add(u64::from(record.status == Some(429)), Ordering::Relaxed);
        }
    })
    .unwrap();
    let begun = Instant::now();
    let series = match known {
        Known::Nothing => Series::One,
        Known::Sources => {
            Series::Sources(work::sources(&client).await.unwrap().into_iter().map(|source| source.id).collect())
        }
    };
    let context = Context {
        generation: Generation::V1,
        sources: Sources::SeenOnly(&[]),
        case: Case::Insensitive,
        now: jiff::Timestamp::now(),
        zone: TimeZone::UTC,
    };
    let here = compile_text("is:locked", &context).unwrap().here.map(|here| here.predicate);
    let query = ListQuery { sorters: "id".into(), ..ListQuery::default() };
    let mut kept = 0;
    let mut first = None;
    let scanned = scan(&client, &Scan { query: Arc::new(query), here, series }, &Gate::default(), |batch| {
        kept += batch.rows.len();
        first = first.or_else(|| (kept > 0).then(|| begun.elapsed()));
        ControlFlow::Continue(())
    })
    .await;
    assert!(scanned.census.is_whole(), "{scanned:?}");
    println!(
        "is:locked among {accounts}, {}: {:.1} s, first rows after {:.0} ms, {} requests, {} times 429, {kept} found",
        told(known),
        begun.elapsed().as_secs_f64(),
        first.unwrap_or_default().as_secs_f64() * 1e3,
        counted.0.load(Ordering::Relaxed),
        counted.1.load(Ordering::Relaxed),
    );
}

fn told(known: Known) -> &'static str {
    match known {
        Known::Sources => "sources known",
        Known::Nothing => "sources not known",
    }
}

/// What became of the readings of one kind of bad day.
#[derive(Default)]
struct Tally {
    seeds: u64,
    faults: u64,
    /// Readings in which faults struck, and all accounts came, and it was said so.
    healed: u64,
    /// Readings that say of themselves that something may be missing.
    told: u64,
    lost: u64,
    untold: u64,
    /// Lost where nothing shows it: a source that nobody may list, and of which no account was listed.
    hidden: u64,
}

impl Tally {
    fn add(&mut self, reading: &Reading) {
        let is_told = reading.is_told();
        self.seeds += 1;
        self.faults += reading.faults;
        self.healed += u64::from(reading.faults > 0 && reading.lost == 0 && !is_told);
        self.told += u64::from(is_told);
        self.lost += reading.lost;
        self.untold += if is_told { 0 } else { reading.lost };
        self.hidden += reading.hidden;
    }
}

/// Reads faulty tenants of so many seeds, each with its sources known and not known; how many losses went untold.
async fn faulty(seeds: u64) -> u64 {
    let mut tallies: Vec<[Tally; 2]> = BAD_DAYS.iter().map(|_| <[Tally; 2]>::default()).collect();
    let days = BAD_DAYS.len() as u64;
    let mut read = stream::iter(0..seeds)
        .map(|seed| async move {
            let day = usize::try_from(seed % days).unwrap();
            let truth = Truth::of(seed, ACCOUNTS).await;
            let (_, faults) = BAD_DAYS[day];
            let known = truth.read_with(faults, Known::Sources).await;
            (seed, day, [known, truth.read_with(faults, Known::Nothing).await])
        })
        .buffer_unordered(AT_ONCE);
    while let Some((seed, day, readings)) = read.next().await {
        for (tally, reading) in tallies[day].iter_mut().zip(&readings) {
            tally.add(reading);
            if reading.lost > 0 && !reading.is_told() {
                println!("seed {seed}, {}: {} lost and not told: {:?}", BAD_DAYS[day].0, reading.lost, reading.census);
            }
        }
    }
    print(&tallies);
    tallies.iter().flatten().map(|tally| tally.untold).sum()
}

fn print(tallies: &[[Tally; 2]]) {
    println!(
        "\n{:<28}{:<20}{:>7}{:>9}{:>9}{:>7}{:>7}{:>8}{:>8}",
        "bad day", "", "seeds", "faults", "healed", "told", "lost", "untold", "hidden"
    );
    for ((day, _), pair) in BAD_DAYS.iter().zip(tallies) {
        for (known, Tally { seeds, faults, healed, told, lost, untold, hidden }) in
            [Known::Sources, Known::Nothing].into_iter().zip(pair)
        {
            println!(
                "{day:<28}{:<20}{seeds:>7}{faults:>9}{healed:>9}{told:>7}{lost:>7}{untold:>8}{hidden:>8}",
                self::told(known)
            );
        }
    }
}
