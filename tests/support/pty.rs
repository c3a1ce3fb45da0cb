//! The built program in a pseudo-terminal: real keys in, the screen as a grid out. Waits for conditions, never for time.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// Longer than anything here takes on the slowest machine; reached only when the test has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the terminal has received.
struct Received {
    screen: vt100::Parser,
    bytes: Vec<u8>,
    ended: bool,
}

/// The program in a terminal.
pub struct Program {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    received: Arc<(Mutex<Received>, Condvar)>,
}

impl Program {
    /// Starts `qd` with these arguments and environment on a screen of this size.
    pub fn start(arguments: &[&str], environment: &[(&str, &str)], columns: u16, rows: u16) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_qd"));
        command.args(arguments);
        for name in ["SAIL_BASE_URL", "SAIL_CLIENT_ID", "SAIL_CLIENT_SECRET", "NO_COLOR", "QD_API", "QD_READ_ONLY"] {
            command.env_remove(name);
        }
        command.env("QD_CONFIG_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/no-settings"));
        command.env("TERM", "xterm-256color");
        command.env("TZ", "UTC");
        for (name, value) in environment {
            command.env(name, value);
        }
        Self::spawn(command, columns, rows)
    }

    fn spawn(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pty = native_pty_system().openpty(size(columns, rows)).expect("a pseudo-terminal");
        let child = pty.slave.spawn_command(command).expect("the program starts");
        drop(pty.slave);
        let mut reader = pty.master.try_clone_reader().expect("a reader");
        let keyboard = pty.master.take_writer().expect("a writer");
        let screen = vt100::Parser::new(cells(rows), cells(columns), 0);
        let received = Arc::new((Mutex::new(Received { screen, bytes: Vec::new(), ended: false }), Condvar::new()));
        let shared = Arc::clone(&received);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            loop {
                let count = reader.read(&mut buffer).unwrap_or(0);
                let mut received = shared.0.lock().unwrap();
                received.screen.process(&buffer[..count]);
                received.bytes.extend_from_slice(&buffer[..count]);
                received.ended = count == 0;
                shared.1.notify_all();
                if received.ended {
                    return;
                }
            }
        });
        Self { child, master: pty.master, keyboard, received }
    }

    /// Presses keys: the bytes a terminal sends for them.
    pub fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).expect("the terminal takes keys");
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.received.0.lock().unwrap().screen.screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).expect("the terminal is resized");
    }

    /// Waits until the screen is as described, and fails with the screen in hand when it never is.
    #[track_caller]
    pub fn wait_until(&self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        self.wait(what, |received| {
            let screen = received.screen.screen().contents();
            is_so(&screen).then_some(screen)
        })
    }

    /// Waits until a word of a line of the screen is bold: a key that counts, for one.
    #[track_caller]
    pub fn wait_for_bold(&self, line: &str, word: &str) {
        self.wait(&format!("{word:?} bold in the line with {line:?}"), |received| {
            let screen = received.screen.screen();
            let columns = screen.size().1.get();
            let (row, text) = (0u16..).zip(screen.rows(0, columns)).find(|(_, text)| text.contains(line))?;
            let before = &text[..text.find(word)?];
            let column = u16::try_from(before.chars().count()).ok()?;
            screen.cell(row, column)?.bold().then_some(())
        });
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub fn wait_for(&self, text: &str) -> String {
        self.wait_until(text, |screen| screen.contains(text))
    }

    /// Waits until the screen shows a text no more.
    #[track_caller]
    pub fn wait_without(&self, text: &str) -> String {
        self.wait_until(&format!("no {text:?}"), |screen| !screen.contains(text))
    }

    /// Waits for bytes that show nothing, such as a copy to the clipboard.
    #[track_caller]
    pub fn wait_for_bytes(&self, bytes: &[u8]) {
        self.wait(&format!("{:?}", String::from_utf8_lossy(bytes)), |received| {
            received.bytes.windows(bytes.len()).any(|window| window == bytes).then_some(())
        });
    }

    /// Waits for the program's end.
    #[track_caller]
    pub fn wait_for_end(&mut self) -> ExitStatus {
        self.wait("the end of the program", |received| received.ended.then_some(()));
        self.child.wait().expect("the program has ended")
    }

    #[track_caller]
    fn wait<T>(&self, what: &str, seen: impl Fn(&Received) -> Option<T>) -> T {
        let until = Instant::now() + PATIENCE;
        let mut received = self.received.0.lock().unwrap();
        loop {
            if let Some(found) = seen(&received) {
                return found;
            }
            let left = until.saturating_duration_since(Instant::now());
            if received.ended || left.is_zero() {
                let screen = received.screen.screen().contents();
                drop(received);
                panic!("waited for {what}; the screen is\n{screen}");
            }
            received = self.received.1.wait_timeout(received, left).unwrap().0;
        }
    }

    /// The screen as it is.
    pub fn screen(&self) -> String {
        self.received.0.lock().unwrap().screen.screen().contents()
    }

    /// How many bytes so far.
    pub fn received(&self) -> usize {
        self.received.0.lock().unwrap().bytes.len()
    }

    /// Waits until more than so many bytes have been received.
    #[track_caller]
    pub fn wait_for_more_than(&self, count: usize) {
        self.wait("more bytes", |received| (received.bytes.len() > count).then_some(()));
    }

    /// Every byte so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.received.0.lock().unwrap().bytes.clone()
    }

    /// Whether the terminal echoes keys and gathers them into lines, as a shell wants it.
    fn echoes_lines(&self) -> bool {
        let modes = self.master.get_termios().map(|modes| format!("{:?}", modes.local_flags)).unwrap_or_default();
        ["ICANON", "ECHO"].iter().all(|mode| modes.split(['(', ')', ' ', '|']).any(|set| set == *mode))
    }

    /// The process, to be signalled.
    pub fn process_id(&self) -> u32 {
        self.child.process_id().expect("the program runs")
    }

    /// Whether the terminal is as a shell wants it: the main screen, a cursor, no paste marks, echo and lines.
    pub fn terminal_is_restored(&self) -> Result<(), String> {
        let received = self.received.0.lock().unwrap();
        let screen = received.screen.screen();
        let wrong = [
            (screen.alternate_screen(), "the alternate screen is still open"),
            (screen.hide_cursor(), "the cursor is hidden"),
            (screen.bracketed_paste(), "pastes are still marked"),
            (!self.echoes_lines(), "keys are not echoed and read in lines"),
        ];
        let wrong = wrong.into_iter().find(|(is_so, _)| *is_so).map(|(_, what)| what);
        wrong.map_or(Ok(()), |what| Err(what.to_owned()))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // A program that has ended cannot be killed, which is as it should be.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal of at least one cell")
}
