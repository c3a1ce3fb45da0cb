//! A part of the screen that is written to.
//!
//! The only way from text to cells. Nothing lands outside the part, whatever its size and wherever the terminal's edge
//! is by now; and everything written is made safe first, so that no panel can forget to.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::geometry::Area;
use crate::model::text;

/// A part of the screen. Places are counted from its upper left corner.
pub(super) struct Pane<'b> {
    buffer: &'b mut Buffer,
    area: Area,
}

impl<'b> Pane<'b> {
    /// The part of a frame that an area names.
    pub(super) fn new(frame: &'b mut Frame, area: Area) -> Self {
        Self { buffer: frame.buffer_mut(), area }
    }

    /// Columns.
    pub(super) fn width(&self) -> usize {
        usize::from(self.area.width)
    }

    /// Rows.
    pub(super) fn height(&self) -> usize {
        usize::from(self.area.height)
    }

    /// The part of this part that begins at a column and a row and reaches to the lower right corner.
    pub(super) fn from(&mut self, x: usize, y: usize) -> Pane<'_> {
        self.part(x, y, self.width().saturating_sub(x), self.height().saturating_sub(y))
    }

    /// A part of this part.
    pub(super) fn part(&mut self, x: usize, y: usize, width: usize, height: usize) -> Pane<'_> {
        let (x, y) = (x.min(self.width()), y.min(self.height()));
        let area = Area {
            x: self.area.x + cells(x),
            y: self.area.y + cells(y),
            width: cells(width.min(self.width() - x)),
            height: cells(height.min(self.height() - y)),
        };
        Pane { buffer: self.buffer, area }
    }

    /// Empties the part, for what lies over something else.
    pub(super) fn clear(&mut self) {
        let area = self.visible();
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
            }
        }
    }

    /// Writes text, cut in the middle to at most `columns`. Says how many columns it took.
    pub(super) fn put(&mut self, x: usize, y: usize, columns: usize, text: &str, style: Style) -> usize {
        self.print(x, y, columns, &text::cut_middle(text, columns.min(self.width().saturating_sub(x))), style)
    }

    /// Writes text so that it ends before the column `right`, cut in the middle to at most `columns`.
    pub(super) fn put_right(&mut self, right: usize, y: usize, columns: usize, text: &str, style: Style) {
        let cut = text::cut_middle(text, columns);
        let x = right.saturating_sub(text::width(&cut));
        self.print(x, y, columns, &cut, style);
    }

    /// Writes a line of pieces; where it does not fit, it ends in `…`.
    pub(super) fn line(&mut self, x: usize, y: usize, line: &Line) {
        let room = self.width().saturating_sub(x);
        let cut = columns(line) > room;
        let room = if cut { room.saturating_sub(1) } else { room };
        let mut taken = 0;
        for span in line {
            let safe = text::safe(&span.content);
            taken += self.print(x + taken, y, room - taken, &safe, line.style.patch(span.style));
        }
        if cut {
            self.print(x + taken, y, 1, "…", line.style);
        }
    }

    /// Writes a line between margins: one end at the left, which gives way, and one at the right.
    pub(super) fn ends(&mut self, y: usize, left: &Line, right: &Line) {
        let edge = self.width().saturating_sub(1);
        let taken = columns(right);
        let start = edge.saturating_sub(taken).max(1);
        let gap = if taken == 0 { 0 } else { 2 };
        self.part(0, y, start.saturating_sub(gap), 1).line(1, 0, left);
        self.part(0, y, edge, 1).line(start, 0, right);
    }

    /// Fills a row with a sign.
    pub(super) fn rule(&mut self, y: usize, sign: &str, style: Style) {
        let line = sign.repeat(self.width());
        self.print(0, y, self.width(), &line, style);
    }

    /// Writes text that is safe; every other way into the buffer goes through here.
    fn print(&mut self, x: usize, y: usize, columns: usize, safe: &str, style: Style) -> usize {
        let visible = self.visible();
        let (left, top) = (usize::from(self.area.x) + x, usize::from(self.area.y) + y);
        if left >= usize::from(visible.right()) || top >= usize::from(visible.bottom()) {
            return 0;
        }
        let columns = columns.min(usize::from(visible.right()) - left);
        let (end, _) = self.buffer.set_stringn(cells(left), cells(top), safe, columns, style);
        usize::from(end) - left
    }

    fn visible(&self) -> Rect {
        let Area { x, y, width, height } = self.area;
        Rect { x, y, width, height }.intersection(self.buffer.area)
    }
}

/// The columns a line takes.
pub(super) fn columns(line: &Line) -> usize {
    line.iter().map(|span: &Span| text::width(&span.content)).sum()
}

fn cells(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;

    /// The rows of a screen of 12 by 2 on which something was drawn into a part of it.
    fn drawn(area: [u16; 4], draw: impl Fn(&mut Pane)) -> Vec<String> {
        let mut terminal = Terminal::new(TestBackend::new(12, 2)).unwrap();
        let [x, y, width, height] = area;
        terminal.draw(|frame| draw(&mut Pane::new(frame, Area { x, y, width, height }))).unwrap();
        let rows = terminal.backend().buffer().content().chunks(12);
        rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned())
            .collect()
    }

    #[test]
    fn what_acts_on_a_terminal_is_shown_whichever_way_it_is_written() {
        let hostile = "\u{1b}\u{202e}x";
        assert_eq!(drawn([0, 0, 12, 2], |pane| pane.line(0, 0, &Line::from(hostile)))[0], "␛‹202E›x");
        assert_eq!(
            drawn([0, 0, 12, 2], |pane| {
                pane.put(0, 0, 12, hostile, Style::new());
            })[0],
            "␛‹202E›x"
        );
        assert_eq!(drawn([0, 0, 12, 2], |pane| pane.put_right(8, 0, 12, hostile, Style::new()))[0], "␛‹202E›x");
    }

    #[test]
    fn nothing_lands_outside_the_part() {
        let fill = |pane: &mut Pane| {
            for y in 0..9 {
                pane.line(0, y, &Line::from("abcdefghijklmnop"));
            }
        };
        assert_eq!(drawn([2, 1, 4, 1], fill), ["", "  abc…"]);
        assert_eq!(drawn([9, 0, 40, 40], fill), ["         abc", "         abc"], "the terminal is smaller by now");
        assert_eq!(drawn([40, 40, 4, 4], fill), ["", ""]);
    }

    #[test]
    fn a_line_that_is_cut_says_so_even_between_two_pieces() {
        let line = Line::from(vec![Span::raw("abcd"), Span::raw("efgh")]);
        assert_eq!(drawn([0, 0, 4, 1], |pane| pane.line(0, 0, &line))[0], "abc…");
        assert_eq!(drawn([0, 0, 8, 1], |pane| pane.line(0, 0, &line))[0], "abcdefgh");
    }

    #[test]
    fn the_left_end_gives_way_to_the_right_one() {
        let ends = |pane: &mut Pane| pane.ends(0, &Line::from("tenant"), &Line::from("12 ✓"));
        assert_eq!(drawn([0, 0, 12, 1], ends)[0], " ten…  12 ✓");
    }
}
