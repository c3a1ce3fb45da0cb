//! Who carries out a run.

use super::*;

#[test]
fn a_run_that_is_held_is_not_taken() {
    let state = State::new();
    let (mut one, mut other) = (state.open(), state.open());
    let (lease, targets) = one.begin_run(&unlock(&["a"]), at(0)).unwrap();
    let refused = other.take_lease(lease.run(), TakeOver::IfGone, at(1)).unwrap_err();
    assert!(matches!(&refused, LeaseRefused::Held { .. }), "{refused}");
    let told = Problem::from(refused).to_string();
    assert!(told.contains(&std::process::id().to_string()) && told.contains("--take-over"), "{told}");
    one.sending(&lease, &targets, at(2)).unwrap();
}

#[test]
fn a_run_that_was_taken_over_sends_nothing_for_its_old_holder() {
    let state = State::new();
    let (mut one, mut other) = (state.open(), state.open());
    let (old, targets) = one.begin_run(&unlock(&["a", "b"]), at(0)).unwrap();
    one.sending(&old, &targets[..1], at(1)).unwrap();
    let new = other.take_lease(old.run(), TakeOver::Anyway, at(2)).unwrap();
    assert_eq!(one.sending(&old, &targets[1..], at(3)), Err(NotSent::Lease(LeaseRefused::Lost(old.run()))));
    assert!(matches!(one.park(&old, at(3)), Err(LeaseRefused::Lost(_))));
    assert!(matches!(one.end_run(&old, at(3)), Err(LeaseRefused::Lost(_))));
    assert!(matches!(one.confirm(&old, at(3)), Err(LeaseRefused::Lost(_))));
    // What it had sent before is answered all the same.
    one.answered(targets[0], &sent(), at(3)).unwrap();
    other.sending(&new, &targets[1..], at(4)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_whose_holder_is_gone_is_taken_however_recent() {
    let state = State::new();
    let (lease, _) = state.open_as(gone()).begin_run(&unlock(&["a"]), at(0)).unwrap();
    state.open().take_lease(lease.run(), TakeOver::IfGone, at(0)).unwrap();
}

#[test]
fn a_run_of_another_machine_is_taken_only_by_a_persons_word_however_old() {
    let state = State::new();
    let elsewhere = Instance { host: "another".into(), ..Instance::this() };
    let (lease, _) = state.open_as(elsewhere).begin_run(&unlock(&["a"]), at(0)).unwrap();
    let mut here = state.open();
    let year = 60 * 24 * 365;
    assert!(matches!(here.take_lease(lease.run(), TakeOver::IfGone, at(year)), Err(LeaseRefused::Held { .. })));
    here.take_lease(lease.run(), TakeOver::Anyway, at(year)).unwrap();
}

#[test]
fn a_parked_run_is_free_and_goes_on_where_it_stopped() {
    let state = State::new();
    let mut one = state.open();
    let (lease, targets) = one.begin_run(&unlock(&["a", "b"]), at(0)).unwrap();
    one.sending(&lease, &targets[..1], at(1)).unwrap();
    let head = one.park(&lease, at(2)).unwrap();
    assert_eq!(head, one.head().unwrap());
    assert_eq!(words(&one, lease.run()), ["unknown", "planned"]);
    assert_eq!(one.run(lease.run()).unwrap().unwrap().run.parked, Some(at(2)));
    assert!(matches!(one.sending(&lease, &targets[1..], at(3)), Err(NotSent::Lease(LeaseRefused::Lost(_)))));

    let mut other = state.open();
    let lease = other.take_lease(lease.run(), TakeOver::IfGone, at(4)).unwrap();
    other.confirm(&lease, at(5)).unwrap();
    assert_eq!(other.run(lease.run()).unwrap().unwrap().run.confirmed, Some(at(5)));
    assert_eq!(other.run(lease.run()).unwrap().unwrap().run.parked, None);
    other.sending(&lease, &targets[1..], at(6)).unwrap();
    assert!(is_whole(&other));
}

#[test]
fn an_ended_run_is_over_and_what_was_planned_is_dropped() {
    let mut journal = State::new().open();
    let (lease, targets) = journal.begin_run(&unlock(&["a", "b"]), at(0)).unwrap();
    journal.sending(&lease, &targets[..1], at(1)).unwrap();
    journal.end_run(&lease, at(2)).unwrap();
    assert_eq!(words(&journal, lease.run()), ["unknown", "skipped"]);
    assert_eq!(journal.sending(&lease, &targets[1..], at(3)), Err(NotSent::Lease(LeaseRefused::Ended(lease.run()))));
    assert!(matches!(journal.take_lease(lease.run(), TakeOver::Anyway, at(3)), Err(LeaseRefused::Ended(_))));
    assert!(matches!(journal.take_lease(RunId(99), TakeOver::Anyway, at(3)), Err(LeaseRefused::NoSuchRun(_))));
}

#[test]
fn a_clock_that_jumps_back_changes_nothing() {
    let state = State::new();
    let mut journal = state.open();
    let (first, targets) = journal.begin_run(&unlock(&["a"]), at(1000)).unwrap();
    journal.sending(&first, &targets, at(-5000)).unwrap();
    let (second, others) = journal.begin_run(&unlock(&["a"]), at(-9000)).unwrap();
    let refused = journal.sending(&second, &others, at(9000)).unwrap_err();
    assert!(matches!(refused, NotSent::AlreadySent { since, .. } if since == at(-5000)), "{refused}");
    journal.answered(targets[0], &sent(), at(-6000)).unwrap();
    let newest_first: Vec<RunId> =
        journal.runs(&WhichRuns::default()).unwrap().iter().map(|summary| summary.run.id).collect();
    assert_eq!(newest_first, [second.run(), first.run()]);
    assert!(is_whole(&journal));
}
