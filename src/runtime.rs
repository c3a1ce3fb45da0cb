//! The one place that waits: it feeds events to the reducer, performs what comes out, and draws.
//!
//! Main thread: the loop and the drawing. Beside it a thread that reads the terminal, one that hears signals, and the
//! worker's. All of them speak into one inbox, so there is one order of events.

mod backend;
mod inbox;
mod input;
mod perform;
mod run;
mod signals;
mod terminal;

pub use run::{Farewell, Left, Opening, Parked, run};
