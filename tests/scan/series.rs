//! One series: pages that are short, moved, miscounted, or never end.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use quarterdeck::api::{Client, Connection, Gate};
use quarterdeck::model::{Completeness, ListQuery, ProblemKind};
use quarterdeck::work::protocol::{Scan, Series};
use quarterdeck::work::scan::{Census, Scanned, scan_raw};

use crate::listing::{Asked, Listing, Twist, id};
use crate::scripted::answer;

/// Every account, in one series.
fn whole_list() -> Scan {
    let query = ListQuery { sorters: "id".into(), ..ListQuery::default() };
    Scan { query: Arc::new(query), here: None, series: Series::One }
}

/// Reads the whole list; the ids in the order delivered, and how it ended.
async fn scan(listing: &Listing) -> (Vec<String>, Scanned) {
    let connection = Connection::new(&listing.server.base, "id", "secret".to_owned().into());
    let client = Client::new(connection, |_| ()).unwrap();
    let mut ids = Vec::new();
    let scanned = scan_raw(&client, &whole_list(), &Gate::default(), |batch| {
        ids.extend(batch.rows.iter().map(|row| row.id.to_string()));
        assert_eq!(batch.census.have, ids.len() as u64);
        ControlFlow::Continue(())
    })
    .await;
    (ids, scanned)
}

/// The first place where the two differ: shorter to read than two lists.
fn difference(read: &[String], expected: usize) -> Option<(usize, Option<String>, Option<String>)> {
    let places = 0..expected.max(read.len());
    let pair = |place| (place, read.get(place).cloned(), (place < expected).then(|| id(place)));
    places.map(pair).find(|(_, read, expected)| read != expected)
}

fn ids(count: usize) -> Vec<String> {
    (0..count).map(id).collect()
}

fn nothing(_: Asked, _: &mut Vec<String>) -> Twist {
    Twist::default()
}

#[tokio::test]
async fn a_sound_list_is_read_once_in_order_with_no_request_too_many() {
    let sizes = [(0, 1), (1, 1), (249, 1), (250, 2), (251, 2), (498, 2), (499, 3), (500, 3), (2_000, 9)];
    for (size, requests) in sizes {
        let listing = Listing::start(size, nothing);
        let (read, scanned) = scan(&listing).await;
        assert_eq!(difference(&read, size), None);
        let total = Some(size as u64);
        assert_eq!(scanned.census, Census { have: size as u64, total, ..Census::default() });
        assert_eq!(scanned.census.completeness(), Completeness::All { total: size as u64 });
        assert_eq!(listing.server.seen().len(), requests, "for {size} rows");
    }
}

#[tokio::test]
async fn a_400_past_the_end_is_the_end() {
    for size in [250, 499, 600] {
        let listing = Listing::start(size, move |asked, ids| {
            let is_past = asked.offset >= ids.len() && asked.offset > 0;
            Twist { instead: is_past.then(|| answer(400, &[], "{}")), miscounted: 700, ..Twist::default() }
        });
        let (read, scanned) = scan(&listing).await;
        assert_eq!((difference(&read, size), scanned.failure), (None, None));
        assert_eq!(scanned.census.missing(), 700, "a total that stays wrong is told");
        assert!(listing.server.seen().len() <= 18, "{} requests", listing.server.seen().len());
    }
}

#[tokio::test]
async fn a_page_short_once_is_healed() {
    let struck = Mutex::new(HashSet::new());
    let listing = Listing::start(1_000, move |asked, _| {
        let is_first = struck.lock().unwrap().insert(asked.offset);
        Twist { left_out: if is_first { vec![0, 3, 100] } else { vec![] }, ..Twist::default() }
    });
    let (mut read, scanned) = scan(&listing).await;
    read.sort_unstable();
    assert_eq!(difference(&read, 1_000), None);
    assert!(scanned.census.is_whole(), "{:?}", scanned.census);
    assert!(scanned.census.read_again > 0);
}

#[tokio::test]
async fn a_page_that_stays_short_is_told() {
    let listing = Listing::start(1_000, |asked, _| {
        let left_out = if asked.offset == 249 { vec![5, 6] } else { vec![] };
        Twist { left_out, ..Twist::default() }
    });
    let (read, scanned) = scan(&listing).await;
    assert_eq!(read.len(), 998);
    assert_eq!(scanned.census.completeness(), Completeness::Missing { have: 998, total: 1_000 });
}

#[tokio::test]
async fn a_total_off_once_is_asked_again() {
    for (nth, miscounted) in [(0, -30), (0, 30), (0, -400), (4, 7), (4, -7)] {
        let listing = Listing::start(1_000, move |asked, _| Twist {
            miscounted: if asked.nth == nth { miscounted } else { 0 },
            ..Twist::default()
        });
        let (read, scanned) = scan(&listing).await;
        assert_eq!(difference(&read, 1_000), None);
        assert!(scanned.census.is_whole(), "answer {nth} off by {miscounted}: {:?}", scanned.census);
    }
}

#[tokio::test]
async fn a_short_last_page_behind_a_total_that_fits_it_by_chance_is_healed() {
    // The last answer leaves out three rows and counts three too few: only the first total gives it away.
    let listing = Listing::start(600, |asked, _| match asked.nth {
        2 => Twist { left_out: vec![50, 51, 52], miscounted: -3, ..Twist::default() },
        _ => Twist::default(),
    });
    let (mut read, scanned) = scan(&listing).await;
    read.sort_unstable();
    assert_eq!(difference(&read, 600), None);
    assert!(scanned.census.is_whole(), "{:?}", scanned.census);
}

#[tokio::test]
async fn a_row_gone_does_not_make_up_for_a_row_lost() {
    // A row goes after it was read, and the last answer leaves one out and counts one too few: the total fits, but the
    // list ends before it.
    let struck = Mutex::new(false);
    let listing = Listing::start(600, move |asked, ids| {
        if asked.nth == 1 {
            ids.remove(0);
        }
        let strikes = asked.offset == 498 && !std::mem::replace(&mut *struck.lock().unwrap(), true);
        if strikes { Twist { left_out: vec![50], miscounted: -1, instead: None } } else { Twist::default() }
    });
    let (mut read, _) = scan(&listing).await;
    read.sort_unstable();
    assert_eq!(difference(&read, 600), None);
}

#[tokio::test]
async fn rows_that_move_across_a_seam_are_fetched() {
    for gone in [1, 3, 200, 249] {
        let listing = Listing::start(1_000, move |asked, ids| {
            if asked.nth == 1 {
                ids.drain(..gone);
            }
            Twist::default()
        });
        let (read, scanned) = scan(&listing).await;
        assert_eq!(difference(&read, 1_000), None, "the {gone} rows that went were read before");
        assert!(scanned.census.moved_seams > 0);
        assert_eq!(scanned.census.open_seams, 0);
    }
}

#[tokio::test]
async fn rows_pushed_across_a_seam_are_dropped_the_second_time() {
    let listing = Listing::start(1_000, |asked, ids| {
        if asked.nth == 1 {
            ids.splice(0..0, ["0000000".to_owned(), "0000001".to_owned()]);
        }
        Twist::default()
    });
    let (read, scanned) = scan(&listing).await;
    assert_eq!(difference(&read, 1_000), None, "the two new rows lie before the first page that was read");
    assert!(scanned.census.duplicates > 0);
    assert_eq!(scanned.census.completeness(), Completeness::Missing { have: 1_000, total: 1_002 });
}

#[tokio::test]
async fn a_list_that_shrinks_below_the_seam_is_read_to_its_end() {
    let listing = Listing::start(260, |asked, ids| {
        if asked.nth == 1 {
            ids.drain(..20);
        }
        Twist::default()
    });
    let (read, scanned) = scan(&listing).await;
    assert_eq!((difference(&read, 260), scanned.failure), (None, None));
}

#[tokio::test]
async fn a_tenant_without_totals_is_read_to_the_end() {
    let listing = Listing::start(700, |asked, ids| {
        let rows: Vec<String> =
            ids.iter().skip(asked.offset).take(asked.limit).map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
        Twist { instead: Some(answer(200, &[], format!("[{}]", rows.join(",")))), ..Twist::default() }
    });
    let (read, scanned) = scan(&listing).await;
    assert_eq!(difference(&read, 700), None);
    assert_eq!(scanned.census.completeness(), Completeness::Window { loaded: 700, total: None, missing: 0 });
}

#[tokio::test]
async fn a_tenant_that_pays_no_heed_to_offsets_does_not_hold_us_for_ever() {
    let listing = Listing::start(250, |_, ids| {
        let rows: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
        Twist { instead: Some(answer(200, &[], format!("[{}]", rows.join(",")))), ..Twist::default() }
    });
    let (read, scanned) = scan(&listing).await;
    assert_eq!(read.len(), 250);
    assert!(!scanned.census.is_whole());
}

#[tokio::test]
async fn what_was_read_before_a_failure_is_kept_and_told() {
    let listing = Listing::start(1_000, |asked, _| Twist {
        instead: (asked.offset == 498).then(|| answer(403, &[], "")),
        ..Twist::default()
    });
    let (read, scanned) = scan(&listing).await;
    assert_eq!(difference(&read, 499), None);
    assert_eq!(scanned.failure.unwrap().kind, ProblemKind::Forbidden);
    assert_eq!(scanned.census.completeness(), Completeness::Missing { have: 499, total: 1_000 });
}

#[tokio::test]
async fn a_scan_ends_when_nobody_listens_any_more() {
    let listing = Listing::start(20_000, nothing);
    let connection = Connection::new(&listing.server.base, "id", "secret".to_owned().into());
    let client = Client::new(connection, |_| ()).unwrap();
    let scanned = scan_raw(&client, &whole_list(), &Gate::default(), |_| ControlFlow::Break(())).await;
    assert_eq!((scanned.census.have, scanned.failure), (250, None));
    assert_eq!(listing.server.seen().len(), 1);
}

/// Whatever comes and goes, is left out and miscounted: nothing comes twice, and a list said to be whole holds every
/// row that was there all the time.
#[tokio::test]
async fn no_loss_goes_untold() {
    for seed in 0..150 {
        let dice = Mutex::new(fastrand::Rng::with_seed(seed));
        let size = dice.lock().unwrap().usize(..1_500);
        let gone: std::sync::Arc<Mutex<HashSet<String>>> = std::sync::Arc::default();
        let taken = std::sync::Arc::clone(&gone);
        let listing = Listing::start(size, move |asked, ids| {
            let mut dice = dice.lock().unwrap();
            if dice.f64() < 0.10 && !ids.is_empty() {
                let id = ids.remove(dice.usize(..ids.len()));
                taken.lock().unwrap().insert(id);
            }
            if dice.f64() < 0.10 {
                let new = format!("{:06}-new-{}", dice.usize(..1_500), asked.nth);
                let place = ids.partition_point(|id| *id < new);
                ids.insert(place, new);
            }
            let left_out = if dice.f64() < 0.10 { vec![dice.usize(..250), dice.usize(..250)] } else { vec![] };
            let miscounted = if dice.f64() < 0.10 { dice.isize(-3..=3) } else { 0 };
            Twist { left_out, miscounted, instead: None }
        });
        let (read, scanned) = scan(&listing).await;
        let distinct: HashSet<&String> = read.iter().collect();
        assert_eq!(distinct.len(), read.len(), "seed {seed}: a row came twice");
        let gone = gone.lock().unwrap();
        let lost: Vec<String> =
            ids(size).into_iter().filter(|id| !gone.contains(id) && !distinct.contains(id)).collect();
        assert!(lost.is_empty() || !scanned.census.is_whole(), "seed {seed}: {lost:?} lost, {:?}", scanned.census);
    }
}
