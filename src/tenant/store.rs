//! All the tenant knows: compact rows from which texts are derived when they are asked for, and the lists kept of them.
//!
//! A million accounts are 32 bytes each. What may change later is a field of a row; what follows from a row's numbers
//! for ever is not stored.

use std::collections::HashMap;

use super::catalogue::Facts;
use super::ids::{Ids, Kind};
use super::listing::Listings;
use super::moment::Millis;
use super::people::People;
use super::settings::Case;

pub(super) mod account;
pub(super) mod attributes;
mod correlation;
pub(super) mod entitlement;
pub(super) mod identity;
pub(super) mod written;

use account::{Account, AccountRow, Accounts, Holder};
use identity::{Identity, IdentityRow};
use written::Written;

/// No row.
pub(super) const NONE: u32 = u32::MAX;

/// A source as this tenant has it.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) facts: &'static Facts,
    pub(super) id: String,
    /// The identity that owns it; [`NONE`] for the tenant's own.
    pub(super) owner: u32,
    pub(super) created: Millis,
    pub(super) modified: Millis,
    /// The features as accounts carry them: one text.
    pub(super) features: String,
}

/// The tenant's data.
#[derive(Debug)]
pub(super) struct Store {
    pub(super) ids: Ids,
    pub(super) case: Case,
    /// When the tenant was started.
    pub(super) started: Millis,
    pub(super) people: People,
    pub(super) sources: Vec<Source>,
    pub(super) identities: Vec<IdentityRow>,
    pub(super) accounts: Vec<AccountRow>,
    /// What was written of accounts, for those that are [`AccountRow::WRITTEN`].
    pub(super) written: HashMap<u32, Written>,
    pub(super) account_lists: Listings,
    pub(super) identity_lists: Listings,
}

impl Store {
    /// The account of this number, unless it was removed.
    pub(super) fn account(&self, number: u32) -> Option<Account<'_>> {
        let row = self.accounts.get(number as usize)?;
        (!row.is(AccountRow::GONE)).then_some(Account { store: self, row, number })
    }

    /// The account of this id.
    pub(super) fn account_by_id(&self, id: &str) -> Option<Account<'_>> {
        self.account(self.ids.number(Kind::Account, id)?)
    }

    /// The identity of this number.
    pub(super) fn identity(&self, number: u32) -> Option<Identity<'_>> {
        let row = self.identities.get(number as usize)?;
        Some(Identity { store: self, row, number })
    }

    /// The identity of this id.
    pub(super) fn identity_by_id(&self, id: &str) -> Option<Identity<'_>> {
        self.identity(self.ids.number(Kind::Identity, id)?)
    }

    /// The source of this id, and its place among the sources.
    pub(super) fn source_by_id(&self, id: &str) -> Option<(u8, &Source)> {
        (0..).zip(&self.sources).find(|(_, source)| source.id == id)
    }

    /// The numbers of the accounts of a source.
    pub(super) fn accounts_of_source(&self, source: u8) -> impl Iterator<Item = u32> {
        let there = move |row: &AccountRow| row.source == source && !row.is(AccountRow::GONE);
        (0..).zip(&self.accounts).filter(move |(_, row)| there(row)).map(|(number, _)| number)
    }

    /// Changes an account and puts it where it now belongs in every list kept.
    pub(super) fn change(&mut self, number: u32, change: impl FnOnce(&mut AccountRow)) {
        self.relist(&[number], |store| {
            if let Some(row) = store.accounts.get_mut(number as usize) {
                change(row);
            }
        });
    }

    /// Changes what these accounts are listed by.
    fn relist(&mut self, numbers: &[u32], change: impl FnOnce(&mut Self)) {
        let mut lists = std::mem::take(&mut self.account_lists);
        lists.withdraw(&Accounts(self), numbers, self.case);
        change(self);
        lists.admit(&Accounts(self), numbers, self.case);
        self.account_lists = lists;
    }

    /// Removes an account. Its number is not given out again.
    pub(super) fn remove(&mut self, number: u32) {
        self.remove_all(&[number]);
    }

    /// Adds an account like another one: on the same source and of the same age, but a newcomer's whom nobody knows yet.
    pub(super) fn add_like(&mut self, number: u32) {
        let Some(row) = self.accounts.get(number as usize).cloned() else { return };
        let newcomer = self.people.add(self.ids.noise(0xadd, number));
        let added = AccountRow { person: newcomer, identity: NONE, holder: Holder::Person, ..row };
        let number = u32::try_from(self.accounts.len()).unwrap_or(NONE);
        self.accounts.push(AccountRow { flags: added.flags & !AccountRow::WRITTEN | AccountRow::GONE, ..added });
        self.change(number, |row| row.set(AccountRow::GONE, false));
    }
}

#[cfg(test)]
mod tests {
    use super::super::filter::{self, condition, vocabulary};
    use super::super::generation::Generation;
    use super::super::listing::Question;
    use super::super::{seed, sort};
    use super::*;

    const CASE: Case = Case::Insensitive;

    fn question(filters: &str, sorters: &str) -> Question {
        let sorters = sort::parse(sorters, &vocabulary::ACCOUNTS, Generation::V1).unwrap();
        let filter = (!filters.is_empty()).then(|| {
            let filter = filter::parse(filters).unwrap();
            let condition = condition::compile(&filter, &vocabulary::ACCOUNTS, Generation::V1, CASE).unwrap();
            (filter.to_string(), condition)
        });
        Question::new(filter, sorters)
    }

    fn rows(store: &Store, lists: &Listings, question: &Question) -> Vec<u32> {
        lists.list(&Accounts(store), question.clone(), CASE).rows().to_vec()
    }

    fn store() -> Store {
        seed::store(7, 400, CASE, 1_795_000_000_000)
    }

    #[test]
    fn lists_kept_through_changes_are_those_that_would_be_made_anew() {
        let mut store = store();
        let questions: Vec<Question> = [
            ("", ""),
            ("", "id"),
            ("", "name,id"),
            ("", "-modified"),
            ("", "identity.name,-created"),
            ("uncorrelated eq true", "name"),
            ("identity.correlated eq false", "identity.identityState,name"),
            ("modified gt 2026-01-01T00:00:00Z", "-modified,id"),
            ("not source.displayableName eq \"Okta\"", ""),
        ]
        .map(|(filters, sorters)| question(filters, sorters))
        .into();
        for question in &questions {
            rows(&store, &store.account_lists, question);
        }
        let mut random = fastrand::Rng::with_seed(3);
        for _ in 0..300 {
            let number = random.u32(..u32::try_from(store.accounts.len()).unwrap());
            match random.u8(..6) {
                0 => store.remove(number),
                1 => store.add_like(number),
                2 => store.change(number, |row| row.modified += 86_400_000),
                3 => {
                    let name = format!("written {number}").into();
                    store.write_attributes(number, [("displayName".to_owned(), name)].into_iter().collect());
                }
                4 => {
                    let several: Vec<u32> = (number..number + 5).collect();
                    store.remove_all(&several[..random.usize(..5)]);
                }
                _ => store.correlate(number, if random.bool() { 3 } else { NONE }, 1_795_000_000_001),
            }
        }
        for question in &questions {
            let anew = rows(&store, &Listings::default(), question);
            assert_eq!(rows(&store, &store.account_lists, question), anew, "{question:?}");
            assert!(!anew.is_empty());
        }
    }

    #[test]
    fn what_was_removed_is_not_found_and_its_number_not_given_out_again() {
        let mut store = store();
        let id = store.account(5).unwrap().id().to_string();
        store.remove(5);
        assert!(store.account_by_id(&id).is_none());
        store.add_like(6);
        assert!(store.account(5).is_none() && store.account(400).is_some());
        let question = question(&format!("id eq \"{id}\""), "");
        assert!(rows(&store, &store.account_lists, &question).is_empty());
    }

    #[test]
    fn conditions_on_ids_find_what_looking_at_every_row_finds() {
        let store = store();
        let account = store.account(9).unwrap();
        let (id, identity) = (account.id(), account.identity().unwrap().id());
        for (narrowed, looked) in [
            (format!("id eq \"{id}\""), format!("id eq \"{id}\" or id eq \"x\"")),
            (format!("identityId eq \"{identity}\""), format!("not not identityId eq \"{identity}\"")),
            (format!("id in (\"{id}\",\"{id}\",\"x\")"), format!("not not id eq \"{id}\"")),
            (format!("name sw \"zz\" and id eq \"{id}\""), "name sw \"zz\" and name sw \"aa\"".to_owned()),
        ] {
            let [narrowed, looked] = [narrowed, looked].map(|filters| question(&filters, "name"));
            let found = rows(&store, &store.account_lists, &narrowed);
            assert_eq!(found, rows(&store, &store.account_lists, &looked), "{narrowed:?}");
        }
    }

    #[test]
    fn what_follows_behind_a_unique_sorter_changes_nothing() {
        let by = |sorters: &str| question("", sorters).sorters;
        assert_eq!(by("name,id"), by("name"));
        assert_eq!(by("id,name"), by("id"));
        assert_eq!(by("name,id,created"), by("name"));
        assert_ne!(by("name,-id"), by("name"));
        assert_ne!(by("id"), by(""));
    }
}
