//! Names cut so that different ones look different.
//!
//! A cut in the middle keeps head and tail. Where that makes two names on the screen look the same, they are cut around
//! the place where they differ instead: whoever acts on a row must be able to tell which one it is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::model::text;

/// How often the place of the cut is looked for again; each time the names that still look alike share more.
const ROUNDS: usize = 4;

/// The names, made safe, each in at most so many columns. Different names come out different wherever that is possible.
pub(super) fn cut<'a>(names: &[Cow<'a, str>], columns: usize) -> Vec<Cow<'a, str>> {
    let mut cuts: Vec<Cow<str>> = names.iter().map(|name| cut_owned(name, columns)).collect();
    for _ in 0..ROUNDS {
        let alike = alike(names, &cuts);
        if alike.is_empty() {
            break;
        }
        for group in alike {
            let common = common_start(group.iter().map(|n| text::safe(&names[*n]).into_owned()));
            for n in group {
                cuts[n] = around(&text::safe(&names[n]), common, columns).into();
            }
        }
    }
    cuts
}

fn cut_owned<'a>(name: &Cow<'a, str>, columns: usize) -> Cow<'a, str> {
    match name {
        Cow::Borrowed(name) => text::cut_middle(name, columns),
        Cow::Owned(name) => Cow::Owned(text::cut_middle(name, columns).into_owned()),
    }
}

/// The places of different names that look the same, group by group.
fn alike(names: &[Cow<str>], cuts: &[Cow<str>]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, cut) in cuts.iter().enumerate() {
        groups.entry(cut).or_default().push(n);
    }
    groups.into_values().filter(|group| group.iter().any(|n| names[*n] != names[group[0]])).collect()
}

/// How many characters, as a reader sees them, all of the different texts begin with.
fn common_start(texts: impl Iterator<Item = String>) -> usize {
    let texts: Vec<String> = texts.collect();
    let shared = |a: &str, b: &str| a.graphemes(true).zip(b.graphemes(true)).take_while(|(a, b)| a == b).count();
    let different = texts.iter().skip(1).filter(|text| **text != texts[0]);
    different.map(|text| shared(&texts[0], text)).min().unwrap_or(0)
}

/// The text cut so that what stands behind the first `common` characters can be seen: `svc-b…-07-prod-emea`.
fn around(safe: &str, common: usize, columns: usize) -> String {
    let head: String = safe.graphemes(true).take(columns / 4).collect();
    // Two characters of what is common lead up to the difference.
    let tail: String = safe.graphemes(true).skip(common.saturating_sub(2).max(columns / 4)).collect();
    let room = columns.saturating_sub(text::width(&head) + 1);
    format!("{head}…{}", text::cut_end(&tail, room))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn cut_all<'a>(names: &[&'a str], columns: usize) -> Vec<Cow<'a, str>> {
        cut(&names.iter().map(|name| Cow::Borrowed(*name)).collect::<Vec<_>>(), columns)
    }

    #[test]
    fn names_that_differ_in_the_middle_are_cut_around_it() {
        let names = ["svc-backup-fileserver-07-prod-emea", "svc-backup-fileserver-08-prod-emea", "adele.vance"];
        assert_eq!(cut_all(&names, 20), ["svc-b…-07-prod-emea", "svc-b…-08-prod-emea", "adele.vance"]);
    }

    #[test]
    fn names_that_are_the_same_stay_the_same() {
        let names = ["svc-backup-fileserver-07-prod-emea"; 2];
        assert_eq!(cut_all(&names, 20), ["svc-backup…prod-emea"; 2]);
    }

    proptest! {
        #[test]
        fn different_names_look_different(
            head in "[a-c]{0,30}",
            middles in prop::collection::hash_set("[a-c]{3}", 1..20),
            tail in "[a-c]{0,30}",
        ) {
            let names: Vec<Cow<str>> = middles.iter().map(|middle| format!("{head}{middle}{tail}").into()).collect();
            let cuts = cut(&names, 20);
            prop_assert_eq!(cuts.iter().collect::<HashSet<_>>().len(), names.iter().collect::<HashSet<_>>().len());
            prop_assert!(cuts.iter().all(|cut| text::width(cut) <= 20));
        }
    }
}
