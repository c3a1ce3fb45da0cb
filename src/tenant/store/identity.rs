//! An identity: what is stored of it, and everything that follows.

use super::{NONE, Store};
use crate::tenant::filter::condition::{Condition, Datum, Record};
use crate::tenant::ids::{Id, Kind};
use crate::tenant::listing::Table;
use crate::tenant::moment::Millis;
use crate::tenant::people::Person;

/// What is stored of an identity.
#[derive(Clone, Debug)]
pub(in crate::tenant) struct IdentityRow {
    pub(in crate::tenant) created: Millis,
    pub(in crate::tenant) modified: Millis,
    pub(in crate::tenant) person: u32,
    pub(in crate::tenant) life: Life,
    /// Whether the tenant lets it sign in, and in what state that is.
    pub(in crate::tenant) sign_in: SignIn,
    /// No authoritative source knows it.
    pub(in crate::tenant) uncorrelated: bool,
    /// The last refresh of its attributes failed.
    pub(in crate::tenant) in_error: bool,
}

/// Where in its life with the company an identity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tenant) enum Life {
    Active,
    Leave,
    Prehire,
    Terminated,
}

/// The identity's own access to the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tenant) enum SignIn {
    Unregistered,
    Registered,
    Active,
    Disabled,
    Locked,
}

impl SignIn {
    fn word(self) -> &'static str {
        match self {
            Self::Unregistered => "UNREGISTERED",
            Self::Registered => "REGISTERED",
            Self::Active => "ACTIVE",
            Self::Disabled => "DISABLED",
            Self::Locked => "LOCKED",
        }
    }
}

/// An identity with all it hangs together with.
#[derive(Clone, Copy, Debug)]
pub(in crate::tenant) struct Identity<'a> {
    pub(in crate::tenant) store: &'a Store,
    pub(in crate::tenant) row: &'a IdentityRow,
    pub(in crate::tenant) number: u32,
}

/// How many people report to one.
const SPAN: u32 = 9;

impl<'a> Identity<'a> {
    pub(in crate::tenant) fn id(&self) -> Id {
        self.store.ids.id(Kind::Identity, self.number)
    }

    pub(in crate::tenant) fn person(&self) -> Person {
        self.store.people.person(self.row.person, self.store.ids)
    }

    /// The display name.
    pub(in crate::tenant) fn name(&self) -> String {
        self.person().display_name()
    }

    pub(in crate::tenant) fn correlated(&self) -> bool {
        !self.row.uncorrelated
    }

    /// `ACTIVE`, `INACTIVE_SHORT_TERM`, `INACTIVE_LONG_TERM`; null where no profile sets it.
    pub(in crate::tenant) fn state(&self) -> Option<&'static str> {
        match self.row.life {
            _ if self.row.uncorrelated => None,
            Life::Active => Some("ACTIVE"),
            Life::Leave | Life::Prehire => Some("INACTIVE_SHORT_TERM"),
            Life::Terminated => Some("INACTIVE_LONG_TERM"),
        }
    }

    /// The name of its lifecycle state.
    pub(in crate::tenant) fn lifecycle(&self) -> Option<&'static str> {
        match self.row.life {
            _ if self.row.uncorrelated => None,
            Life::Active => Some("active"),
            Life::Leave => Some("leaveOfAbsence"),
            Life::Prehire => Some("prehire"),
            Life::Terminated => Some("terminated"),
        }
    }

    pub(in crate::tenant) fn sign_in(&self) -> &'static str {
        self.row.sign_in.word()
    }

    pub(in crate::tenant) fn processing_state(&self) -> Option<&'static str> {
        match (self.row.in_error, self.row.uncorrelated) {
            (true, _) => Some("ERROR"),
            (_, true) => None,
            _ => Some("OK"),
        }
    }

    /// A mail address, missing for some of those no authoritative source knows.
    pub(in crate::tenant) fn mail(&self) -> Option<String> {
        (!self.row.uncorrelated).then(|| self.person().mail())
    }

    pub(in crate::tenant) fn manager(&self) -> Option<Identity<'a>> {
        self.store.identity(self.number.checked_sub(1)? / SPAN)
    }

    pub(in crate::tenant) fn is_manager(&self) -> bool {
        let reports_begin = self.number.checked_mul(SPAN).and_then(|first| first.checked_add(1));
        reports_begin.is_some_and(|first| (first as usize) < self.store.identities.len())
    }
}

impl Record for Identity<'_> {
    fn datum(&self, field: &str) -> Datum<'_> {
        match field {
            "id" => self.id().to_string().into(),
            "name" => self.name().into(),
            "alias" => self.person().user_name().into(),
            "firstname" => self.person().given().into(),
            "lastname" => self.person().family().into(),
            "email" => self.mail().into(),
            "cloudStatus" => self.sign_in().into(),
            "processingState" => self.processing_state().into(),
            "correlated" => Datum::Flag(self.correlated()),
            "protected" => Datum::Flag(false),
            _ => Datum::Null,
        }
    }
}

/// The identities as a table to make lists of.
pub(in crate::tenant) struct Identities<'s>(pub(in crate::tenant) &'s Store);

impl Table for Identities<'_> {
    type Row<'a>
        = Identity<'a>
    where
        Self: 'a;

    fn len(&self) -> u32 {
        u32::try_from(self.0.identities.len()).unwrap_or(NONE)
    }

    fn row(&self, number: u32) -> Option<Identity<'_>> {
        self.0.identity(number)
    }

    fn rank(&self, number: u32) -> u128 {
        self.0.ids.id(Kind::Identity, number).0
    }

    fn narrowed(&self, condition: &Condition) -> Option<Vec<u32>> {
        let ids = condition.wanted("id")?;
        Some(ids.iter().filter_map(|id| self.0.ids.number(Kind::Identity, id)).collect())
    }
}
