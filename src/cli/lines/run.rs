//! A run of the journal, as a line.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Line, exact, local};
use crate::cli::output::Cut;
use crate::model::Verb;
use crate::work::journal::RunSummary;

/// A run.
#[derive(Debug, Serialize)]
pub struct RunLine<'a> {
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
    /// The line of this run.
    #[must_use]
    pub fn of(summary: &'a RunSummary) -> Self {
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
            local(self.started, zone).unwrap_or_default(),
            local(self.ended, zone).unwrap_or_else(|| open.to_owned()),
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
