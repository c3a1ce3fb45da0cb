//! The table: one account a row, the cursor on one of them.
//!
//! The cursor is a sign in the margin and the reversed text of the name, nothing more: a move changes two short pieces of
//! two rows, whatever the width of the screen.

mod cell;
mod message;
mod place;

use std::borrow::Cow;
use std::ops::Range;

use ratatui::style::Style;

use super::Scene;
use super::pane::Pane;
use super::time::is_old;
use crate::app::column::Column;
use crate::app::selecting::Selecting;
use crate::app::window::Slot;
use crate::model::{AccountRow, text};
pub(super) use cell::{is_right_aligned, state_style};
pub(super) use place::{Placed, Placement};

/// Columns of the margin, in which the cursor's sign stands.
pub(super) const MARGIN: usize = 3;
/// The sign of a watched account, in the margin beside its state.
const WATCHED: &str = "*";

pub(super) fn draw(scene: Scene, pane: &mut Pane) {
    if pane.height() == 0 {
        return;
    }
    let placement = Placement::of(&scene.state.list.columns, pane.width().saturating_sub(MARGIN + 1));
    heads(scene, &placement, pane);
    let mut body = pane.from(0, 1);
    if !message::draw(scene, &mut body) {
        rows(scene, &placement, &mut body);
    }
}

fn heads(scene: Scene, placement: &Placement, pane: &mut Pane) {
    let style = scene.theme.heading;
    let sorted = scene.state.list.sorted_by().map(|(by, descending)| (by, if descending { "▼" } else { "▲" }));
    for Placed { column, x, width } in &placement.columns {
        let (x, heading) = (MARGIN + x, column.heading());
        let mark = sorted.as_ref().filter(|(by, _)| by == *column).map_or("", |(_, mark)| mark);
        if cell::is_right_aligned(column) {
            pane.put_right(x + width, 0, *width, heading, style);
            pane.put(x - 1, 0, 1, mark, style);
        } else {
            let taken = pane.put(x, 0, *width, heading, style);
            pane.put(x + taken, 0, 1, mark, style);
        }
    }
    let is_placed = |by: &Column| placement.columns.iter().any(|placed| placed.column == by);
    if let Some((by, mark)) = sorted.as_ref().filter(|(by, _)| !is_placed(by)) {
        elsewhere(&format!("{mark}{by}"), placement, style, pane);
    }
    if let Some(x) = placement.hidden_left {
        pane.put(MARGIN + x, 0, 1, "‹", scene.theme.accent);
    }
    if placement.hidden_right {
        pane.put(pane.width().saturating_sub(1), 0, 1, "›", scene.theme.accent);
    }
}

/// The order is told behind the head of the names, which always stay, where its own column is not on the screen.
fn elsewhere(order: &str, placement: &Placement, style: Style, pane: &mut Pane) {
    let Some(names) = placement.columns.iter().find(|placed| *placed.column == Column::Name) else { return };
    let used = text::width(Column::Name.heading()) + 2;
    pane.put(MARGIN + names.x + used, 0, names.width.saturating_sub(used), order, style);
}

fn rows(scene: Scene, placement: &Placement, pane: &mut Pane) {
    let list = &scene.state.list;
    let shown = list.cursor.top..list.len().min(list.cursor.top + pane.height());
    let names = names(scene, placement, shown.clone());
    for (y, (at, name)) in shown.zip(names).enumerate() {
        let under_cursor = at == list.cursor.at;
        let is_marked = match list.slot(at) {
            Slot::Here(row, _) => scene.state.marks.contains(&row.id),
            // It will be as soon as it is here.
            _ => scene.state.selecting.as_ref().and_then(Selecting::range).is_some_and(|range| range.awaits(at)),
        };
        match (under_cursor, is_marked) {
            (true, true) => drop(pane.put(0, y, 2, "›●", scene.theme.accent)),
            (true, false) => drop(pane.put(1, y, 1, "›", Style::new())),
            (false, true) => drop(pane.put(1, y, 1, "●", scene.theme.accent)),
            (false, false) => {}
        }
        draw_slot(scene, placement, (list.slot(at), &name), (y, under_cursor), pane);
    }
}

/// A row: the account with its name cut to fit, or why there is none.
pub(super) fn draw_slot(
    scene: Scene,
    placement: &Placement,
    (slot, name): (Slot, &str),
    (y, under_cursor): (usize, bool),
    pane: &mut Pane,
) {
    let row = Row { y, under_cursor, base: Style::new() };
    match slot {
        Slot::Here(account, read_at) => {
            let base = if is_old(scene.state.now, read_at) { scene.theme.dim } else { Style::new() };
            draw_account(scene, placement, (account, name), Row { base, ..row }, pane);
            if scene.state.watches.contains(&account.id) {
                pane.put(MARGIN - 1, y, 1, WATCHED, scene.theme.accent);
            }
        }
        Slot::Coming => draw_gap(scene, placement, ["···", "···"], row, pane),
        Slot::Failed => draw_gap(scene, placement, ["not read", "···"], row, pane),
        Slot::Missing => draw_gap(scene, placement, ["missing", "not given by tenant"], row, pane),
    }
}

/// The names on the screen, cut so that different ones look different; empty where no account is.
fn names<'a>(scene: Scene<'a>, placement: &Placement, shown: Range<usize>) -> Vec<Cow<'a, str>> {
    let name = |at| match scene.state.list.slot(at) {
        Slot::Here(account, _) => account.name_to_show(),
        Slot::Coming | Slot::Failed | Slot::Missing => Cow::Borrowed(""),
    };
    let column = placement.columns.iter().find(|placed| *placed.column == Column::Name);
    let id = |at| match scene.state.list.slot(at) {
        Slot::Here(account, _) => account.id.as_str(),
        Slot::Coming | Slot::Failed | Slot::Missing => "",
    };
    let names: Vec<Cow<str>> = shown.clone().map(name).collect();
    text::cut_distinct(&names, column.map_or(0, |placed| placed.width), |n| id(shown.start + n))
}

/// A row of the screen and how it looks.
#[derive(Clone, Copy)]
struct Row {
    y: usize,
    under_cursor: bool,
    base: Style,
}

fn draw_account(scene: Scene, placement: &Placement, (account, name): (&AccountRow, &str), row: Row, pane: &mut Pane) {
    for Placed { column, x, width } in &placement.columns {
        let text = match column {
            Column::Name => Cow::Borrowed(name),
            _ => cell::text(scene.state, column, account),
        };
        let style = match column {
            Column::Name if row.under_cursor => row.base.patch(scene.theme.selected),
            Column::State => row.base.patch(cell::state_style(scene.theme, account.state())),
            _ => row.base,
        };
        if cell::is_right_aligned(column) {
            pane.put_right(MARGIN + x + width, row.y, *width, &text, style);
        } else {
            pane.put(MARGIN + x, row.y, *width, &text, style);
        }
    }
}

/// A row that is not here: why stands under STATE and NAME.
fn draw_gap(scene: Scene, placement: &Placement, [state, name]: [&str; 2], row: Row, pane: &mut Pane) {
    for Placed { column, x, width } in &placement.columns {
        let (text, style) = match column {
            Column::State if state == "···" => (state, scene.theme.dim),
            Column::State => (state, scene.theme.warning),
            Column::Name if row.under_cursor => (name, scene.theme.selected),
            Column::Name => (name, scene.theme.dim),
            _ => ("···", scene.theme.dim),
        };
        if cell::is_right_aligned(column) {
            pane.put_right(MARGIN + x + width, row.y, *width, text, style);
        } else {
            pane.put(MARGIN + x, row.y, *width, text, style);
        }
    }
}
