//! Which outcome follows on which.

use super::*;
use crate::model::{Outcome, SkipReason};

const ALL: [Outcome; 8] = [
    Outcome::Planned,
    Outcome::Sent,
    Outcome::Unknown,
    Outcome::Refused,
    Outcome::Failed,
    Outcome::Completed,
    Outcome::Verified,
    Outcome::Skipped(SkipReason::Drift),
];

/// A journal with one submission that stands so.
fn standing(outcome: Outcome) -> (Journal, SubmissionId) {
    let mut journal = State::new().open();
    let (lease, targets) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    let target = targets[0];
    match outcome {
        Outcome::Planned => return (journal, target),
        Outcome::Skipped(why) => {
            journal.skip(&lease, target, why, None, at(1)).unwrap();
            return (journal, target);
        }
        _ => journal.sending(&lease, &targets, at(1)).unwrap(),
    }
    match outcome {
        Outcome::Unknown => journal.answered(target, &answer(Meaning::Unknown, 502), at(2)),
        Outcome::Refused => journal.answered(target, &answer(Meaning::Refused, 400), at(2)),
        _ => journal.answered(target, &sent(), at(2)),
    }
    .unwrap();
    if matches!(outcome, Outcome::Failed | Outcome::Completed | Outcome::Verified) {
        journal.settled(target, outcome, None, None, at(3)).unwrap();
    }
    (journal, target)
}

#[test]
fn an_outcome_is_raised_and_never_lowered() {
    let becomes = |before, outcome| {
        let (mut journal, target) = standing(before);
        let settled = journal.settled(target, outcome, None, None, at(9)).ok();
        assert!(is_whole(&journal), "{before:?} {outcome:?}");
        settled
    };
    for before in ALL {
        for outcome in ALL {
            let allowed = matches!(
                (before, outcome),
                (Outcome::Unknown, Outcome::Verified | Outcome::Completed)
                    | (Outcome::Sent, Outcome::Verified | Outcome::Completed | Outcome::Failed)
                    | (Outcome::Completed | Outcome::Failed, Outcome::Verified)
            );
            let stays = before == outcome || before == Outcome::Verified;
            let expected = match (allowed, stays) {
                (_, true) => Some(before),
                (true, false) => Some(outcome),
                (false, false) => None,
            };
            assert_eq!(becomes(before, outcome), expected, "{before:?} {outcome:?}");
        }
    }
}

#[test]
fn before_and_after_are_kept() {
    let (mut journal, target) = standing(Outcome::Sent);
    let after = Reading::Account(Snapshot { locked: Some(false), ..Snapshot::default() });
    journal.settled(target, Outcome::Verified, Some("read back"), Some(&after), at(5)).unwrap();
    let kept = journal.targets(RunId(1)).unwrap().remove(0);
    assert_eq!(kept.expected.unwrap(), unlock(&["a"]).targets.remove(0).expected.unwrap());
    assert_eq!((kept.after, kept.reason.as_deref(), kept.ended), (Some(after), Some("read back"), Some(at(5))));
}

#[test]
fn an_answer_comes_once_and_only_to_what_was_sent() {
    for outcome in ALL {
        let (mut journal, target) = standing(outcome);
        assert!(journal.answered(target, &sent(), at(9)).is_err(), "{outcome:?}");
    }
}

#[test]
fn an_answer_does_not_take_back_what_was_seen_meanwhile() {
    for late in [sent(), answer(Meaning::Unknown, 502), answer(Meaning::NotTaken, 429), answer(Meaning::Refused, 400)] {
        let mut journal = State::new().open();
        let (lease, targets) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
        journal.sending(&lease, &targets, at(1)).unwrap();
        journal.settled(targets[0], Outcome::Verified, None, None, at(2)).unwrap();
        assert_eq!(journal.answered(targets[0], &late, at(3)).unwrap(), Outcome::Verified);
        assert!(is_whole(&journal));
    }
}

#[test]
fn what_was_not_taken_after_the_run_was_ended_is_dropped() {
    let mut journal = State::new().open();
    let (lease, targets) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    journal.sending(&lease, &targets, at(1)).unwrap();
    journal.end_run(&lease, at(2)).unwrap();
    let outcome = journal.answered(targets[0], &answer(Meaning::NotTaken, 429), at(3)).unwrap();
    assert_eq!(outcome, Outcome::Skipped(SkipReason::Dropped));
    assert!(is_whole(&journal));
}
