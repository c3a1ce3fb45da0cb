//! What holds on every screen, in whatever state.

use std::collections::HashSet;

use jiff::SignedDuration;
use proptest::prelude::*;
use quarterdeck::app::Fact;
use quarterdeck::app::geometry::Size;
use quarterdeck::model::{Problem, ProblemKind};
use quarterdeck::ui::Theme;

use crate::desk::{Desk, TOTAL, draw_on, lines};
use crate::people::account;

/// What a person or the tenant does.
#[derive(Debug, Clone)]
enum Happening {
    Key(&'static str),
    Typed(String),
    Resized(u16, u16),
    Answered(u64),
    Short(u64),
    Failed,
    Waited(i64),
    Paced(u32),
}

fn happening() -> impl Strategy<Value = Happening> {
    let keys = [
        "j",
        "k",
        "ctrl-d",
        "ctrl-f",
        "g g",
        "G",
        "h",
        "l",
        "enter",
        "y",
        "i",
        "tab",
        "shift-tab",
        "/",
        "n",
        ">",
        "<",
        "o",
        "R",
        "0",
        ":",
        "@",
        "T",
        "w",
        "?",
        "esc",
        "q",
        "space",
        "c",
        "C",
        "up",
        "down",
        "backspace",
        "ctrl-u",
    ];
    let texts =
        ["smith", "nmae:x", "modified<2d", "columns", "goto 12000", "column attr.x", "sort -modified", "陳👍🏽\u{1b}"];
    prop_oneof![
        6 => prop::sample::select(keys.to_vec()).prop_map(Happening::Key),
        2 => prop::sample::select(texts.to_vec()).prop_map(|text| Happening::Typed(text.to_owned())),
        1 => (1_u16..=130, 1_u16..=45).prop_map(|(columns, rows)| Happening::Resized(columns, rows)),
        2 => prop::sample::select(vec![0, 1, 7, 250, 251, TOTAL]).prop_map(Happening::Answered),
        1 => (0_u64..300).prop_map(Happening::Short),
        1 => Just(Happening::Failed),
        1 => (0_i64..1000).prop_map(Happening::Waited),
        1 => (0_u32..98).prop_map(Happening::Paced),
    ]
}

fn happen(desk: &mut Desk, happening: Happening) {
    match happening {
        Happening::Key(keys) => {
            desk.keys(keys);
        }
        Happening::Typed(text) => {
            desk.typed(&text);
        }
        Happening::Resized(columns, rows) => desk.happen(Fact::Resized(Size { columns, rows })),
        Happening::Answered(total) => {
            desk.answer_pages(total);
            if desk.state.account_at_hand().is_some() {
                desk.answer_details();
            }
        }
        Happening::Short(missing) => desk.answer_pages_short(TOTAL, missing),
        Happening::Failed => desk.fail_all(&Problem::new(ProblemKind::Timeout, "no answer").with_detail("\u{1b}[2J")),
        Happening::Waited(seconds) => {
            desk.wait(SignedDuration::from_secs(seconds));
        }
        Happening::Paced(used) => desk.pace(used, desk.state.now.checked_add(SignedDuration::from_secs(9)).ok()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Whatever has happened, and whatever size the terminal has by now, drawing works and writes nothing that acts.
    #[test]
    fn every_state_can_be_drawn_at_any_size(
        size in (1_u16..=130, 1_u16..=45),
        happenings in prop::collection::vec(happening(), 0..40),
        terminals in prop::collection::vec((1_u16..=130, 1_u16..=45), 1..4),
    ) {
        let mut desk = Desk::open(size.0, size.1);
        for happening in happenings {
            happen(&mut desk, happening);
            let (buffer, _) = desk.draw();
            prop_assert!(buffer.content().iter().all(|cell| !cell.symbol().contains(char::is_control)));
        }
        for (columns, rows) in terminals {
            draw_on(&desk.state, &Theme::monochrome(), columns, rows);
        }
    }

    /// Twenty rows of data on the common screen, and different accounts look different, however alike their names are.
    #[test]
    fn at_80_by_24_twenty_accounts_can_be_told_apart(stem in "[a-z]{0,24}", tail in "[a-z]{0,24}") {
        let mut desk = Desk::open(80, 24);
        let now = desk.state.now;
        desk.answer_pages_with(TOTAL, |n| {
            let mut row = account(n, now);
            row.name = Some(format!("{stem}{n:03}{tail}").into());
            row
        });
        let lines = lines(&desk.draw().0);
        let names: HashSet<String> = lines[2..22].iter().map(|line| line.chars().skip(14).take(20).collect()).collect();
        prop_assert!(lines[2..22].iter().all(|line| line.contains("enabled") || line.contains("LOCK") || line.contains("DISABLED")));
        prop_assert_eq!(names.len(), 20, "{:?}", names);
    }
}

#[test]
fn every_size_of_terminal_is_drawn() {
    let screens = [
        "",
        "enter",
        "enter tab",
        "y",
        "/ x",
        ": s",
        "?",
        "@",
        "enter /",
        "G",
        "enter tab tab tab",
        "enter shift-tab shift-tab",
        "i",
        "i enter",
    ];
    let mut desks: Vec<Desk> = screens
        .iter()
        .map(|keys| {
            let mut desk = Desk::with_rows(80, 24);
            desk.keys(keys).answer_details();
            desk
        })
        .collect();
    for columns in 1..=130 {
        for rows in 1..=45 {
            let which = usize::from(columns + rows) % desks.len();
            desks[which].happen(Fact::Resized(Size { columns, rows }));
            desks[which].draw();
        }
    }
}

#[test]
fn an_idle_screen_changes_on_the_minute_only() {
    for (columns, rows) in [(80, 24), (200, 50)] {
        let mut desk = Desk::with_rows(columns, rows);
        desk.wait(SignedDuration::from_secs(10));
        let before = desk.draw().0;
        // From 12:04:41 to 12:04:59.
        desk.wait(SignedDuration::from_secs(18));
        assert_eq!(before.diff(&desk.draw().0), []);
        desk.wait(SignedDuration::from_secs(1));
        assert_ne!(before.diff(&desk.draw().0), []);
    }
}
