//! What was submitted from this machine, and what is watched.

use jiff::{SignedDuration, Timestamp};
use quarterdeck::model::{ActsOn, Outcome, Problem, ProblemKind, Verb};
use quarterdeck::work::protocol::{Look, Task};

use crate::desk::{Desk, TOTAL};
use crate::people::account;
use crate::pictures::{USUAL, pictures};

/// A task of the account with this number, so many minutes ago.
pub fn task(desk: &Desk, run: i64, verb: Verb, n: usize, outcome: Outcome, minutes: i64) -> Task {
    let row = account(n, desk.state.now);
    let ago = |minutes: i64| desk.state.now.checked_sub(SignedDuration::from_mins(minutes)).ok();
    let is_over = !matches!(outcome, Outcome::Planned | Outcome::Sent | Outcome::Unknown);
    Task {
        run,
        verb: Some(verb),
        ticket: (run == 7).then(|| "INC0012345".to_owned()),
        kind: ActsOn::Account,
        target: row.id.to_string(),
        name: row.name.as_deref().map(str::to_owned),
        source: row.source.name.as_deref().map(str::to_owned),
        outcome,
        reason: None,
        status: Some(202),
        tracking_id: Some("aea8374f8c5d47109773cd5aa32b0ac9".to_owned()),
        task: None,
        confirmed: ago(minutes),
        sent: ago(minutes).filter(|_| outcome != Outcome::Planned),
        ended: ago(minutes).filter(|_| is_over).map(|at: Timestamp| at + SignedDuration::from_secs(4)),
    }
}

/// What a week of support leaves behind.
fn tasks(desk: &Desk) -> Vec<Task> {
    let failed = "Failed to update attribute password - New password violates password-history or constraints";
    let refused = "not allowed to remove this account · HTTP 403 · needs the level ORG_ADMIN (this token's is HELPDESK); \
                   sources disagree about it";
    let identity = Task {
        kind: ActsOn::Identity,
        source: None,
        name: Some("Björn Eriksen".to_owned()),
        ..task(desk, 4, Verb::DisableIdentity, 2, Outcome::Completed, 2_000)
    };
    vec![
        task(desk, 8, Verb::Unlock, 0, Outcome::Sent, 1),
        task(desk, 8, Verb::Unlock, 5, Outcome::Planned, 1),
        Task { reason: Some(failed.to_owned()), ..task(desk, 7, Verb::Enable, 2, Outcome::Failed, 12) },
        task(desk, 7, Verb::Enable, 10, Outcome::Verified, 12),
        task(desk, 6, Verb::Reload, 11, Outcome::Completed, 190),
        Task {
            reason: Some(refused.to_owned()),
            status: Some(403),
            ..task(desk, 5, Verb::Remove, 3, Outcome::Refused, 1_500)
        },
        identity,
        task(desk, 3, Verb::Uncorrelate, 9, Outcome::Unknown, 10_000),
    ]
}

#[test]
fn the_list_of_tasks() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("T");
        let newest = tasks(&desk);
        desk.answer_tasks(&newest, 4_321);
        desk.keys("j j");
        desk
    }));
}

#[test]
fn tasks_on_their_way_none_and_not_read() {
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("T");
        desk
    }));
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("T");
        desk.answer_tasks(&[], 0);
        desk
    }));
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("T");
        let problem = Problem::new(ProblemKind::Journal, "the journal was written by a newer quarterdeck");
        desk.fail_all(&problem.with_advice("use that one, or update this one"));
        desk
    }));
}

#[test]
fn a_message_longer_than_its_place_says_that_it_goes_on() {
    insta::assert_snapshot!(pictures(&[(60, 15)], |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("T");
        let reason = Some("the tenant said no, and why, at length ".repeat(20));
        let newest = vec![Task { reason, ..task(&desk, 1, Verb::Enable, 0, Outcome::Failed, 3) }];
        desk.answer_tasks(&newest, 1);
        desk
    }));
}

#[test]
fn a_watched_account_that_changed() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("w j w");
        let (now, id) = (desk.state.now, |n: usize| account(n, desk.state.now).id);
        let mut unlocked = account(0, now);
        unlocked.locked = Some(false);
        let looks = vec![(id(0), Look::Here(Box::new(unlocked))), (id(1), Look::Here(Box::new(account(1, now))))];
        desk.answer_watch(looks);
        desk.answer_pages(TOTAL);
        desk
    }));
}
