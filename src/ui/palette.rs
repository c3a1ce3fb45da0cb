//! The palette: a command in the last row, and above it those that begin with what is typed.

use ratatui::Frame;
use ratatui::style::Style;

use super::pane::Pane;
use super::{Scene, prompt};
use crate::app::geometry::{Area, Layout};
use crate::app::screens::Palette;
use crate::app::screens::palette::matching;

/// Commands shown at a time.
const SHOWN: usize = 8;
/// Columns of a command's name.
const NAMES: usize = 16;

pub(super) fn draw(scene: Scene, palette: &Palette, frame: &mut Frame, layout: &Layout) {
    let word = palette.editor.text().trim_start().split(' ').next().unwrap_or_default();
    let commands = matching(word);
    let shown = commands.len().min(SHOWN);
    let rows = u16::try_from(shown + 1 + usize::from(palette.complaint.is_some())).unwrap_or(u16::MAX);
    let rows = rows.min(layout.middle().height);
    let area = Area { y: layout.status.y.saturating_sub(rows), height: rows, ..layout.status };
    let mut pane = Pane::new(frame, area);
    pane.clear();
    pane.rule(0, "─", scene.theme.dim);
    for (y, (name, description)) in commands.iter().take(shown).enumerate() {
        pane.put(3, 1 + y, NAMES, name, scene.theme.accent);
        let columns = pane.width().saturating_sub(NAMES + 4);
        pane.put(3 + NAMES, 1 + y, columns, description, Style::new());
    }
    if let Some(complaint) = &palette.complaint {
        let columns = pane.width().saturating_sub(4);
        pane.put(3, 1 + shown, columns, complaint, scene.theme.danger);
    }
    prompt::draw(scene, ":", &palette.editor, frame, layout.hint);
}
