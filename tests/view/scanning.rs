//! Lists that are read to their end for what only we can judge: how far, how whole, and what nothing means.

use jiff::SignedDuration;
use quarterdeck::model::{Problem, ProblemKind};
use quarterdeck::work::protocol::Census;

use crate::desk::{Desk, TOTAL};
use crate::pictures::{USUAL, pictures};

/// A screen on which the locked accounts were asked for.
fn asking(columns: u16, rows: u16) -> Desk {
    let mut desk = Desk::with_rows(columns, rows);
    desk.keys("/").answer_editor().typed("is:locked").keys("enter");
    desk
}

fn census(have: u64) -> Census {
    Census { have, total: Some(TOTAL), ..Census::default() }
}

#[test]
fn before_anything_was_kept() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = asking(columns, rows);
        desk.scan(0, census(5_000), false);
        desk
    }));
}

#[test]
fn while_rows_come() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = asking(columns, rows);
        desk.scan(11, census(5_000), false);
        desk
    }));
}

#[test]
fn paused() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = asking(columns, rows);
        desk.scan(11, census(5_000), false).keys("p");
        desk
    }));
}

#[test]
fn read_to_the_end() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = asking(columns, rows);
        desk.scan(41, census(TOTAL), true);
        desk
    }));
}

#[test]
fn narrowed_while_some_rows_were_not_tried_yet() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = asking(columns, rows);
        let census = Census { have: 2_000_000, total: Some(2_000_000), ..Census::default() };
        desk.scan(40_000, census, true);
        desk.keys("/").typed(" ~adl");
        desk
    }));
}

#[test]
fn none_of_all_matches() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = asking(columns, rows);
        desk.scan(0, census(TOTAL), true);
        desk
    }));
}

#[test]
fn rows_are_missing() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = asking(columns, rows);
        desk.scan(41, census(TOTAL - 4), true);
        desk
    }));
}

#[test]
fn ended_by_the_person() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = asking(columns, rows);
        desk.scan(11, census(5_000), false).keys("esc");
        desk
    }));
}

#[test]
fn read_again_beside_what_is_here() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = asking(columns, rows);
        desk.scan(41, census(TOTAL), true).wait(SignedDuration::from_mins(10)).keys("R");
        desk.scan(3, census(5_000), false);
        desk
    }));
}

#[test]
fn failed_in_the_middle() {
    let gone = Problem::new(ProblemKind::Unreachable, "demo.api.identitynow.com does not answer")
        .with_advice("check the address and the way through the proxy");
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = asking(columns, rows);
        desk.scan(11, census(5_000), false).fail_all(&gone);
        desk
    }));
}

#[test]
fn the_bar_names_the_split_and_the_price() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("/").answer_editor().typed("is:locked sort:-modified");
        desk
    }));
}

#[test]
fn the_bar_while_the_price_is_counted() {
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("/").answer_editor().typed("smith is:locked modified<2d");
        desk
    }));
}

#[test]
fn the_bar_before_much_is_read() {
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| {
        let mut desk = Desk::open(columns, rows);
        desk.answer_pages(412_250);
        desk.keys("/").answer_editor().typed("is:locked").keys("enter");
        desk
    }));
}
