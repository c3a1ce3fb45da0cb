//! What queries become for the tenant, and what is refused.

use jiff::tz::TimeZone;

use super::*;
use crate::model::{Generation, SourceRef};
use crate::query::{Case, Sources, State};

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
    Context { generation, sources, case: Case::Insensitive, now: NOW.parse().unwrap(), zone }
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
    assert!(ask("source:SAP*").unwrap_err()[0].message.contains("may not list sources"));
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

/// What the tenant is asked, and what is left for us.
fn split(text: &str) -> (String, Vec<String>) {
    let compiled = ask(text).unwrap_or_else(|errors| panic!("{text}: {errors:?}"));
    (compiled.filter.unwrap_or_default(), compiled.here.map(|here| here.meaning).unwrap_or_default())
}

#[test]
fn the_tenant_gets_the_largest_part_it_can_carry() {
    let cases = [
        ("is:locked", "", vec!["locked"]),
        ("ada is:locked source:act", r#"name sw "ada" and sourceId eq "s1""#, vec!["locked"]),
        ("-is:disabled", "", vec!["not disabled"]),
        // A null is neither true nor false to the tenant.
        ("-is:uncorrelated", "", vec!["not uncorrelated"]),
        ("~smth attr.dept:Sales", "", vec!["like smth", "attr.dept is Sales"]),
        ("native:/^CN/", "", vec!["native id matches /^CN/ in any case"]),
        ("name:a or source:SAP", "", vec!["name is a or source is SAP"]),
        ("name:a or -name:b", "", vec!["name is a or not name is b"]),
        (
            "(source:act is:locked) or (source:sap is:disabled)",
            r#"sourceId in ("s1","s5")"#,
            vec!["(source is Active Directory and locked) or (source is SAP and disabled)"],
        ),
        (
            "(source:act name:a) or (name:b* source:sap has:entitlements)",
            r#"sourceId in ("s1","s5") and (name eq "a" or name sw "b")"#,
            vec![
                "(source is Active Directory and name is a) or (names that start with b and source is SAP and holding entitlements)",
            ],
        ),
        ("x (source:act or is:locked)", r#"name sw "x""#, vec!["source is Active Directory or locked"]),
        ("source:act or source:sap", r#"sourceId in ("s1","s5")"#, vec![]),
        // Denying twice is not denying, and `-(a or b)` is `-a -b`.
        ("-(-source:act)", r#"sourceId eq "s1""#, vec![]),
        ("-(-source:act or is:locked)", r#"sourceId eq "s1""#, vec!["not (not source is Active Directory or locked)"]),
        ("-(-source:act -source:sap)", r#"sourceId in ("s1","s5")"#, vec![]),
        (
            "(modified>7d modified<14d) or modified:today",
            "(modified lt 2026-11-16T12:04:05Z and modified gt 2026-11-09T12:04:05Z) or (modified ge 2026-11-22T23:00:00Z and modified lt 2026-11-23T23:00:00Z)",
            vec![],
        ),
        (
            "(ada is:locked or adb is:locked)",
            r#"name sw "ada" or name sw "adb""#,
            vec!["(names that start with ada and locked) or (names that start with adb and locked)"],
        ),
    ];
    for (text, filter, here) in cases {
        assert_eq!(split(text), (filter.to_owned(), here.into_iter().map(String::from).collect()), "{text}");
    }
}

#[test]
fn the_sources_a_list_is_restricted_to_are_known() {
    for (text, sources) in [
        ("", None),
        ("is:locked", None),
        ("source:act is:locked", Some(vec!["s1"])),
        ("source:act,sap", Some(vec!["s1", "s5"])),
        ("source:SAP* source:sap", Some(vec!["s5"])),
        ("(source:act is:locked) or (source:sap is:disabled)", Some(vec!["s1", "s5"])),
        ("source:act or is:locked", None),
        ("-source:act", None),
        ("source:/x/", None),
    ] {
        let ids = sources.map(|ids| ids.into_iter().map(String::from).collect());
        assert_eq!(ask(text).unwrap().sources, ids, "{text}");
    }
}

#[test]
fn raw_in_the_midst_of_what_is_judged_here_is_refused_with_advice() {
    for (text, place, fit) in [
        ("x -raw:'pr name'", 3..16, "raw:'not (pr name)'"),
        ("raw:'pr name' or is:locked", 0..13, "raw:'pr name or …'"),
        ("(raw:'pr name' is:locked) or x", 1..14, "raw:'pr name or …'"),
    ] {
        let errors = ask(text).unwrap_err();
        assert_eq!((errors.len(), errors[0].span.range()), (1, place), "{text}: {errors:?}");
        assert!(errors[0].fits.contains(&fit.to_owned()), "{text}: {:?}", errors[0].fits);
    }
    assert_eq!(split("is:locked raw:'pr name'"), ("pr name".to_owned(), vec!["locked".to_owned()]));
}

#[test]
fn an_order_the_tenant_does_not_know_needs_a_list_that_is_read_whole() {
    let compiled = ask("is:locked sort:-modified,state,name").unwrap();
    assert_eq!(compiled.sorters, "-modified,id");
    let columns: Vec<_> = compiled.order.iter().map(|key| key.column.word()).collect();
    assert_eq!(columns, ["modified", "state", "name"]);
    assert_eq!(compiled.meaning, ["sorted by modified, last first, then state, then name"]);
    assert!(ask("ada sort:state").is_err());
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
    let errors = ask("native:/(/ source:none -created:7d..30d sort:state").unwrap_err();
    let places: Vec<_> = errors.iter().map(|error| error.span.range()).collect();
    assert_eq!(places, [7..10, 18..22, 24..39, 45..50]);
}

#[test]
fn a_state_goes_to_the_tenant_where_its_filter_knows_it() {
    for state in State::ALL {
        let compiled = ask(&format!("is:{}", state.word())).unwrap();
        let is_known = matches!(state, State::Uncorrelated | State::Correlated | State::Manual | State::Authoritative);
        assert_eq!((compiled.here.is_none(), compiled.filter.is_some()), (is_known, is_known), "{state:?}");
    }
}

/// Ids as the tenant makes them.
fn ids(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("2c9180858082150f0180893d{number:08x}")).collect()
}

/// The values a filter lists, in its order.
fn listed(filter: &str) -> Vec<String> {
    filter.split('"').skip(1).step_by(2).map(String::from).collect()
}

#[test]
fn a_long_list_is_divided_into_filters_that_fit_a_request_line() {
    let ids = ids(500);
    let compiled = ask(&format!("id:{} source:act is:locked", ids.join(","))).unwrap();
    assert_eq!(compiled.filter.as_deref(), Some(r#"sourceId eq "s1""#));
    assert_eq!(compiled.here.as_ref().unwrap().meaning, ["locked"]);
    assert_eq!(compiled.parts.iter().flat_map(|part| listed(part)).collect::<Vec<_>>(), ids);
    assert_eq!(compiled.parts.len(), 8);
    for part in &compiled.parts {
        let whole = format!("{} and {part}", compiled.filter.as_deref().unwrap());
        assert!(listed(part).len() <= 100 && length::encoded(&whole) <= length::LONGEST);
    }
    assert_eq!(compiled.meaning[1], format!("id is {} or 495 more", ids[..5].join(", ")));
    let short = ask(&format!("id:{}", ids[..50].join(","))).unwrap();
    assert!(!short.needs_a_scan() && short.parts.is_empty());
    let many = ask(&format!("name:{}", (0..101).map(|n| n.to_string()).collect::<Vec<_>>().join(","))).unwrap();
    assert_eq!(many.parts.iter().map(|part| listed(part).len()).collect::<Vec<_>>(), [100, 1]);
    assert!(many.needs_a_scan() && many.here.is_none());
}

#[test]
fn no_account_can_be_in_two_parts() {
    // What differs in case alone stands in one part, be it far apart in the list: a tenant may take it for one.
    let names: Vec<String> =
        (0..150).map(|n| format!("ada{n}")).chain((0..150).rev().map(|n| format!("ADA{n}"))).collect();
    let doubles = format!("name:{},{}", names.join(","), names.join(","));
    let compiled = ask(&doubles).unwrap();
    let parts: Vec<_> = compiled.parts.iter().map(|part| listed(part)).collect();
    assert_eq!(parts.iter().map(Vec::len).sum::<usize>(), 300, "the same twice is dropped");
    for (nth, part) in parts.iter().enumerate() {
        for name in part {
            let twin = |other: &String| other.eq_ignore_ascii_case(name);
            assert!(parts.iter().enumerate().all(|(other, part)| other == nth || !part.iter().any(twin)), "{name}");
        }
    }
}

#[test]
fn of_two_long_lists_the_shorter_is_judged_here() {
    let ids = ids(300).join(",");
    let names = (0..200).map(|n| format!("n{n}")).collect::<Vec<_>>().join(",");
    let compiled = ask(&format!("name:{names} id:{ids}")).unwrap();
    assert_eq!(compiled.filter, None);
    assert_eq!(compiled.here.unwrap().meaning, ["name is n0, n1, n2, n3, n4 or 195 more"]);
    assert!(compiled.parts.iter().all(|part| part.starts_with("id in")));
    // Beginnings cannot be divided, since one name may begin with two of them.
    let beginnings = (0..200).map(|n| format!("n{n}*")).collect::<Vec<_>>().join(",");
    let compiled = ask(&format!("name:{beginnings}")).unwrap();
    assert!(compiled.filter.is_none() && compiled.parts.is_empty() && compiled.here.is_some());
}
