//! The table's window on the tenant: which pages are here, which are on their way, and how whole the list is.
//!
//! Pages have a fixed place (`offset = 250 × n`). A page that comes short, or shares a row with its neighbour because rows
//! moved between two reads, is read again once; what still does not fit is counted and told, never hidden.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::Timestamp;

use super::imprinted::ImprintedRows;
use super::load::Load;
use crate::model::{AccountId, AccountRow, Completeness, Problem};
use crate::work::protocol::{JobId, Span};

/// Rows of a page: the most the vendor gives in one answer.
pub const PAGE: usize = 250;

/// Places counted: no tenant has more accounts, and a total beyond it is a fault of the answer.
const MOST: usize = u32::MAX as usize;

/// A page as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRows {
    /// The rows received.
    pub rows: ImprintedRows,
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

/// Why a page is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nearness {
    /// Some of its rows are on the screen.
    OnScreen,
    /// It stands next to one on the screen, or is needed later.
    Beside,
}

/// A page that should be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Want {
    /// Which page.
    pub page: usize,
    /// Why.
    pub nearness: Nearness,
    /// A job that reads it with less haste and has to give way.
    pub instead_of: Option<JobId>,
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

/// Which pages a new reading keeps until they are read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Those around the rows `first..first + count`.
    Around {
        /// The first row on the screen.
        first: usize,
        /// Rows on the screen.
        count: usize,
    },
    /// All of them: the rows are sorted here, which needs every one.
    All,
}

/// The pages of one list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Window {
    /// The pages asked for so far.
    pages: BTreeMap<usize, Load<PageRows>>,
    /// The jobs under way, and with what haste.
    jobs: BTreeMap<usize, (JobId, Nearness)>,
    /// The pages that did not fit.
    reread: BTreeMap<usize, Reread>,
    /// The pages that failed before anybody looked at them: they are tried once more when somebody does.
    failed_ahead: BTreeSet<usize>,
    /// The total the tenant told.
    told: Option<u64>,
    /// Where the last row seen stands, plus one.
    seen_end: usize,
    /// Whether the end has been seen, where the total does not tell it.
    end_known: bool,
    /// Whether the total was asked for in this reading.
    counted: bool,
}

impl Window {
    /// How many places the list has, as far as is known; one more than was seen while its end is not known.
    #[must_use]
    pub fn len(&self) -> usize {
        let told = self.told_places().unwrap_or(0);
        let open = usize::from(!self.end_known && self.seen_end >= told);
        told.max(self.seen_end) + open
    }

    fn told_places(&self) -> Option<usize> {
        self.told.map(|told| usize::try_from(told).unwrap_or(MOST).min(MOST))
    }

    /// Whether the tenant has said that nothing is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The total the tenant told, or what was seen where that is more.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        let seen = self.seen_end as u64;
        self.told.map(|told| told.max(seen)).or_else(|| self.end_known.then_some(seen))
    }

    /// What stands at a place.
    #[must_use]
    pub fn slot(&self, index: usize) -> Slot<'_> {
        let Some(page) = self.pages.get(&(index / PAGE)) else { return Slot::Coming };
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
            .filter_map(|(n, page)| Some((*n, page.value()?)))
            .flat_map(|(n, page)| page.rows.iter().enumerate().map(move |(i, row)| (n * PAGE + i, row)))
    }

    /// The rows that lie together and hold a place, or the next ones behind it; and the place of their first.
    #[must_use]
    pub fn stretch(&self, place: usize) -> Option<(usize, &ImprintedRows)> {
        let mut pages = self.pages.range(place / PAGE..).filter_map(|(n, page)| Some((n * PAGE, &page.value()?.rows)));
        pages.find(|(first, rows)| first + rows.len() > place)
    }

    /// The place of an account among the rows that are here.
    #[must_use]
    pub fn find(&self, id: &AccountId) -> Option<usize> {
        self.rows().find(|(_, row)| row.id == *id).map(|(index, _)| index)
    }

    /// Why a page could not be read, if one could not.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        self.pages.values().find_map(Load::problem)
    }

    /// How many different rows are here.
    #[must_use]
    pub fn loaded(&self) -> u64 {
        self.pages.values().filter_map(Load::value).map(|page| (page.rows.len() - page.doubled) as u64).sum()
    }

    /// The oldest reading among the rows that are here.
    #[must_use]
    pub fn oldest(&self) -> Option<Timestamp> {
        self.pages.values().filter_map(Load::value).map(|page| page.read_at).min()
    }

    /// Whether every row the tenant counts is here.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self.completeness(), Completeness::All { .. })
    }

    /// How whole the list is.
    #[must_use]
    pub fn completeness(&self) -> Completeness {
        let loaded = self.loaded();
        let failed_refresh = self.pages.values().any(|page| page.problem().is_some() && page.value().is_some());
        if let (true, Some(since)) = (failed_refresh, self.oldest()) {
            return Completeness::Stale { loaded, since };
        }
        // Without the tenant's own count nothing can be called whole, however the pages ended.
        match self.told.and(self.total()) {
            Some(total) if self.all_are_read() && loaded == total => Completeness::All { total },
            Some(total) if self.all_are_read() => Completeness::Missing { have: loaded, total },
            None if loaded == 0 => Completeness::Unknown,
            total => Completeness::Window { loaded, total, missing: self.known_missing() },
        }
    }

    fn all_are_read(&self) -> bool {
        let told = self.told_places().is_some_and(|told| told > 0 && told >= self.seen_end);
        let ready = self.pages.values().filter(|page| matches!(page, Load::Ready(_))).count();
        (self.end_known || told) && ready == self.page_count().max(1)
    }

    fn page_count(&self) -> usize {
        self.len().div_ceil(PAGE)
    }

    fn known_missing(&self) -> u64 {
        let ready = self.pages.iter().filter_map(|(n, page)| match page {
            Load::Ready(page) => Some((*n, page)),
            _ => None,
        });
        ready.map(|(n, page)| (self.expected(n).saturating_sub(page.rows.len()) + page.doubled) as u64).sum()
    }

    /// The pages to ask for so that the rows `first..first + count` can be shown: those on the screen first, then the
    /// ones next to them. Pages that are here, on their way, or failed are left out; a page to be read again is not.
    #[must_use]
    pub fn wanted(&self, first: usize, count: usize) -> Vec<Want> {
        let last_place = self.len().max(1) - 1;
        let last_shown = first.saturating_add(count.max(1) - 1).min(last_place);
        let shown = first.min(last_place) / PAGE..=last_shown / PAGE;
        let ahead = (*shown.end() + 1).min(last_place / PAGE);
        let behind = shown.start().saturating_sub(1);
        let beside = [ahead, behind].into_iter().filter(|page| !shown.contains(page)).collect::<Vec<_>>();
        let on_screen = shown.filter_map(|page| self.want(page, Nearness::OnScreen)).collect::<Vec<_>>();
        let mut wanted = on_screen;
        for page in beside {
            if !wanted.iter().any(|want| want.page == page) {
                wanted.extend(self.want(page, Nearness::Beside));
            }
        }
        wanted
    }

    /// The next pages to ask for so that every row is here, where rows are sorted here.
    #[must_use]
    pub fn wanted_for_all(&self, at_once: usize) -> Vec<Want> {
        let free = at_once.saturating_sub(self.jobs.len());
        (0..self.page_count().max(1)).filter_map(|page| self.want(page, Nearness::Beside)).take(free).collect()
    }

    /// The next pages to ask for so that these rows are here.
    #[must_use]
    pub fn wanted_at(&self, places: impl Iterator<Item = usize>, at_once: usize) -> Vec<Want> {
        let free = at_once.saturating_sub(self.jobs.len());
        let mut pages: Vec<usize> = Vec::new();
        for page in places.map(|place| place / PAGE) {
            if pages.last() != Some(&page) {
                pages.push(page);
            }
        }
        pages.into_iter().filter_map(|page| self.want(page, Nearness::Beside)).take(free).collect()
    }

    fn want(&self, page: usize, nearness: Nearness) -> Option<Want> {
        let want = |instead_of| Some(Want { page, nearness, instead_of });
        match (self.jobs.get(&page), self.pages.get(&page)) {
            (Some((job, Nearness::Beside)), _) if nearness == Nearness::OnScreen => want(Some(*job)),
            (None, None | Some(Load::Idle | Load::Loading { .. })) => want(None),
            (None, Some(Load::Ready(_))) if self.reread.get(&page) == Some(&Reread::Due) => want(None),
            (None, Some(Load::Failed { .. }))
                if nearness == Nearness::OnScreen && self.failed_ahead.contains(&page) =>
            {
                want(None)
            }
            _ => None,
        }
    }

    /// The jobs under way for pages further than `reach` pages from the rows on the screen.
    #[must_use]
    pub fn far_jobs(&self, first: usize, count: usize, reach: usize) -> Vec<(usize, JobId)> {
        let near = (first / PAGE).saturating_sub(reach)..=first.saturating_add(count) / PAGE + reach;
        self.jobs.iter().filter(|(page, _)| !near.contains(page)).map(|(page, (job, _))| (*page, *job)).collect()
    }

    /// Every job under way.
    pub fn jobs(&self) -> impl Iterator<Item = JobId> + '_ {
        self.jobs.values().map(|(job, _)| *job)
    }

    /// The page is asked for by this job.
    pub fn begin(&mut self, page: usize, job: JobId, nearness: Nearness) -> Ask {
        self.pages.entry(page).or_default().begin();
        self.jobs.insert(page, (job, nearness));
        self.failed_ahead.remove(&page);
        let count = !std::mem::replace(&mut self.counted, true);
        let limit = u32::try_from(PAGE).unwrap_or(u32::MAX);
        Ask { span: Span { offset: (page * PAGE) as u64, limit }, count }
    }

    /// The page's job was cancelled. Rows of an earlier reading stay, and stay to be read again.
    pub fn give_up(&mut self, page: usize) {
        self.jobs.remove(&page);
        self.counted = false;
        if self.pages.get(&page).is_some_and(|page| page.value().is_none()) {
            self.pages.remove(&page);
        }
    }

    /// The job failed. Says whether it was one of ours.
    pub fn fail(&mut self, job: JobId, problem: &Problem) -> bool {
        let Some((page, nearness)) = self.job(job) else { return false };
        self.jobs.remove(&page);
        self.counted = false;
        self.pages.entry(page).or_default().fail(problem.clone());
        if nearness == Nearness::Beside {
            self.failed_ahead.insert(page);
        }
        true
    }

    /// The job was cancelled by the worker. Says whether it was one of ours.
    pub fn cancelled(&mut self, job: JobId) -> bool {
        let Some((page, _)) = self.job(job) else { return false };
        self.give_up(page);
        true
    }

    /// Whether a page is awaited from this job.
    #[must_use]
    pub fn awaits(&self, job: JobId) -> bool {
        self.job(job).is_some()
    }

    fn job(&self, job: JobId) -> Option<(usize, Nearness)> {
        self.jobs.iter().find(|(_, (known, _))| *known == job).map(|(page, (_, nearness))| (*page, *nearness))
    }

    /// Whether the page this job reads takes the place of rows that are here.
    #[must_use]
    pub fn rereads(&self, job: JobId) -> bool {
        let page = self.job(job).and_then(|(page, _)| self.pages.get(&page));
        page.is_some_and(|page| page.value().is_some())
    }

    /// Whether a page on the screen failed and left nothing to show.
    #[must_use]
    pub fn has_failed_at(&self, first: usize, count: usize) -> bool {
        let shown = first / PAGE..=first.saturating_add(count.max(1) - 1) / PAGE;
        self.pages.range(shown).any(|(_, page)| page.problem().is_some() && page.value().is_none())
    }

    /// Forgets failures, so that the pages are asked for again.
    pub fn retry_failed(&mut self) {
        self.pages.retain(|_, page| page.problem().is_none() || page.value().is_some());
        for page in self.pages.values_mut().filter(|page| page.problem().is_some()) {
            page.begin();
        }
    }

    /// A new reading of the same list: what is kept stays on the screen until it is read again, the rest is dropped.
    #[must_use]
    pub fn renewed(self, keep: Keep) -> Self {
        let kept = |page: &usize| match keep {
            Keep::All => true,
            Keep::Around { first, count } => {
                ((first / PAGE).saturating_sub(1)..=first.saturating_add(count) / PAGE + 1).contains(page)
            }
        };
        let stale = |page: Load<PageRows>| page.into_value().map(|rows| Load::Loading { stale: Some(rows) });
        let pages = self.pages.into_iter().filter(|(page, _)| kept(page));
        Self {
            pages: pages.filter_map(|(n, page)| Some((n, stale(page)?))).collect(),
            told: self.told,
            ..Self::default()
        }
    }

    /// Puts in a row that was read by itself, wherever the account stands. What added columns show stays as it was.
    pub fn replace(&mut self, row: &AccountRow) {
        for rows in self.pages.values_mut().filter_map(Load::value_mut).map(|page| &mut page.rows) {
            rows.replace(row);
        }
    }

    /// Forgets the values of added columns: other columns were added or taken away since the rows were read.
    pub fn forget_extra(&mut self) {
        for page in self.pages.values_mut() {
            if let Some(page) = page.value_mut() {
                page.rows.forget_extra();
            }
        }
    }

    /// Takes in a page, if it is still waited for. Says whether it was.
    pub fn arrive(&mut self, arrival: Arrival) -> bool {
        let Some((page, _)) = self.job(arrival.job) else { return false };
        self.jobs.remove(&page);
        let received = arrival.rows.len();
        self.told = arrival.total.or(self.told);
        if received > 0 {
            self.seen_end = self.seen_end.max(page * PAGE + received);
        }
        if let Some(reread) = self.reread.get_mut(&page) {
            *reread = Reread::Done;
        }
        self.learn_end(page, received);
        let rows = PageRows { rows: arrival.rows.into(), read_at: arrival.at, doubled: 0 };
        self.pages.insert(page, Load::Ready(rows));
        self.judge(page, received);
        self.drop_beyond_end();
        true
    }

    /// Decides whether the page that has just come, or one beside it, has to be read again.
    fn judge(&mut self, page: usize, received: usize) {
        let short = received < self.expected(page);
        // Without a total, a page that is neither full nor empty may be the end, or may have lost rows.
        let doubtful = self.told.is_none() && received > 0 && received < PAGE;
        if short || doubtful {
            let first_time = !self.reread.contains_key(&page);
            self.ask_again(page);
            // A total that does not fit is asked for again with it.
            self.counted &= !first_time;
        }
        let seams = [page.checked_sub(1).map(|before| (before, page)), Some((page, page + 1))];
        for (before, after) in seams.into_iter().flatten() {
            if self.count_doubled(before, after) > 0 {
                self.ask_again(before);
                self.ask_again(after);
            }
        }
    }

    fn ask_again(&mut self, page: usize) {
        self.reread.entry(page).or_insert(Reread::Due);
    }

    /// Counts the rows of `page` that `before` holds as well, and keeps the count.
    fn count_doubled(&mut self, before: usize, page: usize) -> usize {
        let (Some(Load::Ready(first)), Some(Load::Ready(second))) = (self.pages.get(&before), self.pages.get(&page))
        else {
            return 0;
        };
        let ids: HashSet<&AccountId> = first.rows.iter().map(|row| &row.id).collect();
        let doubled = second.rows.iter().filter(|row| ids.contains(&row.id)).count();
        if let Some(Load::Ready(page)) = self.pages.get_mut(&page) {
            page.doubled = doubled;
        }
        doubled
    }

    fn learn_end(&mut self, page: usize, received: usize) {
        let end = page * PAGE + received;
        match self.told_places() {
            Some(told) if end > told => self.end_known = received < PAGE,
            Some(told) if end == told || page * PAGE >= told => self.end_known = true,
            Some(_) => {}
            None => self.end_known |= received == 0 || (received < PAGE && self.reread.contains_key(&page)),
        }
    }

    /// How many rows a page should have.
    fn expected(&self, page: usize) -> usize {
        self.told_places().unwrap_or(self.seen_end).saturating_sub(page * PAGE).min(PAGE)
    }

    /// The list has become shorter: what stood beyond its end is gone.
    fn drop_beyond_end(&mut self) {
        let count = self.page_count().max(1);
        let jobs = &self.jobs;
        self.pages.retain(|page, _| *page < count || jobs.contains_key(page));
    }
}
