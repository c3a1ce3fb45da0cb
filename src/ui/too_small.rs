//! A screen too small to be of use: one line that says so.

use ratatui::Frame;
use ratatui::style::Style;

use super::pane::Pane;
use crate::app::geometry::{Area, SMALLEST};

pub(super) fn draw(frame: &mut Frame) {
    let size = frame.area();
    let area = Area { x: 0, y: 0, width: size.width, height: size.height };
    let mut pane = Pane::new(frame, area);
    let said = format!("{}×{} is too small: {}×{} needed", size.width, size.height, SMALLEST.columns, SMALLEST.rows);
    let row = pane.height().saturating_sub(1) / 2;
    let columns = pane.width();
    pane.put(0, row, columns, &said, Style::new());
}
