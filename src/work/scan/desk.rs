//! What the series of a scan share: the line to the tenant, and the desk where their rows come together.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::seen::Seen;
use super::{Census, Stop};
use crate::api::{Client, Gate, RawPage, RawRow, Request};
use crate::model::{ListQuery, Problem, Span, Urgency};
use crate::work::read::is_past_end;

/// Pages under way at once, over all series: more would not be faster inside the pace, and each is held until its turn.
pub(super) const SIDE_BY_SIDE: usize = 16;

/// What the series share.
pub(super) struct Desk<'c, F> {
    client: &'c Client,
    gate: &'c Gate,
    under_way: AtomicUsize,
    gathered: Mutex<Gathered<F>>,
}

/// What came together so far.
pub(super) struct Gathered<F> {
    pub(super) census: Census,
    /// How many accounts came of each source.
    pub(super) by_source: HashMap<Box<str>, u64>,
    seen: Seen,
    deliver: F,
}

impl<'c, F> Desk<'c, F>
where
    F: FnMut(Vec<RawRow<'_>>, &mut Census) -> ControlFlow<()> + Send,
{
    pub(super) fn new(client: &'c Client, gate: &'c Gate, deliver: F) -> Self {
        let gathered =
            Gathered { census: Census::default(), by_source: HashMap::new(), seen: Seen::default(), deliver };
        Self { client, gate, under_way: AtomicUsize::new(0), gathered: Mutex::new(gathered) }
    }

    /// Reads a page; past the end of the list, an empty one.
    pub(super) async fn page(&self, query: &ListQuery, span: Span, count: bool) -> Result<RawPage, Problem> {
        let request = Request::list_accounts_raw(query, span, count);
        match self.client.send_through(self.gate, &request, Urgency::Scan).await {
            Err(problem) if is_past_end(&problem, span) => Ok(RawPage::default()),
            answer => answer,
        }
    }

    /// The total of a list.
    pub(super) async fn count(&self, query: &ListQuery) -> Result<Option<u64>, Problem> {
        Ok(self.page(query, Span { offset: 0, limit: 0 }, true).await?.total())
    }

    /// Delivers what did not come before, and tells how many accounts that are.
    pub(super) fn take(&self, mut rows: Vec<RawRow<'_>>) -> Result<u64, Stop> {
        let gathered = &mut *self.gathered();
        rows.retain(|row| gathered.seen.is_new(row.id));
        for source in rows.iter().filter_map(|row| row.source) {
            match gathered.by_source.get_mut(source) {
                Some(count) => *count += 1,
                None => drop(gathered.by_source.insert(source.into(), 1)),
            }
        }
        let fresh = rows.len() as u64;
        gathered.census.have += fresh;
        if fresh > 0 && (gathered.deliver)(rows, &mut gathered.census).is_break() {
            return Err(Stop::Asked);
        }
        Ok(fresh)
    }

    /// Writes down how the reading goes.
    pub(super) fn note(&self, note: impl FnOnce(&mut Census)) {
        note(&mut self.gathered().census);
    }

    pub(super) fn gathered(&self) -> MutexGuard<'_, Gathered<F>> {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a series, which ends when this is let go of.
    pub(super) fn begin(&self) -> UnderWay<'_> {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        UnderWay(&self.under_way)
    }

    pub(super) fn into_census(self) -> Census {
        self.gathered.into_inner().unwrap_or_else(PoisonError::into_inner).census
    }
}

/// A series that is being read.
pub(super) struct UnderWay<'d>(&'d AtomicUsize);

impl UnderWay<'_> {
    /// How many pages this series may have under way: its share among all that are being read.
    pub(super) fn share(&self) -> usize {
        (SIDE_BY_SIDE / self.0.load(Ordering::Relaxed).max(1)).max(1)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
