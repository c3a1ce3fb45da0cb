//! The job that scans: a list is read to its end, and what passes is reported as it comes.

use std::ops::ControlFlow;

use super::protocol::{Epoch, JobId, Report, Scan};
use super::scan::{self, Scanned};
use crate::api::Client;
use crate::model::{AccountRow, Problem};
use crate::query::Judged;

/// Scans, and reports after each page.
pub(super) async fn perform(
    client: &Client,
    job: JobId,
    epoch: Epoch,
    scan: &Scan,
    report: impl Fn(Report) + Send + Sync,
) -> Result<Report, Problem> {
    let passes = |row: &AccountRow| scan.here.as_ref().is_none_or(|here| here.holds(Judged { row, attributes: &[] }));
    let mut told = Ok(());
    let Scanned { census, failure } = scan::read_all(client, &scan.query, |batch| {
        let rows: Result<Vec<AccountRow>, Problem> =
            batch.rows.iter().map(|row| row.to_row(&scan.query.extra)).collect();
        match rows {
            Ok(rows) => {
                let rows = rows.into_iter().filter(passes).collect();
                report(Report::Scanned { job, epoch, rows, census: batch.census, is_last: false });
                ControlFlow::Continue(())
            }
            Err(problem) => {
                told = Err(problem);
                ControlFlow::Break(())
            }
        }
    })
    .await;
    told?;
    match failure {
        Some(problem) => Err(problem),
        None => Ok(Report::Scanned { job, epoch, rows: Vec::new(), census, is_last: true }),
    }
}
