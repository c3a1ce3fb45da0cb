//! The word lists the tenant's people, departments and machines are named from, read once.

use std::sync::LazyLock;

/// A name as it is written, and in the latin letters of user names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) written: &'static str,
    pub(super) latin: String,
}

/// Names that go together, and how they are put together.
#[derive(Debug)]
pub(super) struct Culture {
    /// The share of the staff, against the others' weights.
    pub(super) weight: u32,
    pub(super) family_first: bool,
    pub(super) spaced: bool,
    pub(super) given: Vec<Name>,
    pub(super) family: Vec<Name>,
}

impl Culture {
    /// How many different people it can name.
    pub(super) fn size(&self) -> usize {
        self.given.len() * self.family.len()
    }
}

/// A department and the job titles in it.
#[derive(Debug)]
pub(super) struct Department {
    pub(super) name: &'static str,
    pub(super) titles: Vec<&'static str>,
}

/// Where people work.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) city: &'static str,
    pub(super) country: &'static str,
    pub(super) time_zone: &'static str,
    /// How its telephone numbers begin.
    pub(super) telephone: &'static str,
}

/// What a machine account is for.
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) stem: &'static str,
    pub(super) purpose: &'static str,
}

/// All word lists.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) cultures: Vec<Culture>,
    pub(super) departments: Vec<Department>,
    pub(super) places: Vec<Place>,
    pub(super) machines: Vec<Machine>,
    pub(super) access: Vec<&'static str>,
}

/// The lists of `assets/tenant/`.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let company = include_str!("../../assets/tenant/company.txt");
    Words {
        cultures: sections(include_str!("../../assets/tenant/people.txt")).map(culture).collect(),
        departments: section(company, "departments").filter_map(department).collect(),
        places: section(company, "places").filter_map(place).collect(),
        machines: section(company, "machines").filter_map(machine).collect(),
        access: section(company, "access").flat_map(|line| line.split(", ")).collect(),
    }
});

type Section = (&'static str, Vec<&'static str>);

/// The sections of a file: the heading between brackets, and the lines below it.
fn sections(file: &'static str) -> impl Iterator<Item = Section> {
    file.split("\n[").skip(1).map(|section| {
        let (heading, body) = section.split_once(']').unwrap_or((section, ""));
        (heading, body.lines().map(str::trim).filter(|line| !line.is_empty()).collect())
    })
}

fn section(file: &'static str, wanted: &str) -> impl Iterator<Item = &'static str> {
    sections(file).find(|(heading, _)| *heading == wanted).map(|(_, lines)| lines).unwrap_or_default().into_iter()
}

fn culture((heading, lines): Section) -> Culture {
    let names = |kind: &str| {
        let line = lines.iter().find_map(|line| line.strip_prefix(kind)).unwrap_or_default();
        line.split_whitespace().map(name).collect()
    };
    let weight = heading.split_whitespace().find_map(|word| word.strip_prefix("weight=")?.parse().ok());
    Culture {
        weight: weight.unwrap_or(1),
        family_first: heading.contains("order=family"),
        spaced: heading.contains("join=space"),
        given: names("given "),
        family: names("family "),
    }
}

fn name(word: &'static str) -> Name {
    let (written, latin) = word.split_once('=').unwrap_or((word, word));
    Name { written, latin: latin.to_ascii_lowercase() }
}

fn department(line: &'static str) -> Option<Department> {
    let (name, titles) = line.split_once(": ")?;
    Some(Department { name, titles: titles.split(", ").collect() })
}

fn place(line: &'static str) -> Option<Place> {
    let mut parts = line.split(", ");
    Some(Place { city: parts.next()?, country: parts.next()?, time_zone: parts.next()?, telephone: parts.next()? })
}

fn machine(line: &'static str) -> Option<Machine> {
    line.split_once(": ").map(|(stem, purpose)| Machine { stem, purpose })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_section_is_read() {
        assert_eq!(WORDS.cultures.len(), 16);
        assert!(WORDS.cultures.iter().all(|culture| culture.size() > 300 && culture.weight > 0));
        assert!(WORDS.departments.iter().all(|department| !department.titles.is_empty()));
        assert_eq!((WORDS.departments.len(), WORDS.places.len(), WORDS.machines.len()), (16, 20, 36));
        assert!(WORDS.access.len() > 70);
    }

    #[test]
    fn latin_forms_fit_into_a_user_name() {
        for name in WORDS.cultures.iter().flat_map(|culture| culture.given.iter().chain(&culture.family)) {
            assert!(!name.latin.is_empty() && name.latin.bytes().all(|b| b.is_ascii_lowercase()), "{name:?}");
        }
    }

    #[test]
    fn no_two_people_of_any_cultures_share_a_user_name() {
        let mut seen = HashSet::new();
        for culture in &WORDS.cultures {
            for given in &culture.given {
                for family in &culture.family {
                    let user = format!("{}.{}", given.latin, family.latin);
                    assert!(seen.insert(user.clone()), "{user}");
                }
            }
        }
    }
}
