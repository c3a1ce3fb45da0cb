//! The column chooser: which columns the table shows, in which order.

use ratatui::style::Style;

use super::Scene;
use super::overlay::title;
use super::pane::Pane;
use super::scroll::Shown;
use crate::app::column::Column;
use crate::app::screens::ColumnChooser;

/// Columns of the names.
const NAMES: usize = 18;

pub(super) fn draw(scene: Scene, chooser: &ColumnChooser, pane: &mut Pane) {
    let lines = ColumnChooser::lines(&scene.state.list.columns);
    let shown = Shown::of(chooser.cursor, lines.len(), pane.height().saturating_sub(1));
    title(scene, "Columns", "any other: :column attr.NAME", pane);
    for (y, n) in shown.lines.clone().enumerate() {
        let Some((column, is_shown)) = lines.get(n) else { continue };
        let (sign, name_style) = if n == shown.at { ("›", scene.theme.selected) } else { (" ", Style::new()) };
        let tick = if *is_shown { "[x]" } else { "[ ]" };
        let mut row = pane.part(1, 1 + y, pane.width(), 1);
        row.put(0, 0, 1, sign, Style::new());
        row.put(2, 0, 3, tick, Style::new());
        row.put(6, 0, NAMES, column.heading(), name_style);
        let columns = row.width().saturating_sub(NAMES + 8);
        row.put(NAMES + 8, 0, columns, meaning(column), scene.theme.dim);
    }
}

fn meaning(column: &Column) -> &'static str {
    match column {
        Column::State => "enabled, DISABLED, LOCKED or both",
        Column::Name => "the account's name; always shown",
        Column::Source => "where the account was read from",
        Column::Identity => "whose account it is; uncorr. if nobody's",
        Column::Modified => "how long ago the tenant's record changed",
        Column::NativeId => "the account's name on its source",
        Column::Created => "how long ago the tenant first recorded it",
        Column::Id => "the account's id on the tenant",
        Column::Field(_) => "added by you",
    }
}
