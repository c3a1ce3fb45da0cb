//! What earlier runs left open is looked up at the start, and told as it becomes known.

use super::*;
use crate::app::notice::Level;
use crate::model::{Outcome, Verb};
use crate::work::protocol::{LeftOpen, Settled};

fn found(target: &str, outcome: Outcome, row: Option<AccountRow>) -> LeftOpen {
    let settled = Settled {
        target: target.to_owned(),
        outcome,
        reason: (outcome == Outcome::Failed).then(|| "no such group".to_owned()),
        before: Reading::Nothing,
        after: Reading::Nothing,
        row: row.map(Box::new),
    };
    LeftOpen { run: 7, verb: Some(Verb::Disable), settled }
}

/// A screen with its rows that still waits for what was left open.
fn waiting() -> (Player, JobId) {
    let mut player = Player::new(10);
    let place = player.pending.iter().position(|(_, job)| *job == Job::LookUpLeftOpen).expect("it is looked up");
    let (job, _) = player.pending.remove(place);
    player.answer_all();
    (player, job)
}

fn tell(player: &mut Player, job: JobId, found: Vec<LeftOpen>) -> Vec<Effect> {
    player.happen(Fact::Reported(Report::LeftOpen { job, found, is_last: false }))
}

#[test]
fn what_became_of_it_is_told_and_shown() {
    let (mut player, job) = waiting();
    let disabled = AccountRow { disabled: Some(true), ..row("id-00000") };
    tell(&mut player, job, vec![found("id-00000", Outcome::Verified, Some(disabled))]);
    assert_eq!(player.notice(), "run 7 left it open, and it is verified: disable name of id-00000");
    assert_eq!(player.state.list.current().unwrap().disabled, Some(true));
    tell(&mut player, job, vec![found("id-00001", Outcome::Failed, None)]);
    assert_eq!(player.notice(), "run 7 left it open, and it is FAILED: disable id-00001 · no such group");
}

#[test]
fn the_worst_of_several_says_how_long_it_stays() {
    let rows = [
        (&[Outcome::Verified, Outcome::Verified][..], "2 verified", Level::Ok),
        (&[Outcome::Verified, Outcome::Completed], "1 verified, 1 completed (not seen)", Level::Note),
        (&[Outcome::Failed, Outcome::Verified], "1 verified, 1 FAILED", Level::Warn),
    ];
    for (outcomes, told, level) in rows {
        let (mut player, job) = waiting();
        tell(&mut player, job, outcomes.iter().map(|outcome| found("id-00000", *outcome, None)).collect());
        assert_eq!(player.notice(), format!("what earlier runs left open: {told}"));
        assert_eq!(player.state.notices.shown().map(|notice| notice.level), Some(level));
    }
}

#[test]
fn the_list_of_tasks_is_read_again_while_it_is_on_the_screen() {
    let (mut player, job) = waiting();
    let reads = |effects: &[Effect]| submitted(effects).contains(&&Job::Tasks);
    assert!(!reads(&tell(&mut player, job, vec![found("id-00000", Outcome::Verified, None)])));
    player.act(Action::Tasks);
    player.answer_all();
    assert!(reads(&tell(&mut player, job, vec![found("id-00000", Outcome::Verified, None)])));
    player.answer_all();
    assert!(!reads(&tell(&mut player, job, Vec::new())), "nothing new");
}

#[test]
fn it_is_asked_once_and_nothing_is_heard_of_it_after_its_end() {
    let (mut player, job) = waiting();
    player.happen(Fact::Reported(Report::LeftOpen { job, found: Vec::new(), is_last: true }));
    tell(&mut player, job, vec![found("id-00000", Outcome::Verified, None)]);
    assert_eq!(player.notice(), "");
    player.act(Action::Refresh);
    player.answer_all();
    let asked = submitted(&player.effects).into_iter().filter(|job| **job == Job::LookUpLeftOpen).count();
    assert_eq!(asked, 1);
}

#[test]
fn a_journal_that_cannot_be_read_is_told_and_a_tenant_that_does_not_answer_is_told_elsewhere() {
    for (kind, told) in [(ProblemKind::Journal, "the disk is full"), (ProblemKind::Unreachable, "")] {
        let (mut player, job) = waiting();
        let problem = Problem::new(kind, "the disk is full");
        player.happen(Fact::Reported(Report::Failed { job, epoch: None, problem }));
        assert_eq!(player.notice(), told);
    }
}
