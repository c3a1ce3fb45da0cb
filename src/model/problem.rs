//! What went wrong, in the words a person needs.

use std::fmt;

use super::Permission;

/// A failure as it is told to a person: what happened, the status, the tracking id, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// What kind of failure it is, for code that must decide by it.
    pub kind: ProblemKind,
    /// What happened, in one line.
    pub summary: String,
    /// The tenant's or the system's own words, where there are any.
    pub detail: Option<String>,
    /// What the person can do next.
    pub advice: Option<String>,
    /// The HTTP status, where an answer came.
    pub status: Option<u16>,
    /// The vendor's id of the request, to quote to the vendor's support.
    pub tracking_id: Option<String>,
    /// What the call needs and what we have of it, where the tenant refused us (403); the advice says it in few words.
    pub permission: Option<Box<Permission>>,
}

/// The kinds of failure that lead to different behaviour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// No answer: DNS, TCP, TLS or proxy failure, or the line was cut.
    Unreachable,
    /// No answer within the time allowed.
    Timeout,
    /// The tenant did not accept who we are (401, or the token request was refused).
    SignIn,
    /// The tenant knows us and refuses (403).
    Forbidden,
    /// There is no such thing on the tenant (404).
    NotFound,
    /// The tenant did not accept the request as written (400 and other 4xx).
    Rejected,
    /// Too many requests, for longer than we were willing to wait (429).
    Busy,
    /// The tenant failed (5xx).
    TenantFailed,
    /// An answer came that is not what the vendor's document says: HTML, a cut body, another shape.
    Unreadable,
    /// The chosen generation of the API has no such call.
    NotOffered,
    /// The settings do not allow to go on: a missing or malformed value.
    Settings,
    /// What must be written down before anything is sent cannot be: the state directory or its disk does not allow it.
    Journal,
    /// The person or the program stopped it.
    Cancelled,
}

impl Problem {
    /// A problem of one line; the rest is added with the `with_` functions.
    #[must_use]
    pub fn new(kind: ProblemKind, summary: impl Into<String>) -> Self {
        Self {
            kind,
            summary: summary.into(),
            detail: None,
            advice: None,
            status: None,
            tracking_id: None,
            permission: None,
        }
    }

    /// Adds the tenant's or the system's own words.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds what the person can do next.
    #[must_use]
    pub fn with_advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// Adds the HTTP status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Adds what the call needs and what we have of it: as advice in few words, and in full.
    #[must_use]
    pub fn with_permission(mut self, permission: Permission) -> Self {
        self.advice = Some(permission.briefly());
        self.permission = Some(Box::new(permission));
        self
    }

    /// What the person can do next: in as many sentences as there are where there are so many rows, else in few words.
    #[must_use]
    pub fn advice_for(&self, rows: usize) -> Vec<String> {
        match &self.permission {
            Some(permission) if rows >= Permission::ROWS => permission.in_full(),
            _ => self.advice.iter().cloned().collect(),
        }
    }

    /// Adds the vendor's tracking id.
    #[must_use]
    pub fn with_tracking_id(mut self, id: Option<String>) -> Self {
        self.tracking_id = id;
        self
    }
}

impl fmt::Display for Problem {
    /// One line: summary, detail, status, tracking id, advice. Not sanitised: pass it through `model::text` on its way
    /// to a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.summary)?;
        if let Some(detail) = &self.detail {
            write!(f, ": {detail}")?;
        }
        if let Some(status) = self.status {
            write!(f, " · HTTP {status}")?;
        }
        if let Some(id) = &self.tracking_id {
            write!(f, " · tracking id {id}")?;
        }
        if let Some(advice) = &self.advice {
            write!(f, " · {advice}")?;
        }
        Ok(())
    }
}
