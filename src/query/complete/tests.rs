//! What is offered where.

use proptest::prelude::*;

use super::*;
use crate::query::parse;

struct Seen;

impl Vocabulary for Seen {
    fn sources(&self) -> Vec<String> {
        ["Active Directory", "SAP", "Straße \"A\""].map(String::from).into()
    }

    fn values(&self, of: Valued<'_>, beginning: &Beginning, at_most: usize) -> Vec<String> {
        let all: &[&str] = match of {
            Valued::Field(TextField::Name) => &["ada", "Ada Lovelace", "ÉLODIE", "bob"],
            Valued::Attribute("dept") => &["Sales", "R&D"],
            _ => &[],
        };
        all.iter().filter(|value| beginning.fits(value)).take(at_most).map(ToString::to_string).collect()
    }

    fn attributes(&self) -> Vec<String> {
        ["department", "Dept, no"].map(String::from).into()
    }
}

/// Completes at the `|`: what is replaced, and the offers.
fn at(marked: &str) -> Option<(String, Vec<String>)> {
    let cursor = marked.find('|').unwrap();
    let text = marked.replace('|', "");
    complete(&text, cursor, &Seen).map(|found| (text[found.span.range()].to_owned(), found.offers))
}

#[test]
fn offers_fit_the_place() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("na|", "na", &["name:", "native:"]),
        ("ada NA|", "NA", &["name:", "native:"]),
        ("-i|", "i", &["identity:", "id:", "is:"]),
        ("(lock|", "lock", &["is:locked"]),
        ("en|", "en", &["is:enabled", "has:entitlements"]),
        ("na|me:ada", "name:", &["native:"]),
        ("is:|", "", &["locked"]),
        ("is:un|", "un", &["uncorrelated"]),
        ("IS:LO|CK", "LOCK", &["locked"]),
        ("has:|", "", &["entitlements"]),
        ("sort:name,-mo|", "-mo", &["-modified"]),
        ("sort:name,|", "", &["modified", "created"]),
        ("modified<|", "", &["1h", "24h", "7d"]),
        ("modified<3|", "3", &["3m", "3h", "3d", "3w"]),
        ("created:|", "", &["today", "yesterday"]),
        ("source:|", "", &["\"Active Directory\"", "SAP"]),
        ("source:dir|", "dir", &["\"Active Directory\""]),
        ("source:STRASSE|", "STRASSE", &[r#""Straße \"A\"""#]),
        ("source:\"Active D|", "\"Active D", &["\"Active Directory\""]),
        ("source:\"Act| x\"", "\"Act x\"", &["\"Active Directory\""]),
        ("source:\"Act| is:locked", "\"Act", &["\"Active Directory\""]),
        ("source:SAP,|", "", &["\"Active Directory\""]),
        ("source:SAP, |", "", &["\"Active Directory\""]),
        ("name:ad|", "ad", &["ada", "\"Ada Lovelace\""]),
        ("name:él|", "él", &["ÉLODIE"]),
        ("name:ada,a|", "a", &["\"Ada Lovelace\""]),
        ("attr.de|", "attr.de", &["attr.department:", "attr.\"Dept, no\":"]),
        ("attr.dept:s|", "s", &["Sales"]),
        ("attr.dept:r|", "r", &["\"R&D\""]),
        ("|", "", &["name:", "native:", "source:"]),
        ("ada |", "", &["name:"]),
        ("o| x", "o", &[]),
    ];
    for (marked, replaced, offers) in cases {
        match at(marked) {
            Some((span, found)) => {
                assert_eq!(span, *replaced, "{marked}: {found:?}");
                assert!(!offers.is_empty(), "{marked}: {found:?}");
                let listed: Vec<_> = found.iter().map(String::as_str).take(offers.len()).collect();
                assert_eq!(listed, *offers, "{marked}");
            }
            None => assert!(offers.is_empty(), "{marked}"),
        }
    }
}

#[test]
fn nothing_is_offered_where_nothing_is_known_to_fit() {
    for marked in [
        "is:locked|",
        "~ad|",
        "\"na|",
        "name:a*|",
        "native:/x/|",
        "raw:'x'|",
        "name<|",
        "is:locked,|",
        "colour:|",
        "zz|",
        "modified<7d|",
        ")|",
        "attr.dept<|",
    ] {
        assert_eq!(at(marked), None, "{marked}");
    }
}

#[test]
fn an_offer_reads_where_it_is_made() {
    for (key, value) in [
        ("is:", ""),
        ("x has:", ""),
        ("-source:", ""),
        ("source:SAP,", ""),
        ("name:", ""),
        ("attr.dept:", ""),
        ("modified<", ""),
        ("created>=4", ""),
        ("created:", ""),
        ("sort:-", ""),
        ("attr.", "x"),
    ] {
        let found = complete(key, key.len(), &Seen).unwrap();
        for offer in found.offers {
            let text = format!("{}{offer}{value}", &key[..found.span.start]);
            assert!(parse(&text).is_ok(), "{text}: {:?}", parse(&text));
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_the_place_lies_in_the_text_and_around_the_cursor(
        text in "([a-zé:,\"'<( ~*/-]|name:|source:|is:|sort:|attr\\.|modified<){0,8}",
        at in 0_usize..40,
    ) {
        if let Some(Completion { span, offers }) = complete(&text, at, &Seen) {
            prop_assert!(text.get(span.range()).is_some() && span.start <= at && at <= span.end);
            prop_assert!(!offers.is_empty() && offers.len() <= MOST_OFFERS);
        }
    }
}
