//! Runs under way: what is told of them, and how they are left.

use super::*;
use crate::app::notice::Level;
use crate::app::runs::Stage;
use crate::app::screens::Screen;
use crate::model::{Outcome, Verb};
use crate::work::protocol::{Control, Settled};

/// A screen on which so many accounts were disabled this moment.
pub(super) fn disabling(accounts: usize) -> (Player, JobId) {
    let mut player = Player::browsing(300);
    if accounts > 1 {
        player.acts(Action::Mark, accounts);
    }
    player.act(Action::Disable);
    player.answer_all();
    player.wait(300);
    player.act(Action::Confirm);
    let (job, _) = player.pending.iter().find(|(_, job)| matches!(job, Job::Act(_))).cloned().expect("a run");
    tell(&mut player, job, RunEvent::Begun { run: 7 });
    (player, job)
}

pub(super) fn tell(player: &mut Player, job: JobId, event: RunEvent) -> Vec<Effect> {
    player.happen(Fact::Reported(Report::Run { job, event }))
}

pub(super) fn sending(player: &mut Player, job: JobId, id: &str) {
    tell(player, job, RunEvent::Sending { target: id.to_owned() });
}

pub(super) fn settled(id: &str, outcome: Outcome, reason: Option<&str>) -> RunEvent {
    let snapshot = |disabled| Reading::Account(Snapshot { disabled: Some(disabled), ..Snapshot::default() });
    RunEvent::Settled(Box::new(Settled {
        target: id.to_owned(),
        outcome,
        reason: reason.map(str::to_owned),
        before: snapshot(false),
        after: snapshot(outcome == Outcome::Verified),
        row: (outcome == Outcome::Verified).then(|| Box::new(AccountRow { disabled: Some(true), ..row(id) })),
    }))
}

pub(super) fn ended() -> RunEvent {
    RunEvent::Ended { exit_code: 0, head: "abc".to_owned(), planned: 0 }
}

#[test]
fn the_row_says_what_is_going_on_and_then_what_was_seen() {
    let (mut player, job) = disabling(1);
    sending(&mut player, job, "id-00000");
    assert_eq!(player.state.runs.verb_on("id-00000"), Some(Verb::Disable));
    assert_eq!(player.state.runs.verb_on("id-00001"), None);
    tell(&mut player, job, settled("id-00000", Outcome::Verified, None));
    assert_eq!(player.state.runs.verb_on("id-00000"), None);
    assert_eq!(player.state.list.current().unwrap().disabled, Some(true));
    assert!(player.notice().starts_with("disabled, read back and seen: name of id-00000"), "{}", player.notice());
}

#[test]
fn what_went_wrong_stays_until_read_with_its_reason() {
    for (outcome, word) in [(Outcome::Failed, "FAILED"), (Outcome::Refused, "REFUSED"), (Outcome::Unknown, "UNKNOWN")] {
        let (mut player, job) = disabling(1);
        sending(&mut player, job, "id-00000");
        tell(&mut player, job, settled("id-00000", outcome, Some("no such thing")));
        tell(&mut player, job, ended());
        let notice = player.state.notices.shown().unwrap();
        assert!(
            notice.level.stays() && notice.text.contains(word) && notice.text.contains("no such thing"),
            "{notice:?}"
        );
    }
}

#[test]
fn a_run_of_several_is_told_at_its_end() {
    let (mut player, job) = disabling(2);
    for (id, outcome) in [("id-00000", Outcome::Verified), ("id-00001", Outcome::Failed)] {
        sending(&mut player, job, id);
        tell(&mut player, job, settled(id, outcome, None));
        assert!(!player.notice().contains(id), "{}", player.notice());
    }
    tell(&mut player, job, ended());
    let notice = player.state.notices.shown().unwrap();
    assert_eq!((notice.level, notice.text.as_str()), (Level::Warn, "run 7 · disable ended: FAILED 1, verified 1"));
}

#[test]
fn a_run_that_cannot_begin_says_that_nothing_was_sent() {
    let mut player = Player::browsing(300);
    player.act(Action::Disable);
    player.answer_all();
    player.wait(300);
    player.act(Action::Confirm);
    player.fail_next(ProblemKind::Journal);
    assert!(player.notice().starts_with("nothing was sent: it failed"), "{}", player.notice());
    assert_eq!(player.state.runs.iter().count(), 0);
}

#[test]
fn space_pauses_and_goes_on_and_s_stops() {
    let (mut player, job) = disabling(2);
    assert_eq!(player.act(Action::Toggle), [Effect::Control(job, Control::Pause)]);
    assert_eq!(player.act(Action::Toggle), [Effect::Control(job, Control::Run)]);
    tell(&mut player, job, RunEvent::Paused { why: "three lost".to_owned() });
    assert!(player.notice().contains("three lost"));
    assert_eq!(player.act(Action::Toggle), [Effect::Control(job, Control::Run)]);
    assert_eq!(player.act(Action::Stop), [Effect::Control(job, Control::Stop)]);
    assert_eq!(player.act(Action::Stop), []);
    assert_eq!(player.state.runs.of(job).unwrap().stage, Stage::Stopping);
}

#[test]
fn what_failed_is_planned_again_only_when_the_run_is_over() {
    let (mut player, job) = disabling(2);
    for (id, outcome) in [("id-00000", Outcome::Failed), ("id-00001", Outcome::Unknown)] {
        sending(&mut player, job, id);
        tell(&mut player, job, settled(id, outcome, None));
    }
    assert_eq!(submitted(&player.act(Action::Retry)).len(), 0);
    tell(&mut player, job, ended());
    let effects = player.act(Action::Retry);
    let [Job::Plan { targets, .. }] = submitted(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!(*targets, ["id-00000"], "what nobody knows is not tried again by a key that says retry");
}

#[test]
fn leaving_with_a_run_going_asks_stops_it_and_waits_for_its_end() {
    let (mut player, job) = disabling(1);
    assert_eq!(player.act(Action::Quit), []);
    assert_eq!(player.state.screens.last(), Some(&Screen::Leaving));
    player.act(Action::Refuse);
    assert!(player.state.screens.is_empty());
    player.act(Action::Leave);
    let effects = player.act(Action::Confirm);
    assert!(effects.contains(&Effect::Control(job, Control::Stop)) && !effects.contains(&Effect::Exit), "{effects:?}");
    assert!(tell(&mut player, job, ended()).contains(&Effect::Exit));
}

#[test]
fn nobody_waits_longer_than_five_seconds_or_is_asked_a_third_time() {
    let (mut player, _) = disabling(1);
    player.acts(Action::Quit, 2);
    assert!(!player.wait(4_900).contains(&Effect::Exit));
    assert!(player.wait(100).contains(&Effect::Exit));
    let (mut player, _) = disabling(1);
    player.acts(Action::Quit, 2);
    assert!(player.act(Action::Quit).contains(&Effect::Exit));
}

#[test]
fn a_signal_stops_the_run_and_asks_nobody() {
    let (mut player, job) = disabling(1);
    let effects = player.happen(Fact::Interrupted);
    assert!(effects.contains(&Effect::Control(job, Control::Stop)), "{effects:?}");
    assert!(tell(&mut player, job, ended()).contains(&Effect::Exit));
    let mut idle = Player::browsing(1);
    assert!(idle.happen(Fact::Interrupted).contains(&Effect::Exit));
}

fn run_on_top(player: &Player) -> Option<JobId> {
    match player.state.screens.last() {
        Some(Screen::Run(run)) => Some(run.job),
        _ => None,
    }
}

#[test]
fn a_run_planned_from_the_report_of_another_takes_its_place_and_tells_again_what_it_writes() {
    let mut player = Player::browsing(300);
    player.acts(Action::Mark, 2);
    let targets = player.state.marks.resolve();
    let (mut effects, what) = (Vec::new(), vec!["to Ada Lovelace".to_owned()]);
    let order = Order::plain(Verb::Correlate);
    super::super::planning::begin_telling(&mut player.state, order, targets, what.clone(), &mut effects);
    let [Job::Plan { .. }] = submitted(&effects)[..] else { panic!("{effects:?}") };
    let Some(Effect::Submit(job, asked)) = effects.pop() else { panic!("a plan is asked for") };
    let report = player.answer(job, &asked);
    player.happen(Fact::Reported(report));
    player.wait(300);
    player.act(Action::Confirm);
    let first = run_on_top(&player).expect("a run");
    tell(&mut player, first, RunEvent::Begun { run: 7 });
    for id in ["id-00000", "id-00001"] {
        sending(&mut player, first, id);
        tell(&mut player, first, settled(id, Outcome::Refused, None));
    }
    tell(&mut player, first, ended());
    player.act(Action::Retry);
    let Some(Screen::Plan(plan)) = player.state.screens.last() else { panic!("no plan") };
    assert_eq!(plan.what, what);
    player.pending.retain(|(_, job)| matches!(job, Job::Plan { .. }));
    player.answer_all();
    player.wait(300);
    player.act(Action::Confirm);
    assert!(run_on_top(&player).is_some_and(|job| job != first), "the run just begun is what is looked at");
    player.act(Action::Back);
    assert_eq!(run_on_top(&player), None);
}

#[test]
fn a_pause_told_late_stops_nothing_that_was_stopped() {
    let (mut player, job) = disabling(2);
    player.act(Action::Stop);
    tell(&mut player, job, RunEvent::Paused { why: "three lost".to_owned() });
    assert_eq!(player.state.runs.of(job).unwrap().stage, Stage::Stopping);
    assert!(!player.notice().contains("paused"), "{}", player.notice());
    tell(&mut player, job, ended());
    tell(&mut player, job, RunEvent::Paused { why: "three lost".to_owned() });
    assert!(!player.state.runs.of(job).unwrap().is_going());
}

#[test]
fn what_was_not_seen_is_well_only_where_it_cannot_be_seen() {
    let (mut player, job) = disabling(1);
    sending(&mut player, job, "id-00000");
    tell(&mut player, job, settled("id-00000", Outcome::Completed, None));
    assert_eq!(player.state.notices.shown().unwrap().level, Level::Warn);

    let mut player = Player::browsing(300);
    player.act(Action::Disable);
    player.act(Action::NextField);
    player.act(Action::Toggle);
    player.answer_all();
    player.wait(300);
    player.act(Action::Confirm);
    let job = player.state.runs.going().next().expect("a run").job;
    tell(&mut player, job, settled("id-00000", Outcome::Completed, None));
    assert_eq!(player.state.notices.shown().unwrap().level, Level::Ok, "forced: no reading could show more");
}

#[test]
fn what_moved_since_it_was_confirmed_is_no_good_end_and_what_was_known_before_is() {
    for (outcome, level) in [(Outcome::Skipped(SkipReason::Drift), Level::Warn), (Outcome::Verified, Level::Ok)] {
        let mut player = Player::browsing(300);
        player.acts(Action::Down, 8);
        player.acts(Action::Mark, 3);
        player.act(Action::Disable);
        player.answer_all();
        player.wait(300);
        player.act(Action::Confirm);
        let job = player.state.runs.going().next().expect("a run").job;
        tell(&mut player, job, settled("id-00010", outcome, None));
        tell(&mut player, job, ended());
        assert_eq!(player.state.notices.shown().unwrap().level, level, "{outcome:?}");
    }
}

#[test]
fn a_run_that_could_not_begin_leaves_no_empty_report() {
    let mut player = Player::browsing(300);
    player.acts(Action::Mark, 2);
    player.act(Action::Disable);
    player.answer_all();
    player.wait(300);
    player.act(Action::Confirm);
    assert!(run_on_top(&player).is_some());
    player.fail_next(ProblemKind::Journal);
    assert_eq!(run_on_top(&player), None);
}

#[test]
fn an_account_that_was_removed_is_marked_no_more() {
    let mut player = Player::browsing(300);
    player.acts(Action::Mark, 2);
    player.act(Action::Remove);
    player.answer_all();
    player.type_text("2");
    player.wait(300);
    player.act(Action::Confirm);
    let job = run_on_top(&player).expect("a run");
    tell(&mut player, job, settled("id-00000", Outcome::Verified, None));
    tell(&mut player, job, settled("id-00001", Outcome::Refused, None));
    assert_eq!(player.state.marks.resolve().ids, ["id-00001"]);
}

#[test]
fn enter_in_a_report_goes_to_the_identity_whose_sign_in_it_was() {
    let mut player = Player::browsing(300);
    player.command("identities disable");
    player.answer_all();
    player.wait(300);
    player.act(Action::Confirm);
    player.act(Action::LastRun);
    player.act(Action::Open);
    let target = identity("id-00000").expect("an identity");
    let view = player.state.identity_view().expect("the identity view");
    assert_eq!(*view.accounts.identity, *target);
    assert_eq!(player.state.screens.len(), 1);
}

#[test]
fn whoever_has_left_begins_nothing_new() {
    let (mut player, _) = disabling(1);
    player.acts(Action::Quit, 2);
    assert_eq!(player.act(Action::Back), []);
    assert_eq!(submitted(&player.act(Action::Disable)).len(), 0);
    assert_eq!(player.state.screens.last(), Some(&Screen::Leaving), "what is awaited stays on the screen");
}

#[test]
fn a_clock_set_back_keeps_nobody_in_the_program() {
    let (mut player, _) = disabling(1);
    player.acts(Action::Quit, 2);
    assert!(player.wait(-3_600_000).contains(&Effect::Exit));
}

#[test]
fn in_read_only_no_run_goes_on() {
    let (mut player, job) = disabling(2);
    player.act(Action::Toggle);
    player.state.tenant.read_only = true;
    assert_eq!(player.act(Action::Toggle), []);
    assert_eq!(player.act(Action::Stop), [Effect::Control(job, Control::Stop)]);
}

#[test]
fn what_was_lost_on_the_way_is_no_reason_for_what_was_seen() {
    for (outcome, reason) in [(Outcome::Verified, None), (Outcome::Failed, Some("it failed"))] {
        let (mut player, job) = disabling(2);
        let lost = RunEvent::Answered {
            target: "id-00000".to_owned(),
            outcome: Outcome::Unknown,
            status: None,
            task: None,
            problem: Some(Problem::new(ProblemKind::Unreachable, "it failed")),
            tracking_id: None,
        };
        tell(&mut player, job, lost);
        tell(&mut player, job, settled("id-00000", outcome, None));
        let run = player.state.runs.of(job).unwrap();
        assert_eq!(run.progress[0].reason.as_deref(), reason, "{outcome:?}");
    }
}
