//! Queues: opened by their keys, kept by what changes, told of who came, and never believed further than they were read.

use super::*;
use crate::app::queues::{Doubt, KeptBy, Known, Queues, Roll, Standing};
use crate::app::screens::Screen;
use crate::model::{Asks, Queue, QueueChange, Queues as Listed, Session};
use crate::work::protocol::{Changed, Pace, QueueId};

fn asking(name: &str, query: &str) -> Queue {
    Queue { name: name.to_owned(), asks: Asks::Accounts(query.to_owned()) }
}

fn failed_work() -> Queue {
    Queue { name: "failed work".to_owned(), asks: Asks::FailedWork }
}

/// The queues of these tests: one that is only judged here, one that the tenant counts, our own work.
fn queues() -> Vec<Queue> {
    vec![asking("locked", "is:locked"), asking("orphans", "is:uncorrelated"), failed_work()]
}

/// A person with these queues, signed in, with everything the screen asks for answered.
fn with_queues(accounts: usize) -> Player {
    let mut player = Player::new(accounts);
    player.state.queues = Queues::of(queues());
    player.fresh.total = Some(accounts as u64);
    player.fresh.is_whole = true;
    (player.fresh.since, player.fresh.newest) = (Some(tenants(940)), Some(tenants(1_000)));
    player.happen(Fact::Reported(Report::SignedIn(Arc::new(Session::default()))));
    player.answer_all();
    player
}

/// The same with the first queue opened and left.
fn with_locked_opened(accounts: usize) -> Player {
    let mut player = with_queues(accounts);
    player.act(Action::Queue(1));
    player.answer_all();
    player.act(Action::AllAccounts);
    player.answer_all();
    player
}

/// A moment of the tenant's clock.
fn tenants(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn changed(id: &str, is_member: bool, modified: i64) -> Changed {
    let row = AccountRow { modified: Some(tenants(modified)), ..row(id) };
    Changed { row, within: if is_member { vec![QueueId(1)] } else { vec![] } }
}

fn counts(player: &Player) -> Vec<Option<u64>> {
    player.state.queues.iter().map(Standing::count).collect()
}

fn roll(player: &Player) -> &Roll {
    match &player.state.queues.at(0).unwrap().known {
        Known::Read(roll) => roll,
        known => panic!("{known:?}"),
    }
}

/// The jobs that are asked for the queues.
fn asked(player: &Player) -> Vec<&'static str> {
    let word = |(_, job): &(JobId, Job)| match job {
        Job::Count { .. } => Some("count"),
        Job::Freshen { newest: None, .. } => Some("mark"),
        Job::Freshen { .. } => Some("freshen"),
        Job::Scan { .. } => Some("scan"),
        Job::Watch { .. } => Some("look"),
        _ => None,
    };
    player.pending.iter().filter_map(word).collect()
}

/// A minute passes; everything that is asked is answered.
fn minute(player: &mut Player) {
    player.wait(60_000);
    player.answer_all();
}

#[test]
fn what_the_tenant_can_count_is_counted_once_the_first_rows_are_here() {
    let mut player = Player::new(300);
    player.state.queues = Queues::of(queues());
    player.happen(Fact::Reported(Report::SignedIn(Arc::new(Session::default()))));
    assert_eq!(asked(&player), Vec::<&str>::new(), "the rows come first");
    player.answer_next();
    assert_eq!(asked(&player), ["count"]);
    player.answer_all();
    assert_eq!(counts(&player), [None, Some(300), Some(0)]);
}

#[test]
fn nothing_is_asked_before_one_is_signed_in_while_the_tenant_makes_us_wait_or_once_one_leaves() {
    let mut player = Player::browsing(300);
    player.state.queues = Queues::of(queues());
    player.wait(60_000);
    assert_eq!(asked(&player), Vec::<&str>::new());
    let mut player = with_queues(300);
    let until = Some(player.at + SignedDuration::from_mins(3));
    player.happen(Fact::Reported(Report::Pace(Pace { paused_until: until, ..Pace::default() })));
    player.wait(60_000);
    assert_eq!(asked(&player), Vec::<&str>::new());
    player.wait(180_000);
    assert_eq!(asked(&player), ["count"]);
}

#[test]
fn opening_a_queue_reads_it_whole_each_time_and_tells_where_the_changes_stood() {
    let mut player = with_queues(300);
    player.act(Action::Queue(1));
    assert_eq!(player.state.list.asked.text, "is:locked");
    player.pending.retain(|(_, job)| !matches!(job, Job::Sources));
    let sources = player.state.sources_job.unwrap();
    player.happen(Fact::Reported(Report::Sources { job: sources, sources: vec![] }));
    assert_eq!(asked(&player), ["scan", "mark"]);
    player.answer_all();
    assert_eq!(counts(&player)[0], Some(player.state.list.len() as u64));
    player.act(Action::Queue(1));
    assert_eq!(asked(&player), ["scan"], "where the changes stand is known");
}

#[test]
fn a_reading_given_up_teaches_nothing() {
    let mut player = with_queues(300);
    player.act(Action::Queue(1));
    player.act(Action::AllAccounts);
    player.answer_all();
    assert_eq!(counts(&player)[0], None);
}

#[test]
fn changes_say_who_came_and_who_went() {
    let mut player = with_locked_opened(300);
    let before = counts(&player)[0].unwrap();
    player.fresh.changed = vec![changed("id-00001", true, 1_010), changed("id-00002", true, 1_011)];
    minute(&mut player);
    assert_eq!(counts(&player)[0], Some(before + 2));
    player.fresh.changed = vec![changed("id-00001", false, 1_012)];
    minute(&mut player);
    assert_eq!(counts(&player)[0], Some(before + 1));
    assert_eq!(player.state.queues.at(0).unwrap().news(), 1, "who is gone is no news");
}

#[test]
fn a_quiet_refresh_asks_for_the_changes_alone() {
    let mut player = with_locked_opened(300);
    minute(&mut player);
    player.wait(60_000);
    assert_eq!(asked(&player), ["freshen"]);
    player.answer_next();
    assert_eq!(asked(&player), Vec::<&str>::new());
}

#[test]
fn where_something_changed_the_tenant_counts_anew() {
    let mut player = with_locked_opened(300);
    minute(&mut player);
    player.fresh.changed = vec![changed("id-00007", false, 1_010)];
    player.wait(60_000);
    player.answer_next();
    assert_eq!(asked(&player), ["count"]);
}

#[test]
fn fewer_accounts_than_the_changes_explain_make_us_look_for_the_gone() {
    let mut player = with_locked_opened(300);
    player.fresh.changed = vec![changed("id-00007", true, 1_010)];
    minute(&mut player);
    let before = counts(&player)[0].unwrap();
    player.fresh = Freshened { total: Some(299), changed: vec![], ..player.fresh.clone() };
    player.wait(60_000);
    player.answer_next();
    let looking = player.pending.iter().position(|(_, job)| matches!(job, Job::Watch { .. })).unwrap();
    let (job, _) = player.pending.remove(looking);
    player.happen(Fact::Reported(Report::Watched { job, looks: vec![("id-00007".into(), Look::Gone)] }));
    assert_eq!((counts(&player)[0], roll(&player).doubt(player.at)), (Some(before - 1), None));
}

#[test]
fn what_changes_do_not_explain_is_doubted_and_read_whole_where_that_is_cheap() {
    let too_many = Freshened { is_whole: false, ..Freshened::default() };
    let one_more = Freshened { is_whole: true, total: Some(301), ..Freshened::default() };
    for (fresh, minutes, doubt) in [(too_many, 1, Doubt::TooManyChanges), (one_more, 2, Doubt::TotalDoesNotFit)] {
        let mut player = with_locked_opened(300);
        minute(&mut player);
        (player.fresh.is_whole, player.fresh.total) = (fresh.is_whole, fresh.total.or(player.fresh.total));
        (0..minutes).for_each(|_| minute(&mut player));
        assert_eq!(roll(&player).doubt(player.at), Some(doubt));
        player.fresh.is_whole = true;
        player.wait(60_000);
        assert_eq!(asked(&player), ["scan"], "{doubt:?}");
        player.answer_all();
        assert_eq!(roll(&player).doubt(player.at), None);
    }
}

#[test]
fn what_is_dear_is_never_read_whole_by_itself() {
    let mut player = with_locked_opened(26_000);
    player.fresh.is_whole = false;
    for _ in 0..8 {
        minute(&mut player);
        assert!(!asked(&player).contains(&"scan"));
    }
    assert!(roll(&player).doubt(player.at).is_some());
}

#[test]
fn a_full_reading_holds_half_an_hour() {
    let mut player = with_locked_opened(300);
    for _ in 0..29 {
        minute(&mut player);
        assert_eq!(roll(&player).doubt(player.at), None);
    }
    let read_at = roll(&player).read_at;
    minute(&mut player);
    assert!(roll(&player).read_at > read_at, "it is small, and read again");
}

#[test]
fn an_account_that_came_without_a_change_ends_the_belief_in_changes() {
    let mut player = with_locked_opened(300);
    minute(&mut player);
    player.act(Action::Queue(1));
    let (job, scan) = player.pending.remove(0);
    let hidden = AccountRow { locked: Some(true), modified: Some(tenants(10)), ..row("id-00001") };
    let census = Census { have: 300, total: Some(300), ..Census::default() };
    let epoch = scan.epoch().unwrap();
    player.happen(Fact::Reported(Report::Scanned { job, epoch, rows: vec![hidden], census, is_last: true }));
    assert_eq!((counts(&player)[0], roll(&player).kept_by), (Some(1), KeptBy::FullReadings));
}

#[test]
fn who_comes_is_told_in_one_notice_with_name_and_key() {
    let mut player = with_locked_opened(300);
    player.fresh.changed = (0..4).map(|n| changed(&format!("id-{n:05}"), true, 1_010)).collect();
    minute(&mut player);
    let told = player.state.notices.shown().unwrap().text.clone();
    assert!(told.starts_with("locked: 4 new: ") && told.ends_with("2 more   1 opens it"), "{told}");
    assert_eq!(player.state.screens, [], "no dialog opens by itself");
    player.wait(10_000);
    minute(&mut player);
    assert_eq!(player.state.notices.shown(), None, "told once");
}

#[test]
fn minus_goes_back_to_what_was_asked_before_and_to_where_the_person_stood() {
    let mut player = with_queues(600);
    player.acts(Action::Down, 400);
    player.answer_all();
    player.act(Action::Queue(2));
    player.answer_all();
    player.act(Action::PreviousView);
    player.answer_all();
    assert_eq!((player.state.list.asked.text.as_str(), player.state.list.cursor.at), ("", 400));
    player.act(Action::PreviousView);
    assert_eq!(player.state.notices.shown().unwrap().text, "there is no view before this one");
}

#[test]
fn the_query_on_the_screen_becomes_a_queue_once_it_is_kept() {
    let mut player = with_queues(300);
    player.command("queue add mine");
    assert!(player.state.notices.shown().unwrap().text.contains("nothing was asked"));
    player.command("query ada");
    player.answer_all();
    let change = QueueChange::Add(asking("my own", "ada"));
    assert!(player.command("queue add my own").contains(&Effect::KeepQueues(change.clone())));
    assert_eq!(player.state.queues.len(), 3, "not before it is kept");
    let before = counts(&player);
    let all = [queues(), vec![asking("my own", "ada")]].concat();
    player.happen(Fact::QueuesKept(change, Ok(Listed { all, left_out: vec![] })));
    assert!(player.state.notices.shown().unwrap().text.contains("my own is queue 4: 4 opens it"));
    player.answer_all();
    assert_eq!(counts(&player)[..3], before, "what is known of the others stays");
    assert_eq!(player.state.queues.len(), 4);
    let change = QueueChange::Remove("my own".to_owned());
    assert!(player.command("queue remove my").contains(&Effect::KeepQueues(change.clone())));
    let refused = Problem::new(ProblemKind::Settings, "the disk is full");
    player.happen(Fact::QueuesKept(change, Err(refused)));
    assert_eq!(player.state.queues.len(), 4);
}

#[test]
fn queues_are_opened_by_key_name_and_from_their_list() {
    let mut player = with_queues(300);
    player.act(Action::Queue(9));
    assert!(player.state.notices.shown().unwrap().text.starts_with("there is no queue 9"));
    player.command("queue orph");
    assert_eq!(player.state.list.asked.text, "is:uncorrelated");
    player.act(Action::Queues);
    player.act(Action::Open);
    assert_eq!((player.state.list.asked.text.as_str(), player.state.screens.len()), ("is:locked", 0));
    player.act(Action::Queue(3));
    assert!(matches!(player.state.screens.last(), Some(Screen::Tasks(_))));
}

#[test]
fn a_refresh_that_fails_is_tried_again_a_minute_later_and_doubted_after_five() {
    let mut player = with_locked_opened(26_000);
    minute(&mut player);
    for failures in 1..=5 {
        player.wait(60_000);
        assert_eq!(asked(&player).len(), 1, "after {failures} minutes");
        while !player.pending.is_empty() {
            player.fail_next(ProblemKind::TenantFailed);
        }
    }
    assert_eq!(roll(&player).doubt(player.at), Some(Doubt::Unread));
    minute(&mut player);
    minute(&mut player);
    assert_eq!(roll(&player).doubt(player.at), None);
}
