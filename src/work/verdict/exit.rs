//! The exit code of a run, from what became of its targets.

use crate::model::{Outcome, SkipReason};

/// What became of one target, as far as the exit code depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The outcome.
    pub outcome: Outcome,
    /// The HTTP status of the answer, where one came.
    pub status: Option<u16>,
    /// Reading could never have shown more: see [`Expected::is_beyond_reading`](super::Expected::is_beyond_reading).
    pub is_beyond_reading: bool,
}

/// The exit code of a run: 0 where all is well, 3 where the tenant let us do nothing of it, else 1. With `no_wait`, what
/// was sent is well.
#[must_use]
pub fn exit_code(targets: impl IntoIterator<Item = Told>, no_wait: bool) -> u8 {
    let (mut all_well, mut tried, mut not_allowed) = (true, 0_usize, 0_usize);
    for target in targets {
        all_well &= is_well(target, no_wait);
        tried += usize::from(!matches!(target.outcome, Outcome::Skipped(_)));
        not_allowed += usize::from(target.outcome == Outcome::Refused && matches!(target.status, Some(401 | 403)));
    }
    match (all_well, tried > 0 && not_allowed == tried) {
        (true, _) => 0,
        (false, true) => 3,
        (false, false) => 1,
    }
}

fn is_well(target: Told, no_wait: bool) -> bool {
    match target.outcome {
        Outcome::Verified | Outcome::Skipped(SkipReason::Already) => true,
        Outcome::Sent => no_wait,
        Outcome::Completed => target.is_beyond_reading,
        Outcome::Planned | Outcome::Unknown | Outcome::Refused | Outcome::Failed | Outcome::Skipped(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(outcome: Outcome) -> Told {
        Told { outcome, status: None, is_beyond_reading: false }
    }

    fn refused(status: u16) -> Told {
        Told { status: Some(status), ..told(Outcome::Refused) }
    }

    #[test]
    fn each_outcome_has_its_code() {
        let table = [
            (told(Outcome::Planned), 1),
            (told(Outcome::Sent), 1),
            (told(Outcome::Unknown), 1),
            (refused(400), 1),
            (refused(403), 3),
            (refused(401), 3),
            (told(Outcome::Failed), 1),
            (told(Outcome::Completed), 1),
            (Told { is_beyond_reading: true, ..told(Outcome::Completed) }, 0),
            (told(Outcome::Verified), 0),
            (told(Outcome::Skipped(SkipReason::Already)), 0),
            (told(Outcome::Skipped(SkipReason::InFlight)), 1),
            (told(Outcome::Skipped(SkipReason::Impossible)), 1),
            (told(Outcome::Skipped(SkipReason::Drift)), 1),
            (told(Outcome::Skipped(SkipReason::Held)), 1),
            (told(Outcome::Skipped(SkipReason::Dropped)), 1),
        ];
        for (target, code) in table {
            assert_eq!(exit_code([target], false), code, "{target:?}");
        }
    }

    #[test]
    fn who_does_not_wait_is_content_with_sent_and_with_nothing_less() {
        assert_eq!(exit_code([told(Outcome::Sent), told(Outcome::Verified)], true), 0);
        assert_eq!(exit_code([told(Outcome::Sent), told(Outcome::Unknown)], true), 1);
        assert_eq!(exit_code([told(Outcome::Planned)], true), 1);
    }

    #[test]
    fn permission_is_the_matter_only_where_it_is_for_all() {
        assert_eq!(exit_code([refused(403), refused(401)], false), 3);
        assert_eq!(exit_code([refused(403), told(Outcome::Skipped(SkipReason::Impossible))], false), 3);
        assert_eq!(exit_code([refused(403), told(Outcome::Verified)], false), 1);
        assert_eq!(exit_code([refused(403), refused(404)], false), 1);
        assert_eq!(exit_code([], false), 0);
    }
}
