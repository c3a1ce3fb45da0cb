//! Ctrl-c in a subcommand without a screen: leave at once, with the code the shell expects.

use super::ending::Ending;

/// From now on an interrupt ends the process with its exit code, whatever the main thread is waiting for: the tenant,
/// or a reader that does not read. Only reads are under way here, so there is nothing to put in order first.
pub fn ends_the_process() {
    let listen = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(tokio::signal::ctrl_c())
    };
    std::thread::spawn(move || {
        if listen().is_ok() {
            std::process::exit(Ending::Interrupted.code().into());
        }
    });
}
