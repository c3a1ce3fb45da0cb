//! The generations of the vendor's API and what a setting calls them.

use std::fmt;
use std::str::FromStr;

/// A generation of the vendor's API: the prefix of its paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Generation {
    /// `/beta/…`, the default.
    #[default]
    Beta,
    /// `/v3/…`, which lacks several calls.
    V3,
    /// `/v2024/…`
    V2024,
    /// `/v2025/…`
    V2025,
    /// `/v2026/…`
    V2026,
    /// `/{resource}/v1/…`: the newest form, one version a resource.
    V1,
}

impl Generation {
    /// Every generation, oldest first.
    pub const ALL: [Self; 6] = [Self::Beta, Self::V3, Self::V2024, Self::V2025, Self::V2026, Self::V1];

    /// The word a person writes in a setting, and the vendor in a path.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Beta => "beta",
            Self::V3 => "v3",
            Self::V2024 => "v2024",
            Self::V2025 => "v2025",
            Self::V2026 => "v2026",
            Self::V1 => "v1",
        }
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The word given is no generation of the API.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown generation of the API {0:?}: one of beta, v3, v2024, v2025, v2026, v1")]
pub struct UnknownGeneration(pub String);

impl FromStr for Generation {
    type Err = UnknownGeneration;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|generation| generation.word().eq_ignore_ascii_case(word))
            .ok_or_else(|| UnknownGeneration(word.to_owned()))
    }
}
