//! The search within the details, in the last row.

use ratatui::Frame;

use super::{Scene, text_field};
use crate::app::editor::Editor;
use crate::app::geometry::Area;

pub(super) fn draw(scene: Scene, editor: &Editor, frame: &mut Frame, row: Area) {
    text_field::draw(scene, "/", editor, &[], frame, row);
}
