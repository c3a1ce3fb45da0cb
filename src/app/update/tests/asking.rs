//! The query bar and the palette.

use super::*;
use crate::app::screens::query_bar::{Awaited, Preview};
use crate::app::screens::{QueryBar, Screen};

fn bar(player: &Player) -> &QueryBar {
    match player.state.screens.last() {
        Some(Screen::QueryBar(bar)) => bar,
        other => panic!("no query bar: {other:?}"),
    }
}

/// The filter of the last list asked for.
fn last_filter(player: &Player) -> Option<String> {
    submitted(&player.effects).into_iter().rev().find_map(|job| match job {
        Job::Page { query, .. } => Some(query.filter.clone()),
        _ => None,
    })?
}

#[test]
fn enter_asks_the_tenant_and_the_bar_goes() {
    let mut player = Player::browsing(300);
    player.act(Action::Search);
    player.type_text("smith");
    assert!(matches!(bar(&player).preview, Preview::Asks { .. }));
    player.act(Action::Accept);
    assert_eq!(last_filter(&player).as_deref(), Some(r#"name sw "smith""#));
    assert_eq!(player.state.list.asked.text, "smith");
    assert!(player.state.screens.is_empty());
}

#[test]
fn a_bad_query_is_never_sent() {
    for text in ["created>=yesterday-ish", "(smith", "nosuchfield:x"] {
        let mut player = Player::browsing(300);
        player.act(Action::Search);
        player.answer_all();
        player.type_text(text);
        let effects = player.act(Action::Accept);
        assert!(submitted(&effects).is_empty(), "{text} was sent");
        assert!(matches!(&bar(&player).preview, Preview::Wrong(errors) if !errors.is_empty()), "{text}");
        assert_eq!(player.state.list.asked.text, "");
    }
}

#[test]
fn typing_narrows_what_is_here_and_esc_brings_it_back() {
    let mut player = Player::browsing(100);
    player.act(Action::Search);
    player.type_text("00007");
    assert_eq!((player.state.list.len(), player.current()), (1, "id-00007"));
    player.type_text("x");
    assert_eq!((player.state.list.len(), player.current()), (0, ""));
    player.act(Action::Back);
    assert_eq!(player.state.list.len(), 100);
    assert!(player.state.screens.is_empty());
}

#[test]
fn a_query_that_names_a_source_waits_for_the_names_of_the_sources() {
    let mut player = Player::browsing(100);
    player.act(Action::Search);
    player.type_text("source:act");
    player.act(Action::Accept);
    assert_eq!(bar(&player).waits_for, Some(Awaited::Sources));
    assert_eq!(player.pending.iter().map(|(_, job)| job.clone()).collect::<Vec<_>>(), [Job::Sources]);
    player.answer_next();
    assert_eq!(last_filter(&player).as_deref(), Some(r#"sourceId eq "s-1""#));
    assert!(player.state.screens.is_empty());
}

#[test]
fn where_sources_may_not_be_listed_the_name_is_asked_for_as_typed() {
    let mut player = Player::browsing(100);
    player.act(Action::Search);
    player.type_text("source:Workday");
    player.act(Action::Accept);
    player.fail_next(ProblemKind::Forbidden);
    assert_eq!(last_filter(&player).as_deref(), Some(r#"source.displayableName eq "Workday""#));
}

#[test]
fn the_names_of_the_sources_are_asked_for_once() {
    let mut player = Player::browsing(100);
    for _ in 0..3 {
        player.act(Action::Search);
        player.answer_all();
        player.act(Action::Back);
    }
    let asked = submitted(&player.effects).into_iter().filter(|job| **job == Job::Sources).count();
    assert_eq!(asked, 1);
}

#[test]
fn an_answer_to_an_older_question_changes_nothing() {
    let mut player = Player::new(300);
    let late = player.pending[0].clone();
    player.command("query smith");
    let before = player.state.clone();
    let report = player.answer(late.0, &late.1);
    player.happen(Fact::Reported(report));
    assert_eq!(player.state, before);
}

#[test]
fn zero_shows_all_accounts_again() {
    let mut player = Player::browsing(300);
    player.command("query smith");
    player.answer_all();
    player.act(Action::AllAccounts);
    assert_eq!((last_filter(&player), player.state.list.asked.text.as_str()), (None, ""));
}

#[test]
fn pasted_text_never_acts() {
    let mut player = Player::browsing(300);
    let before = player.state.clone();
    player.happen(Fact::Pasted("q\n:quit\nDy".to_owned()));
    assert_eq!(player.state, before);
    player.act(Action::Search);
    player.happen(Fact::Pasted("smith\n".to_owned()));
    assert_eq!(bar(&player).editor.text(), "smith");
    assert_eq!(player.state.list.asked.text, "", "Enter inside a paste is not Enter");
}

#[test]
fn a_wrong_command_stays_and_says_why() {
    let mut player = Player::browsing(10);
    player.command("gotoo 5");
    let Some(Screen::Palette(palette)) = player.state.screens.last() else { panic!() };
    assert_eq!(palette.complaint.as_deref(), Some("there is no command \"gotoo\"; Tab shows what there is"));
}

#[test]
fn a_command_is_completed() {
    let mut player = Player::browsing(10);
    player.act(Action::Palette);
    player.type_text("got");
    player.act(Action::Complete);
    let Some(Screen::Palette(palette)) = player.state.screens.last() else { panic!() };
    assert_eq!(palette.editor.text(), "goto");
}

#[test]
fn esc_from_the_bar_goes_back_to_the_account_the_person_stood_on() {
    let mut player = Player::browsing(300);
    player.acts(Action::Down, 50);
    player.act(Action::Search);
    player.type_text("00007");
    player.act(Action::Back);
    assert_eq!(player.current(), "id-00050");
}

#[test]
fn an_age_is_counted_from_the_moment_of_the_refresh() {
    let mut player = Player::browsing(10);
    player.command("query modified<1h");
    player.answer_all();
    let first = last_filter(&player);
    player.at += SignedDuration::from_hours(5);
    player.act(Action::Refresh);
    assert_ne!(last_filter(&player), first);
}
