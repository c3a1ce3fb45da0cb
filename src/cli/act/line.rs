//! A target of a plan, as a line.

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::cli::output::Cut;
use crate::cli::runs::Line;
use crate::work::protocol::{Fate, Target};

/// A target of a plan.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlanLine<'a> {
    account_id: &'a str,
    name: Option<&'a str>,
    source: Option<&'a str>,
    state: Option<&'static str>,
    outcome: &'static str,
    reason: Option<String>,
    warnings: &'a [String],
}

impl<'a> PlanLine<'a> {
    pub(super) fn of(target: &'a Target) -> Self {
        let row = target.row.as_ref();
        Self {
            account_id: &target.id,
            name: target.name.as_deref().or_else(|| row?.name.as_deref()),
            source: row.and_then(|row| row.source.name.as_deref()),
            state: row.map(|row| row.state().word()),
            outcome: target.outcome().word(),
            reason: match &target.fate {
                Fate::Send => None,
                Fate::Skip { reason, why } => Some(format!("{}: {why}", reason.word())),
            },
            warnings: &target.warnings,
        }
    }
}

/// What is to be done to the target, as a person reads it before saying yes.
pub(super) fn sentence(target: &Target) -> String {
    let source = target.row.as_ref().and_then(|row| row.source.name.as_deref()).unwrap_or("?");
    let state = target.row.as_ref().map_or("?", |row| row.state().word());
    let fate = match &target.fate {
        Fate::Send => "send".to_owned(),
        Fate::Skip { reason, why } => format!("skip ({}): {why}", reason.word()),
    };
    format!("{} · {source} · {state} · {fate}", target.shown_name())
}

impl Line for PlanLine<'_> {
    const HEADINGS: &'static [(&'static str, Cut)] = &[
        ("NAME", Cut::Distinct),
        ("SOURCE", Cut::Legible),
        ("STATE", Cut::Never),
        ("PLAN", Cut::Never),
        ("REASON", Cut::Legible),
        ("ID", Cut::Never),
    ];
    const WORDS: &'static [&'static str] = &["accountId", "name", "source", "state", "outcome", "reason", "warnings"];

    fn for_people(&self, _: &TimeZone) -> Vec<String> {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let plan = if self.reason.is_some() { "skip" } else { "send" };
        vec![
            text(self.name),
            text(self.source),
            text(self.state),
            plan.to_owned(),
            text(self.reason.as_deref()),
            self.account_id.to_owned(),
        ]
    }

    fn for_programs(&self) -> Vec<String> {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        vec![
            self.account_id.to_owned(),
            text(self.name),
            text(self.source),
            text(self.state),
            self.outcome.to_owned(),
            text(self.reason.as_deref()),
            self.warnings.join("; "),
        ]
    }
}
