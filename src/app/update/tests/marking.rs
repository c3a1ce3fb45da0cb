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
    let mut player = Player::browsing(20);
    player.act(Action::Mark);
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

/// The ids of the marked accounts.
fn marked(player: &Player) -> Vec<String> {
    let mut ids = player.state.marks.resolve().ids;
    ids.sort_unstable();
    ids
}

fn ids(places: std::ops::RangeInclusive<usize>) -> Vec<String> {
    places.map(|n| format!("id-{n:05}")).collect()
}

/// The scan that reads what is to be marked.
fn sweeping(player: &Player) -> JobId {
    let scan = player.pending.iter().find(|(_, job)| matches!(job, Job::Scan { .. }));
    scan.expect("the list is read to its end").0
}

/// The tenant gives so many of its accounts, and says that it has them all.
fn sweep(player: &mut Player, have: usize, is_last: bool) {
    let job = sweeping(player);
    let total = player.accounts.len() as u64;
    let census = Census { have: have as u64, total: Some(total), ..Census::default() };
    let rows = if is_last { player.accounts[..have].iter().map(|id| row(id)).collect() } else { Vec::new() };
    if is_last {
        player.pending.retain(|(pending, _)| *pending != job);
    }
    let epoch = player.state.list.epoch;
    player.happen(Fact::Reported(Report::Scanned { job, epoch, rows, census, is_last }));
}

#[test]
fn a_range_follows_the_cursor_forth_and_back() {
    let mut player = Player::browsing(300);
    player.acts(Action::Down, 4);
    player.act(Action::MarkRange);
    assert_eq!(marked(&player), ids(4..=4), "the row where it was begun is in it");
    player.acts(Action::Down, 3);
    assert_eq!(marked(&player), ids(4..=7));
    player.acts(Action::Up, 5);
    assert_eq!(marked(&player), ids(2..=4), "what it went back over is marked no more");
    player.act(Action::MarkRange);
    player.act(Action::Bottom);
    assert_eq!((marked(&player), player.state.selecting.is_some()), (ids(2..=4), false));
}

#[test]
fn what_was_marked_before_a_range_stays_marked_behind_it() {
    let mut player = Player::browsing(300);
    player.act(Action::Down);
    player.act(Action::Mark);
    player.act(Action::Top);
    player.act(Action::MarkRange);
    player.acts(Action::Down, 3);
    player.act(Action::Top);
    assert_eq!(marked(&player), ids(0..=1));
}

#[test]
fn esc_ends_a_range_and_takes_no_mark_away() {
    let mut player = Player::browsing(300);
    player.act(Action::MarkRange);
    player.acts(Action::Down, 2);
    player.act(Action::Back);
    player.acts(Action::Down, 2);
    assert_eq!(marked(&player), ids(0..=2));
}

#[test]
fn a_range_waits_for_rows_that_are_not_here_and_nothing_is_done_meanwhile() {
    let mut player = Player::browsing(2_000);
    player.act(Action::MarkRange);
    player.act(Action::Bottom);
    assert_eq!(player.state.marks.len(), 250 + 250, "the first page and the one that was read ahead");
    assert_eq!(planned_targets(&player.act(Action::Disable)), [""; 0]);
    assert!(player.state.screens.is_empty() && player.notice().contains("still being read"), "{}", player.notice());
    player.answer_all();
    assert_eq!(marked(&player), ids(0..=1_999));
    assert_eq!(planned_targets(&player.act(Action::Disable)).len(), 2_000);
    assert!(player.state.selecting.is_none(), "what acts ends the range");
}

#[test]
fn a_range_that_is_ended_before_its_rows_came_says_what_is_not_marked() {
    let mut player = Player::browsing(1_000);
    player.act(Action::MarkRange);
    player.act(Action::Bottom);
    player.act(Action::Back);
    player.answer_all();
    assert_eq!(player.state.marks.len(), 500);
    assert!(player.notice().contains("500 rows not read"), "{}", player.notice());
}

#[test]
fn another_question_ends_a_range() {
    let mut player = Player::browsing(300);
    player.act(Action::MarkRange);
    player.acts(Action::Down, 2);
    player.act(Action::Refresh);
    player.answer_all();
    player.act(Action::Bottom);
    assert_eq!((marked(&player), player.state.selecting.is_some()), (ids(0..=2), false));
}

#[test]
fn all_of_a_list_that_is_here_are_marked_at_once() {
    let mut player = Player::browsing(300);
    player.act(Action::MarkAll);
    assert_eq!((marked(&player), player.pending.len()), (ids(0..=299), 0));
    player.act(Action::Mark);
    player.act(Action::MarkInverse);
    assert_eq!(marked(&player), ids(0..=0));
}

#[test]
fn the_rest_is_read_before_all_are_marked() {
    let mut player = Player::browsing(2_000);
    player.act(Action::MarkAll);
    sweep(&mut player, 900, false);
    assert!(player.state.marks.is_empty(), "nothing is marked before it is certain that none is missing");
    assert_eq!(planned_targets(&player.act(Action::Disable)), [""; 0]);
    sweep(&mut player, 2_000, true);
    assert_eq!((player.state.marks.len(), player.state.marks.hidden()), (2_000, 1_500));
    player.act(Action::Mark);
    player.act(Action::MarkInverse);
    sweep(&mut player, 2_000, true);
    assert_eq!(marked(&player), ids(0..=0));
}

#[test]
fn esc_ends_the_reading_and_marks_nothing() {
    let mut player = Player::browsing(2_000);
    player.act(Action::Mark);
    player.act(Action::MarkAll);
    let job = sweeping(&player);
    assert!(player.act(Action::Back).contains(&Effect::Cancel(job)));
    assert_eq!(marked(&player), ids(0..=0));
}

#[test]
fn all_is_refused_where_the_reading_shows_that_accounts_are_missing() {
    let mut player = Player::browsing(2_000);
    player.act(Action::MarkAll);
    sweep(&mut player, 1_998, true);
    assert!(player.state.marks.is_empty());
    assert!(player.notice().contains("counts 2 accounts it did not give. R reads it again"), "{}", player.notice());
}

#[test]
fn all_is_refused_on_a_list_known_to_be_incomplete() {
    let mut player = Player::browsing(300);
    player.command("query is:locked");
    player.answer_next();
    player.act(Action::MarkAll);
    let (job, epoch) = (sweeping(&player), player.state.list.epoch);
    let census = Census { have: 298, total: Some(300), ..Census::default() };
    player.pending.clear();
    let rows = vec![row("id-00007")];
    player.happen(Fact::Reported(Report::Scanned { job, epoch, rows, census, is_last: true }));
    assert!(player.state.marks.is_empty() && player.notice().contains("not whole"), "{}", player.notice());
    player.act(Action::MarkInverse);
    assert!(player.state.marks.is_empty());
}

#[test]
fn all_of_what_a_scan_keeps_waits_for_its_end() {
    let mut player = Player::browsing(300);
    player.command("query is:locked");
    player.answer_next();
    player.act(Action::MarkAll);
    assert!(player.state.marks.is_empty());
    player.answer_all();
    assert_eq!(player.state.marks.len(), 30);
}

#[test]
fn another_question_ends_the_reading_of_all() {
    let mut player = Player::browsing(2_000);
    player.act(Action::MarkAll);
    let job = sweeping(&player);
    let effects = player.command("query is:locked");
    assert!(effects.contains(&Effect::Cancel(job)), "{effects:?}");
    player.answer_all();
    assert!(player.state.marks.is_empty());
}

#[test]
fn what_takes_long_to_mark_is_said_before_it_is_read() {
    let mut player = Player::browsing(120_000);
    assert_eq!(submitted(&player.act(Action::MarkAll)), Vec::<&Job>::new());
    assert!(player.notice().contains("pages, about"), "{}", player.notice());
    player.act(Action::MarkInverse);
    assert!(player.pending.is_empty(), "another key is not agreed to");
    player.act(Action::MarkInverse);
    sweeping(&player);
}

#[test]
fn marks_stay_through_pages_queries_and_queues_and_are_counted_as_rows_come() {
    let mut player = Player::browsing(2_000);
    player.acts(Action::Mark, 3);
    player.command("query is:locked");
    assert_eq!(player.state.marks.hidden(), 3);
    player.answer_all();
    assert_eq!(player.state.marks.hidden(), 3);
    player.act(Action::AllAccounts);
    player.answer_all();
    assert_eq!((player.state.marks.len(), player.state.marks.hidden()), (3, 0));
}
