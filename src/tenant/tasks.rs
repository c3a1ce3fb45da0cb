//! Tasks: what the tenant did and is doing in the background. For now those that were there at the start: aggregations and
//! refreshes of the last days, two of them still running.

use super::catalogue::{CATALOGUE, System, place_of};
use super::filter::condition::{Datum, Record};
use super::ids::{Ids, Kind};
use super::moment::{HOUR, MINUTE, Millis};

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Success,
    Warning,
    Error,
    Terminated,
}

impl Outcome {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Success => "SUCCESS",
            Self::Warning => "WARNING",
            Self::Error => "ERROR",
            Self::Terminated => "TERMINATED",
        }
    }
}

/// One task.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) id: String,
    /// The word filters know the kind by, such as `CLOUD_ACCOUNT_AGGREGATION`.
    pub(super) kind: &'static str,
    pub(super) launcher: String,
    pub(super) launched: Millis,
    /// When and how it ended.
    pub(super) ended: Option<(Millis, Outcome)>,
    /// The source's place among the sources, where it concerns one.
    pub(super) source: Option<(u8, String)>,
    /// How far a running one is, from 0 to 100.
    pub(super) percent: u8,
    pub(super) message: Option<String>,
}

impl Record for Task {
    fn datum(&self, field: &str) -> Datum<'_> {
        match field {
            "id" => self.id.as_str().into(),
            "sourceId" => self.source.as_ref().map(|(_, id)| id.as_str()).into(),
            "completionStatus" => self.ended.map(|(_, outcome)| outcome.word()).into(),
            "type" => self.kind.into(),
            "launcher" => self.launcher.as_str().into(),
            "created" => Datum::Moment(self.launched),
            _ => Datum::Null,
        }
    }
}

/// Aggregations are hourly to daily, refreshes nightly: what a tenant shows of its last three days.
pub(super) fn at_the_start(ids: Ids, now: Millis) -> Vec<Task> {
    let mut tasks = Vec::new();
    for (place, facts) in CATALOGUE.iter().enumerate().filter(|(_, facts)| facts.system != System::IdentityNow) {
        let place = u8::try_from(place).unwrap_or(0);
        for run in 0..4_i64 {
            let launched = now - HOUR * (18 * run + 2 + i64::from(place)) - MINUTE * i64::from(place) * 3;
            let (outcome, message) = match facts.system {
                System::Oracle => (Outcome::Error, Some("ORA-12541: TNS:no listener")),
                System::Racf => (Outcome::Terminated, Some("No virtual appliance of cluster Data Centre 2 answered")),
                System::Badges if run == 1 => (Outcome::Warning, Some("3 lines of the file could not be read")),
                _ => (Outcome::Success, None),
            };
            let ended = Some((launched + MINUTE * (2 + i64::from(place)), outcome));
            let kind = "CLOUD_ACCOUNT_AGGREGATION";
            tasks.push(task(ids, tasks.len(), kind, Some(place), launched, ended, message));
        }
    }
    for night in 0..3_i64 {
        let launched = now - HOUR * (24 * night + 7);
        let ended = Some((launched + 11 * MINUTE, Outcome::Success));
        tasks.push(task(ids, tasks.len(), "IDENTITY_REFRESH", None, launched, ended, None));
    }
    let directory = Some(place_of(System::ActiveDirectory));
    tasks.push(task(ids, tasks.len(), "CLOUD_ACCOUNT_AGGREGATION", directory, now - 4 * MINUTE, None, None));
    tasks.push(task(ids, tasks.len(), "CLOUD_REFRESH_ROLE", None, now - MINUTE, None, None));
    tasks
}

fn task(
    ids: Ids,
    number: usize,
    kind: &'static str,
    source: Option<u8>,
    launched: Millis,
    ended: Option<(Millis, Outcome)>,
    message: Option<&str>,
) -> Task {
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    let by = if number.is_multiple_of(6) { "adele.vance" } else { "scheduler" };
    Task {
        id: ids.id(Kind::Task, number).to_string(),
        kind,
        launcher: by.to_owned(),
        launched,
        ended,
        source: source.map(|place| (place, ids.id(Kind::Source, u32::from(place)).to_string())),
        percent: if ended.is_some() { 100 } else { 35 },
        message: message.map(str::to_owned),
    }
}
