//! Picking an identity or a source.

use super::*;
use crate::app::screens::{Picker, Picking, Screen};
use crate::model::{Content, Order, Verb};

fn picker(player: &Player) -> &Picker {
    match player.state.screens.last() {
        Some(Screen::Picker(picker)) => picker,
        screen => panic!("no picker is open: {screen:?}"),
    }
}

fn searches(effects: &[Effect]) -> Vec<String> {
    let words = |job: &Job| match job {
        Job::Identities { words } => Some(words.clone()),
        _ => None,
    };
    submitted(effects).into_iter().filter_map(words).collect()
}

fn correlating() -> Player {
    let mut player = Player::browsing(20);
    player.command("correlate");
    player
}

#[test]
fn what_is_typed_is_searched_for_when_the_person_pauses() {
    let mut player = correlating();
    player.type_text("ad");
    assert_eq!(searches(&player.effects), [] as [String; 0]);
    player.wait(200);
    player.type_text("a");
    assert_eq!(searches(&player.wait(200)), [] as [String; 0]);
    assert_eq!(searches(&player.wait(100)), ["ada"]);
    player.answer_all();
    assert_eq!(picker(&player).len(), 2);
}

#[test]
fn an_older_search_is_given_up_and_its_answer_dropped() {
    let mut player = correlating();
    player.type_text("ada");
    player.wait(300);
    let (older, job) = player.pending[0].clone();
    player.type_text("x");
    let effects = player.wait(300);
    assert!(effects.contains(&Effect::Cancel(older)), "{effects:?}");
    let late = player.answer(older, &job);
    player.happen(Fact::Reported(late));
    assert!(picker(&player).is_empty());
    player.answer_all();
    let Picking::Owner(owners) = &picker(&player).picking else { panic!("no identities") };
    assert_eq!(owners.found.value().and_then(|found| found.rows[0].alias.as_deref()), Some("adax"));
}

#[test]
fn the_one_under_the_cursor_is_picked_and_planned() {
    let mut player = correlating();
    player.type_text("ada");
    player.wait(300);
    player.answer_all();
    player.act(Action::Down);
    let effects = player.act(Action::Accept);
    let order = Order { content: Content::Owner("identity-2".to_owned()), ..Order::plain(Verb::Correlate) };
    let plan = Job::Plan { order, targets: vec!["id-00000".to_owned()], put_in: vec![] };
    assert_eq!(submitted(&effects), [&plan]);
}

#[test]
fn nothing_is_picked_from_what_answers_other_words() {
    let mut player = correlating();
    player.type_text("ada");
    player.wait(300);
    player.answer_all();
    player.type_text("m");
    let effects = player.act(Action::Accept);
    assert_eq!(searches(&effects), ["adam"], "searched for at once instead");
    assert!(matches!(submitted(&effects).as_slice(), [Job::Identities { .. }]));
    assert!(submitted(&player.act(Action::Accept)).is_empty(), "and nothing more while it is under way");
}

#[test]
fn a_search_that_failed_is_tried_again_with_enter() {
    let mut player = correlating();
    player.type_text("ada");
    player.wait(300);
    player.fail_next(ProblemKind::Unreachable);
    assert_eq!(searches(&player.act(Action::Accept)), ["ada"]);
}

#[test]
fn an_empty_search_asks_nothing() {
    let mut player = correlating();
    player.type_text(" ");
    assert_eq!(searches(&player.wait(300)), [] as [String; 0]);
    assert!(submitted(&player.act(Action::Accept)).is_empty());
}

#[test]
fn uncorrelating_has_nothing_to_pick() {
    let mut player = Player::browsing(20);
    player.act(Action::Down);
    let effects = player.command("uncorrelate");
    let order = Order::plain(Verb::Uncorrelate);
    assert_eq!(submitted(&effects), [&Job::Plan { order, targets: vec!["id-00001".to_owned()], put_in: vec![] }]);
}

#[test]
fn flat_files_stand_first_and_only_they_take_a_new_account() {
    let mut player = Player::browsing(20);
    player.command("create");
    assert!(picker(&player).is_empty());
    player.answer_all();
    let Picking::Source(sources) = &picker(&player).picking else { panic!("no sources") };
    let names: Vec<&str> = sources.rows.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["Badges", "Active Directory"]);
    player.type_text("active");
    assert_eq!(picker(&player).len(), 1);
    assert!(submitted(&player.act(Action::Accept)).is_empty());
    assert!(picker(&player).remark.as_deref().is_some_and(|remark| remark.contains("flat file")));
}

#[test]
fn who_may_not_list_sources_picks_from_those_seen() {
    let mut player = Player::new(0);
    player.accounts = vec!["file-1".to_owned(), "file-2".to_owned()];
    player.act(Action::Refresh);
    player.answer_all();
    player.command("create");
    player.fail_next(ProblemKind::Forbidden);
    let Picking::Source(sources) = &picker(&player).picking else { panic!("no sources") };
    assert_eq!((sources.rows.len(), sources.seen_only), (1, true));
}

#[test]
fn leaving_the_picker_gives_up_its_search() {
    let mut player = correlating();
    player.type_text("ada");
    player.wait(300);
    let (job, _) = player.pending[0].clone();
    assert_eq!(player.act(Action::Back), [Effect::Cancel(job)]);
}
