//! `qd`: parse the command line, call the library, turn the result into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    quarterdeck::cli::run()
}
