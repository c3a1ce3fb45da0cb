//! The palette: a command by name.

use super::{asking, bar, choosing, exporting, filing, planning, queues, sorting, table};
use crate::app::column::Column;
use crate::app::screens::palette::{Command, matching};
use crate::app::screens::{Palette, Screen};
use crate::app::{Effect, State};
use crate::model::Verb;

fn top(state: &mut State) -> Option<&mut Palette> {
    match state.screens.last_mut() {
        Some(Screen::Palette(palette)) => Some(palette),
        _ => None,
    }
}

/// Enter: does the command, or says why it cannot.
pub(super) fn accept(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(palette) = top(state) else { return };
    if palette.editor.text().trim().is_empty() {
        state.screens.pop();
        return;
    }
    match Command::read(palette.editor.text()) {
        Ok(command) => {
            state.screens.pop();
            perform(state, command, effects);
        }
        Err(complaint) => palette.complaint = Some(complaint),
    }
}

fn perform(state: &mut State, command: Command, effects: &mut Vec<Effect>) {
    if !matches!(command, Command::Act(_) | Command::Export(_)) {
        super::close_all(state, effects);
    }
    match command {
        Command::Act(action) => super::act(state, action, effects),
        Command::Export(name) => exporting::open(state, &name, effects),
        Command::Plan(file) => filing::open(state, file, effects),
        Command::Goto(number) => table::goto(state, number),
        Command::Query(text) if text.is_empty() => asking::ask_all(state, effects),
        Command::Query(text) => bar::ask_text(state, &text, effects),
        Command::Queue(name) => queues::open_named(state, &name, effects),
        Command::AddQueue(name) => queues::add(state, &name, effects),
        Command::RemoveQueue(name) => queues::remove(state, &name, effects),
        Command::Sort { column, descending } => {
            if let Some(column) = Column::named(&column) {
                sorting::sort_by(state, column, descending, effects);
            }
        }
        Command::Identities { enable } => {
            let verb = if enable { Verb::EnableIdentity } else { Verb::DisableIdentity };
            planning::act_on_identities(state, verb, effects);
        }
        Command::RemoveAll(name) => planning::remove_all_of(state, &name, effects),
        Command::Column(name) => {
            if let Some(column) = Column::named(&name) {
                choosing::toggle(state, &column, effects);
            }
        }
    }
}

/// Tab: completes the command as far as it is certain, then goes through those that fit.
pub(super) fn complete(state: &mut State) {
    let Some(palette) = top(state) else { return };
    let typed = palette.editor.text().trim_start().to_owned();
    if let Some(name) = typed.strip_prefix("queue ") {
        return complete_queue(state, name);
    }
    let all = matching("");
    let exact = all.iter().position(|(name, _)| *name == typed);
    let next = match exact {
        Some(here) => all.get((here + 1) % all.len()),
        None => matching(&typed).first().and_then(|first| all.iter().find(|command| *command == first)),
    };
    if let Some((name, _)) = next {
        palette.editor.replace(name);
    }
}

/// Tab behind `queue`: the name that begins so, then the one after it.
fn complete_queue(state: &mut State, typed: &str) {
    let (command, beginning) = match typed.trim_start().split_once(' ') {
        Some((command @ "remove", name)) => (format!("{command} "), name),
        _ => (String::new(), typed),
    };
    let names: Vec<String> = state.queues.iter().map(|standing| standing.queue.name.clone()).collect();
    let beginning = beginning.trim_start();
    let next = match names.iter().position(|name| name == beginning) {
        Some(here) => names.get((here + 1) % names.len()),
        None => names.iter().find(|name| name.to_lowercase().starts_with(&beginning.to_lowercase())),
    };
    if let (Some(name), Some(palette)) = (next, top(state)) {
        palette.editor.replace(&format!("queue {command}{name}"));
    }
}
