//! What is said of a list on standard error: how whole it is, and where it is not.

use crate::cli::asking::{Asking, Prepared};
use crate::cli::ending::Ending;
use crate::cli::remarks;
use crate::model::text::{counted, grouped};
use crate::work::scan::{Census, Short};

/// How many sources are named that are short of accounts.
const NAMED: usize = 5;

/// Says how whole a list is, of which so many accounts passed.
pub(super) fn of(census: &Census, passed: u64, asking: &Asking, prepared: &Prepared) -> Ending {
    let have = grouped(census.have);
    let found = found(passed, prepared);
    match census.total {
        _ if census.missing() > 0 => {
            remarks::line(&format!("{found}{} ({} missing)", read(census), grouped(census.missing())));
            where_missing(census, asking);
            Ending::Incomplete
        }
        _ if census.open_seams > 0 => {
            remarks::line(&format!("{found}accounts moved while they were read: some of the {have} may be missing"));
            Ending::Incomplete
        }
        Some(total) if total < census.have || !census.is_whole() => {
            remarks::line(&format!("{found}{have} accounts, though the tenant counts {}", grouped(total)));
            Ending::Incomplete
        }
        None if census.have > 0 => {
            remarks::line(&format!("{found}{have} accounts; the tenant does not say how many there are"));
            Ending::Incomplete
        }
        _ if passed == 0 => nothing(census, asking, prepared),
        _ => Ending::Done,
    }
}

/// How far a list was read: `4,750 of 12,250`.
pub(super) fn read(census: &Census) -> String {
    match census.total {
        Some(total) => format!("{} of {}", grouped(census.have), grouped(total)),
        None => grouped(census.have),
    }
}

/// The first that passed were printed, and the list was not read further.
pub(super) fn first_of_some(census: &Census, most: u64, passed: u64) -> String {
    let at_least = grouped(passed);
    format!("{} of at least {at_least}, with {} accounts read: --all for the rest", grouped(most), read(census))
}

/// The first that passed were printed, of all there are.
pub(super) fn first_of_all(most: u64, passed: u64) -> String {
    format!("{} of {}, --all for the rest", grouped(most), grouped(passed))
}

/// Reading stopped early, not by us.
pub(super) fn stopped(census: &Census, passed: u64, prepared: &Prepared) -> String {
    format!("{}stopped after {}", found(passed, prepared), counted(census.have, "account"))
}

/// How many passed, where that is not all that were read.
fn found(passed: u64, prepared: &Prepared) -> String {
    if prepared.here.is_some() { format!("{} found · ", grouped(passed)) } else { String::new() }
}

/// Names the sources that are short of accounts, the worst first.
fn where_missing(census: &Census, asking: &Asking) {
    if census.short.is_empty() {
        return;
    }
    // What cannot be looked up is told by its id.
    let sources = asking.sources().ok().flatten().unwrap_or_default();
    let name = |Short { part, missing }: &Short| {
        let part = part.as_deref().unwrap_or("a source that is not listed");
        let name = sources.iter().find(|source| source.id == part).map_or(part, |source| &source.name);
        format!("{name} {}", grouped(*missing))
    };
    let mut named: Vec<String> = census.short.iter().take(NAMED).map(name).collect();
    if let Some(more) = census.short.len().checked_sub(NAMED).filter(|more| *more > 0) {
        named.push(format!("{more} more"));
    }
    remarks::line(&format!("missing: {}", named.join(", ")));
}

/// Says that the list is empty, and of which question, since the question may not be the one that was meant.
fn nothing(census: &Census, asking: &Asking, prepared: &Prepared) -> Ending {
    match (&prepared.here, &prepared.query.filter) {
        (Some(_), _) if census.have > 0 => {
            let read = counted(census.have, "account");
            asking.remarks.say(&format!("none of {read} matches; asked: {}", prepared.split()));
        }
        (_, Some(filter)) => asking.remarks.say(&format!("nothing on the tenant matches; asked: {filter}")),
        (_, None) => asking.remarks.say("the tenant has no accounts that this sign-in may see"),
    }
    if prepared.has_unknown_sources { Ending::Incomplete } else { Ending::Nothing }
}
