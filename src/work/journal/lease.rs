//! Leases: who carries out a run. One instance at a time; what it holds is taken over only when it is certainly gone,
//! or because a person says so. Never by time: a machine that sleeps is not gone.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::entry::{Kind, hex, random};
use super::instance::Holder;
use super::{Journal, RunId, Scribe};
use crate::model::{Problem, ProblemKind};

/// The proof that we carry out a run.
#[derive(Debug)]
pub struct Lease {
    pub(super) run: RunId,
    token: String,
}

impl Lease {
    pub(super) fn new(run: RunId, token: String) -> Self {
        Self { run, token }
    }

    /// The run.
    #[must_use]
    pub fn run(&self) -> RunId {
        self.run
    }
}

/// When to take a lease that somebody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakeOver {
    /// Only when its holder is certainly gone.
    IfGone,
    /// Whoever holds it: a person knows better (`--take-over`).
    Anyway,
}

/// Why we may not carry out a run.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LeaseRefused {
    /// There is no such run.
    #[error("there is no run {0}")]
    NoSuchRun(RunId),
    /// It was ended.
    #[error("run {0} is ended")]
    Ended(RunId),
    /// Another instance carries it out, or did and may still.
    #[error("run {run} is held by {holder}")]
    Held {
        /// The run.
        run: RunId,
        /// The process and the machine, in words.
        holder: String,
    },
    /// We held it, and do not any more: it was taken over or given back.
    #[error("run {0} was taken over by another quarterdeck")]
    Lost(RunId),
    /// The journal cannot be written.
    #[error(transparent)]
    Journal(#[from] Problem),
}

impl From<rusqlite::Error> for LeaseRefused {
    fn from(error: rusqlite::Error) -> Self {
        Self::Journal(error.into())
    }
}

impl From<LeaseRefused> for Problem {
    fn from(refused: LeaseRefused) -> Self {
        let told = refused.to_string();
        match refused {
            LeaseRefused::Journal(problem) => problem,
            LeaseRefused::NoSuchRun(_) => Self::new(ProblemKind::NotFound, told),
            LeaseRefused::Held { .. } => {
                Self::new(ProblemKind::Journal, told).with_advice("where it is certainly gone: --take-over")
            }
            LeaseRefused::Ended(_) | LeaseRefused::Lost(_) => Self::new(ProblemKind::Journal, told),
        }
    }
}

impl Journal {
    /// Takes a run that was parked, or whose holder is gone.
    ///
    /// # Errors
    ///
    /// Where there is no such run, it is ended, its holder may still be there, or it cannot be written down.
    pub fn take_lease(&mut self, run: RunId, take_over: TakeOver, at: Timestamp) -> Result<Lease, LeaseRefused> {
        self.write_though_shared(at, |scribe| {
            match scribe.is_ended(run)? {
                None => return Err(LeaseRefused::NoSuchRun(run)),
                Some(true) => return Err(LeaseRefused::Ended(run)),
                Some(false) => {}
            }
            if let Some(holder) = Holder::of(&scribe.transaction, run)?
                && take_over == TakeOver::IfGone
                && !scribe.instance.sees_gone(&holder, scribe.storage)
            {
                return Err(LeaseRefused::Held { run, holder: holder.to_string() });
            }
            let (token, by) = (token()?, scribe.instance);
            scribe.transaction.execute(
                "UPDATE runs SET parked = NULL, lease_host = ?2, lease_boot = ?3, lease_process = ?4, lease_token = ?5
                 WHERE id = ?1",
                params![run.0, by.host, by.boot, by.process.to_string(), token],
            )?;
            scribe.record_run(run, Kind::Taken)?;
            Ok(Lease::new(run, token))
        })
    }
}

impl Scribe<'_> {
    /// Makes sure that we carry out the run.
    pub(super) fn must_hold(&self, lease: &Lease) -> Result<(), LeaseRefused> {
        let token = "SELECT lease_token FROM runs WHERE id = ?1";
        let held: Option<Option<String>> =
            self.transaction.query_row(token, [lease.run.0], |row| row.get(0)).optional()?;
        match held {
            None => Err(LeaseRefused::NoSuchRun(lease.run)),
            Some(held) if held.as_deref() == Some(&lease.token) => Ok(()),
            Some(_) if self.is_ended(lease.run)? == Some(true) => Err(LeaseRefused::Ended(lease.run)),
            Some(_) => Err(LeaseRefused::Lost(lease.run)),
        }
    }

    /// Whether somebody who may still be there carries out the run.
    pub(super) fn is_attended(&self, run: RunId) -> rusqlite::Result<bool> {
        let holder = Holder::of(&self.transaction, run)?;
        Ok(holder.is_some_and(|holder| !self.instance.sees_gone(&holder, self.storage)))
    }
}

/// On a network file system the locks of two machines may not know of each other, so only one of them writes: the one
/// that carries out a run, until that is parked or ended.
pub(super) fn only_this_host_writes(scribe: &Scribe<'_>) -> Result<(), Problem> {
    let other = "SELECT id, lease_host FROM runs WHERE lease_token IS NOT NULL AND lease_host <> ?1 LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?));
    match scribe.transaction.query_row(other, [&scribe.instance.host], read).optional()? {
        None => Ok(()),
        Some((run, host)) => Err(Problem::new(
            ProblemKind::Journal,
            format!("the journal lies on a network file system, and {host} writes to it for run {run}"),
        )
        .with_advice("end the run there, or name a state directory of this machine in QD_STATE_DIR")),
    }
}

/// A token nobody can foresee.
pub(super) fn token() -> Result<String, Problem> {
    random().map(|bytes| hex(&bytes))
}
