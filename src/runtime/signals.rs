//! Who else can end the program: a signal, or a terminal that is gone.

use std::io;

use super::inbox::{Outbox, Word};

/// Starts to listen, before the terminal is touched: a signal in between would leave it as it must not be left.
///
/// # Errors
/// When signals cannot be heard.
#[cfg(unix)]
pub(super) fn listen(outbox: &Outbox) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT])?;
    let for_signals = outbox.clone();
    std::thread::spawn(move || {
        for _ in signals.forever() {
            for_signals.say(Word::Signal);
            std::thread::spawn(leave_anyway);
        }
    });
    let for_hangup = outbox.clone();
    std::thread::spawn(move || {
        if wait_for_hangup().is_ok() {
            for_hangup.say(Word::TerminalGone);
            std::thread::spawn(leave_anyway);
        }
    });
    Ok(())
}

/// A loop that writes to a line nobody reads any more hears no signal: the process ends without it.
#[cfg(unix)]
fn leave_anyway() {
    std::thread::sleep(std::time::Duration::from_secs(2));
    std::process::exit(130);
}

/// Returns when the other end of the terminal is gone. Reading it would not tell: the library reads on for ever then.
#[cfg(unix)]
fn wait_for_hangup() -> rustix::io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};

    let terminal = io::stdin();
    loop {
        let mut watched = [PollFd::new(&terminal, PollFlags::empty())];
        match poll(&mut watched, None) {
            Ok(_) if watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) => {
                return Ok(());
            }
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Elsewhere Ctrl-c arrives as a key, and a closed window ends the process.
#[cfg(not(unix))]
pub(super) fn listen(_: &Outbox) -> io::Result<()> {
    Ok(())
}
