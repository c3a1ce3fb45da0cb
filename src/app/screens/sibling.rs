//! An account gone to from one of its siblings: shown in the details, and left for where the person came from.

use jiff::Timestamp;

use crate::app::cursor::Cursor;
use crate::app::detail::Tab;
use crate::model::AccountRow;

/// A sibling while its details are open.
#[derive(Debug, Clone, PartialEq)]
pub struct Sibling {
    /// The account, as its list had it.
    pub row: AccountRow,
    /// When it was read.
    pub read_at: Timestamp,
    /// The tab that was open before.
    pub came_from: Tab,
    /// Where the person stood in it.
    pub stood_at: Cursor,
}
