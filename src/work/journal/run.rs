//! Runs: begun with all their targets, confirmed, parked, ended.

use std::fmt;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use super::entry::{self, Kind};
use super::lease::token;
use super::secrets::without_secrets;
use super::{Head, Journal, Lease, LeaseRefused, Scribe, SubmissionId, VERSION, time};
use crate::model::{Outcome, Problem, ProblemKind, SkipReason, Verb};
use crate::work::verdict::Expected;

/// The number of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunId(pub i64);

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A run as a person confirmed it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRun {
    /// What is done.
    pub verb: Verb,
    /// The host of the tenant, with its port where it has one.
    pub tenant: String,
    /// The tenant's user we are signed in as.
    pub tenant_user: Option<String>,
    /// The ticket it is done for.
    pub ticket: Option<String>,
    /// The person's words for it.
    pub reason: Option<String>,
    /// The options that hold for every target, as they go into the requests.
    pub options: Value,
    /// Everything that was confirmed or skipped, each target once.
    pub targets: Vec<NewTarget>,
}

/// A target as it was planned.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTarget {
    /// Its id: of what the verb acts on. An account that has none yet is told by source and native id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The account's name on its source.
    pub native_id: Option<String>,
    /// The name of the source the account is on.
    pub source: Option<String>,
    /// What is wanted, and how it is now.
    pub expected: Option<Expected>,
    /// What is sent for this target alone.
    pub body: Option<Value>,
    /// Where it is not to be sent: why, in a word and in a sentence.
    pub skip: Option<(SkipReason, Option<String>)>,
}

/// A run as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its number.
    pub id: RunId,
    /// What is done; none for a verb of a newer program.
    pub verb: Option<Verb>,
    /// The host of the tenant.
    pub tenant: String,
    /// The tenant's user.
    pub tenant_user: Option<String>,
    /// The user of the operating system.
    pub os_user: String,
    /// The machine it was begun on.
    pub host: String,
    /// The version of the program that began it.
    pub version: String,
    /// The ticket.
    pub ticket: Option<String>,
    /// The person's words.
    pub reason: Option<String>,
    /// The options that hold for every target.
    pub options: Value,
    /// When it was begun.
    pub started: Option<Timestamp>,
    /// When it was last confirmed.
    pub confirmed: Option<Timestamp>,
    /// When it was parked; none while somebody carries it out.
    pub parked: Option<Timestamp>,
    /// When it was ended; none while something is planned.
    pub ended: Option<Timestamp>,
}

/// The columns a [`Run`] is read from.
pub(super) const COLUMNS: &str = "runs.id, runs.verb, runs.tenant, runs.tenant_user, runs.os_user, runs.host, \
     runs.version, runs.ticket, runs.reason, runs.options, runs.started, runs.confirmed, runs.parked, runs.ended";

impl Run {
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (verb, options): (String, String) = (row.get("verb")?, row.get("options")?);
        let at = |name: &str| row.get(name).map(time);
        Ok(Self {
            id: RunId(row.get("id")?),
            verb: Verb::of_word(&verb),
            tenant: row.get("tenant")?,
            tenant_user: row.get("tenant_user")?,
            os_user: row.get("os_user")?,
            host: row.get("host")?,
            version: row.get("version")?,
            ticket: row.get("ticket")?,
            reason: row.get("reason")?,
            options: serde_json::from_str(&options).unwrap_or_default(),
            started: at("started")?,
            confirmed: at("confirmed")?,
            parked: at("parked")?,
            ended: at("ended")?,
        })
    }
}

impl Journal {
    /// Begins a confirmed run: all its targets are *planned*, or skipped as the plan says. We hold its lease.
    ///
    /// # Errors
    ///
    /// Where it cannot be written down, or a target is named twice. Then there is no such run, and nothing may be sent.
    pub fn begin_run(&mut self, run: &NewRun, at: Timestamp) -> Result<(Lease, Vec<SubmissionId>), Problem> {
        self.write(at, |scribe| {
            let lease = scribe.add_run(run)?;
            scribe.record_run(lease.run, Kind::Began)?;
            let acts_on = run.verb.acts_on().word();
            let mut submissions = Vec::with_capacity(run.targets.len());
            for target in &run.targets {
                submissions.push(scribe.add_target(lease.run, &run.tenant, acts_on, target)?);
            }
            Ok((lease, submissions))
        })
    }

    /// A person confirmed the rest of the run anew.
    ///
    /// # Errors
    ///
    /// Where the lease is lost, or it cannot be written down.
    pub fn confirm(&mut self, lease: &Lease, at: Timestamp) -> Result<(), LeaseRefused> {
        self.write(at, |scribe| {
            scribe.must_hold(lease)?;
            let confirmed = "UPDATE runs SET confirmed = ?2 WHERE id = ?1";
            scribe.transaction.execute(confirmed, params![lease.run.0, scribe.now()])?;
            Ok(scribe.record_run(lease.run, Kind::Confirmed)?)
        })
    }

    /// A planned target is not to be sent after all.
    ///
    /// # Errors
    ///
    /// Where the lease is lost, the target is not *planned*, or it cannot be written down.
    pub fn skip(
        &mut self,
        lease: &Lease,
        submission: SubmissionId,
        why: SkipReason,
        reason: Option<&str>,
        at: Timestamp,
    ) -> Result<(), LeaseRefused> {
        self.write(at, |scribe| {
            scribe.must_hold(lease)?;
            Ok(scribe.skip(submission, why, reason)?)
        })
    }

    /// Leaves the run for later: what is *planned* stays so, and the lease is given back.
    ///
    /// # Errors
    ///
    /// Where the lease is lost, or it cannot be written down.
    pub fn park(&mut self, lease: &Lease, at: Timestamp) -> Result<Head, LeaseRefused> {
        self.write(at, |scribe| {
            scribe.must_hold(lease)?;
            scribe.give_back(lease.run, "parked")?;
            scribe.record_run(lease.run, Kind::Parked)?;
            Ok(scribe.head()?)
        })
    }

    /// Ends the run: what is still *planned* is dropped, and the lease is given back. What was sent and has not ended
    /// can be settled later.
    ///
    /// # Errors
    ///
    /// Where the lease is lost, or it cannot be written down.
    pub fn end_run(&mut self, lease: &Lease, at: Timestamp) -> Result<Head, LeaseRefused> {
        self.write(at, |scribe| {
            scribe.must_hold(lease)?;
            for submission in scribe.planned(lease.run)? {
                scribe.skip(submission, SkipReason::Dropped, None)?;
            }
            scribe.give_back(lease.run, "ended")?;
            scribe.record_run(lease.run, Kind::Ended)?;
            Ok(scribe.head()?)
        })
    }
}

impl Scribe<'_> {
    fn add_run(&self, run: &NewRun) -> Result<Lease, Problem> {
        let token = token()?;
        let by = self.instance;
        self.transaction.execute(
            "INSERT INTO runs (verb, tenant, tenant_user, os_user, host, version, ticket, reason, options, started,
                               confirmed, lease_host, lease_boot, lease_process, lease_token)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?5, ?11, ?12, ?13)",
            params![
                run.verb.word(),
                run.tenant,
                run.tenant_user,
                by.os_user,
                by.host,
                VERSION,
                run.ticket,
                run.reason,
                without_secrets(run.options.clone()).to_string(),
                self.now(),
                by.boot,
                by.process.to_string(),
                token,
            ],
        )?;
        Ok(Lease::new(RunId(self.transaction.last_insert_rowid()), token))
    }

    fn add_target(&self, run: RunId, tenant: &str, acts_on: &str, target: &NewTarget) -> Result<SubmissionId, Problem> {
        let expected = target.expected.as_ref().map(serde_json::to_value).transpose().map_err(|error| {
            Problem::new(ProblemKind::Journal, "the plan cannot be written down").with_detail(error.to_string())
        })?;
        let kept = |value: Option<Value>| value.map(|value| without_secrets(value).to_string());
        self.transaction.execute(
            "INSERT INTO submissions (run, tenant, kind, target, name, native_id, source, expected, body, outcome)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'planned')",
            params![
                run.0,
                tenant,
                acts_on,
                target.id,
                target.name,
                target.native_id,
                target.source,
                kept(expected),
                kept(target.body.clone()),
            ],
        )?;
        let id = SubmissionId(self.transaction.last_insert_rowid());
        self.record(id, Kind::Planned)?;
        if let Some((why, reason)) = &target.skip {
            self.skip(id, *why, reason.as_deref())?;
        }
        Ok(id)
    }

    pub(super) fn skip(&self, id: SubmissionId, why: SkipReason, reason: Option<&str>) -> Result<(), Problem> {
        let skipped = self.transaction.execute(
            "UPDATE submissions SET outcome = 'skipped', skip = ?2, reason = ?3, ended = ?4
             WHERE id = ?1 AND outcome = 'planned'",
            params![id.0, why.word(), reason, self.now()],
        )?;
        if skipped == 0 {
            return Err(Problem::new(ProblemKind::Journal, "what is sent already cannot be skipped any more"));
        }
        self.record(id, Kind::Skipped)
    }

    fn planned(&self, run: RunId) -> rusqlite::Result<Vec<SubmissionId>> {
        let mut planned =
            self.transaction.prepare("SELECT id FROM submissions WHERE run = ?1 AND outcome = ?2 ORDER BY id")?;
        let ids = planned.query_map(params![run.0, Outcome::Planned.word()], |row| row.get(0).map(SubmissionId))?;
        ids.collect()
    }

    /// Gives the lease back, and marks the time in this column.
    fn give_back(&self, run: RunId, column: &str) -> rusqlite::Result<()> {
        let sql = format!(
            "UPDATE runs SET {column} = ?2, lease_host = NULL, lease_boot = NULL, lease_process = NULL,
                             lease_token = NULL WHERE id = ?1"
        );
        self.transaction.execute(&sql, params![run.0, self.now()]).map(drop)
    }

    fn head(&self) -> rusqlite::Result<Head> {
        entry::head(&self.transaction).map(Head::of)
    }

    /// Whether the run was ended; none where there is no such run.
    pub(super) fn is_ended(&self, run: RunId) -> rusqlite::Result<Option<bool>> {
        let ended = "SELECT ended IS NOT NULL FROM runs WHERE id = ?1";
        self.transaction.query_row(ended, [run.0], |row| row.get(0)).optional()
    }
}
