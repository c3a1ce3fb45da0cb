//! Snapshots of an account among the others of its identity: siblings, activity, the identity view.

use quarterdeck::model::{Problem, ProblemKind};
use quarterdeck::work::protocol::Job;

use crate::desk::Desk;
use crate::pictures::{ALL, USUAL, pictures};

/// Keys from the table to the tabs.
const ACTIVITY: &str = "enter tab tab tab";
const SIBLINGS: &str = "enter tab tab tab tab";

fn refused(what: &str) -> Problem {
    Problem::new(ProblemKind::Forbidden, format!("not allowed to {what}"))
        .with_status(403)
        .with_advice("needs the scope idn:identity:read or idn:identity:manage; this token's level is HELPDESK")
}

/// A screen on which these keys were pressed and everything was answered.
fn after(columns: u16, rows: u16, keys: &str) -> Desk {
    let mut desk = Desk::with_rows(columns, rows);
    desk.keys(keys).answer_details();
    desk
}

#[test]
fn siblings() {
    insta::assert_snapshot!(pictures(&ALL, |columns, rows| {
        let mut desk = after(columns, rows, SIBLINGS);
        desk.keys("j j j");
        desk
    }));
}

#[test]
fn siblings_of_an_account_of_nobody() {
    insta::assert_snapshot!(pictures(&[(60, 15)], |columns, rows| after(columns, rows, &format!("j {SIBLINGS}"))));
}

#[test]
fn siblings_that_cannot_be_read() {
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys(SIBLINGS);
        desk.fail_all(&refused("list accounts"));
        desk
    }));
}

#[test]
fn a_sibling_gone_to() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = after(columns, rows, SIBLINGS);
        desk.keys("j j j enter");
        desk
    }));
}

#[test]
fn activity() {
    insta::assert_snapshot!(pictures(&ALL, |columns, rows| {
        let mut desk = after(columns, rows, ACTIVITY);
        desk.keys("j j");
        desk
    }));
}

#[test]
fn activity_where_the_tenant_refuses() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys(ACTIVITY);
        desk.fail_where(&refused("read account activities"), |job| matches!(job, Job::Activities { .. }));
        desk.answer_details();
        desk
    }));
}

#[test]
fn activity_of_an_account_of_nobody() {
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| after(columns, rows, &format!("j {ACTIVITY}"))));
}

#[test]
fn the_identity_view() {
    insta::assert_snapshot!(pictures(&ALL, |columns, rows| after(columns, rows, "i")));
}

#[test]
fn an_account_in_the_identity_view() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = after(columns, rows, "i");
        desk.keys("j j j j");
        desk
    }));
}

#[test]
fn the_identity_view_on_its_way() {
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("i");
        desk
    }));
}

#[test]
fn the_sign_in_in_full() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = after(columns, rows, "i");
        desk.keys("enter j");
        desk
    }));
}

#[test]
fn the_identity_view_where_the_identity_cannot_be_read() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("i");
        desk.fail_where(&refused("search identities"), |job| matches!(job, Job::Identity { .. }));
        desk.answer_details();
        desk
    }));
}

#[test]
fn the_identity_view_where_nothing_can_be_read() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("i");
        desk.fail_all(&refused("list accounts"));
        desk
    }));
}
