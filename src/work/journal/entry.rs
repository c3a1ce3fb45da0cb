//! The entries: each says what happened and how the run or the submission stood after it, and carries the hash of the
//! one before it.
//!
//! Names and values are details. They stand beside the entry, which holds only their hash, made with a salt that is
//! forgotten together with them: so they can be forgotten without breaking the chain, and cannot be guessed from it.

use ring::digest::{Context, SHA256};
use ring::rand::{SecureRandom, SystemRandom};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{RunId, Scribe, SubmissionId, VERSION, facts};
use crate::model::{Problem, ProblemKind};

/// A SHA-256.
pub(super) type Hash = [u8; 32];

/// What the first entry carries in place of the hash of the one before it.
pub(super) const BEGINNING: Hash = [0; 32];

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Began,
    Confirmed,
    Taken,
    Parked,
    Ended,
    Forgotten,
    Planned,
    Sending,
    NotTaken,
    Answered,
    Settled,
    Skipped,
    Replaced,
    Restored,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Began => "began",
            Self::Confirmed => "confirmed",
            Self::Taken => "taken over",
            Self::Parked => "parked",
            Self::Ended => "ended",
            Self::Forgotten => "forgotten",
            Self::Planned => "planned",
            Self::Sending => "sending",
            Self::NotTaken => "not taken",
            Self::Answered => "answered",
            Self::Settled => "settled",
            Self::Skipped => "skipped",
            Self::Replaced => "replaced",
            Self::Restored => "restored",
        }
    }

    /// The details that go with it, as an expression over the row.
    fn details(self) -> &'static str {
        match self {
            Self::Began => facts::RUN_DETAILS,
            Self::Planned => facts::PLAN_DETAILS,
            Self::NotTaken | Self::Answered | Self::Settled | Self::Skipped => facts::LATER_DETAILS,
            Self::Confirmed
            | Self::Taken
            | Self::Parked
            | Self::Ended
            | Self::Forgotten
            | Self::Sending
            | Self::Replaced
            | Self::Restored => "NULL",
        }
    }
}

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) seq: i64,
    pub(super) at: i64,
    pub(super) tenant: String,
    pub(super) tenant_user: Option<String>,
    pub(super) os_user: String,
    pub(super) host: String,
    pub(super) version: String,
    pub(super) run: i64,
    pub(super) submission: Option<i64>,
    pub(super) kind: String,
    pub(super) facts: String,
    pub(super) details: Option<String>,
    pub(super) salt: Option<Vec<u8>>,
    pub(super) digest: Option<Vec<u8>>,
    pub(super) previous: Vec<u8>,
    pub(super) hash: Vec<u8>,
}

/// The columns an [`Entry`] is read from.
pub(super) const COLUMNS: &str = "seq, at, tenant, tenant_user, os_user, host, version, run, submission, kind, facts, \
     details, salt, digest, previous, hash";

impl Entry {
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get("seq")?,
            at: row.get("at")?,
            tenant: row.get("tenant")?,
            tenant_user: row.get("tenant_user")?,
            os_user: row.get("os_user")?,
            host: row.get("host")?,
            version: row.get("version")?,
            run: row.get("run")?,
            submission: row.get("submission")?,
            kind: row.get("kind")?,
            facts: row.get("facts")?,
            details: row.get("details")?,
            salt: row.get("salt")?,
            digest: row.get("digest")?,
            previous: row.get("previous")?,
            hash: row.get("hash")?,
        })
    }

    /// The hash over everything but the details, which it covers by their digest. Each part is preceded by whether it
    /// is there and how long it is, so that nothing can move from one part into the next.
    pub(super) fn own_hash(&self) -> Hash {
        let mut context = Context::new(&SHA256);
        let mut add = |part: Option<&[u8]>| {
            context.update(&[u8::from(part.is_some())]);
            let part = part.unwrap_or_default();
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        };
        add(Some(b"quarterdeck journal entry 1"));
        add(Some(&self.seq.to_be_bytes()));
        add(Some(&self.at.to_be_bytes()));
        add(Some(self.tenant.as_bytes()));
        add(self.tenant_user.as_deref().map(str::as_bytes));
        add(Some(self.os_user.as_bytes()));
        add(Some(self.host.as_bytes()));
        add(Some(self.version.as_bytes()));
        add(Some(&self.run.to_be_bytes()));
        add(self.submission.map(i64::to_be_bytes).as_ref().map(|id| &id[..]));
        add(Some(self.kind.as_bytes()));
        add(Some(self.facts.as_bytes()));
        add(self.digest.as_deref());
        add(Some(&self.previous));
        sha256(context)
    }
}

/// The hash of the details with their salt.
pub(super) fn digest_of(salt: &[u8], details: &str) -> Hash {
    let mut context = Context::new(&SHA256);
    context.update(&(salt.len() as u64).to_be_bytes());
    context.update(salt);
    context.update(details.as_bytes());
    sha256(context)
}

fn sha256(context: Context) -> Hash {
    let mut hash = BEGINNING;
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// Bytes nobody can foresee.
pub(super) fn random() -> Result<[u8; 16], Problem> {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).map_err(|_| {
        Problem::new(ProblemKind::Journal, "the system gives no random numbers, without which nothing is journalled")
    })?;
    Ok(bytes)
}

/// The bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

impl Scribe<'_> {
    /// Adds an entry on how the run stands now.
    pub(super) fn record_run(&self, run: RunId, kind: Kind) -> Result<(), Problem> {
        let (facts, details) = (facts::RUN, kind.details());
        let sql = format!("SELECT id, tenant, tenant_user, {facts}, {details} FROM runs WHERE id = ?1");
        self.append(&sql, run.0, None, kind)
    }

    /// Adds an entry on how the submission stands now.
    pub(super) fn record(&self, submission: SubmissionId, kind: Kind) -> Result<(), Problem> {
        let (facts, details) = (facts::SUBMISSION, kind.details());
        let sql = format!(
            "SELECT run, s.tenant, r.tenant_user, s.facts, s.details FROM
               (SELECT run, tenant, {facts} AS facts, {details} AS details FROM submissions WHERE id = ?1) AS s
               JOIN runs AS r ON r.id = s.run"
        );
        self.append(&sql, submission.0, Some(submission.0), kind)
    }
    /// Adds an entry with what the query tells of this row.
    fn append(&self, query: &str, row: i64, submission: Option<i64>, kind: Kind) -> Result<(), Problem> {
        let told = |row: &Row<'_>| {
            let details: Option<String> = row.get(4)?;
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, details))
        };
        let (run, tenant, tenant_user, facts, details) = self.transaction.query_row(query, [row], told)?;
        let salt = details.as_ref().map(|_| random()).transpose()?;
        let digest = salt.zip(details.as_ref()).map(|(salt, details)| digest_of(&salt, details).to_vec());
        let (last, previous) = head(&self.transaction)?;
        let mut entry = Entry {
            seq: last + 1,
            at: self.now(),
            tenant,
            tenant_user,
            os_user: self.instance.os_user.clone(),
            host: self.instance.host.clone(),
            version: VERSION.to_owned(),
            run,
            submission,
            kind: kind.word().to_owned(),
            facts,
            details,
            salt: salt.map(|salt| salt.to_vec()),
            digest,
            previous,
            hash: Vec::new(),
        };
        entry.hash = entry.own_hash().to_vec();
        self.insert(&entry)
    }

    fn insert(&self, entry: &Entry) -> Result<(), Problem> {
        let sql = format!(
            "INSERT INTO entries ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
        );
        self.transaction.execute(
            &sql,
            params![
                entry.seq,
                entry.at,
                entry.tenant,
                entry.tenant_user,
                entry.os_user,
                entry.host,
                entry.version,
                entry.run,
                entry.submission,
                entry.kind,
                entry.facts,
                entry.details,
                entry.salt,
                entry.digest,
                entry.previous,
                entry.hash,
            ],
        )?;
        Ok(())
    }
}

/// The number and the hash of the last entry.
pub(super) fn head(connection: &Connection) -> rusqlite::Result<(i64, Vec<u8>)> {
    let last = "SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1";
    let read = connection.query_row(last, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(read.unwrap_or_else(|| (0, BEGINNING.to_vec())))
}
