//! Which identity an account belongs to, and what moving it does to the identities it leaves and joins.

use super::account::AccountRow;
use super::identity::Identities;
use super::{NONE, Store};
use crate::tenant::moment::Millis;

impl Store {
    /// Gives an account to another identity, or to nobody with [`NONE`].
    ///
    /// An identity that loses its last account of an authoritative source is one that no authoritative source knows.
    pub(in crate::tenant) fn correlate(&mut self, number: u32, identity: u32, at: Millis) {
        let Some(account) = self.account(number) else { return };
        let previous = account.row.identity;
        let weighs = account.source().facts.authoritative;
        self.change(number, |row| {
            row.identity = identity;
            row.modified = at;
        });
        if weighs {
            self.weigh(&[previous, identity]);
        }
    }

    /// Removes accounts. Their numbers are not given out again.
    pub(in crate::tenant) fn remove_all(&mut self, numbers: &[u32]) {
        let authoritative =
            |number: &&u32| self.account(**number).is_some_and(|known| known.source().facts.authoritative);
        let mut left: Vec<u32> =
            numbers.iter().filter(authoritative).map(|number| self.accounts[*number as usize].identity).collect();
        left.sort_unstable();
        left.dedup();
        self.relist(numbers, |store| {
            for number in numbers {
                if let Some(row) = store.accounts.get_mut(*number as usize) {
                    row.set(AccountRow::GONE, true);
                }
                store.written.remove(number);
            }
        });
        self.weigh(&left);
    }

    /// Changes whether an identity may sign in.
    pub(in crate::tenant) fn change_sign_in(
        &mut self,
        number: u32,
        change: impl FnOnce(&mut super::identity::IdentityRow),
    ) {
        self.relist_identities(&[number], |store| {
            if let Some(row) = store.identities.get_mut(number as usize) {
                change(row);
            }
        });
    }

    /// Looks anew whether an authoritative source knows these identities. What their accounts show of them, and are
    /// sorted by, changes with it.
    fn weigh(&mut self, identities: &[u32]) {
        let theirs = |row: &AccountRow| !row.is(AccountRow::GONE) && identities.contains(&row.identity);
        let numbers = 0_u32..;
        let of_them: Vec<(u32, u32, bool)> = numbers
            .zip(&self.accounts)
            .filter(|(_, row)| row.identity != NONE && theirs(row))
            .map(|(number, row)| (number, row.identity, self.sources[usize::from(row.source)].facts.authoritative))
            .collect();
        let known = |identity: u32| of_them.iter().any(|(_, of, authoritative)| *of == identity && *authoritative);
        let turned: Vec<(u32, bool)> = identities
            .iter()
            .filter_map(|number| Some((*number, self.identities.get(*number as usize)?.uncorrelated)))
            .map(|(number, uncorrelated)| (number, uncorrelated, !known(number)))
            .filter(|(_, before, after)| before != after)
            .map(|(number, _, after)| (number, after))
            .collect();
        let identities: Vec<u32> = turned.iter().map(|(number, _)| *number).collect();
        let accounts: Vec<u32> =
            of_them.iter().filter(|(_, of, _)| identities.contains(of)).map(|(number, ..)| *number).collect();
        self.relist(&accounts, |store| {
            store.relist_identities(&identities, |store| {
                for (number, uncorrelated) in turned {
                    store.identities[number as usize].uncorrelated = uncorrelated;
                }
            });
        });
    }

    fn relist_identities(&mut self, numbers: &[u32], change: impl FnOnce(&mut Self)) {
        let mut lists = std::mem::take(&mut self.identity_lists);
        lists.withdraw(&Identities(self), numbers, self.case);
        change(self);
        lists.admit(&Identities(self), numbers, self.case);
        self.identity_lists = lists;
    }
}

#[cfg(test)]
mod tests {
    use super::super::account::Accounts;
    use super::super::identity::{IdentityRow, SignIn};
    use super::*;
    use crate::tenant::filter::{self, condition, vocabulary};
    use crate::tenant::generation::Generation;
    use crate::tenant::listing::Question;
    use crate::tenant::seed;
    use crate::tenant::settings::Case;

    const CASE: Case = Case::Insensitive;
    const NOW: Millis = 1_795_000_000_000;

    fn store() -> Store {
        seed::store(7, 600, CASE, NOW)
    }

    /// The account an authoritative source has of an identity.
    fn record_of(store: &Store, identity: u32) -> u32 {
        let mut accounts = (0..600).filter_map(|number| store.account(number));
        let known = accounts.find(|known| known.row.identity == identity && known.source().facts.authoritative);
        known.unwrap().number
    }

    fn uncorrelated_accounts(store: &Store) -> Vec<u32> {
        let text = "identity.correlated eq false";
        let filter = filter::parse(text).unwrap();
        let condition = condition::compile(&filter, &vocabulary::ACCOUNTS, Generation::V1, CASE).unwrap();
        let question = Question::new(Some((text.to_owned(), condition)), Vec::new());
        store.account_lists.list(&Accounts(store), question, CASE).rows().to_vec()
    }

    #[test]
    fn moving_the_authoritative_account_leaves_the_previous_identity_without() {
        let mut store = store();
        let record = record_of(&store, 5);
        let others: Vec<u32> =
            (0..600).filter(|n| store.account(*n).unwrap().row.identity == 5 && *n != record).collect();
        assert!(!others.is_empty() && uncorrelated_accounts(&store).iter().all(|number| !others.contains(number)));

        store.correlate(record, 6, NOW + 9);
        let account = store.account(record).unwrap();
        assert_eq!((account.row.identity, account.row.modified), (6, NOW + 9));
        assert!(!store.identity(5).unwrap().correlated() && store.identity(6).unwrap().correlated());
        let listed = uncorrelated_accounts(&store);
        assert!(others.iter().all(|number| listed.contains(number)) && !listed.contains(&record));

        store.correlate(record, 5, NOW + 10);
        assert!(store.identity(5).unwrap().correlated() && store.identity(6).unwrap().correlated());
        assert!(uncorrelated_accounts(&store).iter().all(|number| !others.contains(number)));
    }

    #[test]
    fn moving_any_other_account_leaves_the_identities_as_they_are() {
        let mut store = store();
        let record = record_of(&store, 5);
        let other = (0..600).find(|n| store.account(*n).unwrap().row.identity == 5 && *n != record).unwrap();
        store.correlate(other, NONE, NOW);
        assert!(store.account(other).unwrap().identity().is_none());
        assert!(store.identity(5).unwrap().correlated());
    }

    #[test]
    fn removing_the_authoritative_account_leaves_the_identity_without() {
        let mut store = store();
        let record = record_of(&store, 5);
        store.remove_all(&[record]);
        assert!(store.account(record).is_none() && !store.identity(5).unwrap().correlated());
    }

    #[test]
    fn lists_of_identities_follow_what_changes() {
        let mut store = store();
        let sorters = crate::tenant::sort::parse("cloudStatus", &vocabulary::IDENTITIES, Generation::V1).unwrap();
        let by_status = |store: &Store| {
            let question = Question::new(None, sorters.clone());
            store.identity_lists.list(&Identities(store), question, CASE).rows().to_vec()
        };
        let last = *by_status(&store).last().unwrap();
        store.change_sign_in(last, |row: &mut IdentityRow| row.sign_in = SignIn::Active);
        let position = by_status(&store).iter().position(|number| *number == last).unwrap();
        let states: Vec<_> = by_status(&store).iter().map(|n| store.identity(*n).unwrap().sign_in()).collect();
        assert!(states.is_sorted() && states[position] == "ACTIVE", "{states:?}");
    }
}
