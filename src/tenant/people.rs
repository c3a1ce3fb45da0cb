//! People: a number each, from which name, department, place and the rest follow.
//!
//! A person's number never changes and never ends, so what follows from it need not be stored.

use super::ids::Ids;
use super::words::{Culture, Department, Place, WORDS};

/// Whose accounts these are, by number: identities and those whose identity is gone.
#[derive(Debug, Default)]
pub(super) struct People {
    /// The culture in the upper 8 bits, the number within it in the others.
    named: Vec<u32>,
    per_culture: Vec<u32>,
}

const SERIAL_BITS: u32 = 24;

/// Names no form should have let through, but real tenants have: control characters, escape sequences, text that turns
/// around, formulas, emoji, combining marks, and one that never ends.
const PECULIAR: [(&str, &str, &str); 8] = [
    ("Renée\u{1b}[31m", "Quill\u{1b}[0m", "renee.quill"),
    ("Otis\u{202e}", "Larkin", "otis.larkin"),
    ("Ida", "=HYPERLINK(\"http://acme.test\")", "ida.pym"),
    ("Zora 🚀", "Kestrel 👩\u{200d}🚀", "zora.kestrel"),
    ("Ba\u{308}rbel\u{301}", "Ostrowe\u{328}", "baerbel.ostrowe"),
    ("Tab\tand\u{7}", "New\r\nline", "tab.newline"),
    (
        "Maximiliana-Eleonore Wilhelmine Charlotte Amalie Theodora Josephine",
        "von und zu Hohenstein-Wolkenburg-Breitenfels",
        "maximiliana.hohenstein",
    ),
    ("Robert\"); DROP TABLE accounts;--", "\\\"O’Malley'", "bobby.omalley"),
];
const PECULIAR_CULTURE: u8 = 0xff;

/// The part of names, addresses and directories that says whose they are.
pub(super) const DOMAIN: &str = "acme.test";

impl People {
    /// Adds a person, whose culture `draw` decides, and gives back the number.
    pub(super) fn add(&mut self, draw: u64) -> u32 {
        let cultures = &WORDS.cultures;
        self.per_culture.resize(cultures.len(), 0);
        let total: u32 = cultures.iter().map(|culture| culture.weight).sum();
        let mut rest = u32::try_from(draw % u64::from(total.max(1))).unwrap_or(0);
        let mut chosen = 0;
        while chosen + 1 < cultures.len() && rest >= cultures[chosen].weight {
            rest -= cultures[chosen].weight;
            chosen += 1;
        }
        let serial = self.per_culture[chosen];
        self.per_culture[chosen] += 1;
        self.push(u8::try_from(chosen).unwrap_or(0), serial)
    }

    /// Adds one of the few with a peculiar name.
    pub(super) fn add_peculiar(&mut self, which: u32) -> u32 {
        self.push(PECULIAR_CULTURE, which)
    }

    /// How many peculiar names there are.
    pub(super) fn peculiar_names() -> u32 {
        u32::try_from(PECULIAR.len()).unwrap_or(0)
    }

    fn push(&mut self, culture: u8, serial: u32) -> u32 {
        let number = u32::try_from(self.named.len()).unwrap_or(u32::MAX);
        self.named.push(u32::from(culture) << SERIAL_BITS | serial & ((1 << SERIAL_BITS) - 1));
        number
    }

    /// The person of this number.
    pub(super) fn person(&self, number: u32, ids: Ids) -> Person {
        let packed = self.named.get(number as usize).copied().unwrap_or_default();
        let serial = (packed & ((1 << SERIAL_BITS) - 1)) as usize;
        let culture = (packed >> SERIAL_BITS) as usize;
        Person { number, culture: WORDS.cultures.get(culture), serial, ids }
    }
}

/// One person; everything is computed when it is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    pub(super) number: u32,
    /// `None` for the peculiar ones.
    culture: Option<&'static Culture>,
    serial: usize,
    ids: Ids,
}

/// What is drawn from a person's number, one purpose each.
#[derive(Clone, Copy)]
#[repr(u64)]
enum Trait {
    Department = 100,
    Title,
    Place,
    Telephone,
}

impl Person {
    /// Which given and family name, and how many of that full name came before.
    fn combination(&self, culture: &Culture) -> (usize, usize, usize) {
        // Coprime to every list length in use, so that neighbours differ in both names and no pair repeats early.
        const STRIDE: usize = 7_919;
        let size = culture.size();
        let shuffled = (self.serial % size).wrapping_mul(STRIDE) % size;
        (shuffled % culture.given.len(), shuffled / culture.given.len(), self.serial / size)
    }

    fn peculiar(&self) -> (&'static str, &'static str, &'static str) {
        PECULIAR[self.serial % PECULIAR.len()]
    }

    pub(super) fn given(&self) -> &'static str {
        self.culture.map_or(self.peculiar().0, |culture| culture.given[self.combination(culture).0].written)
    }

    pub(super) fn family(&self) -> &'static str {
        self.culture.map_or(self.peculiar().1, |culture| culture.family[self.combination(culture).1].written)
    }

    /// `Adele Vance`, `陳小明`; not unique.
    pub(super) fn display_name(&self) -> String {
        let (given, family) = (self.given(), self.family());
        match self.culture {
            Some(culture) if culture.family_first && culture.spaced => format!("{family} {given}"),
            Some(culture) if culture.family_first => format!("{family}{given}"),
            _ => format!("{given} {family}"),
        }
    }

    /// `adele.vance`, and `adele.vance2` for the second of that name: nobody else's.
    pub(super) fn user_name(&self) -> String {
        self.latin_name('.')
    }

    /// [`Person::user_name`] with another separator.
    pub(super) fn latin_name(&self, separator: char) -> String {
        let Some(culture) = self.culture else { return self.peculiar().2.replace('.', &separator.to_string()) };
        let (given, family, earlier) = self.combination(culture);
        let (given, family) = (&culture.given[given].latin, &culture.family[family].latin);
        if earlier == 0 {
            format!("{given}{separator}{family}")
        } else {
            format!("{given}{separator}{family}{}", earlier + 1)
        }
    }

    /// `AV`: the first letters of the latin name, upper case.
    pub(super) fn initials(&self) -> String {
        let user = self.user_name();
        user.split('.').filter_map(|part| part.chars().next()).map(|c| c.to_ascii_uppercase()).collect()
    }

    pub(super) fn mail(&self) -> String {
        format!("{}@{DOMAIN}", self.user_name())
    }

    /// Seven digits, nobody else's.
    pub(super) fn employee_number(&self) -> u64 {
        1_000_000 + (u64::from(self.number) + 77_041).wrapping_mul(7_368_787) % 8_999_993
    }

    pub(super) fn department(&self) -> &'static Department {
        pick(&WORDS.departments, self.noise(Trait::Department))
    }

    pub(super) fn title(&self) -> &'static str {
        let titles: &'static [&'static str] = &self.department().titles;
        pick::<&str>(titles, self.noise(Trait::Title))
    }

    pub(super) fn place(&self) -> &'static Place {
        pick(&WORDS.places, self.noise(Trait::Place))
    }

    pub(super) fn telephone(&self) -> String {
        format!("{} {:04}", self.place().telephone, self.noise(Trait::Telephone) % 10_000)
    }

    fn noise(&self, purpose: Trait) -> u64 {
        self.ids.noise(purpose as u64, self.number)
    }
}

/// An element by a number drawn from anywhere.
pub(super) fn pick<T>(list: &[T], draw: u64) -> &T {
    &list[usize::try_from(draw % list.len() as u64).unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn staff(count: u32) -> (People, Ids) {
        let ids = Ids::of_seed(7);
        let mut people = People::default();
        for which in 0..People::peculiar_names() {
            people.add_peculiar(which);
        }
        for number in 0..count {
            people.add(ids.noise(1, number));
        }
        (people, ids)
    }

    #[test]
    fn nobody_shares_a_user_name_or_an_employee_number() {
        let (people, ids) = staff(60_000);
        let mut names = HashSet::new();
        let mut numbers = HashSet::new();
        for number in 0..60_000 {
            let person = people.person(number, ids);
            assert!(names.insert(person.user_name()), "{}", person.user_name());
            assert!(numbers.insert(person.employee_number()));
        }
    }

    #[test]
    fn names_are_written_as_their_culture_writes_them() {
        let (people, ids) = staff(3_000);
        let all: HashSet<String> = (0..3_000).map(|number| people.person(number, ids).display_name()).collect();
        let any = |test: fn(&str) -> bool| all.iter().any(|name| test(name));
        assert!(any(|name| name.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))));
        assert!(any(|name| name.chars().any(|c| ('\u{0400}'..='\u{04ff}').contains(&c)) && name.contains(' ')));
        assert!(any(|name| name.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c))));
        assert!(any(|name| name.contains('\u{1b}')) && any(|name| name.contains('\u{202e}')));
    }

    #[test]
    fn the_stride_meets_every_full_name_before_one_repeats() {
        for culture in &WORDS.cultures {
            let ids = Ids::of_seed(1);
            let person = |serial| Person { number: 0, culture: Some(culture), serial, ids };
            let met: HashSet<_> = (0..culture.size()).map(|serial| person(serial).combination(culture)).collect();
            assert_eq!(met.len(), culture.size());
        }
    }
}
