//! The job that scans: a list is read to its end, and what passes is reported as it comes, but not row by row: the screen
//! is not to be flooded by a hundred thousand of them.

use std::mem::take;
use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::sync::Notify;

use super::protocol::{Epoch, JobId, Report, Scan};
use super::scan::{self, Batch, Census};
use crate::api::{Client, Gate};
use crate::model::{AccountRow, Problem};

/// So long rows gather before they are reported.
const GATHERING: Duration = Duration::from_millis(50);
/// So many rows are reported at once, however soon they came.
const MANY: usize = 250;

/// Scans, and reports what passed, and how it goes where nothing did. What was read is reported before a failure is.
pub(super) async fn perform(
    client: &Client,
    gate: &Gate,
    job: JobId,
    epoch: Epoch,
    scan: &Scan,
    report: impl Fn(Report) + Send + Sync,
) -> Result<Report, Problem> {
    let news = News::default();
    let tell = |is_last| {
        let Untold { rows, census, .. } = news.taken();
        Report::Scanned { job, epoch, rows, census, is_last }
    };
    let reading = scan::scan(client, scan, gate, |batch| {
        if news.add(batch) >= MANY {
            report(tell(false));
        }
        ControlFlow::Continue(())
    });
    let telling = async {
        loop {
            news.some.notified().await;
            if news.untold().is_news {
                report(tell(false));
            }
            tokio::time::sleep(GATHERING).await;
        }
    };
    let scanned = match select(pin!(reading), pin!(telling)).await {
        Either::Left((scanned, _)) => scanned,
        Either::Right((never, _)) => never,
    };
    news.untold().census = scanned.census;
    match scanned.failure {
        Some(problem) => {
            report(tell(false));
            Err(problem)
        }
        None => Ok(tell(true)),
    }
}

/// What was read and not reported.
#[derive(Default)]
struct News {
    untold: Mutex<Untold>,
    some: Notify,
}

#[derive(Default)]
struct Untold {
    is_news: bool,
    rows: Vec<AccountRow>,
    census: Census,
}

impl News {
    /// Gathers rows; tells how many there are.
    fn add(&self, batch: Batch<AccountRow>) -> usize {
        let mut untold = self.untold();
        untold.rows.extend(batch.rows);
        untold.census = batch.census;
        untold.is_news = true;
        self.some.notify_one();
        untold.rows.len()
    }

    /// Takes the rows to report them. The census stays: it is of all that was read.
    fn taken(&self) -> Untold {
        let mut untold = self.untold();
        untold.is_news = false;
        Untold { is_news: false, rows: take(&mut untold.rows), census: untold.census.clone() }
    }

    fn untold(&self) -> MutexGuard<'_, Untold> {
        self.untold.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
