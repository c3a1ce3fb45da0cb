//! Accounts as a tenant has them: names, sources and states that a support person meets.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use quarterdeck::model::{
    Account, AccountRow, AccountSchema, Activity, ActivityItem, AttributeKind, ConnectionKind, Entitlement, Identity,
    IdentityFacts, IdentityRef, Outcome, PastAction, Permission, SchemaAttribute, Session, SourceFacts, SourceRef,
    Verb,
};
use quarterdeck::work::protocol::FoundIdentities;
use serde_json::{Value, json};

/// Name on the source, name of the identity, place in the list of sources, state: `e`nabled, `d`isabled, `l`ocked, `b`oth.
type Person = (&'static str, Option<&'static str>, usize, char, i64);

/// Hours since the record changed stand last.
const PEOPLE: [Person; 24] = [
    ("adele.vance", Some("Adele Vance"), 0, 'l', 2),
    ("svc-backup-fileserver-prod-07", None, 0, 'e', 72),
    ("bjorn.eriksen", Some("Björn Eriksen"), 1, 'd', 8_800),
    ("c.okafor@acme.test", Some("Chidi Okafor"), 2, 'e', 120),
    ("陳小明", Some("陳小明"), 3, 'e', 24),
    ("d.moreau", Some("Denis Moreau"), 0, 'b', 11),
    ("svc-backup-fileserver-prod-08", None, 0, 'e', 72),
    ("e.novak", Some("Eva Nováková"), 2, 'e', 0),
    ("faisal.al-harbi", Some("Faisal Al-Harbi"), 1, 'e', 400),
    ("g.müller-lüdenscheidt", Some("Gisela Müller-Lüdenscheidt"), 3, 'e', 30),
    ("h.tanaka", Some("田中 花子"), 3, 'd', 2_000),
    ("i.petrova", Some("Ирина Петрова"), 0, 'e', 50),
    ("j.smith", Some("John Smith"), 0, 'e', 1_500),
    ("j.smith2", Some("Jane Smith"), 0, 'e', 1_500),
    ("k.o'brien", Some("Kevin O'Brien"), 2, 'e', 96),
    ("lidia.holloway", Some("Lidia Holloway"), 0, 'e', 1),
    ("m.haddad", Some("Mona Haddad"), 3, 'l', 6),
    ("nguyen.thi.minh", Some("Nguyễn Thị Minh"), 1, 'e', 700),
    ("o.lindqvist", Some("Olof Lindqvist"), 2, 'd', 9_900),
    ("p.garcia", Some("Pilar García"), 0, 'e', 20_000),
    ("q.zhang", Some("张倩"), 3, 'e', 48),
    ("robot-invoice-scan", None, 4, 'e', 5),
    ("s.lind", Some("Sofia Lind"), 2, 'e', 80),
    ("t.abebe", Some("Tadesse Abebe"), 4, 'e', 240),
];

/// Name, whether a flat file, features.
const SOURCES: [(&str, bool, &str); 5] = [
    ("Active Directory", false, "PROVISIONING, ENABLE, UNLOCK, PASSWORD, SEARCH"),
    ("Workday", false, "ENABLE, NO_RANDOM_ACCESS"),
    ("Okta", false, "PROVISIONING, ENABLE, UNLOCK"),
    ("SAP ERP", false, "PROVISIONING, ENABLE, UNLOCK"),
    ("Badge readers (CSV)", true, "NO_RANDOM_ACCESS"),
];

/// The account with this number; beyond the first ones a number is added to the name.
pub fn account(n: usize, now: Timestamp) -> AccountRow {
    let (login, person, source, state, hours) = PEOPLE[n % PEOPLE.len()];
    let round = n / PEOPLE.len();
    let login = if round == 0 { login.to_owned() } else { format!("{login}-{round}") };
    let native = if source == 0 {
        format!("CN={},OU=Sales,OU=People,DC=acme,DC=test", person.unwrap_or(&login))
    } else {
        login.to_uppercase()
    };
    AccountRow {
        name: Some(login.as_str().into()),
        native_identity: Some(native.into()),
        source: source_facts(source),
        identity: person.map(|name| Arc::new(identity(n, name))),
        created: now.checked_sub(SignedDuration::from_hours(20_000)).ok(),
        modified: now.checked_sub(SignedDuration::from_hours(hours)).ok(),
        disabled: Some(matches!(state, 'd' | 'b')),
        locked: Some(matches!(state, 'l' | 'b')),
        uncorrelated: Some(person.is_none()),
        manually_correlated: Some(n == 8),
        has_entitlements: Some(n % 7 != 3),
        is_machine: Some(person.is_none()),
        system_account: Some(false),
        authoritative: Some(source == 1),
        origin: Some("AGGREGATED".into()),
        ..AccountRow::bare(format!("2c9180{:026x}", (n as u128 + 7) * 0x9e37_79b9_7f4a_7c15).as_str().into())
    }
}

fn source_facts(n: usize) -> Arc<SourceFacts> {
    let (name, file, features) = SOURCES[n];
    let connection = if file { ConnectionKind::File } else { ConnectionKind::Direct };
    Arc::new(SourceFacts {
        id: Some(format!("2c91808a{n:024x}").into()),
        name: Some(name.into()),
        connection: Some(connection),
        features: Some(features.into()),
        owner: Some("Irene Ops".into()),
    })
}

fn identity(n: usize, name: &str) -> IdentityFacts {
    IdentityFacts {
        id: Some(format!("ef38f94{n:025x}").into()),
        name: Some(name.into()),
        state: Some("ACTIVE".into()),
        lifecycle: Some("active".into()),
    }
}

/// The whole account of a row.
pub fn whole(row: &AccountRow) -> Account {
    let attributes = json!({
        "sAMAccountName": row.name,
        "displayName": row.identity_name(),
        "department": "Sales",
        "memberOf": ["CN=VPN,OU=Groups,DC=acme,DC=test", "CN=Sales EMEA,OU=Groups,DC=acme,DC=test", "CN=Printers,DC=acme"],
        "userAccountControl": 512,
        "lockoutTime": null,
        "description": "Created by HR import \u{1b}[31m(red?)\u{1b}[0m",
        "msExchExtensionAttribute16": "a value much longer than the pane is wide, so that it has to be cut somewhere",
    });
    let raw =
        json!({"id": row.id.as_str(), "name": row.name, "attributes": attributes, "locked": row.locked, "tags": []});
    let attributes = match &raw["attributes"] {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        _ => Vec::new(),
    };
    Account { row: row.clone(), attributes, raw }
}

/// The entitlement with this number.
pub fn entitlement(n: usize) -> Entitlement {
    let name = ["VPN Users", "Sales EMEA", "Printers", "Domain Admins", "Expense Approvers"][n % 5];
    Entitlement {
        id: Some(format!("e{n}")),
        name: Some(format!("{name} {n}")),
        attribute: Some("memberOf".to_owned()),
        value: Some(format!("CN={name} {n},OU=Groups,DC=acme,DC=test")),
        description: None,
        privileged: Some(n % 5 == 3),
    }
}

/// What listing accounts needs, and what a certification administrator has.
pub fn permission() -> Permission {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    Permission {
        scopes: &["idn:accounts:read", "idn:accounts:manage"],
        levels: &["ORG_ADMIN", "SOURCE_ADMIN", "SOURCE_SUBADMIN", "HELPDESK"],
        doubt: "the vendor's documents of scopes and levels have been wrong before; the tenant decides",
        session: Some(Session {
            user: Some("ops".into()),
            levels: words(&["CERT_ADMIN"]),
            scopes: words(&["sp:scopes:default", "idn:certification:manage"]),
            ..Session::default()
        }),
    }
}

/// The sources as a tenant lists them.
pub fn sources() -> Vec<SourceRef> {
    let source = |(n, (name, file, _)): (usize, &(&str, bool, &str))| SourceRef {
        id: format!("2c91808a{n:024x}"),
        name: (*name).to_owned(),
        connection: Some(if *file { ConnectionKind::File } else { ConnectionKind::Direct }),
    };
    SOURCES.iter().enumerate().map(source).collect()
}

/// The account schema of every source.
pub fn schema() -> AccountSchema {
    let attribute = |name: &str| SchemaAttribute {
        name: name.to_owned(),
        kind: AttributeKind::Text,
        is_multi: name == "memberOf",
        is_entitlement: name == "memberOf",
    };
    let names = ["badgeNumber", "displayName", "department", "memberOf", "description", "site"];
    AccountSchema {
        identity_attribute: Some("badgeNumber".to_owned()),
        display_attribute: Some("displayName".to_owned()),
        attributes: names.map(attribute).to_vec(),
    }
}

/// The identities that words find.
pub fn identities(words: &str) -> FoundIdentities {
    let found = PEOPLE.iter().filter_map(|(login, name, ..)| Some((login, (*name)?)));
    let identity = |(n, (login, name)): (usize, (&&str, &str))| IdentityRef {
        id: format!("ef38f94{n:025x}"),
        name: Some(name.to_owned()),
        alias: Some((*login).to_owned()),
        email: (n % 4 != 1).then(|| format!("{}@acme.test", login.split('@').next().unwrap_or(login))),
        state: Some(if n % 5 == 2 { "INACTIVE_LONG_TERM" } else { "ACTIVE" }.to_owned()),
    };
    let rows = found.take(if words == "nobody" { 0 } else { 18 }).enumerate().map(identity).collect();
    FoundIdentities { rows, more: false, notes: Vec::new() }
}

/// The accounts of the first person, by source: one on each, the state on each another.
pub fn siblings(now: Timestamp) -> Vec<AccountRow> {
    let first = account(0, now);
    let native = |source| if source == 0 { first.native_identity.clone() } else { Some("AVANCE".into()) };
    let on = |source: usize, hours: i64, disabled: bool, locked: bool| AccountRow {
        id: if source == 0 { first.id.clone() } else { format!("sibling-{source}").as_str().into() },
        name: Some(["adele.vance", "10044321", "a.vance@acme.test", "AVANCE", "adele.vance"][source].into()),
        native_identity: native(source),
        source: source_facts(source),
        modified: now.checked_sub(SignedDuration::from_hours(hours)).ok(),
        disabled: Some(disabled),
        locked: Some(locked),
        ..first.clone()
    };
    vec![
        on(0, 2, false, true),
        on(4, 20_000, true, false),
        on(2, 26, false, false),
        on(3, 700, true, true),
        on(1, 4_000, false, false),
    ]
}

/// What the tenant did for the first person.
pub fn activities(now: Timestamp) -> Vec<Activity> {
    let row = account(0, now);
    let at = |hours| now.checked_sub(SignedDuration::from_hours(hours)).ok();
    let of = |n: usize, hours: i64, kind: &str, completion: Option<&str>, operation: &str, attribute: Option<&str>| {
        let item = ActivityItem {
            operation: Some(operation.to_owned()),
            attribute: attribute.map(str::to_owned),
            native_identity: row.native_identity.as_deref().map(str::to_owned),
            source: row.source.id.as_deref().map(str::to_owned),
            provisioning: Some("FINISHED".to_owned()),
            ..ActivityItem::default()
        };
        Activity {
            id: Some(format!("activity-{n}")),
            kind: Some(kind.to_owned()),
            created: at(hours),
            completed: completion.and(at(hours - 1)),
            completion: completion.map(str::to_owned),
            execution: Some(if completion.is_some() { "COMPLETED" } else { "VERIFYING" }.to_owned()),
            requester: Some("Irene Ops".to_owned()),
            items: vec![item],
            ..Activity::default()
        }
    };
    let mut failed = of(1, 30, "AccountStateUpdate", Some("FAILURE"), "UNLOCK", None);
    failed.errors = vec!["sailpoint.connector.ConnectorException: Timeout after 60 seconds \u{1b}[2J".to_owned()];
    let mut elsewhere = of(2, 75, "appRequest", Some("SUCCESS"), "ADD", Some("memberOf"));
    elsewhere.items[0].native_identity = Some("AVANCE".to_owned());
    vec![
        of(0, 1, "AccountStateUpdate", None, "ENABLE", None),
        failed,
        elsewhere,
        of(3, 800, "Attribute Synchronization Refresh", Some("SUCCESS"), "MODIFY", Some("department")),
    ]
}

/// What this machine did to the account of the first person.
pub fn past_actions(now: Timestamp) -> Vec<PastAction> {
    let of = |run: i64, verb: Verb, outcome: Outcome, hours: i64, ticket: Option<&str>| PastAction {
        run,
        verb: Some(verb),
        outcome,
        told: None,
        ticket: ticket.map(str::to_owned),
        reason: None,
        by: "irene".to_owned(),
        at: now.checked_sub(SignedDuration::from_hours(hours)).ok(),
        ended: now.checked_sub(SignedDuration::from_hours(hours - 1)).ok(),
        tracking_id: Some("aea8374f8c5d47109773cd5aa32b0ac9".to_owned()),
    };
    vec![
        of(12, Verb::Unlock, Outcome::Unknown, 2, Some("INC0012345")),
        of(9, Verb::Disable, Outcome::Verified, 50, None),
        of(7, Verb::EnableIdentity, Outcome::Completed, 900, Some("INC0009999")),
    ]
}

/// An identity as an administrator may read it.
pub fn identity_of(id: &str, now: Timestamp) -> Identity {
    let known_as = IdentityRef {
        id: id.to_owned(),
        name: Some("Adele Vance".to_owned()),
        alias: Some("adele.vance".to_owned()),
        email: Some("adele.vance@acme.test".to_owned()),
        state: None,
    };
    Identity {
        known_as,
        sign_in: Some("LOCKED".to_owned()),
        lifecycle: Some("active".to_owned()),
        modified: now.checked_sub(SignedDuration::from_hours(3)).ok(),
    }
}
