//! A target of a plan, as a line.

use jiff::tz::TimeZone;

use super::{Line, text};
use crate::cli::output::Cut;
use crate::work::plan_file::{PlanLine, state, way};
use crate::work::protocol::{Fate, Target};

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
