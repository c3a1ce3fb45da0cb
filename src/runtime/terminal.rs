//! The terminal, entered in a constructor and left in `Drop`: on return, on error, on panic and on a signal.

use std::io::{self, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{Command, cursor, execute};
use ratatui::backend::Backend;
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
        ENTERED.store(true, Ordering::SeqCst);
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
    /// It leaves at once: the next frame may never come.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        let mut sequence = String::new();
        CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence).map_err(io::Error::other)?;
        let backend = self.terminal.backend_mut();
        backend.pass(sequence.as_bytes());
        backend.flush()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

/// Whether the terminal is ours. A panic hook has no other way to know, and leaving twice would put the shell's prompt
/// over what was told in between.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Gives the terminal back. Nothing can be done about a failure here: the terminal may be gone.
fn leave() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
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
            // What panics beside the loop is caught there and told on the screen; only the loop's own end takes it.
            if std::thread::current().id() == drawing {
                leave();
                tell(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    use super::*;

    /// Run by the test below in a terminal of its own.
    #[test]
    #[ignore = "takes the terminal it runs in"]
    fn panics_on_the_screen() {
        let mut screen = Screen::enter().unwrap();
        screen.draw(|frame| frame.render_widget("drawn", frame.area())).unwrap();
        panic!("told after the screen is left");
    }

    #[test]
    fn a_panic_leaves_the_screen_first_and_is_told_after() {
        let size = PtySize { rows: 24, cols: 80, ..PtySize::default() };
        let pty = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        let name = "runtime::terminal::tests::panics_on_the_screen";
        command.args(["--exact", name, "--ignored", "--nocapture", "--test-threads=1"]);
        let mut child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let mut bytes = Vec::new();
        // The end of a pseudo-terminal reads as an error on Linux.
        drop(pty.master.try_clone_reader().unwrap().read_to_end(&mut bytes));
        child.wait().unwrap();

        let text = String::from_utf8_lossy(&bytes);
        let place = |what: &str| text.find(what).unwrap_or_else(|| panic!("no {what:?} in {text:?}"));
        assert!(place("\x1b[?1049h") < place("drawn"));
        assert!(place("drawn") < place("\x1b[?2004l"));
        assert!(place("\x1b[?2004l") < place("\x1b[?1049l"));
        assert!(place("\x1b[?1049l") < place("told after the screen is left"));
        assert!(text.contains("\x1b[?25h"), "the cursor is shown again");
        assert_eq!(text.matches("\x1b[?1049l").count(), 1, "leaving twice would overwrite what was told");
    }
}
