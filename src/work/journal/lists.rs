//! Reading the journal: runs, their targets, and what is still open.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Params, Row, params};

use super::instance::Holder;
use super::{Journal, Run, RunId, Submission, run, submission, time};
use crate::model::{ActsOn, Outcome, PastAction, Problem, Verb};

/// Which runs to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhichRuns {
    /// Those started since.
    pub since: Option<Timestamp>,
    /// Those of this user of the operating system.
    pub os_user: Option<String>,
}

/// A run, and what became of its targets.
#[derive(Debug, Clone, PartialEq)]
pub struct RunSummary {
    /// The run.
    pub run: Run,
    /// How many targets it has.
    pub targets: u64,
    /// How many of them have which outcome; the skipped together, whatever the reason.
    pub outcomes: Vec<(&'static str, u64)>,
}

/// Submissions in the order a person looks for them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Submitted {
    /// Each with the run it belongs to: the newest run first, and in a run those confirmed first.
    pub newest: Vec<(Submission, Run)>,
    /// How many there are in all.
    pub total: u64,
}

/// The outcomes in the order they are told.
const ORDER: [Outcome; 7] = [
    Outcome::Planned,
    Outcome::Sent,
    Outcome::Unknown,
    Outcome::Refused,
    Outcome::Failed,
    Outcome::Completed,
    Outcome::Verified,
];

impl Journal {
    /// The runs, newest first: in the order they were begun, whatever the clock said.
    ///
    /// # Errors
    ///
    /// Where the journal cannot be read.
    pub fn runs(&self, which: &WhichRuns) -> Result<Vec<RunSummary>, Problem> {
        let columns = run::COLUMNS;
        let sql = format!(
            "SELECT {columns} FROM runs
             WHERE (?1 IS NULL OR started >= ?1) AND (?2 IS NULL OR os_user = ?2) ORDER BY id DESC"
        );
        let since = which.since.map(Timestamp::as_microsecond);
        let runs = self.list(&sql, params![since, which.os_user], Run::read)?;
        runs.into_iter().map(|run| self.summary(run)).collect()
    }

    /// A run; none where there is no such run.
    ///
    /// # Errors
    ///
    /// Where the journal cannot be read.
    pub fn run(&self, id: RunId) -> Result<Option<RunSummary>, Problem> {
        let columns = run::COLUMNS;
        let sql = format!("SELECT {columns} FROM runs WHERE id = ?1");
        let run = self.connection.query_row(&sql, [id.0], Run::read).optional()?;
        run.map(|run| self.summary(run)).transpose()
    }

    /// The targets of a run, in the order they were confirmed.
    ///
    /// # Errors
    ///
    /// Where the journal cannot be read.
    pub fn targets(&self, run: RunId) -> Result<Vec<Submission>, Problem> {
        self.submissions("run = ?1", [run.0])
    }

    /// What was confirmed for this tenant and not skipped: the newest, at most so many.
    ///
    /// # Errors
    ///
    /// Where the journal cannot be read.
    pub fn submitted(&self, tenant: &str, most: u32) -> Result<Submitted, Problem> {
        const WHICH: &str = "submissions.tenant = ?1 AND submissions.outcome <> 'skipped'";
        let submissions = self.list(
            &format!(
                "SELECT {} FROM submissions WHERE {WHICH}
                 ORDER BY submissions.run DESC, submissions.id LIMIT ?2",
                submission::COLUMNS
            ),
            params![tenant, most],
            Submission::read,
        )?;
        let runs = self.list(
            &format!(
                "SELECT {} FROM runs WHERE id IN
                   (SELECT run FROM submissions WHERE {WHICH} ORDER BY submissions.run DESC, submissions.id LIMIT ?2)",
                run::COLUMNS
            ),
            params![tenant, most],
            Run::read,
        )?;
        let run_of = |submission: &Submission| runs.iter().find(|run| run.id == submission.run).cloned();
        let newest = submissions.into_iter().filter_map(|submission| run_of(&submission).map(|run| (submission, run)));
        let counted = format!("SELECT count(*) FROM submissions WHERE {WHICH}");
        let total: i64 = self.connection.query_row(&counted, [tenant], |row| row.get(0))?;
        Ok(Submitted { newest: newest.collect(), total: total.unsigned_abs() })
    }

    /// Every submission on this tenant that the tenant may still be at.
    ///
    /// # Errors
    ///
    /// Where the journal cannot be read.
    pub fn unfinished(&self, tenant: &str) -> Result<Vec<Submission>, Problem> {
        self.submissions("tenant = ?1 AND outcome IN ('sent', 'unknown') AND replaced_by IS NULL", [tenant])
    }

    /// The submission the tenant may still be at for this target: what a plan skips as in flight.
    ///
    /// # Errors
    ///
    /// Where the journal cannot be read.
    pub fn unfinished_for(&self, tenant: &str, kind: ActsOn, target: &str) -> Result<Option<Submission>, Problem> {
        let found = self.submissions(
            "tenant = ?1 AND kind = ?2 AND target = ?3 AND outcome IN ('sent', 'unknown') AND replaced_by IS NULL",
            params![tenant, kind.word(), target],
        )?;
        Ok(found.into_iter().next())
    }

    /// What was done on this tenant to any of these targets, newest first: in the order it was planned, whatever the clock
    /// said.
    ///
    /// # Errors
    ///
    /// Where the journal cannot be read.
    pub fn history(
        &self,
        tenant: &str,
        targets: impl IntoIterator<Item = (ActsOn, String)>,
    ) -> Result<Vec<PastAction>, Problem> {
        let sql = "SELECT submissions.id, run, verb, outcome, skip, submissions.reason AS told, ticket,
                          runs.reason AS reason, os_user, coalesce(sent, started) AS at, submissions.ended AS ended,
                          tracking_id
             FROM submissions JOIN runs ON runs.id = run
             WHERE submissions.tenant = ?1 AND kind = ?2 AND target = ?3";
        let mut found: Vec<(i64, PastAction)> = Vec::new();
        for (kind, target) in targets {
            found.extend(self.list(sql, params![tenant, kind.word(), target], past_action)?);
        }
        found.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
        Ok(found.into_iter().map(|(_, action)| action).collect())
    }

    /// What earlier runs left open on this tenant: the tenant may still be at it, and nobody carries the run out any
    /// more. Whoever carries one out looks up what is its own. Each with the verb of its run, where that is one of ours.
    ///
    /// # Errors
    ///
    /// Where the journal cannot be read.
    pub fn left_open(&self, tenant: &str) -> Result<Vec<(Option<Verb>, Submission)>, Problem> {
        let mut attended = HashMap::new();
        let mut open = Vec::new();
        for submission in self.unfinished(tenant)? {
            let run = submission.run;
            let is_attended = match attended.entry(run) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(unknown) => *unknown.insert(self.is_attended(run)?),
            };
            if !is_attended {
                open.push((self.verb_of(run)?, submission));
            }
        }
        Ok(open)
    }

    /// The verb of a run, where it is one of ours.
    fn verb_of(&self, run: RunId) -> rusqlite::Result<Option<Verb>> {
        let word = "SELECT verb FROM runs WHERE id = ?1";
        self.connection.query_row(word, [run.0], |row| row.get(0)).map(|word: String| Verb::of_word(&word))
    }

    pub(super) fn is_attended(&self, run: RunId) -> rusqlite::Result<bool> {
        let holder = Holder::of(&self.connection, run)?;
        Ok(holder.is_some_and(|holder| !self.instance.sees_gone(&holder, self.storage)))
    }

    fn summary(&self, run: Run) -> Result<RunSummary, Problem> {
        let counted = "SELECT outcome, count(*) FROM submissions WHERE run = ?1 GROUP BY outcome";
        let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?.unsigned_abs()));
        let counts = self.list(counted, [run.id.0], read)?;
        let words = ORDER.map(Outcome::word).into_iter().chain(["skipped"]);
        let outcomes = words.filter_map(|word| {
            let (_, count) = counts.iter().find(|(counted, _)| counted == word)?;
            Some((word, *count))
        });
        Ok(RunSummary { targets: counts.iter().map(|(_, count)| count).sum(), outcomes: outcomes.collect(), run })
    }

    fn submissions(&self, which: &str, parameters: impl Params) -> Result<Vec<Submission>, Problem> {
        let columns = submission::COLUMNS;
        self.list(&format!("SELECT {columns} FROM submissions WHERE {which} ORDER BY id"), parameters, Submission::read)
    }

    fn list<T>(
        &self,
        sql: &str,
        parameters: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Problem> {
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map(parameters, read)?.collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }
}

/// A submission with what its run says about it, behind its number.
fn past_action(row: &Row<'_>) -> rusqlite::Result<(i64, PastAction)> {
    let verb: String = row.get("verb")?;
    let action = PastAction {
        run: row.get("run")?,
        verb: Verb::of_word(&verb),
        outcome: submission::outcome(row)?,
        told: row.get("told")?,
        ticket: row.get("ticket")?,
        reason: row.get("reason")?,
        by: row.get("os_user")?,
        at: row.get("at").map(time)?,
        ended: row.get("ended").map(time)?,
        tracking_id: row.get("tracking_id")?,
    };
    Ok((row.get("id")?, action))
}
