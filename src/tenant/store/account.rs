//! An account: what is stored of it, and everything that follows.

use std::borrow::Cow;

use super::identity::Identity;
use super::written::Written;
use super::{NONE, Source, Store};
use crate::tenant::catalogue::System;
use crate::tenant::filter::condition::{Condition, Datum, Record};
use crate::tenant::ids::{Id, Kind};
use crate::tenant::listing::Table;
use crate::tenant::moment::Millis;
use crate::tenant::people::{DOMAIN, Person, pick};
use crate::tenant::words::{Machine, WORDS};

/// What is stored of an account.
#[derive(Clone, Debug)]
pub(in crate::tenant) struct AccountRow {
    pub(in crate::tenant) created: Millis,
    pub(in crate::tenant) modified: Millis,
    /// Whose it is by name: a person's number, or a machine's.
    pub(in crate::tenant) person: u32,
    /// The identity it is correlated to, or [`NONE`].
    pub(in crate::tenant) identity: u32,
    pub(in crate::tenant) flags: u16,
    /// How many entitlements it holds.
    pub(in crate::tenant) rights: u16,
    /// The source's place among the sources.
    pub(in crate::tenant) source: u8,
    pub(in crate::tenant) holder: Holder,
}

/// What kind of name an account carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tenant) enum Holder {
    /// A person's own.
    Person,
    /// A person's second one, for administration.
    Admin,
    /// A machine's.
    Machine,
}

impl AccountRow {
    pub(in crate::tenant) const DISABLED: u16 = 1;
    pub(in crate::tenant) const LOCKED: u16 = 1 << 1;
    pub(in crate::tenant) const MANUALLY_CORRELATED: u16 = 1 << 2;
    pub(in crate::tenant) const PROVISIONED: u16 = 1 << 3;
    pub(in crate::tenant) const SYSTEM: u16 = 1 << 4;
    /// Removed; the number is not given out again.
    pub(in crate::tenant) const GONE: u16 = 1 << 5;
    /// The store has it written down what name, native identity and attributes are.
    pub(in crate::tenant) const WRITTEN: u16 = 1 << 6;

    pub(in crate::tenant) fn is(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    pub(in crate::tenant) fn set(&mut self, flag: u16, on: bool) {
        if on { self.flags |= flag } else { self.flags &= !flag }
    }
}

/// An account with all it hangs together with.
#[derive(Clone, Copy, Debug)]
pub(in crate::tenant) struct Account<'a> {
    pub(in crate::tenant) store: &'a Store,
    pub(in crate::tenant) row: &'a AccountRow,
    pub(in crate::tenant) number: u32,
}

/// What is drawn from an account's number, one purpose each.
#[derive(Clone, Copy)]
#[repr(u64)]
pub(in crate::tenant) enum Draw {
    NullName = 200,
    NullSourceName,
    NullOrigin,
    Recommendation,
    Uuid,
    UuidEnd,
    FirstRight,
    RightStride,
    Owner,
    NativeId,
    Attributes,
    LastLogin,
}

impl<'a> Account<'a> {
    pub(in crate::tenant) fn id(&self) -> Id {
        self.store.ids.id(Kind::Account, self.number)
    }

    pub(in crate::tenant) fn source(&self) -> &'a Source {
        &self.store.sources[usize::from(self.row.source)]
    }

    pub(in crate::tenant) fn system(&self) -> System {
        self.source().facts.system
    }

    pub(in crate::tenant) fn identity(&self) -> Option<Identity<'a>> {
        self.store.identity(self.row.identity)
    }

    pub(in crate::tenant) fn is_machine(&self) -> bool {
        self.row.holder == Holder::Machine
    }

    pub(in crate::tenant) fn person(&self) -> Person {
        self.store.people.person(self.row.person, self.store.ids)
    }

    pub(in crate::tenant) fn noise(&self, purpose: Draw) -> u64 {
        self.store.ids.noise(purpose as u64, self.number)
    }

    /// What was written of it, for the few of which anything was.
    pub(in crate::tenant) fn written(&self) -> Option<&'a Written> {
        self.row.is(AccountRow::WRITTEN).then(|| self.store.written.get(&self.number)).flatten()
    }

    /// What the source calls the account. Null for some, as on real tenants.
    pub(in crate::tenant) fn name(&self) -> Option<String> {
        if let Some(written) = self.written() {
            return Some(written.name.clone());
        }
        let nameless = !matches!(self.system(), System::ActiveDirectory | System::Workday)
            && self.noise(Draw::NullName).is_multiple_of(250);
        (!nameless).then(|| self.usual_name())
    }

    /// The name, also where the API leaves it out.
    pub(in crate::tenant) fn usual_name(&self) -> String {
        match self.row.holder {
            Holder::Machine => self.machine_name(),
            Holder::Admin => format!("adm-{}", self.person().user_name()),
            Holder::Person => {
                let person = self.person();
                match self.system() {
                    System::ActiveDirectory | System::Workday | System::ServiceNow | System::IdentityNow => {
                        person.user_name()
                    }
                    System::Contractors | System::Sap | System::Badges => person.display_name(),
                    System::Okta => person.mail(),
                    System::Salesforce => format!("{}.crm", person.mail()),
                    System::Oracle => person.user_name().to_uppercase(),
                    System::GitHub => person.latin_name('-'),
                    System::Racf => format!("{}{}", person.initials(), person.employee_number() % 1_000_000),
                    System::Linux => person.latin_name('_'),
                }
            }
        }
    }

    /// What identifies the account on its source; no two of a source share it.
    pub(in crate::tenant) fn native_identity(&self) -> String {
        if let Some(written) = self.written() {
            return written.native_identity.clone();
        }
        let person = self.person();
        match (self.row.holder, self.system()) {
            (Holder::Machine, System::ActiveDirectory) => {
                format!("CN={},OU=Service Accounts,{}", self.machine_name(), directory_suffix())
            }
            (Holder::Machine, _) => self.machine_name(),
            (Holder::Admin, _) => format!("CN=adm-{},OU=Admins,{}", person.user_name(), directory_suffix()),
            (Holder::Person, System::ActiveDirectory) => distinguished_name(person),
            (Holder::Person, System::Workday) => person.employee_number().to_string(),
            (Holder::Person, System::Contractors) => format!("C-{}", person.employee_number()),
            (Holder::Person, System::Okta) => {
                format!("00u{:09}{:08x}", person.employee_number(), self.noise(Draw::NativeId) >> 32)
            }
            (Holder::Person, System::Sap | System::Racf) => {
                format!("{}{}", person.initials(), person.employee_number())
            }
            (Holder::Person, System::Salesforce) => format!("0055g00000{:08}", person.employee_number()),
            (Holder::Person, System::ServiceNow) => {
                format!("{:016x}{:016x}", self.noise(Draw::NativeId), person.employee_number())
            }
            (Holder::Person, System::Oracle) => (person.employee_number() - 900_000).to_string(),
            (Holder::Person, System::Badges) => format!("B{:08}", person.employee_number()),
            (Holder::Person, System::GitHub | System::Linux | System::IdentityNow) => self.usual_name(),
        }
    }

    /// What a machine account is for.
    pub(in crate::tenant) fn machine(&self) -> &'static Machine {
        pick(&WORDS.machines, u64::from(self.row.person))
    }

    /// `svc-backup-prod-07`.
    fn machine_name(&self) -> String {
        const STAGES: [&str; 4] = ["prod", "test", "stage", "dev"];
        let kinds = WORDS.machines.len();
        let number = self.row.person as usize;
        let stage = number / kinds % STAGES.len();
        // Each kind and stage begins to count elsewhere, as machines come and go.
        let copy = number / kinds / STAGES.len() + (number % kinds * 5 + stage * 3) % 9 + 1;
        format!("svc-{}-{}-{copy:02}", self.machine().stem, STAGES[stage])
    }

    pub(in crate::tenant) fn source_name(&self) -> Option<&'static str> {
        (!self.noise(Draw::NullSourceName).is_multiple_of(400)).then_some(self.source().facts.name)
    }

    /// A Windows GUID in braces, on the directory; other sources have none.
    pub(in crate::tenant) fn uuid(&self) -> Option<String> {
        let (a, b) = (self.noise(Draw::Uuid), self.noise(Draw::UuidEnd));
        (self.system() == System::ActiveDirectory).then(|| {
            format!(
                "{{{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}}}",
                a >> 32,
                a >> 16 & 0xffff,
                a & 0xfff,
                b >> 48 & 0x3fff | 0x8000,
                b & 0xffff_ffff_ffff
            )
        })
    }

    pub(in crate::tenant) fn origin(&self) -> Option<&'static str> {
        if self.noise(Draw::NullOrigin).is_multiple_of(50) {
            return None;
        }
        Some(if self.row.is(AccountRow::PROVISIONED) { "PROVISIONED" } else { "AGGREGATED" })
    }

    /// What the tenant believes the account to be, where it is classified otherwise: type and method.
    pub(in crate::tenant) fn recommendation(&self) -> Option<(&'static str, &'static str)> {
        const METHODS: [&str; 3] = ["DISCOVERY", "SOURCE", "CRITERIA"];
        let draw = self.noise(Draw::Recommendation);
        let method = *pick(&METHODS, draw >> 32);
        let kind = if self.is_machine() { "HUMAN" } else { "MACHINE" };
        draw.is_multiple_of(180).then_some((kind, method))
    }

    /// The identity answerable for a machine account.
    pub(in crate::tenant) fn owner(&self) -> Option<Identity<'a>> {
        let identities = u64::try_from(self.store.identities.len()).ok().filter(|count| *count > 0)?;
        if !self.is_machine() {
            return None;
        }
        self.store.identity(u32::try_from(self.noise(Draw::Owner) % identities).ok()?)
    }

    /// The numbers of its entitlements among those of its source.
    pub(in crate::tenant) fn rights(&self) -> impl ExactSizeIterator<Item = u32> + use<'a> {
        let written = self.written();
        let count = self.source().facts.rights.map_or(1, |rights| rights.count).max(2);
        let first = self.noise(Draw::FirstRight) % u64::from(count);
        let stride = 1 + self.noise(Draw::RightStride) % u64::from(count - 1);
        (0..self.row.rights).map(move |nth| match written {
            Some(written) => written.rights.get(usize::from(nth)).copied().unwrap_or_default(),
            None => u32::try_from((first + u64::from(nth) * stride) % u64::from(count)).unwrap_or_default(),
        })
    }
}

/// The directory everybody is in.
pub(in crate::tenant) fn directory_suffix() -> &'static str {
    "DC=acme,DC=test"
}

/// Where a person stands in the directory.
pub(in crate::tenant) fn distinguished_name(person: Person) -> String {
    let name = person.display_name().replace(['\\', ',', '"', '=', '\r', '\n'], " ");
    let user = person.user_name();
    let namesake: String = user.chars().skip_while(|c| !c.is_ascii_digit()).collect();
    let name = if namesake.is_empty() { name } else { format!("{name} ({namesake})") };
    format!("CN={name},OU={},OU=Staff,{}", person.department().name, directory_suffix())
}

/// The mail domain, upper case and short: how Windows calls the directory.
pub(in crate::tenant) fn windows_domain() -> String {
    DOMAIN.split('.').next().unwrap_or_default().to_uppercase()
}

impl Record for Account<'_> {
    fn datum(&self, field: &str) -> Datum<'_> {
        let facts = self.source().facts;
        match field {
            "id" => self.id().to_string().into(),
            "name" => self.name().into(),
            "nativeIdentity" => self.native_identity().into(),
            "identityId" => self.identity().map(|identity| identity.id().to_string()).into(),
            "sourceId" => self.source().id.as_str().into(),
            "uuid" => self.uuid().into(),
            "created" => Datum::Moment(self.row.created),
            "modified" => Datum::Moment(self.row.modified),
            "uncorrelated" => Datum::Flag(self.row.identity == NONE),
            "manuallyCorrelated" => Datum::Flag(self.row.is(AccountRow::MANUALLY_CORRELATED)),
            "entitlements" | "hasEntitlements" => Datum::Flag(self.row.rights > 0),
            "origin" => self.origin().into(),
            "identity.name" => self.identity().map(|identity| identity.name()).into(),
            "identity.identityState" => self.identity().and_then(|identity| identity.state()).into(),
            "identity.correlated" => Datum::Flag(self.identity().is_some_and(|identity| identity.correlated())),
            "source.displayableName" => facts.name.into(),
            "source.authoritative" => Datum::Flag(facts.authoritative),
            "source.connectionType" => facts.connection_type().into(),
            "sourceOwner.name" => self.store.identity(self.source().owner).map(|owner| owner.name()).into(),
            "recommendation.method" => self.recommendation().map(|(_, method)| Cow::Borrowed(method)).into(),
            "recommendation.type" => self.recommendation().map(|(kind, _)| Cow::Borrowed(kind)).into(),
            _ => Datum::Null,
        }
    }
}

impl<'a> From<Cow<'a, str>> for Datum<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

/// The accounts as a table to make lists of.
pub(in crate::tenant) struct Accounts<'s>(pub(in crate::tenant) &'s Store);

impl Table for Accounts<'_> {
    type Row<'a>
        = Account<'a>
    where
        Self: 'a;

    fn len(&self) -> u32 {
        u32::try_from(self.0.accounts.len()).unwrap_or(NONE)
    }

    fn row(&self, number: u32) -> Option<Account<'_>> {
        self.0.account(number)
    }

    fn rank(&self, number: u32) -> u128 {
        self.0.ids.id(Kind::Account, number).0
    }

    fn narrowed(&self, condition: &Condition) -> Option<Vec<u32>> {
        if let Some(ids) = condition.wanted("id") {
            return Some(ids.iter().filter_map(|id| self.0.ids.number(Kind::Account, id)).collect());
        }
        let ids = condition.wanted("identityId")?;
        let mut identities: Vec<u32> = ids.iter().filter_map(|id| self.0.ids.number(Kind::Identity, id)).collect();
        identities.sort_unstable();
        let theirs = |number: &u32| identities.binary_search(&self.0.accounts[*number as usize].identity).is_ok();
        Some((0..self.len()).filter(theirs).collect())
    }
}
