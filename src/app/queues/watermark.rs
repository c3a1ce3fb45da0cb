//! Up to where the tenant's changes are known, and whether they explain how many accounts there are.
//!
//! By the tenant's clock alone: ours may be wrong by hours.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::model::AccountId;
use crate::work::protocol::{Changed, Freshened};

/// How the number of accounts stands to the changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Fit {
    /// It is as the changes say.
    Fits,
    /// There are fewer: some were deleted, and no change tells which.
    Fewer,
    /// There are more, and were the last time too: what came is not among the changes.
    More,
}

/// What a reading of changes has brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) struct Tide {
    pub(in crate::app) fit: Fit,
    /// Something is otherwise than the last time.
    pub(in crate::app) has_moved: bool,
}

/// Up to where the changes are known.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::app) struct Watermark {
    /// The newest change.
    newest: Option<Timestamp>,
    /// After which moment changes were read last.
    since: Option<Timestamp>,
    /// How many accounts there were.
    total: Option<u64>,
    /// The changes read last, with their times: the next reading overlaps with it.
    recent: HashMap<AccountId, Option<Timestamp>>,
    /// There were more accounts than the changes explain, once: one may have come between the two requests.
    had_more: bool,
}

impl Watermark {
    pub(in crate::app) fn newest(&self) -> Option<Timestamp> {
        self.newest
    }

    pub(in crate::app) fn since(&self) -> Option<Timestamp> {
        self.since
    }

    /// Begins anew where the changes stand now.
    pub(in crate::app) fn begin(&mut self, fresh: &Freshened) {
        *self = Self::default();
        self.note(fresh);
        self.total = fresh.total;
    }

    /// Takes in what was read since.
    pub(in crate::app) fn take_in(&mut self, fresh: &Freshened) -> Tide {
        let is_known = |changed: &Changed| self.recent.get(&changed.row.id) == Some(&changed.row.modified);
        let changed = fresh.changed.iter().any(|changed| !is_known(changed));
        let born = fresh.changed.iter().filter(|changed| self.is_born(changed, fresh.since)).count() as u64;
        self.note(fresh);
        let (Some(before), Some(now)) = (self.total, fresh.total) else {
            self.total = self.total.map(|total| total + born).or(fresh.total);
            return Tide { fit: Fit::Fits, has_moved: changed };
        };
        let expected = before + born;
        let had_more = std::mem::take(&mut self.had_more);
        self.total = Some(now);
        let fit = match now.cmp(&expected) {
            std::cmp::Ordering::Equal => Fit::Fits,
            std::cmp::Ordering::Less => Fit::Fewer,
            std::cmp::Ordering::Greater if had_more => Fit::More,
            std::cmp::Ordering::Greater => {
                // The next reading shows it, if it is a change at all.
                (self.had_more, self.total) = (true, Some(expected));
                Fit::Fits
            }
        };
        Tide { fit, has_moved: changed || now != before }
    }

    fn note(&mut self, fresh: &Freshened) {
        self.newest = self.newest.max(fresh.newest);
        self.since = fresh.since;
        self.recent = fresh.changed.iter().map(|changed| (changed.row.id.clone(), changed.row.modified)).collect();
    }

    /// Whether the account is one more than there were.
    fn is_born(&self, changed: &Changed, since: Option<Timestamp>) -> bool {
        let came = changed.row.created.zip(since).is_some_and(|(created, since)| created > since);
        came && !self.recent.contains_key(&changed.row.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AccountRow;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn changed(id: &str, created: i64, modified: i64) -> Changed {
        let (created, modified) = (Some(at(created)), Some(at(modified)));
        Changed { row: AccountRow { created, modified, ..AccountRow::bare(id.into()) }, within: Vec::new() }
    }

    fn fresh(total: u64, changed: Vec<Changed>) -> Freshened {
        let newest = changed.iter().filter_map(|changed| changed.row.modified).max().or(Some(at(100)));
        Freshened { since: Some(at(40)), changed, is_whole: true, newest, total: Some(total) }
    }

    fn begun() -> Watermark {
        let mut watermark = Watermark::default();
        watermark.begin(&fresh(10, vec![changed("old", 50, 100)]));
        watermark
    }

    fn tide(fit: Fit, has_moved: bool) -> Tide {
        Tide { fit, has_moved }
    }

    #[test]
    fn what_was_read_before_is_no_news() {
        assert_eq!(begun().take_in(&fresh(10, vec![changed("old", 50, 100)])), tide(Fit::Fits, false));
        assert_eq!(begun().take_in(&fresh(10, vec![changed("old", 50, 101)])), tide(Fit::Fits, true));
        assert_eq!(begun().take_in(&fresh(10, vec![changed("other", 3, 99)])), tide(Fit::Fits, true));
    }

    #[test]
    fn an_account_that_is_born_is_one_more_and_counted_once() {
        let mut watermark = begun();
        let with_new = fresh(11, vec![changed("old", 50, 100), changed("new", 101, 101)]);
        assert_eq!(watermark.take_in(&with_new), tide(Fit::Fits, true));
        assert_eq!(watermark.take_in(&with_new), tide(Fit::Fits, false));
    }

    #[test]
    fn fewer_accounts_than_expected_are_told_at_once() {
        let mut watermark = begun();
        assert_eq!(watermark.take_in(&fresh(9, vec![])), tide(Fit::Fewer, true));
        assert_eq!(watermark.take_in(&fresh(9, vec![changed("new", 101, 101)])), tide(Fit::Fewer, true), "one for one");
        assert_eq!(watermark.take_in(&fresh(9, vec![])), tide(Fit::Fits, false));
    }

    #[test]
    fn more_accounts_than_expected_may_show_in_the_next_changes_and_are_else_told() {
        let mut watermark = begun();
        assert_eq!(watermark.take_in(&fresh(11, vec![])).fit, Fit::Fits);
        assert_eq!(watermark.take_in(&fresh(11, vec![changed("late", 101, 101)])).fit, Fit::Fits);
        let mut watermark = begun();
        assert_eq!(watermark.take_in(&fresh(11, vec![])).fit, Fit::Fits);
        assert_eq!(watermark.take_in(&fresh(11, vec![])).fit, Fit::More);
        assert_eq!(watermark.take_in(&fresh(11, vec![])).fit, Fit::Fits, "told once");
    }
}
