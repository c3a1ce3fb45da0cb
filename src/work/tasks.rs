//! What was submitted from this machine, read from the journal; none is made where there is none.

use super::journal::{Journal, Run, Submission, Submitted};
use super::protocol::{Task, Tasks};
use crate::model::Problem;

/// The most a screen is given. The command line lists all of them.
const MOST: u32 = 1_000;

/// The newest of what was submitted to this tenant.
///
/// # Errors
///
/// Where the journal cannot be read.
pub(super) fn newest(journal: &Journal, tenant: &str) -> Result<Tasks, Problem> {
    let Submitted { newest, total } = journal.submitted(tenant, MOST)?;
    Ok(Tasks { newest: newest.into_iter().map(|(submission, run)| task(submission, &run)).collect(), total })
}

fn task(submission: Submission, run: &Run) -> Task {
    Task {
        run: run.id.0,
        verb: run.verb,
        ticket: run.ticket.clone(),
        kind: submission.kind,
        target: submission.target,
        name: submission.name,
        source: submission.source,
        outcome: submission.outcome,
        reason: submission.reason,
        status: submission.status,
        tracking_id: submission.tracking_id,
        task: submission.task,
        confirmed: run.confirmed.or(run.started),
        sent: submission.sent,
        ended: submission.ended,
    }
}
