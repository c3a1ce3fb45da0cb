//! The window keeps its promises: nothing twice, nothing lost without a word.

use super::*;
use crate::model::ProblemKind;

const AROUND: Keep = Keep::Around { first: 0, count: 20 };

fn rows(ids: impl IntoIterator<Item = usize>) -> Vec<AccountRow> {
    ids.into_iter().map(|n| AccountRow::bare(AccountId::new(format!("{n:05}")))).collect()
}

fn page(window: &mut Window, n: usize, ids: impl IntoIterator<Item = usize>, total: Option<u64>) {
    let job = JobId(n as u64);
    window.begin(n, job, Nearness::OnScreen);
    assert!(window.arrive(Arrival { job, rows: rows(ids), total, at: Timestamp::UNIX_EPOCH }));
}

fn wanted(window: &Window, first: usize) -> Vec<usize> {
    window.wanted(first, 20).into_iter().map(|want| want.page).collect()
}

#[test]
fn the_edges_of_a_list_are_told_right() {
    for n in [0usize, 1, 249, 250, 251, 500] {
        let mut window = Window::default();
        page(&mut window, 0, 0..n.min(250), Some(n as u64));
        while let Some(Want { page: next, .. }) = window.wanted(window.len().saturating_sub(1), 1).first().copied() {
            page(&mut window, next, next * 250..n.min((next + 1) * 250), None);
        }
        assert_eq!(window.completeness(), Completeness::All { total: n as u64 }, "{n} accounts");
        assert_eq!(window.len(), n);
    }
}

#[test]
fn without_a_total_the_end_is_found_by_reading() {
    let mut window = Window::default();
    page(&mut window, 0, 0..250, None);
    assert_eq!(window.len(), 251);
    assert_eq!(window.slot(250), Slot::Coming);
    page(&mut window, 1, [], None);
    assert_eq!(window.len(), 250);
    let uncounted = Completeness::Window { loaded: 250, total: None, missing: 0 };
    assert_eq!(window.completeness(), uncounted, "nobody has counted them");
}

#[test]
fn without_a_total_a_short_page_is_believed_only_when_it_is_short_twice() {
    let mut window = Window::default();
    page(&mut window, 0, 0..240, None);
    assert_eq!((window.len(), wanted(&window, 0)), (241, vec![0]));
    page(&mut window, 0, 0..240, None);
    assert_eq!((window.len(), wanted(&window, 0)), (240, vec![]));
}

#[test]
fn a_list_that_has_become_shorter_is_whole_again_after_a_refresh() {
    let mut window = Window::default();
    page(&mut window, 0, 0..250, Some(300));
    page(&mut window, 1, 250..300, None);
    let mut window = window.renewed(AROUND);
    assert_eq!(window.len(), 300, "the cursor keeps its place until the new total is told");
    page(&mut window, 0, 0..100, Some(100));
    assert_eq!((window.len(), window.completeness()), (100, Completeness::All { total: 100 }));
}

#[test]
fn a_short_page_is_read_again_with_the_total() {
    let mut window = Window::default();
    page(&mut window, 0, 0..250, Some(700));
    page(&mut window, 1, 250..350, None);
    assert!(window.begin(1, JobId(9), Nearness::OnScreen).count);
}

#[test]
fn a_refresh_that_is_given_up_leaves_rows_that_are_still_to_be_read() {
    let mut window = Window::default();
    page(&mut window, 0, 0..10, Some(10));
    let mut window = window.renewed(AROUND);
    window.begin(0, JobId(7), Nearness::OnScreen);
    window.give_up(0);
    assert!(window.row(3).is_some());
    assert!(!window.is_whole(), "old rows are not a new reading");
    assert_eq!(wanted(&window, 0), [0]);
}

#[test]
fn a_page_read_ahead_is_asked_for_with_haste_when_the_person_comes_to_it() {
    let mut window = Window::default();
    page(&mut window, 0, 0..250, Some(600));
    window.begin(1, JobId(9), Nearness::Beside);
    let hasty = Want { page: 1, nearness: Nearness::OnScreen, instead_of: Some(JobId(9)) };
    assert_eq!(window.wanted(260, 20).first(), Some(&hasty));
}

#[test]
fn a_page_that_failed_unseen_is_tried_once_more_when_it_is_looked_at() {
    let mut window = Window::default();
    page(&mut window, 0, 0..250, Some(600));
    let problem = Problem::new(ProblemKind::Timeout, "no answer");
    window.begin(1, JobId(9), Nearness::Beside);
    window.fail(JobId(9), &problem);
    assert_eq!(wanted(&window, 0), [] as [usize; 0]);
    assert_eq!(wanted(&window, 260)[0], 1);
    window.begin(1, JobId(10), Nearness::OnScreen);
    window.fail(JobId(10), &problem);
    assert!(!wanted(&window, 260).contains(&1));
    assert!(window.has_failed_at(260, 20) && !window.has_failed_at(0, 20));
}

#[test]
fn an_absurd_total_costs_nothing() {
    let mut window = Window::default();
    page(&mut window, 0, 0..250, Some(u64::MAX));
    assert_eq!(window.wanted(usize::MAX, usize::MAX).len(), 2);
    assert_eq!(window.len(), MOST);
}

#[test]
fn a_short_page_is_read_again_once_and_then_told() {
    let mut window = Window::default();
    page(&mut window, 0, 0..246, Some(500));
    assert_eq!(wanted(&window, 0), [0, 1]);
    page(&mut window, 0, 0..246, None);
    assert_eq!(wanted(&window, 0), [1]);
    assert_eq!(window.slot(248), Slot::Missing);
    assert_eq!(window.completeness(), Completeness::Window { loaded: 246, total: Some(500), missing: 4 });
    page(&mut window, 1, 250..500, None);
    assert_eq!(window.completeness(), Completeness::Missing { have: 496, total: 500 });
}

#[test]
fn a_short_page_that_comes_whole_the_second_time_is_whole() {
    let mut window = Window::default();
    page(&mut window, 0, 0..246, Some(250));
    page(&mut window, 0, 0..250, None);
    assert_eq!(window.completeness(), Completeness::All { total: 250 });
}

#[test]
fn rows_that_moved_between_two_pages_are_read_again_and_never_counted_twice() {
    let mut window = Window::default();
    page(&mut window, 0, 0..250, Some(500));
    page(&mut window, 1, 249..499, None);
    assert_eq!(window.completeness(), Completeness::Missing { have: 499, total: 500 });
    assert_eq!(wanted(&window, 0), [0, 1]);
    page(&mut window, 1, 250..500, None);
    assert_eq!(window.completeness(), Completeness::All { total: 500 });
}

#[test]
fn a_total_that_is_too_low_does_not_hide_rows() {
    let mut window = Window::default();
    page(&mut window, 0, 0..250, Some(240));
    assert_eq!(window.len(), 251);
    page(&mut window, 1, 250..260, None);
    assert_eq!(window.completeness(), Completeness::All { total: 260 });
}

#[test]
fn a_total_that_is_too_high_is_told_as_missing() {
    let mut window = Window::default();
    page(&mut window, 0, 0..10, Some(12));
    page(&mut window, 0, 0..10, Some(12));
    assert_eq!(window.completeness(), Completeness::Missing { have: 10, total: 12 });
}

#[test]
fn what_is_on_the_screen_is_asked_for_before_what_is_beside_it() {
    let mut window = Window::default();
    page(&mut window, 0, 0..250, Some(12_250));
    let want = |page, nearness| Want { page, nearness, instead_of: None };
    let expected = [
        want(24, Nearness::OnScreen),
        want(25, Nearness::OnScreen),
        want(26, Nearness::Beside),
        want(23, Nearness::Beside),
    ];
    assert_eq!(window.wanted(6_240, 20), expected);
    window.begin(24, JobId(9), Nearness::OnScreen);
    assert!(!wanted(&window, 6_240).contains(&24), "a page under way is not asked for twice");
    assert_eq!(window.far_jobs(0, 20, 2), [(24, JobId(9))]);
}

#[test]
fn a_failed_refresh_keeps_the_rows_and_says_how_old_they_are() {
    let mut window = Window::default();
    page(&mut window, 0, 0..10, Some(10));
    let mut window = window.renewed(AROUND);
    window.begin(0, JobId(7), Nearness::OnScreen);
    assert!(window.row(3).is_some());
    window.fail(JobId(7), &Problem::new(ProblemKind::Timeout, "no answer"));
    assert!(window.row(3).is_some());
    assert_eq!(window.completeness(), Completeness::Stale { loaded: 10, since: Timestamp::UNIX_EPOCH });
    assert_eq!(wanted(&window, 0), [] as [usize; 0], "a failed page waits for the person");
    window.retry_failed();
    assert_eq!(wanted(&window, 0), [0]);
}

#[test]
fn the_total_is_asked_for_once_and_again_when_the_asking_failed() {
    let mut window = Window::default();
    assert!(window.begin(0, JobId(0), Nearness::OnScreen).count);
    window.fail(JobId(0), &Problem::new(ProblemKind::Unreachable, "refused"));
    assert!(window.begin(0, JobId(1), Nearness::OnScreen).count);
    assert!(!window.begin(1, JobId(2), Nearness::OnScreen).count);
}

#[test]
fn a_failed_first_page_is_a_failure_and_not_an_empty_list() {
    let mut window = Window::default();
    window.begin(0, JobId(0), Nearness::OnScreen);
    window.fail(JobId(0), &Problem::new(ProblemKind::Unreachable, "refused"));
    assert_eq!(window.slot(0), Slot::Failed);
    assert_eq!(window.completeness(), Completeness::Unknown);
}
