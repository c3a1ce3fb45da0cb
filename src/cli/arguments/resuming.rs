//! What going on with runs takes.

use clap::Args;

use super::Going;

/// What `qd resume` takes.
#[derive(Debug, Args)]
pub struct Resuming {
    /// The number of the run; without one, every run of this tenant that was confirmed and is not ended
    #[arg(value_name = "RUN")]
    pub run: Option<i64>,

    /// Take the run over from a process that seems to be there still
    #[arg(long, requires = "run")]
    pub take_over: bool,

    #[command(flatten)]
    pub going: Going,
}
