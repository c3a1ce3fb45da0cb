//! The data a tenant starts with, drawn from its seed: people one after the other, each with an identity and the accounts
//! that go with the job; between them the accounts of people who left and of machines.

use std::collections::HashMap;

use fastrand::Rng;

use super::catalogue::{CATALOGUE, System, place_of};
use super::ids::{Ids, Kind};
use super::listing::Listings;
use super::moment::{DAY, MINUTE, Millis};
use super::people::People;
use super::settings::Case;
use super::store::account::{AccountRow, Holder};
use super::store::identity::{IdentityRow, Life, SignIn};
use super::store::{NONE, Source, Store};

/// Makes a tenant of so many accounts; `now` is what its times are counted back from.
pub(super) fn store(seed: u64, accounts: u32, case: Case, now: Millis) -> Store {
    let ids = Ids::of_seed(seed);
    let mut sower = Sower {
        wanted: accounts as usize,
        now,
        random: Rng::with_seed(seed ^ 0x5eed_f1e1d),
        people: People::default(),
        identities: Vec::with_capacity(accounts as usize / 4),
        accounts: Vec::with_capacity(accounts as usize + 16),
        machines: 0,
    };
    sower.sow();
    Store {
        ids,
        case,
        started: now,
        sources: sources(ids, sower.identities.len(), now),
        people: sower.people,
        identities: sower.identities,
        accounts: sower.accounts,
        written: HashMap::new(),
        account_lists: Listings::default(),
        identity_lists: Listings::default(),
    }
}

fn sources(ids: Ids, identities: usize, now: Millis) -> Vec<Source> {
    let owners = u64::try_from(identities.clamp(1, 40)).unwrap_or(1);
    let source = |(place, facts): (usize, &'static super::catalogue::Facts)| {
        let place = u32::try_from(place).unwrap_or(0);
        let draw = ids.noise(1, place);
        let own = facts.system == System::IdentityNow;
        let age = DAY * (900 + i64::from(place) * 37);
        Source {
            facts,
            id: ids.id(Kind::Source, place).to_string(),
            owner: if own || identities == 0 { NONE } else { u32::try_from(draw % owners).unwrap_or(0) },
            created: now - age,
            modified: now - age / 12,
            features: facts.features.join(", "),
        }
    };
    CATALOGUE.iter().enumerate().map(source).collect()
}

struct Sower {
    wanted: usize,
    now: Millis,
    random: Rng,
    people: People,
    identities: Vec<IdentityRow>,
    accounts: Vec<AccountRow>,
    machines: u32,
}

/// How likely an employee has an account on a source, out of a thousand.
const JOBS: [(System, u32); 10] = [
    (System::ActiveDirectory, 960),
    (System::Okta, 900),
    (System::Badges, 550),
    (System::ServiceNow, 350),
    (System::Sap, 300),
    (System::Salesforce, 180),
    (System::GitHub, 150),
    (System::Oracle, 120),
    (System::Linux, 100),
    (System::Racf, 45),
];

/// Where the accounts of those who left are found.
const ABANDONED: [System; 7] = [
    System::ActiveDirectory,
    System::Okta,
    System::GitHub,
    System::Oracle,
    System::Linux,
    System::Sap,
    System::Salesforce,
];

/// Where machines have accounts, the directory most of all.
const MACHINE_ROOMS: [System; 8] = [
    System::ActiveDirectory,
    System::ActiveDirectory,
    System::ActiveDirectory,
    System::Linux,
    System::Oracle,
    System::ServiceNow,
    System::Sap,
    System::Salesforce,
];

/// Nobody has more.
const MOST_ACCOUNTS: usize = 9;

impl Sower {
    fn sow(&mut self) {
        while self.accounts.len() < self.wanted {
            self.staff_member();
            if self.chance(150) {
                self.abandoned();
            }
            if self.chance(75) {
                self.machine();
            }
        }
        self.accounts.truncate(self.wanted);
    }

    fn chance(&mut self, of_a_thousand: u32) -> bool {
        self.random.u32(..1000) < of_a_thousand
    }

    /// The next person: every three hundredth at first has one of the peculiar names.
    fn person(&mut self) -> u32 {
        let next = u32::try_from(self.identities.len()).unwrap_or(0);
        let peculiar = next / 300;
        if next % 300 == 77 && peculiar < People::peculiar_names() {
            return self.people.add_peculiar(peculiar);
        }
        self.people.add(self.random.u64(..))
    }

    fn staff_member(&mut self) {
        let person = self.person();
        let life = match self.random.u32(..1000) {
            0..905 => Life::Active,
            905..925 => Life::Leave,
            925..935 => Life::Prehire,
            _ => Life::Terminated,
        };
        let uncorrelated = self.chance(8);
        let (created, modified) = self.times();
        let identity = u32::try_from(self.identities.len()).unwrap_or(NONE);
        let sign_in = match (life, self.random.u32(..100)) {
            (Life::Terminated, 0..70) => SignIn::Disabled,
            (_, 0..3) => SignIn::Locked,
            (_, 3..20) => SignIn::Unregistered,
            (_, 20..40) => SignIn::Registered,
            _ => SignIn::Active,
        };
        let in_error = self.chance(10);
        self.identities.push(IdentityRow { created, modified, person, life, sign_in, uncorrelated, in_error });
        self.accounts_of(person, identity, life, uncorrelated);
    }

    fn accounts_of(&mut self, person: u32, identity: u32, life: Life, uncorrelated: bool) {
        let first = self.accounts.len();
        if !uncorrelated {
            let contractor = self.chance(150);
            let record = if contractor { System::Contractors } else { System::Workday };
            self.account(record, Holder::Person, person, identity, life);
        }
        for (system, likely) in JOBS {
            if self.accounts.len() - first < MOST_ACCOUNTS && self.chance(likely) {
                self.account(system, Holder::Person, person, identity, life);
            }
        }
        if self.accounts.len() == first {
            self.account(System::Okta, Holder::Person, person, identity, life);
        }
        if self.accounts.len() - first < MOST_ACCOUNTS && self.chance(30) {
            self.account(System::ActiveDirectory, Holder::Admin, person, identity, life);
        }
        if identity % 250 == 3 && self.accounts.len() - first < MOST_ACCOUNTS {
            self.account(System::IdentityNow, Holder::Person, person, identity, life);
        }
    }

    fn abandoned(&mut self) {
        let person = self.people.add(self.random.u64(..));
        let system = ABANDONED[self.random.usize(..ABANDONED.len())];
        self.account(system, Holder::Person, person, NONE, Life::Terminated);
    }

    fn machine(&mut self) {
        let system = MACHINE_ROOMS[self.random.usize(..MACHINE_ROOMS.len())];
        let machine = self.machines;
        self.machines += 1;
        self.account(system, Holder::Machine, machine, NONE, Life::Active);
    }

    fn account(&mut self, system: System, holder: Holder, person: u32, identity: u32, life: Life) {
        let (created, modified) = self.times();
        let mut flags = 0;
        let disabled = self.chance(match life {
            Life::Active => 50,
            Life::Leave => 500,
            Life::Prehire => 400,
            Life::Terminated => 800,
        });
        for (flag, on) in [
            (AccountRow::DISABLED, disabled),
            (AccountRow::LOCKED, self.chance(21)),
            (AccountRow::MANUALLY_CORRELATED, identity != NONE && self.chance(20)),
            (AccountRow::PROVISIONED, self.chance(300)),
            (AccountRow::SYSTEM, system == System::IdentityNow),
        ] {
            flags |= if on { flag } else { 0 };
        }
        let source = place_of(system);
        let rights = self.rights(source, holder);
        self.accounts.push(AccountRow { created, modified, person, identity, flags, rights, source, holder });
    }

    /// How many entitlements: mostly a few, on the directory sometimes hundreds.
    fn rights(&mut self, source: u8, holder: Holder) -> u16 {
        let facts = &CATALOGUE[usize::from(source)];
        let Some(rights) = facts.rights else { return 0 };
        let most = u16::try_from(rights.count.min(12)).unwrap_or(1);
        let directory = facts.system == System::ActiveDirectory;
        match holder {
            Holder::Admin if self.chance(300) => self.random.u16(251..620),
            _ if directory && self.chance(3) => self.random.u16(251..620),
            _ if self.chance(120) => 0,
            _ => 1 + self.random.u16(..most).min(self.random.u16(..most)),
        }
    }

    /// When something was made and last changed: from minutes to years ago; every day sees some.
    fn times(&mut self) -> (Millis, Millis) {
        const YOUNGEST: f64 = 3.0;
        const OLDEST: f64 = 4.0 * 365.0 * 24.0 * 60.0;
        let minutes = YOUNGEST * (OLDEST / YOUNGEST).powf(self.random.f64().cbrt());
        #[expect(clippy::cast_possible_truncation, reason = "four years are few milliseconds")]
        let age = (minutes * 60_000.0) as Millis;
        let modified = self.now - age.max(MINUTE);
        (modified - self.random.i64(MINUTE..6 * 365 * DAY), modified)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::tenant::store::account::Account;

    fn demo() -> Store {
        store(7, 12_250, Case::Insensitive, 1_795_000_000_000)
    }

    fn all(store: &Store) -> impl Iterator<Item = Account<'_>> {
        (0..12_250).filter_map(|number| store.account(number))
    }

    fn share(store: &Store, test: impl Fn(&Account<'_>) -> bool) -> f64 {
        f64::from(u32::try_from(all(store).filter(test).count()).unwrap()) / 12_250.0
    }

    #[test]
    fn the_same_seed_makes_the_same_accounts_and_another_seed_others() {
        let described = |seed| {
            let store = store(seed, 500, Case::Insensitive, 1_795_000_000_000);
            (0..500).map(|n| format!("{} {:?}", store.account(n).unwrap().id(), store.accounts[n as usize])).collect()
        };
        let first: Vec<String> = described(7);
        assert_eq!(first, described(7));
        assert_ne!(first, described(8));
    }

    #[test]
    fn states_come_in_the_shares_of_a_real_company() {
        let store = demo();
        assert_eq!(all(&store).count(), 12_250);
        let within = |low: f64, high: f64, share: f64| assert!((low..high).contains(&share), "{share}");
        within(0.01, 0.03, share(&store, |account| account.row.is(AccountRow::LOCKED)));
        within(0.09, 0.15, share(&store, |account| account.row.is(AccountRow::DISABLED)));
        within(0.03, 0.07, share(&store, |account| account.row.identity == NONE));
        within(0.005, 0.03, share(&store, |account| account.row.holder == Holder::Machine));
        within(0.001, 0.02, share(&store, |account| account.name().is_none()));
        let both = |account: &Account<'_>| account.row.is(AccountRow::LOCKED) && account.row.is(AccountRow::DISABLED);
        assert!(share(&store, both) > 0.0);
        assert!(share(&store, |account| account.row.rights > 500) > 0.0);
        let today = |account: &Account<'_>| account.row.modified > store.started - DAY;
        assert!(share(&store, today) > 0.005);
        assert!(all(&store).all(|account| account.row.created < account.row.modified));
    }

    #[test]
    fn nobody_has_more_than_nine_accounts_and_no_source_stays_empty() {
        let store = demo();
        let mut of_identity: HashMap<u32, usize> = HashMap::new();
        let mut of_source = HashSet::new();
        for account in all(&store) {
            of_source.insert(account.row.source);
            if account.row.identity != NONE {
                *of_identity.entry(account.row.identity).or_default() += 1;
            }
        }
        assert_eq!(of_source.len(), CATALOGUE.len());
        assert_eq!(of_identity.values().max(), Some(&9));
        assert!(of_identity.values().any(|count| *count == 1));
    }

    #[test]
    fn no_two_accounts_of_a_source_share_a_native_identity() {
        let store = demo();
        let mut seen = HashSet::new();
        for account in all(&store) {
            assert!(seen.insert((account.row.source, account.native_identity())), "{}", account.native_identity());
        }
    }
}
