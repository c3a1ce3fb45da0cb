//! The detail pane.

use super::*;
use crate::app::detail::Tab;
use crate::app::screens::Screen;

fn wide(accounts: usize) -> Player {
    let mut player = Player::browsing(accounts);
    player.happen(Fact::Resized(Size { columns: 120, rows: 40 }));
    player.answer_all();
    player
}

fn account_jobs(effects: &[Effect]) -> Vec<String> {
    let id = |job: &Job| match job {
        Job::Account { id, .. } => Some(id.to_string()),
        _ => None,
    };
    submitted(effects).into_iter().filter_map(id).collect()
}

#[test]
fn the_overview_asks_the_tenant_for_nothing() {
    let mut player = wide(100);
    let before = submitted(&player.effects).len();
    player.act(Action::Open);
    player.acts(Action::Down, 3);
    player.wait(1_000);
    assert_eq!(submitted(&player.effects).len(), before);
}

#[test]
fn a_tab_is_read_when_it_is_opened_and_only_once() {
    let mut player = wide(100);
    player.act(Action::Open);
    let effects = player.act(Action::NextTab);
    assert_eq!(account_jobs(&effects), ["id-00000"]);
    player.answer_all();
    assert_eq!(player.state.detail.attribute_rows(), [("dept", "Sales".to_owned())]);
    let effects = player.act(Action::RawJson);
    assert!(submitted(&effects).is_empty(), "the JSON is of the same reading");
    assert!(player.state.detail.lines().iter().any(|line| line.contains("id-00000")));
}

#[test]
fn while_the_cursor_moves_nothing_is_read_and_when_it_has_rested_one_account_is() {
    let mut player = wide(100);
    player.act(Action::NextTab);
    player.answer_all();
    let mut effects = Vec::new();
    for _ in 0..10 {
        effects.extend(player.act(Action::Down));
        effects.extend(player.wait(30));
    }
    assert_eq!(account_jobs(&effects), [] as [String; 0]);
    assert_eq!(account_jobs(&player.wait(80)), ["id-00010"]);
}

#[test]
fn a_reading_of_another_account_is_cancelled_and_its_answer_dropped() {
    let mut player = wide(100);
    player.act(Action::NextTab);
    let late = player.pending.iter().find(|(_, job)| matches!(job, Job::Account { .. })).unwrap().clone();
    let effects = player.act(Action::Down);
    assert!(effects.contains(&Effect::Cancel(late.0)));
    let before = player.state.clone();
    let report = player.answer(late.0, &late.1);
    player.happen(Fact::Reported(report));
    assert_eq!(player.state, before);
}

#[test]
fn entitlements_come_page_by_page() {
    let mut player = Player::browsing(10);
    player.act(Action::Open);
    player.act(Action::NextTab);
    player.act(Action::NextTab);
    assert_eq!(player.state.detail.tab, Tab::Entitlements);
    player.answer_all();
    let read = |player: &Player| {
        player.state.detail.entitlements.value().map(|read| (read.rows.len(), read.total, read.whole))
    };
    assert_eq!(read(&player), Some((100, Some(230), false)), "page two waits until somebody goes there");
    player.act(Action::Bottom);
    player.answer_all();
    assert_eq!(read(&player), Some((200, Some(230), false)));
    player.act(Action::Bottom);
    player.answer_all();
    player.act(Action::Bottom);
    assert_eq!(read(&player), Some((230, Some(230), true)));
    assert!(player.state.detail.lines().last().unwrap().contains("group-229"));
    assert!(player.pending.is_empty());
}

#[test]
fn a_search_goes_to_the_match_and_round_the_end() {
    let mut player = Player::browsing(10);
    player.act(Action::RawJson);
    player.answer_all();
    player.act(Action::Search);
    player.type_text("SALES");
    player.act(Action::Accept);
    let line = |player: &Player| player.state.detail.lines()[player.state.detail.cursor.at].clone();
    assert!(line(&player).contains("Sales"));
    player.act(Action::NextMatch);
    assert!(line(&player).contains("Sales"), "the only match is the next one too");
    player.act(Action::Search);
    player.type_text("nowhere");
    player.act(Action::Accept);
    assert_eq!(player.notice(), "no \"nowhere\" in JSON");
}

#[test]
fn a_failed_tab_says_why_and_r_tries_again() {
    let mut player = Player::browsing(10);
    player.act(Action::RawJson);
    player.fail_next(ProblemKind::Forbidden);
    assert_eq!(player.state.detail.account.problem().map(|problem| problem.kind), Some(ProblemKind::Forbidden));
    player.act(Action::Refresh);
    player.answer_all();
    assert!(player.state.detail.account.problem().is_none());
}

#[test]
fn esc_goes_from_the_search_to_the_details_to_the_table() {
    let mut player = Player::browsing(10);
    player.act(Action::Open);
    player.act(Action::Search);
    player.act(Action::Back);
    assert_eq!(player.state.screens, [Screen::Details]);
    player.act(Action::Back);
    assert_eq!(player.state.screens, []);
    assert_eq!(player.act(Action::Back), [], "Esc never leaves the program");
    assert_eq!(player.act(Action::Leave), [Effect::Exit]);
}

#[test]
fn details_of_a_row_that_is_not_here_do_not_open() {
    let mut player = Player::new(10);
    player.act(Action::Open);
    assert!(player.state.screens.is_empty());
}
