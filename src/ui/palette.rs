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
    let hidden = commands.len() - shown;
    let below = [hidden > 0, palette.complaint.is_some()].into_iter().filter(|is_there| *is_there).count();
    let rows = u16::try_from(1 + shown + below).unwrap_or(u16::MAX);
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
    let columns = pane.width().saturating_sub(4);
    if hidden > 0 {
        pane.put(3, 1 + shown, columns, &format!("and {hidden} more: type a letter"), scene.theme.dim);
    }
    if let Some(complaint) = &palette.complaint {
        pane.put(3, shown + below, columns, complaint, scene.theme.danger);
    }
    prompt::draw(scene, ":", &palette.editor, frame, layout.hint);
}
