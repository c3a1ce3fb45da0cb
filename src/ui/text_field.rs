//! A text field of one row with the terminal's own cursor in it.

use ratatui::Frame;
use ratatui::layout::Position;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation as _;

use super::Scene;
use super::pane::Pane;
use crate::app::QuerySpan;
use crate::app::editor::Editor;
use crate::app::geometry::Area;
use crate::model::text;

/// Draws a prompt of one character and the text behind it into the first row of an area. `mistakes` are places in the
/// text. The text is scrolled sideways so that the cursor can be seen.
pub(super) fn draw(scene: Scene, prompt: &str, editor: &Editor, mistakes: &[QuerySpan], frame: &mut Frame, area: Area) {
    let mut pane = Pane::new(frame, Area { height: area.height.min(1), ..area });
    pane.clear();
    pane.put(1, 0, 1, prompt, scene.theme.accent);
    let mut field = pane.from(3, 0);
    let room = field.width().saturating_sub(1);
    let before = editor.text().chars().take(editor.cursor()).collect::<String>();
    let cursor = text::width(&before);
    let skipped = (cursor + 1).saturating_sub(room);
    field.line(0, 0, &line(scene, editor.text(), mistakes, skipped));
    let column = area.x.saturating_add(3).saturating_add(u16::try_from(cursor - skipped).unwrap_or(u16::MAX));
    let place = Position { x: column, y: area.y };
    if area.height > 0 && frame.area().contains(place) {
        frame.set_cursor_position(place);
    }
}

/// The text from a column on, with its mistakes underlined. A mistake of no length is shown on the cell behind it.
fn line(scene: Scene, whole: &str, mistakes: &[QuerySpan], skipped: usize) -> Line<'static> {
    let mut line = Line::default();
    let mut column = 0;
    let is_wrong =
        |at| mistakes.iter().any(|span| span.range().contains(&at) || (span.range().is_empty() && span.start == at));
    for (at, character) in whole.grapheme_indices(true).chain([(whole.len(), " ")]) {
        let style = if is_wrong(at) { scene.theme.mistake } else { Style::new() };
        let end = column + text::width(character);
        if column >= skipped {
            line.push_span(Span::styled(character.to_owned(), style));
        } else if end > skipped {
            // A wide character that is cut in two leaves a blank, so that what follows stays in its column.
            line.push_span(Span::styled(" ".repeat(end - skipped), style));
        }
        column = end;
    }
    line
}
