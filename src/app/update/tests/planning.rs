//! From a key to a confirmed plan: what counts as yes, and what does not.

use super::*;
use crate::app::load::Load;
use crate::app::screens::Screen;
use crate::app::screens::plan::{Choice, Focus, PlanScreen, Readiness, SILENCE};
use crate::work::protocol::{Confirmed, Existing};

fn plan(player: &Player) -> &PlanScreen {
    match player.state.screens.last() {
        Some(Screen::Plan(plan)) => plan,
        other => panic!("no plan is open but {other:?}"),
    }
}

fn sent(effects: &[Effect]) -> Option<Confirmed> {
    let mut confirmed = submitted(effects).into_iter().filter_map(|job| match job {
        Job::Act(confirmed) => Some(confirmed.clone()),
        _ => None,
    });
    let first = confirmed.next();
    assert_eq!(confirmed.next(), None, "a key sends once");
    first
}

fn ids(confirmed: &Confirmed) -> Vec<&str> {
    confirmed.plan.to_send().map(|target| target.id.as_str()).collect()
}

/// A dialog for the account under the cursor, read, and long enough on the screen.
fn dialog(action: Action) -> Player {
    let mut player = Player::browsing(300);
    player.act(action);
    player.answer_all();
    player.wait(300);
    player
}

/// A plan for so many marked accounts, read, and long enough on the screen.
fn plan_for(accounts: usize, action: Action) -> Player {
    let mut player = Player::browsing(300);
    player.acts(Action::Mark, accounts);
    player.act(action);
    player.answer_all();
    player.wait(300);
    player
}

#[test]
fn one_account_takes_a_y() {
    let mut player = dialog(Action::Disable);
    let confirmed = sent(&player.act(Action::Confirm)).expect("it is sent");
    assert_eq!(ids(&confirmed), ["id-00000"]);
    assert!(player.state.screens.is_empty());
    assert_eq!(sent(&player.act(Action::Confirm)), None, "a second press finds nothing to say yes to");
}

#[test]
fn y_counts_only_after_a_quarter_of_a_second_without_a_key_and_on_the_screen() {
    let mut player = Player::browsing(300);
    player.act(Action::Disable);
    assert_eq!(sent(&player.act(Action::Confirm)), None, "there is no plan yet");
    player.wait(1_000);
    player.answer_all();
    assert_eq!(sent(&player.act(Action::Confirm)), None, "the plan was put on the screen this moment");
    player.wait(249);
    assert_eq!(sent(&player.act(Action::Confirm)), None, "y itself was a key 249 ms ago");
    player.wait(249);
    player.happen(Fact::Pressed);
    player.wait(249);
    assert_eq!(sent(&player.act(Action::Confirm)), None, "a key without a meaning is a key");
    player.wait(250);
    assert!(sent(&player.act(Action::Confirm)).is_some());
}

#[test]
fn the_screen_is_woken_when_y_begins_to_count() {
    let mut player = Player::browsing(300);
    player.act(Action::Disable);
    player.wait(1_000);
    let (job, asked) = player.pending.remove(0);
    let report = player.answer(job, &asked);
    let effects = player.happen(Fact::Reported(report));
    assert!(effects.contains(&Effect::WakeAt(player.at + SignedDuration::from_millis(250))), "{effects:?}");
}

#[test]
fn enter_n_and_esc_never_send() {
    for no in [Action::Accept, Action::Refuse, Action::Back, Action::Leave] {
        let mut player = dialog(Action::Disable);
        assert_eq!(sent(&player.act(no)), None, "{no:?}");
        assert!(player.state.screens.is_empty(), "{no:?} closes");
    }
}

#[test]
fn several_open_the_plan_and_then_their_run() {
    let mut player = plan_for(3, Action::Unlock);
    let confirmed = sent(&player.act(Action::Confirm)).expect("it is sent");
    assert_eq!(ids(&confirmed), ["id-00000", "id-00001", "id-00002"]);
    assert!(matches!(player.state.screens.last(), Some(Screen::Run(_))));
}

#[test]
fn a_removal_takes_the_number_typed() {
    let mut player = plan_for(3, Action::Remove);
    assert_eq!(sent(&player.act(Action::Confirm)), None);
    player.wait(300);
    player.type_text("x4");
    player.wait(300);
    assert_eq!(sent(&player.act(Action::Confirm)), None, "four is not three");
    player.happen(Fact::Typed(EditKey::Backspace));
    player.type_text("3");
    player.act(Action::Accept);
    assert_eq!(plan(&player).typed.text(), "3", "Enter leaves the field and closes nothing");
    player.wait(300);
    assert_eq!(ids(&sent(&player.act(Action::Confirm)).expect("it is sent")).len(), 3);
}

#[test]
fn what_confirms_cannot_be_pasted() {
    let mut player = plan_for(3, Action::Remove);
    player.happen(Fact::Pasted("3".to_owned()));
    player.wait(300);
    assert_eq!(sent(&player.act(Action::Confirm)), None);
    let mut player = dialog(Action::Disable);
    player.happen(Fact::Pasted("y".to_owned()));
    assert_eq!(plan(&player).typed.text(), "");
}

#[test]
fn on_a_tenant_in_production_one_account_is_read_before_it_is_confirmed_all_the_same() {
    let mut player = Player::browsing(300);
    player.state.tenant.production = true;
    player.act(Action::Disable);
    player.answer_all();
    player.wait(300);
    assert!(sent(&player.act(Action::Confirm)).is_some());
}

#[test]
fn an_option_plans_again_and_forgets_what_was_typed() {
    let mut player = plan_for(3, Action::Remove);
    player.type_text("3");
    player.act(Action::Refresh);
    assert_eq!(plan(&player).typed.text(), "");

    let mut player = dialog(Action::Unlock);
    player.acts(Action::NextField, 2);
    assert_eq!(plan(&player).focus, Focus::Choice(Choice::Force));
    let effects = player.act(Action::Toggle);
    let order = submitted(&effects).into_iter().find_map(|job| match job {
        Job::Plan { order, .. } => Some(order.clone()),
        _ => None,
    });
    assert!(order.is_some_and(|order| order.toggle.force_provisioning));
    player.wait(1_000);
    assert_eq!(sent(&player.act(Action::Confirm)), None, "the plan is being made anew");
}

#[test]
fn an_answer_to_the_plan_before_is_not_taken_for_the_new_one() {
    let mut player = Player::browsing(300);
    player.act(Action::Unlock);
    let (first, asked) = player.pending[0].clone();
    player.acts(Action::NextField, 2);
    player.act(Action::Toggle);
    let late = player.answer(first, &asked);
    player.happen(Fact::Reported(late));
    assert_eq!(plan(&player).ready(), None);
}

#[test]
fn what_is_held_back_is_put_in_by_hand() {
    let mut player = Player::browsing(300);
    player.acts(Action::Down, 9);
    player.act(Action::Disable);
    player.answer_all();
    player.wait(300);
    assert_eq!(sent(&player.act(Action::Confirm)), None, "nothing would be sent");
    player.act(Action::PutIn);
    player.answer_all();
    player.wait(300);
    assert_eq!(ids(&sent(&player.act(Action::Confirm)).expect("it is sent")), ["id-00009"]);
}

#[test]
fn what_is_dropped_is_not_sent_and_stays_in_the_report() {
    let mut player = plan_for(3, Action::Disable);
    player.act(Action::DropTarget);
    player.wait(300);
    let confirmed = sent(&player.act(Action::Confirm)).expect("it is sent");
    assert_eq!(ids(&confirmed), ["id-00001", "id-00002"]);
    assert_eq!(confirmed.plan.targets.len(), 3);
}

#[test]
fn hidden_targets_take_the_number_typed_until_they_are_dropped() {
    let mut player = Player::browsing(300);
    player.acts(Action::Mark, 3);
    player.accounts.remove(1);
    player.act(Action::Refresh);
    player.answer_all();
    player.act(Action::Disable);
    player.answer_all();
    player.wait(300);
    assert_eq!(sent(&player.act(Action::Confirm)), None);
    player.act(Action::KeepVisible);
    player.wait(300);
    assert_eq!(ids(&sent(&player.act(Action::Confirm)).expect("it is sent")), ["id-00000", "id-00002"]);
}

#[test]
fn ticket_and_reason_go_with_it_and_their_letters_act_on_nothing() {
    let mut player = dialog(Action::Disable);
    player.acts(Action::NextField, 2);
    player.type_text("INC1y");
    player.act(Action::Complete);
    player.type_text("n");
    player.act(Action::Accept);
    player.wait(300);
    let confirmed = sent(&player.act(Action::Confirm)).expect("it is sent");
    assert_eq!((confirmed.ticket.as_deref(), confirmed.reason.as_deref()), (Some("INC1y"), Some("n")));
}

#[test]
fn a_plan_that_cannot_be_made_says_why_and_sends_nothing() {
    let mut player = Player::browsing(300);
    player.act(Action::Disable);
    player.fail_next(ProblemKind::Unreachable);
    player.wait(300);
    assert!(plan(&player).plan.problem().is_some());
    assert_eq!(sent(&player.act(Action::Confirm)), None);
    player.act(Action::Refresh);
    player.answer_all();
    player.wait(300);
    assert!(sent(&player.act(Action::Confirm)).is_some());
}

#[test]
fn leaving_the_plan_gives_up_its_reading() {
    let mut player = Player::browsing(300);
    player.act(Action::Disable);
    let job = player.pending[0].0;
    assert!(player.act(Action::Back).contains(&Effect::Cancel(job)));
}

#[test]
fn right_after_esc_no_key_acts() {
    let mut player = Player::browsing(300);
    player.act(Action::Back);
    player.at += SignedDuration::from_millis(99);
    assert_eq!(submitted(&player.act(Action::Disable)).len(), 0);
    player.at += SignedDuration::from_millis(2);
    assert_eq!(submitted(&player.act(Action::Disable)).len(), 1);
}

#[test]
fn read_only_opens_nothing() {
    let mut player = Player::browsing(300);
    player.state.tenant.read_only = true;
    assert_eq!(submitted(&player.act(Action::Disable)).len(), 0);
    assert!(player.notice().contains("READ-ONLY"), "{}", player.notice());
}

#[test]
fn the_dialog_keeps_its_account_when_the_table_moves() {
    let mut player = Player::browsing(300);
    player.act(Action::Disable);
    player.answer_all();
    player.accounts.insert(0, "new".to_owned());
    player.wait(300);
    assert_eq!(ids(&sent(&player.act(Action::Confirm)).expect("it is sent")), ["id-00000"]);
}

#[test]
fn what_was_taken_out_stays_out_when_the_plan_is_made_anew() {
    for again in [Action::Refresh, Action::Toggle] {
        let mut player = plan_for(3, Action::Disable);
        player.act(Action::DropTarget);
        player.act(Action::NextField);
        player.act(again);
        player.answer_all();
        player.wait(300);
        let confirmed = sent(&player.act(Action::Confirm)).expect("it is sent");
        assert_eq!(ids(&confirmed), ["id-00001", "id-00002"], "{again:?}");
    }
    let mut player = plan_for(9, Action::Disable);
    player.act(Action::KeepCurrent);
    player.acts(Action::NextField, 1);
    player.act(Action::Toggle);
    player.answer_all();
    player.wait(300);
    let confirmed = sent(&player.act(Action::Confirm)).expect("it is sent");
    assert_eq!(ids(&confirmed), ["id-00000"], "what was so already is not wanted either");
}

#[test]
fn y_counts_only_once_the_plan_was_drawn() {
    let mut player = Player::browsing(300);
    player.draws = false;
    player.act(Action::Disable);
    player.answer_all();
    player.wait(1_000);
    assert_eq!(sent(&player.act(Action::Confirm)), None, "the terminal has taken nothing yet");
    player.draws = true;
    player.wait(1_000);
    assert_eq!(sent(&player.act(Action::Confirm)), None, "this moment it was drawn");
    player.wait(250);
    assert!(sent(&player.act(Action::Confirm)).is_some());
}

#[test]
fn y_does_not_count_on_a_screen_too_small_to_show_what_it_would_send() {
    let mut player = dialog(Action::Disable);
    player.happen(Fact::Resized(Size { columns: 50, rows: 10 }));
    player.wait(1_000);
    assert_eq!(sent(&player.act(Action::Confirm)), None);
    player.happen(Fact::Resized(Size { columns: 80, rows: 24 }));
    assert_eq!(sent(&player.act(Action::Confirm)), None, "this moment it is on the screen again");
    player.wait(250);
    assert!(sent(&player.act(Action::Confirm)).is_some());
}

#[test]
fn a_y_meant_for_a_screen_that_goes_by_itself_does_not_reach_the_plan_below() {
    let mut player = dialog(Action::Disable);
    player.act(Action::Confirm);
    let (job, _) = player.pending.iter().find(|(_, job)| matches!(job, Job::Act(_))).cloned().expect("a run");
    player.act(Action::Down);
    player.act(Action::Disable);
    player.answer_all();
    player.act(Action::Quit);
    player.wait(1_000);
    assert_eq!(player.state.screens.last(), Some(&Screen::Leaving));
    let ended = RunEvent::Ended { exit_code: 0, head: String::new(), planned: 0 };
    player.happen(Fact::Reported(Report::Run { job, event: ended }));
    assert!(plan(&player).ready().is_some());
    player.at += SignedDuration::from_millis(200);
    assert_eq!(sent(&player.act(Action::Confirm)), None, "y was to leave");
    player.wait(250);
    assert!(sent(&player.act(Action::Confirm)).is_some());
}

#[test]
fn a_clock_set_back_does_not_keep_y_from_counting() {
    let mut player = dialog(Action::Disable);
    player.wait(-3_600_000);
    assert_eq!(sent(&player.act(Action::Confirm)), None, "nobody knows for how long it has been on the screen");
    player.wait(250);
    assert!(sent(&player.act(Action::Confirm)).is_some());
}

#[test]
fn a_source_is_told_to_be_missing_only_when_all_are_known() {
    let mut player = Player::browsing(300);
    player.command("source remove-accounts Badges");
    assert!(player.notice().contains("being read"), "{}", player.notice());
    player.command("source remove-accounts Badges");
    assert!(player.notice().contains("being read"), "{}", player.notice());
    player.fail_next(ProblemKind::Forbidden);
    player.command("source remove-accounts Badges");
    assert!(player.notice().contains("cannot be listed"), "{}", player.notice());
    let mut player = Player::browsing(300);
    player.command("source remove-accounts Badges");
    player.answer_all();
    player.command("source remove-accounts nothing");
    assert!(player.notice().starts_with("there is no source"), "{}", player.notice());
    player.command("source remove-accounts badges");
    assert_eq!(plan(&player).targets, ["s-2"]);
}

#[test]
fn of_two_sources_called_alike_none_is_guessed() {
    let mut player = Player::browsing(300);
    player.state.sources = Load::Ready(["HR", "hr"].map(|name| source(name, name, ConnectionKind::File)).to_vec());
    player.command("source remove-accounts Hr");
    assert!(player.notice().contains("2 sources are called"), "{}", player.notice());
    player.command("source remove-accounts hr");
    assert_eq!(plan(&player).targets, ["hr"]);
}

/// The person marks so many accounts and presses a key that acts; the plan is there.
fn planning(marks: usize) -> Player {
    let mut player = Player::browsing(300);
    player.acts(Action::Mark, marks);
    player.act(Action::Disable);
    player.answer_all();
    player
}

fn listed(player: &Player) -> Vec<&str> {
    let plan = plan(player);
    (0..plan.lines()).filter_map(|line| plan.listed(line)).map(|target| target.id.as_str()).collect()
}

#[test]
fn a_group_of_a_plan_is_listed_alone_and_what_is_sent_stays_the_same() {
    let mut player = planning(10);
    assert_eq!(listed(&player).len(), 10);
    player.act(Action::NextGroup);
    assert_eq!(listed(&player).len(), 8, "what is sent");
    player.act(Action::NextGroup);
    assert_eq!(listed(&player), ["id-00008"], "what is so already");
    player.act(Action::NextGroup);
    assert_eq!(listed(&player), ["id-00009"], "what is held back");
    assert_eq!(plan(&player).count_in_words(), "8 of 10 accounts");
    player.act(Action::PutIn);
    player.answer_all();
    assert_eq!(listed(&player).len(), 10, "the group has gone");
    player.act(Action::PreviousGroup);
    assert_eq!(listed(&player).len(), 10, "the source");
}

#[test]
fn a_target_dropped_from_a_group_is_the_one_under_the_cursor() {
    let mut player = planning(10);
    player.act(Action::NextGroup);
    player.act(Action::Down);
    player.act(Action::DropTarget);
    let dropped: Vec<&String> = plan(&player).dropped.iter().collect();
    assert_eq!(dropped, ["id-00001"]);
    assert_eq!(plan(&player).count_in_words(), "7 of 10 accounts");
}

#[test]
fn a_target_is_looked_at_in_full_and_nothing_is_sent_from_there() {
    let mut player = planning(3);
    player.act(Action::Open);
    assert!(matches!(player.state.screens.last(), Some(Screen::Target(screen)) if screen.target.id == "id-00000"));
    player.wait(1_000);
    assert_eq!(player.act(Action::Confirm), []);
    player.act(Action::Back);
    assert_eq!(plan(&player).readiness(false, player.at), Readiness::Until(player.at + SILENCE), "seen anew");
}

#[test]
fn a_plan_says_how_many_targets_are_read_and_esc_ends_it() {
    let mut player = Player::browsing(300);
    player.acts(Action::Mark, 3);
    player.act(Action::Disable);
    let job = plan(&player).job.unwrap();
    player.happen(Fact::Reported(Report::Planning { job, read: 2, of: 3 }));
    assert_eq!(plan(&player).progress, Some((2, 3)));
    assert!(player.act(Action::Back).contains(&Effect::Cancel(job)));
    assert!(player.state.screens.is_empty());
}

#[test]
fn a_plan_is_saved_and_another_file_is_replaced_by_a_second_enter_only() {
    let mut player = planning(3);
    player.act(Action::SavePlan);
    player.type_text("x");
    let existing = |effects: &[Effect]| match submitted(effects)[..] {
        [Job::SavePlan { existing, .. }] => *existing,
        _ => panic!("{effects:?}"),
    };
    let effects = player.act(Action::Accept);
    assert_eq!(existing(&effects), Existing::Stays);
    let (job, _) = player.pending.remove(0);
    player.happen(Fact::Reported(Report::PlanSaved { job, saved: Saved::Exists("x".into()) }));
    assert!(player.notice().contains("Enter again replaces it"));
    let effects = player.act(Action::Accept);
    assert_eq!(existing(&effects), Existing::Replaced);
    player.answer_all();
    assert!(player.notice().starts_with("saved; open it"), "{}", player.notice());
    plan(&player);
}

#[test]
fn the_plan_of_a_file_says_whose_it_is_and_is_made_anew() {
    let mut player = Player::browsing(300);
    player.command("plan ~/leavers.json");
    assert!(matches!(player.state.screens.last(), Some(Screen::PlanOpening(_))));
    player.answer_next();
    assert!(matches!(&player.pending[0].1, Job::PlanAnew { earlier, .. } if earlier.len() == 2));
    player.answer_all();
    assert_eq!(plan(&player).targets, ["id-00001", "id-00002"]);
    assert!(plan(&player).what[0].contains("made by grace"), "{:?}", plan(&player).what);
    assert!(plan(&player).choices().is_empty(), "what is to be done stands in the file");
    let again = player.act(Action::Refresh);
    assert!(matches!(submitted(&again)[..], [Job::PlanAnew { .. }]));
}

#[test]
fn the_plan_of_a_file_that_is_left_before_it_is_read_does_not_open() {
    let mut player = Player::browsing(300);
    player.command("plan leavers.json");
    let (job, asked) = player.pending[0].clone();
    let late = player.answer(job, &asked);
    assert!(player.act(Action::Back).contains(&Effect::Cancel(job)));
    player.happen(Fact::Reported(late));
    assert!(player.state.screens.is_empty());
}

#[test]
fn a_file_that_is_no_plan_for_here_is_told_and_nothing_opens() {
    let mut player = Player::browsing(300);
    player.command("plan leavers.json");
    player.fail_next(ProblemKind::Settings);
    assert!(player.state.screens.is_empty() && player.notice().contains("it failed"));
}
