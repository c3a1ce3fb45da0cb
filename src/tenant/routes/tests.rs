//! Who may ask what, in which generation.

use super::table::{ACCOUNT_LEVELS, ADMIN, SOURCE_LEVELS};
use super::*;

const ALL_SCOPES: &str = "sp:scopes:all";

/// What is called by a method and a path.
fn call(generation: Generation, method: &str, path: &str) -> Option<Call> {
    let found = find(generation, method, &path.split('/').collect::<Vec<_>>())?;
    (!found.wrong_method).then_some(found.route.call)
}

fn having(method: &str, path: &str) -> Vec<Generation> {
    Generation::ALL.into_iter().filter(|generation| call(*generation, method, path).is_some()).collect()
}

fn bearer(level: Level, scope: &str) -> Bearer {
    Bearer { client_id: "c".to_owned(), level, scopes: vec![scope.to_owned()] }
}

fn admitted(call: Call, generation: Generation, level: Level, scope: &str) -> bool {
    let of_generation = |route: &&Route| route.call == call && route.generations.contains(generation);
    ROUTES.iter().find(of_generation).unwrap().admit(&bearer(level, scope), generation).is_ok()
}

fn reads(reading: Reading, level: Level, scope: &str) -> bool {
    admitted(Call::Read(reading), Generation::V1, level, scope)
}

fn writes(writing: Writing, level: Level, scope: &str) -> bool {
    admitted(Call::Write(writing), Generation::V1, level, scope)
}

/// The user levels that are let in.
fn let_in(call: Call, generation: Generation) -> Vec<Level> {
    let users = Level::ALL.into_iter().filter(|level| *level != Level::Application);
    users.filter(|level| admitted(call, generation, *level, ALL_SCOPES)).collect()
}

#[test]
fn each_generation_has_the_reading_routes_the_vendor_lists() {
    use Generation::{Beta, V1, V3, V2024, V2025, V2026};
    for path in ["accounts", "accounts/x", "accounts/x/entitlements", "sources", "account-activities"] {
        assert_eq!(having("GET", path), Generation::ALL, "{path}");
    }
    for path in ["identities", "identities/x", "task-status", "task-status/x", "tenant"] {
        assert_eq!(having("GET", path), [Beta, V2024, V2025, V2026, V1], "{path}");
    }
    assert_eq!(having("GET", "public-identities"), [V3, V2024, V2025, V2026, V1]);
    assert_eq!(call(Beta, "GET", "task-status/pending-tasks"), Some(Call::Read(Reading::PendingTasks)));
    assert_eq!(call(V1, "GET", "task-status/pending-tasks"), Some(Call::Read(Reading::Task)));
    for path in ["", "accounts/", "volcanoes", "accounts/x/entitlements/y"] {
        assert_eq!(having("GET", path), [], "{path}");
    }
}

#[test]
fn each_generation_has_the_writing_routes_the_vendor_lists() {
    use Generation::{Beta, V1, V2024, V2025, V2026};
    for (method, path) in [
        ("POST", "accounts"),
        ("PUT", "accounts/x"),
        ("PATCH", "accounts/x"),
        ("DELETE", "accounts/x"),
        ("POST", "accounts/x/enable"),
        ("POST", "accounts/x/disable"),
        ("POST", "accounts/x/unlock"),
        ("POST", "accounts/x/reload"),
    ] {
        assert_eq!(having(method, path), Generation::ALL, "{method} {path}");
    }
    for path in [
        "accounts/x/remove",
        "sources/x/remove-accounts",
        "identities-accounts/x/enable",
        "identities-accounts/x/disable",
        "identities-accounts/enable",
        "identities-accounts/disable",
    ] {
        assert_eq!(having("POST", path), [Beta, V2024, V2025, V2026, V1], "{path}");
    }
    assert_eq!(call(V1, "POST", "identities-accounts/enable"), Some(Call::Write(Writing::EnableIdentities)));
    assert_eq!(having("POST", "accounts/x/lock"), []);
}

#[test]
fn a_path_that_takes_another_method_only_is_found_as_such() {
    let wrong = |method, path: &str| {
        find(Generation::V1, method, &path.split('/').collect::<Vec<_>>()).map(|found| found.wrong_method)
    };
    assert_eq!(wrong("GET", "accounts/x/enable"), Some(true));
    assert_eq!(wrong("DELETE", "accounts"), Some(true));
    assert_eq!(wrong("POST", "accounts"), Some(false));
    assert_eq!(wrong("POST", "accounts/x/lock"), None);
}

#[test]
fn helpdesk_reads_accounts_and_tasks_but_no_sources() {
    let helpdesk = |reading| reads(reading, Level::Helpdesk, ALL_SCOPES);
    assert!(helpdesk(Reading::Accounts) && helpdesk(Reading::Account) && helpdesk(Reading::AccountEntitlements));
    assert!(helpdesk(Reading::Task) && helpdesk(Reading::PublicIdentities));
    assert!(!helpdesk(Reading::Sources) && !helpdesk(Reading::Source) && !helpdesk(Reading::SourceSchemas));
}

#[test]
fn every_level_is_let_in_where_the_documents_say_so_and_nowhere_else() {
    let reading = |reading| let_in(Call::Read(reading), Generation::V1);
    assert_eq!(reading(Reading::Accounts), ACCOUNT_LEVELS);
    assert_eq!(reading(Reading::Source), SOURCE_LEVELS);
    assert_eq!(reading(Reading::Sources).len(), 4);
    assert_eq!(reading(Reading::Tasks).len(), 8);
    assert_eq!(reading(Reading::PublicIdentities).len(), 9);
    let writing = |writing| let_in(Call::Write(writing), Generation::V1);
    for call in [Writing::Create, Writing::Put, Writing::Patch, Writing::Delete] {
        assert_eq!(writing(call), SOURCE_LEVELS, "{call:?}");
    }
    for call in [Writing::Enable, Writing::Disable, Writing::Unlock, Writing::Reload] {
        assert_eq!(writing(call), ACCOUNT_LEVELS, "{call:?}");
    }
    for call in [Writing::Remove, Writing::RemoveAccounts, Writing::EnableIdentity, Writing::DisableIdentities] {
        assert_eq!(writing(call), ADMIN, "{call:?}");
    }
    assert_eq!(let_in(Call::Write(Writing::DisableIdentity), Generation::Beta), SOURCE_LEVELS);
    assert_eq!(let_in(Call::Write(Writing::Remove), Generation::Beta), ADMIN);
}

#[test]
fn a_token_needs_one_of_the_scopes() {
    assert!(reads(Reading::Accounts, Level::OrgAdmin, "idn:accounts:read"));
    assert!(reads(Reading::Accounts, Level::OrgAdmin, "idn:accounts:manage"));
    assert!(!reads(Reading::Accounts, Level::OrgAdmin, "idn:sources:read"));
    assert!(!reads(Reading::Tasks, Level::OrgAdmin, "idn:accounts:manage"));
    let manages =
        |generation| admitted(Call::Read(Reading::Sources), generation, Level::OrgAdmin, "idn:sources:manage");
    assert!(manages(Generation::V1) && !manages(Generation::Beta));
    for call in
        [Writing::Create, Writing::Put, Writing::Patch, Writing::Delete, Writing::Remove, Writing::RemoveAccounts]
    {
        assert!(writes(call, Level::OrgAdmin, "idn:accounts:manage"), "{call:?}");
        assert!(!writes(call, Level::OrgAdmin, "idn:accounts-state:manage"), "{call:?}");
    }
    for call in [Writing::Enable, Writing::Disable, Writing::Unlock, Writing::Reload, Writing::EnableIdentities] {
        assert!(writes(call, Level::OrgAdmin, "idn:accounts-state:manage"), "{call:?}");
        assert!(!writes(call, Level::OrgAdmin, "idn:accounts:manage"), "{call:?}");
    }
    let provisions = |generation| {
        let call = Call::Write(Writing::EnableIdentity);
        admitted(call, generation, Level::OrgAdmin, "idn:accounts-provisioning:manage")
    };
    assert!(provisions(Generation::V2024) && !provisions(Generation::Beta));
}

#[test]
fn applications_need_scopes_only_and_never_remove_all_accounts_of_a_source() {
    let writes = |call, scope| writes(call, Level::Application, scope);
    assert!(writes(Writing::Enable, "idn:accounts-state:manage") && !writes(Writing::Enable, "idn:accounts:read"));
    assert!(writes(Writing::Remove, ALL_SCOPES) && !writes(Writing::RemoveAccounts, ALL_SCOPES));
    assert!(writes(Writing::EnableIdentity, "idn:accounts-state:manage"));
    assert!(!writes(Writing::EnableIdentity, "idn:accounts-provisioning:manage"));
}

#[test]
fn beta_calls_fifteen_of_the_seventeen_operations_deprecated() {
    let seventeen = |route: &&Route| {
        route.path.starts_with("accounts") || route.path.contains("-accounts") || route.path.starts_with("identities-")
    };
    let of = |generation: Generation| {
        ROUTES.iter().filter(move |route| route.generations.contains(generation)).filter(seventeen)
    };
    assert_eq!(of(Generation::Beta).count(), 17);
    let current = of(Generation::Beta).filter(|route| !route.is_deprecated(Generation::Beta));
    assert_eq!(
        current.map(|route| route.call).collect::<Vec<_>>(),
        [Call::Write(Writing::Remove), Call::Write(Writing::RemoveAccounts)]
    );
    assert!(of(Generation::V1).all(|route| !route.is_deprecated(Generation::V1)));
    assert!(ROUTES.iter().all(|route| !route.deprecated_in_beta || seventeen(&route)));
}
