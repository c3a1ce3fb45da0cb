//! Marks: by id, across refreshes and queries, and what they are counted as.

use super::*;

fn planned_targets(effects: &[Effect]) -> Vec<String> {
    let plans = submitted(effects).into_iter().filter_map(|job| match job {
        Job::Plan { targets, .. } => Some(targets.clone()),
        _ => None,
    });
    plans.flatten().collect()
}

#[test]
fn a_mark_moves_the_cursor_down_and_a_second_one_takes_it_away() {
    let mut player = Player::browsing(300);
    player.acts(Action::Mark, 2);
    assert_eq!((player.state.marks.len(), player.current()), (2, "id-00002"));
    player.act(Action::Up);
    player.act(Action::Mark);
    assert_eq!(player.state.marks.resolve().ids, ["id-00000"]);
}

#[test]
fn a_placeholder_cannot_be_marked_or_acted_on() {
    let mut player = Player::browsing(10_000);
    player.act(Action::Bottom);
    assert_eq!(player.current(), "");
    player.act(Action::Mark);
    assert!(player.state.marks.is_empty());
    assert_eq!(planned_targets(&player.act(Action::Disable)), [""; 0]);
    assert!(player.state.screens.is_empty());
}

#[test]
fn marks_outlive_a_query_and_those_it_hides_are_counted_and_come_first() {
    let mut player = Player::browsing(20);
    player.acts(Action::Mark, 3);
    player.accounts.remove(1);
    player.act(Action::Refresh);
    player.answer_all();
    assert_eq!((player.state.marks.len(), player.state.marks.hidden()), (3, 1));
    assert_eq!(planned_targets(&player.act(Action::Disable)), ["id-00001", "id-00000", "id-00002"]);
}

#[test]
fn marks_that_typing_hides_are_counted_as_hidden() {
    let mut player = Player::browsing(20);
    player.acts(Action::Mark, 3);
    player.act(Action::Search);
    player.type_text("00001");
    assert_eq!(player.state.marks.hidden(), 2);
    player.act(Action::Back);
    assert_eq!(player.state.marks.hidden(), 0);
}

#[test]
fn esc_never_takes_marks_away_and_a_second_u_brings_them_back() {
    let mut player = Player::browsing(20);
    player.acts(Action::Mark, 3);
    player.acts(Action::Back, 3);
    assert_eq!(player.state.marks.len(), 3);
    player.act(Action::MarkNone);
    assert!(player.state.marks.is_empty());
    player.act(Action::MarkNone);
    assert_eq!(player.state.marks.len(), 3);
}

#[test]
fn keys_act_on_the_marks_else_on_the_row_under_the_cursor() {
    let mut player = Player::browsing(20);
    player.acts(Action::Down, 4);
    assert_eq!(planned_targets(&player.act(Action::Unlock)), ["id-00004"]);
    player.act(Action::Refuse);
    player.act(Action::Mark);
    player.acts(Action::Down, 3);
    assert_eq!(planned_targets(&player.act(Action::Unlock)), ["id-00004"]);
}

#[test]
fn what_is_told_of_a_run_counts_no_marks_again() {
    let player = Player::browsing(20);
    let job = JobId(1);
    let event = |event| Fact::Reported(Report::Run { job, event });
    let told = [
        event(RunEvent::Begun { run: 7 }),
        event(RunEvent::Sending { target: "id-00001".to_owned() }),
        event(RunEvent::Running { target: "id-00001".to_owned(), percent: None }),
        Fact::Typed(EditKey::Insert('1')),
        Fact::Drawn,
        Fact::Woke,
    ];
    for fact in told {
        assert!(!super::super::marking::may_show_others(&player.state, &fact), "{fact:?}");
    }
}

#[test]
fn rows_sorted_here_stand_elsewhere_when_what_they_are_sorted_by_was_read_otherwise() {
    let mut player = Player::browsing(20);
    player.command("sort state");
    player.answer_all();
    assert!(player.state.list.sorted_here.is_some(), "the tenant cannot sort by it");
    let at = |player: &Player, id: &str| player.state.list.find(&AccountId::new(id)).expect("it is listed");
    let before = at(&player, "id-00003");
    player.state.list.replace(&AccountRow { name: Some("other".into()), ..row("id-00003") });
    assert_eq!(at(&player, "id-00003"), before);
    player.state.list.replace(&row("id-00003"));
    player.state.list.replace(&AccountRow { disabled: Some(true), ..row("id-00003") });
    assert_ne!(at(&player, "id-00003"), before);
}
