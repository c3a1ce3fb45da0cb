//! Accounts on their way to a file.

use quarterdeck::work::protocol::{Census, Exported, Job, JobId, Report, Written};

use crate::desk::{Desk, TOTAL};
use crate::pictures::{USUAL, pictures};

/// The export, opened where the locked accounts were asked for and two are marked.
fn opened(columns: u16, rows: u16) -> Desk {
    let mut desk = Desk::with_rows(columns, rows);
    desk.keys("/").answer_editor().typed("is:locked").keys("enter");
    desk.scan(41, Census { have: TOTAL, total: Some(TOTAL), ..Census::default() }, true);
    desk.keys("space space ctrl-s");
    let job = job(&desk, |job| matches!(job, Job::Count { .. }));
    desk.report(Report::Counted { job, total: Some(TOTAL) });
    desk
}

fn job(desk: &Desk, is_it: impl Fn(&Job) -> bool) -> JobId {
    desk.jobs.iter().rev().find(|(_, job)| is_it(job)).unwrap().0
}

/// The same, on its way.
fn writing(columns: u16, rows: u16) -> (Desk, JobId) {
    let mut desk = opened(columns, rows);
    desk.keys("enter");
    let job = job(&desk, |job| matches!(job, Job::Export(_)));
    (desk, job)
}

#[test]
fn what_can_be_written() {
    insta::assert_snapshot!(pictures(&USUAL, opened));
}

#[test]
fn on_its_way() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let (mut desk, job) = writing(columns, rows);
        let census = Census { have: 5_000, total: Some(TOTAL), ..Census::default() };
        desk.report(Report::Exporting { job, accounts: 18, census });
        desk
    }));
}

#[test]
fn a_file_is_there_already() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let (mut desk, job) = writing(columns, rows);
        let exported = Exported::Exists("acme-marked.csv".into());
        desk.report(Report::Exported { job, exported });
        desk
    }));
}

#[test]
fn what_was_written_lacks_some() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let (mut desk, job) = writing(columns, rows);
        let census = Census { have: 12_246, total: Some(TOTAL), ..Census::default() };
        let path = "acme-is-locked-20261123-1204.csv".into();
        let written = Written { path, accounts: 41, unreadable: 0, chosen: None, census };
        desk.report(Report::Exported { job, exported: Exported::Written(written) });
        desk
    }));
}
