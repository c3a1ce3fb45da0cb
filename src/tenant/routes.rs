//! What can be read: each route with the generations that have it, who may use it, and whether beta calls it deprecated.

use super::answer::Refusal;
use super::generation::{Generation, Generations};
use super::settings::Level;
use super::token::Bearer;

/// What a route gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Accounts,
    Account,
    AccountEntitlements,
    Sources,
    Source,
    SourceSchemas,
    Identities,
    Identity,
    PublicIdentities,
    Tasks,
    PendingTasks,
    Task,
    Activities,
    Activity,
    Tenant,
}

/// A route.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) reading: Reading,
    /// Its path without the generation; `{id}` stands for any one segment.
    pub(super) path: &'static str,
    generations: Generations,
    /// The user levels it is open to; empty for all.
    levels: &'static [Level],
    /// The scopes of which a token needs one; empty where none is needed.
    scopes: &'static [&'static str],
    /// Beta marks it as deprecated.
    deprecated_in_beta: bool,
}

const ALL: Generations = Generations::ALL;
const NOT_V3: Generations = ALL.without(Generation::V3);
const WITH_PENDING: Generations = NOT_V3.without(Generation::V2026).without(Generation::V1);

const ACCOUNT_LEVELS: &[Level] = &[Level::OrgAdmin, Level::SourceAdmin, Level::SourceSubadmin, Level::Helpdesk];
const ACCOUNT_SCOPES: &[&str] = &["idn:accounts:read", "idn:accounts:manage"];
const SOURCES_LEVELS: &[Level] = &[Level::OrgAdmin, Level::SourceAdmin, Level::SourceSubadmin, Level::RoleSubadmin];
const SOURCE_LEVELS: &[Level] = &[Level::OrgAdmin, Level::SourceAdmin, Level::SourceSubadmin];
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
const EVERYTHING: &str = "sp:scopes:all";

const fn route(reading: Reading, path: &'static str, generations: Generations) -> Route {
    Route { reading, path, generations, levels: &[], scopes: &[], deprecated_in_beta: false }
}

impl Route {
    const fn open_to(self, levels: &'static [Level], scopes: &'static [&'static str]) -> Self {
        Self { levels, scopes, ..self }
    }

    const fn deprecated(self) -> Self {
        Self { deprecated_in_beta: true, ..self }
    }

    /// Whether an answer carries `X-Deprecated: true`.
    pub(super) fn is_deprecated(&self, generation: Generation) -> bool {
        self.deprecated_in_beta && generation == Generation::Beta
    }

    /// Refuses a token that lacks level or scope.
    pub(super) fn admit(&self, bearer: &Bearer, generation: Generation) -> Result<(), Refusal> {
        let level = self.levels.is_empty() || self.levels.contains(&bearer.level);
        // Beta's document names the reading scope only.
        let beta_sources = self.reading == Reading::Sources && generation == Generation::Beta;
        let scopes = if beta_sources { &self.scopes[..1] } else { self.scopes };
        let held = |scope: &String| scope == EVERYTHING || scopes.contains(&scope.as_str());
        let scope = scopes.is_empty() || bearer.scopes.iter().any(held);
        if level && scope { Ok(()) } else { Err(Refusal::Forbidden) }
    }

    /// The id in a path of this route, empty where the route has none; `None` if the path is another's.
    fn captures<'p>(&self, segments: &[&'p str]) -> Option<&'p str> {
        let pattern: Vec<&str> = self.path.split('/').collect();
        let matches = pattern.len() == segments.len()
            && pattern
                .iter()
                .zip(segments)
                .all(|(wanted, given)| wanted == given || *wanted == "{id}" && !given.is_empty());
        matches.then(|| pattern.iter().position(|part| *part == "{id}").map_or("", |at| segments[at]))
    }
}

/// Every route, the plain ones before those with an id in the same place.
const ROUTES: [Route; 15] = [
    route(Reading::Accounts, "accounts", ALL).open_to(ACCOUNT_LEVELS, ACCOUNT_SCOPES).deprecated(),
    route(Reading::Account, "accounts/{id}", ALL).open_to(ACCOUNT_LEVELS, ACCOUNT_SCOPES).deprecated(),
    route(Reading::AccountEntitlements, "accounts/{id}/entitlements", ALL)
        .open_to(ACCOUNT_LEVELS, ACCOUNT_SCOPES)
        .deprecated(),
    route(Reading::Sources, "sources", ALL).open_to(SOURCES_LEVELS, SOURCE_SCOPES),
    route(Reading::Source, "sources/{id}", ALL).open_to(SOURCE_LEVELS, SOURCE_SCOPES),
    route(Reading::SourceSchemas, "sources/{id}/schemas", ALL).open_to(SOURCE_LEVELS, SOURCE_SCOPES),
    route(Reading::Identities, "identities", NOT_V3).open_to(&[], IDENTITY_SCOPES),
    route(Reading::Identity, "identities/{id}", NOT_V3).open_to(&[], IDENTITY_SCOPES),
    route(Reading::PublicIdentities, "public-identities", ALL.without(Generation::Beta))
        .open_to(&[], &["sp:scopes:default"]),
    route(Reading::Tasks, "task-status", NOT_V3).open_to(TASK_LEVELS, TASK_SCOPES),
    route(Reading::PendingTasks, "task-status/pending-tasks", WITH_PENDING).open_to(TASK_LEVELS, TASK_SCOPES),
    route(Reading::Task, "task-status/{id}", NOT_V3).open_to(TASK_LEVELS, TASK_SCOPES),
    route(Reading::Activities, "account-activities", ALL),
    route(Reading::Activity, "account-activities/{id}", ALL),
    route(Reading::Tenant, "tenant", NOT_V3).open_to(&[], &["sp:tenant:read"]),
];

/// The route of a path, and the id in it.
pub(super) fn find<'p>(generation: Generation, segments: &[&'p str]) -> Option<(&'static Route, &'p str)> {
    ROUTES
        .iter()
        .filter(|route| route.generations.contains(generation))
        .find_map(|route| route.captures(segments).map(|id| (route, id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(generation: Generation, path: &str) -> Option<Reading> {
        find(generation, &path.split('/').collect::<Vec<_>>()).map(|(route, _)| route.reading)
    }

    fn bearer(level: Level, scope: &str) -> Bearer {
        Bearer { client_id: "c".to_owned(), level, scopes: vec![scope.to_owned()] }
    }

    fn admitted(reading: Reading, level: Level, scope: &str) -> bool {
        let route = ROUTES.iter().find(|route| route.reading == reading).unwrap();
        route.admit(&bearer(level, scope), Generation::V1).is_ok()
    }

    #[test]
    fn each_generation_has_the_routes_the_vendor_lists() {
        use Generation::{Beta, V1, V3, V2024, V2025, V2026};
        let having = |path: &str| -> Vec<_> {
            Generation::ALL.into_iter().filter(|generation| reading(*generation, path).is_some()).collect()
        };
        for path in ["accounts", "accounts/x", "accounts/x/entitlements", "sources", "account-activities"] {
            assert_eq!(having(path), Generation::ALL, "{path}");
        }
        for path in ["identities", "identities/x", "task-status", "task-status/x", "tenant"] {
            assert_eq!(having(path), [Beta, V2024, V2025, V2026, V1], "{path}");
        }
        assert_eq!(having("public-identities"), [V3, V2024, V2025, V2026, V1]);
        assert_eq!(reading(Beta, "task-status/pending-tasks"), Some(Reading::PendingTasks));
        assert_eq!(reading(V1, "task-status/pending-tasks"), Some(Reading::Task));
        for path in ["", "accounts/", "accounts/x/enable", "volcanoes", "accounts/x/entitlements/y"] {
            assert_eq!(having(path), [], "{path}");
        }
    }

    #[test]
    fn helpdesk_reads_accounts_and_tasks_but_no_sources() {
        let helpdesk = |reading| admitted(reading, Level::Helpdesk, "sp:scopes:all");
        assert!(helpdesk(Reading::Accounts) && helpdesk(Reading::Account) && helpdesk(Reading::AccountEntitlements));
        assert!(helpdesk(Reading::Task) && helpdesk(Reading::PublicIdentities));
        assert!(!helpdesk(Reading::Sources) && !helpdesk(Reading::Source) && !helpdesk(Reading::SourceSchemas));
    }

    #[test]
    fn every_level_is_let_in_where_the_documents_say_so_and_nowhere_else() {
        let let_in = |reading| -> Vec<_> {
            Level::ALL.into_iter().filter(|level| admitted(reading, *level, "sp:scopes:all")).collect()
        };
        assert_eq!(let_in(Reading::Accounts), ACCOUNT_LEVELS);
        assert_eq!(let_in(Reading::Source), SOURCE_LEVELS);
        assert_eq!(let_in(Reading::Sources).len(), 4);
        assert_eq!(let_in(Reading::Tasks).len(), 8);
        assert_eq!(let_in(Reading::PublicIdentities), Level::ALL);
    }

    #[test]
    fn a_token_needs_one_of_the_scopes() {
        assert!(admitted(Reading::Accounts, Level::OrgAdmin, "idn:accounts:read"));
        assert!(admitted(Reading::Accounts, Level::OrgAdmin, "idn:accounts:manage"));
        assert!(!admitted(Reading::Accounts, Level::OrgAdmin, "idn:sources:read"));
        assert!(!admitted(Reading::Tasks, Level::OrgAdmin, "idn:accounts:manage"));
        let sources = ROUTES.iter().find(|route| route.reading == Reading::Sources).unwrap();
        let manager = bearer(Level::OrgAdmin, "idn:sources:manage");
        assert!(sources.admit(&manager, Generation::V1).is_ok());
        assert!(sources.admit(&manager, Generation::Beta).is_err());
    }

    #[test]
    fn beta_alone_calls_reading_accounts_deprecated() {
        for route in &ROUTES {
            assert_eq!(route.is_deprecated(Generation::Beta), route.path.starts_with("accounts"), "{}", route.path);
            assert!(!route.is_deprecated(Generation::V1));
        }
    }
}
