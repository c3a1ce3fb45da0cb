//! The column chooser: which columns the table shows, and in which order.

use crate::app::column::{Column, Columns};
use crate::app::cursor::Cursor;

/// The column chooser while it is open.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ColumnChooser {
    /// The line the person stands on.
    pub cursor: Cursor,
}

impl ColumnChooser {
    /// The lines: the shown columns in their order, then the known ones that are not shown.
    #[must_use]
    pub fn lines(columns: &Columns) -> Vec<(Column, bool)> {
        let shown = columns.shown().iter().cloned().map(|column| (column, true));
        let hidden = Column::KNOWN.into_iter().filter(|column| !columns.shown().contains(column));
        shown.chain(hidden.map(|column| (column, false))).collect()
    }
}
