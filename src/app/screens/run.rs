//! A run and its report.

use crate::app::cursor::Cursor;
use crate::work::protocol::JobId;

/// A run on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunScreen {
    /// The run, by the job that carries it out.
    pub job: JobId,
    /// The target the person stands on.
    pub cursor: Cursor,
}

impl RunScreen {
    /// Rows that are no targets: title, counts, and the target under the cursor in full.
    pub const FRAME: usize = 6;

    /// The run of this job, seen from its first target.
    #[must_use]
    pub fn of(job: JobId) -> Self {
        Self { job, cursor: Cursor::default() }
    }
}
