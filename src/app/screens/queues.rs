//! The list of queues on the screen.

use crate::app::cursor::Cursor;

/// Where the person stands in the list of queues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueuesScreen {
    /// The line the person stands on.
    pub cursor: Cursor,
}

impl QueuesScreen {
    /// Rows above the lines (the title, the column heads), and below them: a rule, and what the queue under the cursor asks
    /// and how it is kept.
    pub const FRAME: usize = 2 + 4;
}
