//! The pulse over real HTTP: every number is what the query behind it finds.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod support {
    pub mod embedded;
}

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use quarterdeck::api::{Client, Gate};
use quarterdeck::app::pulse::{PulseLine, Share, query};
use quarterdeck::model::{Generation, ListQuery, SourceRef};
use quarterdeck::query::{Case, Context, Sources, compile_text};
use quarterdeck::tenant::{Level, TenantSettings};
use quarterdeck::work::Worker;
use quarterdeck::work::protocol::{Job, JobId, Report, Scan, Series, Tally};
use quarterdeck::work::scan;
use support::embedded::{client, connection, tenant};

/// What the tenant comes to for this sign-in, and the query of every number in it with how many accounts it finds.
async fn told_and_found(level: Level, seed: u64) -> (Arc<Tally>, Vec<(String, u64, u64)>) {
    let settings = TenantSettings { accounts: 700, seed, rate_limit: None, ..TenantSettings::default() };
    let tenant = tenant(TenantSettings { level, ..settings }).await;
    let (ear, reports) = channel();
    let worker = Worker::spawn(connection(&tenant, Generation::Beta), move |report| drop(ear.send(report))).unwrap();
    worker.submit(JobId(1), Job::Tally);
    let tally = tokio::task::spawn_blocking(move || {
        loop {
            match reports.recv_timeout(Duration::from_secs(20)).unwrap() {
                Report::Tallied { tally, is_last: true, .. } => return tally,
                Report::Failed { problem, .. } => panic!("{problem}"),
                _ => {}
            }
        }
    });
    let tally = tally.await.unwrap();
    let client = client(&tenant, Generation::Beta);
    let sources: Vec<SourceRef> = tally.sources.iter().filter_map(|tally| known(&tally.source)).collect();
    let lines = std::iter::once(PulseLine::All(&tally.all)).chain(tally.sources.iter().take(2).map(PulseLine::Source));
    let mut found = Vec::new();
    for line in lines {
        let counts = match line {
            PulseLine::All(counts) => counts,
            PulseLine::Source(tally) => &tally.counts,
            PulseLine::Work | PulseLine::Run(_) => continue,
        };
        for share in Share::ALL {
            let Some(text) = query(line, share) else { continue };
            let accounts = count(&client, &text, &sources).await;
            found.push((text, share.of(counts), accounts));
        }
    }
    (tally, found)
}

fn known(source: &quarterdeck::model::SourceFacts) -> Option<SourceRef> {
    let (id, name) = (source.id.as_deref()?, source.name.as_deref()?);
    Some(SourceRef { id: id.to_owned(), name: name.to_owned(), connection: source.connection.clone() })
}

/// How many accounts a query finds.
async fn count(client: &Client, text: &str, sources: &[SourceRef]) -> u64 {
    let context = Context {
        generation: Generation::Beta,
        sources: Sources::All(sources),
        case: Case::Insensitive,
        now: Timestamp::now(),
        zone: TimeZone::UTC,
    };
    let compiled = compile_text(text, &context).unwrap();
    let query = ListQuery { filter: compiled.filter, sorters: "id".to_owned(), extra: Vec::new() };
    let here = compiled.here.map(|here| here.predicate);
    let scan = Scan { query: query.into(), here, series: Series::One };
    let mut found = 0;
    let gate = Gate::default();
    let scanned = scan::scan(client, &scan, &gate, |batch| {
        found += batch.rows.len() as u64;
        ControlFlow::Continue(())
    });
    let scanned = scanned.await;
    assert!(scanned.census.is_whole(), "{text}: {scanned:?}");
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_number_is_what_its_query_finds() {
    for (level, seed) in [(Level::OrgAdmin, 7), (Level::Helpdesk, 8)] {
        let (tally, found) = told_and_found(level, seed).await;
        assert!(tally.census.is_whole() && tally.all.accounts == 700, "{:?}", tally.census);
        assert!(tally.all.locked > 0 && tally.all.disabled > 0 && tally.all.uncorrelated > 0, "{:?}", tally.all);
        assert!(found.len() == 15, "{found:?}");
        for (text, told, found) in found {
            assert_eq!(told, found, "{level:?} {text}");
        }
    }
}
