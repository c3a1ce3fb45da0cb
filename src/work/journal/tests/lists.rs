//! What the journal shows.

use super::*;
use crate::model::{ActsOn, Outcome, SkipReason};

#[test]
fn a_run_is_summed_up_by_outcomes() {
    let mut journal = State::new().open();
    let mut run = unlock(&["a", "b", "c", "d"]);
    run.targets[3].skip = Some((SkipReason::Already, Some("not locked".into())));
    let (lease, targets) = journal.begin_run(&run, at(0)).unwrap();
    journal.sending(&lease, &targets[..1], at(1)).unwrap();
    journal.answered(targets[0], &sent(), at(2)).unwrap();
    journal.settled(targets[0], Outcome::Verified, None, None, at(3)).unwrap();
    let summary = journal.run(lease.run()).unwrap().unwrap();
    assert_eq!(summary.targets, 4);
    assert_eq!(summary.outcomes, [("planned", 2), ("verified", 1), ("skipped", 1)]);
    assert_eq!(summary.run.verb, Some(Verb::Unlock));
    assert_eq!((summary.run.started, summary.run.ended), (Some(at(0)), None));
    assert_eq!(journal.targets(lease.run()).unwrap()[3].reason.as_deref(), Some("not locked"));
    assert!(is_whole(&journal));
}

#[test]
fn runs_are_chosen_by_time_and_by_user() {
    let state = State::new();
    let bob = Instance { os_user: "bob".into(), ..Instance::this() };
    state.open().begin_run(&unlock(&["a"]), at(0)).unwrap();
    state.open_as(bob).begin_run(&unlock(&["a"]), at(10)).unwrap();
    let journal = state.open();
    let chosen = |which: &WhichRuns| -> Vec<i64> {
        journal.runs(which).unwrap().iter().map(|summary| summary.run.id.0).collect()
    };
    assert_eq!(chosen(&WhichRuns::default()), [2, 1]);
    assert_eq!(chosen(&WhichRuns { since: Some(at(5)), ..WhichRuns::default() }), [2]);
    assert_eq!(chosen(&WhichRuns { os_user: Some("bob".into()), ..WhichRuns::default() }), [2]);
    assert_eq!(chosen(&WhichRuns { since: Some(at(5)), os_user: Some(Instance::this().os_user) }), [0; 0]);
    assert!(journal.run(RunId(3)).unwrap().is_none());
}

#[test]
fn what_was_submitted_is_listed_newest_first() {
    let mut journal = State::new().open();
    let mut first = unlock(&["a", "b", "c"]);
    first.targets[1].skip = Some((SkipReason::Already, None));
    let (lease, targets) = journal.begin_run(&first, at(10)).unwrap();
    journal.sending(&lease, &targets[..1], at(11)).unwrap();
    journal.answered(targets[0], &sent(), at(12)).unwrap();
    // The clock was set back since: the order is that of the journal all the same.
    journal.begin_run(&unlock(&["d", "e"]), at(0)).unwrap();
    journal.begin_run(&NewRun { tenant: "other.example".into(), ..unlock(&["f"]) }, at(20)).unwrap();

    let told = |most| {
        let Submitted { newest, total } = journal.submitted(ACME, most).unwrap();
        let line = |(submission, run): &(Submission, Run)| {
            (run.id.0, submission.target.clone(), submission.outcome, submission.source.clone())
        };
        (newest.iter().map(line).collect::<Vec<_>>(), total)
    };
    let of = |run: i64, target: &str, outcome| (run, target.to_owned(), outcome, Some("Active Directory".to_owned()));
    let all = vec![
        of(2, "d", Outcome::Planned),
        of(2, "e", Outcome::Planned),
        of(1, "a", Outcome::Sent),
        of(1, "c", Outcome::Planned),
    ];
    assert_eq!(told(9), (all.clone(), 4));
    assert_eq!(told(3), (all[..3].to_vec(), 4));
    assert_eq!(journal.submitted("nobody.example", 9).unwrap(), Submitted::default());
    assert!(is_whole(&journal));
}

#[test]
fn what_somebody_carries_out_is_not_left_open() {
    let state = State::new();
    let (mut one, other) = (state.open(), state.open());
    let (lease, targets) = one.begin_run(&unlock(&["a"]), at(0)).unwrap();
    one.sending(&lease, &targets, at(1)).unwrap();
    let left_open = |journal: &Journal, tenant| journal.left_open(tenant).unwrap().len();
    assert_eq!((left_open(&one, ACME), left_open(&other, ACME)), (0, 0));
    assert_eq!(other.unfinished(ACME).unwrap().len(), 1);
    one.answered(targets[0], &answer(Meaning::Unknown, 502), at(2)).unwrap();
    assert_eq!((left_open(&one, ACME), left_open(&other, ACME)), (0, 0));
    one.end_run(&lease, at(3)).unwrap();
    assert_eq!((left_open(&one, ACME), left_open(&other, ACME)), (1, 1));
    assert_eq!(left_open(&other, "other.example"), 0);
}

#[test]
fn ten_thousand_targets_are_begun_and_read_back() {
    let state = State::new();
    let ids: Vec<String> = (0..10_000).map(|number| format!("2c9180867c184ff6017c2a2fbf{number:06}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let (lease, targets) = state.open().begin_run(&unlock(&ids), at(0)).unwrap();
    let journal = state.open();
    let read = journal.targets(lease.run()).unwrap();
    assert_eq!(read.iter().map(|target| target.target.as_str()).collect::<Vec<_>>(), ids);
    assert_eq!(read.iter().map(|target| target.id).collect::<Vec<_>>(), targets);
    let Audit::Whole { head, .. } = journal.verify_chain().unwrap() else { panic!("the chain is broken") };
    assert_eq!(head.entries, 10_001);
}

#[test]
fn the_history_of_an_account_is_what_was_done_to_it_here_newest_first() {
    let state = State::new();
    let mut journal = state.open();
    let (lease, targets) = journal.begin_run(&unlock(&["a", "b"]), at(0)).unwrap();
    journal.sending(&lease, &targets, at(1)).unwrap();
    journal.answered(targets[0], &sent(), at(2)).unwrap();
    journal.settled(targets[0], Outcome::Verified, Some("seen unlocked"), None, at(3)).unwrap();
    let sign_in = NewRun { verb: Verb::DisableIdentity, ticket: None, ..unlock(&["i"]) };
    journal.begin_run(&sign_in, at(10)).unwrap();
    journal.begin_run(&NewRun { tenant: "other.example".into(), ..unlock(&["a"]) }, at(20)).unwrap();

    let history = |targets: &[(ActsOn, &str)]| {
        journal.history(ACME, targets.iter().map(|(kind, id)| (*kind, (*id).to_owned()))).unwrap()
    };
    let both = history(&[(ActsOn::Account, "a"), (ActsOn::Identity, "i")]);
    let told: Vec<_> = both.iter().map(|action| (action.run, action.verb, action.outcome, action.at)).collect();
    let expected = [
        (2, Some(Verb::DisableIdentity), Outcome::Planned, Some(at(10))),
        (1, Some(Verb::Unlock), Outcome::Verified, Some(at(1))),
    ];
    assert_eq!(told, expected);
    assert_eq!((both[1].ticket.as_deref(), both[1].reason.as_deref()), (Some("INC123"), Some("called the desk")));
    assert_eq!((both[1].told.as_deref(), both[1].ended), (Some("seen unlocked"), Some(at(3))));
    assert_eq!(both[1].tracking_id.as_deref(), Some("track-1"));
    assert_eq!(history(&[(ActsOn::Identity, "a")]), [], "the id of an account is no identity's");
}
