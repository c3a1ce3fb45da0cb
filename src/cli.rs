//! The command line: the same engine without a screen, one file a subcommand.
//!
//! Data goes to standard output and nothing else does; what is said about it goes to standard error. Every subcommand
//! ends in an [`Ending`](ending::Ending), which is the exit code, or in a [`Failure`], which is told first.

mod act;
mod arguments;
mod asking;
mod demo;
mod ending;
mod find;
mod interrupt;
mod list;
mod output;
mod profiles;
mod quoting;
mod remarks;
mod runs;
mod screen;
mod show;
mod tenant;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use ending::Failure;

use crate::model::{Order, Verb};

/// Does what the command line says, and tells how it ended.
#[must_use]
pub fn run() -> ExitCode {
    let Arguments { flags, command } = Arguments::parse();
    let ended = match command {
        None => screen::open(&flags),
        Some(Command::Demo(embedded)) => demo::open(embedded.settings(), &flags),
        Some(Command::Tenant(embedded)) => tenant::serve(embedded.settings()),
        Some(Command::List(list)) => list::list(&list, &flags),
        Some(Command::Show(show)) => show::show(&show, &flags),
        Some(Command::Enable(it)) => act::act(it.order(Verb::Enable), it.acting, &flags),
        Some(Command::Disable(it)) => act::act(it.order(Verb::Disable), it.acting, &flags),
        Some(Command::Unlock(it)) => act::act(it.order(), it.acting, &flags),
        Some(Command::Reload(it)) => act::act(Order::plain(Verb::Reload), it, &flags),
        Some(Command::Remove(it)) => act::act(Order::plain(Verb::Remove), it, &flags),
        Some(Command::Delete(it)) => act::act(Order::plain(Verb::Delete), it, &flags),
        Some(Command::Correlate(it)) => act::act(it.order(), it.acting, &flags),
        Some(Command::Uncorrelate(it)) => act::act(Order::plain(Verb::Uncorrelate), it, &flags),
        Some(Command::Patch(it)) => act::act(it.order(), it.acting, &flags),
        Some(Command::Find(find)) => find::find(&find, &flags),
        Some(Command::Runs(runs)) => runs::runs(&runs, &flags),
        Some(Command::Profiles(profiles)) => profiles::profiles(profiles, &flags),
    };
    ended.unwrap_or_else(Failure::tell).into()
}
