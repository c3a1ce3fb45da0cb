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
    /// Rows for the target under the cursor on a screen of so many: a rule, what it is, and what is told of it, in full as far
    /// as there is room.
    #[must_use]
    pub fn rows_in_full(rows: u16) -> usize {
        if rows < 30 { 4 } else { 10 }
    }

    /// Rows that are no targets: title, counts, and the target under the cursor in full.
    #[must_use]
    pub fn frame_rows(rows: u16) -> usize {
        2 + Self::rows_in_full(rows)
    }

    /// The run of this job, seen from its first target.
    #[must_use]
    pub fn of(job: JobId) -> Self {
        Self { job, cursor: Cursor::default() }
    }
}
