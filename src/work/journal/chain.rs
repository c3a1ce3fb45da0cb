//! The chain of entries: its head, and an audit that finds whatever was changed.

use std::fmt;

use rusqlite::{Connection, OptionalExtension};

use super::entry::{self, BEGINNING, Entry, Kind, digest_of, hex};
use super::{Journal, facts};
use crate::model::Problem;

/// The head of the chain. Printed beside a ticket, it shows later whether the end of the chain was cut off or the whole
/// was written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// How many entries there are.
    pub entries: u64,
    /// The hash of the last one, in hexadecimal digits; zeros where there is none.
    pub hash: String,
}

impl Head {
    pub(super) fn of((last, hash): (i64, Vec<u8>)) -> Self {
        Self { entries: last.unsigned_abs(), hash: hex(&hash) }
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} entries, {}", self.entries, self.hash)
    }
}

/// What an audit of the journal found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audit {
    /// Every entry is as it was written, and the tables stand as the entries say.
    Whole {
        /// The head, to be compared with one that was printed.
        head: Head,
        /// How many entries have had their names and values forgotten, as their runs say.
        forgotten: u64,
    },
    /// The chain is broken.
    Broken {
        /// The place of the first entry that does not fit, counted from 1.
        entry: u64,
        /// What does not fit.
        why: &'static str,
    },
    /// The chain is whole, but a table does not stand as it says.
    Differs {
        /// The run.
        run: i64,
        /// The submission, where it is one.
        submission: Option<i64>,
    },
}

impl Journal {
    /// The head of the chain.
    ///
    /// # Errors
    ///
    /// Where the journal cannot be read.
    pub fn head(&self) -> Result<Head, Problem> {
        Ok(Head::of(entry::head(&self.connection)?))
    }

    /// Audits the whole journal: finds any change of any entry, and any row that does not stand as the entries say. A
    /// chain that was cut at its end or written anew is whole in itself: compare the head.
    ///
    /// # Errors
    ///
    /// Where the journal cannot be read.
    pub fn verify_chain(&self) -> Result<Audit, Problem> {
        // One transaction: what others add meanwhile is not seen.
        let snapshot = self.connection.unchecked_transaction()?;
        audit(&snapshot)
    }
}

/// The chain first; only a whole one can vouch for the tables.
pub(super) fn audit(connection: &Connection) -> Result<Audit, Problem> {
    Ok(match chain(connection)? {
        whole @ Audit::Whole { .. } => difference(connection)?.unwrap_or(whole),
        broken => broken,
    })
}

fn chain(connection: &Connection) -> Result<Audit, Problem> {
    let columns = entry::COLUMNS;
    let mut statement = connection.prepare(&format!("SELECT {columns} FROM entries ORDER BY seq"))?;
    let mut rows = statement.query([])?;
    let (mut last, mut previous, mut forgotten) = (0, BEGINNING.to_vec(), Vec::new());
    while let Some(row) = rows.next()? {
        let place = last + 1;
        let broken = |why| Ok(Audit::Broken { entry: i64::unsigned_abs(place), why });
        let Ok(entry) = Entry::read(row) else { return broken("it cannot be read") };
        if entry.seq != place {
            return broken("an entry is missing");
        }
        if entry.previous != previous {
            return broken("it does not follow on the entry before it");
        }
        if entry.own_hash()[..] != entry.hash {
            return broken("it was changed");
        }
        match details(&entry) {
            Details::AsWritten => {}
            Details::Forgotten => forgotten.push((place, entry.run)),
            Details::Changed => return broken("its names or values were changed"),
        }
        (last, previous) = (place, entry.hash);
    }
    for (place, run) in &forgotten {
        if !is_forgotten(connection, *run)? {
            return Ok(Audit::Broken { entry: place.unsigned_abs(), why: "its names or values were taken away" });
        }
    }
    Ok(Audit::Whole { head: Head::of((last, previous)), forgotten: forgotten.len() as u64 })
}

enum Details {
    AsWritten,
    Forgotten,
    Changed,
}

fn details(entry: &Entry) -> Details {
    match (&entry.details, &entry.salt, &entry.digest) {
        (None, None, None) => Details::AsWritten,
        (None, None, Some(_)) => Details::Forgotten,
        (Some(details), Some(salt), Some(digest)) if digest_of(salt, details)[..] == **digest => Details::AsWritten,
        _ => Details::Changed,
    }
}

/// Whether the run's names and values were forgotten by rule: an entry says so.
fn is_forgotten(connection: &Connection, run: i64) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM entries WHERE run = ?1 AND kind = ?2)";
    connection.query_row(sql, (run, Kind::Forgotten.word()), |row| row.get(0))
}

/// The first row that does not stand as the entries say.
fn difference(connection: &Connection) -> Result<Option<Audit>, Problem> {
    let (run, run_details) = (facts::RUN, facts::RUN_DETAILS);
    let (submission, planned, later) = (facts::SUBMISSION, facts::PLAN_DETAILS, facts::LATER_DETAILS);
    // The last entry of a row says how it stands; details that never came and details forgotten are both null.
    let checks = [
        format!(
            "SELECT id, NULL FROM runs WHERE
               {run} IS NOT (SELECT facts FROM entries WHERE run = runs.id AND submission IS NULL
                             ORDER BY seq DESC LIMIT 1)
               OR {run_details} IS NOT (SELECT details FROM entries WHERE run = runs.id AND kind = 'began')"
        ),
        format!(
            "SELECT run, id FROM submissions WHERE
               {submission} IS NOT (SELECT facts FROM entries WHERE submission = submissions.id
                                    ORDER BY seq DESC LIMIT 1)
               OR {planned} IS NOT (SELECT details FROM entries WHERE submission = submissions.id AND kind = 'planned')
               OR {later} IS NOT (SELECT details FROM entries WHERE submission = submissions.id
                                  AND kind IN ('not taken', 'answered', 'settled', 'skipped')
                                  ORDER BY seq DESC LIMIT 1)"
        ),
        "SELECT run, submission FROM entries WHERE run NOT IN (SELECT id FROM runs)
            OR (submission IS NOT NULL AND submission NOT IN (SELECT id FROM submissions))"
            .to_owned(),
        "SELECT submissions.run, submissions.id FROM submissions JOIN entries ON submission = submissions.id
           AND entries.kind = 'planned' WHERE entries.run <> submissions.run OR entries.tenant <> submissions.tenant"
            .to_owned(),
    ];
    for check in checks {
        let found = connection.query_row(&format!("{check} LIMIT 1"), [], |row| {
            Ok(Audit::Differs { run: row.get(0)?, submission: row.get(1)? })
        });
        if let Some(differs) = found.optional()? {
            return Ok(Some(differs));
        }
    }
    Ok(None)
}
