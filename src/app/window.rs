//! The table's window on the tenant: which pages are here, which are on their way, and how whole the list is.
//!
//! Pages have a fixed place (`offset = 250 × n`). A page that comes short, or shares a row with its neighbour because rows
//! moved between two reads, is read again once; what still does not fit is counted and told, never hidden.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;

use super::load::Load;
use crate::model::{AccountId, AccountRow, Completeness, Problem};
use crate::work::protocol::{JobId, Span};

/// Rows of a page: the most the vendor gives in one answer.
pub const PAGE: usize = 250;

/// A page as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRows {
    /// The rows received.
    pub rows: Vec<AccountRow>,
    /// When they were received, by our clock.
    pub read_at: Timestamp,
    /// Rows that the page before holds as well.
    doubled: usize,
}

/// What stands at one place of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Slot<'a> {
    /// A row, and when it was read.
    Here(&'a AccountRow, Timestamp),
    /// Not here yet.
    Coming,
    /// Asked for; the tenant counts it and did not give it.
    Missing,
    /// The page could not be read.
    Failed,
}

/// A page that has arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// The job that asked.
    pub job: JobId,
    /// The rows received.
    pub rows: Vec<AccountRow>,
    /// The total, where told.
    pub total: Option<u64>,
    /// When it arrived.
    pub at: Timestamp,
}

/// The pages of one list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Window {
    pages: Vec<Load<PageRows>>,
    jobs: BTreeMap<usize, JobId>,
    reread: BTreeMap<usize, Reread>,
    told: Option<u64>,
    seen_end: usize,
    end_known: bool,
    counted: bool,
}

/// What to ask for a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// Which page.
    pub span: Span,
    /// Whether the total is to be asked for: once a reading, since it costs the tenant time.
    pub count: bool,
}

/// How a page stands that did not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reread {
    Due,
    Done,
}

impl Window {
    /// How many places the list has, as far as is known; one more than was seen while its end is not known.
    #[must_use]
    pub fn len(&self) -> usize {
        let told = self.told.map_or(0, |told| usize::try_from(told).unwrap_or(usize::MAX));
        let open = usize::from(!self.end_known && self.seen_end >= told);
        told.max(self.seen_end) + open
    }

    /// Whether the tenant has said that nothing is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The total the tenant told, or what was seen where that is more.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.told.map(|told| told.max(self.seen_end as u64)).or_else(|| self.end_known.then_some(self.seen_end as u64))
    }

    /// What stands at a place.
    #[must_use]
    pub fn slot(&self, index: usize) -> Slot<'_> {
        let Some(page) = self.pages.get(index / PAGE) else { return Slot::Coming };
        match (page.value().and_then(|page| Some((page.rows.get(index % PAGE)?, page.read_at))), page) {
            (Some((row, at)), _) => Slot::Here(row, at),
            (None, Load::Ready(_)) => Slot::Missing,
            (None, Load::Failed { .. }) => Slot::Failed,
            (None, _) => Slot::Coming,
        }
    }

    /// The row at a place, if it is here.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<&AccountRow> {
        match self.slot(index) {
            Slot::Here(row, _) => Some(row),
            _ => None,
        }
    }

    /// Every row that is here, with its place.
    pub fn rows(&self) -> impl Iterator<Item = (usize, &AccountRow)> {
        self.pages
            .iter()
            .enumerate()
            .filter_map(|(n, page)| Some((n, page.value()?)))
            .flat_map(|(n, page)| page.rows.iter().enumerate().map(move |(i, row)| (n * PAGE + i, row)))
    }

    /// The place of an account among the rows that are here.
    #[must_use]
    pub fn find(&self, id: &AccountId) -> Option<usize> {
        self.rows().find(|(_, row)| row.id == *id).map(|(index, _)| index)
    }

    /// Why a page could not be read, if one could not.
    #[must_use]
    pub fn failure(&self) -> Option<&Problem> {
        self.pages.iter().find_map(Load::problem)
    }

    /// How many different rows are here.
    #[must_use]
    pub fn loaded(&self) -> u64 {
        self.pages.iter().filter_map(Load::value).map(|page| (page.rows.len() - page.doubled) as u64).sum()
    }

    /// The oldest reading among the rows that are here.
    #[must_use]
    pub fn oldest(&self) -> Option<Timestamp> {
        self.pages.iter().filter_map(Load::value).map(|page| page.read_at).min()
    }

    /// Whether every row the tenant counts is here.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self.completeness(), Completeness::All { .. })
    }

    /// Why a page could not be read, the first of them.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        self.pages.iter().find_map(Load::problem)
    }

    /// How whole the list is.
    #[must_use]
    pub fn completeness(&self) -> Completeness {
        let loaded = self.loaded();
        let ready = self.pages.iter().filter(|page| matches!(page, Load::Ready(_))).count();
        let asked_all = self.end_is_settled() && ready == self.pages.len();
        let failed_refresh = self.pages.iter().find(|page| page.problem().is_some() && page.value().is_some());
        if let (Some(_), Some(since)) = (failed_refresh, self.oldest()) {
            return Completeness::Stale { loaded, since };
        }
        match self.total() {
            Some(total) if asked_all && loaded == total => Completeness::All { total },
            Some(total) if asked_all => Completeness::Missing { have: loaded, total },
            None if loaded == 0 => Completeness::Unknown,
            total => Completeness::Window { loaded, total, missing: self.known_missing() },
        }
    }

    fn end_is_settled(&self) -> bool {
        self.end_known || self.told.is_some_and(|told| told > 0 && told >= self.seen_end as u64)
    }

    fn known_missing(&self) -> u64 {
        let ready = self.pages.iter().enumerate().filter_map(|(n, page)| match page {
            Load::Ready(page) => Some((n, page)),
            _ => None,
        });
        ready.map(|(n, page)| (self.expected(n * PAGE).saturating_sub(page.rows.len()) + page.doubled) as u64).sum()
    }

    /// The pages to ask for so that the rows `first..first + count` can be shown: those on the screen first, then the
    /// ones next to them. Pages that are here, on their way, or failed are left out; a page to be read again is not.
    #[must_use]
    pub fn wanted(&self, first: usize, count: usize) -> Vec<(usize, Nearness)> {
        let last_place = self.len().max(1) - 1;
        let shown = first.min(last_place) / PAGE..=(first + count.max(1) - 1).min(last_place) / PAGE;
        let ahead = (*shown.end() + 1).min(last_place / PAGE);
        let behind = shown.start().saturating_sub(1);
        let near = [(ahead, Nearness::Beside), (behind, Nearness::Beside)];
        let mut wanted: Vec<(usize, Nearness)> = Vec::new();
        for (page, nearness) in shown.clone().map(|page| (page, Nearness::OnScreen)).chain(near) {
            if self.needs(page) && !wanted.iter().any(|(known, _)| *known == page) {
                wanted.push((page, nearness));
            }
        }
        wanted
    }

    fn needs(&self, page: usize) -> bool {
        if self.jobs.contains_key(&page) {
            return false;
        }
        match self.pages.get(page) {
            None | Some(Load::Idle | Load::Loading { .. }) => true,
            Some(Load::Ready(_)) => self.reread.get(&page) == Some(&Reread::Due),
            Some(Load::Failed { .. }) => false,
        }
    }

    /// The jobs under way for pages further than `reach` pages from the rows on the screen.
    #[must_use]
    pub fn far_jobs(&self, first: usize, count: usize, reach: usize) -> Vec<(usize, JobId)> {
        let near = (first / PAGE).saturating_sub(reach)..=(first + count) / PAGE + reach;
        self.jobs.iter().filter(|(page, _)| !near.contains(page)).map(|(page, job)| (*page, *job)).collect()
    }

    /// Every job under way.
    pub fn jobs(&self) -> impl Iterator<Item = JobId> + '_ {
        self.jobs.values().copied()
    }

    /// The page is asked for by this job.
    pub fn begin(&mut self, page: usize, job: JobId) -> Ask {
        self.grow(page + 1);
        self.pages[page].begin();
        self.jobs.insert(page, job);
        let count = !std::mem::replace(&mut self.counted, true);
        Ask { count, span: Span { offset: (page * PAGE) as u64, limit: u32::try_from(PAGE).unwrap_or(u32::MAX) } }
    }

    /// The page's job was cancelled.
    pub fn give_up(&mut self, page: usize) {
        self.jobs.remove(&page);
        self.counted = false;
        if let Some(page) = self.pages.get_mut(page) {
            page.give_up();
        }
    }

    /// The job failed. Says whether it was one of ours.
    pub fn fail(&mut self, job: JobId, problem: &Problem) -> bool {
        let Some(page) = self.page_of(job) else { return false };
        self.jobs.remove(&page);
        self.counted = false;
        self.pages[page].fail(problem.clone());
        true
    }

    /// The job was cancelled by the worker. Says whether it was one of ours.
    pub fn cancelled(&mut self, job: JobId) -> bool {
        let Some(page) = self.page_of(job) else { return false };
        self.give_up(page);
        true
    }

    fn page_of(&self, job: JobId) -> Option<usize> {
        self.jobs.iter().find(|(_, known)| **known == job).map(|(page, _)| *page)
    }

    /// Forgets failures, so that the pages are asked for again.
    pub fn retry_failed(&mut self) {
        for page in &mut self.pages {
            if let Load::Failed { stale, .. } = page {
                *page = stale.take().map_or(Load::Idle, |stale| Load::Loading { stale: Some(stale) });
            }
        }
    }

    /// A new reading of the same list: what is near stays on the screen until it is read again, what is far is dropped.
    #[must_use]
    pub fn renewed(mut self, first: usize, count: usize) -> Self {
        let near = (first / PAGE).saturating_sub(1)..=(first + count) / PAGE + 1;
        for (n, page) in self.pages.iter_mut().enumerate() {
            let old = page.take();
            *page = match old {
                Some(rows) if near.contains(&n) => Load::Loading { stale: Some(rows) },
                _ => Load::Idle,
            };
        }
        Self { jobs: BTreeMap::new(), reread: BTreeMap::new(), end_known: false, counted: false, ..self }
    }

    /// Takes in a page, if it is still waited for. Says whether it was.
    pub fn arrive(&mut self, arrival: Arrival) -> bool {
        let Some(page) = self.page_of(arrival.job) else { return false };
        let offset = page * PAGE;
        self.jobs.remove(&page);
        self.grow(page + 1);
        let received = arrival.rows.len();
        self.told = arrival.total.or(self.told);
        if received > 0 {
            self.seen_end = self.seen_end.max(offset + received);
        }
        self.learn_end(offset, received);
        self.pages[page] = Load::Ready(PageRows { rows: arrival.rows, read_at: arrival.at, doubled: 0 });
        self.judge(page, received);
        self.grow(self.len().div_ceil(PAGE));
        true
    }

    /// Decides whether the page that has just come, or one beside it, has to be read again.
    fn judge(&mut self, page: usize, received: usize) {
        if let Some(reread) = self.reread.get_mut(&page) {
            *reread = Reread::Done;
        }
        let short = received < self.expected(page * PAGE);
        let seams = [page.checked_sub(1).map(|before| (before, page)), Some((page, page + 1))];
        let moved: Vec<_> = seams.into_iter().flatten().filter(|(a, b)| self.count_doubled(*a, *b) > 0).collect();
        for again in short.then_some(page).into_iter().chain(moved.into_iter().flat_map(|(a, b)| [a, b])) {
            self.reread.entry(again).or_insert(Reread::Due);
        }
    }

    /// Counts the rows of `page` that `before` holds as well, and keeps the count.
    fn count_doubled(&mut self, before: usize, page: usize) -> usize {
        let (Some(Load::Ready(first)), Some(Load::Ready(second))) = (self.pages.get(before), self.pages.get(page))
        else {
            return 0;
        };
        let ids: HashSet<&AccountId> = first.rows.iter().map(|row| &row.id).collect();
        let doubled = second.rows.iter().filter(|row| ids.contains(&row.id)).count();
        if let Some(Load::Ready(page)) = self.pages.get_mut(page) {
            page.doubled = doubled;
        }
        doubled
    }

    fn learn_end(&mut self, offset: usize, received: usize) {
        let told_end = self.told.map(|told| usize::try_from(told).unwrap_or(usize::MAX));
        match told_end {
            Some(told) if offset + received > told => self.end_known = received < PAGE,
            Some(told) if offset + received == told => self.end_known = true,
            Some(told) if offset >= told => self.end_known = true,
            Some(_) => {}
            None => self.end_known |= received < PAGE,
        }
    }

    fn expected(&self, offset: usize) -> usize {
        let end = self.told.map_or(self.seen_end, |told| usize::try_from(told).unwrap_or(usize::MAX));
        end.saturating_sub(offset).min(PAGE)
    }

    fn grow(&mut self, pages: usize) {
        if self.pages.len() < pages {
            self.pages.resize_with(pages, Load::default);
        }
    }
}

/// Why a page is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nearness {
    /// Some of its rows are on the screen.
    OnScreen,
    /// It stands next to one on the screen.
    Beside,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ProblemKind;

    fn rows(ids: impl IntoIterator<Item = usize>) -> Vec<AccountRow> {
        ids.into_iter().map(|n| AccountRow::bare(AccountId::new(format!("{n:05}")))).collect()
    }

    fn page(window: &mut Window, n: usize, ids: impl IntoIterator<Item = usize>, total: Option<u64>) {
        let job = JobId(n as u64);
        window.begin(n, job);
        assert!(window.arrive(Arrival { job, rows: rows(ids), total, at: Timestamp::UNIX_EPOCH }));
    }

    fn wanted(window: &Window, first: usize) -> Vec<usize> {
        window.wanted(first, 20).into_iter().map(|(page, _)| page).collect()
    }

    #[test]
    fn the_edges_of_a_list_are_told_right() {
        for n in [0usize, 1, 249, 250, 251, 500] {
            let mut window = Window::default();
            page(&mut window, 0, 0..n.min(250), Some(n as u64));
            while let Some((next, _)) = window.wanted(window.len().saturating_sub(1), 1).first().copied() {
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
        assert_eq!(window.completeness(), Completeness::All { total: 250 });
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
        let wanted = window.wanted(6_240, 20);
        assert_eq!(
            wanted,
            [(24, Nearness::OnScreen), (25, Nearness::OnScreen), (26, Nearness::Beside), (23, Nearness::Beside)]
        );
        window.begin(24, JobId(9));
        assert!(
            !window.wanted(6_240, 20).iter().any(|(page, _)| *page == 24),
            "a page under way is not asked for twice"
        );
        assert_eq!(window.far_jobs(0, 20, 2), [(24, JobId(9))]);
    }

    #[test]
    fn a_failed_refresh_keeps_the_rows_and_says_how_old_they_are() {
        let mut window = Window::default();
        page(&mut window, 0, 0..10, Some(10));
        let mut window = window.renewed(0, 20);
        window.begin(0, JobId(7));
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
        assert!(window.begin(0, JobId(0)).count);
        window.fail(JobId(0), &Problem::new(ProblemKind::Unreachable, "refused"));
        assert!(window.begin(0, JobId(1)).count);
        assert!(!window.begin(1, JobId(2)).count);
    }

    #[test]
    fn a_failed_first_page_is_a_failure_and_not_an_empty_list() {
        let mut window = Window::default();
        window.begin(0, JobId(0));
        window.fail(JobId(0), &Problem::new(ProblemKind::Unreachable, "refused"));
        assert_eq!(window.slot(0), Slot::Failed);
        assert_eq!(window.completeness(), Completeness::Unknown);
    }
}
