//! The roll of a queue: who is in it, since it was read whole.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::model::{AccountId, AccountRow};
use crate::query::Predicate;
use crate::work::protocol::Changed;

/// How long a full reading holds.
const HOLDS: SignedDuration = SignedDuration::from_mins(30);
/// How long it holds where changes do not show who comes.
const HOLDS_ALONE: SignedDuration = SignedDuration::from_mins(5);
/// How long changes may not have been read.
const UNREAD: SignedDuration = SignedDuration::from_mins(5);

/// What keeps a roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptBy {
    /// What changes, as long as nothing shows that this is not enough.
    Changes,
    /// Full readings: an account came whose `modified` had not moved, or the query cannot be judged here.
    FullReadings,
}

/// Why a roll may be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Reading it whole left some out.
    Incomplete,
    /// More has changed than was read.
    TooManyChanges,
    /// There are more or fewer accounts than the changes explain.
    TotalDoesNotFit,
    /// Changes could not be read for a while.
    Unread,
    /// The full reading is long ago.
    Old,
}

/// The members of a queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Roll {
    members: HashSet<AccountId>,
    /// Those that came since the person last looked.
    news: HashSet<AccountId>,
    /// What a member must be; none where that cannot be judged here.
    pub(in crate::app) test: Option<Arc<Predicate>>,
    /// When it was read whole.
    pub read_at: Timestamp,
    /// Until when changes are within it.
    pub fresh_at: Timestamp,
    /// The pages a full reading takes.
    pub pages: u64,
    /// What keeps it.
    pub kept_by: KeptBy,
    /// When a full reading was last begun ahead of need.
    pub(in crate::app) tried_at: Option<Timestamp>,
    doubt: Option<Doubt>,
    /// What changed after this moment of the tenant's clock is within it.
    since: Option<Timestamp>,
}

/// What a full reading gave.
pub(super) struct Gathered {
    pub(super) members: HashSet<AccountId>,
    pub(super) test: Option<Arc<Predicate>>,
    pub(super) pages: u64,
    pub(super) is_whole: bool,
    /// After which moment of the tenant's clock changes are read from now on; none where they cannot be.
    pub(super) since: Option<Timestamp>,
    pub(super) at: Timestamp,
}

impl Roll {
    pub(super) fn of(gathered: Gathered, kept_by: KeptBy) -> Self {
        let Gathered { members, test, pages, is_whole, since, at } = gathered;
        let kept_by = if test.is_some() { kept_by } else { KeptBy::FullReadings };
        let is_unmarked = kept_by == KeptBy::Changes && since.is_none();
        let by_changes = is_unmarked.then_some(Doubt::Unread);
        let doubt = if is_whole { by_changes } else { Some(Doubt::Incomplete) };
        Self {
            members,
            news: HashSet::new(),
            test,
            read_at: at,
            fresh_at: at,
            pages,
            kept_by,
            tried_at: None,
            doubt,
            since,
        }
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.members.len() as u64
    }

    /// Whether there is no member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// How many came since the person last looked.
    #[must_use]
    pub fn news(&self) -> u64 {
        self.news.len() as u64
    }

    /// Why it may be wrong, if it may.
    #[must_use]
    pub fn doubt(&self, now: Timestamp) -> Option<Doubt> {
        let age = |since: Timestamp| now.duration_since(since).abs();
        let holds = match self.kept_by {
            KeptBy::Changes => HOLDS,
            KeptBy::FullReadings => HOLDS_ALONE,
        };
        let is_unread = self.kept_by == KeptBy::Changes && age(self.fresh_at) >= UNREAD;
        let by_time = if is_unread { Some(Doubt::Unread) } else { (age(self.read_at) >= holds).then_some(Doubt::Old) };
        self.doubt.or(by_time)
    }

    /// Whether a full reading may be begun ahead of need: not again and again where it does not settle the doubt.
    pub(in crate::app) fn may_be_tried(&self, now: Timestamp) -> bool {
        self.tried_at.is_none_or(|tried| now.duration_since(tried).abs() >= HOLDS_ALONE)
    }

    /// Notes that something does not fit. What was noted first stays: only a full reading settles it.
    pub(in crate::app) fn doubt_it(&mut self, doubt: Doubt) {
        self.doubt.get_or_insert(doubt);
    }

    pub(in crate::app) fn members(&self) -> impl Iterator<Item = &AccountId> {
        self.members.iter()
    }

    pub(in crate::app) fn contains(&self, id: &AccountId) -> bool {
        self.members.contains(id)
    }

    /// The person looks at it.
    pub(super) fn look_at(&mut self) {
        self.news.clear();
    }

    /// Takes in every change since a moment. Gives those that came.
    pub(in crate::app) fn take_in<'c>(
        &mut self,
        changed: impl Iterator<Item = (&'c Changed, bool)>,
        since: Option<Timestamp>,
        now: Timestamp,
    ) -> Vec<AccountRow> {
        let came: Vec<AccountRow> = changed
            .filter(|(changed, is_member)| self.settle(&changed.row.id, *is_member))
            .map(|(changed, _)| changed.row.clone())
            .collect();
        self.news.extend(came.iter().map(|row| row.id.clone()));
        (self.since, self.fresh_at) = (since, now);
        came
    }

    /// What an account is now. Says whether it has come.
    pub(in crate::app) fn settle(&mut self, id: &AccountId, is_member: bool) -> bool {
        if is_member {
            return self.members.insert(id.clone());
        }
        self.news.remove(id);
        self.members.remove(id);
        false
    }

    /// Whether changes would not have shown this: the account was last changed before those that were read, and stands
    /// otherwise now than was known.
    pub(in crate::app) fn was_hidden(&self, row: &AccountRow) -> bool {
        let is_sure = self.doubt.is_none() && self.kept_by == KeptBy::Changes;
        let was_passed = |(modified, since): (Timestamp, Timestamp)| modified <= since;
        is_sure && row.modified.zip(self.since).is_some_and(was_passed)
    }

    /// A newer full reading takes its place. Gives those that came since.
    pub(super) fn renew(&mut self, gathered: Gathered, unknown: Vec<AccountRow>) -> Vec<AccountRow> {
        let kept_by = if unknown.iter().any(|row| self.was_hidden(row)) { KeptBy::FullReadings } else { self.kept_by };
        let came: Vec<AccountRow> = unknown.into_iter().filter(|row| gathered.members.contains(&row.id)).collect();
        let mut news = std::mem::take(&mut self.news);
        news.retain(|id| gathered.members.contains(id));
        news.extend(came.iter().map(|row| row.id.clone()));
        *self = Self { news, tried_at: self.tried_at, ..Self::of(gathered, kept_by) };
        came
    }
}
