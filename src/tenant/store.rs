//! All the tenant knows: compact rows from which texts are derived when they are asked for, and the lists kept of them.
//!
//! A million accounts are 32 bytes each. What may change later is a field of a row; what follows from a row's numbers
//! for ever is not stored.

use super::catalogue::Facts;
use super::ids::{Ids, Kind};
use super::listing::{Listings, Question};
use super::moment::Millis;
use super::people::People;
use super::settings::Case;
use super::sort::Sorter;

pub(super) mod account;
pub(super) mod attributes;
pub(super) mod entitlement;
pub(super) mod identity;

use account::{Account, AccountRow, Accounts};
use identity::{Identity, IdentityRow};

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

    /// Changes an account and puts it where it now belongs in every list kept.
    pub(super) fn change(&mut self, number: u32, change: impl FnOnce(&mut AccountRow)) {
        let mut lists = std::mem::take(&mut self.account_lists);
        lists.withdraw(&Accounts(self), number, self.case);
        if let Some(row) = self.accounts.get_mut(number as usize) {
            change(row);
        }
        lists.admit(&Accounts(self), number, self.case);
        self.account_lists = lists;
    }

    /// Removes an account. Its number is not given out again.
    pub(super) fn remove(&mut self, number: u32) {
        self.change(number, |row| row.set(AccountRow::GONE, true));
    }

    /// Makes the lists that are asked for most.
    pub(super) fn prepare(&self) {
        let by = |field, descending| vec![Sorter { field, descending }];
        for sorters in
            [vec![], by("id", false), by("name", false), by("modified", true), by("modified", false), by("name", true)]
        {
            self.account_lists.list(&Accounts(self), Question::new(None, sorters), self.case);
        }
    }

    /// Adds an account like another one, under a number of its own.
    pub(super) fn add_like(&mut self, number: u32) {
        let Some(row) = self.accounts.get(number as usize) else { return };
        let added = AccountRow { person: self.people.add(self.ids.noise(0xadd, number)), ..row.clone() };
        let number = u32::try_from(self.accounts.len()).unwrap_or(NONE);
        self.accounts.push(AccountRow { flags: added.flags | AccountRow::GONE, ..added });
        self.change(number, |row| row.set(AccountRow::GONE, false));
    }
}
