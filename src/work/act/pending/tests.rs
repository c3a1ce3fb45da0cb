//! When a sent target is looked at, and what it is taken for.

use super::*;
use crate::work::verdict::{Snapshot, Wanted};

fn expected() -> Expected {
    let locked = Snapshot { disabled: Some(false), locked: Some(true), ..Snapshot::default() };
    Expected {
        wanted: Wanted::Unlocked,
        before: Reading::Account(locked),
        forced: false,
        can_be_shown: true,
        with_sign_in: false,
        sent: None,
    }
}

fn unlocked() -> Reading {
    Reading::Account(Snapshot { disabled: Some(false), locked: Some(false), ..Snapshot::default() })
}

fn pending(outcome: Outcome, task: Option<&str>) -> Pending {
    Pending::new(expected(), outcome, task.map(str::to_owned), Instant::now())
}

fn task(completion: Option<&str>, percent: Option<u64>, completed: Option<Timestamp>) -> TaskStatus {
    TaskStatus { id: "t".into(), completion: completion.map(str::to_owned), percent, completed, messages: Vec::new() }
}

/// When it is read, in seconds after it was sent, as long as nothing shows.
fn readings(pending: &mut Pending, count: usize) -> Vec<u64> {
    let tempo = Tempo::default();
    let sent = pending.sent;
    let mut times = Vec::new();
    while let Some((at, Look::Target)) = pending.next(&tempo).filter(|_| times.len() < count) {
        times.push((at - sent).as_secs());
        assert_eq!(pending.see(Reading::Nothing, None, at, &tempo), Verdict::StillOpen);
    }
    times
}

#[test]
fn a_lost_answer_is_looked_up_four_times() {
    assert_eq!(readings(&mut pending(Outcome::Unknown, None), 9), [5, 30, 120, 600]);
}

#[test]
fn what_has_no_task_is_read_as_a_task_is_asked_for() {
    let times = readings(&mut pending(Outcome::Sent, None), 12);
    assert_eq!(times, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    let mut followed = pending(Outcome::Sent, None);
    let late = readings(&mut followed, 66).pop().unwrap();
    assert!(late > 800, "66 readings in {late} s");
}

#[test]
fn the_account_is_read_a_second_after_its_task_ended_and_less_and_less_often() {
    let (tempo, now) = (Tempo::default(), Timestamp::now());
    let mut pending = pending(Outcome::Sent, Some("t"));
    let sent = pending.sent;
    pending.see_task(&task(Some("SUCCESS"), None, Some(now)), now, sent);
    let mut times = Vec::new();
    for _ in 0..4 {
        let (at, _) = pending.next(&tempo).unwrap();
        times.push((at - sent).as_secs());
        pending.see(Reading::Nothing, None, at, &tempo);
    }
    assert_eq!(times, [1, 5, 15, 60]);
}

#[test]
fn a_task_is_asked_for_until_it_ends_and_then_the_target_is_read() {
    let (tempo, now) = (Tempo::default(), Timestamp::now());
    let mut pending = pending(Outcome::Sent, Some("t"));
    let sent = pending.sent;
    assert!(pending.see_task(&task(None, Some(40), None), now, sent));
    assert!(!pending.see_task(&task(None, Some(40), None), now, sent), "told once");
    assert_eq!(pending.next(&tempo).unwrap().1, Look::Task);
    assert!(!pending.see_task(&task(Some("Success"), Some(100), Some(now)), now, sent));
    assert_eq!(pending.next(&tempo).unwrap(), (sent + Duration::from_secs(1), Look::Target));
    assert_eq!(pending.see(unlocked(), None, sent, &tempo), Verdict::Verified);
}

#[test]
fn readings_are_counted_from_the_end_of_the_task_by_the_tenants_clock() {
    let (tempo, now) = (Tempo::default(), Timestamp::now());
    let mut pending = pending(Outcome::Sent, Some("t"));
    let sent = pending.sent;
    let later = sent + Duration::from_secs(9);
    let ended = now.checked_sub(SignedDuration::from_secs(3)).unwrap();
    pending.see_task(&task(Some("SUCCESS"), None, Some(ended)), now, later);
    assert_eq!(pending.next(&tempo).unwrap().0, sent + Duration::from_secs(9 - 3 + 1));
}

#[test]
fn a_task_nobody_knows_is_no_failure() {
    let tempo = Tempo::default();
    let mut pending = pending(Outcome::Sent, Some("t"));
    let sent = pending.sent;
    for _ in 0..2 {
        pending.miss_task(sent);
        assert_eq!(pending.next(&tempo).unwrap().1, Look::Task);
    }
    pending.miss_task(sent);
    assert_eq!(pending.next(&tempo).unwrap().1, Look::Target);
    assert_eq!(pending.see(unlocked(), None, sent, &tempo), Verdict::Verified);
}

/// When its task is asked for, in seconds after it was sent, as long as it runs.
#[test]
fn the_longer_a_task_runs_the_less_often_it_is_asked_for() {
    let (tempo, now) = (Tempo::default(), Timestamp::now());
    let mut pending = pending(Outcome::Sent, Some("t"));
    let sent = pending.sent;
    let mut asked = Vec::new();
    while pending.age(pending.asked.unwrap_or(sent)) < Duration::from_mins(15) {
        let (at, _) = pending.next(&tempo).unwrap();
        asked.push((at - sent).as_secs());
        pending.see_task(&task(None, None, None), now, at);
    }
    assert_eq!(asked[..12], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    assert!(asked.windows(2).all(|pair| pair[1] - pair[0] <= 30), "{asked:?}");
    assert!(asked.len() < 70, "{} questions in a quarter of an hour", asked.len());
}

#[test]
fn a_task_no_list_names_is_asked_for_by_its_id_until_it_is_known() {
    let (tempo, now) = (Tempo::default(), Timestamp::now());
    let mut pending = pending(Outcome::Sent, Some("t"));
    let (early, late) = (pending.sent + Duration::from_secs(59), pending.sent + Duration::from_mins(1));
    pending.not_listed(early);
    assert!(!pending.is_missed(early, &tempo));
    assert!(pending.is_missed(late, &tempo));
    pending.miss_task(late);
    assert!(pending.is_missed(late, &tempo), "one 404 is too early to tell");
    pending.see_task(&task(None, None, None), now, late);
    assert!(!pending.is_missed(late, &tempo), "it runs: the list will name it once it has ended");
}

#[test]
fn a_bad_end_is_told_in_the_tenants_words() {
    let (tempo, now) = (Tempo::default(), Timestamp::now());
    let mut pending = pending(Outcome::Sent, Some("t"));
    let sent = pending.sent;
    let messages = vec!["New password violates history".to_owned(), "see the log".to_owned()];
    pending.see_task(&TaskStatus { messages, ..task(Some("ERROR"), None, None) }, now, sent);
    assert_eq!(pending.said.as_deref(), Some("New password violates history · see the log"));
    assert_eq!(pending.see(expected().before, None, sent, &tempo), Verdict::Failed);
}
