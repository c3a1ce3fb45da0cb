//! The tasks a tenant starts with: aggregations and refreshes of its last days, two of them still running.

use super::{Outcome, Sheet, Target, Task};
use crate::tenant::catalogue::{CATALOGUE, System, place_of};
use crate::tenant::ids::{Ids, Kind};
use crate::tenant::moment::{HOUR, MINUTE, Millis};

const AGGREGATION: &str = "CLOUD_ACCOUNT_AGGREGATION";

/// Aggregations are hourly to daily, refreshes nightly: what a tenant shows of its last three days.
pub(in crate::tenant) fn at_the_start(ids: Ids, now: Millis) -> Vec<Task> {
    let mut tasks = Vec::new();
    for (place, facts) in CATALOGUE.iter().enumerate().filter(|(_, facts)| facts.system != System::IdentityNow) {
        let place = u8::try_from(place).unwrap_or(0);
        for run in 0..4_i64 {
            let launched = now - HOUR * (18 * run + 2 + i64::from(place)) - MINUTE * i64::from(place) * 3;
            let (outcome, message) = match facts.system {
                System::Oracle => (Outcome::Error, facts.trouble()),
                System::Racf => (Outcome::Terminated, facts.trouble()),
                System::Badges if run == 1 => (Outcome::Warning, Some("3 lines of the file could not be read")),
                _ => (Outcome::Success, None),
            };
            let ended = Some((launched + MINUTE * (2 + i64::from(place)), outcome));
            tasks.push(task(ids, tasks.len(), AGGREGATION, Some(place), launched, ended, message));
        }
    }
    for night in 0..3_i64 {
        let launched = now - HOUR * (24 * night + 7);
        let ended = Some((launched + 11 * MINUTE, Outcome::Success));
        tasks.push(task(ids, tasks.len(), "IDENTITY_REFRESH", None, launched, ended, None));
    }
    let directory = Some(place_of(System::ActiveDirectory));
    tasks.push(task(ids, tasks.len(), AGGREGATION, directory, now - 4 * MINUTE, None, None));
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
    let source = source.map(|place| (place, ids.id(Kind::Source, u32::from(place)).to_string()));
    let target = source.as_ref().map(|(place, id)| Target {
        kind: "APPLICATION",
        id: id.clone(),
        name: CATALOGUE[usize::from(*place)].name.to_owned(),
    });
    let name = match &target {
        Some(target) => format!("{} of {}", readable(kind), target.name),
        None => readable(kind),
    };
    let by = if number.is_multiple_of(6) { "adele.vance" } else { "scheduler" };
    let sheet = Sheet { queue: "QUARTZ", kind, name, launcher: by.to_owned(), target, source };
    let messages = message.map(str::to_owned).into_iter().collect();
    Task { ended, messages, ..Task::launch(ids, number, sheet, launched) }
}

/// `CLOUD_ACCOUNT_AGGREGATION` as people read it.
pub(in crate::tenant) fn readable(kind: &str) -> String {
    let lower = kind.replace('_', " ").to_lowercase();
    let mut letters = lower.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}
