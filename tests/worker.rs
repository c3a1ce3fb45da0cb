//! The worker over real HTTP: every job is settled once, whatever the tenant does.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod support {
    #[expect(dead_code, reason = "other tests need the rest of it")]
    pub mod embedded;
    #[expect(dead_code, reason = "other tests need the rest of it")]
    pub mod scripted;
}

use std::ops::Range;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use quarterdeck::api::Connection;
use quarterdeck::model::{Generation, ListQuery, ProblemKind, Span, Urgency};
use quarterdeck::query::Case;
use quarterdeck::tenant::{self, TenantSettings};
use quarterdeck::work::Worker;
use quarterdeck::work::protocol::{Epoch, Job, JobId, Look, Report};
use support::embedded;
use support::scripted::{Act, Scripted, answer, json};

fn worker(server: &Scripted) -> (Worker, Receiver<Report>) {
    let (ear, reports) = channel();
    let connection = Connection::new(&server.base, "id", "secret".to_owned().into());
    let worker = Worker::spawn(connection, move |report| drop(ear.send(report))).unwrap();
    (worker, reports)
}

fn page_job(offset: u64) -> Job {
    let query = Arc::new(ListQuery { sorters: "id".into(), ..ListQuery::default() });
    Job::Page {
        epoch: Epoch(7),
        query,
        span: Span { offset, limit: 250 },
        count: offset == 0,
        urgency: Urgency::Person,
    }
}

/// The next report that ends a job.
fn next_end(reports: &Receiver<Report>) -> Report {
    loop {
        match reports.recv_timeout(Duration::from_secs(10)).unwrap() {
            Report::SignedIn(_) | Report::Requested(_) | Report::Pace(_) | Report::Deprecated => {}
            end => return end,
        }
    }
}

#[test]
fn a_page_comes_with_its_question() {
    let server = Scripted::start(|_, _| Act::Send(answer(200, &[("X-Total-Count", "9")], r#"[{"id":"a"}]"#)));
    let (worker, reports) = worker(&server);
    worker.submit(JobId(1), page_job(0));
    let Report::Page { job, epoch, span, rows, total, past_end } = next_end(&reports) else { panic!() };
    assert_eq!((job, epoch, span.offset, total, past_end), (JobId(1), Epoch(7), 0, Some(9), false));
    assert_eq!(rows[0].id.as_str(), "a");
}

#[test]
fn a_400_behind_the_first_page_is_the_end_and_at_the_first_a_failure() {
    let server = Scripted::start(|_, _| Act::Send(answer(400, &[], r#"{"detailCode":"400.1 Bad Request Content"}"#)));
    let (worker, reports) = worker(&server);
    worker.submit(JobId(1), page_job(250));
    assert!(matches!(next_end(&reports), Report::Page { rows, past_end: true, total: None, .. } if rows.is_empty()));
    worker.submit(JobId(2), page_job(0));
    let Report::Failed { job, epoch, problem } = next_end(&reports) else { panic!() };
    assert_eq!((job, epoch, problem.kind), (JobId(2), Some(Epoch(7)), ProblemKind::Rejected));
}

#[test]
fn details_and_entitlements_come_apart() {
    let server = Scripted::start(|seen, _| match seen.path() {
        "/beta/accounts/a" => json(r#"{"id":"a","attributes":{"x":1}}"#),
        _ => Act::Send(answer(200, &[("X-Total-Count", "1")], r#"[{"name":"group"}]"#)),
    });
    let (worker, reports) = worker(&server);
    worker.submit(JobId(1), Job::Account { epoch: Epoch(1), id: "a".into() });
    assert!(matches!(next_end(&reports), Report::Account { account, .. } if account.attributes.len() == 1));
    let span = Span { offset: 0, limit: 50 };
    worker.submit(JobId(2), Job::Entitlements { epoch: Epoch(1), id: "a".into(), span });
    assert!(matches!(next_end(&reports), Report::Entitlements { total: Some(1), rows, .. } if rows.len() == 1));
    assert_eq!(server.seen()[1].target, "/beta/accounts/a/entitlements?limit=50&offset=0&count=true");
}

/// The sources a worker reads from a tenant that gives these places of its list, of how many, for an offset.
fn sources_of(give: impl Fn(usize) -> (Range<usize>, Option<usize>) + Send + Sync + 'static) -> (Vec<String>, usize) {
    let server = Scripted::start(move |seen, _| {
        let offset = seen.target.split("offset=").nth(1).unwrap().split('&').next().unwrap().parse().unwrap();
        let (places, total) = give(offset);
        if offset > 0 && places.is_empty() {
            return Act::Send(answer(400, &[], "{}"));
        }
        let rows: Vec<String> = places.map(|place| format!(r#"{{"id":"{place}","name":"n"}}"#)).collect();
        let total = total.map(|total| total.to_string());
        let headers: Vec<_> = total.iter().map(|total| ("X-Total-Count", total.as_str())).collect();
        Act::Send(answer(200, &headers, format!("[{}]", rows.join(","))))
    });
    let (worker, reports) = worker(&server);
    worker.submit(JobId(1), Job::Sources);
    let Report::Sources { sources, .. } = next_end(&reports) else { panic!() };
    (sources.into_iter().map(|source| source.id).collect(), server.seen().len())
}

fn places(places: Range<usize>) -> Vec<String> {
    places.map(|place| place.to_string()).collect()
}

#[test]
fn sources_are_read_to_the_end_which_may_be_a_400() {
    for (size, requests) in [(0, 1), (1, 1), (250, 1), (253, 2), (500, 2)] {
        let counted = sources_of(move |offset| (offset..size.min(offset + 250), Some(size)));
        assert_eq!(counted, (places(0..size), requests), "{size} sources");
        let (uncounted, _) = sources_of(move |offset| (offset..size.min(offset + 250), None));
        assert_eq!(uncounted, places(0..size), "{size} sources without a total");
    }
}

#[test]
fn a_short_page_of_sources_is_not_the_end() {
    let (read, _) = sources_of(|offset| (offset..400.min(offset + 100), Some(400)));
    assert_eq!(read, places(0..400));
}

#[test]
fn sources_that_come_again_are_dropped_and_a_tenant_that_starts_over_is_left() {
    let (overlapping, _) = sources_of(|offset| (offset.saturating_sub(5)..300.min(offset + 250), None));
    assert_eq!(overlapping, places(0..300));
    let (started_over, requests) = sources_of(|_| (0..250, Some(600)));
    assert_eq!((started_over, requests), (places(0..250), 2));
}

#[test]
fn a_source_subadmin_asks_for_its_own_sources() {
    // {"authorities":["SOURCE_SUBADMIN"]}
    let token = "e30.eyJhdXRob3JpdGllcyI6WyJTT1VSQ0VfU1VCQURNSU4iXX0.s";
    let sign_in = move |_: &_, _| json(&format!(r#"{{"access_token":"{token}","expires_in":600}}"#));
    let server = Scripted::start_with_sign_in(sign_in, |_, _| json("[]"));
    let (worker, reports) = worker(&server);
    worker.submit(JobId(1), Job::Sources);
    next_end(&reports);
    assert!(server.seen()[0].target.ends_with("&for-subadmin=me"), "{}", server.seen()[0].target);
}

#[test]
fn a_cancelled_job_is_settled_at_once_and_only_once() {
    let server = Scripted::start(|seen, _| if seen.target.contains("offset=0") { Act::Hang } else { json("[]") });
    let (worker, reports) = worker(&server);
    worker.submit(JobId(1), page_job(0));
    worker.cancel(JobId(1));
    assert_eq!(next_end(&reports), Report::Cancelled { job: JobId(1) });
    worker.cancel(JobId(1));
    worker.submit(JobId(2), page_job(250));
    assert!(matches!(next_end(&reports), Report::Page { job: JobId(2), .. }));
    worker.cancel(JobId(2));
    worker.submit(JobId(3), page_job(250));
    assert!(matches!(next_end(&reports), Report::Page { job: JobId(3), .. }));
}

#[test]
fn a_job_cancelled_at_the_moment_of_its_answer_ends_as_cancelled_only() {
    let server = Scripted::start(|_, _| json("[]"));
    let (ear, reports) = channel();
    let (answered, at_answer) = channel();
    let (cancelled, after_cancel) = channel::<()>();
    let after_cancel = Mutex::new(after_cancel);
    let connection = Connection::new(&server.base, "id", "secret".to_owned().into());
    let worker = Worker::spawn(connection, move |report| {
        // The answer is logged just before the job ends: hold it there until the job has been cancelled.
        if matches!(&report, Report::Requested(record) if record.url.ends_with("/accounts")) {
            answered.send(()).unwrap();
            assert!(after_cancel.lock().unwrap().recv().is_err(), "the sender is dropped, never used");
        }
        drop(ear.send(report));
    })
    .unwrap();
    worker.submit(JobId(1), page_job(0));
    at_answer.recv().unwrap();
    worker.cancel(JobId(1));
    drop(cancelled);
    assert_eq!(next_end(&reports), Report::Cancelled { job: JobId(1) });
    worker.submit(JobId(2), page_job(0));
    assert!(matches!(next_end(&reports), Report::Page { job: JobId(2), .. }));
}

#[test]
fn a_fault_of_ours_ends_its_job_and_no_other() {
    let server = Scripted::start(|_, _| json("[]"));
    let (ear, reports) = channel();
    let connection = Connection::new(&server.base, "id", "secret".to_owned().into());
    let worker = Worker::spawn(connection, move |report| {
        let is_fatal = matches!(&report, Report::Requested(record) if record.url.ends_with("/entitlements"));
        assert!(!is_fatal, "a fault within a job");
        drop(ear.send(report));
    })
    .unwrap();
    worker.submit(JobId(1), Job::Entitlements { epoch: Epoch(3), id: "a".into(), span: Span { offset: 0, limit: 9 } });
    assert!(matches!(next_end(&reports), Report::Failed { job: JobId(1), epoch: Some(Epoch(3)), .. }));
    worker.submit(JobId(2), page_job(0));
    assert!(matches!(next_end(&reports), Report::Page { job: JobId(2), .. }));
}

#[test]
fn a_worker_dropped_in_the_middle_goes_silent() {
    let server = Scripted::start(|_, _| Act::Hang);
    let (worker, reports) = worker(&server);
    worker.submit(JobId(1), page_job(0));
    while server.seen().is_empty() {
        std::thread::yield_now();
    }
    drop(worker);
    // The channel closes when the last task that could report is gone.
    let end = loop {
        if let Err(end) = reports.recv_timeout(Duration::from_secs(10)) {
            break end;
        }
    };
    assert_eq!(end, RecvTimeoutError::Disconnected);
}

#[test]
fn every_job_is_settled_once_however_it_ends() {
    let server = Scripted::start(|_, nth| match nth % 3 {
        0 => Act::Send(answer(403, &[], "")),
        1 => json(r#"[{"id":"a"}]"#),
        _ => json(r#"[{"no":"id"}]"#),
    });
    let (worker, reports) = worker(&server);
    for number in 0..60 {
        worker.submit(JobId(number), page_job(0));
        if number % 5 == 0 {
            worker.cancel(JobId(number));
        }
    }
    let mut settled: Vec<u64> = (0..60)
        .map(|_| match next_end(&reports) {
            Report::Page { job, .. } | Report::Failed { job, .. } | Report::Cancelled { job } => job.0,
            other => panic!("{other:?}"),
        })
        .collect();
    settled.sort_unstable();
    assert_eq!(settled, (0..60).collect::<Vec<_>>());
}

#[test]
fn watched_accounts_are_read_in_one_request_and_one_that_is_left_out_is_gone() {
    let server = Scripted::start(|_, _| {
        Act::Send(answer(200, &[("X-Total-Count", "2")], r#"[{"id":"a","locked":true},{"id":"c"}]"#))
    });
    let (worker, reports) = worker(&server);
    worker.submit(JobId(1), Job::Watch { ids: ["a", "b", "c"].map(Into::into).to_vec() });
    let Report::Watched { job, looks } = next_end(&reports) else { panic!() };
    let told: Vec<(&str, Option<bool>)> = looks
        .iter()
        .map(|(id, look)| match look {
            Look::Here(row) => (id.as_str(), Some(row.locked == Some(true))),
            Look::Gone | Look::NotRead(_) => (id.as_str(), None),
        })
        .collect();
    assert_eq!((job, told), (JobId(1), vec![("a", Some(true)), ("b", None), ("c", Some(false))]));
    assert!(matches!(looks[1].1, Look::Gone), "the answer is whole, so that it is certain");
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn what_was_done_is_looked_for_without_making_a_journal_or_asking_the_tenant() {
    let server = Scripted::start(|_, _| panic!("nothing is asked"));
    let around = tempfile::tempdir().unwrap();
    let state = around.path().join("state");
    let (worker, reports) = worker(&server);
    let worker = worker.with_journal_in(state.clone());
    worker.submit(JobId(1), Job::Tasks);
    let Report::Tasks { tasks, .. } = next_end(&reports) else { panic!() };
    assert_eq!((tasks.total, tasks.newest.len(), state.exists()), (0, 0, false));
    assert!(server.seen().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_found_out_whether_the_tenant_minds_case() {
    for (sensitive, found) in [(false, Case::Insensitive), (true, Case::Sensitive)] {
        let case = if sensitive { tenant::Case::Sensitive } else { tenant::Case::Insensitive };
        let tenant = embedded::tenant(TenantSettings { accounts: 100, case, ..TenantSettings::default() }).await;
        let (ear, reports) = channel();
        let connection = embedded::connection(&tenant, Generation::Beta);
        let worker = Worker::spawn(connection, move |report| drop(ear.send(report))).unwrap();
        worker.submit(JobId(1), page_job(0));
        let Report::Page { rows, .. } = next_end(&reports) else { panic!() };
        let has_letters = |name: &str| name.contains(|c: char| c.is_ascii_alphabetic());
        let row = rows.iter().find(|row| row.name.as_deref().is_some_and(has_letters)).unwrap();
        let probe = |name: &str| Job::Probe { id: row.id.clone(), name: name.to_owned() };
        worker.submit(JobId(2), probe(row.name.as_deref().unwrap()));
        assert_eq!(next_end(&reports), Report::Probed { job: JobId(2), case: Some(found) });
        worker.submit(JobId(3), probe("nobody of this name"));
        assert_eq!(next_end(&reports), Report::Probed { job: JobId(3), case: None }, "it tells nothing");
    }
}
