//! The queues: their line below the header, and the list of them.

use jiff::SignedDuration;
use quarterdeck::app::queues::Queues;
use quarterdeck::model::{AccountRow, Asks, Queue};
use quarterdeck::work::protocol::{Census, Changed, Freshened, Job, QueueId, Report};

use crate::desk::{Desk, TOTAL};
use crate::people::account;
use crate::pictures::{USUAL, pictures};

fn queues() -> Queues {
    let named = [
        ("locked", Some("is:locked")),
        ("leavers", Some("is:leaver -is:disabled")),
        ("disabled active", Some("is:disabled is:active")),
        ("uncorrelated", Some("is:uncorrelated")),
        ("today", Some("modified:today")),
        ("failed work", None),
    ];
    let queue = |(name, query): (&str, Option<&str>)| Queue {
        name: name.to_owned(),
        asks: query.map_or(Asks::FailedWork, |query| Asks::Accounts(query.to_owned())),
    };
    Queues::of(named.into_iter().map(queue).collect())
}

/// A screen with queues, the first of which was opened: 41 accounts are locked.
fn with_queues(columns: u16, rows: u16) -> Desk {
    let mut desk = Desk::open(columns, rows);
    desk.state.queues = queues();
    desk.answer_pages(TOTAL);
    desk.signed_in(&["ORG_ADMIN"]);
    answer(&mut desk, &[]);
    desk.keys("1").answer_editor();
    let census = Census { have: TOTAL, total: Some(TOTAL), ..Census::default() };
    desk.scan(41, census, true);
    answer(&mut desk, &[]);
    desk
}

/// Answers what is asked for the queues.
fn answer(desk: &mut Desk, came: &[AccountRow]) {
    let now = desk.state.now;
    let is_ours = |job: &Job| matches!(job, Job::Count { .. } | Job::Freshen { .. } | Job::Tasks);
    while let Some(at) = desk.jobs.iter().position(|(_, job)| is_ours(job)) {
        let (job, asked) = desk.jobs.remove(at);
        desk.report(match asked {
            Job::Count { query } => {
                Report::Counted { job, total: query.filter.as_ref().map(|filter| filter.len() as u64) }
            }
            Job::Tasks => Report::Tasks { job, tasks: quarterdeck::work::protocol::Tasks::default() },
            _ => {
                let changed = came.iter().cloned().map(|row| Changed { row, within: vec![QueueId(1)] }).collect();
                let (newest, total) = (Some(now), Some(TOTAL));
                let since = Some(now - SignedDuration::from_secs(60));
                Report::Freshened { job, fresh: Freshened { since, changed, is_whole: true, newest, total } }
            }
        });
    }
}

#[test]
fn a_queue_is_open() {
    insta::assert_snapshot!(pictures(&USUAL, with_queues));
}

#[test]
fn somebody_came() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = with_queues(columns, rows);
        desk.keys("0");
        desk.answer_pages(TOTAL);
        desk.wait(SignedDuration::from_secs(61));
        let came = AccountRow { locked: Some(true), ..account(9_000, desk.state.now) };
        answer(&mut desk, &[came]);
        desk
    }));
}

#[test]
fn the_list_of_queues() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = with_queues(columns, rows);
        desk.keys("Q");
        desk
    }));
}

#[test]
fn a_queue_that_may_be_wrong() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = with_queues(columns, rows);
        desk.wait(SignedDuration::from_mins(31));
        desk.keys("Q");
        desk
    }));
}

#[test]
fn there_is_no_queue() {
    let mut desk = Desk::with_rows(80, 24);
    desk.state.queues = Queues::default();
    desk.keys("Q");
    let shown = desk.picture();
    assert!(shown.contains(":queue add NAME"), "{shown}");
}
