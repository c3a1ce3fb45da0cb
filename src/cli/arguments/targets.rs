//! What the subcommands take that act on accounts or identities: whom.

use clap::{Args, ValueEnum};

use crate::work::lookup::By;

/// Accounts: by their ids, by a query, or in a list.
#[derive(Debug, Args)]
pub struct Accounts {
    /// The ids of the accounts
    #[arg(
        value_name = "ID", required_unless_present_any = ["from", "matching"], conflicts_with_all = ["from", "matching"]
    )]
    pub ids: Vec<String>,

    /// All accounts that match a query, as qd list --all lists them. Nothing is sent where that list is known to be
    /// incomplete
    #[arg(id = "matching", long = "where", value_name = "QUERY", conflicts_with = "from")]
    pub matching: Option<String>,

    /// The file of --from is a list, and its lines are these. What is not found, or means more than one account, is held
    /// back
    #[arg(long, requires = "from", conflicts_with_all = ["ids", "matching"])]
    pub by: Option<ListedBy>,

    /// The accounts of the list are on this source: its name or its id
    #[arg(long = "source", id = "on_source", value_name = "SOURCE", requires = "by")]
    pub source: Option<String>,

    /// The list is this column of CSV, by what stands in the first row
    #[arg(long, value_name = "NAME", requires = "by")]
    pub column: Option<String>,
}

/// Identities: by their ids, or those of the accounts of a query.
#[derive(Debug, Args)]
pub struct Identities {
    /// The ids of the identities, not of their accounts
    #[arg(
        value_name = "ID", required_unless_present_any = ["from", "matching"], conflicts_with_all = ["from", "matching"]
    )]
    pub ids: Vec<String>,

    /// The identities of all accounts that match a query, each once. Nothing is sent where the list of accounts is known
    /// to be incomplete
    #[arg(id = "matching", long = "where", value_name = "QUERY", conflicts_with = "from")]
    pub matching: Option<String>,
}

/// What the lines of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListedBy {
    /// Ids of accounts
    Id,
    /// Native ids: the names of accounts on their sources
    Native,
    /// Names of accounts
    Name,
    /// E-mail addresses of identities, whose accounts are meant
    Email,
}

impl From<ListedBy> for By {
    fn from(by: ListedBy) -> Self {
        match by {
            ListedBy::Id => Self::Id,
            ListedBy::Native => Self::Native,
            ListedBy::Name => Self::Name,
            ListedBy::Email => Self::Email,
        }
    }
}
