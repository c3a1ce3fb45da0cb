//! The loop: one event after the other through the reducer, effects performed, and a frame when nothing more is waiting.

use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::inbox::{self, Inbox, Message, Outbox, Word};
use super::input::{self, Pressed};
use super::perform::{Next, Performer};
use super::signals;
use super::terminal::Screen;
use crate::api::Connection;
use crate::app::event::{Event, Fact};
use crate::app::geometry::Size;
use crate::app::notice::Level;
use crate::app::state::Tenant;
use crate::app::{self, State, update};
use crate::keys::Keymap;
use crate::model::{Problem, ProblemKind};
use crate::settings::QueueFile;
use crate::ui::{self, Theme};

/// While more is waiting, a frame is drawn at least this often.
const UNDRAWN_AT_MOST: Duration = Duration::from_millis(50);

/// What the screen opens with.
#[derive(Debug)]
pub struct Opening {
    /// The tenant as it is named on the screen.
    pub tenant: Tenant,
    /// What keys mean.
    pub keymap: Keymap,
    /// How things look.
    pub theme: Theme,
    /// The directory of the journal; none where nothing is to be changed.
    pub journal: Option<PathBuf>,
    /// Where the person's queues are kept.
    pub queues: QueueFile,
    /// The terminal obeys nothing (`TERM=dumb`), so that there can be no screen.
    pub dumb_terminal: bool,
}

/// What is to be said when the screen has been left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Farewell {
    /// How it was left.
    pub left: Left,
    /// The runs that are not sent to their end.
    pub parked: Vec<Parked>,
}

/// A run of which not all was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parked {
    /// Its number in the journal.
    pub run: i64,
    /// Targets that were sent.
    pub sent: usize,
    /// Targets that were not, and are by resuming it.
    pub not_sent: usize,
}

/// How the screen was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// The person left it.
    ByChoice,
    /// A signal ended it, or its terminal is gone.
    Interrupted,
}

/// Opens the screen and stays until the person leaves. `connect` finds out beside it where the tenant is: the first frame
/// waits for nobody.
///
/// # Errors
/// When there is no terminal, or it cannot be written to any more. The terminal is as before in any case.
pub fn run(
    opening: Opening,
    connect: impl FnOnce() -> Result<Connection, Problem> + Send + 'static,
) -> Result<Farewell, Problem> {
    if opening.dumb_terminal || !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Problem::new(ProblemKind::Settings, "the screen needs a terminal")
            .with_advice("without one, use qd list, qd show or qd find"));
    }
    let (outbox, inbox) = inbox::open();
    signals::listen(&outbox).map_err(|error| terminal_failed(&error))?;
    let for_connection = outbox.clone();
    std::thread::spawn(move || {
        let connection = catch_unwind(AssertUnwindSafe(connect)).unwrap_or_else(|_| Err(connecting_failed()));
        for_connection.say(Word::Connected(connection));
    });
    let screen = Screen::enter().map_err(|error| terminal_failed(&error))?;
    input::listen(&outbox);
    Loop::new(screen, opening, outbox).run(&inbox).map_err(|error| terminal_failed(&error))
}

fn connecting_failed() -> Problem {
    Problem::new(ProblemKind::Settings, "the sign-in could not be prepared")
        .with_advice("this is a fault of the program")
}

fn terminal_failed(error: &io::Error) -> Problem {
    Problem::new(ProblemKind::Settings, "the terminal cannot be used").with_detail(error.to_string())
}

struct Loop {
    /// First, so that the terminal is given back before anything else is put away.
    screen: Screen,
    performer: Performer,
    state: State,
    keymap: Keymap,
    theme: Theme,
    pressed: Pressed,
    /// How the screen will have been left: interrupted, once somebody else than the person wants the program to end.
    left: Left,
}

impl Loop {
    fn new(screen: Screen, opening: Opening, outbox: Outbox) -> Self {
        let mut state = State::new(opening.tenant, Timestamp::now(), TimeZone::system());
        let queues = opening.queues.read();
        state.queues = app::queues::Queues::of(queues.all);
        for told in queues.left_out {
            state.notices.add(state.now, Level::Warn, told);
        }
        state.help_rows = [1, 2].map(|across| opening.keymap.help_rows(across));
        Self {
            screen,
            performer: Performer::new(outbox, opening.journal, opening.queues),
            state,
            keymap: opening.keymap,
            theme: opening.theme,
            pressed: Pressed::default(),
            left: Left::ByChoice,
        }
    }

    fn run(mut self, inbox: &Inbox) -> io::Result<Farewell> {
        let (columns, rows) = crossterm::terminal::size()?;
        self.happen(Timestamp::now(), Fact::Started(Size { columns, rows }));
        let mut next = self.draw()?;
        loop {
            if next == Next::Leave {
                return Ok(Farewell { left: self.left, parked: self.parked() });
            }
            let message = inbox.next(self.performer.wake_at);
            next = match self.take_in_all(message, inbox)? {
                Next::GoOn => self.draw()?,
                Next::Leave => Next::Leave,
            };
        }
    }

    fn parked(&self) -> Vec<Parked> {
        let parked = self
            .state
            .runs
            .iter()
            .filter_map(|run| Some(Parked { run: run.number?, sent: run.sent(), not_sent: run.not_sent() }));
        parked.filter(|run| run.not_sent > 0).collect()
    }

    /// Takes in a message and all that wait behind it, so that three hundred queued keys cost one frame.
    fn take_in_all(&mut self, first: Option<Message>, inbox: &Inbox) -> io::Result<Next> {
        let mut undrawn_since = Instant::now();
        let mut message = first;
        if message.is_none() {
            self.performer.wake_at = None;
            if self.happen(Timestamp::now(), Fact::Woke) == Next::Leave {
                return Ok(Next::Leave);
            }
            message = inbox.waiting();
        }
        while let Some(Message { at, word }) = message {
            if self.take_in(at, word) == Next::Leave {
                return Ok(Next::Leave);
            }
            if undrawn_since.elapsed() > UNDRAWN_AT_MOST {
                if self.draw()? == Next::Leave {
                    return Ok(Next::Leave);
                }
                undrawn_since = Instant::now();
            }
            message = inbox.waiting();
        }
        Ok(Next::GoOn)
    }

    fn take_in(&mut self, at: Timestamp, word: Word) -> Next {
        match word {
            Word::Terminal(event) => match input::fact(event, at, &self.state, &self.keymap, &mut self.pressed) {
                Some(fact) => self.happen(at, fact),
                None => Next::GoOn,
            },
            Word::Report(report) => self.happen(at, Fact::Reported(report)),
            Word::QueuesKept(change, kept) => self.happen(at, Fact::QueuesKept(change, kept)),
            Word::Connected(connection) => {
                self.performer.connected(connection);
                Next::GoOn
            }
            Word::TerminalGone | Word::Signal => {
                self.left = Left::Interrupted;
                self.happen(at, Fact::Interrupted)
            }
        }
    }

    fn happen(&mut self, at: Timestamp, fact: Fact) -> Next {
        let effects = update(&mut self.state, Event::new(at, fact));
        for effect in effects {
            if self.performer.perform(effect, &mut self.screen) == Next::Leave {
                return Next::Leave;
            }
        }
        Next::GoOn
    }

    fn draw(&mut self) -> io::Result<Next> {
        if self.left == Left::Interrupted {
            // There may be no terminal any more, and nobody looks; what is in flight is still awaited.
            return Ok(Next::GoOn);
        }
        let (state, keymap, theme) = (&self.state, &self.keymap, &self.theme);
        self.screen.draw(|frame| ui::view(state, keymap, theme, frame))?;
        Ok(if self.state.awaits_drawing() { self.happen(Timestamp::now(), Fact::Drawn) } else { Next::GoOn })
    }
}
