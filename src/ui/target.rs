//! One target of a plan, in full.

use ratatui::style::Style;

use super::Scene;
use super::overlay::title;
use super::pane::Pane;
use super::time::clock;
use crate::app::screens::TargetScreen;
use crate::app::screens::target::NAMES;

pub(super) fn draw(scene: Scene, screen: &TargetScreen, pane: &mut Pane) {
    let read = format!("read {}", clock(screen.read_at, &scene.state.zone));
    title(scene, &format!("TARGET  {}", screen.target.shown_name()), &read, pane);
    let rows = screen.rows(scene.state.size.columns);
    for (y, row) in rows.iter().skip(screen.cursor.at).take(pane.height().saturating_sub(2)).enumerate() {
        let style = if row.is_remark { scene.theme.warning } else { Style::new() };
        pane.put(1, 2 + y, NAMES, row.name, scene.theme.dim);
        pane.put(1 + NAMES, 2 + y, usize::MAX, &row.text, style);
    }
}
