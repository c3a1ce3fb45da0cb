//! A submission: one target of a run, and what became of it.

use jiff::Timestamp;
use rusqlite::Row;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::secrets::lacks_secrets;
use super::{RunId, time};
use crate::model::{ActsOn, Outcome};
use crate::work::verdict::{Expected, Reading};

/// The number of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubmissionId(pub(super) i64);

/// One target of a run, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// Its number.
    pub id: SubmissionId,
    /// The run it belongs to.
    pub run: RunId,
    /// The host of the tenant.
    pub tenant: String,
    /// What the target is.
    pub kind: ActsOn,
    /// The target's id.
    pub target: String,
    /// The target's name, as it was at the plan.
    pub name: Option<String>,
    /// The account's name on its source, as it was at the plan.
    pub native_id: Option<String>,
    /// The name of the source the account is on, as it was at the plan.
    pub source: Option<String>,
    /// What was wanted and how it was before; none where there is nothing to compare, or it was forgotten.
    pub expected: Option<Expected>,
    /// What is sent for this target alone, without its secrets.
    pub body: Option<Value>,
    /// What became of it.
    pub outcome: Outcome,
    /// The tenant's words, or ours, for why.
    pub reason: Option<String>,
    /// The HTTP status of the answer.
    pub status: Option<u16>,
    /// The task to follow.
    pub task: Option<String>,
    /// The vendor's id of the request.
    pub tracking_id: Option<String>,
    /// When it was sent, by our clock; none where it was not, or was not taken.
    pub sent: Option<Timestamp>,
    /// When the answer came or was given up.
    pub answered: Option<Timestamp>,
    /// When its outcome was settled.
    pub ended: Option<Timestamp>,
    /// What reading gave when it was settled.
    pub after: Option<Reading>,
    /// The submission by which a person sent the same again.
    pub replaced_by: Option<SubmissionId>,
}

impl Submission {
    /// Whether all is here that sending it takes: what was read at the plan may have been forgotten, and a secret among
    /// what is written was never kept.
    #[must_use]
    pub fn is_kept_whole(&self) -> bool {
        self.expected.is_some() && !self.body.as_ref().is_some_and(lacks_secrets)
    }
}

/// The columns a [`Submission`] is read from.
pub(super) const COLUMNS: &str = "submissions.id, submissions.run, submissions.tenant, submissions.kind, \
     submissions.target, submissions.name, submissions.native_id, submissions.source, submissions.expected, \
     submissions.body, \
     submissions.outcome, submissions.skip, submissions.reason, submissions.status, submissions.task_id, \
     submissions.tracking_id, submissions.sent, submissions.answered, submissions.ended, submissions.after, \
     submissions.replaced_by";

impl Submission {
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let text = |name: &str| row.get::<_, Option<String>>(name);
        let at = |name: &str| row.get(name).map(time);
        let kind: String = row.get("kind")?;
        Ok(Self {
            id: SubmissionId(row.get("id")?),
            run: RunId(row.get("run")?),
            tenant: row.get("tenant")?,
            kind: ActsOn::of_word(&kind).unwrap_or(ActsOn::Account),
            target: row.get("target")?,
            name: text("name")?,
            native_id: text("native_id")?,
            source: text("source")?,
            expected: json(text("expected")?),
            body: json(text("body")?),
            outcome: outcome(row)?,
            reason: text("reason")?,
            status: row.get("status")?,
            task: text("task_id")?,
            tracking_id: text("tracking_id")?,
            sent: at("sent")?,
            answered: at("answered")?,
            ended: at("ended")?,
            after: json(text("after")?),
            replaced_by: row.get::<_, Option<i64>>("replaced_by")?.map(SubmissionId),
        })
    }
}

/// The outcome in a row. Words nobody knows count as unknown: that is the outcome nothing is sent on.
pub(super) fn outcome(row: &Row<'_>) -> rusqlite::Result<Outcome> {
    let (word, skip): (String, Option<String>) = (row.get("outcome")?, row.get("skip")?);
    Ok(Outcome::of_words(&word, skip.as_deref()).unwrap_or(Outcome::Unknown))
}

/// A value kept as text; none where it is not there, or an older or newer program wrote it in a shape of its own.
fn json<T: DeserializeOwned>(text: Option<String>) -> Option<T> {
    serde_json::from_str(&text?).ok()
}
