//! The job of a scan: what it reports, and how it is held, ended and lost.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use quarterdeck::api::Connection;
use quarterdeck::model::ListQuery;
use quarterdeck::work::Worker;
use quarterdeck::work::protocol::{Control, Epoch, Job, JobId, Report, Scan, Series};

use crate::listing::{Listing, Twist};
use crate::scripted::answer;

const SCAN: JobId = JobId(1);

fn worker(listing: &Listing) -> (Worker, Receiver<Report>) {
    let (ear, reports) = channel();
    let connection = Connection::new(&listing.server.base, "id", "secret".to_owned().into());
    (Worker::spawn(connection, move |report| drop(ear.send(report))).unwrap(), reports)
}

fn query() -> Arc<ListQuery> {
    Arc::new(ListQuery { sorters: "id".into(), ..ListQuery::default() })
}

fn begin(worker: &Worker) {
    let scan = Scan { query: query(), here: None, series: Series::One };
    worker.submit(SCAN, Job::Scan { epoch: Epoch(3), scan: Arc::new(scan) });
}

/// The next report of a job.
fn next(reports: &Receiver<Report>) -> Report {
    loop {
        match reports.recv_timeout(Duration::from_secs(20)).unwrap() {
            Report::SignedIn(_) | Report::Requested(_) | Report::Pace(_) | Report::Deprecated => {}
            report => return report,
        }
    }
}

/// Whatever the scan still has to say; how many reports, rows in all, and the end.
fn to_the_end(reports: &Receiver<Report>) -> (usize, usize, Report) {
    let (mut count, mut all) = (0, 0);
    loop {
        match next(reports) {
            Report::Scanned { job: SCAN, epoch: Epoch(3), rows, census, is_last } => {
                count += 1;
                all += rows.len();
                assert!(census.have >= all as u64);
                if is_last {
                    let end = Report::Scanned { job: SCAN, epoch: Epoch(3), rows: vec![], census, is_last };
                    return (count, all, end);
                }
            }
            end => return (count, all, end),
        }
    }
}

/// A list whose first page waits until it is let go of.
fn held_back(size: usize, twist: impl Fn(usize) -> Twist + Send + Sync + 'static) -> (Listing, Sender<()>) {
    let (go, wait) = channel();
    let wait = Mutex::new(wait);
    let listing = Listing::start(size, move |asked, _| {
        if asked.nth == 0 {
            wait.lock().unwrap().recv().unwrap();
        }
        twist(asked.nth)
    });
    (listing, go)
}

fn wait_for_the_first_request(listing: &Listing) {
    while listing.server.seen().is_empty() {
        std::thread::yield_now();
    }
}

/// Pages of the list that were asked for, counts left out.
fn pages(listing: &Listing) -> usize {
    listing.server.seen().iter().filter(|seen| !seen.target.contains("limit=0")).count()
}

/// Another job from its beginning to its end: whatever else was on its way has been sent by then.
fn ask_for_something_else(worker: &Worker, reports: &Receiver<Report>) {
    worker.submit(JobId(2), Job::Count { query: query() });
    assert!(matches!(next(reports), Report::Counted { job: JobId(2), .. }));
}

#[test]
fn a_scan_reports_at_most_once_a_page_and_its_whole_at_the_end() {
    let listing = Listing::start(5_000, |_, _| Twist::default());
    let (worker, reports) = worker(&listing);
    begin(&worker);
    let (count, all, end) = to_the_end(&reports);
    let Report::Scanned { census, .. } = end else { panic!("{end:?}") };
    assert_eq!((all, census.have, census.is_whole()), (5_000, 5_000, true));
    assert!(count <= pages(&listing) + 1, "{count} reports");
}

#[test]
fn a_paused_scan_takes_in_what_is_under_way_and_asks_nothing_more() {
    let (listing, go) = held_back(1_000, |_| Twist::default());
    let (worker, reports) = worker(&listing);
    begin(&worker);
    wait_for_the_first_request(&listing);
    worker.control(SCAN, Control::Pause);
    go.send(()).unwrap();
    let report = next(&reports);
    assert!(matches!(&report, Report::Scanned { rows, .. } if rows.len() == 250), "{report:?}");
    ask_for_something_else(&worker, &reports);
    assert_eq!(pages(&listing), 1);
    worker.control(SCAN, Control::Run);
    let (_, all, end) = to_the_end(&reports);
    assert!(matches!(end, Report::Scanned { is_last: true, .. }));
    assert_eq!(all, 750);
}

#[test]
fn a_page_that_waits_for_the_pace_is_not_sent_after_a_pause() {
    // The tenant is busy for a second: whoever wants something waits.
    let busy = || Twist { instead: Some(answer(429, &[("Retry-After", "1")], "")), ..Twist::default() };
    let (listing, go) = held_back(1_000, move |nth| if nth == 0 { busy() } else { Twist::default() });
    let (worker, reports) = worker(&listing);
    begin(&worker);
    wait_for_the_first_request(&listing);
    go.send(()).unwrap();
    let is_busy = |report: &Report| matches!(report, Report::Pace(pace) if pace.paused_until.is_some());
    while !is_busy(&reports.recv_timeout(Duration::from_secs(20)).unwrap()) {}
    worker.control(SCAN, Control::Pause);
    // Twice: the first goes at the same moment at which the page would.
    ask_for_something_else(&worker, &reports);
    ask_for_something_else(&worker, &reports);
    assert_eq!(pages(&listing), 1, "only the one that was refused");
    worker.control(SCAN, Control::Run);
    assert_eq!(to_the_end(&reports).1, 1_000);
}

#[test]
fn a_paused_scan_can_be_given_up() {
    let (listing, go) = held_back(1_000, |_| Twist::default());
    let (worker, reports) = worker(&listing);
    begin(&worker);
    wait_for_the_first_request(&listing);
    worker.control(SCAN, Control::Pause);
    go.send(()).unwrap();
    assert!(matches!(next(&reports), Report::Scanned { .. }));
    worker.cancel(SCAN);
    assert_eq!(next(&reports), Report::Cancelled { job: SCAN });
    ask_for_something_else(&worker, &reports);
    assert_eq!(pages(&listing), 1);
}

#[test]
fn what_was_read_is_reported_before_the_failure() {
    let listing = Listing::start(1_000, |asked, _| Twist {
        instead: (asked.offset == 498).then(|| answer(403, &[], "")),
        ..Twist::default()
    });
    let (worker, reports) = worker(&listing);
    begin(&worker);
    let (_, all, end) = to_the_end(&reports);
    assert_eq!(all, 499);
    assert!(matches!(end, Report::Failed { job: SCAN, epoch: Some(Epoch(3)), .. }), "{end:?}");
}
