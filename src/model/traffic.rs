//! What goes over the line: the request log and the pace.

use std::time::Duration;

use super::Permission;

/// A line of the request log. Never holds a secret: no header, no body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRecord {
    /// When it was sent.
    pub at: jiff::Timestamp,
    /// `GET`, `POST` …
    pub method: &'static str,
    /// The address without the query.
    pub url: String,
    /// The query parameters, decoded.
    pub query: Vec<(String, String)>,
    /// The status, where an answer came.
    pub status: Option<u16>,
    /// From handing over the request to the end of the answer.
    pub took: Duration,
    /// The bytes of the answer's body after decompression.
    pub bytes: u64,
    /// The vendor's tracking id, where told.
    pub tracking_id: Option<String>,
    /// What went wrong, where something did.
    pub error: Option<String>,
    /// How many times it had been sent before.
    pub attempt: u32,
    /// What the call needs and what we have of it, where the tenant refused us (403).
    pub permission: Option<Box<Permission>>,
}

/// How the pacer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pace {
    /// Requests sent in the last window.
    pub used: u32,
    /// Requests allowed in a window.
    pub allowed: u32,
    /// The tenant asked us to wait until then.
    pub paused_until: Option<jiff::Timestamp>,
}
