//! The entry before a request: written in the transaction that checks the lease, before anything is sent.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::entry::Kind;
use super::{Journal, Lease, LeaseRefused, RunId, Scribe, Submission, SubmissionId, submission};
use crate::model::{Outcome, Problem, ProblemKind};

/// Why a target may not be sent. Nothing was written down, for none of those asked for together.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NotSent {
    /// Something was sent for it before, which was not seen to end.
    #[error("already sent at {since} by run {run} and not yet seen")]
    AlreadySent {
        /// Which of those asked for.
        submission: SubmissionId,
        /// The earlier one.
        earlier: SubmissionId,
        /// When the earlier one was sent.
        since: Timestamp,
        /// The run it was sent by.
        run: RunId,
        /// How it stands.
        outcome: Outcome,
    },
    /// It is not *planned* in the run.
    #[error("not planned in this run")]
    NotPlanned(SubmissionId),
    /// We do not carry out the run any more.
    #[error(transparent)]
    Lease(LeaseRefused),
    /// It could not be written down.
    #[error(transparent)]
    NotWritten(#[from] Problem),
}

impl From<rusqlite::Error> for NotSent {
    fn from(error: rusqlite::Error) -> Self {
        Self::NotWritten(error.into())
    }
}

impl From<LeaseRefused> for NotSent {
    fn from(refused: LeaseRefused) -> Self {
        match refused {
            LeaseRefused::Journal(problem) => Self::NotWritten(problem),
            refused => Self::Lease(refused),
        }
    }
}

impl From<NotSent> for Problem {
    fn from(not_sent: NotSent) -> Self {
        let told = not_sent.to_string();
        match not_sent {
            NotSent::NotWritten(problem) => problem,
            NotSent::Lease(refused) => refused.into(),
            NotSent::AlreadySent { .. } | NotSent::NotPlanned(_) => Self::new(ProblemKind::Journal, told),
        }
    }
}

impl Journal {
    /// Writes down that these targets are being sent now, in one request. Only after it has returned well may the
    /// request be sent: from here on they are *unknown* until the answer is written down too.
    ///
    /// # Errors
    ///
    /// A [`NotSent`] that says why they may not be sent.
    pub fn sending(&mut self, lease: &Lease, targets: &[SubmissionId], at: Timestamp) -> Result<(), NotSent> {
        self.write(at, |scribe| {
            scribe.must_hold(lease)?;
            targets.iter().try_for_each(|target| scribe.send(lease, *target))
        })
    }

    /// As [`Journal::sending`] for one target whose earlier submission is *unknown*: a person put it into this plan
    /// knowing that. The earlier one stays *unknown* and is looked up no more.
    ///
    /// # Errors
    ///
    /// A [`NotSent`]: also where the earlier one is not *unknown*, or its answer may still come.
    pub fn sending_again(&mut self, lease: &Lease, target: SubmissionId, at: Timestamp) -> Result<(), NotSent> {
        self.write(at, |scribe| {
            scribe.must_hold(lease)?;
            let earlier = scribe.unfinished_beside(target)?;
            if let Some(earlier) = earlier {
                let answer_may_come = earlier.answered.is_none() && scribe.is_attended(earlier.run)?;
                if earlier.outcome != Outcome::Unknown || answer_may_come {
                    return Err(already_sent(target, &earlier));
                }
                let replaced = "UPDATE submissions SET replaced_by = ?2 WHERE id = ?1";
                scribe.transaction.execute(replaced, params![earlier.id.0, target.0])?;
                scribe.record(earlier.id, Kind::Replaced)?;
            }
            scribe.send(lease, target)
        })
    }
}

impl Scribe<'_> {
    fn send(&self, lease: &Lease, target: SubmissionId) -> Result<(), NotSent> {
        if let Some(earlier) = self.unfinished_beside(target)? {
            return Err(already_sent(target, &earlier));
        }
        let sent = self.transaction.execute(
            "UPDATE submissions SET outcome = 'unknown', sent = ?3, answered = NULL
             WHERE id = ?1 AND run = ?2 AND outcome = 'planned'",
            params![target.0, lease.run.0, self.now()],
        )?;
        if sent == 0 {
            return Err(NotSent::NotPlanned(target));
        }
        Ok(self.record(target, Kind::Sending)?)
    }

    /// The unfinished submission for the same target of the same tenant.
    fn unfinished_beside(&self, target: SubmissionId) -> rusqlite::Result<Option<Submission>> {
        let columns = submission::COLUMNS;
        let sql = format!(
            "SELECT {columns} FROM submissions JOIN submissions AS asked USING (tenant, kind, target)
             WHERE asked.id = ?1 AND submissions.outcome IN ('sent', 'unknown') AND submissions.replaced_by IS NULL"
        );
        self.transaction.query_row(&sql, [target.0], Submission::read).optional()
    }
}

fn already_sent(submission: SubmissionId, earlier: &Submission) -> NotSent {
    NotSent::AlreadySent {
        submission,
        earlier: earlier.id,
        since: earlier.sent.unwrap_or_default(),
        run: earlier.run,
        outcome: earlier.outcome,
    }
}
