//! The generations of the vendor's API and how a path names one: `/beta/accounts`, `/v2026/accounts`, `/accounts/v1`.

/// A generation of the API. The year-versioned ones are frozen; `v1` is the form without a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Generation {
    Beta,
    V3,
    V2024,
    V2025,
    V2026,
    V1,
}

impl Generation {
    pub(super) const ALL: [Self; 6] = [Self::Beta, Self::V3, Self::V2024, Self::V2025, Self::V2026, Self::V1];

    /// The word a path carries.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Beta => "beta",
            Self::V3 => "v3",
            Self::V2024 => "v2024",
            Self::V2025 => "v2025",
            Self::V2026 => "v2026",
            Self::V1 => "v1",
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|generation| generation.word() == word)
    }

    /// The path of `resource` in this generation, where `resource` is `accounts/{id}` and the like: the form shown in
    /// `/_tenant/stats`.
    pub(super) fn path(self, resource: &str) -> String {
        match (self, resource.split_once('/')) {
            (Self::V1, Some((first, rest))) => format!("/{first}/v1/{rest}"),
            (Self::V1, None) => format!("/{resource}/v1"),
            _ => format!("/{}/{resource}", self.word()),
        }
    }
}

/// A path taken apart: its generation and the segments without it.
pub(super) fn split(path: &str) -> Option<(Generation, Vec<&str>)> {
    let mut segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    if let Some(generation) = Generation::of_word(segments[0]).filter(|generation| *generation != Generation::V1) {
        segments.remove(0);
        return Some((generation, segments));
    }
    if segments.get(1) == Some(&"v1") {
        segments.remove(1);
        return Some((Generation::V1, segments));
    }
    None
}

/// A set of generations: those that have a call, a field, an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Generations(u8);

impl Generations {
    pub(super) const ALL: Self = Self(0b11_1111);
    pub(super) const BETA: Self = Self::only(Generation::Beta);
    pub(super) const V2025: Self = Self::only(Generation::V2025);

    pub(super) const fn only(generation: Generation) -> Self {
        Self(1 << generation as u8)
    }

    pub(super) const fn without(self, generation: Generation) -> Self {
        Self(self.0 & !(1 << generation as u8))
    }

    /// This generation and the later ones.
    pub(super) const fn since(generation: Generation) -> Self {
        Self(Self::ALL.0 & !((1 << generation as u8) - 1))
    }

    pub(super) const fn contains(self, generation: Generation) -> bool {
        self.0 & (1 << generation as u8) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_generation_finds_its_own_paths() {
        for generation in Generation::ALL {
            let path = generation.path("accounts/{id}/entitlements");
            assert_eq!(split(&path), Some((generation, vec!["accounts", "{id}", "entitlements"])), "{path}");
        }
        assert_eq!(Generation::V1.path("accounts"), "/accounts/v1");
        assert_eq!(Generation::Beta.path("accounts"), "/beta/accounts");
    }

    #[test]
    fn v1_stands_behind_the_resource_only() {
        assert_eq!(split("/v1/accounts"), None);
        assert_eq!(split("/accounts"), None);
        assert_eq!(split("/v9/accounts"), None);
        assert_eq!(split("/"), None);
    }

    #[test]
    fn sets_of_generations() {
        assert!(Generations::ALL.contains(Generation::V1) && Generations::ALL.contains(Generation::Beta));
        assert!(!Generations::ALL.without(Generation::V3).contains(Generation::V3));
        let late = Generations::since(Generation::V2025);
        let contained: Vec<_> = Generation::ALL.into_iter().filter(|generation| late.contains(*generation)).collect();
        assert_eq!(contained, [Generation::V2025, Generation::V2026, Generation::V1]);
    }
}
