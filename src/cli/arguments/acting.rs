//! What every subcommand takes that changes the tenant.

use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use crate::model::{Content, Order, Toggle, Verb};
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

/// What correlating takes.
#[derive(Debug, Args)]
pub struct Correlating {
    #[command(flatten)]
    pub acting: Acting,

    /// The id of the identity
    #[arg(long, value_name = "ID")]
    pub identity: String,
}

/// What changing attributes takes.
#[derive(Debug, Args)]
pub struct Patching {
    #[command(flatten)]
    pub acting: Acting,

    /// An attribute and its new value, such as city=Austin; a value that reads as JSON is sent as such, and an empty one
    /// takes the attribute away. Can be given again
    #[arg(long, value_name = "NAME=VALUE", required = true, value_parser = assignment)]
    pub set: Vec<(String, Value)>,
}

/// Reads `name=value`.
fn assignment(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    if name.is_empty() {
        return Err("the name is missing".to_owned());
    }
    let value = if value.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()))
    };
    Ok((name.to_owned(), value))
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
        Order { content: Content::Owner(self.identity.clone()), ..Order::plain(Verb::Correlate) }
    }
}

impl Patching {
    /// What is to be done. Adding replaces an attribute that is there, and makes one that is not (RFC 6902).
    #[must_use]
    pub fn order(&self) -> Order {
        let step = |(name, value): &(String, Value)| {
            // In a JSON pointer these two characters are escaped (RFC 6901).
            let path = format!("/attributes/{}", name.replace('~', "~0").replace('/', "~1"));
            match value {
                Value::Null => json!({"op": "remove", "path": path}),
                value => json!({"op": "add", "path": path, "value": value}),
            }
        };
        Order { content: Content::Steps(self.set.iter().map(step).collect()), ..Order::plain(Verb::Patch) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_is_text_unless_it_reads_as_json() {
        let rows = [
            ("city=Austin", Some(("city", json!("Austin")))),
            ("a=b=c", Some(("a", json!("b=c")))),
            ("badge=007", Some(("badge", json!("007")))),
            ("badge=7", Some(("badge", json!(7)))),
            (r#"groups=["a"]"#, Some(("groups", json!(["a"])))),
            ("title=", Some(("title", Value::Null))),
            ("title", None),
            ("=x", None),
        ];
        for (text, expected) in rows {
            assert_eq!(assignment(text).ok(), expected.map(|(name, value)| (name.to_owned(), value)), "{text}");
        }
    }
}
