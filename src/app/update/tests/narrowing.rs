//! Narrowing more rows than one event may try.

use super::*;

/// More rows than are tried at once.
const MANY: usize = 70_000;

/// A person who has scanned for what is not disabled, and types into the bar.
fn typing_over_many() -> Player {
    let mut player = Player::browsing(MANY);
    player.command("query -is:disabled");
    player.answer_all();
    assert_eq!(player.state.list.len(), MANY);
    open_bar(&mut player);
    player.answer_all();
    player
}

/// Opens the bar, which holds the query asked, behind its end.
fn open_bar(player: &mut Player) {
    player.act(Action::Search);
    player.type_text(" ");
}

fn is_woken_at_once(effects: &[Effect], player: &Player) -> bool {
    effects.contains(&Effect::WakeAt(player.at))
}

#[test]
fn a_screenful_is_there_at_once_and_the_rest_is_counted_while_nothing_else_is_to_be_done() {
    let mut player = typing_over_many();
    let effects = player.happen(Fact::Pasted("name".to_owned()));
    let at_once = player.state.list.len();
    assert!(player.state.list.is_counting() && is_woken_at_once(&effects, &player));
    assert!(at_once > 24, "{at_once}");

    assert!(is_woken_at_once(&player.wait(1), &player));
    assert!(player.state.list.len() > at_once);
    while player.state.list.is_counting() {
        player.wait(1);
    }
    assert_eq!(player.state.list.len(), MANY);
    assert!(!is_woken_at_once(&player.wait(1), &player), "nothing is left to be counted");
}

#[test]
fn other_events_go_before_and_do_not_go_on_counting() {
    let mut player = typing_over_many();
    player.happen(Fact::Pasted("name".to_owned()));
    let at_once = player.state.list.len();
    let effects = player.happen(Fact::Resized(Size { columns: 100, rows: 30 }));
    assert_eq!(player.state.list.len(), at_once);
    assert!(player.state.wake_at == Some(player.at) || is_woken_at_once(&effects, &player));
}

#[test]
fn the_next_letter_takes_over_and_taking_it_back_begins_anew() {
    let mut player = typing_over_many();
    player.type_text("77");
    player.happen(Fact::Typed(EditKey::Backspace));
    player.type_text("1");
    while player.state.list.is_counting() {
        player.wait(1);
    }
    let all: Vec<&str> = player.accounts.iter().map(String::as_str).filter(|id| id.contains("71")).collect();
    let shown: Vec<&str> = player.state.list.shown_rows().map(|row| row.id.as_str()).collect();
    assert!(shown == all, "{} rows instead of {}", shown.len(), all.len());
}

#[test]
fn the_cursor_is_with_its_account_again_once_that_was_counted() {
    let mut player = typing_over_many();
    player.act(Action::Back);
    player.act(Action::Bottom);
    assert_eq!(player.current(), "id-69999");
    open_bar(&mut player);
    player.happen(Fact::Pasted("name".to_owned()));
    assert_ne!(player.current(), "id-69999", "it was not tried yet");
    while player.state.list.is_counting() {
        player.wait(1);
    }
    assert_eq!(player.current(), "id-69999");
    player.act(Action::Back);
    assert_eq!((player.current(), player.state.list.cursor.at), ("id-69999", MANY - 1));
}

#[test]
fn marks_count_as_hidden_only_where_they_are() {
    let mut player = typing_over_many();
    player.act(Action::Back);
    player.act(Action::Bottom);
    player.act(Action::Mark);
    open_bar(&mut player);
    player.happen(Fact::Pasted("name".to_owned()));
    while player.state.list.is_counting() {
        player.wait(1);
    }
    assert_eq!((player.state.marks.len(), player.state.marks.hidden()), (1, 0));
}
