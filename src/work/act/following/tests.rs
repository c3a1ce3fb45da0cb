//! How much a run asks the tenant, and when.

use jiff::Timestamp;

use super::*;
use crate::model::{Order, Outcome, TaskStatus, Verb};
use crate::work::protocol::{Expected, Fate, Reading, Snapshot, Target, Wanted};

const MINUTES: u64 = 15;

fn expected() -> Expected {
    Expected {
        wanted: Wanted::Disabled,
        before: Reading::Account(Snapshot { disabled: Some(false), ..Snapshot::default() }),
        forced: false,
        can_be_shown: true,
        with_sign_in: false,
        sent: None,
    }
}

/// A plan of so many accounts, each with an id as long as the tenant's.
fn plan(targets: usize) -> Plan {
    let target = |number: usize| Target {
        id: format!("{number:032}"),
        row: None,
        name: None,
        fate: Fate::Send,
        expected: expected(),
        again: false,
        warnings: Vec::new(),
    };
    Plan {
        tenant: "acme".into(),
        user: None,
        order: Order::plain(Verb::Disable),
        made: Timestamp::UNIX_EPOCH,
        targets: (0..targets).map(target).collect(),
        warnings: Vec::new(),
    }
}

/// Follows that many tasks that were all sent now.
fn following<'r>(plan: &'r Plan, tempo: &'r Tempo, now: Instant) -> Following<'r> {
    let mut following = Following::new(plan, tempo, Some(Duration::from_mins(MINUTES)));
    for target in 0..plan.targets.len() {
        let task = Some(format!("{target:032}"));
        following.add(target, Pending::new(expected(), Outcome::Sent, task, now));
    }
    following
}

fn running(task: &str) -> TaskStatus {
    TaskStatus { id: task.into(), completion: None, percent: None, completed: None, messages: Vec::new() }
}

/// The looks of a quarter of an hour in which no task ends: when, at how many in a list, and at how many by their ids.
/// With `are_named`, a question for a task is answered with it; else no list names it.
fn looks(count: usize, are_named: bool) -> Vec<(u64, usize, usize)> {
    let (plan, tempo, start) = (plan(count), Tempo::default(), Instant::now());
    let mut following = following(&plan, &tempo, start);
    let (mut now, mut looks) = (start, Vec::new());
    loop {
        following.take_given_up(now);
        let due = following.due(now, false);
        let by_id = due.iter().filter(|due| due.by_id).count();
        if !due.is_empty() {
            looks.push(((now - start).as_secs(), due.len() - by_id, by_id));
        }
        for due in due {
            let pending = following.get_mut(due.target).unwrap();
            if are_named || due.by_id {
                pending.see_task(&running("t"), Timestamp::now(), now);
            } else {
                pending.not_listed(now);
            }
        }
        match following.next_look(now, false) {
            Some(next) => now = next.max(now),
            None => return looks,
        }
    }
}

#[test]
fn a_beat_asks_for_one_list_of_at_most_a_hundred() {
    let looks = looks(300, true);
    assert!(looks.iter().all(|(_, listed, by_id)| *listed <= 100 && *by_id == 0), "{looks:?}");
    assert!(looks.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 2), "{looks:?}");
    // All of them in turn: after as many beats as it takes, each was asked for.
    assert!(looks[..4].iter().map(|(_, listed, _)| listed).sum::<usize>() >= 300, "{looks:?}");
}

#[test]
fn the_longer_nothing_ends_the_less_is_asked() {
    for (count, most) in [(1, 65), (3, 65 * 3), (50, 65)] {
        let requests: usize =
            looks(count, true).iter().map(|(_, listed, by_id)| usize::from(*listed > 0) + by_id).sum();
        assert!(requests <= most, "{requests} requests to follow {count} for a quarter of an hour");
    }
}

#[test]
fn what_no_list_names_is_asked_for_by_its_id_once_and_few_at_a_time() {
    let looks = looks(40, false);
    assert!(looks.iter().all(|(_, _, by_id)| *by_id <= 3), "{looks:?}");
    assert!(looks.iter().filter(|(at, _, _)| *at < 60).all(|(_, _, by_id)| *by_id == 0), "{looks:?}");
    assert_eq!(looks.iter().map(|(_, _, by_id)| by_id).sum::<usize>(), 40, "each is known to run after that");
}

#[test]
fn targets_are_read_in_the_beat_their_tasks_end_in() {
    let (plan, tempo, start) = (plan(20), Tempo::default(), Instant::now());
    let mut following = following(&plan, &tempo, start);
    let first = following.next_look(start, false).unwrap();
    let ended = Timestamp::now();
    let later = ended.checked_add(jiff::SignedDuration::from_secs(2)).unwrap();
    for due in following.due(first, false) {
        let done = TaskStatus { completion: Some("SUCCESS".into()), completed: Some(ended), ..running("t") };
        following.get_mut(due.target).unwrap().see_task(&done, later, first);
    }
    let next = following.next_look(first, false).unwrap();
    assert!(next <= first + Duration::from_secs(1), "no second beat is waited for");
    let due = following.due(next, false);
    assert_eq!(due.iter().filter(|due| due.look == Look::Target).count(), 20);
}

#[test]
fn while_more_is_to_be_sent_looks_are_rarer() {
    let (plan, tempo, start) = (plan(20), Tempo::default(), Instant::now());
    let mut following = following(&plan, &tempo, start);
    let now = start + Duration::from_secs(1);
    for due in following.due(now, true) {
        following.get_mut(due.target).unwrap().not_listed(now);
    }
    assert_eq!(following.next_look(now, true), Some(now + Duration::from_secs(4)));
    assert_eq!(following.next_look(now, false), Some(now + Duration::from_secs(2)));
}

#[test]
fn what_is_due_is_read_beside_what_is_about_to_be_sent() {
    let (plan, tempo, start) = (plan(80), Tempo::default(), Instant::now());
    let mut following = Following::new(&plan, &tempo, Some(Duration::from_mins(MINUTES)));
    for target in 0..80 {
        following.add(target, Pending::new(expected(), Outcome::Sent, None, start));
    }
    assert!(following.due_beside(50, start).is_empty(), "nothing is due yet");
    let now = start + Duration::from_secs(1);
    let beside = following.due_beside(50, now);
    assert_eq!(beside.len(), 45, "one request");
    for due in beside {
        following.get_mut(due.target).unwrap().see(Reading::Nothing, None, now, &tempo);
    }
    // The others are next, but not before the beat: one reading was just made.
    assert_eq!(following.next_look(now, true), Some(now + tempo.busy_reading));
    assert_eq!(following.due(now + tempo.busy_reading, true)[0].target, 45);
}

#[test]
fn what_was_followed_long_enough_is_given_up() {
    let (plan, tempo, start) = (plan(5), Tempo::default(), Instant::now());
    let mut following = following(&plan, &tempo, start);
    let end = start + Duration::from_mins(MINUTES);
    assert!(following.take_given_up(end.checked_sub(Duration::from_secs(1)).unwrap()).is_empty());
    assert_eq!(following.take_given_up(end).len(), 5);
    assert!(!following.goes_on() && following.next_look(end, false).is_none());
}
