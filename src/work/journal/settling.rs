//! The entries after a request: what was answered, and what reading the target proved.

use jiff::Timestamp;
use rusqlite::params;

use super::entry::Kind;
use super::secrets::without_secrets;
use super::{Journal, Scribe, Submission, SubmissionId, submission};
use crate::model::{Outcome, Problem, ProblemKind};
use crate::work::verdict::{Meaning, Reading};

/// The answer to a request, as it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What it means.
    pub meaning: Meaning,
    /// The HTTP status, where an answer came.
    pub status: Option<u16>,
    /// The vendor's id of the request.
    pub tracking_id: Option<String>,
    /// The tenant's words, or what became of the line.
    pub reason: Option<String>,
}

impl Journal {
    /// Writes down what was answered. Needs no lease: what came back is true whoever carries out the run by now.
    ///
    /// # Errors
    ///
    /// Where no answer was awaited, or it cannot be written down: then the submission stays *unknown*.
    pub fn answered(&mut self, target: SubmissionId, answer: &Answer, at: Timestamp) -> Result<Outcome, Problem> {
        self.write(at, |scribe| {
            let before = scribe.submission(target)?;
            if before.sent.is_none() || before.answered.is_some() {
                return Err(Problem::new(ProblemKind::Journal, "no answer was awaited for this submission"));
            }
            // A second instance may have looked it up and seen it: an answer does not take that back.
            if before.outcome != Outcome::Unknown {
                scribe.note_answer(target, answer)?;
                scribe.record(target, Kind::Answered)?;
                return Ok(before.outcome);
            }
            scribe.note_answer(target, answer)?;
            match answer.meaning {
                Meaning::NotTaken => return scribe.take_back(&before),
                Meaning::Refused => {
                    scribe.set(target, Outcome::Refused, Some(scribe.now()))?;
                    scribe.restore_replaced_by(target)?;
                }
                Meaning::Sent { .. } => scribe.set(target, Outcome::Sent, None)?,
                Meaning::Unknown => {}
            }
            scribe.record(target, Kind::Answered)?;
            Ok(scribe.submission(target)?.outcome)
        })
    }

    /// Writes down what following and reading proved: *verified*, *completed* or *failed*. Settled twice, the better one
    /// stands. Needs no lease: any instance may look up what an earlier one left open.
    ///
    /// # Errors
    ///
    /// Where this cannot follow on how it stands, such as *failed* on *unknown*; or where it cannot be written down.
    pub fn settled(
        &mut self,
        target: SubmissionId,
        outcome: Outcome,
        reason: Option<&str>,
        after: Option<&Reading>,
        at: Timestamp,
    ) -> Result<Outcome, Problem> {
        let after = after.map(serde_json::to_value).transpose().map_err(|error| {
            Problem::new(ProblemKind::Journal, "the reading cannot be written down").with_detail(error.to_string())
        })?;
        let after = after.map(|after| without_secrets(after).to_string());
        self.write(at, |scribe| {
            let before = scribe.submission(target)?.outcome;
            if before == outcome || before == Outcome::Verified {
                return Ok(before);
            }
            if !can_follow(before, outcome) {
                let (before, outcome) = (before.word(), outcome.word());
                let told = format!("a submission that is {before} cannot become {outcome}");
                return Err(Problem::new(ProblemKind::Journal, told));
            }
            let noted = "UPDATE submissions SET reason = coalesce(?2, reason), after = ?3 WHERE id = ?1";
            scribe.transaction.execute(noted, params![target.0, reason, after])?;
            scribe.set(target, outcome, Some(scribe.now()))?;
            scribe.record(target, Kind::Settled)?;
            Ok(outcome)
        })
    }
}

/// Which outcome following and reading can lead to. *Unknown* is raised or stays: nothing proves that it failed.
fn can_follow(before: Outcome, outcome: Outcome) -> bool {
    match outcome {
        Outcome::Verified => {
            matches!(before, Outcome::Unknown | Outcome::Sent | Outcome::Completed | Outcome::Failed)
        }
        Outcome::Completed => matches!(before, Outcome::Unknown | Outcome::Sent),
        Outcome::Failed => before == Outcome::Sent,
        _ => false,
    }
}

impl Scribe<'_> {
    fn submission(&self, id: SubmissionId) -> rusqlite::Result<Submission> {
        let columns = submission::COLUMNS;
        let sql = format!("SELECT {columns} FROM submissions WHERE id = ?1");
        self.transaction.query_row(&sql, [id.0], Submission::read)
    }

    fn note_answer(&self, id: SubmissionId, answer: &Answer) -> rusqlite::Result<()> {
        let task = match &answer.meaning {
            Meaning::Sent { task } => task.as_deref(),
            _ => None,
        };
        let noted = self.transaction.execute(
            "UPDATE submissions SET answered = ?2, status = ?3, task_id = ?4, tracking_id = ?5,
                                    reason = coalesce(?6, reason) WHERE id = ?1",
            params![id.0, self.now(), answer.status, task, answer.tracking_id, answer.reason],
        );
        noted.map(drop)
    }

    fn set(&self, id: SubmissionId, outcome: Outcome, ended: Option<i64>) -> rusqlite::Result<()> {
        let set = "UPDATE submissions SET outcome = ?2, ended = coalesce(?3, ended) WHERE id = ?1";
        self.transaction.execute(set, params![id.0, outcome.word(), ended]).map(drop)
    }

    /// It was not taken: it is *planned* again, unless its run was ended meanwhile.
    fn take_back(&self, before: &Submission) -> Result<Outcome, Problem> {
        let back = "UPDATE submissions SET outcome = 'planned', sent = NULL, answered = NULL WHERE id = ?1";
        self.transaction.execute(back, [before.id.0])?;
        self.record(before.id, Kind::NotTaken)?;
        self.restore_replaced_by(before.id)?;
        if self.is_ended(before.run)? == Some(true) {
            self.skip(before.id, crate::model::SkipReason::Dropped, None)?;
        }
        Ok(self.submission(before.id)?.outcome)
    }
}
