//! What the made-up tenant is started with, as `qd demo` and `qd tenant` take it.

use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use clap::Args;

use crate::tenant::{self, BadSetting, Case, Faults, Level, RateLimit, TenantSettings};

/// What the made-up tenant is started with. Everything follows from the seed: the same one gives the same accounts.
#[derive(Debug, Args)]
#[expect(clippy::doc_markdown, reason = "the command line shows these texts as they stand")]
#[command(next_help_heading = "The made-up tenant")]
pub struct Embedded {
    /// Where it listens; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,

    /// How many accounts it has
    #[arg(long, value_name = "COUNT", default_value = "12250")]
    accounts: u32,

    /// The same seed gives the same people, accounts, ids and faults
    #[arg(long, value_name = "NUMBER", default_value = "7")]
    seed: u64,

    /// How long it holds back every answer, such as 80ms
    #[arg(long, value_name = "TIME", default_value = "0ms", value_parser = tenant::duration)]
    latency: Duration,

    /// How many requests it takes in how long, or off
    #[arg(long, value_name = "COUNT/TIME", default_value = "100/10s")]
    rate_limit: Limit,

    /// How long an access token lives
    #[arg(long, value_name = "TIME", default_value = "749s", value_parser = tenant::duration)]
    token_ttl: Duration,

    /// How long its tasks take, from the shortest to the longest
    #[arg(long, value_name = "TIME..TIME", default_value = "0.5s..4s", value_parser = tenant::task_time)]
    task_time: RangeInclusive<Duration>,

    /// The user level of the token: ORG_ADMIN, SOURCE_ADMIN, SOURCE_SUBADMIN, HELPDESK …
    #[arg(long, value_name = "LEVEL", default_value = "ORG_ADMIN")]
    level: Level,

    /// Whether its filters mind upper and lower case: sensitive or insensitive
    #[arg(long, value_name = "CASE", default_value = "insensitive")]
    case: Case,

    /// What goes wrong and how often, such as status=500:0.02,slow=2s:0.02,short-page:0.02
    #[arg(long, value_name = "FAULTS", default_value = "")]
    faults: Faults,
}

impl Embedded {
    /// The settings of the tenant.
    #[must_use]
    pub fn settings(self) -> TenantSettings {
        TenantSettings {
            listen: self.listen,
            accounts: self.accounts,
            seed: self.seed,
            latency: self.latency,
            rate_limit: self.rate_limit.0,
            token_ttl: self.token_ttl,
            task_time: self.task_time,
            level: self.level,
            case: self.case,
            faults: self.faults,
            ..TenantSettings::default()
        }
    }
}

/// A rate limit, or none.
#[derive(Debug, Clone, Copy)]
struct Limit(Option<RateLimit>);

impl FromStr for Limit {
    type Err = BadSetting;

    fn from_str(text: &str) -> Result<Self, BadSetting> {
        tenant::rate_limit(text).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Alone {
        #[command(flatten)]
        embedded: Embedded,
    }

    fn settings(arguments: &[&str]) -> TenantSettings {
        Alone::parse_from(std::iter::once(&"qd").chain(arguments)).embedded.settings()
    }

    #[test]
    fn the_defaults_shown_are_the_tenants_own() {
        assert_eq!(format!("{:?}", settings(&[])), format!("{:?}", TenantSettings::default()));
    }

    #[test]
    fn every_setting_can_be_given() {
        let given = settings(&[
            "--listen=127.0.0.1:8444",
            "--accounts=10000",
            "--seed=9",
            "--latency=80ms",
            "--rate-limit=off",
            "--token-ttl=3s",
            "--task-time=0s",
            "--level=HELPDESK",
            "--case=sensitive",
            "--faults=short-page:0.02",
        ]);
        assert_eq!((given.accounts, given.seed, given.latency), (10_000, 9, Duration::from_millis(80)));
        assert_eq!((given.rate_limit, given.token_ttl), (None, Duration::from_secs(3)));
        assert_eq!((given.level, given.case), (Level::Helpdesk, Case::Sensitive));
        assert_ne!(format!("{:?}", given.faults), format!("{:?}", Faults::default()));
    }
}
