//! The vendor's operations this program asks, and the facts its documents state about each.

use crate::model::Generation;

/// An operation of the vendor's API, by the vendor's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `listAccounts`
    ListAccounts,
    /// `getAccount`
    GetAccount,
    /// `getAccountEntitlements`
    GetAccountEntitlements,
    /// `createAccount`
    CreateAccount,
    /// `putAccount`
    PutAccount,
    /// `updateAccount`
    UpdateAccount,
    /// `deleteAccount`
    DeleteAccount,
    /// `deleteAccountAsync`
    DeleteAccountAsync,
    /// `deleteAccountsAsync`
    DeleteAccountsAsync,
    /// `enableAccount`
    EnableAccount,
    /// `disableAccount`
    DisableAccount,
    /// `unlockAccount`
    UnlockAccount,
    /// `submitReloadAccount`
    SubmitReloadAccount,
    /// `enableAccountForIdentity`
    EnableAccountForIdentity,
    /// `disableAccountForIdentity`
    DisableAccountForIdentity,
    /// `enableAccountsForIdentities`
    EnableAccountsForIdentities,
    /// `disableAccountsForIdentities`
    DisableAccountsForIdentities,
    /// `listSources`
    ListSources,
    /// `getSource`
    GetSource,
    /// `getSourceSchemas`
    GetSourceSchemas,
    /// `listIdentities`
    ListIdentities,
    /// `getPublicIdentities`
    GetPublicIdentities,
    /// `listAccountActivities`
    ListAccountActivities,
    /// `getTaskStatusList`
    GetTaskStatusList,
    /// `getTaskStatus`
    GetTaskStatus,
}

/// What the vendor's documents state about an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// What it does, as it completes "not allowed to …".
    pub does: &'static str,
    /// The first segment of its path.
    pub resource: &'static str,
    /// The generations that lack it.
    pub lacking: &'static [Generation],
    /// The scopes of which the token needs any one; empty where the documents name none.
    pub scopes: &'static [&'static str],
    /// The user levels of which the person needs any one; empty where every user may.
    pub levels: &'static [&'static str],
}

const EVERY_LEVEL_OF_SUPPORT: &[&str] = &["ORG_ADMIN", "SOURCE_ADMIN", "SOURCE_SUBADMIN", "HELPDESK"];
const EVERY_LEVEL_OF_SOURCES: &[&str] = &["ORG_ADMIN", "SOURCE_ADMIN", "SOURCE_SUBADMIN"];
const READ_ACCOUNTS: &[&str] = &["idn:accounts:read", "idn:accounts:manage"];
const MANAGE_ACCOUNTS: &[&str] = &["idn:accounts:manage"];
const MANAGE_STATES: &[&str] = &["idn:accounts-state:manage"];
const READ_SOURCES: &[&str] = &["idn:sources:read", "idn:sources:manage"];
const READ_TASKS: Facts = Facts {
    does: "read the state of tasks",
    resource: "task-status",
    lacking: &[Generation::V3],
    scopes: &["idn:task-management:read", "idn:task-management:write"],
    levels: &[
        "ORG_ADMIN",
        "HELPDESK",
        "CERT_ADMIN",
        "REPORT_ADMIN",
        "ROLE_ADMIN",
        "ROLE_SUBADMIN",
        "SOURCE_ADMIN",
        "SOURCE_SUBADMIN",
    ],
};

impl Operation {
    /// What the vendor's documents state about the operation.
    #[must_use]
    pub fn facts(self) -> Facts {
        let account = |does| Facts {
            does,
            resource: "accounts",
            lacking: &[],
            scopes: READ_ACCOUNTS,
            levels: EVERY_LEVEL_OF_SUPPORT,
        };
        let state = |does| Facts { scopes: MANAGE_STATES, ..account(does) };
        let managed = |does| Facts { scopes: MANAGE_ACCOUNTS, levels: EVERY_LEVEL_OF_SOURCES, ..account(does) };
        let removal =
            |does, resource| Facts { resource, lacking: &[Generation::V3], levels: &["ORG_ADMIN"], ..managed(does) };
        let sign_in = |does| Facts {
            resource: "identities-accounts",
            lacking: &[Generation::V3],
            levels: EVERY_LEVEL_OF_SOURCES,
            ..state(does)
        };
        let source = |does| Facts {
            does,
            resource: "sources",
            lacking: &[],
            scopes: READ_SOURCES,
            levels: EVERY_LEVEL_OF_SOURCES,
        };
        match self {
            Self::ListAccounts => account("list accounts"),
            Self::GetAccount => account("read this account"),
            Self::GetAccountEntitlements => account("read the entitlements of this account"),
            Self::CreateAccount => managed("create this account"),
            Self::PutAccount => managed("replace this account"),
            Self::UpdateAccount => managed("change this account"),
            Self::DeleteAccount => managed("delete this account"),
            Self::DeleteAccountAsync => removal("remove this account", "accounts"),
            Self::DeleteAccountsAsync => removal("remove the accounts of this source", "sources"),
            Self::EnableAccount => state("enable this account"),
            Self::DisableAccount => state("disable this account"),
            Self::UnlockAccount => state("unlock this account"),
            Self::SubmitReloadAccount => state("reload this account"),
            Self::EnableAccountForIdentity => sign_in("enable the sign-in of this identity"),
            Self::DisableAccountForIdentity => sign_in("disable the sign-in of this identity"),
            Self::EnableAccountsForIdentities => sign_in("enable the sign-ins of these identities"),
            Self::DisableAccountsForIdentities => sign_in("disable the sign-ins of these identities"),
            Self::ListSources => Facts {
                does: "list sources",
                resource: "sources",
                lacking: &[],
                scopes: READ_SOURCES,
                levels: &["ORG_ADMIN", "SOURCE_ADMIN", "SOURCE_SUBADMIN", "ROLE_SUBADMIN"],
            },
            Self::GetSource => source("read this source"),
            Self::GetSourceSchemas => source("read the account schema of this source"),
            Self::ListIdentities => Facts {
                does: "search identities",
                resource: "identities",
                lacking: &[Generation::V3],
                scopes: &["idn:identity:read", "idn:identity:manage"],
                levels: &[],
            },
            Self::GetPublicIdentities => Facts {
                does: "search public identities",
                resource: "public-identities",
                lacking: &[Generation::Beta],
                scopes: &["sp:scopes:default"],
                levels: &[],
            },
            // The documents name neither a scope nor a level for it.
            Self::ListAccountActivities => Facts {
                does: "read account activities",
                resource: "account-activities",
                lacking: &[],
                scopes: &[],
                levels: &[],
            },
            Self::GetTaskStatusList | Self::GetTaskStatus => READ_TASKS,
        }
    }

    /// What other sources say about the scopes and levels of the operation, as it completes "sources disagree: …".
    #[must_use]
    pub fn doubt(self) -> &'static str {
        match self {
            // Reports to the vendor: developer.sailpoint.com#1003 and #1004.
            Self::EnableAccount | Self::DisableAccount => {
                "a report to the vendor names other scopes and levels for enabling and disabling; the tenant decides"
            }
            Self::UnlockAccount => {
                "with forceProvisioning the scope idn:accounts-provisioning:manage may be needed as well; the tenant \
                 decides"
            }
            Self::EnableAccountForIdentity
            | Self::DisableAccountForIdentity
            | Self::EnableAccountsForIdentities
            | Self::DisableAccountsForIdentities => {
                "the documents of beta and of the later generations name different levels, the later ones ORG_ADMIN \
                 alone; the tenant decides"
            }
            Self::DeleteAccountAsync | Self::DeleteAccountsAsync => {
                "the document of beta names no level, those of the later generations ORG_ADMIN; the tenant decides"
            }
            _ => "the vendor's documents of scopes and levels have been wrong before; the tenant decides",
        }
    }

    /// Whether this generation of the API has the operation.
    #[must_use]
    pub fn is_in(self, generation: Generation) -> bool {
        !self.facts().lacking.contains(&generation)
    }

    /// The generation to ask: the chosen one, or where that lacks the operation the next newer that has it, or failing
    /// that the next older.
    #[must_use]
    pub fn offered_in(self, chosen: Generation) -> Generation {
        let has = |generation: &Generation| self.is_in(*generation);
        let (older, newer) = Generation::ALL.split_at(chosen as usize);
        newer.iter().copied().find(has).or_else(|| older.iter().rev().copied().find(has)).unwrap_or(chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Generation::{Beta, V1, V3, V2024, V2025, V2026};

    #[test]
    fn what_a_generation_lacks_is_asked_in_the_nearest_that_has_it() {
        let cases = [
            (Operation::ListAccounts, Beta, Beta),
            (Operation::ListAccounts, V3, V3),
            (Operation::GetPublicIdentities, Beta, V3),
            (Operation::GetPublicIdentities, V2025, V2025),
            (Operation::ListIdentities, V3, V2024),
            (Operation::ListIdentities, Beta, Beta),
            (Operation::GetTaskStatus, V3, V2024),
            (Operation::GetTaskStatusList, V2026, V2026),
            (Operation::ListSources, V2024, V2024),
            (Operation::GetTaskStatus, V1, V1),
            (Operation::DeleteAccount, V3, V3),
        ];
        for (operation, chosen, asked) in cases {
            assert_eq!(operation.offered_in(chosen), asked, "{operation:?} with {chosen} chosen");
        }
    }
}
