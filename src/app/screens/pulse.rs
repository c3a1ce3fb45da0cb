//! Where the person stands in the pulse.

use crate::app::cursor::Cursor;
use crate::app::pulse::Share;
use crate::work::protocol::JobId;

/// Where the person stands in the pulse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PulseScreen {
    /// The line.
    pub cursor: Cursor,
    /// The column.
    pub share: Share,
    /// The job under way: the one that asks how many accounts there are, or the one that counts them. It goes with the
    /// screen.
    pub job: Option<JobId>,
}

impl Default for PulseScreen {
    fn default() -> Self {
        Self { cursor: Cursor::default(), share: Share::Accounts, job: None }
    }
}

impl PulseScreen {
    /// Rows above the lines: the title and the column heads.
    pub const HEAD: usize = 2;

    /// Goes a column to the right or to the left.
    pub fn turn(&mut self, by: isize) {
        let here = Share::ALL.iter().position(|share| *share == self.share).unwrap_or(0);
        self.share = Share::ALL[here.saturating_add_signed(by).min(Share::ALL.len() - 1)];
    }
}
