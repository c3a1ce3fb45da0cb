//! One series: a list read page by page to its end, each page joined on to the one before.

use std::ops::ControlFlow;

use futures_util::StreamExt;
use futures_util::future::{BoxFuture, FutureExt, ready};
use futures_util::stream::FuturesOrdered;

use super::desk::{Desk, UnderWay};
use super::seen::Seen;
use super::totals::Totals;
use super::{Census, Stop};
use crate::api::{RawPage, RawRow};
use crate::model::{AccountId, ListQuery, Problem, Span};

/// The rows of a page; the most the tenant gives.
pub(super) const LIMIT: u32 = 250;
/// From one page to the next: they overlap by one row.
const STEP: u64 = LIMIT as u64 - 1;
/// How often a doubtful page is read again.
const REREADS: usize = 2;
/// How often the total is asked for again until it was told twice alike.
pub(super) const RECOUNTS: usize = 3;
/// How far before a seam that does not match reading starts again: half a page, then page by page, each joining the
/// one after it.
const STEPS_BACK: [u64; 4] = [STEP / 2, STEP, 2 * STEP, 3 * STEP];
/// Pages in a row that bring nothing new before the list is taken to have ended: a tenant that pays no heed to offsets
/// would go on for ever.
const FRUITLESS: usize = 3;

/// How a series ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Read {
    /// The accounts it holds, each once.
    pub(super) held: u64,
    /// Of those, the ones no series before had brought.
    pub(super) fresh: u64,
    /// How many the tenant counts.
    pub(super) total: Option<u64>,
    /// Seams behind which rows may be missing.
    pub(super) open_seams: u64,
}

impl Read {
    /// Whether it holds all there is, by the tenant's own word.
    pub(super) fn is_whole(&self) -> bool {
        self.total == Some(self.held) && self.open_seams == 0
    }
}

/// Reads a list as one series. Its first page may be there already. Each total is told to `hear` as soon as it is known.
pub(super) async fn read<F, H>(
    desk: &Desk<'_, F>,
    query: &ListQuery,
    first: Option<RawPage>,
    hear: H,
) -> Result<Read, Stop>
where
    F: FnMut(Vec<RawRow<'_>>, &mut Census) -> ControlFlow<()> + Send,
    H: FnMut(&mut Census, u64) + Send,
{
    let mut series = Series {
        desk,
        query,
        under_way: desk.begin(),
        hear,
        read: Read { held: 0, fresh: 0, total: None, open_seams: 0 },
        seen: Seen::default(),
        totals: Totals::default(),
        tail: Vec::new(),
        doubtful: Vec::new(),
    };
    series.run(first).await?;
    Ok(series.read)
}

struct Series<'d, 'c, F, H> {
    desk: &'d Desk<'c, F>,
    query: &'d ListQuery,
    under_way: UnderWay<'d>,
    hear: H,
    read: Read,
    /// What this series brought, whether others had brought it or not.
    seen: Seen,
    totals: Totals,
    /// The ids of the last page that held any, in order: what the next page must join on to.
    tail: Vec<AccountId>,
    /// Pages that stayed shorter than they should be.
    doubtful: Vec<Span>,
}

impl<'d, F, H> Series<'d, '_, F, H>
where
    F: FnMut(Vec<RawRow<'_>>, &mut Census) -> ControlFlow<()> + Send,
    H: FnMut(&mut Census, u64) + Send,
{
    async fn run(&mut self, first: Option<RawPage>) -> Result<(), Stop> {
        let mut pages = FuturesOrdered::new();
        let mut next = 0;
        let mut fruitless = 0;
        let mut end = (Span { offset: 0, limit: LIMIT }, 0);
        // The first page goes alone: it tells how many others there are.
        pages.push_back(match first {
            Some(page) => {
                next = STEP;
                ready((end.0, Ok(page))).boxed()
            }
            None => self.page_at(&mut next),
        });
        while let Some((span, page)) = pages.next().await {
            let before = self.read.held;
            let rows = self.take_in(span, page?).await?;
            end = (span, span.offset + rows);
            fruitless = if self.read.held == before { fruitless + 1 } else { 0 };
            let reaches_total = self.read.total.is_none_or(|total| end.1 >= total);
            let is_last = rows < u64::from(LIMIT) && (reaches_total || fruitless > 0);
            if is_last || fruitless == FRUITLESS {
                break;
            }
            while pages.len() < self.under_way.share() && self.read.total.is_some_and(|total| next < total) {
                pages.push_back(self.page_at(&mut next));
            }
            if pages.is_empty() {
                pages.push_back(self.page_at(&mut next));
            }
        }
        drop(pages);
        self.settle(end).await
    }

    /// Delivers a page, after whatever lay between it and the one before, and tells how many rows it holds.
    async fn take_in(&mut self, span: Span, page: RawPage) -> Result<u64, Stop> {
        let pages = self.made_whole(span, page).await?;
        let Some(longest) = pages.first() else { return Ok(0) };
        let seam =
            usize::from(self.tail.last().is_some() && longest.rows().next().map(|row| row.id) == self.tail.last());
        let duplicates = longest.rows().skip(seam).filter(|row| self.seen.knows(row.id)).count() as u64;
        self.desk.note(|census| census.duplicates += duplicates);
        if seam == 0 {
            self.bridge(span, longest).await?;
        }
        for page in &pages {
            self.take(page)?;
        }
        if longest.rows().len() > 0 {
            self.tail = longest.rows().map(|row| row.id.clone()).collect();
        }
        Ok(rows_of(longest))
    }

    /// The next page, under way. The total is asked for at both ends of the list.
    fn page_at(&self, next: &mut u64) -> BoxFuture<'d, (Span, Result<RawPage, Problem>)> {
        let span = Span { offset: *next, limit: LIMIT };
        *next += STEP;
        let is_end = self.read.total.is_none_or(|total| span.offset + u64::from(LIMIT) >= total);
        let (desk, query) = (self.desk, self.query);
        async move { (span, desk.page(query, span, is_end).await) }.boxed()
    }

    /// The page, and its repetitions where it is shorter than it should be; the longest first.
    async fn made_whole(&mut self, span: Span, page: RawPage) -> Result<Vec<RawPage>, Problem> {
        self.learn_total(page.total());
        let mut pages = vec![page];
        for _ in 0..REREADS {
            if self.is_whole(span, &pages[0]) {
                return Ok(pages);
            }
            let again = self.read_again(span).await?;
            pages.push(again);
            pages.sort_by_key(|page| std::cmp::Reverse(rows_of(page)));
        }
        if !self.is_whole(span, &pages[0]) {
            self.doubtful.push(span);
        }
        Ok(pages)
    }

    /// Whether the page holds the rows that the total promises for it. Without any total, a short page is not to be
    /// trusted: reading it again asks for one.
    fn is_whole(&self, span: Span, page: &RawPage) -> bool {
        let rows = rows_of(page);
        rows == u64::from(span.limit) || self.read.total.is_some_and(|total| span.offset + rows >= total)
    }

    /// Finds what lies between the page before and this one, which do not join.
    async fn bridge(&mut self, span: Span, page: &RawPage) -> Result<(), Stop> {
        let Some(seam) = self.tail.last() else { return Ok(()) };
        self.desk.note(|census| census.moved_seams += 1);
        if page.rows().any(|row| row.id == seam) {
            return Ok(());
        }
        let mut bridges: Vec<RawPage> = Vec::new();
        let mut is_closed = false;
        for back in STEPS_BACK {
            let bridge = self.read_again(Span { offset: span.offset.saturating_sub(back), ..span }).await?;
            let next = bridges.last().unwrap_or(page).rows().next();
            let reaches_on = next.is_none_or(|next| bridge.rows().any(|row| row.id == next.id));
            is_closed = reaches_on && bridge.rows().any(|row| self.tail.contains(row.id));
            bridges.push(bridge);
            if is_closed {
                break;
            }
        }
        self.read.open_seams += u64::from(!is_closed);
        // The last one read lies furthest ahead in the list.
        bridges.iter().rev().try_for_each(|bridge| self.take(bridge))
    }

    /// Delivers what is fresh in the page.
    fn take(&mut self, page: &RawPage) -> Result<(), Stop> {
        let rows: Vec<RawRow<'_>> = page.rows().filter(|row| self.seen.is_new(row.id)).collect();
        self.read.held += rows.len() as u64;
        self.read.fresh += self.desk.take(rows)?;
        Ok(())
    }

    /// Looks once more where rows may be missing, asks for the total until it is beyond doubt, and sees to it that the
    /// last page read, which ended at that place, was the last there is.
    async fn settle(&mut self, (last, mut end): (Span, u64)) -> Result<(), Stop> {
        for span in std::mem::take(&mut self.doubtful) {
            if self.read.total.is_some_and(|total| self.read.held < total) {
                let page = self.read_again(span).await?;
                self.take(&page)?;
            }
        }
        self.recount().await?;
        for _ in 0..REREADS {
            if self.read.total.is_some_and(|total| end < total) {
                let page = self.read_again(last).await?;
                end = end.max(last.offset + rows_of(&page));
                self.take(&page)?;
                self.recount().await?;
            }
        }
        self.read.open_seams += u64::from(self.read.total.is_some_and(|total| end < total));
        Ok(())
    }

    async fn recount(&mut self) -> Result<(), Problem> {
        for _ in 0..RECOUNTS {
            if self.read.total.is_none() || self.totals.agreed(self.read.held).is_some() {
                break;
            }
            let total = self.desk.count(self.query).await?;
            self.learn_total(total);
        }
        self.read.total = self.totals.agreed(self.read.held).or(self.totals.latest());
        Ok(())
    }

    async fn read_again(&mut self, span: Span) -> Result<RawPage, Problem> {
        self.desk.note(|census| census.read_again += 1);
        let page = self.desk.page(self.query, span, true).await?;
        self.learn_total(page.total());
        Ok(page)
    }

    fn learn_total(&mut self, told: Option<u64>) {
        let Some(total) = told else { return };
        self.totals.hear(told);
        self.read.total = told;
        let hear = &mut self.hear;
        self.desk.note(|census| hear(census, total));
    }
}

/// The places a page fills in its list.
fn rows_of(page: &RawPage) -> u64 {
    (page.rows().len() + page.without_id()) as u64
}
