//! What `qd profiles` takes.

use clap::{Args, Subcommand, ValueEnum};

use crate::settings::{Host, Mark};

/// What `qd profiles` takes.
#[derive(Debug, Args)]
pub struct Profiles {
    #[command(subcommand)]
    pub command: Option<ProfilesCommand>,
}

/// What is to be done about hosts.
#[derive(Debug, Subcommand)]
pub enum ProfilesCommand {
    /// Say of a host whether a mistake there is costly, and whether it is only to be read
    Mark(Marking),
}

/// What `qd profiles mark` takes.
#[derive(Debug, Args)]
pub struct Marking {
    /// The host of the tenant's API, such as acme.api.identitynow.com
    #[arg(value_parser = host)]
    pub host: Host,

    /// What it is; what is not said stays as it was
    #[arg(value_name = "WORD", required = true, value_enum)]
    pub said: Vec<Said>,
}

/// A word that is said of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Said {
    /// A mistake there is costly: more is asked before anything is sent
    Production,
    /// A mistake there harms nobody
    NotProduction,
    /// Nothing is sent there that could change the tenant
    ReadOnly,
    /// The tenant may be changed
    Writable,
}

impl Marking {
    /// What is said; none where one word takes back another.
    #[must_use]
    pub fn mark(&self) -> Option<Mark> {
        let says = |word| self.said.contains(&word);
        let either = |yes, no| match (says(yes), says(no)) {
            (true, true) => None,
            (false, false) => Some(None),
            (yes, _) => Some(Some(yes)),
        };
        Some(Mark {
            production: either(Said::Production, Said::NotProduction)?,
            read_only: either(Said::ReadOnly, Said::Writable)?,
        })
    }
}

fn host(text: &str) -> Result<Host, String> {
    Host::named(text).map_err(|problem| problem.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_take_each_other_back_say_nothing() {
        let mark = |said: &[Said]| {
            let host = Host::named("acme.example").unwrap();
            let mark = Marking { host, said: said.to_vec() }.mark()?;
            Some((mark.production, mark.read_only))
        };
        for (said, meant) in [
            (&[Said::Production][..], Some((Some(true), None))),
            (&[Said::NotProduction, Said::ReadOnly], Some((Some(false), Some(true)))),
            (&[Said::Writable, Said::Writable], Some((None, Some(false)))),
            (&[Said::Production, Said::NotProduction], None),
            (&[Said::Production, Said::ReadOnly, Said::Writable], None),
        ] {
            assert_eq!(mark(said), meant, "{said:?}");
        }
    }
}
