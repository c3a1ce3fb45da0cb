//! Lists that are read to their end for what only we can judge.

use super::*;
use crate::model::Completeness;
use crate::work::protocol::{Series, Short};

/// A person who has asked for the locked accounts, and the names of the sources are known.
fn asking(accounts: usize) -> Player {
    let mut player = Player::browsing(accounts);
    player.command("query is:locked");
    player.answer_next();
    player
}

/// The scan under way.
fn scan(player: &Player) -> (JobId, Arc<Scan>) {
    let scan = player.pending.iter().find_map(|(id, job)| match job {
        Job::Scan { scan, .. } => Some((*id, Arc::clone(scan))),
        _ => None,
    });
    scan.expect("a scan is under way")
}

/// The scan brings these rows and says how far it has got.
fn bring(player: &mut Player, ids: &[&str], have: u64, is_last: bool) {
    let (job, _) = scan(player);
    let rows = ids.iter().map(|id| row(id)).collect();
    let census = Census { have, total: Some(player.accounts.len() as u64), ..Census::default() };
    let epoch = player.state.list.epoch;
    if is_last {
        player.pending.retain(|(pending, _)| *pending != job);
    }
    player.happen(Fact::Reported(Report::Scanned { job, epoch, rows, census, is_last }));
}

fn shown(player: &Player) -> Vec<&str> {
    player.state.list.shown_rows().map(|row| row.id.as_str()).collect()
}

#[test]
fn what_the_tenant_cannot_filter_is_read_to_the_end_a_series_a_source() {
    let mut player = Player::browsing(300);
    player.command("query is:locked");
    assert_eq!(player.pending.iter().map(|(_, job)| job.clone()).collect::<Vec<_>>(), [Job::Sources]);
    player.answer_next();
    assert_eq!(scan(&player).1.series, Series::Sources(vec!["s-1".to_owned(), "s-2".to_owned()]));
    player.answer_all();
    assert_eq!(player.state.list.len(), 30);
    assert!(player.state.list.shown_rows().all(|row| row.locked == Some(true)));
    assert_eq!(player.state.list.completeness(), Completeness::All { total: 300 });
}

#[test]
fn where_sources_may_not_be_listed_it_is_one_series() {
    let mut player = Player::browsing(300);
    player.command("query is:locked");
    player.fail_next(ProblemKind::Forbidden);
    assert_eq!(scan(&player).1.series, Series::One);
}

#[test]
fn rows_stand_in_order_as_they_come_and_the_cursor_stays_with_its_account() {
    let mut player = asking(300);
    bring(&mut player, &["id-00107", "id-00207"], 100, false);
    assert_eq!((shown(&player), player.current()), (vec!["id-00107", "id-00207"], "id-00107"));
    player.act(Action::Down);
    bring(&mut player, &["id-00117", "id-00017", "id-00297"], 200, false);
    assert_eq!(shown(&player), ["id-00017", "id-00107", "id-00117", "id-00207", "id-00297"]);
    assert_eq!(player.current(), "id-00207");
    assert_eq!(
        player.state.list.completeness(),
        Completeness::Window { loaded: 200, total: Some(300), missing: 0 },
        "not whole before its end"
    );
}

#[test]
fn what_the_query_wants_sorted_is_sorted_here() {
    let mut player = Player::browsing(300);
    player.command("query is:locked sort:-name");
    player.answer_next();
    bring(&mut player, &["id-00107", "id-00207"], 100, false);
    bring(&mut player, &["id-00117"], 300, true);
    assert_eq!(shown(&player), ["id-00207", "id-00117", "id-00107"]);
}

#[test]
fn what_is_kept_is_sorted_by_any_column_while_it_grows() {
    let mut player = asking(300);
    bring(&mut player, &["id-00107", "id-00207"], 100, false);
    let effects = player.command("sort -id");
    assert_eq!(submitted(&effects), Vec::<&Job>::new(), "nothing is asked again");
    bring(&mut player, &["id-00117"], 200, false);
    assert_eq!(shown(&player), ["id-00207", "id-00117", "id-00107"]);
}

#[test]
fn a_refresh_keeps_what_is_here_until_it_has_been_read_again() {
    let mut player = asking(300);
    bring(&mut player, &["id-00107", "id-00207"], 300, true);
    player.act(Action::Down);
    player.act(Action::Refresh);
    bring(&mut player, &["id-00207"], 100, false);
    assert_eq!(shown(&player), ["id-00107", "id-00207"]);
    assert!(matches!(player.state.list.completeness(), Completeness::Stale { loaded: 2, .. }));
    bring(&mut player, &["id-00217"], 300, true);
    assert_eq!(shown(&player), ["id-00207", "id-00217"]);
    assert_eq!(player.current(), "id-00207", "the cursor stays with its account");
    assert_eq!(player.state.list.completeness(), Completeness::All { total: 300 });
}

#[test]
fn a_scan_that_fails_keeps_what_it_kept_and_is_not_whole() {
    let mut player = asking(300);
    bring(&mut player, &["id-00107", "id-00207"], 100, false);
    player.fail_next(ProblemKind::Unreachable);
    assert_eq!(shown(&player), ["id-00107", "id-00207"]);
    assert!(!player.state.list.rows.is_whole());
    assert_eq!(player.notice(), "it failed");
    player.act(Action::Refresh);
    player.answer_all();
    assert_eq!(player.state.list.completeness(), Completeness::All { total: 300 });
}

#[test]
fn a_scan_whose_total_does_not_fit_is_never_whole() {
    let mut player = asking(300);
    bring(&mut player, &["id-00107"], 296, true);
    assert_eq!(player.state.list.completeness(), Completeness::Missing { have: 296, total: 300 });
    assert!(!player.state.list.rows.is_whole());
}

#[test]
fn esc_ends_a_scan_and_what_was_kept_stays() {
    let mut player = asking(300);
    bring(&mut player, &["id-00107", "id-00207"], 100, false);
    let (job, _) = scan(&player);
    assert_eq!(player.act(Action::Back)[0], Effect::Cancel(job));
    assert_eq!(shown(&player), ["id-00107", "id-00207"]);
    assert!(!player.state.list.rows.is_whole());
    assert_eq!(player.notice(), "ended at 100 of 300 accounts: the list is not whole");
    player.act(Action::Back);
    assert_eq!(player.notice(), "", "the next one dismisses the notice");
    player.act(Action::Refresh);
    player.answer_all();
    assert_eq!(player.state.list.len(), 30);
}

#[test]
fn esc_ends_a_scan_that_still_waits_for_the_sources() {
    let mut player = Player::browsing(300);
    player.command("query is:locked");
    player.act(Action::Back);
    player.answer_all();
    assert_eq!(player.state.list.len(), 0);
    assert!(!player.state.list.rows.is_whole());
    assert!(!player.effects.iter().any(|effect| matches!(effect, Effect::Submit(_, Job::Scan { .. }))));
}

#[test]
fn a_scan_is_paused_and_goes_on_even_where_nothing_may_be_changed() {
    let mut player = asking(300);
    player.state.tenant.read_only = true;
    let (job, _) = scan(&player);
    assert_eq!(player.act(Action::Pause), [Effect::Hold(job)]);
    bring(&mut player, &["id-00107"], 250, false);
    assert_eq!(shown(&player), ["id-00107"], "what was in flight is taken in");
    assert_eq!(player.act(Action::Pause), [Effect::GoOn(job)]);
    player.answer_all();
    assert_eq!(player.act(Action::Pause), [], "there is nothing to pause any more");
}

#[test]
fn another_question_ends_the_scan() {
    let mut player = asking(300);
    let (job, _) = scan(&player);
    let effects = player.act(Action::AllAccounts);
    assert!(effects.contains(&Effect::Cancel(job)));
    player.answer_all();
    assert_eq!(player.state.list.completeness(), Completeness::All { total: 300 });
}

#[test]
fn who_stands_at_the_top_sees_rows_come_above() {
    let mut player = asking(700);
    bring(&mut player, &["id-00307"], 100, false);
    let later: Vec<String> = (0..40).map(|n| format!("id-004{n:02}")).collect();
    let more: Vec<&str> = ["id-00107", "id-00207"].into_iter().chain(later.iter().map(String::as_str)).collect();
    bring(&mut player, &more, 200, false);
    assert_eq!((player.current(), player.state.list.cursor.top), ("id-00307", 0));
}

#[test]
fn who_has_pressed_no_key_stands_on_the_first_row_in_the_end() {
    let mut player = asking(700);
    bring(&mut player, &["id-00307"], 100, false);
    bring(&mut player, &["id-00107", "id-00207"], 200, false);
    assert_eq!(player.current(), "id-00307", "while rows come, the cursor stays with its account");
    bring(&mut player, &["id-00407"], 700, true);
    assert_eq!((player.current(), player.state.list.cursor.top), ("id-00107", 0));
}

#[test]
fn a_row_that_matches_no_more_stays_and_is_told_until_the_list_is_read_again() {
    let mut player = asking(300);
    bring(&mut player, &["id-00107", "id-00207"], 300, true);
    let unlocked = AccountRow { locked: Some(false), ..row("id-00207") };
    player.state.list.replace(&unlocked);
    assert_eq!(shown(&player), ["id-00107", "id-00207"]);
    assert_eq!(player.state.list.departed.len(), 1);
    player.state.list.replace(&row("id-00207"));
    assert!(player.state.list.departed.is_empty(), "it is locked again");
    player.state.list.replace(&unlocked);
    player.act(Action::Refresh);
    bring(&mut player, &["id-00107"], 300, true);
    assert!(player.state.list.departed.is_empty());
}

#[test]
fn where_accounts_are_missing_is_told_by_the_names_of_the_sources() {
    let mut player = asking(300);
    let (job, _) = scan(&player);
    let short = |part: Option<&str>, missing| Short { part: part.map(str::to_owned), missing };
    let short = vec![short(Some("s-1"), 3), short(None, 1)];
    let census = Census { have: 296, total: Some(300), short, ..Census::default() };
    let epoch = player.state.list.epoch;
    player.happen(Fact::Reported(Report::Scanned { job, epoch, rows: Vec::new(), census, is_last: true }));
    let told = "4 accounts counted by the tenant and not given: 3 of Active Directory, 1 of no source that is listed";
    assert_eq!(player.notice(), told);
}
