//! What stands where on the screen. The reducer needs it to page, the ui to draw; both ask here.

/// The size of the terminal in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Columns to the left of it.
    pub x: u16,
    /// Rows above it.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// The smallest screen that is drawn.
pub const SMALLEST: Size = Size { columns: 60, rows: 15 };

/// From this many rows on, the queues have a row of their own: 19 rows of data are left beside it.
const WITH_QUEUES: u16 = 24;

/// From this many columns on, the details stand beside the table.
pub const SIDE_BY_SIDE: u16 = 120;

/// From this many columns on, the names of the tabs stand in one row of the details, with a margin on either side.
const ONE_ROW_OF_TABS: u16 = 58;

/// Rows of the query bar while it is open: the text, what it means or what could come next, what the tenant is asked, what
/// is judged here.
pub const BAR_ROWS: u16 = 4;

/// Rows that notices take at most.
pub const MOST_STATUS_ROWS: u16 = 4;

/// Rows below a document in which it is told what there is to look at.
pub const DOCUMENT_FOOT: u16 = 2;

/// Columns before a line of a document: a sign, its number, a blank.
pub const DOCUMENT_MARGIN: u16 = 6;

/// Rows below a list to pick from in which it is told what choosing means.
pub const PICKER_FOOT: u16 = 2;

/// What the middle of the screen is shared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// The person works in the table.
    Table,
    /// The person works in the details.
    Details,
}

/// Where each part of the screen stands. A part of no height is not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    /// Tenant, query, completeness.
    pub header: Area,
    /// The queues and how many are in each; no height on a screen that has no row to spare.
    pub queues: Area,
    /// Column heads and rows; no height when the details cover it.
    pub table: Area,
    /// The detail pane; no height when only the table is shown. Its left edge is a rule when the table stands beside it.
    pub detail: Area,
    /// The query bar, while it is open.
    pub bar: Area,
    /// Notices: one row, more while one that stays has more to say.
    pub status: Area,
    /// Key hints.
    pub hint: Area,
}

impl Layout {
    /// Shares out a screen on which notices take `status_rows`. `None` when it is too small to be of use.
    #[must_use]
    pub fn of(size: Size, focus: Focus, bar_open: bool, status_rows: u16) -> Option<Self> {
        if size.columns < SMALLEST.columns || size.rows < SMALLEST.rows {
            return None;
        }
        let line = |y| Area { x: 0, y, width: size.columns, height: 1 };
        let bar_rows = if bar_open { BAR_ROWS } else { 0 };
        let status_rows = status_rows.clamp(1, MOST_STATUS_ROWS);
        let middle = Area { x: 0, y: 1, width: size.columns, height: size.rows - 2 - status_rows - bar_rows };
        let (table, detail) = if size.columns >= SIDE_BY_SIDE {
            // Three fifths, and a little more: on 120 columns the table shows what it shows on 80.
            let left = size.columns * 3 / 5 + 4;
            (Area { width: left, ..middle }, Area { x: left, width: size.columns - left, ..middle })
        } else {
            match focus {
                Focus::Table => (middle, Area::default()),
                Focus::Details => (Area::default(), middle),
            }
        };
        Some(Self {
            header: line(0),
            queues: Area::default(),
            table,
            detail,
            bar: Area { x: 0, y: 1 + middle.height, width: size.columns, height: bar_rows },
            status: Area { x: 0, y: size.rows - 1 - status_rows, width: size.columns, height: status_rows },
            hint: line(size.rows - 1),
        })
    }

    /// The same with a row for the queues below the header, where there is one to spare. By the size alone: the rows must not
    /// jump when the bar opens or a notice takes a second row.
    #[must_use]
    pub fn with_queues(self) -> Self {
        if self.hint.y + 1 < WITH_QUEUES {
            return self;
        }
        let below = |area: Area| match area.height {
            0 => area,
            height => Area { y: area.y + 1, height: height - 1, ..area },
        };
        let queues = Area { y: self.header.height, ..self.header };
        Self { queues, table: below(self.table), detail: below(self.detail), ..self }
    }

    /// How many accounts the table shows: all its rows but the column heads.
    #[must_use]
    pub fn table_rows(&self) -> usize {
        usize::from(self.table.height.saturating_sub(1))
    }

    /// How many rows the identity view shows: all but its title and the column heads. It stands in the place of the table.
    #[must_use]
    pub fn identity_rows(&self) -> usize {
        usize::from(self.table.height.saturating_sub(2))
    }

    /// What the table and the details share, and what a list over them takes whole.
    #[must_use]
    pub fn middle(&self) -> Area {
        let height = self.table.height.max(self.detail.height);
        Area { x: 0, y: self.header.height + self.queues.height, width: self.header.width, height }
    }

    /// How many lines a list over the table shows (help, request log, columns): the middle of the screen less its title.
    #[must_use]
    pub fn overlay_rows(&self) -> usize {
        usize::from(self.middle().height.saturating_sub(1))
    }

    /// How many lines of a document its editor shows: the middle of the screen less its title and what it says below.
    #[must_use]
    pub fn document_rows(&self) -> usize {
        usize::from(self.middle().height.saturating_sub(1 + DOCUMENT_FOOT))
    }

    /// How many columns of a document its editor shows: all but the numbers of the lines, and the sign of a line that is
    /// longer.
    #[must_use]
    pub fn document_columns(&self) -> usize {
        usize::from(self.header.width.saturating_sub(DOCUMENT_MARGIN + 2))
    }

    /// How many lines a picker shows: the middle of the screen less its title, what is typed, a rule and its foot.
    #[must_use]
    pub fn picker_rows(&self) -> usize {
        usize::from(self.middle().height.saturating_sub(3 + PICKER_FOOT))
    }

    /// How many lines are left of the middle of the screen beside so many that do not move.
    #[must_use]
    pub fn rows_beside(&self, frame: usize) -> usize {
        usize::from(self.middle().height).saturating_sub(frame).max(1)
    }

    /// In how many columns the help stands.
    #[must_use]
    pub fn help_columns(&self) -> usize {
        if self.header.width >= SIDE_BY_SIDE { 2 } else { 1 }
    }

    /// How many lines of a tab the detail pane shows: all but its title, its tabs and a rule.
    #[must_use]
    pub fn detail_rows(&self) -> usize {
        usize::from(self.detail.height).saturating_sub(2 + self.tab_rows())
    }

    /// Over how many rows the names of the tabs go.
    #[must_use]
    pub fn tab_rows(&self) -> usize {
        if self.detail.width < ONE_ROW_OF_TABS { 2 } else { 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_80_by_24_there_are_at_least_19_rows_of_data() {
        let layout = Layout::of(Size { columns: 80, rows: 24 }, Focus::Table, false, 1).unwrap();
        assert_eq!(layout.table_rows(), 20);
    }

    #[test]
    fn every_row_of_the_screen_belongs_to_one_part() {
        for columns in [60, 80, 119, 120, 200] {
            for rows in 15..60 {
                for focus in [Focus::Table, Focus::Details] {
                    for bar_open in [false, true] {
                        for status_rows in 0..5 {
                            let layout = Layout::of(Size { columns, rows }, focus, bar_open, status_rows).unwrap();
                            let middle = layout.table.height.max(layout.detail.height);
                            let used = layout.header.height + middle + layout.bar.height;
                            assert_eq!(used + layout.status.height + layout.hint.height, rows);
                            assert_eq!(layout.status.y, used);
                            let beside = columns >= SIDE_BY_SIDE;
                            assert_eq!(layout.table.height > 0 && layout.detail.height > 0, beside);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_screen_below_the_smallest_is_not_laid_out() {
        let queues = |rows| Layout::of(Size { columns: 80, rows }, Focus::Table, false, 1).unwrap().with_queues();
        assert_eq!((queues(24).queues.height, queues(24).table_rows()), (1, 19));
        assert_eq!((queues(23).queues.height, queues(23).table_rows()), (0, 19));
        assert_eq!(Layout::of(Size { columns: 59, rows: 24 }, Focus::Table, false, 1), None);
        assert_eq!(Layout::of(Size { columns: 80, rows: 14 }, Focus::Table, false, 1), None);
        assert_eq!(Layout::of(Size { columns: 0, rows: 0 }, Focus::Table, false, 1), None);
    }
}
