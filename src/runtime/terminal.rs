//! The terminal, entered in a constructor and left in `Drop`: on return, on error, on panic and on a signal.

use std::io::{self, Write};
use std::sync::Once;

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{Command, cursor, execute};
use ratatui::{Frame, Terminal};

use super::backend::LeanBackend;

/// The screen while the program has it.
pub(super) struct Screen {
    terminal: Terminal<LeanBackend<io::Stdout>>,
}

impl Screen {
    /// Takes the terminal: raw mode, the alternate screen, pasted text marked as such.
    ///
    /// # Errors
    /// When the terminal cannot be had; it is as before then.
    pub(super) fn enter() -> io::Result<Self> {
        leave_before_panic_is_told();
        crossterm::terminal::enable_raw_mode()?;
        let entered = execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)
            .and_then(|()| Terminal::new(LeanBackend::new(io::stdout(), crossterm::terminal::size)));
        match entered {
            Ok(terminal) => Ok(Self { terminal }),
            Err(error) => {
                leave();
                Err(error)
            }
        }
    }

    /// Draws a frame; an unchanged one writes nothing.
    pub(super) fn draw(&mut self, view: impl FnOnce(&mut Frame)) -> io::Result<()> {
        self.terminal.draw(view).map(|_| ())
    }

    /// Puts a text on the person's clipboard through the terminal (OSC 52), which works over SSH.
    pub(super) fn copy(&mut self, text: &str) {
        let mut sequence = String::new();
        if CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence).is_ok() {
            self.terminal.backend_mut().pass(sequence.as_bytes());
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

/// Gives the terminal back. Nothing can be done about a failure here: the terminal may be gone.
fn leave() {
    let mut out = io::stdout();
    drop(execute!(out, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show));
    drop(crossterm::terminal::disable_raw_mode());
    drop(out.flush());
}

/// A panic's message would be lost on the alternate screen: the terminal is given back first.
fn leave_before_panic_is_told() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let tell = std::panic::take_hook();
        let drawing = std::thread::current().id();
        std::panic::set_hook(Box::new(move |panic| {
            // A task that panics beside the loop is reported by the loop; only the loop's own end takes the screen.
            if std::thread::current().id() == drawing {
                leave();
                tell(panic);
            }
        }));
    });
}
