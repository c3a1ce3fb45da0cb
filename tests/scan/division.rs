//! Lists divided by source: each account once, and what is missing told with its place.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::tz::TimeZone;
use quarterdeck::api::{Client, Connection, Gate};
use quarterdeck::model::{Completeness, Generation, ListQuery};
use quarterdeck::query::{Case, Context, Sources, compile_text};
use quarterdeck::tenant::{Level, TenantSettings};
use quarterdeck::work;
use quarterdeck::work::protocol::{Scan, Series};
use quarterdeck::work::scan::{Scanned, Short, scan, scan_raw};

use crate::embedded;
use crate::scripted::{Act, Scripted, answer};
use crate::sourced::{OnSource, accounts, filters, serve};

fn client(server: &Scripted) -> Client {
    Client::new(Connection::new(&server.base, "id", "secret".to_owned().into()), |_| ()).unwrap()
}

fn every(series: Series) -> Scan {
    let query = ListQuery { sorters: "id".into(), ..ListQuery::default() };
    Scan { query: Arc::new(query), here: None, series }
}

fn sources(ids: &[&str]) -> Series {
    Series::Sources(ids.iter().map(ToString::to_string).collect())
}

/// Reads the list; the ids in order of the alphabet, and how it ended.
async fn read(client: &Client, series: Series) -> (Vec<String>, Scanned) {
    let mut ids = Vec::new();
    let scanned = scan_raw(client, &every(series), &Gate::default(), |batch| {
        ids.extend(batch.rows.iter().map(|row| row.id.to_string()));
        ControlFlow::Continue(())
    })
    .await;
    ids.sort_unstable();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "an account came twice");
    (ids, scanned)
}

fn ids(accounts: &[OnSource]) -> Vec<String> {
    accounts.iter().map(|(id, _)| id.clone()).collect()
}

fn nothing(_: &str, _: &OnSource) -> bool {
    false
}

#[tokio::test]
async fn each_source_is_a_series_and_what_is_on_none_is_one_more() {
    let all = accounts(&[("ad", 300), ("sap", 40), ("own", 5)]);
    let server = serve(all.clone(), true, nothing);
    let (read, scanned) = read(&client(&server), sources(&["ad", "sap"])).await;
    assert_eq!((read, scanned.failure), (ids(&all), None));
    assert_eq!(scanned.census.completeness(), Completeness::All { total: 345 });
    let mut asked = filters(&server);
    assert_eq!(asked.remove(0), "", "the list's own first page tells whether it is worth dividing");
    asked.sort_unstable();
    let rest = r#"not (sourceId in ("ad","sap"))"#;
    assert_eq!(asked, [rest, r#"sourceId eq "ad""#, r#"sourceId eq "ad""#, r#"sourceId eq "sap""#]);
}

#[tokio::test]
async fn the_lists_own_filter_narrows_every_series() {
    let server = serve(accounts(&[("ad", 300), ("sap", 40)]), true, nothing);
    let query =
        ListQuery { filter: Some("name sw \"a\" or name sw \"b\"".into()), sorters: "id".into(), extra: vec![] };
    let list = Scan { query: Arc::new(query), here: None, series: Series::Filters(vec!["sourceId eq \"ad\"".into()]) };
    scan_raw(&client(&server), &list, &Gate::default(), |_| ControlFlow::Continue(())).await;
    assert_eq!(filters(&server)[0], "(sourceId eq \"ad\") and (name sw \"a\" or name sw \"b\")");
}

#[tokio::test]
async fn a_list_of_one_page_is_not_divided() {
    let all = accounts(&[("ad", 200), ("sap", 40)]);
    for series in [sources(&["ad", "sap"]), Series::One] {
        let server = serve(all.clone(), true, nothing);
        let (read, scanned) = read(&client(&server), series).await;
        assert_eq!(read, ids(&all));
        assert!(scanned.census.is_whole());
        assert_eq!(filters(&server), [""]);
    }
}

#[tokio::test]
async fn where_no_filter_can_name_the_rest_the_whole_list_is_read_for_it() {
    let all = accounts(&[("ad", 300), ("sap", 40), ("own", 5)]);
    // A tenant that does not take `not`; and more sources than one filter can name.
    let many: Vec<String> = (0..79).map(|number| format!("s-{number}")).chain(["ad".into(), "sap".into()]).collect();
    for (takes_not, listed) in [(false, sources(&["ad", "sap"])), (true, Series::Sources(many))] {
        let server = serve(all.clone(), takes_not, nothing);
        let (read, scanned) = read(&client(&server), listed).await;
        assert_eq!((read, scanned.failure), (ids(&all), None), "takes not: {takes_not}");
        assert_eq!(scanned.census.completeness(), Completeness::All { total: 345 });
    }
}

#[tokio::test]
async fn where_no_source_is_known_each_one_seen_is_counted_and_read_again_where_it_is_short() {
    let all = accounts(&[("ad", 300), ("sap", 40)]);
    // The list over both loses accounts of one.
    let server = serve(all.clone(), true, |filter, (id, source)| {
        filter.is_empty() && *source == "sap" && id.starts_with("0001")
    });
    let (read, scanned) = read(&client(&server), Series::One).await;
    assert_eq!((read, scanned.failure), (ids(&all), None));
    assert!(scanned.census.have == 340 && scanned.census.total == Some(340));
    let asked = filters(&server);
    assert!(asked.contains(&r#"sourceId eq "sap""#.to_owned()) && asked.contains(&r#"sourceId eq "ad""#.to_owned()));
}

#[tokio::test]
async fn what_a_source_withholds_is_told_by_source_the_worst_first() {
    let all = accounts(&[("ad", 300), ("sap", 40), ("hr", 30)]);
    let lost = ["00003-sap", "00007-hr", "00008-hr"];
    for series in [sources(&["ad", "hr", "sap"]), Series::One] {
        let server = serve(all.clone(), true, move |_, (id, _)| lost.contains(&id.as_str()));
        let (_, scanned) = read(&client(&server), series).await;
        let census = scanned.census;
        assert_eq!(census.completeness(), Completeness::Missing { have: 367, total: 370 });
        let short = |part: &str, missing| Short { part: Some(part.into()), missing };
        assert_eq!(census.short, [short("hr", 2), short("sap", 1)]);
    }
}

#[tokio::test]
async fn filters_divide_a_list_and_an_account_that_two_admit_comes_once() {
    let all = accounts(&[("ad", 300), ("sap", 40)]);
    let server = serve(all.clone(), true, nothing);
    let parts = ["sourceId eq \"ad\"", "sourceId in (\"ad\",\"sap\")"].map(str::to_owned);
    let (read, scanned) = read(&client(&server), Series::Filters(parts.to_vec())).await;
    assert_eq!(read, ids(&all));
    assert_eq!((scanned.census.completeness(), scanned.census.duplicates), (Completeness::All { total: 340 }, 300));
}

#[tokio::test]
async fn a_record_nobody_can_name_counts_as_missing_and_keeps_no_other_back() {
    let server = Scripted::start(|_, _| {
        let rows = r#"[{"id":"a","sourceId":"s"},{"name":"who"},{"id":"b","sourceId":"s"}]"#;
        Act::Send(answer(200, &[("X-Total-Count", "3")], rows))
    });
    let (read, scanned) = read(&client(&server), Series::One).await;
    assert_eq!((read, scanned.failure), (vec!["a".to_owned(), "b".to_owned()], None));
    assert_eq!(scanned.census.completeness(), Completeness::Missing { have: 2, total: 3 });
}

/// The tenant cannot filter `locked`: whoever asks for them is to be given every one.
#[tokio::test]
async fn every_locked_account_is_found_whoever_asks_and_whatever_the_tenant_loses() {
    let sound = TenantSettings { accounts: 3_000, rate_limit: None, ..TenantSettings::default() };
    let locked: HashSet<String> = {
        let tenant = embedded::tenant(sound.clone()).await;
        let mut found = HashSet::new();
        scan_raw(&embedded::client(&tenant, Generation::V1), &every(Series::One), &Gate::default(), |batch| {
            for row in batch.rows {
                let account: serde_json::Value = serde_json::from_str(row.json).unwrap();
                if account["locked"] == true {
                    found.insert(row.id.to_string());
                }
            }
            ControlFlow::Continue(())
        })
        .await;
        found
    };
    assert!(locked.len() > 20);
    let lossy = TenantSettings { faults: "lost-rows:0.03".parse().unwrap(), ..sound.clone() };
    let helpdesk = TenantSettings { level: Level::Helpdesk, ..lossy.clone() };
    for settings in [sound, lossy, helpdesk] {
        let tenant = embedded::tenant(settings).await;
        let client = embedded::client(&tenant, Generation::V1);
        let known = work::sources(&client).await.ok();
        let context = Context {
            generation: Generation::V1,
            sources: known.as_deref().map_or(Sources::SeenOnly(&[]), Sources::All),
            case: Case::Insensitive,
            now: jiff::Timestamp::now(),
            zone: TimeZone::UTC,
        };
        let here = compile_text("is:locked", &context).unwrap().here.map(|here| here.predicate);
        let series = known.map_or(Series::One, |all| Series::Sources(all.into_iter().map(|one| one.id).collect()));
        let mut found = HashSet::new();
        let scanned = scan(&client, &Scan { here, ..every(series) }, &Gate::default(), |batch| {
            found.extend(batch.rows.iter().map(|row| row.id.to_string()));
            ControlFlow::Continue(())
        })
        .await;
        assert_eq!(found, locked);
        assert_eq!(scanned.census.completeness(), Completeness::All { total: 3_000 });
    }
}
