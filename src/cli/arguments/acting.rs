//! What the subcommands take that change the tenant.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::{Accounts, Identities};
use crate::model::{Content, Order, Toggle, Verb};
use crate::tenant;

/// What every subcommand takes that changes the tenant.
#[derive(Debug, Args)]
pub struct Acting {
    /// Print what would be done and send nothing; with --output json, as a file that --from takes
    #[arg(long, conflicts_with_all = ["yes", "confirm", "no_wait", "wait"])]
    pub plan: bool,

    /// Do what stands in the file of a plan (- for standard input), except where something changed since; with --by, do it to
    /// the accounts of a list
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,

    /// Put in what would be held back, or was sent before and not yet seen; can be given again
    #[arg(long, value_name = "ID")]
    pub include: Vec<String>,

    /// The ticket it is done for, kept in the journal
    #[arg(long, value_name = "TICKET")]
    pub ticket: Option<String>,

    /// Why it is done, kept in the journal
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,

    #[command(flatten)]
    pub going: Going,
}

/// How a run is confirmed and followed.
#[derive(Debug, Args)]
pub struct Going {
    /// Confirm what typing y would confirm
    #[arg(long)]
    pub yes: bool,

    /// Confirm what typing it would confirm: how many will be sent, or the name of the source
    #[arg(long, value_name = "COUNT|NAME")]
    pub confirm: Option<String>,

    /// Leave once everything is sent, without waiting for the tenant to do it
    #[arg(long, conflicts_with = "wait")]
    pub no_wait: bool,

    /// How long the tenant is waited for, for each account
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = tenant::duration)]
    pub wait: Duration,
}

impl Going {
    /// How long each target is followed; none to leave once all are sent.
    #[must_use]
    pub fn follow(&self) -> Option<Duration> {
        (!self.no_wait).then_some(self.wait)
    }
}

/// Accounts, and what to do it with.
#[derive(Debug, Args)]
pub struct OnAccounts {
    #[command(flatten)]
    pub accounts: Accounts,

    #[command(flatten)]
    pub acting: Acting,
}

/// Identities, and what to do it with.
#[derive(Debug, Args)]
pub struct OnIdentities {
    #[command(flatten)]
    pub identities: Identities,

    #[command(flatten)]
    pub acting: Acting,
}

/// A source, and what to do it with.
#[derive(Debug, Args)]
pub struct OnSource {
    /// The source, by its name or its id
    #[arg(value_name = "SOURCE", required_unless_present = "from", conflicts_with = "from")]
    pub source: Option<String>,

    #[command(flatten)]
    pub acting: Acting,
}

/// What enabling and disabling take.
#[derive(Debug, Args)]
pub struct Toggling {
    #[command(flatten)]
    pub on: OnAccounts,

    #[command(flatten)]
    pub forcing: Forcing,
}

/// What unlocking takes.
#[derive(Debug, Args)]
pub struct Unlocking {
    #[command(flatten)]
    pub on: OnAccounts,

    #[command(flatten)]
    pub forcing: Forcing,

    /// Unlock the person's sign-in to ISC as well
    #[arg(long)]
    pub unlock_idn_account: bool,
}

/// What can be set for enabling, disabling and unlocking.
#[derive(Debug, Args)]
pub struct Forcing {
    /// Provision it at the source even where the tenant believes it to be so already
    #[arg(long)]
    pub force_provisioning: bool,

    /// What an external process is to verify the request by
    #[arg(long, value_name = "ID")]
    pub external_verification_id: Option<String>,
}

/// What correlating takes.
#[derive(Debug, Args)]
pub struct Correlating {
    #[command(flatten)]
    pub on: OnAccounts,

    /// The id of the identity
    #[arg(long, value_name = "ID", required_unless_present = "from")]
    pub identity: Option<String>,
}

impl Toggling {
    /// What is to be done.
    #[must_use]
    pub fn order(&self, verb: Verb) -> Order {
        Order { toggle: self.forcing.toggle(), ..Order::plain(verb) }
    }
}

impl Unlocking {
    /// What is to be done.
    #[must_use]
    pub fn order(&self) -> Order {
        let toggle = Toggle { unlock_sign_in: self.unlock_idn_account, ..self.forcing.toggle() };
        Order { toggle, ..Order::plain(Verb::Unlock) }
    }
}

impl Correlating {
    /// What is to be done.
    #[must_use]
    pub fn order(&self) -> Order {
        Order { content: Content::Owner(self.identity.clone().unwrap_or_default()), ..Order::plain(Verb::Correlate) }
    }
}

impl Forcing {
    fn toggle(&self) -> Toggle {
        Toggle {
            force_provisioning: self.force_provisioning,
            unlock_sign_in: false,
            external_verification_id: self.external_verification_id.clone(),
        }
    }
}
