//! The accounts a person marked: by id, so that they stay marked whatever the table shows.
//!
//! A mark outlives queries, pages and refreshes. What acts on the marked accounts asks [`Marks::resolve`], and so does the
//! header that counts them: what is counted is what is done.

use std::collections::{BTreeSet, HashMap};

use super::list::List;
use crate::model::{AccountId, AccountRow};

/// The marked accounts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    marked: HashMap<AccountId, Mark>,
    /// What was marked before all marks were taken away.
    put_away: HashMap<AccountId, Mark>,
    /// How many of the marked accounts the table shows.
    shown: usize,
}

/// What is kept of a marked account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// The identity it belonged to when it was marked.
    identity: Option<Box<str>>,
    /// Whether the table shows it.
    is_shown: bool,
}

impl Mark {
    /// The mark of an account the table need not show.
    pub(super) fn of(row: &AccountRow) -> Self {
        Self { identity: row.identity.as_ref().and_then(|identity| identity.id.clone()), is_shown: false }
    }
}

/// The ids something is to be done to, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Targets {
    /// The ids: of accounts, identities or sources, as the verb has it. Those the person does not see stand first.
    pub ids: Vec<String>,
    /// Those of them the person does not see in the table.
    pub hidden: BTreeSet<String>,
}

impl Targets {
    /// What the person sees.
    pub fn seen(ids: impl IntoIterator<Item = String>) -> Self {
        Self { ids: ids.into_iter().collect(), hidden: BTreeSet::new() }
    }
}

impl Marks {
    /// Marks an account the table shows. Says whether it was not marked before.
    pub(super) fn mark(&mut self, row: &AccountRow) -> bool {
        let is_new = self.put(row.id.clone(), Mark::of(row));
        self.seen([row]);
        is_new
    }

    /// Marks an account, shown or not: the next count tells. Says whether it was not marked before.
    pub(super) fn put(&mut self, id: AccountId, mark: Mark) -> bool {
        let is_new = !self.marked.contains_key(&id);
        if is_new {
            self.marked.insert(id, mark);
        }
        is_new
    }

    /// Takes the mark of an account away. Says whether it had one.
    pub(super) fn unmark(&mut self, id: &AccountId) -> bool {
        let mark = self.marked.remove(id);
        self.shown -= usize::from(mark.as_ref().is_some_and(|mark| mark.is_shown));
        mark.is_some()
    }

    /// Marks the account, or takes its mark away.
    pub fn toggle(&mut self, row: &AccountRow) {
        if !self.unmark(&row.id) {
            self.mark(row);
        }
    }

    /// The account is gone: it is marked no more, and cannot be brought back.
    pub fn forget(&mut self, id: &AccountId) {
        self.unmark(id);
        self.put_away.remove(id);
    }

    /// Takes all marks away; where there are none, brings back those taken away last.
    pub fn none_or_back(&mut self) {
        let marked = std::mem::take(&mut self.marked);
        self.shown = 0;
        if marked.is_empty() {
            self.marked = std::mem::take(&mut self.put_away);
            self.show_none();
        } else {
            self.put_away = marked;
        }
    }

    /// Whether the account is marked.
    #[must_use]
    pub fn contains(&self, id: &AccountId) -> bool {
        self.marked.contains_key(id)
    }

    /// How many accounts are marked.
    #[must_use]
    pub fn len(&self) -> usize {
        self.marked.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.marked.is_empty()
    }

    /// How many marked accounts the table does not show.
    #[must_use]
    pub fn hidden(&self) -> usize {
        self.marked.len() - self.shown
    }

    /// The table shows these rows as well from now on.
    pub(super) fn seen<'r>(&mut self, rows: impl IntoIterator<Item = &'r AccountRow>) {
        let Self { marked, shown, .. } = self;
        for row in rows {
            if *shown == marked.len() {
                break;
            }
            if let Some(mark) = marked.get_mut(&row.id).filter(|mark| !mark.is_shown) {
                mark.is_shown = true;
                *shown += 1;
            }
        }
    }

    /// Finds out again which marked accounts the table shows.
    pub(super) fn recount(&mut self, list: &List) {
        self.show_none();
        self.seen(list.shown_rows());
    }

    fn show_none(&mut self) {
        self.shown = 0;
        self.marked.values_mut().for_each(|mark| mark.is_shown = false);
    }

    /// What something is to be done to: the marked accounts, those not shown first.
    #[must_use]
    pub fn resolve(&self) -> Targets {
        let mut marked: Vec<(bool, &AccountId)> = self.marked.iter().map(|(id, mark)| (mark.is_shown, id)).collect();
        marked.sort_unstable();
        let hidden = marked.iter().filter(|(is_shown, _)| !is_shown).map(|(_, id)| id.to_string()).collect();
        Targets { ids: marked.into_iter().map(|(_, id)| id.to_string()).collect(), hidden }
    }

    /// The identities of the marked accounts, each once; hidden where none of its accounts is shown. With the number of
    /// marked accounts that belong to nobody.
    #[must_use]
    pub fn identities(&self) -> (Targets, usize) {
        let of = |wanted: bool| {
            let such = self.marked.values().filter(move |mark| mark.is_shown == wanted);
            such.filter_map(|mark| mark.identity.as_deref()).map(str::to_owned).collect::<BTreeSet<String>>()
        };
        let seen = of(true);
        let hidden = &of(false) - &seen;
        let ids = hidden.iter().chain(&seen).cloned().collect();
        let nobodys = self.marked.values().filter(|mark| mark.identity.is_none()).count();
        (Targets { ids, hidden }, nobodys)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::IdentityFacts;

    fn row(id: &str, identity: Option<&str>) -> AccountRow {
        let facts = |id: &str| Arc::new(IdentityFacts { id: Some(id.into()), ..IdentityFacts::default() });
        AccountRow { identity: identity.map(facts), ..AccountRow::bare(id.into()) }
    }

    #[test]
    fn a_second_time_brings_the_marks_back() {
        let mut marks = Marks::default();
        for id in ["b", "a"] {
            marks.toggle(&row(id, None));
        }
        marks.none_or_back();
        assert!(marks.is_empty());
        marks.none_or_back();
        assert_eq!((marks.resolve().ids.as_slice(), marks.hidden()), (["a".to_owned(), "b".to_owned()].as_slice(), 2));
        marks.toggle(&row("a", None));
        assert_eq!(marks.resolve().ids, ["b"]);
    }

    #[test]
    fn what_is_not_shown_stands_first_and_is_counted() {
        let mut marks = Marks::default();
        for id in ["a", "b"] {
            marks.toggle(&row(id, None));
        }
        marks.recount(&List::default());
        assert_eq!((marks.len(), marks.hidden()), (2, 2));
        marks.toggle(&row("c", None));
        assert_eq!(marks.resolve().ids, ["a", "b", "c"]);
        assert_eq!(marks.hidden(), 2, "what was just marked is under the cursor");
    }

    #[test]
    fn an_identity_of_two_accounts_counts_once() {
        let mut marks = Marks::default();
        for (id, identity) in [("a", Some("i1")), ("b", Some("i1")), ("c", Some("i2")), ("d", None)] {
            marks.toggle(&row(id, identity));
        }
        let (targets, nobodys) = marks.identities();
        assert_eq!((targets.ids, nobodys), (vec!["i1".to_owned(), "i2".to_owned()], 1));
    }
}
