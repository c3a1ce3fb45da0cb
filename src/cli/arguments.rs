//! What can be said on the command line. The help texts are written for support staff, not for programmers.

mod acting;
mod embedded;
mod profiles;
mod resuming;
mod targets;
mod writing;

use clap::{Args, Parser, Subcommand};

pub use acting::{Acting, Correlating, Going, OnAccounts, OnIdentities, OnSource, Toggling, Unlocking};
pub use embedded::Embedded;
pub use profiles::{Marking, Profiles, ProfilesCommand};
pub use resuming::Resuming;
pub use targets::{Accounts, Identities};
pub use writing::{Creating, Writing, text_of};

use crate::model::column::Column;
use crate::query::{Age, Moment};
use crate::settings::Flags;

const AFTER_HELP: &str = "\
Without a command the screen opens. Who you are is taken from the environment:
  SAIL_BASE_URL=https://acme.api.identitynow.com  SAIL_CLIENT_ID=…  SAIL_CLIENT_SECRET=…

Exit codes: 0 everything asked for is there · 1 some of it is not, or the tenant cannot be asked ·
2 command line, query or settings · 3 sign-in or permission · 4 nothing matched, unknown id · 130 interrupted";

/// Find, understand and act on the accounts of a SailPoint Identity Security Cloud tenant
#[derive(Debug, Parser)]
#[command(name = "qd", version, after_help = AFTER_HELP, max_term_width = 100)]
pub struct Arguments {
    #[command(flatten)]
    pub flags: Flags,

    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What is to be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the screen on a tenant made up for the purpose, within this program
    Demo(Embedded),
    /// Serve the made-up tenant without a screen, until it is interrupted
    Tenant(Embedded),
    /// List accounts
    List(List),
    /// Show one account
    Show(Show),
    /// Enable accounts on their sources
    Enable(Toggling),
    /// Disable accounts on their sources
    Disable(Toggling),
    /// Unlock accounts on their sources
    Unlock(Unlocking),
    /// Read accounts from their sources anew
    Reload(OnAccounts),
    /// Take accounts out of the tenant, not out of their sources: the next aggregation may bring them back
    Remove(OnAccounts),
    /// Delete accounts of flat files
    Delete(OnAccounts),
    /// Create an account on a flat file, or update the one that is there
    #[command(
        after_help = "Example: qd create --source 'Badge System' --set badgeNumber=B-77 --set holder='Ada Lovelace'"
    )]
    Create(Creating),
    /// Replace all attributes of accounts of flat files: what is left out becomes null
    #[command(
        after_help = "Example: qd show 2c9180… -o json | jq .attributes > it.json; edit it.json; qd put 2c9180… --body it.json"
    )]
    Put(Writing),
    /// Change attributes of accounts of flat files
    #[command(after_help = "Example: qd patch 2c9180… --set city=Austin --set title=")]
    Patch(Writing),
    /// Give accounts to an identity
    Correlate(Correlating),
    /// Take accounts from their identities
    Uncorrelate(OnAccounts),
    /// Enable or disable the sign-in of identities to the tenant; their accounts stay as they are
    #[command(subcommand)]
    Identity(Identity),
    /// Act on a whole source
    #[command(subcommand)]
    Source(Source),
    /// Find accounts by what stands in a ticket: an id, a native id, a name, an alias, an e-mail address
    Find(Find),
    /// List what was done from here, newest first; with a number, what became of each target of that run
    Runs(Runs),
    /// List the hosts known, and what is said of them; or say it
    Profiles(Profiles),
    /// Go on with runs that were left before everything was sent
    Resume(Resuming),
}

/// What can be done to identities.
#[derive(Debug, Subcommand)]
pub enum Identity {
    /// Let identities sign in to the tenant
    Enable(OnIdentities),
    /// Keep identities from signing in to the tenant
    Disable(OnIdentities),
}

/// What can be done to a source.
#[derive(Debug, Subcommand)]
pub enum Source {
    /// Take all accounts of a source out of the tenant, not out of the source
    RemoveAccounts(OnSource),
}

/// What `qd list` takes.
#[derive(Debug, Args)]
pub struct List {
    /// Which accounts, such as: 'smith source:"Active Directory" modified<7d sort:-modified'. Put -- before a query that
    /// begins with -
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    /// All of them; otherwise the first 250
    #[arg(long)]
    pub all: bool,

    /// Write them to a file that says of itself what was asked, when, and how whole the answer is. How: by --output, else
    /// by the end of the name: .csv (read it with # as the sign of comments), .json or .ndjson
    #[arg(long, value_name = "FILE", requires = "all")]
    pub to: Option<String>,

    /// Replace the file where there is one
    #[arg(long, requires = "to")]
    pub replace: bool,

    #[command(flatten)]
    pub columns: Columns,
}

/// What `qd show` takes.
#[derive(Debug, Args)]
pub struct Show {
    /// The account's id
    pub id: String,

    /// Its entitlements instead
    #[arg(long)]
    pub entitlements: bool,
}

/// What `qd find` takes.
#[derive(Debug, Args)]
pub struct Find {
    /// What stands in the ticket
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,

    #[command(flatten)]
    pub columns: Columns,
}

/// What `qd runs` takes.
#[derive(Debug, Args)]
pub struct Runs {
    /// The number of a run
    #[arg(conflicts_with_all = ["since", "mine"])]
    pub run: Option<i64>,

    /// Only those started within this time, such as 90m, 8h or 2d
    #[arg(long, value_name = "AGE", value_parser = age)]
    pub since: Option<Age>,

    /// Only those of your own user of this machine
    #[arg(long)]
    pub mine: bool,
}

fn age(text: &str) -> Result<Age, &'static str> {
    match Moment::read(text) {
        Some(Moment::Ago(age)) => Ok(age),
        _ => Err("an age is a number and m, h, d or w: 90m, 8h, 2d, 1w"),
    }
}

/// The columns of tables and CSV.
#[derive(Debug, Args)]
pub struct Columns {
    /// Columns of tables and CSV, separated by commas: state, name, source, identity, modified, native, created, id, any
    /// other field of the account, or attr.NAME for an attribute
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', value_parser = column)]
    pub columns: Vec<Column>,
}

/// The column a person means by a word.
fn column(word: &str) -> Result<Column, &'static str> {
    match Column::named(word) {
        None => Err("a column needs a name"),
        Some(Column::Field(field)) if field == "attr." => Err("the name of an attribute follows attr."),
        Some(column) => Ok(column),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn no_flag_takes_a_secret() {
        let mut commands = vec![Arguments::command()];
        while let Some(command) = commands.pop() {
            for argument in command.get_arguments() {
                let name = argument.get_id().as_str();
                assert!(!["secret", "password", "token"].contains(&name), "{name}");
                assert!(argument.get_env().is_none_or(|variable| variable != "SAIL_CLIENT_SECRET"), "{name}");
            }
            commands.extend(command.get_subcommands().cloned());
        }
    }
}
