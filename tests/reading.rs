//! The reading half of the client against the embedded tenant: every generation, every level that differs, bad days.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support {
    pub mod embedded;
}

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use quarterdeck::api::{Client, Gate, Page, Request, filter};
use quarterdeck::model::{ConnectionKind, Generation, IdentityRef, ListQuery, ProblemKind, Span, Urgency};
use quarterdeck::tenant::{Level, RateLimit, TenantSettings};
use quarterdeck::work::lookup::{Match, find, identities};
use quarterdeck::work::protocol::{FoundIdentities, Scan, Series};
use quarterdeck::work::scan::{Scanned, scan_raw};
use support::embedded::{client, tenant};

const FIRST: Span = Span { offset: 0, limit: 250 };

fn by_id() -> ListQuery {
    ListQuery { sorters: "id".into(), ..ListQuery::default() }
}

fn small() -> TenantSettings {
    TenantSettings { accounts: 600, rate_limit: None, ..TenantSettings::default() }
}

/// Every id of the list in the order delivered, and how the scan ended.
async fn scan(client: &Client) -> (Vec<String>, Scanned) {
    let mut ids = Vec::new();
    let whole = Scan { query: Arc::new(by_id()), here: None, series: Series::One };
    let scanned = scan_raw(client, &whole, &Gate::default(), |batch| {
        ids.extend(batch.rows.iter().map(|row| row.id.to_string()));
        ControlFlow::Continue(())
    })
    .await;
    (ids, scanned)
}

#[tokio::test]
async fn every_generation_is_read() {
    let tenant = tenant(small()).await;
    for generation in Generation::ALL {
        let client = client(&tenant, generation);
        let page = client.send(&Request::list_accounts(&by_id(), FIRST, true), Urgency::Person).await.unwrap();
        assert_eq!((page.rows.len(), page.total), (250, Some(600)), "{generation}");

        let row = page.rows.iter().find(|row| row.has_entitlements == Some(true)).unwrap();
        let account = client.send(&Request::get_account(&row.id), Urgency::Person).await.unwrap();
        assert_eq!(account.row, *row, "{generation}: an account reads alone as in the list");

        let entitlements = Request::get_account_entitlements(&row.id, FIRST, true);
        let held = client.send(&entitlements, Urgency::Person).await.unwrap();
        assert_eq!(held.total, Some(held.rows.len() as u64), "{generation}");

        let sources = client.send(&Request::list_sources(FIRST), Urgency::Person).await.unwrap();
        assert_eq!(sources.rows.len(), 12, "{generation}");

        let letter = filter::starts_with("alias", "a");
        let known = client.send(&Request::list_identities(&letter, FIRST), Urgency::Person).await.unwrap();
        let public = client.send(&Request::get_public_identities(&letter, FIRST), Urgency::Person).await.unwrap();
        let told = |people: &Page<IdentityRef>| {
            people.rows.iter().cloned().map(|person| IdentityRef { state: None, ..person }).collect::<Vec<_>>()
        };
        assert!(!known.rows.is_empty() && told(&known) == told(&public), "{generation}");

        let tasks = Request::get_task_status_list(&filter::any_of("id", ["x"]), FIRST);
        assert_eq!(client.send(&tasks, Urgency::Person).await.unwrap().rows, []);
        let task = client.send(&Request::get_task_status("x"), Urgency::Person).await;
        assert_eq!(task.unwrap_err().kind, ProblemKind::NotFound, "{generation}");
    }
}

#[tokio::test]
async fn helpdesk_reads_accounts_and_is_told_why_it_sees_no_sources() {
    let tenant = tenant(TenantSettings { level: Level::Helpdesk, ..small() }).await;
    let client = client(&tenant, Generation::Beta);
    assert!(client.send(&Request::list_accounts(&by_id(), FIRST, false), Urgency::Person).await.is_ok());
    let problem = client.send(&Request::list_sources(FIRST), Urgency::Person).await.unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Forbidden);
    assert!(problem.advice.unwrap().contains("this token's is HELPDESK"));
}

#[tokio::test]
async fn a_rate_limit_narrower_than_ours_delays_and_fails_nothing() {
    let rate_limit = Some(RateLimit { requests: 4, window: Duration::from_secs(1) });
    let tenant = tenant(TenantSettings { rate_limit, ..small() }).await;
    let client = client(&tenant, Generation::V1);
    let request = Request::list_accounts(&by_id(), FIRST, false);
    let pages = join_all((0..7).map(|_| client.send(&request, Urgency::Person))).await;
    assert!(pages.iter().all(Result::is_ok));
}

#[tokio::test]
async fn a_page_in_twenty_going_wrong_is_not_noticed() {
    let faults = "status=500:0.02,status=503:0.01,reset:0.02,cut-body:0.01,html:0.02,status=429:0.02".parse().unwrap();
    let tenant = tenant(TenantSettings { accounts: 5_000, faults, ..small() }).await;
    let (ids, scanned) = scan(&client(&tenant, Generation::V2026)).await;
    assert_eq!(scanned.failure, None);
    assert_eq!(ids.len(), 5_000);
    assert!(scanned.census.is_whole(), "{:?}", scanned.census);
}

#[tokio::test]
async fn a_list_said_to_be_whole_is_whole() {
    for seed in 0..6 {
        let sound = tenant(TenantSettings { seed, ..small() }).await;
        let (all, scanned) = scan(&client(&sound, Generation::Beta)).await;
        assert!(scanned.census.is_whole());

        let faults = "short-page:0.2,wrong-total:0.2,end400:1".parse().unwrap();
        let lossy = tenant(TenantSettings { seed, faults, ..small() }).await;
        let (mut read, scanned) = scan(&client(&lossy, Generation::Beta)).await;
        read.sort_unstable();
        assert_eq!(scanned.failure, None);
        assert!(
            !scanned.census.is_whole() || read == all,
            "seed {seed}: {} of {}: {:?}",
            read.len(),
            all.len(),
            scanned.census
        );
    }
}

#[tokio::test]
async fn rows_that_come_and_go_are_noticed_and_never_doubled() {
    let mut moved = 0;
    for seed in 0..6 {
        let faults = "moving-rows:0.5".parse().unwrap();
        let tenant = tenant(TenantSettings { accounts: 1_500, seed, faults, ..small() }).await;
        let (read, scanned) = scan(&client(&tenant, Generation::Beta)).await;
        assert_eq!(read.iter().collect::<HashSet<_>>().len(), read.len());
        assert_eq!((scanned.failure, scanned.census.have), (None, read.len() as u64), "seed {seed}");
        moved += scanned.census.moved_seams;
    }
    assert!(moved > 0);
}

#[tokio::test]
async fn a_person_is_found_by_alias() {
    let tenant = tenant(small()).await;
    for generation in [Generation::Beta, Generation::V3, Generation::V1] {
        let client = client(&tenant, generation);
        let people = Request::get_public_identities(&filter::starts_with("alias", "a"), FIRST);
        let people = client.send(&people, Urgency::Person).await.unwrap().rows;
        let mut found_one = false;
        for alias in people.iter().take(5).filter_map(|person| person.alias.as_deref()) {
            let found = find(&client, alias).await.unwrap();
            assert_eq!(found.notes, [""; 0], "{generation}: {alias}");
            found_one |= found.hits.iter().any(|hit| hit.how <= Match::Alias);
        }
        assert!(found_one, "{generation}");
    }
}

#[tokio::test]
async fn the_account_schema_of_a_source_is_read_in_every_generation_by_those_who_may() {
    let tenant = tenant(small()).await;
    for generation in Generation::ALL {
        let client = client(&tenant, generation);
        let sources = client.send(&Request::list_sources(FIRST), Urgency::Person).await.unwrap().rows;
        let badges = sources.iter().find(|source| source.name == "Badge System").unwrap();
        assert_eq!(badges.connection, Some(ConnectionKind::File), "{generation}");
        let schema = client.send(&Request::get_source_schemas(&badges.id), Urgency::Person).await.unwrap();
        assert_eq!(schema.identity_attribute.as_deref(), Some("badgeNumber"), "{generation}");
        let zones = schema.attribute("zones").unwrap();
        assert!(zones.is_multi && zones.is_entitlement, "{generation}");
    }
    let unknown = client(&tenant, Generation::Beta).send(&Request::get_source_schemas("x"), Urgency::Person).await;
    assert_eq!(unknown.unwrap_err().kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn identities_are_picked_from_the_widest_list_that_answers() {
    for level in [Level::OrgAdmin, Level::Helpdesk] {
        let tenant = tenant(TenantSettings { level, ..small() }).await;
        let client = client(&tenant, Generation::Beta);
        let found = identities(&client, "ad").await.unwrap();
        assert!(!found.rows.is_empty() && found.notes.is_empty(), "{found:?}");
        let begins = |text: &Option<String>| text.as_deref().is_some_and(|text| text.to_lowercase().contains("ad"));
        let first = &found.rows[0];
        assert!(begins(&first.name) || begins(&first.alias) || begins(&first.email), "{first:?}");
        assert!(first.state.is_some());
        let ids: HashSet<&str> = found.rows.iter().map(|person| person.id.as_str()).collect();
        assert_eq!(ids.len(), found.rows.len(), "each once");
        let by_id = identities(&client, &first.id).await.unwrap();
        assert_eq!(by_id.rows, std::slice::from_ref(first));
        assert_eq!(identities(&client, "  ").await.unwrap(), FoundIdentities::default());
    }
}
