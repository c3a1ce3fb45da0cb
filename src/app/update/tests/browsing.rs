//! The table as a window on the tenant.

use super::*;
use crate::app::column::Column;
use crate::app::window::Slot;
use crate::model::Completeness;
use crate::work::protocol::{Span, Urgency};

#[test]
fn the_screen_opens_by_asking_for_the_first_page_and_the_total() {
    let player = Player::new(12_250);
    let asked = submitted(&player.effects);
    let [Job::Page { query, span, count, urgency, .. }, Job::LookUpLeftOpen] = asked.as_slice() else {
        panic!("{asked:?}")
    };
    assert_eq!((query.sorters.as_str(), query.filter.as_deref()), ("name,id", None));
    assert_eq!((*span, *count, *urgency), (Span { offset: 0, limit: 250 }, true, Urgency::Person));
}

#[test]
fn the_page_after_the_first_is_read_ahead_of_need() {
    let mut player = Player::new(12_250);
    player.answer_next();
    let [_, (_, Job::Page { span, count, urgency, .. })] = player.pending.as_slice() else { panic!() };
    assert_eq!((span.offset, *count, *urgency), (250, false, Urgency::Ahead));
    player.answer_all();
    let expected = Completeness::Window { loaded: 500, total: Some(12_250), missing: 0 };
    assert_eq!(player.state.list.completeness(), expected);
}

#[test]
fn the_end_is_reached_at_once_and_its_page_is_asked_for_first() {
    let mut player = Player::browsing(12_250);
    player.act(Action::Bottom);
    assert_eq!(player.state.list.cursor.at, 12_249);
    assert_eq!(player.state.list.slot(12_249), Slot::Coming);
    assert_eq!(player.pages_pending(), [12_000, 11_750]);
    player.answer_all();
    assert_eq!(player.current(), "id-12249");
}

#[test]
fn a_row_is_reached_by_its_number() {
    let mut player = Player::browsing(12_250);
    player.command("goto 4,000");
    player.answer_all();
    assert_eq!(player.current(), "id-03999");
    assert_eq!(player.notice(), "");
    player.command("goto 99999");
    player.answer_all();
    assert_eq!((player.current(), player.notice()), ("id-12249", "there are 12,250 rows"));
}

#[test]
fn pages_left_behind_are_given_up() {
    let mut player = Player::browsing(12_250);
    player.command("goto 5000");
    let pending: Vec<JobId> = player.pending.iter().map(|(id, _)| *id).collect();
    let effects = player.act(Action::Bottom);
    for job in pending {
        assert!(effects.contains(&Effect::Cancel(job)), "{job:?} is still wanted");
    }
}

#[test]
fn a_walk_to_the_end_reads_every_page_once() {
    let mut player = Player::browsing(1_000);
    for _ in 0..80 {
        player.act(Action::PageDown);
        player.answer_all();
    }
    assert_eq!(player.current(), "id-00999");
    let pages = submitted(&player.effects).into_iter().filter(|job| matches!(job, Job::Page { .. })).count();
    assert_eq!(pages, 4);
    assert_eq!(player.state.list.completeness(), Completeness::All { total: 1_000 });
}

#[test]
fn a_refresh_keeps_the_rows_until_new_ones_are_here_and_stays_with_the_account() {
    let mut player = Player::browsing(300);
    player.acts(Action::Down, 5);
    assert_eq!(player.current(), "id-00005");
    player.act(Action::Refresh);
    assert_eq!(player.current(), "id-00005", "the old rows stay while new ones are read");
    player.accounts.insert(0, "new-one".to_owned());
    player.answer_all();
    assert_eq!(player.current(), "id-00005");
    assert_eq!(player.state.list.cursor.at, 6);
}

#[test]
fn when_the_account_under_the_cursor_is_gone_the_cursor_stays_at_its_place() {
    let mut player = Player::browsing(300);
    player.acts(Action::Down, 5);
    player.accounts.remove(5);
    player.act(Action::Refresh);
    player.answer_all();
    assert_eq!((player.current(), player.state.list.cursor.at), ("id-00006", 5));
}

#[test]
fn a_failed_refresh_keeps_the_rows_and_says_so() {
    let mut player = Player::browsing(100);
    player.act(Action::Refresh);
    player.fail_next(ProblemKind::Unreachable);
    assert_eq!(player.current(), "id-00000");
    assert!(matches!(player.state.list.completeness(), Completeness::Stale { loaded: 100, .. }));
    assert_eq!(player.notice(), "it failed");
    assert!(player.pending.is_empty(), "nothing is tried again behind the person's back");
    player.act(Action::Refresh);
    player.answer_all();
    assert_eq!(player.state.list.completeness(), Completeness::All { total: 100 });
}

#[test]
fn an_unreachable_tenant_leaves_a_screen_that_tries_again_on_r() {
    let mut player = Player::new(10);
    player.fail_next(ProblemKind::Unreachable);
    assert_eq!(player.state.list.slot(0), Slot::Failed);
    assert_eq!(player.state.list.rows.problem().map(|problem| problem.kind), Some(ProblemKind::Unreachable));
    player.act(Action::Refresh);
    player.answer_all();
    assert_eq!(player.current(), "id-00000");
}

#[test]
fn sorting_asks_the_tenant_with_a_unique_order() {
    let mut player = Player::browsing(500);
    let effects = player.act(Action::SortRight);
    let asked = submitted(&effects);
    let [Job::Page { query, .. }, ..] = asked.as_slice() else { panic!("{effects:?}") };
    assert_eq!(query.sorters, "source.displayableName,id");
    let effects = player.act(Action::SortReverse);
    let [Job::Page { query, .. }, ..] = submitted(&effects)[..] else { panic!() };
    assert_eq!(query.sorters, "-source.displayableName,id");
}

#[test]
fn a_column_the_tenant_cannot_sort_by_is_sorted_here_only_when_every_row_is_here() {
    let mut player = Player::browsing(12_250);
    let effects = player.command("sort state");
    assert!(submitted(&effects).is_empty());
    assert_eq!(
        player.notice(),
        "STATE: the tenant cannot sort by it, and only 500 of 12,250 rows are here to be sorted"
    );

    let mut player = Player::browsing(100);
    player.command("sort state");
    assert_eq!(player.current(), "id-00007", "locked accounts come first");
    assert!(player.pending.is_empty());
}

#[test]
fn an_added_field_is_read_with_the_pages() {
    let mut player = Player::browsing(100);
    let effects = player.command("column attr.dept");
    let [Job::Page { query, .. }] = submitted(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!(query.extra, ["attr.dept"]);
    assert!(player.state.list.columns.shown().contains(&Column::Field("attr.dept".to_owned())));
}

#[test]
fn the_id_is_copied_and_pressed_again_the_name() {
    let mut player = Player::browsing(100);
    assert_eq!(player.act(Action::Copy)[0], Effect::Copy("id-00000".to_owned()));
    assert_eq!(player.act(Action::Copy)[0], Effect::Copy("name of id-00000".to_owned()));
    player.act(Action::Down);
    assert_eq!(player.act(Action::Copy)[0], Effect::Copy("id-00001".to_owned()));
}

#[test]
fn a_row_is_copied_as_the_json_the_tenant_gives() {
    let mut player = Player::browsing(100);
    player.act(Action::CopyRows);
    player.answer_all();
    let copied = player.effects.iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(serde_json::from_str::<serde_json::Value>(text).unwrap()),
        _ => None,
    });
    assert_eq!(copied.unwrap()["attributes"]["dept"], "Sales");
}

#[test]
fn a_screen_that_shows_times_wakes_on_the_minute_and_an_empty_one_sleeps() {
    let mut player = Player::new(10);
    assert!(!player.effects.iter().any(|effect| matches!(effect, Effect::WakeAt(_))));
    player.answer_all();
    let woken: Vec<_> = player.effects.iter().filter(|effect| matches!(effect, Effect::WakeAt(_))).collect();
    assert_eq!(woken, [&Effect::WakeAt(Timestamp::from_second(1_000_020).unwrap())]);
}

#[test]
fn a_clock_that_is_set_back_does_not_put_the_screen_to_sleep() {
    let mut player = Player::browsing(10);
    player.at -= SignedDuration::from_hours(5);
    let effects = player.act(Action::Down);
    assert_eq!(effects, [Effect::WakeAt(Timestamp::from_second(1_000_020 - 5 * 3_600).unwrap())]);
}

#[test]
fn nothing_on_the_screen_is_too_small_for_the_reducer() {
    for (columns, rows) in [(0, 0), (1, 1), (59, 14), (60, 15), (500, 300)] {
        let mut player = Player::browsing(300);
        player.happen(Fact::Resized(Size { columns, rows }));
        for action in Action::ALL {
            player.act(action);
            player.answer_all();
        }
    }
}

#[test]
fn a_list_that_has_become_shorter_is_whole_after_a_refresh() {
    let mut player = Player::browsing(300);
    player.act(Action::Bottom);
    player.answer_all();
    player.accounts.truncate(100);
    player.act(Action::Refresh);
    player.answer_all();
    assert_eq!(player.state.list.completeness(), Completeness::All { total: 100 });
    assert_eq!(player.current(), "id-00099");
}

#[test]
fn an_account_that_moved_over_a_page_seam_is_found_when_its_page_is_here() {
    let mut player = Player::browsing(500);
    player.command("goto 250");
    assert_eq!(player.current(), "id-00249");
    player.accounts.insert(0, "new-one".to_owned());
    player.act(Action::Refresh);
    player.answer_all();
    assert_eq!((player.current(), player.state.list.cursor.at), ("id-00249", 250));
}

#[test]
fn a_page_that_could_not_be_read_is_tried_again_alone() {
    let mut player = Player::browsing(2_000);
    player.act(Action::Bottom);
    player.fail_next(ProblemKind::Unreachable);
    player.answer_all();
    let loaded = player.state.list.rows.loaded();
    assert_eq!(player.state.list.slot(1_999), Slot::Failed);
    player.act(Action::Refresh);
    player.answer_all();
    assert_eq!(player.current(), "id-01999");
    assert!(player.state.list.rows.loaded() > loaded, "what was here is not thrown away");
}

#[test]
fn rows_sorted_here_stay_sorted_when_they_are_read_again() {
    let mut player = Player::browsing(600);
    for _ in 0..40 {
        player.act(Action::PageDown);
        player.answer_all();
    }
    player.command("sort state");
    assert_eq!(player.current(), "id-00007");
    player.act(Action::Refresh);
    assert_eq!(player.state.list.len(), 600, "the rows stay until they have been read again");
    player.answer_all();
    assert_eq!(player.current(), "id-00007");
    assert_eq!(player.state.list.completeness(), Completeness::All { total: 600 });
    player.act(Action::Refresh);
    player.fail_next(ProblemKind::Unreachable);
    assert_eq!(player.state.list.len(), 600);
}

#[test]
fn values_of_an_added_column_never_stand_under_another() {
    let mut player = Player::browsing(100);
    player.command("column attr.dept");
    player.command("column uuid");
    player.answer_all();
    assert_eq!(player.state.list.current().unwrap().extra.len(), 2);
    player.command("column attr.dept");
    assert!(player.state.list.current().unwrap().extra.is_empty(), "until they are read again");
    player.answer_all();
    assert_eq!(player.state.list.current().unwrap().extra.len(), 1);
}

#[test]
fn a_copy_that_is_still_read_never_replaces_a_newer_one() {
    let mut player = Player::browsing(100);
    player.act(Action::CopyRows);
    let (job, _) = player.pending.iter().find(|(_, job)| matches!(job, Job::Account { .. })).unwrap().clone();
    let effects = player.act(Action::Copy);
    assert_eq!(effects[..2], [Effect::Cancel(job), Effect::Copy("id-00000".to_owned())]);
}

#[test]
fn details_over_the_table_do_not_move_it() {
    let mut player = Player::browsing(100);
    player.acts(Action::Down, 15);
    let before = player.state.list.cursor;
    player.act(Action::Open);
    player.act(Action::Back);
    assert_eq!(player.state.list.cursor, before);
}

#[test]
fn the_help_scrolls_to_its_last_row_and_back_at_once() {
    let mut player = Player::browsing(10);
    player.state.help_rows = [106, 60];
    player.act(Action::Help);
    player.act(Action::Bottom);
    let row = |player: &Player| match player.state.screens.last() {
        Some(crate::app::screens::Screen::Help(cursor)) => cursor.at,
        other => panic!("no help: {other:?}"),
    };
    let shown = player.state.layout().unwrap().overlay_rows();
    assert_eq!(row(&player), 106 - shown);
    player.act(Action::Up);
    assert_eq!(row(&player), 106 - shown - 1);
}
