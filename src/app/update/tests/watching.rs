//! Watching: a calm beat, one request for all, and each change told once.

use super::*;
use crate::app::notice::Level;
use crate::model::IdentityFacts;

const BEAT: i64 = 30_000;

/// The ids read by these effects, a list a job.
fn read(effects: &[Effect]) -> Vec<Vec<String>> {
    let ids = |job: &&Job| match job {
        Job::Watch { ids } => Some(ids.iter().map(ToString::to_string).collect()),
        _ => None,
    };
    submitted(effects).iter().filter_map(ids).collect()
}

/// A screen on which the first account is watched, and was read once.
fn watching() -> Player {
    let mut player = Player::browsing(10);
    player.act(Action::Watch);
    player.answer_all();
    player
}

/// The watched accounts are read again, and this is seen of the first.
fn see(player: &mut Player, look: Look) -> Vec<Effect> {
    player.wait(BEAT);
    let place = player.pending.iter().position(|(_, job)| matches!(job, Job::Watch { .. })).expect("it is being read");
    let (job, _) = player.pending.remove(place);
    let looks = vec![("id-00000".into(), look)];
    player.happen(Fact::Reported(Report::Watched { job, looks }))
}

fn locked(locked: bool) -> AccountRow {
    AccountRow { locked: Some(locked), ..row("id-00000") }
}

fn of(name: &str) -> AccountRow {
    let facts = IdentityFacts { id: Some(name.into()), name: Some(name.into()), ..IdentityFacts::default() };
    AccountRow { identity: Some(facts.into()), uncorrelated: Some(false), ..row("id-00000") }
}

fn of_nobody() -> AccountRow {
    AccountRow { uncorrelated: Some(true), ..row("id-00000") }
}

#[test]
fn a_watched_account_is_read_at_once_and_then_on_a_calm_beat() {
    let mut player = Player::browsing(10);
    assert_eq!(read(&player.act(Action::Watch)), [["id-00000"]]);
    player.answer_all();
    assert!(read(&player.wait(BEAT - 1)).is_empty());
    assert_eq!(read(&player.wait(1)), [["id-00000"]]);
    assert!(read(&player.wait(BEAT)).is_empty(), "not again while it is being read");
}

#[test]
fn all_that_are_watched_are_read_together() {
    let mut player = watching();
    player.act(Action::Down);
    assert_eq!(read(&player.act(Action::Watch)), [["id-00000", "id-00001"]]);
    player.answer_all();
    assert_eq!(read(&player.wait(BEAT)), [["id-00000", "id-00001"]]);
}

#[test]
fn one_watched_while_others_are_being_read_is_read_right_after() {
    let mut player = Player::browsing(10);
    player.act(Action::Watch);
    player.act(Action::Down);
    assert!(read(&player.act(Action::Watch)).is_empty());
    let (id, job) = player.pending.remove(0);
    let report = player.answer(id, &job);
    assert_eq!(read(&player.happen(Fact::Reported(report))), [["id-00000", "id-00001"]]);
}

#[test]
fn a_change_is_told_once_from_what_to_what_and_shown() {
    let mut player = watching();
    see(&mut player, Look::Here(Box::new(locked(true))));
    assert_eq!(player.notice(), "name of id-00000: enabled → LOCKED");
    assert_eq!(player.state.notices.shown().map(|notice| notice.level), Some(Level::Warn));
    assert_eq!(player.state.list.current().unwrap().locked, Some(true));
    player.act(Action::Back);
    see(&mut player, Look::Here(Box::new(locked(true))));
    assert_eq!(player.notice(), "");
}

#[test]
fn state_lock_and_owner_are_what_is_watched_for() {
    let disabled = AccountRow { disabled: Some(true), ..row("id-00000") };
    let not_told = AccountRow { disabled: None, locked: None, ..row("id-00000") };
    let whose_owner_is_not_told = AccountRow { identity: None, uncorrelated: None, ..row("id-00000") };
    let renamed = AccountRow { name: Some("another".into()), ..row("id-00000") };
    let rows = [
        (row("id-00000"), locked(true), "enabled → LOCKED"),
        (locked(true), AccountRow { disabled: Some(true), ..locked(true) }, "LOCKED → DIS+LOCK"),
        (row("id-00000"), disabled, "enabled → DISABLED"),
        (of("Ada"), of("Bob"), "identity Ada → Bob"),
        (of("Ada"), of_nobody(), "identity Ada → uncorr."),
        (of_nobody(), of("Ada"), "identity uncorr. → Ada"),
        (of("Ada"), whose_owner_is_not_told, ""),
        (row("id-00000"), not_told, ""),
        (row("id-00000"), renamed, ""),
    ];
    for (before, now, told) in rows {
        let mut player = watching();
        see(&mut player, Look::Here(Box::new(before)));
        while !player.notice().is_empty() {
            player.act(Action::Back);
        }
        see(&mut player, Look::Here(Box::new(now)));
        let expected = if told.is_empty() { String::new() } else { format!("name of id-00000: {told}") };
        assert_eq!(player.notice(), expected);
    }
}

#[test]
fn open_details_are_read_again_when_the_account_changed() {
    let mut player = watching();
    player.act(Action::RawJson);
    player.wait(100);
    player.answer_all();
    let effects = see(&mut player, Look::Here(Box::new(locked(true))));
    assert!(submitted(&effects).iter().any(|job| matches!(job, Job::Account { .. })), "{effects:?}");
    let effects = see(&mut player, Look::Here(Box::new(locked(true))));
    assert!(submitted(&effects).is_empty(), "nothing changed");
}

#[test]
fn again_stops_and_a_late_answer_changes_nothing() {
    let mut player = watching();
    player.wait(BEAT);
    let (job, _) = player.pending.remove(0);
    player.act(Action::Watch);
    assert_eq!(player.notice(), "no longer watching name of id-00000");
    player.happen(Fact::Reported(Report::Watched {
        job,
        looks: vec![("id-00000".into(), Look::Here(Box::new(locked(true))))],
    }));
    assert_eq!(player.state.list.current().unwrap().locked, Some(false));
    assert!(read(&player.wait(10 * BEAT)).is_empty());
}

#[test]
fn watching_ends_by_itself_after_half_an_hour() {
    let mut player = watching();
    let mut readings = 1;
    for _ in 0..59 {
        readings += read(&player.wait(BEAT)).len();
        player.answer_all();
        assert!(player.state.watches.contains(&"id-00000".into()));
    }
    assert!(read(&player.wait(BEAT)).is_empty());
    assert_eq!(player.notice(), "no longer watching name of id-00000: 30 minutes are over");
    assert_eq!((readings, player.state.watches.next_change()), (60, None));
}

#[test]
fn without_a_watch_nothing_is_asked_and_nobody_is_woken_for_it() {
    let mut player = Player::browsing(10);
    let before = submitted(&player.effects).len();
    for _ in 0..100 {
        player.wait(BEAT);
    }
    assert_eq!((submitted(&player.effects).len(), player.state.watches.next_change()), (before, None));
}

#[test]
fn an_account_that_is_gone_is_told_and_watched_no_longer() {
    let mut player = watching();
    see(&mut player, Look::Gone);
    assert_eq!(player.notice(), "name of id-00000: no longer on the tenant, nor watched");
    assert!(read(&player.wait(BEAT)).is_empty());
}

#[test]
fn what_cannot_be_read_is_told_once_and_tried_again() {
    let mut player = watching();
    let problem = Problem::new(ProblemKind::Timeout, "no answer");
    see(&mut player, Look::NotRead(problem.clone()));
    assert!(player.notice().contains("no answer"), "{}", player.notice());
    player.act(Action::Back);
    see(&mut player, Look::NotRead(problem));
    assert_eq!(player.notice(), "");
    see(&mut player, Look::Here(Box::new(locked(true))));
    assert_eq!(player.notice(), "name of id-00000: enabled → LOCKED");
}

#[test]
fn a_job_that_fails_as_a_whole_is_tried_again_at_the_next_beat() {
    let mut player = watching();
    player.wait(BEAT);
    player.fail_next(ProblemKind::Unreadable);
    assert!(read(&player.wait(BEAT - 1)).is_empty());
    assert_eq!(read(&player.wait(1)).len(), 1);
}

#[test]
fn a_clock_set_back_does_not_stop_the_beat() {
    let mut player = watching();
    player.at -= SignedDuration::from_hours(1);
    assert_eq!(read(&player.happen(Fact::Woke)).len(), 1);
    player.answer_all();
    assert_eq!(read(&player.wait(BEAT)).len(), 1);
    player.answer_all();
    player.wait(60 * BEAT);
    assert!(player.notice().ends_with("30 minutes are over"), "{}", player.notice());
}
