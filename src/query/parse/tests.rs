//! What texts are read as, and where they do not read.

use proptest::prelude::*;

use super::*;
use crate::query::{Age, AgeUnit, Comparison, Day, Holding, Moment, Pattern, SortColumn, State, TimeRelation};

fn bare<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span::default())
}

/// Any text a person could mean, likely to need quotes.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,6}",
        "[ -~]{1,10}",
        "\\PC{1,6}",
        prop::sample::select(vec![
            "or",
            "OR",
            "and",
            "not",
            "-x",
            "~x",
            "a b",
            "is:locked",
            "a,b",
            "O'Brien",
            "*",
            "a*",
            r"CORP\ada",
            r"\",
            "\"",
            "(",
            "/x/",
            "name=x",
            "“x”"
        ])
        .prop_map(String::from),
    ]
}

fn regex() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof!["[^/\\\\]", "\\\\[ -~]"], 1..6).prop_map(|pieces| pieces.concat())
}

fn raw() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof!["[a-z(]{1,5} ", r#""([^"\\]|\\[ -~]){0,6}" "#], 1..4)
        .prop_map(|pieces| pieces.concat())
}

fn pattern() -> impl Strategy<Value = Pattern> {
    prop_oneof![text().prop_map(Pattern::Exact), text().prop_map(Pattern::Prefix), regex().prop_map(Pattern::Regex)]
}

fn day() -> impl Strategy<Value = Day> {
    let date = (1_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Day::Date(jiff::civil::date(y, m, d)));
    prop_oneof![Just(Day::Today), Just(Day::Yesterday), date]
}

fn moment() -> impl Strategy<Value = Moment> {
    let age = (any::<u32>(), prop::sample::select(AgeUnit::ALL.to_vec()));
    prop_oneof![
        age.prop_map(|(count, unit)| Moment::Ago(Age { count, unit })),
        day().prop_map(Moment::Day),
        (0_i64..200_000_000_000).prop_map(|ms| Moment::Instant(jiff::Timestamp::from_millisecond(ms).unwrap())),
        (1_i16..=9999, 0_i8..24, 0_i8..60)
            .prop_map(|(y, h, m)| Moment::Local(jiff::civil::date(y, 2, 3).at(h, m, 0, 0))),
    ]
}

fn relation() -> impl Strategy<Value = TimeRelation> {
    prop_oneof![
        (prop::sample::select(Comparison::ALL), moment())
            .prop_map(|(sign, moment)| TimeRelation::Compare(sign, moment)),
        day().prop_map(TimeRelation::On),
        (moment(), moment()).prop_map(|(from, to)| TimeRelation::Between(from, to)),
    ]
}

fn term() -> impl Strategy<Value = Condition> {
    let values = || prop::collection::vec(pattern().prop_map(bare), 1..4);
    prop_oneof![
        text().prop_map(Condition::Word),
        text().prop_map(Condition::Fuzzy),
        (prop::sample::select(TextField::ALL), values()).prop_map(|(field, values)| Condition::Text { field, values }),
        (text(), values()).prop_map(|(name, values)| Condition::Attribute { name, values }),
        (prop::sample::select(TimeField::ALL), relation())
            .prop_map(|(field, relation)| Condition::Time { field, relation }),
        prop::sample::select(State::ALL).prop_map(Condition::Is),
        prop::sample::select(Holding::ALL).prop_map(Condition::Has),
        raw().prop_map(Condition::Raw),
    ]
}

/// Conditions as the parser builds them: no series within a series, no choice within a choice.
fn condition() -> impl Strategy<Value = Condition> {
    term().prop_recursive(4, 24, 3, |inner| {
        let several = || prop::collection::vec(inner.clone().prop_map(bare), 2..4);
        prop_oneof![
            inner.clone().prop_map(|term| Condition::Not(Box::new(bare(term)))),
            several().prop_map(|terms| Condition::All(flat(terms, |term| match term {
                Condition::All(inner) => Ok(inner),
                other => Err(other),
            }))),
            several().prop_map(|terms| Condition::Any(flat(terms, |term| match term {
                Condition::Any(inner) => Ok(inner),
                other => Err(other),
            }))),
        ]
    })
}

fn flat(
    terms: Vec<Spanned<Condition>>,
    open: fn(Condition) -> Result<Vec<Spanned<Condition>>, Condition>,
) -> Vec<Spanned<Condition>> {
    terms.into_iter().flat_map(|term| open(term.value).unwrap_or_else(|other| vec![bare(other)])).collect()
}

fn query() -> impl Strategy<Value = Query> {
    let key = (prop::sample::select(SortColumn::ALL), any::<bool>())
        .prop_map(|(column, descending)| bare(SortKey { column, descending }));
    let conditions = prop::collection::vec(condition(), 0..4);
    (conditions, prop::collection::vec(key, 0..3)).prop_map(|(conditions, sort)| {
        let mut all = Vec::new();
        for condition in conditions {
            add_flat(&mut all, Some(bare(condition)));
        }
        Query { all, sort }
    })
}

/// Text made of the language's own pieces, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        " ",
        " ",
        " ",
        "(",
        ")",
        "-",
        "~",
        "or",
        ",",
        ":",
        "\"",
        "'",
        "/",
        "*",
        "\\",
        "name:",
        "is:",
        "has:",
        "sort:",
        "raw:",
        "raw:'",
        "attr.",
        "modified<",
        "created:",
        "..",
        "7d",
        "2026-01-01",
        "smith",
        "locked",
        "entitlements",
        "é",
        "\t",
    ]);
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_is_printed_reads_as_the_same_query(query in query()) {
        let printed = query.to_string();
        prop_assert_eq!(parse(&printed), Ok(query), "{}", printed);
    }

    #[test]
    fn what_is_read_prints_as_text_that_reads_the_same(text in prop_oneof![pieces(), "\\PC{0,20}"]) {
        if let Ok(query) = parse(&text) {
            let printed = query.to_string();
            prop_assert_eq!(parse(&printed), Ok(query), "{:?} printed {:?}", text, printed);
        }
    }

    #[test]
    fn every_place_lies_in_the_text(text in prop_oneof![pieces(), "\\PC{0,20}"]) {
        let (query, errors) = parse_as_far_as_possible(&text);
        let terms = query.all.iter().map(|term| term.span).chain(query.sort.iter().map(|key| key.span));
        for span in errors.iter().map(|error| error.span).chain(terms) {
            prop_assert!(text.get(span.range()).is_some(), "{:?} of {:?}", span, text);
        }
        prop_assert!(errors.windows(2).all(|pair| pair[0].span.start <= pair[1].span.start));
    }
}

fn printed(text: &str) -> String {
    match parse(text) {
        Ok(query) => query.to_string(),
        Err(errors) => panic!("{text}: {errors:?}"),
    }
}

#[test]
fn every_example_of_the_language_reads_and_prints_as_it_is() {
    for text in [
        "smith",
        "~smth",
        "source:\"Active Directory\",SAP",
        "is:locked",
        "identity:\"Ada L*\"",
        "-is:disabled",
        "modified<7d created>=2026-01-01",
        "attr.dept:Sales",
        "attr.\"Dept, no\":\"R&D*\"",
        "is:uncorrelated has:entitlements sort:-modified,name",
        "native:/^CN=.*OU=temp/",
        "raw:'identity.name sw \"A\"'",
        "created:2026-01-01..2026-02-01",
        "modified:today",
        "(name:ada or source:SAP) is:locked",
        "-(name:ada is:locked)",
        "",
    ] {
        assert_eq!(printed(text), text);
    }
}

#[test]
fn spelling_that_changes_nothing_is_gone() {
    for (text, same) in [
        ("  a   b ", "a b"),
        ("(a) ((b c))", "a b c"),
        ("a or (b or c)", "a or b or c"),
        ("'ada' \"ada\" ada*", "ada ada ada"),
        ("NAME:ada Is:LOCKED", "name:ada is:locked"),
        ("name:a, b", "name:a,b"),
        ("sort:name x sort:-id", "x sort:name,-id"),
        ("(a b or c) sort:id", "a b or c sort:id"),
    ] {
        assert_eq!(printed(text), same, "{text}");
    }
}

#[test]
fn an_error_says_where_and_what_would_fit() {
    let cases: &[(&str, &str, &str)] = &[
        ("x colour:red", "colour", "source"),
        ("nmae:ada", "nmae", "name"),
        ("name=ada", "name=ada", "name:ada"),
        ("name<ada", "<", ":"),
        ("is:unkorrelated", "unkorrelated", "uncorrelated"),
        ("has:e", "e", "entitlements"),
        ("sort:-modifed", "-modifed", "modified"),
        ("modified<soon", "soon", "7d"),
        ("created:7d", "7d", "today"),
        ("a or", "or", "\"or\""),
        ("or", "or", "\"or\""),
        ("a or or b", "or", "\"or\""),
        ("is:lock*", "lock*", "locked"),
        ("is:locked,disabled", "is:locked,disabled", "(is:locked or is:disabled)"),
        ("locked:true", "locked", "is:locked"),
        ("modified=7d", "modified=7d", "modified<7d"),
        ("modified=today", "modified=today", "modified:today"),
        ("attr.dept=Sales", "attr.dept=Sales", "attr.dept:Sales"),
        ("source!=SAP", "source!=SAP", "-source:SAP"),
        ("is=locked", "is=locked", "is:locked"),
        ("is:locked and source:x", "and", "\"and\""),
        ("ada AND is:locked", "AND", "\"and\""),
        ("is:locked and ada", "and", "\"and\""),
        ("not is:locked", "not", "-"),
        ("ada not (b)", "not", "-"),
    ];
    for (text, place, fit) in cases {
        let errors = errors(text);
        assert_eq!(errors.len(), 1, "{text}: {errors:?}");
        assert_eq!(&text[errors[0].span.range()], *place, "{text}");
        assert!(errors[0].fits.iter().any(|offered| offered == fit), "{text}: {:?}", errors[0].fits);
    }
    assert_eq!(errors("nmae:ada")[0].fits[0], "name");
    assert_eq!(errors("colour:red or ada").len(), 1, "an alternative that cannot be read is not missing as well");
}

#[test]
fn words_that_other_languages_have_are_parts_of_names_here() {
    for (text, same) in [
        ("marks and spencer", "marks \"and\" spencer"),
        ("and", "\"and\""),
        ("is:locked and", "is:locked \"and\""),
        ("not ada", "\"not\" ada"),
        ("name:and,not", "name:\"and\",\"not\""),
        ("\"and\" is:locked", "\"and\" is:locked"),
    ] {
        assert_eq!(printed(text), same, "{text}");
    }
}

#[test]
fn text_that_only_stops_too_early_is_told_from_wrong_text() {
    for text in ["name:", "name:a,", "\"ada", "a or", "(a", "-(", "~", "raw:'id", "native:/a", "name:\"\""] {
        let errors = errors(text);
        assert!(!errors.is_empty() && errors.iter().all(|error| error.unfinished), "{text}: {errors:?}");
    }
    for text in [
        ")",
        "colour:red",
        "name:a*b",
        "or a",
        "-sort:name",
        "(sort:name)",
        "()",
        "is:locked,disabled",
        "raw:id",
        "name: ada",
    ] {
        assert!(
            errors(text).iter().any(|error| !error.unfinished) || text == "name: ada",
            "{text}: {:?}",
            errors(text)
        );
    }
}

#[test]
fn what_can_be_read_of_a_half_typed_text_is_read() {
    let (query, errors) = parse_as_far_as_possible("ada source:\"Active Dir colour:red");
    assert_eq!(query.to_string(), "ada source:\"Active Dir colour:red\"");
    assert_eq!(errors.len(), 1);
    let (query, errors) = parse_as_far_as_possible("ada colour:red name: (bob");
    assert_eq!(query.to_string(), "ada bob");
    assert_eq!(errors.len(), 3);
}

#[test]
fn nesting_without_end_is_refused_and_not_followed() {
    for text in ["(".repeat(100_000), "-".repeat(100_000) + "x", "-(".repeat(100_000)] {
        assert!(errors(&text).iter().any(|error| error.message == "nested too deeply"));
    }
}
