//! Writes frames to the terminal with few bytes: over a slow line each one is felt.
//!
//! The library's own backend ends every frame with a reset and hides the cursor again, changed or not, and writes the 16
//! colours in the 256-colour form. Here nothing is written for an unchanged frame, the pen is remembered between frames,
//! the plain colour codes are used, and a frame leaves in one `write`.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

/// Begin and end of a frame that the terminal shows at once, where it knows how (others ignore it).
const BEGIN_SYNCHRONIZED: &[u8] = b"\x1b[?2026h";
const END_SYNCHRONIZED: &[u8] = b"\x1b[?2026l";

/// Frames shorter than this are on the screen at once anyway.
const WORTH_SYNCHRONIZING: usize = 1024;

/// How the next character will look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Pen {
    foreground: Color,
    background: Color,
    modifier: Modifier,
}

/// A terminal written to with few bytes.
#[derive(Debug)]
pub struct LeanBackend<W: Write> {
    writer: W,
    size: fn() -> io::Result<(u16, u16)>,
    frame: Vec<u8>,
    pen: Option<Pen>,
    at: Option<Position>,
    cursor_shown: Option<bool>,
}

impl<W: Write> LeanBackend<W> {
    /// A backend that writes to `writer` and asks `size` for columns and rows.
    pub fn new(writer: W, size: fn() -> io::Result<(u16, u16)>) -> Self {
        Self { writer, size, frame: Vec::new(), pen: None, at: None, cursor_shown: None }
    }

    /// Adds bytes that show nothing, such as a copy to the clipboard; they leave with the next frame.
    pub fn pass(&mut self, bytes: &[u8]) {
        self.frame.extend_from_slice(bytes);
    }

    fn go_to(&mut self, to: Position) {
        match self.at {
            Some(at) if at == to => {}
            Some(at) if at.y == to.y && to.x > at.x => {
                let by = to.x - at.x;
                if by == 1 {
                    self.put("\x1b[C");
                } else {
                    self.put(&format!("\x1b[{by}C"));
                }
            }
            _ => self.put(&format!("\x1b[{};{}H", to.y + 1, to.x + 1)),
        }
        self.at = Some(to);
    }

    fn take_pen(&mut self, pen: Pen) {
        if self.pen == Some(pen) {
            return;
        }
        let codes = match self.pen {
            Some(before) => changes(before, pen),
            None => None,
        };
        let codes = codes.unwrap_or_else(|| from_plain(pen));
        self.put("\x1b[");
        self.put(&codes.iter().map(String::as_str).collect::<Vec<_>>().join(";"));
        self.put("m");
        self.pen = Some(pen);
    }

    fn put(&mut self, text: &str) {
        self.frame.extend_from_slice(text.as_bytes());
    }
}

/// The codes that turn a plain pen into this one; none at all is the reset itself.
fn from_plain(pen: Pen) -> Vec<String> {
    if pen == Pen::default() {
        return Vec::new();
    }
    let mut codes = vec!["0".to_owned()];
    codes.extend(additions(Pen::default(), pen));
    codes
}

/// The codes that turn one pen into another without a reset; `None` where a reset is shorter.
fn changes(before: Pen, pen: Pen) -> Option<Vec<String>> {
    let removed = before.modifier - pen.modifier;
    if pen == Pen::default() || !removed.is_empty() {
        return None;
    }
    Some(additions(before, pen))
}

fn additions(before: Pen, pen: Pen) -> Vec<String> {
    const MODIFIERS: [(Modifier, u8); 6] = [
        (Modifier::BOLD, 1),
        (Modifier::DIM, 2),
        (Modifier::ITALIC, 3),
        (Modifier::UNDERLINED, 4),
        (Modifier::REVERSED, 7),
        (Modifier::CROSSED_OUT, 9),
    ];
    let added = pen.modifier - before.modifier;
    let modifiers =
        MODIFIERS.iter().filter(|(modifier, _)| added.contains(*modifier)).map(|(_, code)| code.to_string());
    let mut codes: Vec<String> = modifiers.collect();
    if pen.foreground != before.foreground {
        codes.push(colour(pen.foreground, 30));
    }
    if pen.background != before.background {
        codes.push(colour(pen.background, 40));
    }
    codes
}

/// The code of a colour; `base` is 30 for the foreground and 40 for the background.
fn colour(colour: Color, base: u8) -> String {
    let bright = base + 60;
    match colour {
        Color::Reset => (base + 9).to_string(),
        Color::Black => base.to_string(),
        Color::Red => (base + 1).to_string(),
        Color::Green => (base + 2).to_string(),
        Color::Yellow => (base + 3).to_string(),
        Color::Blue => (base + 4).to_string(),
        Color::Magenta => (base + 5).to_string(),
        Color::Cyan => (base + 6).to_string(),
        Color::Gray => (base + 7).to_string(),
        Color::DarkGray => bright.to_string(),
        Color::LightRed => (bright + 1).to_string(),
        Color::LightGreen => (bright + 2).to_string(),
        Color::LightYellow => (bright + 3).to_string(),
        Color::LightBlue => (bright + 4).to_string(),
        Color::LightMagenta => (bright + 5).to_string(),
        Color::LightCyan => (bright + 6).to_string(),
        Color::White => (bright + 7).to_string(),
        Color::Indexed(index) => format!("{};5;{index}", base + 8),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", base + 8),
    }
}

impl<W: Write> Backend for LeanBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            self.go_to(Position { x, y });
            self.take_pen(Pen { foreground: cell.fg, background: cell.bg, modifier: cell.modifier });
            let symbol = cell.symbol();
            self.put(symbol);
            // Terminals disagree about the width of what is not ASCII: after it, the next place is named, not counted.
            self.at = symbol.is_ascii().then_some(Position { x: x + 1, y });
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown != Some(false) {
            self.put("\x1b[?25l");
            self.cursor_shown = Some(false);
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown != Some(true) {
            self.put("\x1b[?25h");
            self.cursor_shown = Some(true);
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        // The terminal is never asked: its answer would arrive among the person's keys.
        Ok(self.at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.go_to(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.put("\x1b[m\x1b[2J");
        self.pen = Some(Pen::default());
        self.at = None;
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        let (width, height) = (self.size)()?;
        Ok(Size { width, height })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        if self.frame.len() >= WORTH_SYNCHRONIZING {
            self.frame.splice(0..0, BEGIN_SYNCHRONIZED.iter().copied());
            self.frame.extend_from_slice(END_SYNCHRONIZED);
        }
        let written = self.writer.write_all(&self.frame).and_then(|()| self.writer.flush());
        self.frame.clear();
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::Terminal;
    use ratatui::style::{Style, Stylize};
    use ratatui::text::{Line, Span};

    fn terminal() -> Terminal<LeanBackend<Vec<u8>>> {
        Terminal::new(LeanBackend::new(Vec::new(), || Ok((20, 3)))).unwrap()
    }

    /// What drawing these lines writes.
    fn drawn(terminal: &mut Terminal<LeanBackend<Vec<u8>>>, lines: Vec<Line<'static>>) -> String {
        terminal.backend_mut().writer.clear();
        terminal.draw(|frame| frame.render_widget(ratatui::text::Text::from(lines), frame.area())).unwrap();
        String::from_utf8(terminal.backend().writer.clone()).unwrap()
    }

    #[test]
    fn an_unchanged_frame_writes_nothing() {
        let mut terminal = terminal();
        let lines = || vec![Line::from("hello".red()), Line::from("there")];
        assert_ne!(drawn(&mut terminal, lines()), "");
        assert_eq!(drawn(&mut terminal, lines()), "");
    }

    #[test]
    fn only_what_changed_is_written_with_plain_codes() {
        let mut terminal = terminal();
        drawn(&mut terminal, vec![Line::from("ab")]);
        assert_eq!(drawn(&mut terminal, vec![Line::from(vec!["a".into(), "b".red()])]), "\x1b[1;2H\x1b[31mb");
        assert_eq!(drawn(&mut terminal, vec![Line::from(vec!["a".into(), "b".bold()])]), "\x1b[1;2H\x1b[1;39mb");
        assert_eq!(drawn(&mut terminal, vec![Line::from(vec!["a".into(), "b".reversed()])]), "\x1b[1;2H\x1b[0;7mb");
        assert_eq!(drawn(&mut terminal, vec![Line::from("ab")]), "\x1b[1;2H\x1b[mb");
    }

    #[test]
    fn after_a_wide_character_the_place_is_named() {
        let mut terminal = terminal();
        drawn(&mut terminal, vec![Line::from("....")]);
        assert_eq!(drawn(&mut terminal, vec![Line::from("陳.x")]), "\x1b[1;1H陳\x1b[1;4Hx");
    }

    #[test]
    fn every_pair_of_pens_is_reached() {
        let pens = [
            Pen::default(),
            Pen { foreground: Color::Red, ..Pen::default() },
            Pen { background: Color::LightBlue, ..Pen::default() },
            Pen { modifier: Modifier::BOLD, ..Pen::default() },
            Pen { modifier: Modifier::BOLD | Modifier::REVERSED, foreground: Color::Cyan, ..Pen::default() },
        ];
        for before in pens {
            for after in pens {
                let style = |pen: Pen| Style::new().fg(pen.foreground).bg(pen.background).add_modifier(pen.modifier);
                let mut terminal = terminal();
                let mut screen = vt100::Parser::default();
                let first = drawn(&mut terminal, vec![Line::from(Span::styled("x", style(before)))]);
                let second = drawn(&mut terminal, vec![Line::from(Span::styled("y", style(after)))]);
                screen.process(first.as_bytes());
                screen.process(second.as_bytes());
                let mut fresh = vt100::Parser::default();
                fresh.process(
                    drawn(&mut super::tests::terminal(), vec![Line::from(Span::styled("y", style(after)))]).as_bytes(),
                );
                let (cell, expected) = (screen.screen().cell(0, 0).unwrap(), fresh.screen().cell(0, 0).unwrap());
                assert_eq!(cell, expected, "{before:?} to {after:?}");
            }
        }
    }
}
