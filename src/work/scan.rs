//! Reading a whole list, and being right about how whole it is.
//!
//! A tenant may lose rows of a list over many sources, so the list is divided: one [`series`] of pages a source where
//! the sources are known, several side by side, and what is of none of them in a series more. Where they are not known,
//! one series is read, and then each source seen is counted. [`division`] sees to that, and reads again by itself what a
//! count does not fit.
//!
//! Within a series pages are read side by side inside the pace and delivered in the tenant's order. Each begins with the
//! last row of the one before: a seam that does not match means that rows moved between the two reads, and the place is
//! read again. Pages shorter than they should be are read again too, rows seen before are dropped, and what is left over
//! is told: the tenant's total is asked at both ends and again where it does not fit.

mod census;
mod desk;
mod division;
mod seen;
mod series;
mod totals;

use std::ops::ControlFlow;

use super::protocol::Scan;
use crate::api::{Client, Gate, RawRow, RowReader};
use crate::model::{AccountRow, Problem};
use crate::query::Judged;
use desk::Desk;

pub use census::{Census, Short};

/// Accounts that were kept, none of which was delivered before. May be empty: then only the census has news.
#[derive(Debug)]
pub struct Batch<R> {
    /// The accounts; of one series in the tenant's order.
    pub rows: Vec<R>,
    /// How things stand with these.
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

/// Reads every account of the list and delivers as rows what is kept of it, page by page. `deliver` may end the scan
/// early; while the gate is closed, nothing more is asked. An account that does not read counts as missing.
///
/// Where the list is read as one series, its sorters must end in a unique field, such as `id`: without, the tenant may
/// give and withhold rows at will. Memory does not grow with the list but for 32 bytes an account, by which repeated ones
/// are known.
pub async fn scan(
    client: &Client,
    scan: &Scan,
    gate: &Gate,
    mut deliver: impl FnMut(Batch<AccountRow>) -> ControlFlow<()> + Send,
) -> Scanned {
    let judge = Judge::new(client, scan);
    read(client, scan, gate, |fresh, census| {
        let mut rows = Vec::new();
        for account in fresh {
            match judge.kept(account) {
                Ok(row) => rows.extend(row),
                Err(_) => census.have -= 1,
            }
        }
        deliver(Batch { rows, census: census.clone() })
    })
    .await
}

/// The same, with the accounts as the tenant wrote them; they are decoded only where there is something to judge.
pub async fn scan_raw(
    client: &Client,
    scan: &Scan,
    gate: &Gate,
    mut deliver: impl FnMut(Batch<RawRow<'_>>) -> ControlFlow<()> + Send,
) -> Scanned {
    let judge = Judge::new(client, scan);
    read(client, scan, gate, |mut rows, census| {
        if scan.here.is_some() {
            rows.retain(|account| {
                let judged = judge.kept(*account);
                census.have -= u64::from(judged.is_err());
                matches!(judged, Ok(Some(_)))
            });
        }
        deliver(Batch { rows, census: census.clone() })
    })
    .await
}

async fn read<F>(client: &Client, scan: &Scan, gate: &Gate, deliver: F) -> Scanned
where
    F: FnMut(Vec<RawRow<'_>>, &mut Census) -> ControlFlow<()> + Send,
{
    let desk = Desk::new(client, gate, deliver);
    let failure = match division::read(&desk, scan).await {
        Ok(()) | Err(Stop::Asked) => None,
        Err(Stop::Failed(problem)) => Some(problem),
    };
    Scanned { census: desk.into_census(), failure }
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

/// Decodes accounts and says which are kept.
struct Judge<'s> {
    scan: &'s Scan,
    rows: RowReader<'s>,
}

impl<'s> Judge<'s> {
    fn new(client: &'s Client, scan: &'s Scan) -> Self {
        Self { scan, rows: client.row_reader(&scan.query.extra) }
    }

    /// The account as a row, where it is kept.
    fn kept(&self, account: RawRow<'_>) -> Result<Option<AccountRow>, Problem> {
        let row = self.rows.row(account)?;
        let Some(here) = &self.scan.here else { return Ok(Some(row)) };
        let attributes = if here.reads_attributes() { account.attributes() } else { Vec::new() };
        Ok(here.holds(Judged { row: &row, attributes: &attributes }).then_some(row))
    }
}
