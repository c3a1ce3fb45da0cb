//! What holds of which account.

use std::sync::Arc;

use jiff::tz::TimeZone;
use serde_json::json;

use super::*;
use crate::model::{Generation, IdentityFacts, SourceFacts, SourceRef};
use crate::query::{Case, Sources, parse};

fn sources() -> Vec<SourceRef> {
    [("s1", "Active Directory"), ("s2", "SAP")]
        .into_iter()
        .map(|(id, name)| SourceRef { id: id.to_owned(), name: name.to_owned(), connection: None })
        .collect()
}

fn predicate(text: &str, case: Case) -> Result<Predicate, QueryError> {
    let sources = sources();
    let context = Context {
        generation: Generation::V2026,
        sources: Sources::All(&sources),
        case,
        now: "2026-11-23T12:00:00Z".parse().unwrap(),
        zone: TimeZone::UTC,
    };
    whole(&parse(text).unwrap(), &context)
}

fn ada() -> AccountRow {
    AccountRow {
        name: Some("Ada.Lovelace".into()),
        native_identity: Some("CN=Ada Lovelace,OU=Temp".into()),
        identity: Some(Arc::new(IdentityFacts { name: Some("Ada King-Noël".into()), ..IdentityFacts::default() })),
        source: Arc::new(SourceFacts { id: Some("s1".into()), ..SourceFacts::default() }),
        created: Some("2026-11-22T10:00:00Z".parse().unwrap()),
        modified: Some("2026-11-23T11:00:00.0009Z".parse().unwrap()),
        disabled: Some(false),
        locked: Some(true),
        uncorrelated: Some(false),
        has_entitlements: Some(true),
        ..AccountRow::bare("2c91".into())
    }
}

fn attributes() -> Vec<(String, Value)> {
    [
        ("Department", json!("Straße")),
        ("employeeNumber", json!(1042)),
        ("memberOf", json!(["CN=Staff", "CN=VPN", 7])),
        ("active", json!(true)),
        ("manager", json!(null)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

fn holds_of(text: &str, case: Case, row: &AccountRow) -> bool {
    let predicate = predicate(text, case).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    predicate.holds(Judged { row, attributes: &attributes() })
}

#[test]
fn every_kind_of_term_is_judged() {
    for (text, holds) in [
        ("", true),
        ("ada.l", true),
        ("ADA.", true),
        ("lovelace", false),
        ("name:ada.lovelace", true),
        ("name:ada", false),
        ("name:bob,ADA.LOVELACE", true),
        ("identity:\"ADA KING-NOËL\"", true),
        ("native:cn=ada*", true),
        ("native:/ou=temp$/", true),
        ("native:/(?-i)ou=temp$/", false),
        ("native:/^ou/", false),
        ("id:2C9*", true),
        ("source:act", true),
        ("source:sap", false),
        ("source:sap,active*", true),
        ("source:/direct/", false),
        ("attr.department:STRASSE", true),
        ("attr.Department:str*", true),
        ("attr.employeenumber:1042", true),
        ("attr.employeeNumber:/^10/", true),
        ("attr.memberOf:cn=vpn", true),
        ("attr.memberOf:7", true),
        ("attr.memberOf:cn=none", false),
        ("attr.active:true", true),
        ("attr.manager:null", false),
        ("attr.none:/./", false),
        ("modified<2h created>1d", true),
        ("created:yesterday", true),
        ("created:today", false),
        ("created:2026-11-22..2026-11-22T10:00Z", true),
        // The tenant's times end at the millisecond.
        ("modified<=2026-11-23T11:00Z", true),
        ("modified>2026-11-23T11:00Z", false),
        ("is:locked", true),
        ("is:enabled", false),
        ("is:correlated has:entitlements -is:disabled", true),
        ("-is:correlated", false),
        ("~adlov", true),
        ("(is:disabled or is:locked) ada", true),
        ("-(is:disabled or is:locked)", false),
        ("ada lovelace", false),
        ("ada or lovelace", true),
    ] {
        assert_eq!(holds_of(text, Case::Insensitive, &ada()), holds, "{text}");
    }
}

#[test]
fn a_tenant_that_minds_case_is_followed_where_it_could_judge() {
    for (text, holds) in [
        ("ada", false),
        ("Ada", true),
        ("name:ada.lovelace", false),
        ("id:2C91", false),
        ("identity:Ada*", true),
        ("source:ACTIVE*", true),
        ("attr.department:STRASSE", true),
        ("native:/ou=temp/", true),
        ("~ADLOV", true),
    ] {
        assert_eq!(holds_of(text, Case::Sensitive, &ada()), holds, "{text}");
    }
}

#[test]
fn what_is_not_told_equals_nothing_and_a_denial_is_the_complement() {
    let bare = AccountRow::bare("x".into());
    let terms = [
        "ada",
        "name:ada",
        "native:/./",
        "identity:/./",
        "source:act",
        "source:/./",
        "attr.x:y",
        "created<1d",
        "created>1d",
        "is:locked",
        "is:enabled",
        "is:uncorrelated",
        "is:correlated",
        "has:entitlements",
        "~a",
    ];
    for term in terms {
        assert!(!holds_of(term, Case::Insensitive, &bare), "{term}");
        for row in [&bare, &ada()] {
            let (holds, denied) =
                (holds_of(term, Case::Insensitive, row), holds_of(&format!("-{term}"), Case::Insensitive, row));
            assert_ne!(holds, denied, "{term}");
        }
    }
}

#[test]
fn what_cannot_be_judged_here_is_told_at_its_place() {
    for (text, place) in [("ada raw:'pr name'", 4..17), ("name:a,/(/ source:none", 7..10), ("source:sap,none", 11..15)]
    {
        assert_eq!(predicate(text, Case::Insensitive).unwrap_err().span.range(), place, "{text}");
    }
}

#[test]
fn whole_accounts_are_needed_for_attributes_alone() {
    for (text, reads) in [("is:locked ada", false), ("attr.a:b", true), ("-(is:locked or (x attr.a:b))", true)] {
        assert_eq!(predicate(text, Case::Insensitive).unwrap().reads_attributes(), reads, "{text}");
    }
}
