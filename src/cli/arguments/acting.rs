//! What every subcommand takes that changes the tenant.

use std::time::Duration;

use clap::Args;

use crate::model::Toggle;
use crate::tenant;

/// What every subcommand takes that changes the tenant.
#[derive(Debug, Args)]
pub struct Acting {
    /// The ids of the accounts
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,

    /// Print what would be done and send nothing
    #[arg(long, conflicts_with_all = ["yes", "confirm", "no_wait", "wait"])]
    pub plan: bool,

    /// Confirm what typing y would confirm
    #[arg(long)]
    pub yes: bool,

    /// Confirm what typing the number of accounts would confirm
    #[arg(long, value_name = "COUNT")]
    pub confirm: Option<String>,

    /// Leave once everything is sent, without waiting for the tenant to do it
    #[arg(long, conflicts_with = "wait")]
    pub no_wait: bool,

    /// How long the tenant is waited for, for each account
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = tenant::duration)]
    pub wait: Duration,

    /// The ticket it is done for, kept in the journal
    #[arg(long, value_name = "TICKET")]
    pub ticket: Option<String>,

    /// Why it is done, kept in the journal
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,

    /// Put in an account that would be held back, or that was sent before and never answered; can be given again
    #[arg(long, value_name = "ID")]
    pub include: Vec<String>,
}

/// What enabling and disabling take.
#[derive(Debug, Args)]
pub struct Toggling {
    #[command(flatten)]
    pub acting: Acting,

    #[command(flatten)]
    pub forcing: Forcing,
}

/// What unlocking takes.
#[derive(Debug, Args)]
pub struct Unlocking {
    #[command(flatten)]
    pub acting: Acting,

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

impl Forcing {
    /// The same as the request has it.
    #[must_use]
    pub fn toggle(&self) -> Toggle {
        Toggle {
            force_provisioning: self.force_provisioning,
            unlock_sign_in: false,
            external_verification_id: self.external_verification_id.clone(),
        }
    }
}

impl Unlocking {
    /// The same as the request has it.
    #[must_use]
    pub fn toggle(&self) -> Toggle {
        Toggle { unlock_sign_in: self.unlock_idn_account, ..self.forcing.toggle() }
    }
}
