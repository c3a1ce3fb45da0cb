//! A sudden end between each two entries: what stands in the journal then is true, and the next start goes on from it.

use super::*;
use crate::model::Outcome;

/// Carries a run of two targets out to its end, and hands over the journal after each entry that was written.
fn carry_out(state: &State, mut after_each: impl FnMut(&'static str)) {
    let mut journal = state.open_as(gone());
    let (lease, targets) = journal.begin_run(&unlock(&["a", "b"]), at(0)).unwrap();
    after_each("begun");
    journal.sending(&lease, &targets[..1], at(1)).unwrap();
    after_each("sending a");
    journal.answered(targets[0], &sent(), at(2)).unwrap();
    after_each("answered a");
    journal.sending(&lease, &targets[1..], at(3)).unwrap();
    after_each("sending b");
    journal.answered(targets[1], &answer(Meaning::Unknown, 502), at(4)).unwrap();
    after_each("answered b");
    journal.settled(targets[0], Outcome::Verified, None, None, at(5)).unwrap();
    after_each("settled a");
    journal.settled(targets[1], Outcome::Completed, None, None, at(6)).unwrap();
    after_each("settled b");
    journal.end_run(&lease, at(7)).unwrap();
    after_each("ended");
}

#[cfg(target_os = "linux")]
#[test]
fn the_next_start_finds_what_is_true_whenever_the_program_ended() {
    // After which entry it ended: how the targets stand, and which are looked up.
    let expected = [
        ("begun", ["planned", "planned"], vec![]),
        ("sending a", ["unknown", "planned"], vec!["a"]),
        ("answered a", ["sent", "planned"], vec!["a"]),
        ("sending b", ["sent", "unknown"], vec!["a", "b"]),
        ("answered b", ["sent", "unknown"], vec!["a", "b"]),
        ("settled a", ["verified", "unknown"], vec!["b"]),
        ("settled b", ["verified", "completed"], vec![]),
        ("ended", ["verified", "completed"], vec![]),
    ];
    let state = State::new();
    let mut places = expected.into_iter();
    carry_out(&state, |place| {
        let (named, outcomes, looked_up) = places.next().unwrap();
        assert_eq!(place, named);
        let mut journal = state.after_a_sudden_end().open();
        assert_eq!(words(&journal, RunId(1)), outcomes, "{place}");
        let left_open = journal.left_open(ACME).unwrap();
        assert_eq!(left_open.iter().map(|(_, open)| open.target.as_str()).collect::<Vec<_>>(), looked_up, "{place}");
        assert!(is_whole(&journal), "{place}");
        go_on(&mut journal, place);
    });
    assert!(places.next().is_none());
}

/// Resumes the run: only what is planned is sent.
fn go_on(journal: &mut Journal, place: &str) {
    let Ok(lease) = journal.take_lease(RunId(1), TakeOver::IfGone, at(10)) else {
        assert_eq!(place, "ended");
        return;
    };
    for target in journal.targets(RunId(1)).unwrap() {
        let sent = journal.sending(&lease, &[target.id], at(11));
        assert_eq!(sent.is_ok(), target.outcome == Outcome::Planned, "{place} {}", target.target);
    }
    journal.end_run(&lease, at(12)).unwrap();
    assert!(is_whole(journal), "{place}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_lost_answer_is_settled_by_the_next_start() {
    let state = State::new();
    let mut journal = state.open_as(gone());
    let (lease, targets) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    journal.sending(&lease, &targets, at(1)).unwrap();
    let mut next = state.after_a_sudden_end().open();
    let (verb, unknown) = next.left_open(ACME).unwrap().remove(0);
    assert_eq!(verb, Some(Verb::Unlock));
    let seen = Reading::Account(Snapshot { locked: Some(false), ..Snapshot::default() });
    assert_eq!(unknown.expected.unwrap().is_shown_by(&seen), Some(true));
    next.settled(unknown.id, Outcome::Verified, None, Some(&seen), at(2)).unwrap();
    assert_eq!(words(&next, lease.run()), ["verified"]);
}
