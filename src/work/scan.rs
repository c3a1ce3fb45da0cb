//! Reading a whole list, and being right about how whole it is.
//!
//! Pages are read side by side inside the pace and delivered in the tenant's order. Each page begins with the last row
//! of the one before: a seam that does not match means that rows moved between the two reads, and the place is read
//! again. Pages shorter than they should be are read again too, rows seen before are dropped, and what is left over is
//! told: the tenant's total is asked at both ends of the list and again where it does not fit.

mod census;
mod seen;
mod totals;

use std::ops::ControlFlow;

use futures_util::StreamExt;
use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::FuturesOrdered;

use super::read::is_past_end;
use crate::api::{Client, RawPage, RawRow, Request};
use crate::model::{AccountId, ListQuery, Problem, Span, Urgency};
use seen::Seen;
use totals::Totals;

pub use census::Census;

/// The rows of a page; the most the tenant gives.
const LIMIT: u32 = 250;
/// From one page to the next: they overlap by one row.
const STEP: u64 = LIMIT as u64 - 1;
/// Pages under way at once: more would not be faster inside the pace, and each is held until its turn.
const SIDE_BY_SIDE: usize = 16;
/// How often a doubtful page is read again.
const REREADS: usize = 2;
/// How often the total is asked for again until it was told twice alike.
const RECOUNTS: usize = 3;
/// How far before a seam that does not match reading starts again: half a page, then page by page, each joining the
/// one after it.
const STEPS_BACK: [u64; 4] = [STEP / 2, STEP, 2 * STEP, 3 * STEP];
/// Pages in a row that bring nothing new before the list is taken to have ended: a tenant that pays no heed to offsets
/// would go on for ever.
const FRUITLESS: usize = 3;

/// Fresh rows of the list, in the tenant's order.
#[derive(Debug)]
pub struct Batch<'p> {
    /// The rows, none of which was delivered before.
    pub rows: Vec<RawRow<'p>>,
    /// How things stand with these rows.
    pub census: Census,
}

/// How a scan ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// What was read, and how whole it is.
    pub census: Census,
    /// Why it ended early, where it did.
    pub failure: Option<Problem>,
}

/// Reads every account of the list and delivers the rows in order. `deliver` may end the scan early.
///
/// The query's sorters must end in a unique field, such as `id`: without, the tenant may give and withhold rows at
/// will. Memory does not grow with the rows but for 16 bytes each, by which repeated ones are known.
pub async fn read_all(
    client: &Client,
    query: &ListQuery,
    deliver: impl FnMut(Batch<'_>) -> ControlFlow<()> + Send,
) -> Scanned {
    let mut scan = Scan {
        client,
        query,
        deliver,
        census: Census::default(),
        seen: Seen::default(),
        totals: Totals::default(),
        tail: Vec::new(),
        doubtful: Vec::new(),
    };
    let failure = match scan.run().await {
        Ok(()) | Err(Stop::Asked) => None,
        Err(Stop::Failed(problem)) => Some(problem),
    };
    Scanned { census: scan.census, failure }
}

/// Why a scan stops before the end.
enum Stop {
    Asked,
    Failed(Problem),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem)
    }
}

struct Scan<'c, F> {
    client: &'c Client,
    query: &'c ListQuery,
    deliver: F,
    census: Census,
    seen: Seen,
    totals: Totals,
    /// The ids of the last page that held any, in order: what the next page must join on to.
    tail: Vec<AccountId>,
    /// Pages that stayed shorter than they should be.
    doubtful: Vec<Span>,
}

impl<'c, F: FnMut(Batch<'_>) -> ControlFlow<()> + Send> Scan<'c, F> {
    async fn run(&mut self) -> Result<(), Stop> {
        let mut pages = FuturesOrdered::new();
        let mut next = 0;
        let mut fruitless = 0;
        let mut end = (Span { offset: 0, limit: LIMIT }, 0);
        // The first page goes alone: it tells how many others there are.
        pages.push_back(self.page_at(&mut next));
        while let Some((span, page)) = pages.next().await {
            let before = self.census.have;
            let rows = self.take_in(span, page?).await?;
            end = (span, span.offset + rows);
            fruitless = if self.census.have == before { fruitless + 1 } else { 0 };
            let reaches_total = self.census.total.is_none_or(|total| end.1 >= total);
            let is_last = rows < u64::from(LIMIT) && (reaches_total || fruitless > 0);
            if is_last || fruitless == FRUITLESS {
                break;
            }
            while pages.len() < SIDE_BY_SIDE && self.census.total.is_some_and(|total| next < total) {
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
        self.census.duplicates += longest.rows().skip(seam).filter(|row| self.seen.knows(row.id)).count() as u64;
        if seam == 0 {
            self.bridge(span, longest).await?;
        }
        for page in &pages {
            self.take(page)?;
        }
        if longest.rows().len() > 0 {
            self.tail = longest.rows().map(|row| row.id.clone()).collect();
        }
        Ok(longest.rows().len() as u64)
    }

    /// The next page, under way. The total is asked for at both ends of the list.
    fn page_at(&self, next: &mut u64) -> BoxFuture<'c, (Span, Result<RawPage, Problem>)> {
        let span = Span { offset: *next, limit: LIMIT };
        *next += STEP;
        let is_end = self.census.total.is_none_or(|total| span.offset + u64::from(LIMIT) >= total);
        let (client, query) = (self.client, self.query);
        async move { (span, read(client, query, span, is_end).await) }.boxed()
    }

    /// The page, and its repetitions where it is shorter than it should be; the longest first.
    async fn made_whole(&mut self, span: Span, page: RawPage) -> Result<Vec<RawPage>, Problem> {
        self.learn_total(&page);
        let mut pages = vec![page];
        for _ in 0..REREADS {
            if self.is_whole(span, &pages[0]) {
                return Ok(pages);
            }
            let again = self.read_again(span).await?;
            pages.push(again);
            pages.sort_by_key(|page| std::cmp::Reverse(page.rows().len()));
        }
        if !self.is_whole(span, &pages[0]) {
            self.doubtful.push(span);
        }
        Ok(pages)
    }

    /// Whether the page holds the rows that the total promises for it. Without any total, a short page is not to be
    /// trusted: reading it again asks for one.
    fn is_whole(&self, span: Span, page: &RawPage) -> bool {
        let rows = page.rows().len() as u64;
        rows == u64::from(span.limit) || self.census.total.is_some_and(|total| span.offset + rows >= total)
    }

    /// Finds what lies between the page before and this one, which do not join.
    async fn bridge(&mut self, span: Span, page: &RawPage) -> Result<(), Stop> {
        let Some(seam) = self.tail.last() else { return Ok(()) };
        self.census.moved_seams += 1;
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
        self.census.open_seams += u64::from(!is_closed);
        // The last one read lies furthest ahead in the list.
        bridges.iter().rev().try_for_each(|bridge| self.take(bridge))
    }

    /// Delivers what is fresh in the page.
    fn take(&mut self, page: &RawPage) -> Result<(), Stop> {
        let rows: Vec<RawRow<'_>> = page.rows().filter(|row| self.seen.is_new(row.id)).collect();
        self.census.have += rows.len() as u64;
        if !rows.is_empty() && (self.deliver)(Batch { rows, census: self.census }).is_break() {
            return Err(Stop::Asked);
        }
        Ok(())
    }

    /// Looks once more where rows may be missing, asks for the total until it is beyond doubt, and sees to it that the
    /// last page read, which ended at that place, was the last there is.
    async fn settle(&mut self, (last, mut end): (Span, u64)) -> Result<(), Stop> {
        for span in std::mem::take(&mut self.doubtful) {
            if self.census.missing() > 0 {
                let page = self.read_again(span).await?;
                self.take(&page)?;
            }
        }
        self.recount().await?;
        for _ in 0..REREADS {
            if self.census.total.is_some_and(|total| end < total) {
                let page = self.read_again(last).await?;
                end = end.max(last.offset + page.rows().len() as u64);
                self.take(&page)?;
                self.recount().await?;
            }
        }
        self.census.open_seams += u64::from(self.census.total.is_some_and(|total| end < total));
        Ok(())
    }

    async fn recount(&mut self) -> Result<(), Problem> {
        for _ in 0..RECOUNTS {
            if self.census.total.is_none() || self.totals.agreed().is_some() {
                break;
            }
            let nothing = Span { offset: 0, limit: 0 };
            let count = read(self.client, self.query, nothing, true).await?;
            self.learn_total(&count);
        }
        self.census.total = self.totals.agreed().or(self.census.total);
        Ok(())
    }

    async fn read_again(&mut self, span: Span) -> Result<RawPage, Problem> {
        self.census.read_again += 1;
        let page = read(self.client, self.query, span, true).await?;
        self.learn_total(&page);
        Ok(page)
    }

    fn learn_total(&mut self, page: &RawPage) {
        self.totals.hear(page.total());
        self.census.total = page.total().or(self.census.total);
    }
}

/// Reads a page; past the end of the list, an empty one.
async fn read(client: &Client, query: &ListQuery, span: Span, count: bool) -> Result<RawPage, Problem> {
    match client.send(&Request::list_accounts_raw(query, span, count), Urgency::Scan).await {
        Err(problem) if is_past_end(&problem, span) => Ok(RawPage::default()),
        answer => answer,
    }
}
