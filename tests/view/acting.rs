//! What a person reads before something is done, while it is, and after.

use jiff::SignedDuration;
use quarterdeck::model::{AccountRow, Outcome, Problem, ProblemKind, SkipReason};
use quarterdeck::work::protocol::{Fate, Reading, RunEvent, Settled, Snapshot};

use crate::desk::{Desk, TOTAL};

const SIZES: [(u16, u16); 4] = [(60, 15), (80, 24), (120, 40), (200, 50)];
const USUAL: [(u16, u16); 2] = [(60, 15), (80, 24)];

fn pictures(sizes: &[(u16, u16)], arrange: impl Fn(&mut Desk)) -> String {
    let picture = |(columns, rows): &(u16, u16)| {
        let mut desk = Desk::with_rows(*columns, *rows);
        arrange(&mut desk);
        desk.picture()
    };
    sizes.iter().map(picture).collect::<Vec<_>>().join("\n")
}

fn send(_: &AccountRow) -> Fate {
    Fate::Send
}

fn skip(reason: SkipReason, why: &str) -> Fate {
    Fate::Skip { reason, why: why.to_owned() }
}

/// What becomes of the first accounts of the table.
fn mixed(row: &AccountRow) -> Fate {
    match row.name.as_deref() {
        Some("bjorn.eriksen") => skip(SkipReason::Already, "it is disabled"),
        Some("陳小明") => skip(SkipReason::Impossible, "its source cannot read single accounts"),
        Some("d.moreau") => skip(SkipReason::Held, "it is your own account"),
        _ => Fate::Send,
    }
}

fn settled(desk: &Desk, n: usize, outcome: Outcome, reason: Option<&str>) -> RunEvent {
    let run = desk.state.runs.going().next().unwrap();
    let after = match outcome {
        Outcome::Verified => {
            Reading::Account(Snapshot { disabled: Some(true), locked: Some(false), ..Snapshot::default() })
        }
        _ => Reading::Nothing,
    };
    let target = run.plan.targets[n].id.clone();
    RunEvent::Settled(Box::new(Settled {
        target,
        outcome,
        reason: reason.map(str::to_owned),
        before: Reading::Nothing,
        after,
        row: None,
    }))
}

fn sending(desk: &Desk, n: usize) -> RunEvent {
    let run = desk.state.runs.going().next().unwrap();
    RunEvent::Sending { target: run.plan.targets[n].id.clone() }
}

#[test]
fn a_dialog_for_one() {
    insta::assert_snapshot!(pictures(&SIZES, |desk| {
        desk.keys("U").answer_plan(send);
    }));
}

#[test]
fn a_dialog_of_every_verb() {
    let pictures = ["E", "D", "L", "X", ":delete", ":uncorrelate"].map(|asked| {
        let mut desk = Desk::with_rows(80, 24);
        match asked.strip_prefix(':') {
            Some(command) => desk.keys(":").typed(command).keys("enter"),
            None => desk.keys(asked),
        };
        desk.answer_plan(send);
        desk.picture()
    });
    insta::assert_snapshot!(pictures.join("\n"));
}

#[test]
fn a_dialog_while_its_account_is_read() {
    insta::assert_snapshot!(pictures(&USUAL, |desk| {
        desk.keys("U");
    }));
}

#[test]
fn a_dialog_whose_account_could_not_be_read() {
    insta::assert_snapshot!(pictures(&USUAL, |desk| {
        desk.keys("U");
        let problem = Problem::new(ProblemKind::Unreachable, "demo.api.identitynow.com does not answer");
        desk.fail_all(&problem.with_advice("check the address and the way through the proxy"));
    }));
}

#[test]
fn a_dialog_with_nothing_to_send() {
    insta::assert_snapshot!(pictures(&USUAL, |desk| {
        desk.keys("D").answer_plan(|_| skip(SkipReason::Held, "it is your own account"));
    }));
}

#[test]
fn a_dialog_for_a_removal_in_production() {
    insta::assert_snapshot!(pictures(&USUAL, |desk| {
        desk.state.tenant.production = true;
        desk.keys("X").answer_plan(send).keys("1");
    }));
}

#[test]
fn a_dialog_with_a_ticket_being_typed() {
    insta::assert_snapshot!(pictures(&USUAL, |desk| {
        desk.keys("U").answer_plan(send).keys("tab space").answer_plan(send).keys("tab tab").typed("INC0042");
    }));
}

#[test]
fn the_table_with_marks() {
    insta::assert_snapshot!(pictures(&SIZES, |desk| {
        desk.keys("space space j space k");
    }));
}

#[test]
fn a_plan_for_several() {
    insta::assert_snapshot!(pictures(&SIZES, |desk| {
        desk.keys("space space space space space space D").answer_plan(mixed);
    }));
}

#[test]
fn a_plan_with_hidden_targets() {
    insta::assert_snapshot!(pictures(&USUAL, |desk| {
        desk.keys("space space space / n o v a k enter");
        desk.answer_pages_with(TOTAL, |n| crate::people::account(n + 2, "2026-11-23T12:04:31Z".parse().unwrap()));
        desk.keys("D").answer_plan(send).keys("2");
    }));
}

#[test]
fn a_plan_of_which_one_group_is_listed() {
    insta::assert_snapshot!(pictures(&SIZES, |desk| {
        desk.keys("space space space space space space D").answer_plan(mixed).keys("l l");
    }));
}

#[test]
fn a_target_of_a_plan_in_full() {
    insta::assert_snapshot!(pictures(&USUAL, |desk| {
        desk.keys("space space space space space space D").answer_plan(mixed).keys("l l l d");
    }));
}

#[test]
fn a_plan_about_to_be_saved() {
    insta::assert_snapshot!(pictures(&USUAL, |desk| {
        desk.keys("space space space space space space D").answer_plan(mixed).keys("s");
    }));
}

#[test]
fn a_range_of_rows() {
    insta::assert_snapshot!(pictures(&USUAL, |desk| {
        desk.keys("v j j j");
    }));
}

#[test]
fn a_range_that_waits_for_rows() {
    insta::assert_snapshot!(pictures(&USUAL, |desk| {
        desk.keys("v G");
    }));
}

#[test]
fn the_rest_being_read_to_mark_all() {
    insta::assert_snapshot!(pictures(&USUAL, |desk| {
        desk.keys("a");
    }));
}

#[test]
fn a_run_under_way() {
    insta::assert_snapshot!(pictures(&SIZES, |desk| {
        desk.keys("space space space space space space D").answer_plan(mixed).keys("y");
        desk.run(RunEvent::Begun { run: 7 });
        for n in 0..3 {
            let event = sending(desk, n);
            desk.run(event);
        }
        desk.wait(SignedDuration::from_millis(4_100));
        let event = settled(desk, 0, Outcome::Verified, None);
        desk.run(event);
        let why = "Failed to update attribute password: New password does not meet the policy of the domain";
        let event = settled(desk, 1, Outcome::Failed, Some(why));
        desk.run(event).keys("j");
    }));
}

#[test]
fn a_row_while_something_is_done_to_it() {
    insta::assert_snapshot!(pictures(&[(80, 24), (120, 40)], |desk| {
        desk.keys("U").answer_plan(send).keys("y");
        desk.run(RunEvent::Begun { run: 7 });
        let event = sending(desk, 0);
        desk.run(event);
    }));
}

#[test]
fn leaving_while_a_run_is_going() {
    insta::assert_snapshot!(pictures(&USUAL, |desk| {
        desk.keys("space space D").answer_plan(send).keys("y");
        desk.run(RunEvent::Begun { run: 7 });
        let event = sending(desk, 0);
        desk.run(event).keys("ctrl-c");
    }));
}

#[test]
fn a_dialog_for_one_that_the_table_does_not_show() {
    insta::assert_snapshot!(pictures(&USUAL, |desk| {
        desk.keys("space / n o v a k enter");
        desk.answer_pages_with(TOTAL, |n| crate::people::account(n + 2, "2026-11-23T12:04:31Z".parse().unwrap()));
        desk.keys("D").answer_plan(send);
    }));
}

#[test]
fn what_was_read_long_ago_does_not_look_fresh() {
    let mut desk = Desk::with_rows(80, 24);
    desk.keys("U").answer_plan(send).wait(SignedDuration::from_mins(20));
    assert!(desk.picture().contains(", read 12:04"), "{}", desk.picture());
}

#[test]
fn however_much_there_is_to_tell_the_answers_are_on_the_screen() {
    let why = "it is held back for a reason that takes many words to tell. ".repeat(9);
    for keys in ["U", "D", "X"] {
        let mut desk = Desk::with_rows(60, 15);
        let long = Problem::new(ProblemKind::Unreachable, "the tenant does not answer ".repeat(9));
        desk.state.notices.add_problem(desk.state.now, &long);
        desk.keys(keys).answer_plan(|_| skip(SkipReason::Held, &why));
        let picture = desk.picture();
        for told in ["nothing to send", "leave it as it is  ◂", "puts it in", "… a higher screen tells more", "└──"]
        {
            assert!(picture.contains(told), "{told} in\n{picture}");
        }
        assert!(picture.contains("ERR"), "nothing lies over the notice:\n{picture}");
    }
}

#[test]
fn a_long_message_of_a_run_is_told_in_full_where_there_is_room_and_seen_to_be_cut_where_not() {
    let why = "Failed to update attribute password: it does not meet the policy of the domain. ".repeat(4) + "THE END";
    for (size, whole) in [((80, 24), false), ((80, 40), true)] {
        let mut desk = Desk::with_rows(size.0, size.1);
        desk.keys("space space D").answer_plan(send).keys("y");
        desk.run(RunEvent::Begun { run: 7 });
        let event = settled(&desk, 0, Outcome::Failed, Some(&why));
        desk.run(event);
        let told = desk.picture();
        let below = told.split("────").last().unwrap();
        assert_eq!((below.contains("THE END"), below.contains('…')), (whole, !whole), "{told}");
    }
}

#[test]
fn a_clock_set_back_takes_no_time() {
    let mut desk = Desk::with_rows(80, 24);
    desk.keys("space space D").answer_plan(send).keys("y");
    let event = sending(&desk, 0);
    desk.run(event).wait(SignedDuration::from_secs(-60));
    let event = settled(&desk, 0, Outcome::Failed, None);
    desk.run(event);
    assert!(!desk.picture().contains("-60"), "{}", desk.picture());
}

#[test]
fn a_narrow_screen_says_whole_what_became_of_a_state() {
    let mut desk = Desk::with_rows(60, 15);
    desk.keys("space space D").answer_plan(send).keys("y");
    desk.run(RunEvent::Begun { run: 7 });
    let event = sending(&desk, 1);
    desk.run(event).wait(SignedDuration::from_secs(4));
    let event = settled(&desk, 1, Outcome::Verified, None);
    desk.run(event);
    assert!(desk.picture().contains("enabled → DISABLED"), "{}", desk.picture());
}
