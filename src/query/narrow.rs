//! Which of the rows already here stay on the screen while one types.
//!
//! Nothing is asked of the tenant: a word may stand anywhere in name, native id and identity, in any case, and every
//! term that is typed must match. The text is half-typed most of the time, so it is read for what it surely says: plain
//! and fuzzy words, the values of text fields, and flags. What rows alone cannot settle, or is not finished, hides nothing;
//! nor does a word that must not be there, which would hide most rows at its first letter.

mod needle;

use super::parse::parse_as_far_as_possible;
use super::predicate::is;
use super::term::{Holding, State};
use super::{Condition, Fuzzy, Imprint, Pattern, TextField};
use crate::model::AccountRow;
use needle::Needle;

/// What it takes to try a row with plain words, where passing over it by its imprint takes 1; and with fuzzy ones.
const WORDS: usize = 30;
const FUZZY_WORDS: usize = 150;

/// A test of loaded rows, made from the text typed so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Narrow {
    /// All of these must match.
    all: Vec<AnyOf>,
}

/// One of these must match; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
struct AnyOf(Vec<Wanted>);

/// What a row must have.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    /// This text in its name, its native id or its identity's name.
    Anywhere(Needle),
    /// This text in a field.
    Within(TextField, Needle),
    /// These words, some letters left out.
    Like(Fuzzy),
    /// This state, or another one.
    Is(State, bool),
    /// Entitlements, or none.
    HasEntitlements(bool),
}

impl Narrow {
    /// What the text typed so far says about rows.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let (query, _) = parse_as_far_as_possible(text);
        Self { all: query.all.iter().filter_map(|condition| AnyOf::from_condition(&condition.value)).collect() }
    }

    /// Whether the row stays on the screen.
    #[must_use]
    pub fn matches(&self, row: &AccountRow) -> bool {
        self.all.iter().all(|any| any.matches(row))
    }

    /// What it takes to try a row, where passing over it by its imprint takes 1.
    #[must_use]
    pub fn effort(&self) -> usize {
        let is_fuzzy = |any: &AnyOf| any.0.iter().any(|wanted| matches!(wanted, Wanted::Like(_)));
        if self.all.iter().any(is_fuzzy) { FUZZY_WORDS } else { WORDS }
    }

    /// Whether a row stays on the screen, by its imprint alone; none where that does not say.
    #[must_use]
    pub fn settled_by(&self, imprint: Imprint) -> Option<bool> {
        let mut settled = Some(true);
        for any in &self.all {
            match any.settled_by(imprint) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => settled = None,
            }
        }
        settled
    }

    /// Whether every row matches, since nothing that narrows was typed.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether all that matches this matched `earlier` too, so that only its rows need to be tried. True for each
    /// letter typed at the end of a word; may be false where it would have been true.
    #[must_use]
    pub fn extends(&self, earlier: &Self) -> bool {
        earlier.all.iter().all(|needed| self.all.iter().any(|given| given.implies(needed)))
    }
}

impl AnyOf {
    /// What a condition says about rows; none where it says nothing that rows alone can settle.
    fn from_condition(condition: &Condition) -> Option<Self> {
        match condition {
            Condition::Word(word) => Some(Self(vec![Wanted::Anywhere(Needle::new(word))])),
            Condition::Is(state) => Some(Self(vec![Wanted::Is(*state, true)])),
            Condition::Has(Holding::Entitlements) => Some(Self(vec![Wanted::HasEntitlements(true)])),
            Condition::Not(inner) => match inner.value {
                Condition::Is(state) => Some(Self(vec![Wanted::Is(state, false)])),
                Condition::Has(Holding::Entitlements) => Some(Self(vec![Wanted::HasEntitlements(false)])),
                _ => None,
            },
            Condition::Fuzzy(words) => Some(Self(vec![Wanted::Like(Fuzzy::new(words))])),
            Condition::Text { field, values } => {
                let wanted = |pattern: &Pattern| match pattern {
                    Pattern::Exact(text) | Pattern::Prefix(text) => Some(Wanted::Within(*field, Needle::new(text))),
                    Pattern::Regex(_) => None,
                };
                values.iter().map(|value| wanted(&value.value)).collect::<Option<_>>().map(Self)
            }
            Condition::Any(alternatives) => {
                let each: Option<Vec<_>> =
                    alternatives.iter().map(|alternative| Self::from_condition(&alternative.value)).collect();
                each.map(|each| Self(each.into_iter().flat_map(|any| any.0).collect()))
            }
            _ => None,
        }
    }

    fn matches(&self, row: &AccountRow) -> bool {
        self.0.iter().any(|wanted| wanted.matches(row))
    }

    fn settled_by(&self, imprint: Imprint) -> Option<bool> {
        let mut settled = Some(false);
        for wanted in &self.0 {
            match wanted.settled_by(imprint) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => settled = None,
            }
        }
        settled
    }

    fn implies(&self, other: &Self) -> bool {
        self.0.iter().all(|given| other.0.iter().any(|needed| given.implies(needed)))
    }
}

impl Wanted {
    fn matches(&self, row: &AccountRow) -> bool {
        let (name, native, identity) = (row.name.as_deref(), row.native_identity.as_deref(), row.identity_name());
        let source = || [row.source.name.as_deref(), row.source.id.as_deref()];
        match self {
            Self::Anywhere(needle) => stands_in_any(needle, [name, identity, native]),
            Self::Within(TextField::Name, needle) => stands_in_any(needle, [name]),
            Self::Within(TextField::Native, needle) => stands_in_any(needle, [native]),
            Self::Within(TextField::Identity, needle) => stands_in_any(needle, [identity]),
            Self::Within(TextField::Source, needle) => stands_in_any(needle, source()),
            Self::Within(TextField::Id, needle) => stands_in_any(needle, [Some(row.id.as_str())]),
            Self::Like(fuzzy) => fuzzy.is_in(row),
            Self::Is(state, wanted) => is(row, *state) == *wanted,
            Self::HasEntitlements(wanted) => (row.has_entitlements == Some(true)) == *wanted,
        }
    }

    fn settled_by(&self, imprint: Imprint) -> Option<bool> {
        let not_at_all = |stands: Option<bool>| stands.filter(|stands| !stands);
        match self {
            Self::Anywhere(needle) => needle.stands_in(imprint),
            // The imprint does not tell the texts apart.
            Self::Within(TextField::Name | TextField::Native | TextField::Identity, needle) => {
                not_at_all(needle.stands_in(imprint))
            }
            Self::Like(fuzzy) => not_at_all(Some(fuzzy.may_be_in(imprint))),
            Self::Within(TextField::Source | TextField::Id, _) | Self::Is(..) | Self::HasEntitlements(_) => None,
        }
    }

    fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Anywhere(given) | Self::Within(TextField::Name | TextField::Native | TextField::Identity, given),
                Self::Anywhere(needed),
            ) => given.contains(needed),
            (Self::Within(place, given), Self::Within(other, needed)) => place == other && given.contains(needed),
            // A word with another letter may fit where it did not before: its gaps are judged by its length.
            _ => self == other,
        }
    }
}

fn stands_in_any<const N: usize>(needle: &Needle, texts: [Option<&str>; N]) -> bool {
    texts.into_iter().flatten().any(|text| needle.is_in(text))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::super::fold::fold;
    use super::*;
    use crate::model::{IdentityFacts, SourceFacts};

    fn row(name: &str, native: &str, identity: &str, source: &str) -> AccountRow {
        AccountRow {
            name: Some(name.into()),
            native_identity: Some(native.into()),
            identity: Some(Arc::new(IdentityFacts { name: Some(identity.into()), ..IdentityFacts::default() })),
            source: Arc::new(SourceFacts {
                name: Some(source.into()),
                id: Some("s1".into()),
                ..SourceFacts::default()
            }),
            ..AccountRow::bare("2c91".into())
        }
    }

    fn ada() -> AccountRow {
        row("ada.lovelace", "CN=Ada Lovelace,OU=Zürich", "Ada King-Noël", "Active Directory")
    }

    #[test]
    fn every_word_must_stand_somewhere_in_any_case() {
        for (text, stays) in [
            ("", true),
            ("LOVE", true),
            ("zürich", true),
            ("ZÜRICH noël ada", true),
            ("ada bob", false),
            ("active", false),
            ("\"ada lovelace\"", true),
            ("ada.lovelace.", false),
            ("~adlvelace", true),
            ("~adlvelace bob", false),
            ("bob or ~knoel", true),
            ("~xyz", false),
        ] {
            assert_eq!(Narrow::new(text).matches(&ada()), stays, "{text}");
        }
    }

    #[test]
    fn values_are_looked_for_in_their_field() {
        for (text, stays) in [
            ("name:love", true),
            ("name:king", false),
            ("identity:KING", true),
            ("native:ou=z*", true),
            ("source:direct", true),
            ("source:s1", true),
            ("source:sap,active", true),
            ("source:sap", false),
            ("id:2C9", true),
            ("bob or ada", true),
            ("bob or name:x", false),
        ] {
            assert_eq!(Narrow::new(text).matches(&ada()), stays, "{text}");
        }
    }

    #[test]
    fn flags_that_are_finished_narrow_too() {
        let locked = AccountRow { locked: Some(true), has_entitlements: Some(false), ..ada() };
        for (text, stays) in [
            ("is:locked", true),
            ("-is:locked", false),
            ("is:locked ada", true),
            ("is:disabled", false),
            ("-is:disabled", true),
            ("is:disabled or lovelace", true),
            ("has:entitlements", false),
            ("-has:entitlements", true),
        ] {
            assert_eq!(Narrow::new(text).matches(&locked), stays, "{text}");
        }
        assert!(!Narrow::new("is:enabled").matches(&ada()), "what is not told is not so");
    }

    #[test]
    fn what_rows_cannot_settle_hides_nothing() {
        for text in [
            "is:loc",
            "-is:",
            "-ada",
            "-~ada",
            "native:/x/",
            "native:x,/y/",
            "modified<7d",
            "raw:'x'",
            "attr.a:b",
            "sort:name",
            "colour:red",
            "name:",
            "bob or modified<7d",
            "bob or (x y)",
            "(",
            "\"",
        ] {
            let narrow = Narrow::new(text);
            assert!(narrow.is_everything() && narrow.matches(&ada()), "{text}");
        }
        assert!(!Narrow::new("modified<7d bob").matches(&ada()));
        assert!(!Narrow::new("name:\"bo").matches(&ada()), "an open quote is read as far as it goes");
    }

    #[test]
    fn a_row_of_which_nothing_is_known_matches_no_word() {
        let bare = AccountRow::bare("a".into());
        assert!(!Narrow::new("a").matches(&bare));
        assert!(Narrow::new("").matches(&bare));
    }

    #[test]
    fn another_letter_extends_what_was_typed() {
        for (earlier, later, extends) in [
            ("", "a", true),
            ("sm", "smi", true),
            ("sm", "SMITH ada", true),
            ("ada sm", "sm ada", true),
            ("smi", "sm", false),
            ("a", "name:ada", true),
            ("name:a", "ada", false),
            ("act", "source:act", false),
            ("name:a,b", "name:ab", true),
            ("name:ab", "name:ab,c", false),
            ("a", "b or c", false),
            ("is:locked", "is:locked a", true),
            ("is:locked", "-is:locked", false),
            ("a or b", "ab or bc", true),
            ("~ad", "~ad lovelace", true),
            ("~ad", "~ada", false),
        ] {
            assert_eq!(Narrow::new(later).extends(&Narrow::new(earlier)), extends, "{earlier:?} then {later:?}");
        }
    }

    fn letters() -> impl Strategy<Value = String> {
        "[aAbB sSßſkKéÉİ日]{0,6}"
    }

    fn typed() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "a",
            "B",
            "ab",
            "ss",
            "ß",
            "é",
            " ",
            " ",
            "name:",
            "source:",
            "~",
            "identity:",
            ",",
            " or ",
            "\"",
        ]);
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn a_word_matches_where_the_folded_texts_say_so(word in "[aAbBsSßkKéÉ日]{1,3}", name in letters(), native in letters(), identity in letters()) {
            let row = row(&name, &native, &identity, "");
            let expected = [&name, &native, &identity].iter().any(|text| fold(text).contains(&fold(&word)));
            let narrow = Narrow::new(&word);
            prop_assert_eq!(narrow.matches(&row), expected);
            prop_assert!(narrow.settled_by(Imprint::of(&row)).is_none_or(|settled| settled == expected));
        }

        #[test]
        fn what_extends_lets_no_new_row_in(earlier in typed(), later in typed(), name in letters(), identity in letters(), source in letters()) {
            let row = row(&name, "", &identity, &source);
            let (earlier, later) = (Narrow::new(&earlier), Narrow::new(&later));
            if later.extends(&earlier) && later.matches(&row) {
                prop_assert!(earlier.matches(&row));
            }
        }

        #[test]
        fn typing_on_extends(typed in typed(), more in "[a-z]{1,3}") {
            let earlier = Narrow::new(&typed);
            prop_assert!(earlier.extends(&earlier));
            if typed.chars().all(|c| c.is_alphabetic() || c == ' ') && !typed.contains("or") {
                let later = Narrow::new(&(typed + &more));
                prop_assert!(later.extends(&earlier));
            }
        }
    }
}
