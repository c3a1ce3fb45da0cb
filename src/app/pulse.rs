//! The pulse: the tenant at a glance. How its accounts stand, source by source; what was done from here in the last hour;
//! the runs that are going.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::State;
use super::load::Load;
use super::runs::Run;
use super::tasks;
use crate::model::{Outcome, SourceFacts};
use crate::query::Pattern;
use crate::work::protocol::{Census, Counts, SourceTally, Tally};

/// Accounts that are counted without asking first: a hundred pages.
pub const AT_ONCE: u64 = 25_000;

/// How many minutes back work is shown.
pub const MINUTES: usize = 60;

/// What is known of the tenant as a whole.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pulse {
    /// How many accounts there are, which is asked first: counting them may take minutes.
    pub total: Load<Option<u64>>,
    /// The accounts, counted; with when they were.
    pub tally: Load<(Arc<Tally>, Timestamp)>,
    /// How far the counting is, while it is going.
    pub census: Option<Census>,
}

/// What is counted, and what a query finds it by. In the order of the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// All accounts.
    Accounts,
    /// Neither disabled nor locked.
    Enabled,
    /// Disabled.
    Disabled,
    /// Locked.
    Locked,
    /// Belonging to no identity.
    Uncorrelated,
}

impl Share {
    /// In the order of the columns.
    pub const ALL: [Self; 5] = [Self::Accounts, Self::Enabled, Self::Disabled, Self::Locked, Self::Uncorrelated];

    /// The head of its column.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Accounts => "ACCOUNTS",
            Self::Enabled => "enabled",
            Self::Disabled => "DISABLED",
            Self::Locked => "LOCKED",
            Self::Uncorrelated => "uncorr.",
        }
    }

    /// How many there are.
    #[must_use]
    pub fn of(self, counts: &Counts) -> u64 {
        match self {
            Self::Accounts => counts.accounts,
            Self::Enabled => counts.enabled,
            Self::Disabled => counts.disabled,
            Self::Locked => counts.locked,
            Self::Uncorrelated => counts.uncorrelated,
        }
    }

    fn term(self) -> Option<&'static str> {
        match self {
            Self::Accounts => None,
            Self::Enabled => Some("is:enabled"),
            Self::Disabled => Some("is:disabled"),
            Self::Locked => Some("is:locked"),
            Self::Uncorrelated => Some("is:uncorrelated"),
        }
    }
}

/// A line of the pulse.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PulseLine<'a> {
    /// What was done in the last hour.
    Work,
    /// A run that is going.
    Run(&'a Run),
    /// All accounts.
    All(&'a Counts),
    /// The accounts of a source.
    Source(&'a SourceTally),
}

/// The lines, in the order in which they are shown.
#[must_use]
pub fn lines(state: &State) -> Vec<PulseLine<'_>> {
    let tally = state.pulse.tally.value().map(|(tally, _)| tally);
    let accounts = tally.into_iter().flat_map(|tally| {
        std::iter::once(PulseLine::All(&tally.all)).chain(tally.sources.iter().map(PulseLine::Source))
    });
    std::iter::once(PulseLine::Work).chain(state.runs.going().map(PulseLine::Run)).chain(accounts).collect()
}

/// The query that finds what a line counts; none where it counts no accounts that a query can name.
#[must_use]
pub fn query(line: PulseLine<'_>, share: Share) -> Option<String> {
    let source = match line {
        PulseLine::All(_) => None,
        PulseLine::Source(tally) => Some(source_term(&tally.source)?),
        PulseLine::Work | PulseLine::Run(_) => return None,
    };
    let terms: Vec<String> = source.into_iter().chain(share.term().map(str::to_owned)).collect();
    Some(terms.join(" "))
}

/// By its name, as a person would type it; by its id where it has none.
fn source_term(source: &SourceFacts) -> Option<String> {
    let (id, name) = (source.id.as_deref(), source.name.as_deref());
    name.or(id).map(|text| format!("source:{}", Pattern::Exact(text.to_owned())))
}

/// What was done from here and came to an end, minute by minute over the last hour, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// How many ended in each minute.
    pub ended: [u64; MINUTES],
    /// How many of them did not end well.
    pub troubled: u64,
}

impl Work {
    /// How many ended in the last hour.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.ended.iter().sum()
    }
}

/// What was done in the last hour.
#[must_use]
pub fn work(state: &State) -> Work {
    let mut work = Work { ended: [0; MINUTES], troubled: 0 };
    for line in tasks::lines(state) {
        let Some(age) = line.ended().map(|ended| state.now.duration_since(ended)) else { continue };
        if let Some(minute) = minutes_ago(age) {
            work.ended[MINUTES - 1 - minute] += 1;
            let outcome = line.outcome();
            work.troubled += u64::from(matches!(outcome, Outcome::Failed | Outcome::Refused | Outcome::Unknown));
        }
    }
    work
}

/// How many whole minutes ago, within the last hour. What our clock says lies ahead ended just now.
fn minutes_ago(age: SignedDuration) -> Option<usize> {
    usize::try_from(age.as_mins().max(0)).ok().filter(|minutes| *minutes < MINUTES)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn source(id: Option<&str>, name: Option<&str>) -> SourceTally {
        let facts = SourceFacts { id: id.map(Into::into), name: name.map(Into::into), ..SourceFacts::default() };
        SourceTally { source: Arc::new(facts), counts: Counts::default() }
    }

    #[test]
    fn every_number_has_the_query_that_finds_it() {
        let directory = source(Some("s1"), Some("Active Directory"));
        let by_id = source(Some("s2"), None);
        for (line, share, expected) in [
            (PulseLine::All(&Counts::default()), Share::Accounts, Some("")),
            (PulseLine::All(&Counts::default()), Share::Locked, Some("is:locked")),
            (PulseLine::Source(&directory), Share::Accounts, Some("source:\"Active Directory\"")),
            (PulseLine::Source(&directory), Share::Uncorrelated, Some("source:\"Active Directory\" is:uncorrelated")),
            (PulseLine::Source(&by_id), Share::Enabled, Some("source:s2 is:enabled")),
            (PulseLine::Source(&source(None, None)), Share::Enabled, None),
            (PulseLine::Work, Share::Accounts, None),
        ] {
            assert_eq!(query(line, share).as_deref(), expected);
        }
    }

    #[test]
    fn the_last_hour_has_sixty_minutes() {
        for (seconds, minute) in
            [(-5, Some(0)), (0, Some(0)), (59, Some(0)), (60, Some(1)), (3_599, Some(59)), (3_600, None)]
        {
            assert_eq!(minutes_ago(SignedDuration::from_secs(seconds)), minute, "{seconds}");
        }
    }
}
