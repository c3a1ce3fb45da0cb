//! What fuzzy words find and what they leave, by the names people have and the words others type for them.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::model::IdentityFacts;

fn row(name: &str, native: &str, identity: &str) -> AccountRow {
    AccountRow {
        name: Some(name.into()),
        native_identity: Some(native.into()),
        identity: Some(Arc::new(IdentityFacts { name: Some(identity.into()), ..IdentityFacts::default() })),
        ..AccountRow::bare("2c91".into())
    }
}

fn named(name: &str) -> AccountRow {
    AccountRow { name: Some(name.into()), ..AccountRow::bare("2c91".into()) }
}

#[test]
fn a_name_is_found_from_some_of_its_letters() {
    for (typed, name) in [
        ("smth", "John Smith"),
        ("SMTH", "john.smith"),
        ("jsmith", "John Smith"),
        ("jhnsmth", "john.smith"),
        ("mllr", "Müller"),
        ("muller", "Müller"),
        ("Müler", "MULLER"),
        ("bjrn", "Bjørn"),
        ("jose", "Jose\u{301}"),
        ("aschmidt", "Anna Maria Schmidt"),
        ("svcbkp07", "svc-backup-prod-07"),
        ("u17", "user17@acme.test"),
        ("user17@", "user17@acme.test"),
        ("er17", "user170@acme.test"),
        ("小明", "陳小明"),
        ("иванв", "Иванов"),
        ("smith john", "John Smith"),
        ("vance", "adele.vance@acme.test"),
        ("ab", "cab a b"),
        ("s", "Smith"),
        ("", "Smith"),
    ] {
        assert!(Fuzzy::new(typed).is_in(&named(name)), "~{typed} in {name}");
    }
}

#[test]
fn scattered_letters_are_no_name() {
    for (typed, name) in [
        ("sm", "Sam"),
        ("mlr", "Müller"),
        ("jsb", "John Smith Brown"),
        ("smth", "Sam Whitmore Booth"),
        ("smth", "CN=Sales Admin,OU=IT Health"),
        ("adle", "CN=Cameron Adams,OU=Legal,DC=acme"),
        ("lena", "clement.thibaudeau@acme.test"),
        ("jo17", "jo.hansen.berg.olsen.of.the.long.name.17"),
        ("user17", "user107"),
        ("user17", "user117"),
        ("user17@", "user170@acme.test"),
        ("user17@", "user117@acme.test"),
        ("smith", "Schmidt"),
        ("smithh", "Smith"),
        ("smith john", "Smith Joe"),
        ("陳明", "陳"),
        ("a", ""),
    ] {
        assert!(!Fuzzy::new(typed).is_in(&named(name)), "~{typed} in {name}");
    }
}

#[test]
fn each_word_may_stand_in_another_text_of_the_row() {
    let ada = row("alovelace", "CN=Lovelace,OU=Zürich", "Ada King-Noël");
    for (typed, found) in [("adking", true), ("zurch", true), ("alvlce zurich noel", true), ("zurich bob", false)] {
        assert_eq!(Fuzzy::new(typed).is_in(&ada), found, "~{typed}");
    }
    assert!(!Fuzzy::new("a").is_in(&AccountRow::bare("a".into())));
}

proptest! {
    #[test]
    fn what_stands_there_as_typed_is_found(before in "\\PC{0,8}", word in "[a-zA-ZäßéİKжい0-9@=._-]{1,8}", after in "\\PC{0,8}") {
        let text = format!("{before}{word}{after}");
        prop_assert!(Fuzzy::new(&word).is_in(&named(&text)));
        prop_assert!(Fuzzy::new(&word.to_ascii_uppercase()).is_in(&named(&text)));
    }

    #[test]
    fn any_text_can_be_typed_and_looked_at(typed in "\\PC{0,90}", name in "\\PC{0,200}", native in "[a-c=@1 ]{0,40}", short in "[a-c1]{0,6}") {
        let row = row(&name, &native, &name);
        for words in [&typed, &short] {
            let fuzzy = Fuzzy::new(words);
            let is_in = fuzzy.is_in(&row);
            prop_assert_eq!(is_in, Fuzzy::new(&words.to_ascii_uppercase()).is_in(&row));
            prop_assert!(!is_in || fuzzy.may_be_in(Imprint::of(&row)));
        }
    }
}
