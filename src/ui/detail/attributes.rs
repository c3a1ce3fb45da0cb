//! The attributes read from the source: two columns, one value a line.

use ratatui::style::Style;
use ratatui::text::Line;

use super::matches::highlighted;
use super::{absence, draw_absence, label, list, range, read_label};
use crate::model::text;
use crate::ui::Scene;
use crate::ui::pane::{Pane, columns};
use crate::ui::wrap::wrapped;

/// Columns between a name and its value.
const GAP: usize = 2;

pub(super) fn draw(scene: Scene, pane: &mut Pane) {
    let detail = &scene.state.detail;
    if let Some(lines) = absence(scene, &detail.account) {
        return draw_absence(&lines, pane);
    }
    let rows = detail.attribute_rows();
    if rows.is_empty() {
        pane.put(0, 1, pane.width(), "the tenant told no attributes", scene.theme.dim);
    }
    // As wide as the longest name, but no more than two fifths: values need the room.
    let longest = rows.iter().map(|(name, _)| text::width(name)).max().unwrap_or(0);
    let names = longest.min(pane.width() * 2 / 5);
    let folded = |n: usize, row: &mut Pane| {
        let (name, value) = &rows[n];
        let name = text::cut_middle(name, names);
        let value = text::cut_middle(value, row.width().saturating_sub(names + GAP));
        row.line(0, 0, &highlighted(scene, &[(scene.theme.dim, &name)]));
        row.line(names + GAP, 0, &highlighted(scene, &[(Style::new(), &value)]));
    };
    let unfolded = |n: usize, columns: usize| {
        let (name, value) = &rows[n];
        let name = wrapped(&highlighted(scene, &[(scene.theme.dim, name)]), names.max(1));
        let values = columns.saturating_sub(names + GAP).max(1);
        let value = wrapped(&highlighted(scene, &[(Style::new(), value)]), values);
        beside(&name, names + GAP, &value)
    };
    let shown = list(scene, rows.len(), pane, folded, unfolded);
    let read = detail.account.value().map(|read| read_label(scene, &detail.account, read.read_at)).unwrap_or_default();
    label(scene, &format!("{} · {read}", range(&shown, rows.len() as u64)), pane);
}

/// Two blocks of rows beside each other, the second beginning at a column.
fn beside(left: &[Line<'static>], at: usize, right: &[Line<'static>]) -> Vec<Line<'static>> {
    let row = |n: usize| {
        let mut row = left.get(n).cloned().unwrap_or_default();
        row.push_span(" ".repeat(at.saturating_sub(columns(&row))));
        row.extend(right.get(n).cloned().unwrap_or_default());
        row
    };
    (0..left.len().max(right.len())).map(row).collect()
}
