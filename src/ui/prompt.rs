//! A text field in the last row, with the keys that end it at the right: the palette, and the search in the details.

use ratatui::Frame;

use super::pane::{Pane, columns};
use super::{Scene, hint, text_field};
use crate::app::editor::Editor;
use crate::app::geometry::Area;

/// Columns the text keeps; where there are fewer, no keys are hinted at.
const TEXT: u16 = 24;
/// Columns between the text and the keys.
const GAP: u16 = 3;

pub(super) fn draw(scene: Scene, sign: &str, editor: &Editor, frame: &mut Frame, row: Area) {
    let room = row.width.saturating_sub(TEXT + GAP);
    let hints = hint::line(scene, usize::from(room));
    let taken = u16::try_from(columns(&hints)).unwrap_or(u16::MAX);
    let mut pane = Pane::new(frame, row);
    pane.clear();
    pane.line(usize::from(row.width.saturating_sub(taken + 1)), 0, &hints);
    let field = Area { width: row.width.saturating_sub(taken + GAP), ..row };
    text_field::draw(scene, sign, editor, &[], frame, field);
}
