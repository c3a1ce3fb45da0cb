//! The routes, as the vendor's documents list them.

use super::{Applications, Call, Reading, Route, Writing};
use crate::tenant::generation::{Generation, Generations};
use crate::tenant::settings::Level;

const ALL: Generations = Generations::ALL;
const NOT_V3: Generations = ALL.without(Generation::V3);
const WITH_PENDING: Generations = NOT_V3.without(Generation::V2026).without(Generation::V1);
const BETA: Generations = Generations::BETA;
const SINCE_V2024: Generations = Generations::since(Generation::V2024);

pub(super) const ACCOUNT_LEVELS: &[Level] =
    &[Level::OrgAdmin, Level::SourceAdmin, Level::SourceSubadmin, Level::Helpdesk];
const ACCOUNT_SCOPES: &[&str] = &["idn:accounts:read", "idn:accounts:manage"];
const MANAGE_SCOPES: &[&str] = &["idn:accounts:manage"];
const STATE_SCOPES: &[&str] = &["idn:accounts-state:manage"];
const IDENTITY_STATE_SCOPES: &[&str] = &["idn:accounts-state:manage", "idn:accounts-provisioning:manage"];
const SOURCES_LEVELS: &[Level] = &[Level::OrgAdmin, Level::SourceAdmin, Level::SourceSubadmin, Level::RoleSubadmin];
pub(super) const SOURCE_LEVELS: &[Level] = &[Level::OrgAdmin, Level::SourceAdmin, Level::SourceSubadmin];
pub(super) const ADMIN: &[Level] = &[Level::OrgAdmin];
const SOURCE_SCOPES: &[&str] = &["idn:sources:read", "idn:sources:manage"];
const IDENTITY_SCOPES: &[&str] = &["idn:identity:read", "idn:identity:manage"];
const TASK_LEVELS: &[Level] = &[
    Level::OrgAdmin,
    Level::Helpdesk,
    Level::CertAdmin,
    Level::ReportAdmin,
    Level::RoleAdmin,
    Level::RoleSubadmin,
    Level::SourceAdmin,
    Level::SourceSubadmin,
];
const TASK_SCOPES: &[&str] = &["idn:task-management:read", "idn:task-management:write"];

const fn read(reading: Reading, path: &'static str, generations: Generations) -> Route {
    Route {
        call: Call::Read(reading),
        method: "GET",
        path,
        generations,
        levels: &[],
        scopes: &[],
        applications: Applications::LetIn,
        deprecated_in_beta: false,
    }
}

const fn write(writing: Writing, method: &'static str, path: &'static str, generations: Generations) -> Route {
    Route { call: Call::Write(writing), method, ..read(Reading::Accounts, path, generations) }
}

impl Route {
    const fn open_to(self, levels: &'static [Level], scopes: &'static [&'static str]) -> Self {
        Self { levels, scopes, ..self }
    }

    const fn deprecated(self) -> Self {
        Self { deprecated_in_beta: true, ..self }
    }
}

/// A change of an account's state, open to the help desk too.
const fn state(writing: Writing, path: &'static str) -> Route {
    write(writing, "POST", path, ALL).open_to(ACCOUNT_LEVELS, STATE_SCOPES).deprecated()
}

/// Beta lets those who administer sources change identities, the later generations administrators only.
const fn identity_of_beta(writing: Writing, path: &'static str) -> Route {
    write(writing, "POST", path, BETA).open_to(SOURCE_LEVELS, STATE_SCOPES).deprecated()
}

const fn identity(writing: Writing, path: &'static str) -> Route {
    let route = write(writing, "POST", path, SINCE_V2024).open_to(ADMIN, IDENTITY_STATE_SCOPES);
    Route { applications: Applications::With(STATE_SCOPES), ..route }
}

/// Every route, the plain ones before those with an id in the same place.
pub(super) const ROUTES: [Route; 33] = [
    read(Reading::Accounts, "accounts", ALL).open_to(ACCOUNT_LEVELS, ACCOUNT_SCOPES).deprecated(),
    read(Reading::Account, "accounts/{id}", ALL).open_to(ACCOUNT_LEVELS, ACCOUNT_SCOPES).deprecated(),
    read(Reading::AccountEntitlements, "accounts/{id}/entitlements", ALL)
        .open_to(ACCOUNT_LEVELS, ACCOUNT_SCOPES)
        .deprecated(),
    read(Reading::Sources, "sources", ALL).open_to(SOURCES_LEVELS, SOURCE_SCOPES),
    read(Reading::Source, "sources/{id}", ALL).open_to(SOURCE_LEVELS, SOURCE_SCOPES),
    read(Reading::SourceSchemas, "sources/{id}/schemas", ALL).open_to(SOURCE_LEVELS, SOURCE_SCOPES),
    read(Reading::Identities, "identities", NOT_V3).open_to(&[], IDENTITY_SCOPES),
    read(Reading::Identity, "identities/{id}", NOT_V3).open_to(&[], IDENTITY_SCOPES),
    read(Reading::PublicIdentities, "public-identities", ALL.without(Generation::Beta))
        .open_to(&[], &["sp:scopes:default"]),
    read(Reading::Tasks, "task-status", NOT_V3).open_to(TASK_LEVELS, TASK_SCOPES),
    read(Reading::PendingTasks, "task-status/pending-tasks", WITH_PENDING).open_to(TASK_LEVELS, TASK_SCOPES),
    read(Reading::Task, "task-status/{id}", NOT_V3).open_to(TASK_LEVELS, TASK_SCOPES),
    read(Reading::Activities, "account-activities", ALL),
    read(Reading::Activity, "account-activities/{id}", ALL),
    read(Reading::Tenant, "tenant", NOT_V3).open_to(&[], &["sp:tenant:read"]),
    write(Writing::Create, "POST", "accounts", ALL).open_to(SOURCE_LEVELS, MANAGE_SCOPES).deprecated(),
    write(Writing::Put, "PUT", "accounts/{id}", ALL).open_to(SOURCE_LEVELS, MANAGE_SCOPES).deprecated(),
    write(Writing::Patch, "PATCH", "accounts/{id}", ALL).open_to(SOURCE_LEVELS, MANAGE_SCOPES).deprecated(),
    write(Writing::Delete, "DELETE", "accounts/{id}", ALL).open_to(SOURCE_LEVELS, MANAGE_SCOPES).deprecated(),
    state(Writing::Enable, "accounts/{id}/enable"),
    state(Writing::Disable, "accounts/{id}/disable"),
    state(Writing::Unlock, "accounts/{id}/unlock"),
    state(Writing::Reload, "accounts/{id}/reload"),
    // Beta's document names no level for these two. Behind all generations is the same service, and the later documents
    // say what it asks for.
    write(Writing::Remove, "POST", "accounts/{id}/remove", NOT_V3).open_to(ADMIN, MANAGE_SCOPES),
    Route {
        applications: Applications::KeptOut,
        ..write(Writing::RemoveAccounts, "POST", "sources/{id}/remove-accounts", NOT_V3).open_to(ADMIN, MANAGE_SCOPES)
    },
    identity_of_beta(Writing::EnableIdentities, "identities-accounts/enable"),
    identity_of_beta(Writing::DisableIdentities, "identities-accounts/disable"),
    identity_of_beta(Writing::EnableIdentity, "identities-accounts/{id}/enable"),
    identity_of_beta(Writing::DisableIdentity, "identities-accounts/{id}/disable"),
    identity(Writing::EnableIdentities, "identities-accounts/enable"),
    identity(Writing::DisableIdentities, "identities-accounts/disable"),
    identity(Writing::EnableIdentity, "identities-accounts/{id}/enable"),
    identity(Writing::DisableIdentity, "identities-accounts/{id}/disable"),
];
