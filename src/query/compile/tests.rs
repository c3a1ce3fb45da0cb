//! What queries become for the tenant, and what is refused.

use super::*;

const NOW: &str = "2026-11-23T12:04:05.678Z";

fn sources() -> Vec<SourceRef> {
    [("s1", "Active Directory"), ("s2", "SAP ERP"), ("s3", "SAP HR"), ("s4", "Straße \"A\""), ("s5", "SAP")]
        .into_iter()
        .map(|(id, name)| SourceRef { id: id.to_owned(), name: name.to_owned(), connection: None })
        .collect()
}

fn context(generation: Generation, sources: Sources<'_>) -> Context<'_> {
    // Central Europe, spelt out so that no database of zones is needed.
    let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    Context { generation, sources, now: NOW.parse().unwrap(), zone }
}

fn ask(text: &str) -> Result<Compiled, Vec<QueryError>> {
    ask_of(Generation::V2026, text)
}

fn ask_of(generation: Generation, text: &str) -> Result<Compiled, Vec<QueryError>> {
    compile_text(text, &context(generation, Sources::All(&sources())))
}

fn filter(text: &str) -> String {
    ask(text).unwrap_or_else(|errors| panic!("{text}: {errors:?}")).filter.unwrap_or_default()
}

#[test]
fn terms_become_the_filter_of_the_api() {
    let cases = [
        ("", ""),
        ("smith", r#"name sw "smith""#),
        ("ada lovelace", r#"name sw "ada lovelace""#),
        ("ada is:uncorrelated lovelace", r#"name sw "ada lovelace" and uncorrelated eq true"#),
        ("name:ada", r#"name eq "ada""#),
        ("name:ada,bob", r#"name in ("ada","bob")"#),
        ("name:\"a \\\"b\\\" \\\\c\"", r#"name eq "a \"b\" \\c""#),
        ("native:CN*", r#"nativeIdentity sw "CN""#),
        ("identity:\"Ada L*\",Bob,Cy", r#"identity.name in ("Bob","Cy") or identity.name sw "Ada L""#),
        ("identity:A*,B* x", r#"name sw "x" and (identity.name sw "A" or identity.name sw "B")"#),
        ("id:2c91", r#"id eq "2c91""#),
        ("has:entitlements", "hasEntitlements eq true"),
        (
            "is:correlated is:manual is:authoritative",
            "uncorrelated eq false and manuallyCorrelated eq true and source.authoritative eq true",
        ),
        ("name:a or name:b* or c", r#"name eq "a" or name sw "b" or name sw "c""#),
        (
            "(ada lovelace or bob) has:entitlements",
            r#"(name sw "ada lovelace" or name sw "bob") and hasEntitlements eq true"#,
        ),
        (
            "modified:today or modified<1h",
            "(modified ge 2026-11-22T23:00:00Z and modified lt 2026-11-23T23:00:00Z) or modified gt 2026-11-23T11:04:05Z",
        ),
        ("raw:'pr name'", "pr name"),
        ("raw:'a eq \"(\" or b eq \"O'B\"' x", r#"name sw "x" and (a eq "(" or b eq "O'B")"#),
    ];
    for (text, expected) in cases {
        assert_eq!(filter(text), expected, "{text}");
    }
}

#[test]
fn a_source_is_asked_by_the_id_of_the_name_that_fits() {
    for (text, expected) in [
        ("source:act", r#"sourceId eq "s1""#),
        ("source:\"active directory\",sap", r#"sourceId in ("s1","s5")"#),
        ("source:\"SAP H\"", r#"sourceId eq "s3""#),
        ("source:STRASSE", r#"sourceId eq "s4""#),
        ("source:s2", r#"sourceId eq "s2""#),
        ("source:SAP*", r#"sourceId in ("s2","s3","s5")"#),
    ] {
        assert_eq!(filter(text), expected, "{text}");
    }
}

#[test]
fn a_source_name_that_fits_none_or_several_is_an_error_that_offers_names() {
    let errors = ask("x source:\"sap \"").unwrap_err();
    assert_eq!(errors[0].fits, ["\"SAP ERP\"", "\"SAP HR\""]);
    assert_eq!(errors[0].span.range(), 9..15);
    let errors = ask("source:actve").unwrap_err();
    assert!(errors[0].message.contains("no source is called actve"));
    assert!(errors[0].fits.contains(&"SAP".to_owned()));
}

#[test]
fn where_sources_may_not_be_listed_an_unknown_name_goes_as_typed() {
    let seen = sources();
    let context = context(Generation::Beta, Sources::SeenOnly(&seen));
    let ask = |text| compile_text(text, &context).map(|asked| asked.filter.unwrap());
    assert_eq!(ask("source:\"active directory\"").unwrap(), r#"sourceId eq "s1""#);
    assert_eq!(ask("source:Workday").unwrap(), r#"source.displayableName eq "Workday""#);
    // There may be a source called just Act that nobody has seen yet.
    assert_eq!(ask("source:Act").unwrap(), r#"source.displayableName eq "Act""#);
    assert_eq!(
        ask("source:\"active directory\",Workday x").unwrap(),
        r#"name sw "x" and (sourceId eq "s1" or source.displayableName eq "Workday")"#
    );
    assert!(ask("source:SAP*").unwrap_err()[0].message.contains("not every source is known"));
}

#[test]
fn times_are_of_the_persons_zone_and_asked_in_utc() {
    for (text, expected) in [
        ("modified<7d", "modified gt 2026-11-16T12:04:05Z"),
        ("modified<=90m", "modified ge 2026-11-23T10:34:05Z"),
        ("modified>2w", "modified lt 2026-11-09T12:04:05Z"),
        ("modified>=1h", "modified le 2026-11-23T11:04:05Z"),
        ("created>=2026-01-01", "created ge 2025-12-31T23:00:00Z"),
        ("created>2026-01-01", "created ge 2026-01-01T23:00:00Z"),
        ("created<2026-07-01", "created lt 2026-06-30T22:00:00Z"),
        ("created<=2026-07-01", "created lt 2026-07-01T22:00:00Z"),
        ("created:2026-01-01", "created ge 2025-12-31T23:00:00Z and created lt 2026-01-01T23:00:00Z"),
        ("modified:yesterday", "modified ge 2026-11-21T23:00:00Z and modified lt 2026-11-22T23:00:00Z"),
        ("created:2026-01-01..2026-02-01", "created ge 2025-12-31T23:00:00Z and created lt 2026-02-01T23:00:00Z"),
        ("created:30d..7d", "created ge 2026-10-24T12:04:05Z and created le 2026-11-16T12:04:05Z"),
        ("modified>2026-07-01T09:30", "modified gt 2026-07-01T07:30:00Z"),
        ("modified<=2026-07-01T09:30Z", "modified le 2026-07-01T09:30:00Z"),
    ] {
        assert_eq!(filter(text), expected, "{text}");
    }
}

#[test]
fn beta_has_no_lt_for_created_and_is_asked_otherwise() {
    for (text, expected) in [
        ("created<2026-07-01", "created le 2026-06-30T21:59:59.999Z"),
        ("created>7d", "created le 2026-11-16T12:04:04.999Z"),
        ("modified<2026-07-01", "modified lt 2026-06-30T22:00:00Z"),
    ] {
        assert_eq!(ask_of(Generation::Beta, text).unwrap().filter.unwrap(), expected, "{text}");
    }
}

#[test]
fn times_outside_of_the_calendar_are_refused_and_not_sent() {
    for text in ["modified<4294967295w", "created>=0000-01-01", "created:9999-12-31", "created:7d..30d"] {
        let errors = ask(text).unwrap_err();
        assert_eq!(errors[0].span.range(), 0..text.len(), "{text}: {errors:?}");
    }
}

#[test]
fn every_order_ends_in_the_id() {
    for (text, expected) in [
        ("", "name,id"),
        ("sort:name", "name,id"),
        ("sort:-modified,name", "-modified,name,id"),
        ("sort:name,-id,created", "name,-id"),
        ("sort:id", "id"),
        ("sort:source sort:-source,identity", "source.displayableName,identity.name,id"),
    ] {
        assert_eq!(ask(text).unwrap().sorters, expected, "{text}");
    }
    let errors = ask("sort:name,state").unwrap_err();
    assert_eq!(errors[0].span.range(), 10..15);
    assert!(errors[0].fits.contains(&"modified".to_owned()) && !errors[0].fits.contains(&"state".to_owned()));
}

#[test]
fn what_the_query_means_is_said_in_words() {
    for (text, expected) in [
        ("smith", vec!["names that start with smith"]),
        ("source:act,sap is:uncorrelated", vec!["source is Active Directory or SAP", "uncorrelated"]),
        ("identity:\"Ada L*\" modified<1d", vec!["identity starts with Ada L", "modified within the last 1 day"]),
        ("name:a,b,c or name:d*", vec!["name is a, b or c, or name starts with d"]),
        ("created:2026-01-01 sort:-created", vec!["created on 2026-01-01", "sorted by created, last first"]),
    ] {
        assert_eq!(ask(text).unwrap().meaning, expected, "{text}");
    }
}

#[test]
fn a_term_not_built_yet_says_so_at_its_place() {
    for text in ["~smth", "attr.dept:Sales", "native:/^CN/", "name:a or source:SAP", "name:a or -name:b"] {
        let whole = format!("ada {text}");
        let whole = if text.contains(" or ") { text.to_owned() } else { whole };
        let errors = ask(&whole).unwrap_err();
        assert_eq!(errors.len(), 1, "{text}");
        assert!(errors[0].message.starts_with("not built yet: "), "{}", errors[0].message);
        assert_eq!(&whole[errors[0].span.range()], text);
    }
}

#[test]
fn a_raw_filter_that_cannot_be_right_is_not_sent() {
    for (text, place) in [
        ("x raw:'name eq (\"a\"'", 15..16),
        ("raw:'name eq a)'", 14..15),
        ("raw:'name eq “a”'", 13..16),
        ("raw:'name eq \"a'", 4..16),
    ] {
        let errors = ask(text).unwrap_err();
        assert_eq!(errors[0].span.range(), place, "{text}: {errors:?}");
    }
}

#[test]
fn everything_wrong_is_told_at_once_and_in_order() {
    let errors = ask("~smth source:none sort:state").unwrap_err();
    let places: Vec<_> = errors.iter().map(|error| error.span.start).collect();
    assert_eq!(places, [0, 13, 23]);
}

#[test]
fn the_states_that_are_offered_can_be_asked_and_the_others_cannot() {
    for state in State::ALL {
        let compiled = ask(&format!("is:{}", state.word())).unwrap();
        assert_eq!(compiled.here.is_none(), State::FILTERED.contains(state), "{state:?}");
    }
}
