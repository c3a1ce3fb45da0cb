//! One running quarterdeck, as the journal tells it from others: whose it is, and how to see that it is gone.

mod system;

use std::fmt;

use rusqlite::{Connection, OptionalExtension, Row};

use super::RunId;
use super::place::Storage;
use system::Seen;

/// One running quarterdeck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// The user of the operating system it runs as.
    pub os_user: String,
    /// The machine's name.
    pub host: String,
    /// The machine's run since it was started; empty where the system has no name for it.
    pub boot: String,
    /// The process.
    pub process: Process,
}

/// A process, told from a later one of the same number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its number.
    pub id: u32,
    /// When it began, in the system's own measure; none where the system does not tell.
    pub began: Option<u64>,
    /// The namespace its number counts in; empty where the system has none. A container cannot see what runs in
    /// another.
    pub namespace: String,
}

impl Instance {
    /// This process.
    #[must_use]
    pub fn this() -> Self {
        Self { os_user: system::user(), host: system::host(), boot: system::boot(), process: Process::this() }
    }

    /// Whether the holder of a lease is certainly gone, as seen from here. What cannot be seen is not gone.
    pub(super) fn sees_gone(&self, holder: &Holder, storage: Storage) -> bool {
        if holder.host != self.host {
            return false;
        }
        if holder.boot != self.boot {
            // The machine was started again since; on a shared disk it may be another machine of the same name.
            let both_told = !holder.boot.is_empty() && !self.boot.is_empty();
            return both_told && storage == Storage::Local;
        }
        let Some(process) = Process::read(&holder.process).filter(|it| it.namespace == self.process.namespace) else {
            return false;
        };
        match system::look(process.id) {
            Some(Seen::Nothing) => true,
            Some(Seen::Process { began }) => process.began.zip(began).is_some_and(|(held, found)| held != found),
            None => false,
        }
    }
}

/// Who holds a lease, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) host: String,
    pub(super) boot: String,
    pub(super) process: String,
}

impl Holder {
    /// Who holds the lease of a run; none where nobody does.
    pub(super) fn of(connection: &Connection, run: RunId) -> rusqlite::Result<Option<Self>> {
        let held = "SELECT lease_host, lease_boot, lease_process FROM runs WHERE id = ?1 AND lease_token IS NOT NULL";
        let read = |row: &Row<'_>| Ok(Self { host: row.get(0)?, boot: row.get(1)?, process: row.get(2)? });
        connection.query_row(held, [run.0], read).optional()
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.process.split(' ').next().unwrap_or_default();
        write!(f, "process {id} on {}", self.host)
    }
}

impl Process {
    fn this() -> Self {
        let id = std::process::id();
        let began = match system::look(id) {
            Some(Seen::Process { began }) => began,
            _ => None,
        };
        Self { id, began, namespace: system::namespace() }
    }

    /// Reads what its `Display` wrote.
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ' ');
        let id = parts.next()?.parse().ok()?;
        let began = parts.next().filter(|began| *began != "-").map(str::parse).transpose().ok()?;
        Some(Self { id, began, namespace: parts.next().unwrap_or_default().to_owned() })
    }
}

impl fmt::Display for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let began = self.began.map_or_else(|| "-".to_owned(), |began| began.to_string());
        write!(f, "{} {began} {}", self.id, self.namespace)
    }
}

#[cfg(test)]
#[path = "instance/tests.rs"]
mod tests;
