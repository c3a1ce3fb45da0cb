//! Texts cut so that different ones look different.
//!
//! A cut in the middle keeps head and tail. Where that makes two texts of a list look the same, both are cut around the
//! places where they differ instead: whoever acts on a row must be able to tell which one it is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unicode_segmentation::UnicodeSegmentation as _;

use super::{cut_middle, safe, width};

/// How often texts that look alike are cut anew; each time those that look alike are seen together.
const ROUNDS: usize = 6;

/// Columns of what is put behind a text that nothing else tells apart.
const MARK: usize = 4;

/// The texts, made safe, each in at most so many columns. Different texts come out different.
///
/// Texts that differ in more places than there is room for end in the last characters of their mark (such as an id),
/// where they have one.
#[must_use]
pub fn cut_distinct<'a, 'm>(
    texts: &[Cow<'a, str>],
    columns: usize,
    mark: impl Fn(usize) -> &'m str,
) -> Vec<Cow<'a, str>> {
    let mut cuts: Vec<Cow<str>> = texts.iter().map(|text| cut_owned(text, columns)).collect();
    // Texts that once looked alike stay together, so that a new cut cannot make them look alike again.
    let mut together: Vec<usize> = (0..texts.len()).collect();
    for _ in 0..ROUNDS {
        let alike = alike(texts, &cuts);
        if alike.is_empty() {
            return cuts;
        }
        for group in alike {
            let kept = together[group[0]];
            for n in group {
                let merged = together[n];
                together.iter_mut().filter(|other| **other == merged).for_each(|other| *other = kept);
            }
        }
        cut_groups(texts, &together, columns, &mut cuts);
    }
    for n in alike(texts, &cuts).into_iter().flatten() {
        cuts[n] = marked(&texts[n], mark(n), columns).into();
    }
    cuts
}

fn cut_owned<'a>(text: &Cow<'a, str>, columns: usize) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => cut_middle(text, columns),
        Cow::Owned(text) => Cow::Owned(cut_middle(text, columns).into_owned()),
    }
}

/// The places of different texts whose cuts look the same.
fn alike(texts: &[Cow<str>], cuts: &[Cow<str>]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, cut) in cuts.iter().enumerate() {
        groups.entry(cut).or_default().push(n);
    }
    groups.into_values().filter(|group| group.iter().any(|n| texts[*n] != texts[group[0]])).collect()
}

fn cut_groups(texts: &[Cow<str>], together: &[usize], columns: usize, cuts: &mut [Cow<str>]) {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, group) in together.iter().enumerate() {
        groups.entry(*group).or_default().push(n);
    }
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let safe: Vec<Cow<str>> = group.iter().map(|n| safe(&texts[*n])).collect();
        let texts: Vec<Vec<&str>> = safe.iter().map(|text| text.graphemes(true).collect()).collect();
        for (n, text) in group.iter().zip(&texts) {
            let windows = Windows::of(text, columns).showing(&places(text, &texts));
            cuts[*n] = windows.to_string().into();
        }
    }
}

/// Where a text begins to differ from the others, in order.
fn places(text: &[&str], others: &[Vec<&str>]) -> Vec<usize> {
    let shared = |other: &Vec<&str>| text.iter().zip(other).take_while(|(a, b)| a == b).count();
    let different = others.iter().filter(|other| *other != text);
    // A text that is the beginning of another one differs from it by its end.
    let mut places: Vec<usize> = different.map(|other| shared(other).min(text.len().saturating_sub(1))).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// A text of which some characters are shown, with `…` for each run that is not.
struct Windows<'a> {
    text: &'a [&'a str],
    widths: Vec<usize>,
    shown: Vec<bool>,
    /// The places looked at already: those that did not fit are not looked at again.
    tried: Vec<bool>,
    columns: usize,
}

impl<'a> Windows<'a> {
    fn of(text: &'a [&'a str], columns: usize) -> Self {
        let widths = text.iter().map(|character| width(character)).collect();
        Self { text, widths, shown: vec![false; text.len()], tried: vec![false; text.len()], columns }
    }

    /// Shows these places, then the beginning of the text, then what leads up to each place, then what follows it, as far
    /// as there is room.
    fn showing(mut self, places: &[usize]) -> Self {
        let beginning = 0..self.columns / 4;
        let lead = [1, 2].into_iter().flat_map(|back| places.iter().map(move |at| at.wrapping_sub(back)));
        let following = (1..self.columns).flat_map(|further| places.iter().map(move |at| at + further));
        let before = (3..self.columns).flat_map(|back| places.iter().map(move |at| at.wrapping_sub(back)));
        for at in places.iter().copied().chain(beginning).chain(lead).chain(following).chain(before) {
            self.show(at);
        }
        self
    }

    /// Shows a character if there is one and it fits.
    fn show(&mut self, at: usize) {
        if self.tried.get(at) != Some(&false) {
            return;
        }
        self.tried[at] = true;
        self.shown[at] = true;
        self.shown[at] = self.taken() <= self.columns;
    }

    /// The columns taken by what is shown and by a `…` for each run that is not.
    fn taken(&self) -> usize {
        let mut taken = 0;
        let mut hides = false;
        for (width, shown) in self.widths.iter().zip(&self.shown) {
            taken += match (shown, hides) {
                (true, _) => *width,
                (false, false) => 1,
                (false, true) => 0,
            };
            hides = !shown;
        }
        taken
    }
}

impl std::fmt::Display for Windows<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut hides = false;
        for (character, shown) in self.text.iter().zip(&self.shown) {
            match (shown, hides) {
                (true, _) => f.write_str(character)?,
                (false, false) => f.write_str("…")?,
                (false, true) => {}
            }
            hides = !shown;
        }
        Ok(())
    }
}

/// The beginning of the text and the end of its mark.
fn marked(text: &str, mark: &str, columns: usize) -> String {
    let mark: Vec<&str> = mark.graphemes(true).collect();
    let end = safe(&mark[mark.len().saturating_sub(MARK)..].concat()).into_owned();
    let room = columns.saturating_sub(width(&end));
    if end.is_empty() || room == 0 {
        return cut_middle(text, columns).into_owned();
    }
    format!("{}{end}", super::cut_end(text, room))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn cut_all<'a>(texts: &[&'a str], columns: usize) -> Vec<Cow<'a, str>> {
        cut_distinct(&texts.iter().map(|text| Cow::Borrowed(*text)).collect::<Vec<_>>(), columns, |_| "")
    }

    #[test]
    fn texts_that_differ_in_the_middle_are_cut_around_it_and_fill_the_room() {
        let texts = ["svc-backup-fileserver-07-prod-emea", "svc-backup-fileserver-08-prod-emea", "adele.vance"];
        assert_eq!(cut_all(&texts, 20), ["svc-b…r-07-prod-emea", "svc-b…r-08-prod-emea", "adele.vance"]);
    }

    #[test]
    fn texts_that_differ_in_two_places_show_both() {
        let texts = [
            "svc-backup-emea-fileserver-prod-01",
            "svc-backup-emea-fileserver-prod-02",
            "svc-backup-apac-fileserver-prod-01",
            "svc-backup-apac-fileserver-prod-02",
        ];
        let cuts = ["svc-b…p-emea-fil…-01", "svc-b…p-emea-fil…-02", "svc-b…p-apac-fil…-01", "svc-b…p-apac-fil…-02"];
        assert_eq!(cut_all(&texts, 20), cuts);
    }

    #[test]
    fn texts_that_are_the_same_stay_the_same() {
        let texts = ["svc-backup-fileserver-07-prod-emea"; 2];
        assert_eq!(cut_all(&texts, 20), ["svc-backup…prod-emea"; 2]);
    }

    #[test]
    fn what_has_no_room_for_its_places_ends_in_its_mark() {
        let texts = ["a-b-c-d-e-f", "a-b-c-d-x-f", "a-b-y-d-e-f", "z-b-c-d-e-f", "a-b-c-w-e-f"].map(Cow::Borrowed);
        let marks = ["id-0001", "id-0002", "id-0003", "id-0004", "id-0005"];
        let cuts = cut_distinct(&texts, 5, |n| marks[n]);
        assert_eq!(cuts.iter().collect::<HashSet<_>>().len(), 5, "{cuts:?}");
        assert!(cuts.iter().all(|cut| width(cut) <= 5), "{cuts:?}");
        assert_eq!(marked("abcdefghijkl", "id-0001", 8), "abc…0001");
    }

    proptest! {
        #[test]
        fn different_texts_look_different(
            head in "[a-c]{0,30}",
            firsts in prop::collection::hash_set("[a-c]{1,3}", 1..5),
            between in "[a-c]{0,20}",
            seconds in prop::collection::hash_set("[a-c]{3}", 1..5),
            tail in "[a-c]{0,30}",
        ) {
            let beside = |first: &String| seconds.iter().map(|second| format!("{head}{first}{between}{second}{tail}")).collect::<Vec<_>>();
            let texts: Vec<Cow<str>> = firsts.iter().flat_map(beside).map(Cow::from).collect();
            let ids: Vec<String> = (0..texts.len()).map(|n| format!("{n:04}")).collect();
            let cuts = cut_distinct(&texts, 20, |n| ids[n].as_str());
            let different = texts.iter().collect::<HashSet<_>>().len();
            prop_assert_eq!(cuts.iter().collect::<HashSet<_>>().len(), different, "{:?} {:?}", texts, cuts);
            prop_assert!(cuts.iter().all(|cut| width(cut) <= 20));
        }
    }
}
