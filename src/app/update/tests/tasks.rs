//! The list of tasks: the journal and the runs of this screen in one, and the way from it to the accounts.

use super::running::{disabling, ended, sending, settled, tell};
use super::*;
use crate::app::screens::Screen;
use crate::app::tasks::{self, TaskLine};
use crate::model::{ActsOn, Outcome, Verb};
use crate::work::protocol::Task;

fn task(run: i64, target: &str, outcome: Outcome) -> Task {
    Task {
        run,
        verb: Some(Verb::Disable),
        ticket: None,
        kind: ActsOn::Account,
        target: target.to_owned(),
        name: None,
        source: None,
        outcome,
        reason: None,
        status: None,
        tracking_id: None,
        task: None,
        confirmed: None,
        sent: None,
        ended: None,
    }
}

/// The list is open, and the journal holds this.
fn listing(mut player: Player, newest: Vec<Task>) -> Player {
    player.act(Action::Tasks);
    told(&mut player, newest);
    player
}

/// The journal is read, and holds this.
fn told(player: &mut Player, newest: Vec<Task>) {
    let place = player.pending.iter().position(|(_, job)| *job == Job::Tasks).expect("the journal is asked");
    let (job, _) = player.pending.remove(place);
    let tasks = Tasks { total: newest.len() as u64, newest };
    player.happen(Fact::Reported(Report::Tasks { job, tasks }));
}

/// The lines: run, target, outcome, and whether a run of this screen tells them.
fn lines(player: &Player) -> Vec<(Option<i64>, String, Outcome, bool)> {
    let line =
        |line: &TaskLine<'_>| (line.run(), line.id().to_owned(), line.outcome(), matches!(line, TaskLine::Live { .. }));
    tasks::lines(&player.state).iter().map(line).collect()
}

fn line(run: i64, target: &str, outcome: Outcome, is_live: bool) -> (Option<i64>, String, Outcome, bool) {
    (Some(run), target.to_owned(), outcome, is_live)
}

#[test]
fn the_journal_is_read_when_the_list_is_opened_and_when_asked_to() {
    let mut player = Player::browsing(10);
    assert_eq!(submitted(&player.act(Action::Tasks)), [&Job::Tasks]);
    assert!(submitted(&player.act(Action::Refresh)).is_empty(), "it is being read");
    player.answer_all();
    assert_eq!(submitted(&player.act(Action::Refresh)), [&Job::Tasks]);
    player.fail_next(ProblemKind::Journal);
    assert!(player.state.tasks.kept.problem().is_some());
    assert_eq!(submitted(&player.act(Action::Refresh)), [&Job::Tasks]);
    player.answer_all();
    assert!(player.state.tasks.kept.problem().is_none());
    player.act(Action::Back);
    assert!(player.state.screens.is_empty());
}

#[test]
fn a_run_of_this_screen_stands_among_those_of_the_journal_and_tells_its_own_targets() {
    let (mut player, job) = disabling(2);
    sending(&mut player, job, "id-00000");
    let kept = vec![
        task(8, "id-00009", Outcome::Sent),
        task(7, "id-00000", Outcome::Planned),
        task(7, "id-00001", Outcome::Planned),
        task(6, "id-00000", Outcome::Verified),
    ];
    let player = listing(player, kept);
    let expected = [
        line(8, "id-00009", Outcome::Sent, false),
        line(7, "id-00000", Outcome::Sent, true),
        line(7, "id-00001", Outcome::Planned, true),
        line(6, "id-00000", Outcome::Verified, false),
    ];
    assert_eq!(lines(&player), expected);
}

#[test]
fn of_run_and_journal_the_newer_is_told() {
    // What the run told last, what the journal holds, which of them is told.
    let rows = [
        (Outcome::Verified, Outcome::Sent, Outcome::Verified),
        (Outcome::Failed, Outcome::Unknown, Outcome::Failed),
        (Outcome::Sent, Outcome::Verified, Outcome::Verified),
        (Outcome::Unknown, Outcome::Completed, Outcome::Completed),
        (Outcome::Unknown, Outcome::Sent, Outcome::Unknown),
    ];
    for (told, kept, newer) in rows {
        let (mut player, job) = disabling(1);
        sending(&mut player, job, "id-00000");
        tell(&mut player, job, settled("id-00000", told, None));
        tell(&mut player, job, ended());
        let player = listing(player, vec![task(7, "id-00000", kept)]);
        assert_eq!(lines(&player).iter().map(|line| line.2).collect::<Vec<_>>(), [newer], "{told:?} {kept:?}");
    }
}

#[test]
fn enter_goes_to_the_account_which_the_tenant_is_asked_for_where_it_is_not_here() {
    let kept = vec![task(2, "id-00005", Outcome::Sent), task(1, "id-90000", Outcome::Failed)];
    let mut player = listing(Player::browsing(10), kept.clone());
    let effects = player.act(Action::Open);
    assert_eq!((player.current(), submitted(&effects).len()), ("id-00005", 0));
    assert!(player.state.screens.is_empty());

    let mut player = listing(Player::browsing(10), kept);
    player.act(Action::Down);
    let effects = player.act(Action::Open);
    assert_eq!(player.state.list.asked.text, "id:\"id-90000\"");
    assert!(submitted(&effects).iter().any(|job| matches!(job, Job::Page { .. })), "{effects:?}");
}

#[test]
fn what_is_no_account_has_no_row_to_go_to() {
    for kind in [ActsOn::Identity, ActsOn::Source, ActsOn::NewAccount] {
        let mut player = listing(Player::browsing(10), vec![Task { kind, ..task(1, "it", Outcome::Sent) }]);
        assert!(submitted(&player.act(Action::Open)).is_empty());
        assert!(player.notice().starts_with("it "), "{}", player.notice());
        assert!(matches!(player.state.screens[..], [Screen::Tasks(_)]));
    }
}

#[test]
fn the_person_stays_on_their_line_when_newer_ones_come() {
    let older = |count: i64| (0..count).rev().map(|run| task(run, "id-00000", Outcome::Verified)).collect::<Vec<_>>();
    let mut player = listing(Player::browsing(10), older(3));
    let at = |player: &Player| match player.state.screens.last() {
        Some(Screen::Tasks(screen)) => lines(player)[screen.cursor.at].0,
        _ => None,
    };
    player.act(Action::Down);
    assert_eq!(at(&player), Some(1));
    player.act(Action::Refresh);
    told(&mut player, older(5));
    assert_eq!(at(&player), Some(1));

    player.act(Action::Top);
    player.act(Action::Refresh);
    told(&mut player, older(6));
    assert_eq!(at(&player), Some(5), "who stands at the top wants the newest");
}

#[test]
fn an_answer_nobody_waits_for_any_more_changes_nothing() {
    let mut player = listing(Player::browsing(10), vec![task(1, "id-00000", Outcome::Sent)]);
    let before = player.state.clone();
    player.happen(Fact::Reported(Report::Tasks { job: JobId(9_999), tasks: Tasks::default() }));
    assert_eq!(player.state, before);
}
