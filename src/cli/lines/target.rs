//! A target of a run of the journal, as a line.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Serialize, Serializer};

use super::{Line, exact, local, reason, text};
use crate::cli::output::Cut;
use crate::model::{ActsOn, Outcome};
use crate::work::journal::Submission;
use crate::work::protocol::Reading;

/// A target of a run. Where the run acts on identities or on a source, the id is theirs.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetLine<'a> {
    account_id: &'a str,
    name: Option<&'a str>,
    #[serde(serialize_with = "word")]
    outcome: Outcome,
    reason: Option<String>,
    status: Option<u16>,
    task_id: Option<&'a str>,
    tracking_id: Option<&'a str>,
    sent_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape serde calls it by")]
fn word<S: Serializer>(outcome: &Outcome, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(outcome.word())
}

impl<'a> TargetLine<'a> {
    /// The line of this target.
    #[must_use]
    pub fn of(target: &'a Submission) -> Self {
        Self {
            account_id: id(target),
            name: target.name.as_deref(),
            outcome: target.outcome,
            reason: reason(target.outcome.skip_reason(), target.reason.as_deref()),
            status: target.status,
            task_id: target.task.as_deref(),
            tracking_id: target.tracking_id.as_deref(),
            sent_at: target.sent,
            ended_at: target.ended,
        }
    }
}

/// The target's id; once it was seen, that of the account that was created.
fn id(target: &Submission) -> &str {
    match &target.after {
        Some(Reading::Account(account)) if target.kind == ActsOn::NewAccount => account.id.as_deref(),
        _ => None,
    }
    .unwrap_or(&target.target)
}

impl Line for TargetLine<'_> {
    const HEADINGS: &'static [(&'static str, Cut)] = &[
        ("NAME", Cut::Distinct),
        ("OUTCOME", Cut::Never),
        ("REASON", Cut::Legible),
        ("STATUS", Cut::Never),
        ("SENT", Cut::Never),
        ("ENDED", Cut::Never),
        ("ID", Cut::Never),
    ];
    const WORDS: &'static [&'static str] =
        &["accountId", "name", "outcome", "reason", "status", "taskId", "trackingId", "sentAt", "endedAt"];

    fn for_people(&self, zone: &TimeZone) -> Vec<String> {
        let time = |at: Option<Timestamp>| local(at, zone).unwrap_or_default();
        vec![
            self.name.unwrap_or_default().to_owned(),
            self.outcome.on_screen().to_owned(),
            self.reason.clone().unwrap_or_default(),
            self.status.map(|status| status.to_string()).unwrap_or_default(),
            time(self.sent_at),
            time(self.ended_at),
            self.account_id.to_owned(),
        ]
    }

    fn for_programs(&self) -> Vec<String> {
        vec![
            self.account_id.to_owned(),
            text(self.name),
            self.outcome.word().to_owned(),
            text(self.reason.as_deref()),
            self.status.map(|status| status.to_string()).unwrap_or_default(),
            text(self.task_id),
            text(self.tracking_id),
            exact(self.sent_at),
            exact(self.ended_at),
        ]
    }
}
