//! Entitlements: a source and a number; the rest follows.

use super::{Source, Store};
use crate::tenant::catalogue::System;
use crate::tenant::ids::{Id, Kind};
use crate::tenant::people::pick;
use crate::tenant::words::WORDS;

/// One entitlement of a source.
#[derive(Clone, Copy, Debug)]
pub(in crate::tenant) struct Entitlement<'a> {
    pub(in crate::tenant) store: &'a Store,
    pub(in crate::tenant) source: u8,
    pub(in crate::tenant) number: u32,
}

const LEVELS: [&str; 4] = ["Read", "Write", "Approve", "Admin"];
const REGIONS: [&str; 4] = ["", "EMEA", "AMER", "APJ"];

/// Room for the entitlements of one source among the numbers of all.
const PER_SOURCE: u32 = 4_096;

impl<'a> Entitlement<'a> {
    pub(in crate::tenant) fn source(&self) -> &'a Source {
        &self.store.sources[usize::from(self.source)]
    }

    /// Its number among those of all sources.
    pub(in crate::tenant) fn overall(&self) -> u32 {
        u32::from(self.source) * PER_SOURCE + self.number
    }

    pub(in crate::tenant) fn id(&self) -> Id {
        self.store.ids.id(Kind::Entitlement, self.overall())
    }

    fn parts(&self) -> (&'static str, &'static str, &'static str) {
        let number = u64::from(self.number);
        let topics = WORDS.access.len() as u64;
        (*pick(&WORDS.access, number), *pick(&LEVELS, number / topics), *pick(&REGIONS, number / topics / 4))
    }

    pub(in crate::tenant) fn is_privileged(&self) -> bool {
        self.parts().1 == "Admin"
    }

    /// What people read: `GG-Payroll-Read-EMEA`, `Z_PAYROLL_READ`, `payroll-read`.
    pub(in crate::tenant) fn name(&self) -> String {
        let (topic, level, region) = self.parts();
        let words: Vec<&str> = topic.split(' ').chain([level]).chain((!region.is_empty()).then_some(region)).collect();
        match self.source().facts.system {
            System::ActiveDirectory => format!("GG-{}", words.join("-")),
            System::Sap => format!("Z_{}", words.join("_").to_uppercase()),
            System::Oracle => words.join(" ").to_uppercase(),
            System::Racf => format!("#{}", words.concat().to_uppercase()),
            System::Salesforce => words.join("_"),
            System::ServiceNow => format!("u_{}", words.join("_").to_lowercase()),
            System::GitHub | System::Linux => words.join("-").to_lowercase(),
            _ => words.join(" "),
        }
    }

    /// What an account's attribute holds.
    pub(in crate::tenant) fn value(&self) -> String {
        match self.source().facts.system {
            System::ActiveDirectory => format!("CN={},OU=Groups,DC=acme,DC=test", self.name()),
            System::Okta | System::Salesforce => format!("00g{:012}", u64::from(self.overall()) * 7_919),
            _ => self.name(),
        }
    }
}
