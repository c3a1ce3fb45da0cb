//! A target of a plan, as a line.

use jiff::tz::TimeZone;
use serde::Serialize;

use super::{Line, reason, text};
use crate::cli::output::Cut;
use crate::model::text::counted;
use crate::work::protocol::{Fate, Reading, Target, Wanted};

/// A target of a plan.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanLine<'a> {
    account_id: &'a str,
    name: Option<&'a str>,
    source: Option<&'a str>,
    state: Option<String>,
    outcome: &'static str,
    reason: Option<String>,
    warnings: &'a [String],
    /// How it is sent, in a word for people.
    #[serde(skip)]
    way: &'static str,
}

impl<'a> PlanLine<'a> {
    /// The line of this target.
    #[must_use]
    pub fn of(target: &'a Target) -> Self {
        let row = target.row.as_ref();
        Self {
            account_id: &target.id,
            name: target.name.as_deref().or_else(|| row?.name.as_deref()),
            source: row.and_then(|row| row.source.name.as_deref()),
            state: state(target),
            outcome: target.outcome().word(),
            reason: match &target.fate {
                Fate::Send => None,
                Fate::Skip { reason: skipped, why } => reason(Some(*skipped), Some(why)),
            },
            warnings: &target.warnings,
            way: way(target),
        }
    }
}

/// That a new account is created, or that one which is there is updated by creating it; of all else, that it is sent.
fn way(target: &Target) -> &'static str {
    match (&target.expected.wanted, target.is_new_account()) {
        (Wanted::Created, _) => "create",
        (_, true) => "UPDATE",
        (_, false) => "send",
    }
}

/// How the target stands: the state of an account, the sign-in of an identity, the accounts of a source.
#[must_use]
pub fn state(target: &Target) -> Option<String> {
    if let Some(row) = &target.row {
        return Some(row.state().word().to_owned());
    }
    match &target.expected.before {
        Reading::Identity { enabled: Some(enabled) } => Some(if *enabled { "enabled" } else { "DISABLED" }.to_owned()),
        Reading::Source { accounts } => Some(counted(*accounts, "account")),
        _ => None,
    }
}

/// What is to be done to the target, as a person reads it before saying yes.
#[must_use]
pub fn sentence(target: &Target) -> String {
    let source = target.row.as_ref().and_then(|row| row.source.name.as_deref()).map(str::to_owned);
    let fate = match &target.fate {
        Fate::Send => way(target).to_owned(),
        Fate::Skip { reason, why } => format!("skip ({}): {why}", reason.word()),
    };
    let parts = [Some(target.shown_name().to_owned()), source, state(target), Some(fate)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
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
        let plan = if self.reason.is_some() { "skip" } else { self.way };
        vec![
            text(self.name),
            text(self.source),
            text(self.state.as_deref()),
            plan.to_owned(),
            text(self.reason.as_deref()),
            self.account_id.to_owned(),
        ]
    }

    fn for_programs(&self) -> Vec<String> {
        vec![
            self.account_id.to_owned(),
            text(self.name),
            text(self.source),
            text(self.state.as_deref()),
            self.outcome.to_owned(),
            text(self.reason.as_deref()),
            self.warnings.join("; "),
        ]
    }
}
