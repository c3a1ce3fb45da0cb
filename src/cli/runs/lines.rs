//! Runs and their targets, a line each. The names and the order of the fields are what programs rely on.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::Line;
use crate::cli::output::Cut;
use crate::model::{Outcome, Verb};
use crate::work::journal::{RunSummary, Submission};

/// A run.
#[derive(Debug, Serialize)]
pub(super) struct RunLine<'a> {
    run: i64,
    verb: Option<&'static str>,
    tenant: &'a str,
    started: Option<Timestamp>,
    ended: Option<Timestamp>,
    targets: u64,
    #[serde(serialize_with = "counts")]
    outcomes: &'a [(&'static str, u64)],
    /// Whether it was left for later.
    #[serde(skip)]
    is_parked: bool,
}

/// The outcomes that occur, each with its count.
fn counts<S: Serializer>(outcomes: &&[(&'static str, u64)], to: S) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(outcomes.len()))?;
    for (outcome, count) in *outcomes {
        map.serialize_entry(outcome, count)?;
    }
    map.end()
}

impl<'a> RunLine<'a> {
    pub(super) fn of(summary: &'a RunSummary) -> Self {
        let run = &summary.run;
        Self {
            run: run.id.0,
            verb: run.verb.map(Verb::word),
            tenant: &run.tenant,
            started: run.started,
            ended: run.ended,
            targets: summary.targets,
            outcomes: &summary.outcomes,
            is_parked: run.parked.is_some(),
        }
    }
}

impl Line for RunLine<'_> {
    const HEADINGS: &'static [(&'static str, Cut)] = &[
        ("RUN", Cut::Never),
        ("VERB", Cut::Never),
        ("TARGETS", Cut::Never),
        ("OUTCOMES", Cut::Legible),
        ("STARTED", Cut::Never),
        ("ENDED", Cut::Never),
        ("TENANT", Cut::Legible),
    ];
    const WORDS: &'static [&'static str] = &["run", "verb", "tenant", "started", "ended", "targets", "outcomes"];

    fn for_people(&self, zone: &TimeZone) -> Vec<String> {
        let open = if self.is_parked { "parked" } else { "open" };
        vec![
            self.run.to_string(),
            self.verb.unwrap_or("?").to_owned(),
            self.targets.to_string(),
            told(self.outcomes, ", "),
            self.started.map(|at| local(at, zone)).unwrap_or_default(),
            self.ended.map_or_else(|| open.to_owned(), |at| local(at, zone)),
            self.tenant.to_owned(),
        ]
    }

    fn for_programs(&self) -> Vec<String> {
        vec![
            self.run.to_string(),
            self.verb.unwrap_or_default().to_owned(),
            self.tenant.to_owned(),
            exact(self.started),
            exact(self.ended),
            self.targets.to_string(),
            told(self.outcomes, "; "),
        ]
    }
}

fn told(outcomes: &[(&'static str, u64)], between: &str) -> String {
    let each: Vec<String> = outcomes.iter().map(|(outcome, count)| format!("{count} {outcome}")).collect();
    each.join(between)
}

/// A target of a run. Where the run acts on identities or on a source, the id is theirs.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::cli) struct TargetLine<'a> {
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
    pub(in crate::cli) fn of(target: &'a Submission) -> Self {
        Self {
            account_id: &target.target,
            name: target.name.as_deref(),
            outcome: target.outcome,
            reason: reason(target),
            status: target.status,
            task_id: target.task.as_deref(),
            tracking_id: target.tracking_id.as_deref(),
            sent_at: target.sent,
            ended_at: target.ended,
        }
    }
}

/// Why: the word for what is skipped, and the tenant's sentence or ours where there is one.
fn reason(target: &Submission) -> Option<String> {
    let word = target.outcome.skip_reason().map(|why| why.word().to_owned());
    match (word, &target.reason) {
        (Some(word), Some(sentence)) => Some(format!("{word}: {sentence}")),
        (word, sentence) => word.or_else(|| sentence.clone()),
    }
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
        let time = |at: Option<Timestamp>| at.map(|at| local(at, zone)).unwrap_or_default();
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
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
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

fn local(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

fn exact(at: Option<Timestamp>) -> String {
    at.map(|at| at.to_string()).unwrap_or_default()
}
