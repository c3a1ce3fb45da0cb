//! How a list is divided into series, and how their counts are held against each other.
//!
//! What the tenant says of the whole list and what it says of its parts are two words about the same accounts. A part
//! that does not hold what is counted for it is read again by itself, once; what then still does not fit is told.

use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, TryStreamExt, stream};

use super::desk::{Desk, SIDE_BY_SIDE};
use super::series::{self, LIMIT, RECOUNTS, Read};
use super::{Census, Short, Stop};
use crate::api::{RawPage, RawRow, filter};
use crate::model::{ListQuery, ProblemKind, Span};
use crate::work::protocol::{Scan, Series};

/// As many sources as can be named in one filter: about 4 KB of a request line, encoded.
const NAMED_AT_ONCE: usize = 80;

/// A part of the list, and what is known of it.
struct Part {
    /// The source's id, or the filter; none for what is on no source that was listed.
    name: Option<String>,
    query: ListQuery,
    read: Read,
}

impl Part {
    /// The accounts of the list that this filter leaves.
    fn of(list: &ListQuery, name: Option<String>, filter: &str) -> Self {
        let filter = match &list.filter {
            Some(whole) => format!("({filter}) and ({whole})"),
            None => filter.to_owned(),
        };
        let query = ListQuery { filter: Some(filter), sorters: "id".to_owned(), extra: Vec::new() };
        Self { name, query, read: Read { held: 0, fresh: 0, total: None, open_seams: 0 } }
    }

    fn of_source(list: &ListQuery, id: &str) -> Self {
        Self::of(list, Some(id.to_owned()), &filter::equals("sourceId", id))
    }

    /// Whether the tenant counts something else than was read, so that it is worth reading again.
    fn is_doubtful(&self) -> bool {
        self.read.total.is_some() && !self.read.is_whole()
    }

    /// Adds what a second reading gave.
    fn join(&mut self, again: Read) {
        self.read.held += again.fresh;
        self.read.fresh += again.fresh;
        self.read.total = again.total;
        // An account that has gone since must not make up for one that was lost.
        let is_doubtful = !again.is_whole() && again.total == Some(self.read.held);
        self.read.open_seams = again.open_seams + u64::from(is_doubtful);
    }

    fn short(&self) -> Option<Short> {
        let missing = self.read.total?.checked_sub(self.read.held).filter(|missing| *missing > 0)?;
        Some(Short { part: self.name.clone(), missing })
    }
}

/// Reads the list as its scan divides it.
pub(super) async fn read<F>(desk: &Desk<'_, F>, scan: &Scan) -> Result<(), Stop>
where
    F: FnMut(Vec<RawRow<'_>>, &mut Census) -> ControlFlow<()> + Send,
{
    let division = Division { desk, list: &scan.query };
    match &scan.series {
        Series::One => division.as_one(None).await,
        Series::Sources(ids) => division.by_sources(ids).await,
        Series::Filters(filters) => division.by_filters(filters).await,
    }
}

struct Division<'d, 'c, F> {
    desk: &'d Desk<'c, F>,
    list: &'d ListQuery,
}

impl<F> Division<'_, '_, F>
where
    F: FnMut(Vec<RawRow<'_>>, &mut Census) -> ControlFlow<()> + Send,
{
    /// One series, then a count for each source that was seen. A list of one page that is whole needs no such proof.
    async fn as_one(&self, first: Option<RawPage>) -> Result<(), Stop> {
        let whole = series::read(self.desk, self.list, first, |census, total| census.total = Some(total)).await?;
        let mut parts = Vec::new();
        if whole.held > u64::from(LIMIT) || !whole.is_whole() {
            parts = self.sources_seen();
            self.count(&mut parts).await?;
            self.read_again(&mut parts).await?;
        }
        self.desk.note(|census| census.open_seams = whole.open_seams);
        self.conclude(&parts, whole.total).await
    }

    /// A series for each source, and one for what is on none of them. Neither a list of one page nor one source is divided.
    async fn by_sources(&self, ids: &[String]) -> Result<(), Stop> {
        let first = self.desk.page(self.list, Span { offset: 0, limit: LIMIT }, true).await?;
        if ids.len() < 2 || first.total().is_some_and(|total| total <= u64::from(LIMIT)) {
            return self.as_one(Some(first)).await;
        }
        let mut grand = first.total();
        drop(first);
        self.desk.note(|census| census.total = grand);
        let mut parts: Vec<Part> = ids.iter().map(|id| Part::of_source(self.list, id)).collect();
        parts.extend(self.rest(ids));
        self.read_each(&mut parts, |_, _, _| ()).await?;
        if parts.iter().all(|part| part.name.is_some()) {
            grand = self.desk.count(self.list).await?;
            if grand > sum(&parts) {
                parts.push(self.all_again().await?);
            }
        }
        if grand != sum(&parts) {
            grand = self.recount(grand, sum(&parts)).await?;
        }
        if grand != sum(&parts) {
            // Something came or went while the list was read: which source it was shows in its count.
            self.count(&mut parts).await?;
        }
        self.read_again(&mut parts).await?;
        self.conclude(&parts, grand).await
    }

    /// A series for each filter. What none of them admits is not asked for, so there is no total of the whole.
    async fn by_filters(&self, filters: &[String]) -> Result<(), Stop> {
        let of = |filter: &String| Part::of(self.list, Some(filter.clone()), filter);
        let mut parts: Vec<Part> = filters.iter().map(of).collect();
        let told = Mutex::new(vec![None; parts.len()]);
        self.read_each(&mut parts, |census, index, total| {
            let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
            told[index] = Some(total);
            census.total = told.iter().copied().sum();
        })
        .await?;
        self.read_again(&mut parts).await?;
        self.conclude(&parts, None).await
    }

    /// The sources of the accounts read so far, with how many each has.
    fn sources_seen(&self) -> Vec<Part> {
        let seen: Vec<(String, u64)> =
            self.desk.gathered().by_source.iter().map(|(id, held)| (id.to_string(), *held)).collect();
        let part = |(id, held): (String, u64)| {
            let mut part = Part::of_source(self.list, &id);
            part.read = Read { held, fresh: held, ..part.read };
            part
        };
        seen.into_iter().map(part).collect()
    }

    /// What is on none of these sources: the tenant's own, or one that nobody may list. None where they are too many for
    /// one filter.
    fn rest(&self, ids: &[String]) -> Option<Part> {
        let known = filter::any_of("sourceId", ids.iter().map(String::as_str));
        (ids.len() <= NAMED_AT_ONCE).then(|| Part::of(self.list, None, &format!("not ({known})")))
    }

    /// The same where no filter can name it: whatever the whole list holds beyond its parts.
    async fn all_again(&self) -> Result<Part, Stop> {
        let Read { fresh, open_seams, .. } = series::read(self.desk, self.list, None, |_, _| ()).await?;
        let read = Read { held: fresh, fresh, total: Some(fresh), open_seams };
        Ok(Part { name: None, query: self.list.clone(), read })
    }

    /// Reads each part as a series of its own, side by side. Nobody promises that the tenant takes `not`: where it does
    /// not, there is no rest among the parts any more.
    async fn read_each(
        &self,
        parts: &mut Vec<Part>,
        hear: impl Fn(&mut Census, usize, u64) + Send + Sync,
    ) -> Result<(), Stop> {
        let hear = &hear;
        let each = parts.iter().enumerate().map(|(index, part)| {
            let heard = move |census: &mut Census, total| hear(census, index, total);
            let read = series::read(self.desk, &part.query, None, heard);
            async move {
                match read.await {
                    Err(Stop::Failed(problem)) if part.name.is_none() && problem.kind == ProblemKind::Rejected => {
                        Ok(None)
                    }
                    read => Ok(Some((index, read?))),
                }
            }
            .boxed()
        });
        let all = side_by_side(each.collect()).await?;
        let rest_is_refused = all.iter().any(Option::is_none);
        for (index, read) in all.into_iter().flatten() {
            parts[index].read = read;
            self.desk.note(|census| census.duplicates += read.held - read.fresh);
        }
        parts.retain(|part| part.name.is_some() || !rest_is_refused);
        Ok(())
    }

    /// Asks the tenant how many accounts each part has.
    async fn count(&self, parts: &mut [Part]) -> Result<(), Stop> {
        let counts = parts
            .iter()
            .enumerate()
            .map(|(index, part)| async move { Ok((index, self.desk.count(&part.query).await?)) }.boxed());
        for (index, total) in side_by_side(counts.collect()).await? {
            parts[index].read.total = total;
        }
        Ok(())
    }

    /// Reads again what does not hold what is counted for it.
    async fn read_again(&self, parts: &mut [Part]) -> Result<(), Stop> {
        let doubtful = parts.iter().enumerate().filter(|(_, part)| part.is_doubtful()).map(|(index, part)| {
            let read = series::read(self.desk, &part.query, None, |_, _| ());
            async move { Ok((index, read.await?)) }.boxed()
        });
        for (index, again) in side_by_side(doubtful.collect()).await? {
            parts[index].join(again);
        }
        Ok(())
    }

    /// Asks for the total of the whole list until it is as expected, or told twice alike.
    async fn recount(&self, told: Option<u64>, expected: Option<u64>) -> Result<Option<u64>, Stop> {
        let mut latest = told;
        for _ in 0..RECOUNTS {
            if latest.is_none() || latest == expected {
                break;
            }
            let again = self.desk.count(self.list).await?;
            if std::mem::replace(&mut latest, again) == again {
                break;
            }
        }
        Ok(latest)
    }

    /// Holds what was read against every count told: of the whole list, and of its parts.
    async fn conclude(&self, parts: &[Part], mut grand: Option<u64>) -> Result<(), Stop> {
        let have = self.desk.gathered().census.have;
        let counted = sum(parts);
        if grand.max(counted) != Some(have) {
            grand = self.recount(grand, Some(have)).await?;
        }
        let mut short: Vec<Short> = parts.iter().filter_map(Part::short).collect();
        short.sort_by(|a, b| b.missing.cmp(&a.missing).then_with(|| a.part.cmp(&b.part)));
        let open: u64 = parts.iter().map(|part| part.read.open_seams).sum();
        self.desk.note(|census| {
            census.total = grand.max(counted);
            census.open_seams += open;
            census.short = short;
        });
        Ok(())
    }
}

/// How many accounts the parts have together, where the tenant told it of each; one that came in two parts counts once.
fn sum(parts: &[Part]) -> Option<u64> {
    let twice: u64 = parts.iter().map(|part| part.read.held.saturating_sub(part.read.fresh)).sum();
    let counted = parts.iter().map(|part| part.read.total).sum::<Option<u64>>()?;
    (!parts.is_empty()).then(|| counted.saturating_sub(twice))
}

/// Carries these out a few at a time. Ends with the first that fails.
async fn side_by_side<T>(all: Vec<BoxFuture<'_, Result<T, Stop>>>) -> Result<Vec<T>, Stop> {
    stream::iter(all).buffer_unordered(SIDE_BY_SIDE).try_collect().await
}
