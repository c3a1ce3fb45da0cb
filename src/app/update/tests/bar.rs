//! The query bar before Enter: what would be asked, what it would cost, and what could be typed.

use super::*;
use crate::app::screens::query_bar::{Awaited, Preview, Price};
use crate::app::screens::{QueryBar, Screen};
use crate::work::protocol::Series;

fn bar(player: &Player) -> &QueryBar {
    match player.state.screens.last() {
        Some(Screen::QueryBar(bar)) => bar,
        other => panic!("no query bar: {other:?}"),
    }
}

fn price(player: &Player) -> Option<Price> {
    match &bar(player).preview {
        Preview::Asks { read, .. } => read.as_ref().map(|read| read.price),
        other => panic!("nothing is asked: {other:?}"),
    }
}

fn pages(player: &Player) -> Option<u64> {
    match price(player) {
        Some(Price::Known(cost)) => Some(cost.pages),
        _ => None,
    }
}

/// The filters the tenant was asked to count.
fn counted(effects: &[Effect]) -> Vec<Option<String>> {
    let filter = |job: &Job| match job {
        Job::Count { query } => Some(query.filter.clone()),
        _ => None,
    };
    submitted(effects).into_iter().filter_map(filter).collect()
}

/// A person in the bar, the names of the sources known.
fn in_the_bar(accounts: usize) -> Player {
    let mut player = Player::browsing(accounts);
    player.act(Action::Search);
    player.answer_all();
    player
}

#[test]
fn what_the_tenant_answers_alone_has_no_price() {
    let mut player = in_the_bar(700);
    player.type_text("smith");
    assert_eq!(price(&player), None);
    assert_eq!(counted(&player.wait(400)), []);
}

#[test]
fn a_total_that_is_known_is_not_counted() {
    let mut player = in_the_bar(700);
    player.type_text("is:locked");
    assert_eq!(pages(&player), Some(4), "the last page of each source counts as one");
    assert_eq!(counted(&player.wait(400)), []);
}

#[test]
fn the_tenants_part_is_counted_once_the_text_has_rested_and_then_known() {
    let mut player = in_the_bar(700);
    player.type_text("is:locked is:uncorrelate");
    player.wait(200);
    player.type_text("d");
    assert_eq!(counted(&player.wait(200)), [], "it has not rested");
    assert_eq!(price(&player), Some(Price::Counting));
    assert_eq!(counted(&player.wait(200)), [Some("uncorrelated eq true".to_owned())]);
    player.answer_all();
    assert_eq!(pages(&player), Some(4), "the last page of each source counts as one");
    player.type_text(" ");
    assert_eq!(counted(&player.wait(400)), [], "the same filter is counted once");
}

#[test]
fn a_count_of_an_older_text_is_given_up() {
    let mut player = in_the_bar(700);
    player.type_text("is:locked smith");
    player.wait(400);
    let (older, _) = player.pending[0].clone();
    player.type_text("y");
    assert!(player.wait(400).contains(&Effect::Cancel(older)));
    player.act(Action::Back);
    let counts = player.pending.iter().filter(|(_, job)| matches!(job, Job::Count { .. }));
    assert_eq!(counts.count(), 0, "nor is it wanted once the bar is closed");
}

#[test]
fn a_count_that_fails_is_said_and_not_tried_again() {
    let mut player = in_the_bar(700);
    player.type_text("is:locked smith");
    player.wait(400);
    player.fail_next(ProblemKind::TenantFailed);
    assert_eq!(price(&player), Some(Price::NotTold));
    assert_eq!(counted(&player.wait(1_000)), []);
    player.act(Action::Accept);
    assert!(player.state.screens.is_empty(), "it is asked all the same");
}

#[test]
fn much_is_read_only_with_a_second_enter() {
    let mut player = in_the_bar(120_000);
    player.type_text("is:locked");
    player.act(Action::Accept);
    assert_eq!(bar(&player).warned_of.as_deref(), Some("is:locked"));
    player.type_text(" ");
    assert_eq!(bar(&player).warned_of, None, "another text is another question");
    player.act(Action::Accept);
    player.act(Action::Accept);
    assert!(player.state.screens.is_empty());
    assert_eq!(player.state.list.asked.text, "is:locked");
}

#[test]
fn enter_waits_for_the_count_where_much_may_have_to_be_read() {
    let mut player = in_the_bar(120_000);
    player.type_text("is:locked smith");
    assert_eq!(counted(&player.act(Action::Accept)).len(), 1);
    assert_eq!(bar(&player).waits_for, Some(Awaited::Count));
    player.accounts.truncate(10);
    player.answer_next();
    assert_eq!(player.state.list.asked.text, "is:locked smith");
}

#[test]
fn up_and_down_bring_back_what_was_asked() {
    let mut player = Player::browsing(300);
    for text in ["smith", "jones"] {
        player.command(&format!("query {text}"));
        player.answer_all();
    }
    player.act(Action::Search);
    let text = |player: &Player| bar(player).editor.text().to_owned();
    player.act(Action::Up);
    assert_eq!(text(&player), "smith", "what stands here already is passed over");
    player.act(Action::Up);
    assert_eq!(text(&player), "smith", "there is nothing before it");
    player.act(Action::Down);
    player.act(Action::Down);
    assert_eq!(text(&player), "jones");
    player.type_text("x");
    player.act(Action::Up);
    player.act(Action::Up);
    player.act(Action::Down);
    player.act(Action::Down);
    assert_eq!(text(&player), "jonesx", "what was typed comes back");
}

fn text(player: &Player) -> &str {
    bar(player).editor.text()
}

fn offers(player: &Player) -> Vec<&str> {
    bar(player).offers.iter().flat_map(|offers| &offers.offers).map(String::as_str).collect()
}

#[test]
fn tab_takes_what_is_offered_and_goes_through_it() {
    let mut player = in_the_bar(300);
    player.type_text("is:");
    let offered: Vec<String> = offers(&player).into_iter().map(str::to_owned).collect();
    assert!(offered.len() > 2, "{offered:?}");
    for offer in offered.iter().chain(&offered[..1]) {
        player.act(Action::Complete);
        assert_eq!(text(&player), format!("is:{offer}"));
    }
    player.act(Action::Up);
    assert_eq!(text(&player), format!("is:{}", offered[offered.len() - 1]));
    player.type_text(" ");
    assert!(bar(&player).offers.as_ref().is_none_or(|offers| offers.chosen.is_none()));
}

#[test]
fn the_names_of_sources_and_what_rows_hold_are_offered() {
    let mut player = in_the_bar(300);
    player.type_text("source:act");
    assert_eq!(offers(&player), ["\"Active Directory\""]);
    player.act(Action::Complete);
    assert_eq!(text(&player), "source:\"Active Directory\"");
    player.type_text(" id:id-0000");
    assert_eq!(offers(&player).len(), 10);
}

#[test]
fn a_choice_in_the_middle_leaves_what_stands_behind_it() {
    let mut player = in_the_bar(300);
    player.type_text("is:lock sort:name");
    for _ in 0.." sort:name".len() {
        player.happen(Fact::Typed(EditKey::Left));
    }
    player.act(Action::Complete);
    assert_eq!(text(&player), "is:locked sort:name");
}

#[test]
fn a_pasted_list_becomes_the_values_of_a_field() {
    let mut player = in_the_bar(300);
    player.type_text("native:");
    player.happen(Fact::Pasted("a1\r\nb 2\r\n\r\na1\r\n".to_owned()));
    assert_eq!(text(&player), "native:a1,\"b 2\"");
}

#[test]
fn what_stops_too_early_is_not_wrong_before_enter() {
    let mut player = in_the_bar(300);
    player.type_text("name:");
    assert!(matches!(bar(&player).preview, Preview::Unfinished(_)));
    player.act(Action::Accept);
    assert!(matches!(bar(&player).preview, Preview::Wrong(_)));
}

#[test]
fn a_long_list_is_read_in_parts() {
    let mut player = in_the_bar(300);
    let ids: Vec<String> = (0..250).map(|n| format!("{n:032x}")).collect();
    player.happen(Fact::Pasted(ids.join("\n")));
    assert!(pages(&player).is_some(), "{:?}", bar(&player).preview);
    let effects = player.act(Action::Accept);
    let series = submitted(&effects).into_iter().find_map(|job| match job {
        Job::Scan { scan, .. } => Some(scan.series.clone()),
        _ => None,
    });
    assert!(matches!(series, Some(Series::Filters(filters)) if filters.len() >= 3));
}

/// How often it was asked whether the tenant minds case.
fn probes(effects: &[Effect]) -> usize {
    submitted(effects).into_iter().filter(|job| matches!(job, Job::Probe { .. })).count()
}

#[test]
fn whether_the_tenant_minds_case_is_found_out_once_when_it_first_matters() {
    let mut player = in_the_bar(300);
    player.case = Case::Sensitive;
    player.type_text("is:locked");
    assert_eq!(probes(&player.wait(400)), 0, "a flag has no case");
    player.type_text(" smith");
    assert_eq!(probes(&player.wait(400)), 1);
    player.answer_all();
    let Preview::Asks { meaning, .. } = &bar(&player).preview else { panic!() };
    assert_eq!(meaning.last().map(String::as_str), Some("upper and lower case as typed"));
    player.type_text("y");
    assert_eq!(probes(&player.wait(400)), 0);
}

#[test]
fn a_probe_that_fails_is_tried_again_with_the_next_text_only() {
    let mut player = in_the_bar(300);
    player.type_text("smith");
    player.wait(400);
    player.fail_next(ProblemKind::TenantFailed);
    assert_eq!(probes(&player.wait(400)), 0);
    player.type_text("y");
    assert_eq!(probes(&player.wait(400)), 1);
}
