//! The tenant at a glance.

use std::sync::Arc;

use quarterdeck::model::{Outcome, Problem, ProblemKind, SourceFacts, Verb};
use quarterdeck::work::protocol::{Census, Counts, Job, JobId, Report, SourceTally, Tally};

use crate::desk::Desk;
use crate::pictures::{USUAL, pictures};
use crate::working::task;

fn source(name: &str, [enabled, disabled, locked, both, unknown, uncorrelated]: [u64; 6]) -> SourceTally {
    let facts = SourceFacts { name: Some(name.into()), ..SourceFacts::default() };
    let accounts = enabled + disabled + locked - both + unknown;
    SourceTally {
        source: Arc::new(facts),
        counts: Counts { accounts, enabled, disabled, locked, both, unknown, uncorrelated },
    }
}

fn tally(have: u64, total: u64) -> Arc<Tally> {
    let sources = vec![
        source("Active Directory", [1_002_229, 30_005, 51, 7, 0, 108]),
        source("Okta", [1_963, 300, 42, 2, 0, 61]),
        source("HR Contractors of the Northern Region", [1, 0, 0, 0, 0, 0]),
        source("Badge System", [0, 0, 0, 0, 24, 24]),
    ];
    let sum = |part: fn(&Counts) -> u64| sources.iter().map(|source| part(&source.counts)).sum();
    let all = Counts {
        accounts: sum(|counts| counts.accounts),
        enabled: sum(|counts| counts.enabled),
        disabled: sum(|counts| counts.disabled),
        locked: sum(|counts| counts.locked),
        both: sum(|counts| counts.both),
        unknown: sum(|counts| counts.unknown),
        uncorrelated: sum(|counts| counts.uncorrelated),
    };
    Arc::new(Tally { all, sources, census: Census { have, total: Some(total), ..Census::default() } })
}

/// The job that asks how many accounts there are, or the one that counts them.
fn job(desk: &mut Desk, is_it: impl Fn(&Job) -> bool) -> JobId {
    let at = desk.jobs.iter().position(|(_, job)| is_it(job)).unwrap();
    desk.jobs.remove(at).0
}

/// The pulse is open; the tenant has so many accounts.
fn opened(columns: u16, rows: u16, total: u64) -> Desk {
    let mut desk = Desk::with_rows(columns, rows);
    desk.keys("P");
    let job = job(&mut desk, |job| matches!(job, Job::Count { .. }));
    desk.report(Report::Counted { job, total: Some(total) });
    desk
}

#[test]
fn how_the_accounts_stand() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = opened(columns, rows, 12_250);
        let now = [(Outcome::Verified, 1), (Outcome::Verified, 1), (Outcome::Failed, 12), (Outcome::Verified, 40)];
        let tasks: Vec<_> =
            now.iter().map(|(outcome, minutes)| task(&desk, 7, Verb::Disable, 2, *outcome, *minutes)).collect();
        desk.answer_tasks(&tasks, 4);
        let job = job(&mut desk, |job| *job == Job::Tally);
        desk.report(Report::Tallied { job, tally: tally(12_250, 12_250), is_last: true });
        desk.keys("j l l l");
        desk
    }));
}

#[test]
fn counting_that_is_going_and_counting_that_came_short() {
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| {
        let mut desk = opened(columns, rows, 12_250);
        let job = job(&mut desk, |job| *job == Job::Tally);
        desk.report(Report::Tallied { job, tally: tally(5_000, 12_250), is_last: false });
        desk
    }));
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| {
        let mut desk = opened(columns, rows, 12_250);
        let job = job(&mut desk, |job| *job == Job::Tally);
        desk.report(Report::Tallied { job, tally: tally(12_246, 12_250), is_last: true });
        desk
    }));
}

#[test]
fn a_large_tenant_is_counted_when_the_person_says_so_and_a_refusal_says_why() {
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| opened(columns, rows, 1_000_000)));
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| {
        let mut desk = opened(columns, rows, 12_250);
        let job = job(&mut desk, |job| *job == Job::Tally);
        let problem = Problem::new(ProblemKind::Forbidden, "not allowed to list accounts")
            .with_status(403)
            .with_advice("ask for the scope idn:accounts:read");
        desk.report(Report::Failed { job, epoch: None, problem });
        desk
    }));
}
