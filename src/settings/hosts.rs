//! What the person said of hosts: on which a mistake is costly, and which are only to be read.
//!
//! Kept in `hosts.toml`, which people may write by hand as well: what they wrote around the marks stays. A file that
//! does not read, or says something nobody knows, stops the program: it may have been meant to forbid something.
//!
//! ```toml
//! ["acme.api.identitynow.com"]
//! production = true
//! read_only = true    # until the migration is over
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

use super::host::Host;
use super::replace::replace;
use crate::model::{Problem, ProblemKind};
use crate::query::nearest;

/// The name of the file among the settings.
const FILE: &str = "hosts.toml";

const PRODUCTION: &str = "production";
const READ_ONLY: &str = "read_only";

/// What stands at the beginning of a file we make.
const STORY: &str =
    "# What is said of tenants, by the host of their API; written by `qd profiles mark`, and by you.\n\n";

/// What the person said of one host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// Whether a mistake there is costly; nothing was said where it is none.
    pub production: Option<bool>,
    /// Whether it is only to be read; nothing was said where it is none.
    pub read_only: Option<bool>,
}

/// What the person said of hosts.
#[derive(Debug, Clone, Default)]
pub struct Hosts {
    file: PathBuf,
    document: DocumentMut,
    marks: BTreeMap<Host, Mark>,
}

impl Hosts {
    /// Reads what is kept in this directory of settings. Where there is no file, nothing was said.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where the file does not read.
    pub fn read(directory: &Path) -> Result<Self, Problem> {
        let file = directory.join(FILE);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                String::new()
            }
            Err(error) => return Err(unreadable(&file, &error.to_string())),
        };
        let document = text.parse::<DocumentMut>().map_err(|error| {
            let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let place = line.map(|line| format!("line {line}: ")).unwrap_or_default();
            unreadable(&file, &format!("{place}{}", error.message()))
        })?;
        let marks = marks(document.as_table()).map_err(|why| unreadable(&file, &why))?;
        Ok(Self { file, document, marks })
    }

    /// What was said of a host.
    #[must_use]
    pub fn mark_of(&self, host: &Host) -> Mark {
        self.marks.get(host).copied().unwrap_or_default()
    }

    /// The hosts of which something was said, in their order.
    pub fn marked(&self) -> impl Iterator<Item = &Host> {
        self.marks.keys()
    }

    /// Says something of a host, and keeps it. What it is silent about stays as it was said before.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where it cannot be written; then nothing was said.
    pub fn mark(&mut self, host: &Host, said: Mark) -> Result<(), Problem> {
        let mut document = self.document.clone();
        let table = table_of(&mut document, host).ok_or_else(|| unreadable(&self.file, "a host is no table"))?;
        for (key, value) in [(PRODUCTION, said.production), (READ_ONLY, said.read_only)] {
            if let Some(value) = value {
                set(table, key, value);
            }
        }
        replace(&self.file, &document.to_string()).map_err(|error| {
            Problem::new(ProblemKind::Settings, format!("cannot write {}", self.file.display()))
                .with_detail(error.to_string())
        })?;
        self.document = document;
        let kept = self.marks.entry(host.clone()).or_default();
        kept.production = said.production.or(kept.production);
        kept.read_only = said.read_only.or(kept.read_only);
        Ok(())
    }
}

/// Reads the marks, or says in a sentence why not.
fn marks(table: &Table) -> Result<BTreeMap<Host, Mark>, String> {
    let mut marks = BTreeMap::new();
    for (name, item) in table {
        let Some(said) = item.as_table_like() else {
            return Err(format!(
                "{name} stands under no host: begin with a line such as [\"acme.api.identitynow.com\"]"
            ));
        };
        let host = Host::written(name).ok_or_else(|| format!("[{name:?}] is no host"))?;
        let mark = mark(said).map_err(|why| format!("of {host}: {why}"))?;
        if marks.insert(host, mark).is_some() {
            return Err(format!("{name} stands there twice"));
        }
    }
    Ok(marks)
}

fn mark(said: &dyn TableLike) -> Result<Mark, String> {
    let mut mark = Mark::default();
    for (key, item) in said.iter() {
        if item.is_table_like() {
            return Err("what stands in brackets stands in quotes too: [\"acme.api.identitynow.com\"]".to_owned());
        }
        let place = match key {
            PRODUCTION => &mut mark.production,
            READ_ONLY => &mut mark.read_only,
            other => {
                let meant = nearest(other, [PRODUCTION, READ_ONLY]);
                return Err(meant.map_or_else(
                    || format!("nobody knows {other}; there are {PRODUCTION} and {READ_ONLY}"),
                    |meant| format!("nobody knows {other}; did you mean {meant}?"),
                ));
            }
        };
        *place = Some(item.as_bool().ok_or_else(|| format!("{key} is true or false"))?);
    }
    Ok(mark)
}

/// The table of a host; a new one at the end where there is none. None where something else stands in its place.
fn table_of<'d>(document: &'d mut DocumentMut, host: &Host) -> Option<&'d mut dyn TableLike> {
    let written =
        document.iter().map(|(name, _)| name.to_owned()).find(|name| Host::written(name).as_ref() == Some(host));
    let name = written.unwrap_or_else(|| host.to_string());
    let is_first = document.is_empty() && document.trailing().as_str().is_none_or(|text| text.trim().is_empty());
    let new = || {
        let mut table = Table::new();
        if is_first {
            table.decor_mut().set_prefix(STORY);
        }
        Item::Table(table)
    };
    document.entry(&name).or_insert_with(new).as_table_like_mut()
}

/// Sets a value; the comment behind it stays.
fn set(table: &mut dyn TableLike, key: &str, value: bool) {
    let mut value = Value::from(value);
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(before) => {
            *value.decor_mut() = before.decor().clone();
            *before = value;
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

fn unreadable(file: &Path, why: &str) -> Problem {
    Problem::new(ProblemKind::Settings, format!("cannot read {}", file.display()))
        .with_detail(why)
        .with_advice("mend it, or take it away: it may forbid something, so nothing is done without it")
}

#[cfg(test)]
#[path = "hosts/tests.rs"]
mod tests;
