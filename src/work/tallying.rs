//! The job that counts the accounts of the whole tenant, source by source.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::protocol::{JobId, Report, Scan, Series};
use super::read::sources;
use super::scan::{self, Census, Scanned};
use super::tally::Counter;
use crate::api::{Client, Gate};
use crate::model::{ListQuery, Problem, ProblemKind};

/// Accounts read between two reports.
const TOLD_EVERY: u64 = 2_500;

/// Counts, and tells how far it is now and then.
pub(super) async fn perform(
    client: &Client,
    job: JobId,
    report: impl Fn(Report) + Send + Sync,
) -> Result<Report, Problem> {
    let everything = Scan {
        query: ListQuery { sorters: "id".to_owned(), ..ListQuery::default() }.into(),
        here: None,
        series: series(client).await?,
    };
    let mut counter = Counter::default();
    let mut told = 0;
    let tallied = |counter: &Counter, census: Census, is_last| Report::Tallied {
        job,
        tally: Arc::new(counter.tally(census)),
        is_last,
    };
    let Scanned { census, failure } = scan::scan(client, &everything, &Gate::default(), |batch| {
        batch.rows.iter().for_each(|row| counter.count(row));
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

/// A series for each source, where this sign-in may list them.
async fn series(client: &Client) -> Result<Series, Problem> {
    match sources(client).await {
        Err(problem) if problem.kind == ProblemKind::Forbidden => Ok(Series::One),
        sources => Ok(Series::Sources(sources?.into_iter().map(|source| source.id).collect())),
    }
}
