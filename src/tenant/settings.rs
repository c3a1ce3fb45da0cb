//! What a tenant is started with, and how each setting is read from a command line.

use std::error::Error;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use super::faults::Faults;

/// Everything a tenant is started with. The default is the demo's.
#[derive(Clone, Debug)]
pub struct TenantSettings {
    /// Where to listen. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// How many accounts there are at the start.
    pub accounts: u32,
    /// The same seed gives the same people, accounts, ids and faults.
    pub seed: u64,
    /// How long every answer is held back.
    pub latency: Duration,
    /// How many requests a client may send; `None` for as many as it likes.
    pub rate_limit: Option<RateLimit>,
    /// How long an access token lives. Counted in whole seconds, as the vendor's tokens are.
    pub token_ttl: Duration,
    /// How long a task takes, from the shortest to the longest.
    pub task_time: RangeInclusive<Duration>,
    /// The user level of the personal access token.
    pub level: Level,
    /// The scopes of the token, `sp:scopes:all` for all there are.
    pub scopes: Vec<String>,
    /// Whether filters mind upper and lower case.
    pub case: Case,
    /// What goes wrong, and how often.
    pub faults: Faults,
}

impl Default for TenantSettings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            accounts: 12_250,
            seed: 7,
            latency: Duration::ZERO,
            rate_limit: Some(RateLimit { requests: 100, window: Duration::from_secs(10) }),
            token_ttl: Duration::from_secs(749),
            task_time: Duration::from_millis(500)..=Duration::from_secs(4),
            level: Level::OrgAdmin,
            scopes: vec!["sp:scopes:all".to_owned()],
            case: Case::Insensitive,
            faults: Faults::default(),
        }
    }
}

/// So many requests in any stretch of time that long, for one client id and one generation of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests let through.
    pub requests: u32,
    /// The stretch of time.
    pub window: Duration,
}

impl FromStr for RateLimit {
    type Err = BadSetting;

    /// Reads `100/10s`.
    fn from_str(text: &str) -> Result<Self, BadSetting> {
        let bad = || BadSetting(format!("`{text}` is no rate limit: write 100/10s, or off"));
        let (requests, window) = text.split_once('/').ok_or_else(bad)?;
        let requests = requests.trim().parse().map_err(|_| bad())?;
        let window = duration(window).map_err(|_| bad())?;
        if requests == 0 || window.is_zero() {
            return Err(bad());
        }
        Ok(Self { requests, window })
    }
}

/// Reads a rate limit, or `off`.
///
/// # Errors
/// When the text is neither.
pub fn rate_limit(text: &str) -> Result<Option<RateLimit>, BadSetting> {
    if text.eq_ignore_ascii_case("off") { Ok(None) } else { text.parse().map(Some) }
}

/// The user levels of the vendor's API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// May do everything.
    OrgAdmin,
    /// Administers sources.
    SourceAdmin,
    /// Administers some sources.
    SourceSubadmin,
    /// Reads accounts, and enables, disables, unlocks and reloads them; may not list sources.
    Helpdesk,
    /// Administers certifications.
    CertAdmin,
    /// Administers reports.
    ReportAdmin,
    /// Administers roles.
    RoleAdmin,
    /// Administers some roles.
    RoleSubadmin,
    /// No level at all.
    User,
    /// No user at all: client credentials of an application. Levels do not apply to it, only scopes.
    Application,
}

impl Level {
    /// All levels, the most powerful first, and what is none.
    pub const ALL: [Self; 10] = [
        Self::OrgAdmin,
        Self::SourceAdmin,
        Self::SourceSubadmin,
        Self::Helpdesk,
        Self::CertAdmin,
        Self::ReportAdmin,
        Self::RoleAdmin,
        Self::RoleSubadmin,
        Self::User,
        Self::Application,
    ];

    /// The word a token carries among its authorities.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OrgAdmin => "ORG_ADMIN",
            Self::SourceAdmin => "SOURCE_ADMIN",
            Self::SourceSubadmin => "SOURCE_SUBADMIN",
            Self::Helpdesk => "HELPDESK",
            Self::CertAdmin => "CERT_ADMIN",
            Self::ReportAdmin => "REPORT_ADMIN",
            Self::RoleAdmin => "ROLE_ADMIN",
            Self::RoleSubadmin => "ROLE_SUBADMIN",
            Self::User => "USER",
            Self::Application => "APPLICATION",
        }
    }
}

impl FromStr for Level {
    type Err = BadSetting;

    fn from_str(text: &str) -> Result<Self, BadSetting> {
        Self::ALL.into_iter().find(|level| level.word().eq_ignore_ascii_case(text)).ok_or_else(|| {
            let known = Self::ALL.map(Self::word).join(", ");
            BadSetting(format!("`{text}` is no user level: {known}"))
        })
    }
}

/// Whether filters mind upper and lower case. The vendor's own documents leave it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `name eq "ADA"` finds `ada`.
    Insensitive,
    /// It does not.
    Sensitive,
}

impl FromStr for Case {
    type Err = BadSetting;

    fn from_str(text: &str) -> Result<Self, BadSetting> {
        match text {
            "insensitive" => Ok(Self::Insensitive),
            "sensitive" => Ok(Self::Sensitive),
            _ => Err(BadSetting(format!("`{text}`: write insensitive or sensitive"))),
        }
    }
}

/// Reads `80ms`, `0.5s`, `2m` or `0`.
///
/// # Errors
/// When the text is no duration.
pub fn duration(text: &str) -> Result<Duration, BadSetting> {
    let text = text.trim();
    let bad = || BadSetting(format!("`{text}` is no duration: write 80ms, 0.5s or 2m"));
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number: f64 = number.parse().map_err(|_| bad())?;
    let seconds = match unit {
        "ms" => number / 1_000.0,
        "s" => number,
        "m" => number * 60.0,
        "h" => number * 3_600.0,
        "" if number == 0.0 => 0.0,
        _ => return Err(bad()),
    };
    Duration::try_from_secs_f64(seconds).map_err(|_| bad())
}

/// Reads `0.5s..4s`, or one duration for both ends.
///
/// # Errors
/// When the text is no such span, or ends before it begins.
pub fn task_time(text: &str) -> Result<RangeInclusive<Duration>, BadSetting> {
    let (shortest, longest) = text.split_once("..").unwrap_or((text, text));
    let span = duration(shortest)?..=duration(longest)?;
    if span.is_empty() {
        return Err(BadSetting(format!("`{text}` ends before it begins")));
    }
    Ok(span)
}

/// A setting that cannot be read; prints as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadSetting(pub(super) String);

impl fmt::Display for BadSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for BadSetting {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (text, millis) in [("80ms", 80), ("0.5s", 500), ("749s", 749_000), ("2m", 120_000), ("0", 0), ("0s", 0)] {
            assert_eq!(duration(text), Ok(Duration::from_millis(millis)), "{text}");
        }
        for text in ["", "s", "80", "-1s", "1.2.3s", "5 parsecs", "1e400s"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn rate_limits() {
        let limit = RateLimit { requests: 100, window: Duration::from_secs(10) };
        assert_eq!(rate_limit("100/10s"), Ok(Some(limit)));
        assert_eq!(rate_limit("off"), Ok(None));
        for text in ["", "100", "0/10s", "100/0s", "x/10s"] {
            assert!(rate_limit(text).is_err(), "{text}");
        }
    }

    #[test]
    fn task_times() {
        assert_eq!(task_time("0.5s..4s"), Ok(Duration::from_millis(500)..=Duration::from_secs(4)));
        assert_eq!(task_time("0s"), Ok(Duration::ZERO..=Duration::ZERO));
        assert!(task_time("4s..1s").is_err());
    }

    #[test]
    fn levels_and_case_are_read_by_their_words() {
        for level in Level::ALL {
            assert_eq!(level.word().parse(), Ok(level));
        }
        assert!("ADMIRAL".parse::<Level>().unwrap_err().to_string().contains("HELPDESK"));
        assert_eq!("sensitive".parse(), Ok(Case::Sensitive));
        assert!("shouting".parse::<Case>().is_err());
    }
}
