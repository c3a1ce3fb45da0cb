//! Whatever is asked, the tenant's filter and our own test together find what the query means: no account more, and no
//! account less.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "asking/drawn.rs"]
mod drawn;
#[path = "support/embedded.rs"]
mod embedded;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use drawn::{Drawer, Told};
use embedded::{client, tenant};
use fastrand::Rng;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use quarterdeck::api::{Client, Gate};
use quarterdeck::model::{Generation, ListQuery};
use quarterdeck::query::{Case, Compiled, Context, Judged, Sources, compile_text, parse, whole};
use quarterdeck::tenant::{self, TenantSettings};
use quarterdeck::work;
use quarterdeck::work::protocol::{Scan, Series};
use quarterdeck::work::scan::scan_raw;

/// How often each thing was seen that the test is about: a test of empty answers would prove nothing.
#[derive(Debug, Default)]
struct Tally {
    whole_to_the_tenant: usize,
    split: usize,
    wholly_here: usize,
    divided: usize,
    found_some: usize,
}

/// Every account of the list that is kept.
async fn read(client: &Client, scan: &Scan) -> Vec<Told> {
    let mut read = Vec::new();
    let scanned = scan_raw(client, scan, &Gate::default(), |batch| {
        read.extend(batch.rows.iter().map(|row| Told { row: row.to_row(&[]).unwrap(), attributes: row.attributes() }));
        ControlFlow::Continue(())
    })
    .await;
    assert_eq!((scanned.failure, scanned.census.missing()), (None, 0), "{scan:?}");
    read
}

/// What the question as it was compiled finds.
async fn asked(client: &Client, compiled: Compiled) -> BTreeSet<String> {
    let scan = Scan {
        query: Arc::new(ListQuery { filter: compiled.filter, sorters: "id".to_owned(), extra: Vec::new() }),
        here: compiled.here.map(|here| here.predicate),
        series: if compiled.parts.is_empty() { Series::One } else { Series::Filters(compiled.parts) },
    };
    let found = read(client, &scan).await;
    let ids: BTreeSet<String> = found.iter().map(|account| account.row.id.to_string()).collect();
    assert_eq!(ids.len(), found.len(), "no account came twice: {:?}", scan.query.filter);
    ids
}

async fn ask_at_random(generation: Generation, case: Case, seed: u64, queries: usize, tally: &mut Tally) {
    let minds = if case == Case::Sensitive { tenant::Case::Sensitive } else { tenant::Case::Insensitive };
    let settings = TenantSettings { accounts: 260, seed, rate_limit: None, case: minds, ..TenantSettings::default() };
    let tenant = tenant(settings).await;
    // A client sends no more than the tenant's pace allows, so each question has one of its own.
    let client = || client(&tenant, generation);
    let sources = work::sources(&client()).await.unwrap();
    let accounts = read(&client(), &Scan { query: Arc::default(), here: None, series: Series::One }).await;
    assert_eq!(accounts.len(), 260);
    let now = Timestamp::now();
    let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    let context = Context { generation, sources: Sources::All(&sources), case, now, zone };
    let mut drawer = Drawer { rng: Rng::with_seed(seed), accounts: &accounts, sources: &sources };
    for _ in 0..queries {
        let text = drawer.query().to_string();
        // A range drawn the wrong way round and a beginning of several sources are refused, and rightly so.
        let Ok(compiled) = compile_text(&text, &context) else { continue };
        let predicate = whole(&parse(&text).unwrap(), &context).unwrap();
        let passes = |account: &&Told| predicate.holds(Judged { row: &account.row, attributes: &account.attributes });
        let meant: BTreeSet<String> =
            accounts.iter().filter(passes).map(|account| account.row.id.to_string()).collect();
        let is_asked = compiled.filter.is_some() || !compiled.parts.is_empty();
        tally.whole_to_the_tenant += usize::from(compiled.here.is_none());
        tally.split += usize::from(compiled.here.is_some() && is_asked);
        tally.wholly_here += usize::from(compiled.here.is_some() && !is_asked);
        tally.divided += usize::from(!compiled.parts.is_empty());
        tally.found_some += usize::from(!meant.is_empty() && meant.len() < accounts.len());
        let how = format!("{generation} {case:?} seed {seed}: {text}\n{:?}\n{:?}", compiled.filter, compiled.here);
        assert_eq!(asked(&client(), compiled).await, meant, "{how}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_is_what_the_query_means() {
    let mut tally = Tally::default();
    for (seed, (generation, case)) in [
        (Generation::Beta, Case::Insensitive),
        (Generation::Beta, Case::Sensitive),
        (Generation::V2024, Case::Insensitive),
        (Generation::V2025, Case::Sensitive),
        (Generation::V2026, Case::Insensitive),
        (Generation::V1, Case::Sensitive),
    ]
    .into_iter()
    .enumerate()
    {
        ask_at_random(generation, case, seed as u64 + 1, 70, &mut tally).await;
    }
    let Tally { whole_to_the_tenant, split, wholly_here, divided, found_some } = tally;
    let fewest = [whole_to_the_tenant, split, wholly_here].into_iter().min().unwrap();
    assert!(fewest >= 40 && divided >= 5 && found_some >= 120, "{tally:?}");
}
