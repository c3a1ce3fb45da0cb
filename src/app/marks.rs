//! The accounts a person marked: by id, so that they stay marked whatever the table shows.
//!
//! A mark outlives queries, pages and refreshes. What acts on the marked accounts asks [`Marks::resolve`], and so does the
//! header that counts them: what is counted is what is done.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::list::List;
use crate::model::{AccountId, AccountRow};

/// The marked accounts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// Each with the identity it belonged to when it was marked.
    marked: BTreeMap<AccountId, Option<Box<str>>>,
    /// What was marked before all marks were taken away.
    put_away: BTreeMap<AccountId, Option<Box<str>>>,
    /// The marked accounts the table does not show.
    hidden: BTreeSet<AccountId>,
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
    /// Marks the account, or takes its mark away.
    pub fn toggle(&mut self, row: &AccountRow) {
        if self.marked.remove(&row.id).is_none() {
            let identity = row.identity.as_ref().and_then(|identity| identity.id.clone());
            self.marked.insert(row.id.clone(), identity);
        }
        self.hidden.remove(&row.id);
    }

    /// The account is gone: it is marked no more, and cannot be brought back.
    pub fn forget(&mut self, id: &AccountId) {
        self.marked.remove(id);
        self.put_away.remove(id);
        self.hidden.remove(id);
    }

    /// Takes all marks away; where there are none, brings back those taken away last.
    pub fn none_or_back(&mut self) {
        let marked = std::mem::take(&mut self.marked);
        self.hidden.clear();
        if marked.is_empty() {
            self.marked = std::mem::take(&mut self.put_away);
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
        self.hidden.len()
    }

    /// Finds out again which marked accounts the table does not show.
    pub(super) fn recount(&mut self, list: &List) {
        if self.marked.is_empty() {
            return;
        }
        // Taken out one by one, so that the rest of many rows costs a look into a set that is small by then.
        let mut hidden: HashSet<&AccountId> = self.marked.keys().collect();
        for row in list.shown_rows() {
            if hidden.remove(&row.id) && hidden.is_empty() {
                break;
            }
        }
        self.hidden = hidden.into_iter().cloned().collect();
    }

    /// What something is to be done to: the marked accounts, those not shown first.
    #[must_use]
    pub fn resolve(&self) -> Targets {
        let seen = self.marked.keys().filter(|id| !self.hidden.contains(*id));
        let ids = self.hidden.iter().chain(seen).map(ToString::to_string).collect();
        Targets { ids, hidden: self.hidden.iter().map(ToString::to_string).collect() }
    }

    /// The identities of the marked accounts, each once; hidden where none of its accounts is shown. With the number of
    /// marked accounts that belong to nobody.
    #[must_use]
    pub fn identities(&self) -> (Targets, usize) {
        let of = |id: &AccountId| self.marked.get(id).and_then(Option::as_deref).map(str::to_owned);
        let seen: BTreeSet<String> =
            self.marked.keys().filter(|id| !self.hidden.contains(*id)).filter_map(of).collect();
        let hidden: BTreeSet<String> = self.hidden.iter().filter_map(of).filter(|id| !seen.contains(id)).collect();
        let ids = hidden.iter().chain(&seen).cloned().collect();
        let nobodys = self.marked.values().filter(|identity| identity.is_none()).count();
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
        assert_eq!(marks.resolve(), Targets::seen(["a".to_owned(), "b".to_owned()]));
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
