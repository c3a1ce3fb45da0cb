//! The journal: what is to be sent is written down first, and what became of it after. The product's promise that
//! nothing is sent twice and nothing is lost rests on it.
//!
//! ```text
//! begin_run ─> sending ─ (the request) ─> answered ─> settled ─> end_run
//!                 │                          │
//!                 └── the program ends here ─┴──> left open: looked up at the next start
//! ```
//!
//! It is an embedded `SQLite` database. The tables `runs` and `submissions` say how things stand; `entries` says how they
//! came to, is only ever added to, and each entry carries the hash of the one before it. Every change writes both in
//! one transaction that is on the disk before the function returns. From the moment its `sending` entry is written
//! until the answer is, a submission counts as *unknown*: wherever the program ends, what stands there is true.
//!
//! Times are passed in and order nothing: a clock may jump. No secret is kept: values go through a sieve first. All
//! functions block for the disk, so none belongs on the thread that draws.

mod chain;
mod entry;
mod facts;
mod instance;
mod lease;
mod lists;
mod place;
mod retention;
mod run;
mod schema;
mod secrets;
mod sending;
mod settling;
mod submission;
mod trouble;

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

pub use chain::{Audit, Head};
pub use instance::Instance;
pub use lease::{Lease, LeaseRefused, TakeOver};
pub use lists::{RunSummary, Submitted, WhichRuns};
pub use run::{NewRun, NewTarget, Run, RunId};
pub use secrets::is_secret;
pub use sending::{GIVEN_UP_AFTER, NotSent};
pub use settling::Answer;
pub use submission::{Submission, SubmissionId};

use crate::model::Problem;
use place::{Place, Storage};

/// The version of this program, as runs and entries tell it.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// How long a write waits for that of another instance.
const PATIENCE: Duration = Duration::from_secs(5);

/// An open journal. One connection: share it behind a lock, or open another.
pub struct Journal {
    connection: Connection,
    instance: Instance,
    storage: Storage,
}

impl Journal {
    /// Opens the journal in this directory, and makes both where they are not there yet. Takes milliseconds and the
    /// disk: not before the first frame.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Journal`](crate::model::ProblemKind::Journal) where others may read the directory, where it
    /// cannot be written to, or where a newer program wrote the journal.
    pub fn open(directory: &Path, instance: Instance) -> Result<Self, Problem> {
        Self::open_in(&place::prepare(directory)?, instance)
    }

    /// Opens the journal in this directory; none where nothing was ever written.
    ///
    /// # Errors
    ///
    /// As [`Journal::open`].
    pub fn open_existing(directory: &Path, instance: Instance) -> Result<Option<Self>, Problem> {
        place::find(directory)?.map(|place| Self::open_in(&place, instance)).transpose()
    }

    fn open_in(place: &Place, instance: Instance) -> Result<Self, Problem> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&place.file, flags)?;
        set_up(&connection, place.storage)?;
        schema::migrate(&mut connection)?;
        Ok(Self { connection, instance, storage: place.storage })
    }

    /// Changes the journal in one transaction. It is on the disk when this returns, or was not made at all.
    fn write<T, E: From<rusqlite::Error> + From<Problem>>(
        &mut self,
        at: Timestamp,
        change: impl FnOnce(&Scribe<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let storage = self.storage;
        self.write_though_shared(at, |scribe| {
            if storage == Storage::Network {
                lease::only_this_host_writes(scribe)?;
            }
            change(scribe)
        })
    }

    /// As [`Journal::write`], also where another host holds a run on the same network file system.
    fn write_though_shared<T, E: From<rusqlite::Error>>(
        &mut self,
        at: Timestamp,
        change: impl FnOnce(&Scribe<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        // Immediate: what is checked in it is still so when it is committed, whatever other instances do.
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let scribe = Scribe { transaction, instance: &self.instance, storage: self.storage, at };
        let changed = change(&scribe)?;
        scribe.transaction.commit()?;
        Ok(changed)
    }
}

/// Who writes into the journal, within one transaction.
struct Scribe<'a> {
    transaction: Transaction<'a>,
    instance: &'a Instance,
    storage: Storage,
    at: Timestamp,
}

impl Scribe<'_> {
    /// The time of the transaction, as it is kept: microseconds since 1970.
    fn now(&self) -> i64 {
        self.at.as_microsecond()
    }
}

fn set_up(connection: &Connection, storage: Storage) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    // The write-ahead log needs memory that all its users share, which a network file system has not.
    let asked = match storage {
        Storage::Local => "WAL",
        Storage::Network => "DELETE",
    };
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", asked, |row| row.get(0))?;
    let synchronous = if mode.eq_ignore_ascii_case("wal") { "FULL" } else { "EXTRA" };
    connection.pragma_update(None, "synchronous", synchronous)?;
    // macOS: a plain fsync there does not reach the disk.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // What is forgotten is overwritten, and nothing of it is put down elsewhere.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")
}

/// A kept time; a number that is no time is one that was never written.
fn time(microseconds: Option<i64>) -> Option<Timestamp> {
    microseconds.and_then(|at| Timestamp::from_microsecond(at).ok())
}

#[cfg(test)]
mod tests;
