//! Which lines of a list are shown.

use std::ops::Range;

use crate::app::cursor::Cursor;

/// The lines shown and the one the person stands on, both inside the list.
///
/// The reducer settles its cursors for the height it knows; here they are settled once more, because a list can be
/// shorter than it knows (the help), and the terminal smaller by now.
pub(super) struct Shown {
    /// The line the person stands on.
    pub(super) at: usize,
    /// The lines shown.
    pub(super) lines: Range<usize>,
}

impl Shown {
    /// The lines of a list of `len` lines that are shown on `height` rows.
    pub(super) fn of(cursor: Cursor, len: usize, height: usize) -> Self {
        let at = cursor.at.min(len.saturating_sub(1));
        let lowest_top = len.saturating_sub(height);
        let top = cursor.top.min(lowest_top).min(at).max((at + 1).saturating_sub(height));
        Self { at, lines: top..len.min(top + height) }
    }

    /// The same for lines of which each takes so many rows; those that do not fit whole are left out, but for the one the
    /// person stands on.
    pub(super) fn of_rows(cursor: Cursor, rows: &[usize], height: usize) -> Self {
        let len = rows.len();
        let at = cursor.at.min(len.saturating_sub(1));
        let fit = |lines: Range<usize>| rows[lines].iter().sum::<usize>() <= height;
        let mut top = cursor.top.min(at);
        while top < at && !fit(top..at + 1) {
            top += 1;
        }
        while top > 0 && fit(top - 1..len) {
            top -= 1;
        }
        let end = (top..=len).take_while(|end| fit(top..*end)).last().unwrap_or(top);
        Self { at, lines: top..end.max(at + 1).min(len) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_stood_on_is_always_shown() {
        for len in [1_usize, 5, 40] {
            for height in [1_usize, 3, 40] {
                for at in [0, 3, 39, usize::MAX] {
                    for top in [0, 7, usize::MAX] {
                        let shown = Shown::of(Cursor { at, top }, len, height);
                        assert!(shown.lines.contains(&shown.at), "{len} {height} {at} {top}");
                        assert_eq!(shown.lines.len(), len.min(height));
                    }
                }
            }
        }
        let rows = [1, 3, 1, 2, 1];
        for height in 0..10 {
            for at in 0..5 {
                for top in [0, 3, usize::MAX] {
                    let shown = Shown::of_rows(Cursor { at, top }, &rows, height);
                    assert!(shown.lines.contains(&at), "{height} {at} {top}: {:?}", shown.lines);
                    let taken: usize = rows[shown.lines.clone()].iter().sum();
                    assert!(taken <= height || shown.lines.len() == 1, "{height} {at} {top}: {:?}", shown.lines);
                    assert!(height < 8 || shown.lines == (0..5));
                }
            }
        }
        assert!(Shown::of_rows(Cursor::default(), &[], 5).lines.is_empty());
        assert!(Shown::of(Cursor::default(), 0, 5).lines.is_empty());
        assert!(Shown::of(Cursor { at: 4, top: 0 }, 9, 0).lines.is_empty());
    }
}
