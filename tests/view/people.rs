//! Accounts as a tenant has them: names, sources and states that a support person meets.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use quarterdeck::model::{
    Account, AccountRow, ConnectionKind, Entitlement, IdentityFacts, Permission, Session, SourceFacts,
};
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
