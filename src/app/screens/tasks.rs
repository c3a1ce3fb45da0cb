//! The list of tasks on the screen.

use crate::app::cursor::Cursor;

/// Which tasks are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Which {
    /// All of them.
    #[default]
    All,
    /// Those that failed, or may have.
    Failed,
}

/// Where the person stands in the list of tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TasksScreen {
    /// The line the person stands on.
    pub cursor: Cursor,
    /// Which lines are shown.
    pub which: Which,
}

impl TasksScreen {
    /// Rows above the lines: the title and the column heads.
    pub const HEAD: usize = 2;
    /// Rows of the line under the cursor that stand there always: a rule, and whose it is.
    const WHOSE: usize = 2;

    /// Rows that are no lines of the list, where so many rows are there in all: more of them for what came of the line
    /// under the cursor, the more there are.
    #[must_use]
    pub fn frame(rows: usize) -> usize {
        Self::HEAD + Self::WHOSE + (rows / 4).clamp(4, 12)
    }
}
