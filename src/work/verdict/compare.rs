//! What a reading proves, given how the work ended.

use super::{Expected, Reading, Wanted};
use crate::model::TaskStatus;

/// How the work on a target went, as far as is known without reading the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The answer to the request was lost: it may never have been taken.
    Lost,
    /// The task runs.
    Running,
    /// The task ended well.
    Well,
    /// The task ended badly.
    Badly,
    /// It was taken, and there is no task to ask: the operation has none, its id was lost, or the tenant does not show
    /// it to us. Reading alone can tell.
    Untold,
}

impl End {
    /// How a task went. The tenant writes its words in any case; one it never documented counts as a bad end.
    #[must_use]
    pub fn of(task: &TaskStatus) -> Self {
        match task.completion.as_deref().map(str::to_ascii_uppercase).as_deref() {
            Some("SUCCESS" | "WARNING") => Self::Well,
            Some(_) => Self::Badly,
            None if task.completed.is_some() => Self::Untold,
            None => Self::Running,
        }
    }
}

/// What is known of a target after reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Read back and seen.
    Verified,
    /// Ended well; reading does not or cannot show it.
    Completed,
    /// Ended badly, and reading does not show what was wanted.
    Failed,
    /// Nothing new: what it was, it stays. Read again later.
    StillOpen,
}

/// What a reading proves. `is_last` says that none will follow: what does not show by then, will not.
#[must_use]
pub fn verdict(expected: &Expected, end: End, reading: &Reading, is_last: bool) -> Verdict {
    let shows = expected.is_shown_by(reading) == Some(true);
    let was_not_so = expected.is_shown_by(&expected.before) == Some(false);
    match end {
        End::Lost => of_lost(expected, shows, was_not_so),
        End::Well | End::Untold if shows => seen(expected),
        // The task said no, the tenant's record says yes: only a record that can prove something outweighs it, which one
        // that said so before cannot.
        End::Badly if shows && was_not_so && seen(expected) == Verdict::Verified => Verdict::Verified,
        End::Badly if *reading == Reading::Nothing && !is_last => Verdict::StillOpen,
        End::Badly => Verdict::Failed,
        End::Well if is_last => Verdict::Completed,
        // Nobody said that it ended: only where nothing could be seen anyway, waiting longer is of no use.
        End::Untold if is_last && expected.is_beyond_reading() => Verdict::Completed,
        End::Well | End::Untold | End::Running => Verdict::StillOpen,
    }
}

/// What it is worth that the reading shows what was wanted.
fn seen(expected: &Expected) -> Verdict {
    if expected.is_beyond_reading() { Verdict::Completed } else { Verdict::Verified }
}

/// A lost answer: the reading must show what was wanted, and it must not have been so before.
fn of_lost(expected: &Expected, shows: bool, was_not_so: bool) -> Verdict {
    if !shows || expected.forced || !expected.can_be_shown {
        return Verdict::StillOpen;
    }
    match expected.wanted {
        Wanted::Reloaded => Verdict::Completed,
        _ if was_not_so => seen(expected),
        _ => Verdict::StillOpen,
    }
}

#[cfg(test)]
#[path = "compare/tests.rs"]
mod tests;
