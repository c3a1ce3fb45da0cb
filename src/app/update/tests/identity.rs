//! Siblings, activity and the identity view.

use super::*;
use crate::app::action::Context;
use crate::app::activity::Event as Happened;
use crate::app::detail::Tab;
use crate::app::screens::Screen;
use crate::work::protocol::Settled;

/// The details of the first account at a tab, with everything answered.
fn at_tab(tab: Tab) -> Player {
    let mut player = Player::browsing(40);
    player.act(Action::Open);
    while player.state.detail.tab != tab {
        player.act(Action::NextTab);
    }
    player.answer_all();
    player
}

/// The filters of the lists asked for among these effects.
fn filters(effects: &[Effect]) -> Vec<String> {
    let filter = |job: &Job| match job {
        Job::Page { query, .. } => query.filter.clone(),
        _ => None,
    };
    submitted(effects).into_iter().filter_map(filter).collect()
}

fn at_hand(player: &Player) -> &str {
    player.state.account_at_hand().map_or("", |row| row.id.as_str())
}

fn sibling_ids(player: &Player) -> Vec<&str> {
    let window = player.state.detail.siblings.iter().flat_map(|siblings| siblings.window.rows());
    window.map(|(_, row)| row.id.as_str()).collect()
}

#[test]
fn siblings_are_the_accounts_of_the_same_identity_by_source() {
    let player = at_tab(Tab::Siblings);
    assert_eq!(filters(&player.effects), ["identityId eq \"person id-0000\""]);
    assert_eq!(sibling_ids(&player), (0..9).map(|n| format!("id-0000{n}")).collect::<Vec<_>>());
    let sorters = submitted(&player.effects).into_iter().rev().find_map(|job| match job {
        Job::Page { query, .. } => Some(query.sorters.clone()),
        _ => None,
    });
    assert_eq!(sorters.as_deref(), Some("source.displayableName,name,id"));
}

#[test]
fn siblings_wait_for_the_cursor_to_rest_and_are_not_read_again_for_one_of_them() {
    let mut player = Player::browsing(40);
    player.happen(Fact::Resized(Size { columns: 120, rows: 40 }));
    player.acts(Action::NextTab, 4);
    player.answer_all();
    assert_eq!(player.state.detail.tab, Tab::Siblings);
    let effects = [player.act(Action::Down), player.wait(100)].concat();
    assert_eq!(filters(&effects), [""; 0], "the next account is one of them");
    assert_eq!(sibling_ids(&player).len(), 9);
    let mut effects = Vec::new();
    for _ in 0..9 {
        effects.extend(player.act(Action::Down));
        effects.extend(player.wait(30));
    }
    assert_eq!(filters(&effects), [""; 0]);
    assert!(sibling_ids(&player).is_empty(), "those of another identity are not shown");
    assert_eq!(filters(&player.wait(80)), ["identityId eq \"person id-0001\""]);
}

#[test]
fn an_account_of_nobody_has_no_siblings_to_ask_for() {
    let mut player = Player::browsing(40);
    player.acts(Action::Down, 9);
    player.act(Action::Open);
    let mut effects = Vec::new();
    for _ in 0..4 {
        effects.extend(player.act(Action::NextTab));
    }
    assert_eq!(player.state.detail.tab, Tab::Siblings);
    assert_eq!(filters(&effects), [""; 0]);
    assert!(player.state.detail.siblings.is_none());
}

#[test]
fn enter_goes_to_a_sibling_and_esc_back_to_where_one_was() {
    let mut player = at_tab(Tab::Siblings);
    player.acts(Action::Down, 3);
    player.act(Action::Open);
    assert_eq!((at_hand(&player), player.state.detail.tab), ("id-00003", Tab::Overview));
    assert_eq!(player.state.detail.id.as_ref().map(AccountId::as_str), Some("id-00003"));
    assert_eq!(player.current(), "id-00000", "the table stays where it was");
    player.act(Action::Copy);
    assert!(player.effects.contains(&Effect::Copy("id-00003".to_owned())), "keys act on what is shown");
    player.act(Action::Back);
    assert_eq!((at_hand(&player), player.state.detail.tab), ("id-00000", Tab::Siblings));
    assert_eq!(player.state.detail.cursor.at, 3);
    player.act(Action::Back);
    assert_eq!(player.state.screens, []);
}

#[test]
fn going_from_sibling_to_sibling_and_home_again_leaves_no_trail() {
    let mut player = at_tab(Tab::Siblings);
    for (down, there, screens) in [(3, "id-00003", 2), (5, "id-00005", 3), (3, "id-00003", 2), (0, "id-00000", 1)] {
        while player.state.detail.tab != Tab::Siblings {
            player.act(Action::NextTab);
        }
        player.act(Action::Top);
        player.acts(Action::Down, down);
        player.act(Action::Open);
        assert_eq!((at_hand(&player), player.state.screens.len()), (there, screens));
    }
}

#[test]
fn activity_asks_the_tenant_and_the_journal_and_puts_both_in_order() {
    let player = at_tab(Tab::Activity);
    let asked: Vec<&Job> = submitted(&player.effects);
    let identity = "person id-0000".to_owned();
    assert!(asked.iter().any(|job| matches!(job, Job::Activities { identity: of, .. } if *of == identity)));
    assert!(asked.iter().any(|job| matches!(job, Job::History { account, identity: Some(of), .. }
        if account.as_str() == "id-00000" && *of == identity)));
    let events = player.state.detail.history.events();
    assert_eq!(events.len(), 100 + 1 + 1, "what is not read yet keeps its place");
    let ours = events.iter().position(|event| matches!(event, Happened::Ours(_)));
    assert_eq!(ours, Some(17), "between the activities before and after it");
    assert_eq!(events[101], Happened::More(Some(30)));
    assert_eq!(player.state.detail.history.count(), Some(131));
}

#[test]
fn the_rest_of_the_activities_is_read_when_somebody_goes_there() {
    let mut player = at_tab(Tab::Activity);
    player.act(Action::Bottom);
    player.answer_all();
    assert_eq!(player.state.detail.history.events().len(), 131);
    assert!(player.pending.is_empty());
}

#[test]
fn where_the_tenant_refuses_the_journal_still_tells() {
    let mut player = Player::browsing(40);
    player.act(Action::Open);
    player.acts(Action::NextTab, 3);
    let refused = player.pending.iter().position(|(_, job)| matches!(job, Job::Activities { .. })).unwrap();
    player.pending.swap(0, refused);
    player.fail_next(ProblemKind::Forbidden);
    player.answer_all();
    let history = &player.state.detail.history;
    assert_eq!(history.tenant.problem().map(|problem| problem.kind), Some(ProblemKind::Forbidden));
    assert_eq!(history.events().len(), 1);
    player.act(Action::Refresh);
    player.answer_all();
    assert!(player.state.detail.history.tenant.problem().is_none());
}

#[test]
fn of_an_account_of_nobody_only_the_journal_is_asked() {
    let mut player = Player::browsing(40);
    player.acts(Action::Down, 9);
    player.act(Action::Open);
    player.acts(Action::NextTab, 3);
    player.answer_all();
    assert!(!submitted(&player.effects).iter().any(|job| matches!(job, Job::Activities { .. })));
    assert_eq!(player.state.detail.history.events().len(), 1);
}

/// The identity view of the first account, with everything answered.
fn identity_view() -> Player {
    let mut player = Player::browsing(40);
    player.act(Action::Identity);
    player.answer_all();
    player
}

#[test]
fn the_identity_view_is_the_sign_in_and_all_accounts() {
    let player = identity_view();
    assert_eq!(player.state.context(), Context::Identity);
    let view = player.state.identity_view().unwrap();
    assert_eq!(view.rows(), 10);
    assert_eq!(view.name(), Some("name of person id-0000"));
    assert_eq!(filters(&player.effects), ["identityId eq \"person id-0000\""]);
}

/// What a key would do, and to whom.
fn planned_by(player: &mut Player, action: Action) -> Vec<(Verb, Vec<String>)> {
    let effects = player.act(action);
    let plans = submitted(&effects).into_iter().filter_map(|job| match job {
        Job::Plan { order, targets, .. } => Some((order.verb, targets.clone())),
        _ => None,
    });
    let planned = plans.collect();
    player.act(Action::Refuse);
    planned
}

#[test]
fn on_the_sign_in_keys_enable_and_disable_the_sign_in_and_nothing_else() {
    let mut player = identity_view();
    let person = vec!["person id-0000".to_owned()];
    assert_eq!(planned_by(&mut player, Action::Disable), [(Verb::DisableIdentity, person.clone())]);
    assert_eq!(planned_by(&mut player, Action::Enable), [(Verb::EnableIdentity, person)]);
    for action in [Action::Unlock, Action::Reload, Action::Remove] {
        assert_eq!(planned_by(&mut player, action), []);
        assert!(player.notice().contains("ISC sign-in can be enabled and disabled"), "{}", player.notice());
    }
}

#[test]
fn whoever_looks_at_an_identity_means_the_account_under_the_cursor_whatever_is_marked() {
    let mut player = Player::browsing(40);
    player.acts(Action::Mark, 2);
    player.act(Action::Top);
    player.act(Action::Identity);
    player.answer_all();
    player.acts(Action::Down, 4);
    assert_eq!(planned_by(&mut player, Action::Unlock), [(Verb::Unlock, vec!["id-00003".to_owned()])]);
}

#[test]
fn keys_of_the_identity_view_act_on_the_row_under_the_cursor() {
    let mut player = identity_view();
    player.acts(Action::Down, 3);
    assert_eq!(player.state.account_at_hand().map(|row| row.id.as_str()), Some("id-00002"));
    player.act(Action::Copy);
    assert!(player.effects.contains(&Effect::Copy("id-00002".to_owned())));
    player.act(Action::Open);
    assert_eq!((player.state.context(), at_hand(&player)), (Context::Details, "id-00002"));
    player.act(Action::Identity);
    assert_eq!(player.state.screens.len(), 1, "it is open already: back to it");
    player.act(Action::Back);
    assert_eq!((player.state.screens.len(), at_hand(&player)), (0, "id-00000"));
}

#[test]
fn the_identity_view_opens_over_details_and_details_over_it() {
    let mut player = at_tab(Tab::Siblings);
    player.act(Action::Identity);
    player.answer_all();
    player.acts(Action::Down, 5);
    player.act(Action::Open);
    assert_eq!((at_hand(&player), player.state.detail.tab), ("id-00004", Tab::Overview));
    for (expected, context) in
        [("id-00004", Context::Identity), ("id-00000", Context::Details), ("id-00000", Context::Table)]
    {
        player.act(Action::Back);
        assert_eq!((at_hand(&player), player.state.context()), (expected, context));
    }
}

#[test]
fn an_account_of_nobody_has_no_identity_view_but_a_notice() {
    let mut player = Player::browsing(40);
    player.acts(Action::Down, 9);
    assert_eq!(submitted(&player.act(Action::Identity)), [] as [&Job; 0]);
    assert_eq!(player.state.screens, []);
    assert_eq!(player.notice(), "name of id-00009 is uncorrelated: it belongs to no identity");
}

#[test]
fn a_refresh_keeps_the_cursor_on_its_account() {
    let mut player = identity_view();
    player.acts(Action::Down, 3);
    player.accounts.remove(0);
    player.act(Action::Refresh);
    assert_eq!(at_hand(&player), "id-00002", "what was there stays until it is read");
    player.answer_all();
    assert_eq!(at_hand(&player), "id-00002");
    assert_eq!(player.state.identity_view().unwrap().cursor.at, 2);
}

#[test]
fn what_a_closed_identity_view_asked_for_is_given_up() {
    let mut player = Player::browsing(40);
    player.act(Action::Identity);
    assert_eq!(player.pending.len(), 2);
    player.act(Action::Back);
    assert_eq!(player.pending, []);
}

#[test]
fn an_identity_that_cannot_be_read_leaves_its_accounts_and_r_tries_again() {
    let mut player = Player::browsing(40);
    player.act(Action::Identity);
    let reading = player.pending.iter().position(|(_, job)| matches!(job, Job::Identity { .. })).unwrap();
    player.pending.swap(0, reading);
    player.fail_next(ProblemKind::Forbidden);
    player.answer_all();
    let view = player.state.identity_view().unwrap();
    assert!(view.identity.problem().is_some());
    assert_eq!(view.rows(), 10);
    player.act(Action::Refresh);
    player.answer_all();
    assert!(player.state.identity_view().unwrap().identity.problem().is_none());
}

#[test]
fn a_command_that_goes_elsewhere_closes_the_identity_view() {
    let mut player = identity_view();
    player.act(Action::Down);
    player.act(Action::Open);
    player.command("goto 30");
    assert_eq!((player.state.screens.len(), player.current()), (0, "id-00029"));
}

/// The plan that is open: its verb and its targets.
fn planned(player: &Player) -> Option<(Verb, Vec<&str>)> {
    let plan = player.state.screens.iter().find_map(|screen| match screen {
        Screen::Plan(plan) => Some(plan),
        _ => None,
    })?;
    Some((plan.order.verb, plan.targets.iter().map(String::as_str).collect()))
}

#[test]
fn on_the_sign_in_keys_act_on_the_sign_in() {
    for (action, verb) in [(Action::Enable, Verb::EnableIdentity), (Action::Disable, Verb::DisableIdentity)] {
        let mut player = identity_view();
        player.act(action);
        assert_eq!(planned(&player), Some((verb, vec!["person id-0000"])));
    }
}

#[test]
fn what_a_sign_in_does_not_know_is_said() {
    for action in [Action::Unlock, Action::Reload, Action::Remove] {
        let mut player = identity_view();
        assert_eq!(submitted(&player.act(action)), [] as [&Job; 0]);
        assert_eq!(planned(&player), None);
        assert!(player.notice().starts_with("an ISC sign-in can be enabled and disabled"), "{}", player.notice());
    }
}

#[test]
fn in_the_identity_view_keys_act_on_its_row_whatever_is_marked_or_stands_in_the_table() {
    let mut player = Player::browsing(40);
    player.acts(Action::Mark, 2);
    player.act(Action::Identity);
    player.answer_all();
    player.acts(Action::Down, 5);
    player.act(Action::Disable);
    assert_eq!(planned(&player), Some((Verb::Disable, vec!["id-00004"])));
}

#[test]
fn on_a_sibling_gone_to_keys_act_on_the_sibling() {
    let mut player = at_tab(Tab::Siblings);
    player.acts(Action::Down, 3);
    player.act(Action::Open);
    player.act(Action::Unlock);
    assert_eq!(planned(&player), Some((Verb::Unlock, vec!["id-00003"])));
    player.act(Action::Refuse);
    player.act(Action::Back);
    player.wait(200);
    player.act(Action::Unlock);
    assert_eq!(planned(&player), Some((Verb::Unlock, vec!["id-00000"])), "and back from there on the row of the table");
}

#[test]
fn a_row_of_the_identity_view_that_is_not_here_is_no_target() {
    let mut player = Player::browsing(40);
    player.act(Action::Identity);
    player.act(Action::Down);
    assert_eq!(submitted(&player.act(Action::Disable)), [] as [&Job; 0]);
    assert_eq!(planned(&player), None);
}

/// Confirms the plan that is open, and has its only target end like this.
fn confirm_and_settle(player: &mut Player, target: &str, after: Reading) {
    player.answer_all();
    player.wait(300);
    let effects = player.act(Action::Confirm);
    let job = effects.iter().find_map(|effect| match effect {
        Effect::Submit(job, Job::Act(_)) => Some(*job),
        _ => None,
    });
    let settled = Settled {
        target: target.to_owned(),
        outcome: Outcome::Verified,
        reason: None,
        before: Reading::Nothing,
        row: match &after {
            Reading::Account(seen) => {
                Some(Box::new(AccountRow { disabled: seen.disabled, locked: seen.locked, ..row(target) }))
            }
            _ => None,
        },
        after,
    };
    player.pending.retain(|(pending, _)| Some(*pending) != job);
    player.happen(Fact::Reported(Report::Run { job: job.unwrap(), event: RunEvent::Settled(Box::new(settled)) }));
}

#[test]
fn what_was_seen_of_a_sibling_is_shown_wherever_it_stands() {
    let mut player = at_tab(Tab::Siblings);
    player.acts(Action::Down, 3);
    player.act(Action::Open);
    player.act(Action::Disable);
    let seen = Snapshot { disabled: Some(true), locked: Some(false), ..Snapshot::default() };
    confirm_and_settle(&mut player, "id-00003", Reading::Account(seen));
    assert_eq!(player.state.account_at_hand().map(|row| row.disabled), Some(Some(true)), "where the person is");
    player.act(Action::Back);
    assert_eq!(player.state.detail.sibling_under_cursor().map(|(row, _)| row.disabled), Some(Some(true)));
    assert_eq!(player.state.list.rows.row(3).map(|row| row.disabled), Some(Some(true)), "and in the table");
}

#[test]
fn a_sign_in_that_was_changed_is_read_again() {
    let mut player = identity_view();
    player.act(Action::Disable);
    confirm_and_settle(&mut player, "person id-0000", Reading::Identity { enabled: Some(false) });
    assert!(player.pending.iter().any(|(_, job)| matches!(job, Job::Identity { .. })), "{:?}", player.pending);
}
