//! An export: accounts written to a file whose head says what was asked, when, of whom, and how whole the answer is.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Census, Scan};
use crate::model::AccountId;
use crate::model::column::Column;

/// Accounts to be written to a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// Which accounts.
    pub accounts: Accounts,
    /// How a person calls them.
    pub scope: Scope,
    /// What was asked, as a person writes it; empty where nothing was.
    pub question: String,
    /// How they are written.
    pub form: Form,
    /// The columns of CSV. Those that a person added are the extra fields of the list, in the same order.
    pub columns: Vec<Column>,
    /// The file. `~/` at the beginning is the home directory; else counted from where the program was started.
    pub path: String,
    /// What becomes of a file of that name.
    pub existing: Existing,
}

/// The accounts that are written.
#[derive(Debug, Clone, PartialEq)]
pub enum Accounts {
    /// A list, which is read to its end.
    Listed(Arc<Scan>),
    /// Those of these ids, read again; fewer may be on the tenant by now.
    Chosen(Vec<AccountId>),
}

/// Which accounts a person means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// What is on the screen.
    Visible,
    /// All that match the query.
    Matching,
    /// Those that are marked.
    Marked,
    /// All on the tenant.
    All,
}

impl Scope {
    /// Every scope, in the order in which a person chooses.
    pub const ALL: [Self; 4] = [Self::Visible, Self::Matching, Self::Marked, Self::All];

    /// The word in the head of a file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Visible => "visible",
            Self::Matching => "matching",
            Self::Marked => "marked",
            Self::All => "all",
        }
    }
}

/// How a file of accounts is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Columns separated by commas, below lines of comment that begin with `#`.
    Csv,
    /// One JSON object: what is said of the accounts, and the accounts as the tenant wrote them.
    Json,
    /// A line of JSON each: what is said of the accounts, then an account a line.
    Ndjson,
}

impl Form {
    /// Every form, in the order in which a person chooses.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Json, Self::Ndjson];

    /// What a file of this form ends in.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
        }
    }

    /// The form of a file by the end of its name, in any case.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, end) = name.rsplit_once('.')?;
        Self::ALL.into_iter().find(|form| form.extension().eq_ignore_ascii_case(end))
    }
}

/// What becomes of a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is written.
    Stays,
    /// It is replaced, once the new one is whole.
    Replaced,
}

/// How an export ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exported {
    /// The file is there.
    Written(Written),
    /// There is a file of that name already, which stays. Nothing was read.
    Exists(PathBuf),
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub path: PathBuf,
    /// How many accounts are in it.
    pub accounts: u64,
    /// How many could not be told as a row of columns, and are not in it.
    pub unreadable: u64,
    /// How many accounts were chosen by their ids, where they were.
    pub chosen: Option<u64>,
    /// What was read for it, and how whole that is.
    pub census: Census,
}

impl Written {
    /// Whether nothing is missing from it, as far as can be told.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.census.is_whole() && self.unreadable == 0 && self.chosen.is_none_or(|chosen| chosen == self.accounts)
    }

    /// How many accounts were to be read: those that were chosen, else those the tenant counts.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.chosen.or(self.census.total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_form_by_its_end() {
        let rows = [
            ("a.csv", Some(Form::Csv)),
            ("a.b/c.JSON", Some(Form::Json)),
            ("a.ndjson", Some(Form::Ndjson)),
            ("a.txt", None),
            ("csv", None),
        ];
        for (name, form) in rows {
            assert_eq!(Form::of_name(name), form, "{name}");
        }
    }

    #[test]
    fn only_what_lacks_nothing_is_whole() {
        let census = Census { have: 5, total: Some(5), ..Census::default() };
        let whole = Written { path: "a".into(), accounts: 5, unreadable: 0, chosen: None, census };
        assert!(whole.is_whole());
        assert!(Written { chosen: Some(5), ..whole.clone() }.is_whole());
        assert!(!Written { chosen: Some(6), ..whole.clone() }.is_whole());
        assert!(!Written { unreadable: 1, ..whole.clone() }.is_whole());
        assert!(!Written { census: Census { total: Some(6), ..Census::default() }, ..whole.clone() }.is_whole());
        assert_eq!(Written { chosen: Some(6), ..whole.clone() }.total(), Some(6));
        assert_eq!(whole.total(), Some(5));
    }
}
