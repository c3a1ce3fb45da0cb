//! Which columns of the table are on the screen, where, and how wide.
//!
//! Widths depend on the screen alone, never on the rows: nothing jumps when a page arrives.

use crate::app::column::{Column, Columns};

/// A column on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui) struct Placed<'a> {
    /// Which.
    pub(in crate::ui) column: &'a Column,
    /// Its first cell.
    pub(in crate::ui) x: usize,
    /// Its cells.
    pub(in crate::ui) width: usize,
}

/// The columns on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui) struct Placement<'a> {
    /// From left to right.
    pub(in crate::ui) columns: Vec<Placed<'a>>,
    /// Where to say that columns are scrolled away, if any are.
    pub(in crate::ui) hidden_left: Option<usize>,
    /// Whether there are more columns than fit.
    pub(in crate::ui) hidden_right: bool,
}

/// Cells between two columns.
const GAP: usize = 2;
/// Cells behind the state, which is narrow and rarely fills its column.
const GAP_AFTER_STATE: usize = 1;
/// A column gets no fewer cells than this, except where the screen is narrower.
const NARROWEST: usize = 8;

/// The cells a column needs, likes, and can use.
struct Wish {
    least: usize,
    likes: usize,
    most: usize,
}

fn wish(column: &Column) -> Wish {
    let (least, likes, most) = match column {
        Column::State => (10, 10, 10),
        Column::Name => (18, 20, 36),
        // A table full of the same cut name says little: "Active Directory" is whole before others grow.
        Column::Source => (16, 16, 28),
        Column::Identity => (12, 16, 28),
        Column::Modified | Column::Created => (8, 8, 8),
        Column::NativeId => (16, 40, 200),
        Column::Id => (32, 32, 36),
        Column::Field(_) => (10, 16, 28),
    };
    Wish { least, likes, most }
}

fn gap_after(column: &Column) -> usize {
    if *column == Column::State { GAP_AFTER_STATE } else { GAP }
}

impl<'a> Placement<'a> {
    /// Shares out so many cells. Columns are taken from the left until one does not fit.
    pub(in crate::ui) fn of(columns: &'a Columns, cells: usize) -> Self {
        let wanted: Vec<&Column> = columns.on_screen().collect();
        let mut shown: Vec<(&Column, usize)> = Vec::new();
        let mut used = 0;
        for column in &wanted {
            let gap = shown.last().map_or(0, |(before, _)| gap_after(before));
            let left = cells.saturating_sub(used + gap);
            let scrolls = !matches!(column, Column::State | Column::Name);
            let is_first_to_scroll = scrolls && shown.iter().all(|(c, _)| matches!(c, Column::State | Column::Name));
            let least = wish(column).least;
            // The first column behind the name is shown cut rather than not at all: scrolling could never bring it.
            let width =
                if left < least && (is_first_to_scroll || !scrolls) && left >= NARROWEST { left } else { least };
            if width > left {
                break;
            }
            shown.push((column, width));
            used += gap + width;
        }
        grow(&mut shown, cells.saturating_sub(used), |wish| wish.likes);
        let used = total(&shown);
        grow(&mut shown, cells.saturating_sub(used), |wish| wish.most);
        let hidden_right = shown.len() < wanted.len();
        let placed = placed(shown);
        let first_scrolled = placed.iter().find(|p| !matches!(p.column, Column::State | Column::Name));
        let hidden_left = (columns.scrolled > 0).then(|| first_scrolled.map_or(0, |p| p.x.saturating_sub(GAP)));
        Self { columns: placed, hidden_left, hidden_right }
    }
}

fn total(shown: &[(&Column, usize)]) -> usize {
    let gaps: usize = shown.iter().rev().skip(1).map(|(column, _)| gap_after(column)).sum();
    gaps + shown.iter().map(|(_, width)| width).sum::<usize>()
}

/// Gives out spare cells one by one, in turn, to the columns that are below what they wish for.
fn grow(shown: &mut [(&Column, usize)], mut spare: usize, wished: impl Fn(&Wish) -> usize) {
    loop {
        let before = spare;
        for (column, width) in shown.iter_mut() {
            if spare > 0 && *width < wished(&wish(column)) {
                *width += 1;
                spare -= 1;
            }
        }
        if spare == before {
            return;
        }
    }
}

fn placed<'a>(shown: Vec<(&'a Column, usize)>) -> Vec<Placed<'a>> {
    let mut x = 0;
    let place = |(column, width): (&'a Column, usize)| {
        let placed = Placed { column, x, width };
        x += width + gap_after(column);
        placed
    };
    shown.into_iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(columns: &Columns, cells: usize) -> Vec<(String, usize)> {
        let placement = Placement::of(columns, cells);
        placement.columns.iter().map(|placed| (placed.column.to_string(), placed.width)).collect()
    }

    fn named(expected: &[(&str, usize)]) -> Vec<(String, usize)> {
        expected.iter().map(|(name, width)| ((*name).to_owned(), *width)).collect()
    }

    #[test]
    fn on_80_columns_five_stand_side_by_side() {
        let expected = [("state", 10), ("name", 20), ("source", 16), ("identity", 15), ("modified", 8)];
        assert_eq!(widths(&Columns::default(), 76), named(&expected));
        assert!(Placement::of(&Columns::default(), 76).hidden_right);
    }

    #[test]
    fn beside_the_details_the_name_of_a_usual_source_is_whole() {
        let expected = [("state", 10), ("name", 19), ("source", 16), ("identity", 12), ("modified", 8)];
        assert_eq!(widths(&Columns::default(), 72), named(&expected));
    }

    #[test]
    fn what_is_left_on_a_wide_screen_goes_to_the_native_id() {
        let widths = widths(&Columns::default(), 250);
        assert_eq!(widths[5], ("native".to_owned(), 250 - 10 - 1 - 36 - 28 - 28 - 8 - 4 * GAP));
    }

    #[test]
    fn columns_stay_inside_and_apart_on_any_screen() {
        let mut columns = Columns::default();
        columns.toggle(&Column::Id);
        columns.toggle(&Column::Field("attr.department".to_owned()));
        for scrolled in 0..columns.scrolling() {
            columns.scrolled = scrolled;
            for cells in 0..300 {
                let placement = Placement::of(&columns, cells);
                for pair in placement.columns.windows(2) {
                    assert_eq!(pair[0].x + pair[0].width + gap_after(pair[0].column), pair[1].x);
                }
                assert!(placement.columns.last().is_none_or(|last| last.x + last.width <= cells), "{cells}");
                assert_eq!(placement.hidden_left.is_some(), scrolled > 0);
            }
        }
    }

    #[test]
    fn scrolling_brings_every_column_to_the_smallest_screen() {
        let mut columns = Columns::default();
        columns.toggle(&Column::Id);
        for scrolled in 0..columns.scrolling() {
            columns.scrolled = scrolled;
            let first = columns.on_screen().nth(2).cloned();
            let placement = Placement::of(&columns, 56);
            assert_eq!(placement.columns.get(2).map(|placed| placed.column.clone()), first);
        }
    }
}
