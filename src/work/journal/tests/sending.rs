//! Nothing is sent twice: second press, second run, second instance.

use super::*;
use crate::model::{ActsOn, Outcome, SkipReason};

fn is_already_sent(refused: &NotSent, since: Timestamp, run: RunId) -> bool {
    matches!(refused, NotSent::AlreadySent { since: found, run: by, .. } if (*found, *by) == (since, run))
}

#[test]
fn a_target_is_unknown_from_before_it_is_sent_until_the_answer() {
    let mut journal = State::new().open();
    let (lease, targets) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    assert_eq!(words(&journal, lease.run()), ["planned"]);
    journal.sending(&lease, &targets, at(1)).unwrap();
    assert_eq!(words(&journal, lease.run()), ["unknown"]);
    journal.answered(targets[0], &sent(), at(2)).unwrap();
    let target = &journal.targets(lease.run()).unwrap()[0];
    assert_eq!((target.outcome, target.status, target.task.as_deref()), (Outcome::Sent, Some(202), Some("t1")));
    assert_eq!((target.sent, target.answered), (Some(at(1)), Some(at(2))));
}

#[test]
fn a_second_press_finds_it_not_planned_any_more() {
    let mut journal = State::new().open();
    let (lease, targets) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    journal.sending(&lease, &targets, at(1)).unwrap();
    let again = journal.sending(&lease, &targets, at(2)).unwrap_err();
    assert!(is_already_sent(&again, at(1), lease.run()), "{again}");
    journal.answered(targets[0], &answer(Meaning::Refused, 403), at(3)).unwrap();
    assert_eq!(journal.sending(&lease, &targets, at(4)), Err(NotSent::NotPlanned(targets[0])));
}

#[test]
fn a_second_run_finds_it_already_sent_until_it_is_settled() {
    let mut journal = State::new().open();
    let (first, targets) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    let (second, others) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    journal.sending(&first, &targets, at(1)).unwrap();
    assert!(is_already_sent(&journal.sending(&second, &others, at(2)).unwrap_err(), at(1), first.run()));
    journal.answered(targets[0], &sent(), at(3)).unwrap();
    assert!(is_already_sent(&journal.sending(&second, &others, at(4)).unwrap_err(), at(1), first.run()));
    journal.settled(targets[0], Outcome::Verified, None, None, at(5)).unwrap();
    journal.sending(&second, &others, at(6)).unwrap();
}

#[test]
fn a_second_instance_finds_it_already_sent() {
    let state = State::new();
    let (mut one, mut other) = (state.open(), state.open());
    let (first, targets) = one.begin_run(&unlock(&["a"]), at(0)).unwrap();
    let (second, others) = other.begin_run(&unlock(&["a"]), at(0)).unwrap();
    one.sending(&first, &targets, at(1)).unwrap();
    assert!(is_already_sent(&other.sending(&second, &others, at(2)).unwrap_err(), at(1), first.run()));
    let found = other.unfinished_for(ACME, ActsOn::Account, "a").unwrap().unwrap();
    assert_eq!((found.run, found.sent), (first.run(), Some(at(1))));
    other.skip(&second, others[0], SkipReason::InFlight, None, at(3)).unwrap();
    assert_eq!(words(&other, second.run()), ["skipped"]);
}

#[test]
fn of_many_instances_at_once_one_sends() {
    let state = State::new();
    drop(state.open());
    let press = || {
        let mut journal = state.open();
        let (lease, targets) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
        journal.sending(&lease, &targets, at(1)).is_ok()
    };
    let sent = std::thread::scope(|scope| {
        let instances: Vec<_> = (0..6).map(|_| scope.spawn(press)).collect();
        instances.into_iter().map(|instance| instance.join().unwrap()).filter(|sent| *sent).count()
    });
    assert_eq!(sent, 1);
}

#[test]
fn the_same_id_on_another_tenant_or_of_another_kind_is_another_target() {
    let mut journal = State::new().open();
    let other_tenant = NewRun { tenant: "other.example".into(), ..unlock(&["a"]) };
    let identity = NewRun { verb: Verb::EnableIdentity, ..unlock(&["a"]) };
    for run in [unlock(&["a"]), other_tenant, identity] {
        let (lease, targets) = journal.begin_run(&run, at(0)).unwrap();
        journal.sending(&lease, &targets, at(1)).unwrap();
    }
}

#[test]
fn the_table_itself_holds_one_unfinished_submission_an_account() {
    let mut journal = State::new().open();
    let (lease, targets) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    let (_, others) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    journal.sending(&lease, &targets, at(1)).unwrap();
    for outcome in ["sent", "unknown"] {
        let forced = "UPDATE submissions SET outcome = ?2, sent = 1 WHERE id = ?1";
        let refused = journal.connection.execute(forced, (others[0].0, outcome)).unwrap_err();
        assert_eq!(refused.sqlite_error_code(), Some(rusqlite::ErrorCode::ConstraintViolation), "{refused}");
    }
}

#[test]
fn a_target_named_twice_begins_no_run() {
    let mut journal = State::new().open();
    assert!(journal.begin_run(&unlock(&["a", "b", "a"]), at(0)).is_err());
    assert!(journal.runs(&WhichRuns::default()).unwrap().is_empty());
}

#[test]
fn of_many_sent_in_one_request_all_are_written_down_or_none() {
    let mut journal = State::new().open();
    let (first, targets) = journal.begin_run(&unlock(&["b"]), at(0)).unwrap();
    journal.sending(&first, &targets, at(1)).unwrap();
    let (second, others) = journal.begin_run(&unlock(&["a", "b", "c"]), at(2)).unwrap();
    let refused = journal.sending(&second, &others, at(3)).unwrap_err();
    assert!(matches!(refused, NotSent::AlreadySent { submission, .. } if submission == others[1]), "{refused}");
    assert_eq!(words(&journal, second.run()), ["planned"; 3]);
}

#[test]
fn only_the_targets_of_the_run_are_sent() {
    let mut journal = State::new().open();
    let (first, _) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    let (_, others) = journal.begin_run(&unlock(&["b"]), at(0)).unwrap();
    assert_eq!(journal.sending(&first, &others, at(1)), Err(NotSent::NotPlanned(others[0])));
}

#[test]
fn what_was_not_taken_may_go_again() {
    let mut journal = State::new().open();
    let (lease, targets) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    for round in 0..3 {
        journal.sending(&lease, &targets, at(round)).unwrap();
        let outcome = journal.answered(targets[0], &answer(Meaning::NotTaken, 429), at(round)).unwrap();
        assert_eq!(outcome, Outcome::Planned);
        assert_eq!(journal.targets(lease.run()).unwrap()[0].sent, None);
    }
    assert!(is_whole(&journal));
}

#[test]
fn an_unknown_is_sent_again_only_by_a_persons_word() {
    let mut journal = State::new().open();
    let (first, targets) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    journal.sending(&first, &targets, at(1)).unwrap();
    let (second, others) = journal.begin_run(&unlock(&["a"]), at(2)).unwrap();
    // Its answer may still come.
    assert!(is_already_sent(&journal.sending_again(&second, others[0], at(3)).unwrap_err(), at(1), first.run()));
    journal.answered(targets[0], &answer(Meaning::Unknown, 502), at(4)).unwrap();
    assert!(is_already_sent(&journal.sending(&second, &others, at(5)).unwrap_err(), at(1), first.run()));
    journal.sending_again(&second, others[0], at(6)).unwrap();
    // The earlier one is told as what it is, and looked up no more.
    assert_eq!(words(&journal, first.run()), ["unknown"]);
    assert_eq!(journal.targets(first.run()).unwrap()[0].replaced_by, Some(others[0]));
    journal.answered(others[0], &answer(Meaning::Unknown, 502), at(7)).unwrap();
    let open: Vec<SubmissionId> = journal.unfinished(ACME).unwrap().iter().map(|open| open.id).collect();
    assert_eq!(open, others);
    assert!(is_whole(&journal));
}

#[test]
fn what_was_taken_is_sent_again_only_once_it_is_given_up_on() {
    let mut journal = State::new().open();
    let (first, targets) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    journal.sending(&first, &targets, at(1)).unwrap();
    journal.answered(targets[0], &sent(), at(2)).unwrap();
    let (second, others) = journal.begin_run(&unlock(&["a"]), at(3)).unwrap();
    let earlier = |journal: &Journal| journal.targets(first.run()).unwrap().remove(0);
    // A clock that was set back makes it no older.
    for early in [at(-60), at(4), at(15)] {
        assert!(!journal.may_go_again(&earlier(&journal), early).unwrap());
        assert!(is_already_sent(&journal.sending_again(&second, others[0], early).unwrap_err(), at(1), first.run()));
    }
    assert!(journal.may_go_again(&earlier(&journal), at(16)).unwrap());
    assert!(is_already_sent(&journal.sending(&second, &others, at(16)).unwrap_err(), at(1), first.run()));
    journal.sending_again(&second, others[0], at(16)).unwrap();
    assert_eq!((words(&journal, first.run()), words(&journal, second.run())), (vec!["sent"], vec!["unknown"]));
    assert!(is_whole(&journal));
}

#[test]
fn what_the_tenant_did_not_take_replaces_nothing() {
    for (meaning, status, stands) in [(Meaning::NotTaken, 429, "planned"), (Meaning::Refused, 403, "refused")] {
        let mut journal = State::new().open();
        let (first, targets) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
        journal.sending(&first, &targets, at(1)).unwrap();
        journal.answered(targets[0], &answer(Meaning::Unknown, 502), at(2)).unwrap();
        let (second, others) = journal.begin_run(&unlock(&["a"]), at(3)).unwrap();
        journal.sending_again(&second, others[0], at(4)).unwrap();
        journal.answered(others[0], &answer(meaning, status), at(5)).unwrap();
        assert_eq!(words(&journal, second.run()), [stands]);
        let (third, more) = journal.begin_run(&unlock(&["a"]), at(6)).unwrap();
        let refused = journal.sending(&third, &more, at(7)).unwrap_err();
        assert!(is_already_sent(&refused, at(1), first.run()), "{stands}: {refused}");
        assert!(is_whole(&journal));
    }
}

#[test]
fn no_secret_enters() {
    let state = State::new();
    let mut journal = state.open();
    let mut run = unlock(&["a"]);
    run.options = json!({"attributes": {"password": "hunter2-options"}});
    run.targets[0].body = Some(json!([{"op": "add", "path": "/attributes/pwd", "value": "hunter2-body"}]));
    let secret = [("userPassword".to_owned(), json!("hunter2-wanted"))];
    let wanted = Wanted::Fields { attributes: secret.into(), owner: crate::work::verdict::Owner::AsBefore };
    run.targets[0].expected.as_mut().unwrap().wanted = wanted;
    let (lease, targets) = journal.begin_run(&run, at(0)).unwrap();
    journal.sending(&lease, &targets, at(1)).unwrap();
    journal.answered(targets[0], &sent(), at(2)).unwrap();
    let attributes = [("apiKey".to_owned(), json!("hunter2-after"))];
    let after = Reading::Account(Snapshot { attributes: attributes.into(), ..Snapshot::default() });
    journal.settled(targets[0], Outcome::Completed, None, Some(&after), at(3)).unwrap();
    for file in std::fs::read_dir(&state.directory).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("hunter2"));
    }
    assert!(journal.targets(lease.run()).unwrap()[0].expected.is_some());
}
