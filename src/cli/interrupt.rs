//! Ctrl-c in a subcommand without a screen: one that only reads leaves at once, with the code the shell expects; one that
//! changes the tenant hears of it and puts in order what is under way.

use std::io;
use std::pin::pin;
use std::sync::mpsc::{self, Sender};
use std::thread;

use futures_util::FutureExt;
use tokio::runtime::Builder;
use tokio::signal;

use super::ending::Ending;

/// From now on an interrupt ends the process with its exit code, whatever the main thread is waiting for: the tenant,
/// or a reader that does not read. Only reads are under way here, so there is nothing to put in order first.
///
/// Where the system does not let us listen, an interrupt ends the process in the system's own way.
pub fn ends_the_process() {
    let (ready, listening) = mpsc::channel();
    thread::spawn(move || {
        if listen(&ready).is_ok() {
            std::process::exit(Ending::Interrupted.code().into());
        }
    });
    // Answered, or hung up: in both cases it is settled who deals with an interrupt.
    listening.recv().ok();
}

/// Waits until somebody wants the process to end: by an interrupt, by hanging up, or by asking it to terminate.
///
/// # Errors
///
/// Where the system does not let us listen.
#[cfg(unix)]
pub async fn heard() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut hang_up, mut terminate) = (signal(SignalKind::hangup())?, signal(SignalKind::terminate())?);
    tokio::select! {
        heard = signal::ctrl_c() => heard,
        _ = hang_up.recv() => Ok(()),
        _ = terminate.recv() => Ok(()),
    }
}

/// Waits until somebody wants the process to end.
///
/// # Errors
///
/// Where the system does not let us listen.
#[cfg(not(unix))]
pub async fn heard() -> io::Result<()> {
    signal::ctrl_c().await
}

/// Waits for an interrupt. Says when it has begun to listen.
fn listen(ready: &Sender<()>) -> io::Result<()> {
    Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut interrupted = pin!(signal::ctrl_c());
        // The handler is in place once the future was asked for the first time.
        if let Some(early) = interrupted.as_mut().now_or_never() {
            return early;
        }
        ready.send(()).ok();
        interrupted.await
    })
}
