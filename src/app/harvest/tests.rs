//! What a scan kept, in sentences.

use super::*;
use crate::model::ProblemKind;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn sheaf(ids: &[&str], have: u64, second: i64) -> Sheaf {
    Sheaf {
        job: JobId(1),
        rows: ids.iter().map(|id| AccountRow::bare((*id).into())).collect(),
        census: Census { have, total: Some(1_000), ..Census::default() },
        is_last: have == 1_000,
        at: at(second),
    }
}

/// A scan that brought these.
fn scanned(sheaves: &[Sheaf]) -> Harvest {
    brought(Harvest::default(), sheaves)
}

fn brought(mut harvest: Harvest, sheaves: &[Sheaf]) -> Harvest {
    harvest.begin(JobId(1));
    for sheaf in sheaves {
        assert!(harvest.take_in(sheaf.clone()).is_some());
    }
    harvest
}

fn ids(harvest: &Harvest) -> Vec<&str> {
    harvest.rows().map(|(_, row)| row.id.as_str()).collect()
}

#[test]
fn each_row_knows_when_it_was_read() {
    let harvest = scanned(&[sheaf(&["a", "b"], 250, 1), sheaf(&[], 500, 2), sheaf(&["c"], 1_000, 3)]);
    let read = |place| match harvest.slot(place) {
        Slot::Here(_, at) => Some(at),
        _ => None,
    };
    assert_eq!([0, 1, 2, 3].map(read), [Some(at(1)), Some(at(1)), Some(at(3)), None]);
}

#[test]
fn rows_of_another_job_are_not_taken_in() {
    let mut harvest = scanned(&[sheaf(&["a"], 250, 1)]);
    assert_eq!(harvest.take_in(Sheaf { job: JobId(2), ..sheaf(&["b"], 500, 2) }), None);
    harvest.stop();
    assert_eq!(harvest.take_in(sheaf(&["c"], 500, 2)), None, "nothing is taken in after it was ended");
    assert_eq!(ids(&harvest), ["a"]);
}

#[test]
fn it_is_whole_only_when_read_to_the_end() {
    assert!(!scanned(&[sheaf(&["a"], 999, 1)]).is_whole());
    let all_but_the_end = Sheaf { is_last: false, ..sheaf(&["a"], 1_000, 1) };
    assert!(!scanned(&[all_but_the_end]).is_whole(), "what is counted at the end may still differ");
    assert!(scanned(&[sheaf(&["a"], 1_000, 1)]).is_whole());
    assert!(!scanned(&[]).is_empty(), "nothing has passed yet, which says nothing");
    assert!(scanned(&[sheaf(&[], 1_000, 1)]).is_empty());
}

#[test]
fn a_whole_earlier_reading_stays_when_the_new_one_comes_to_nothing() {
    let whole = scanned(&[sheaf(&["a"], 1_000, 1)]);
    let mut again = brought(whole.renewed(), &[sheaf(&["b"], 900, 60)]);
    assert!(again.fail(JobId(1), &Problem::new(ProblemKind::Unreachable, "gone")));
    assert_eq!((ids(&again), again.stale_since()), (vec!["a"], Some(at(1))));
}

#[test]
fn an_earlier_reading_that_was_ended_sooner_gives_way() {
    let mut ended_soon = scanned(&[sheaf(&["a"], 250, 1)]);
    ended_soon.stop();
    let mut again = brought(ended_soon.renewed(), &[sheaf(&["b"], 900, 60)]);
    assert_eq!(ids(&again), ["a"]);
    again.stop();
    assert_eq!((ids(&again), again.stale_since()), (vec!["b"], None));
}

#[test]
fn a_paused_scan_goes_on_where_it_was() {
    let mut harvest = scanned(&[sheaf(&["a"], 250, 1)]);
    harvest.pause(JobId(1));
    assert!(harvest.take_in(sheaf(&["b"], 500, 2)).is_some(), "what was in flight is taken in");
    harvest.begin(JobId(1));
    assert!(harvest.take_in(sheaf(&["c"], 1_000, 3)).is_some());
    assert_eq!(ids(&harvest), ["a", "b", "c"]);
}
