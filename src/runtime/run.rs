//! The loop: one event after the other through the reducer, effects performed, and a frame when nothing more is waiting.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::inbox::{self, Inbox, Message, Outbox, Word};
use super::input;
use super::perform::{Next, Performer};
use super::terminal::Screen;
use crate::api::Connection;
use crate::app::event::{Event, Fact};
use crate::app::geometry::Size;
use crate::app::state::Tenant;
use crate::app::{State, update};
use crate::keys::{Keymap, Resolver};
use crate::model::{Problem, ProblemKind};
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
}

/// Opens the screen and stays until the person leaves. `connect` finds out beside it where the tenant is: the first frame
/// waits for nobody.
///
/// # Errors
/// When there is no terminal, or it cannot be written to any more. The terminal is as before in any case.
pub fn run(
    opening: Opening,
    connect: impl FnOnce() -> Result<Connection, Problem> + Send + 'static,
) -> Result<(), Problem> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Problem::new(ProblemKind::Settings, "the screen needs a terminal")
            .with_advice("without one, use qd list, qd show or qd find"));
    }
    let (outbox, inbox) = inbox::open();
    let for_connection = outbox.clone();
    std::thread::spawn(move || for_connection.say(Word::Connected(connect())));
    let screen = Screen::enter().map_err(|error| terminal_failed(&error))?;
    input::listen(&outbox).map_err(|error| terminal_failed(&error))?;
    Loop::new(opening, screen, outbox).run(&inbox).map_err(|error| terminal_failed(&error))
}

fn terminal_failed(error: &io::Error) -> Problem {
    Problem::new(ProblemKind::Settings, "the terminal cannot be used").with_detail(error.to_string())
}

struct Loop {
    state: State,
    keymap: Keymap,
    theme: Theme,
    resolver: Resolver,
    performer: Performer,
    screen: Screen,
}

impl Loop {
    fn new(opening: Opening, screen: Screen, outbox: Outbox) -> Self {
        Self {
            state: State::new(opening.tenant, Timestamp::now(), TimeZone::system()),
            keymap: opening.keymap,
            theme: opening.theme,
            resolver: Resolver::default(),
            performer: Performer::new(outbox),
            screen,
        }
    }

    fn run(mut self, inbox: &Inbox) -> io::Result<()> {
        let (columns, rows) = crossterm::terminal::size()?;
        self.happen(Timestamp::now(), Fact::Started(Size { columns, rows }));
        self.draw()?;
        loop {
            let message = inbox.next(self.performer.wake_at);
            if self.take_in_all(message, inbox)? == Next::Leave {
                return Ok(());
            }
            self.draw()?;
        }
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
                self.draw()?;
                undrawn_since = Instant::now();
            }
            message = inbox.waiting();
        }
        Ok(Next::GoOn)
    }

    fn take_in(&mut self, at: Timestamp, word: Word) -> Next {
        match word {
            Word::Terminal(event) => match input::fact(event, &self.state, &self.keymap, &mut self.resolver) {
                Some(fact) => self.happen(at, fact),
                None => Next::GoOn,
            },
            Word::Report(report) => self.happen(at, Fact::Reported(report)),
            Word::Connected(connection) => {
                self.performer.connected(connection);
                Next::GoOn
            }
            Word::TerminalGone | Word::Signal => Next::Leave,
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

    fn draw(&mut self) -> io::Result<()> {
        let (state, keymap, theme) = (&self.state, &self.keymap, &self.theme);
        self.screen.draw(|frame| ui::view(state, keymap, theme, frame))
    }
}
