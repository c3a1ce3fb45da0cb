//! The entry before a request: written in the transaction that checks the lease, before anything is sent.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, params};

use super::entry::Kind;
use super::{Journal, Lease, LeaseRefused, RunId, Scribe, Submission, SubmissionId, submission};
use crate::model::{Outcome, Problem, ProblemKind};

/// So long after it was sent, what was taken and never seen to end is given up on: from then on a person may send it
/// again.
pub const GIVEN_UP_AFTER: SignedDuration = SignedDuration::from_mins(15);

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

    /// As [`Journal::sending`] for one target whose earlier submission is *unknown*, or was *sent* long ago and never
    /// seen to end: a person put it into this plan knowing that. The earlier one stays what it is and is looked up no
    /// more, unless the tenant does not take or refuses this one.
    ///
    /// # Errors
    ///
    /// A [`NotSent`]: also where what became of the earlier one may still be seen, as [`Journal::may_go_again`] says.
    pub fn sending_again(&mut self, lease: &Lease, target: SubmissionId, at: Timestamp) -> Result<(), NotSent> {
        self.write(at, |scribe| {
            scribe.must_hold(lease)?;
            let earlier = scribe.unfinished_beside(target)?;
            if let Some(earlier) = earlier {
                if !is_up_to_a_person(&earlier, scribe.is_attended(earlier.run)?, at) {
                    return Err(already_sent(target, &earlier));
                }
                let replaced = "UPDATE submissions SET replaced_by = ?2 WHERE id = ?1";
                scribe.transaction.execute(replaced, params![earlier.id.0, target.0])?;
                scribe.record(earlier.id, Kind::Replaced)?;
            }
            scribe.send(lease, target)
        })
    }

    /// Whether a person may send the same again although this one is unfinished: it is *unknown* and no answer is
    /// awaited any more, or it was *sent* so long ago that it is given up on ([`GIVEN_UP_AFTER`]).
    ///
    /// # Errors
    ///
    /// Where the journal cannot be read.
    pub fn may_go_again(&self, earlier: &Submission, at: Timestamp) -> Result<bool, Problem> {
        Ok(is_up_to_a_person(earlier, self.is_attended(earlier.run)?, at))
    }
}

fn is_up_to_a_person(earlier: &Submission, is_attended: bool, at: Timestamp) -> bool {
    match earlier.outcome {
        Outcome::Unknown => earlier.answered.is_some() || !is_attended,
        Outcome::Sent => earlier.sent.is_none_or(|sent| at.duration_since(sent) >= GIVEN_UP_AFTER),
        _ => false,
    }
}

impl Scribe<'_> {
    /// What this one was to replace is as unfinished as it was before: the tenant did not take this one.
    pub(super) fn restore_replaced_by(&self, id: SubmissionId) -> Result<(), Problem> {
        let replaced = "SELECT id FROM submissions WHERE replaced_by = ?1";
        let earlier = self.transaction.query_row(replaced, [id.0], |row| row.get(0).map(SubmissionId)).optional()?;
        let Some(earlier) = earlier else { return Ok(()) };
        self.transaction.execute("UPDATE submissions SET replaced_by = NULL WHERE id = ?1", [earlier.0])?;
        self.record(earlier, Kind::Restored)
    }

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
