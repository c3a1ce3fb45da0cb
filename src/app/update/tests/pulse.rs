//! The pulse: what is asked for it, what is shown meanwhile, and where its numbers lead.

use super::*;
use crate::app::pulse::{AT_ONCE, PulseLine, Share};
use crate::app::screens::Screen;
use crate::model::SourceFacts;
use crate::work::protocol::{Counts, SourceTally, Tally};

fn tally(accounts: u64, have: u64, total: u64) -> Arc<Tally> {
    let all = Counts { accounts, enabled: accounts, ..Counts::default() };
    let facts = SourceFacts { name: Some("Badges".into()), ..SourceFacts::default() };
    let source = SourceTally { source: Arc::new(facts), counts: all };
    let census = Census { have, total: Some(total), ..Census::default() };
    Arc::new(Tally { all, sources: vec![source], census })
}

/// The pulse is open, and the tenant said how many accounts it has.
fn open(total: u64) -> (Player, Vec<Effect>) {
    let mut player = Player::browsing(10);
    player.act(Action::Pulse);
    let place = player.pending.iter().position(|(_, job)| matches!(job, Job::Count { .. })).expect("it is asked");
    let (job, _) = player.pending.remove(place);
    let effects = player.happen(Fact::Reported(Report::Counted { job, total: Some(total) }));
    (player, effects)
}

fn tells(player: &mut Player, tally: Arc<Tally>, is_last: bool) {
    let job = player.pending.iter().find(|(_, job)| *job == Job::Tally).expect("they are counted").0;
    player.happen(Fact::Reported(Report::Tallied { job, tally, is_last }));
}

fn shown(player: &Player) -> Option<u64> {
    crate::app::pulse::lines(&player.state).iter().find_map(|line| match line {
        PulseLine::All(counts) => Some(counts.accounts),
        _ => None,
    })
}

#[test]
fn few_accounts_are_counted_at_once_and_many_when_the_person_says_so() {
    let (_, effects) = open(AT_ONCE);
    assert_eq!(submitted(&effects), [&Job::Tally]);
    let (mut player, effects) = open(AT_ONCE + 1);
    assert!(submitted(&effects).is_empty());
    assert_eq!(submitted(&player.act(Action::Open)), [&Job::Tally]);
}

#[test]
fn counts_grow_the_first_time_and_later_stand_until_there_are_new_ones() {
    let (mut player, _) = open(10);
    tells(&mut player, tally(4, 4, 10), false);
    assert_eq!(shown(&player), Some(4));
    tells(&mut player, tally(10, 10, 10), true);
    assert_eq!(shown(&player), Some(10));
    player.pending.clear();
    player.act(Action::Refresh);
    let (job, _) = player.pending.iter().find(|(_, job)| matches!(job, Job::Count { .. })).cloned().unwrap();
    player.happen(Fact::Reported(Report::Counted { job, total: Some(11) }));
    tells(&mut player, tally(4, 4, 11), false);
    assert_eq!(shown(&player), Some(10));
    tells(&mut player, tally(11, 11, 11), true);
    assert_eq!(shown(&player), Some(11));
}

#[test]
fn leaving_gives_the_counting_up_and_coming_back_begins_it_anew() {
    let (mut player, _) = open(10);
    let job = player.pending.iter().find(|(_, job)| *job == Job::Tally).unwrap().0;
    assert_eq!(player.act(Action::Back), [Effect::Cancel(job)]);
    player.happen(Fact::Reported(Report::Tallied { job, tally: tally(4, 4, 10), is_last: false }));
    assert_eq!(shown(&player), None, "nobody waits for it any more");
    player.happen(Fact::Reported(Report::Cancelled { job }));
    let effects = player.act(Action::Pulse);
    assert!(submitted(&effects).iter().any(|job| matches!(job, Job::Count { .. })));
}

#[test]
fn a_number_leads_to_the_accounts_it_counts() {
    let (mut player, _) = open(10);
    tells(&mut player, tally(10, 10, 10), true);
    player.act(Action::Down);
    player.acts(Action::ColumnsRight, 4);
    player.act(Action::ColumnsRight);
    assert!(matches!(player.state.screens.last(), Some(Screen::Pulse(pulse)) if pulse.share == Share::Uncorrelated));
    player.act(Action::Open);
    player.answer_all();
    assert!(player.state.screens.is_empty(), "{:?}", player.state.screens);
    assert_eq!(player.state.list.asked.text, "source:Badges is:uncorrelated");
}

#[test]
fn a_failure_says_why_and_keeps_what_was_counted_before() {
    let (mut player, _) = open(10);
    tells(&mut player, tally(4, 4, 10), false);
    let job = player.pending.iter().find(|(_, job)| *job == Job::Tally).unwrap().0;
    let problem = Problem::new(ProblemKind::Unreachable, "no way there");
    player.happen(Fact::Reported(Report::Failed { job, epoch: None, problem: problem.clone() }));
    assert_eq!(player.state.pulse.tally.problem(), Some(&problem));
    assert_eq!(shown(&player), Some(4));
    let effects = player.act(Action::Refresh);
    assert!(submitted(&effects).iter().any(|job| matches!(job, Job::Count { .. })));
}
