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
mod lines;
mod list;
mod output;
mod profiles;
mod remarks;
mod resume;
mod runs;
mod screen;
mod show;
mod tenant;

use std::process::ExitCode;

use clap::Parser;

use act::Wish;
use arguments::{Arguments, Command, Identity, Source};
use ending::Failure;

use crate::model::Verb;

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
        Some(Command::Enable(it)) => act::act(Wish::of(it.order(Verb::Enable), it.on.accounts), it.on.acting, &flags),
        Some(Command::Disable(it)) => act::act(Wish::of(it.order(Verb::Disable), it.on.accounts), it.on.acting, &flags),
        Some(Command::Unlock(it)) => act::act(Wish::of(it.order(), it.on.accounts), it.on.acting, &flags),
        Some(Command::Reload(it)) => act::act(Wish::plain(Verb::Reload, it.accounts), it.acting, &flags),
        Some(Command::Remove(it)) => act::act(Wish::plain(Verb::Remove, it.accounts), it.acting, &flags),
        Some(Command::Delete(it)) => act::act(Wish::plain(Verb::Delete, it.accounts), it.acting, &flags),
        Some(Command::Create(it)) => Wish::creating(&it).and_then(|wish| act::act(wish, it.acting, &flags)),
        Some(Command::Put(it)) => {
            Wish::writing(it.put(), it.on.accounts).and_then(|wish| act::act(wish, it.on.acting, &flags))
        }
        Some(Command::Patch(it)) => {
            Wish::writing(it.patch(), it.on.accounts).and_then(|wish| act::act(wish, it.on.acting, &flags))
        }
        Some(Command::Correlate(it)) => act::act(Wish::of(it.order(), it.on.accounts), it.on.acting, &flags),
        Some(Command::Uncorrelate(it)) => act::act(Wish::plain(Verb::Uncorrelate, it.accounts), it.acting, &flags),
        Some(Command::Identity(Identity::Enable(it))) => {
            act::act(Wish::plain(Verb::EnableIdentity, it.identities), it.acting, &flags)
        }
        Some(Command::Identity(Identity::Disable(it))) => {
            act::act(Wish::plain(Verb::DisableIdentity, it.identities), it.acting, &flags)
        }
        Some(Command::Source(Source::RemoveAccounts(it))) => act::act(Wish::removing_all(it.source), it.acting, &flags),
        Some(Command::Find(find)) => find::find(&find, &flags),
        Some(Command::Runs(runs)) => runs::runs(&runs, &flags),
        Some(Command::Resume(resuming)) => resume::resume(&resuming, &flags),
        Some(Command::Profiles(profiles)) => profiles::profiles(profiles, &flags),
    };
    ended.unwrap_or_else(Failure::tell).into()
}
