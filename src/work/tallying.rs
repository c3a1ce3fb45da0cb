//! The job that counts the accounts of the whole tenant, source by source.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::protocol::{JobId, Report};
use super::scan::{self, Census, Scanned};
use super::tally::Counter;
use crate::api::Client;
use crate::model::{ListQuery, Problem};

/// Accounts read between two reports.
const TOLD_EVERY: u64 = 2_500;

/// Counts, and tells how far it is now and then.
pub(super) async fn perform(
    client: &Client,
    job: JobId,
    report: impl Fn(Report) + Send + Sync,
) -> Result<Report, Problem> {
    let query = ListQuery { sorters: "id".to_owned(), ..ListQuery::default() };
    let mut counter = Counter::default();
    let mut told = 0;
    let tallied = |counter: &Counter, census: Census, is_last| Report::Tallied {
        job,
        tally: Arc::new(counter.tally(census)),
        is_last,
    };
    let Scanned { census, failure } = scan::read_all(client, &query, |batch| {
        for row in batch.rows.iter().filter_map(|row| row.to_row(&[]).ok()) {
            counter.count(&row);
        }
        if batch.census.have >= told + TOLD_EVERY {
            told = batch.census.have;
            report(tallied(&counter, batch.census, false));
        }
        ControlFlow::Continue(())
    })
    .await;
    match failure {
        Some(problem) => {
            report(tallied(&counter, census, false));
            Err(problem)
        }
        None => Ok(tallied(&counter, census, true)),
    }
}
