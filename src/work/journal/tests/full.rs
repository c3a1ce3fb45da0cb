//! A disk that is full: nothing is sent that could not be written down.

use super::*;
use crate::model::{Outcome, ProblemKind};

/// Lets the file grow no more.
fn fill(journal: &Journal) {
    let pages: i64 = journal.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    journal.connection.pragma_update_and_check(None, "max_page_count", pages, |row| row.get::<_, i64>(0)).unwrap();
}

fn make_room(journal: &Journal) {
    journal.connection.pragma_update_and_check(None, "max_page_count", 1_000_000, |row| row.get::<_, i64>(0)).unwrap();
}

fn is_told_full(problem: &Problem) -> bool {
    problem.kind == ProblemKind::Journal && problem.summary.contains("full") && problem.advice.is_some()
}

#[test]
fn a_run_that_does_not_fit_is_not_begun() {
    let mut journal = State::new().open();
    fill(&journal);
    let ids: Vec<String> = (0..500).map(|number| format!("account-{number}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    assert!(is_told_full(&journal.begin_run(&unlock(&ids), at(0)).unwrap_err()));
    assert!(journal.runs(&WhichRuns::default()).unwrap().is_empty());
    assert!(is_whole(&journal));
}

#[test]
fn what_does_not_fit_any_more_is_not_sent_and_goes_on_once_there_is_room() {
    let ids: Vec<String> = (0..500).map(|number| format!("account-{number}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut journal = State::new().open();
    let (lease, targets) = journal.begin_run(&unlock(&ids), at(0)).unwrap();
    fill(&journal);
    let mut sent = 0;
    let refused = loop {
        match journal.sending(&lease, &targets[sent..=sent], at(1)) {
            Ok(()) => sent += 1,
            Err(refused) => break refused,
        }
    };
    assert!(matches!(&refused, NotSent::NotWritten(problem) if is_told_full(problem)), "{refused}");
    let outcomes = journal.targets(lease.run()).unwrap();
    assert!(outcomes[..sent].iter().all(|target| target.outcome == Outcome::Unknown));
    assert!(outcomes[sent..].iter().all(|target| target.outcome == Outcome::Planned));
    assert!(is_whole(&journal));
    make_room(&journal);
    journal.sending(&lease, &targets[sent..=sent], at(2)).unwrap();
    assert!(is_whole(&journal));
}
