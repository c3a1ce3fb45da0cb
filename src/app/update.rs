//! Takes in what happened and says what is to be done.
//!
//! One event at a time: first what it means in its place (table, details, bar …), then what follows from it in any case:
//! the cursor stays in the list, the pages around it are asked for, the details follow, the next moment is asked for.

mod activity;
mod asking;
mod bar;
mod choosing;
mod copying;
mod details;
mod follow;
mod identity;
mod palette;
mod reports;
mod siblings;
mod sorting;
mod table;
#[cfg(test)]
mod tests;

use super::action::{Action, Context};
use super::editor::EditKey;
use super::event::{Event, Fact};
use super::screens::Screen;
use super::{Effect, State};

/// Takes in what happened and says what is to be done. Total: every event is accepted in every state.
#[must_use]
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    state.now = event.at;
    state.notices.expire(state.now);
    let mut effects = Vec::new();
    match event.fact {
        Fact::Started(size) => {
            state.size = size;
            asking::ask_all(state, &mut effects);
        }
        Fact::Resized(size) => state.size = size,
        Fact::Acted(action) => act(state, action, &mut effects),
        Fact::Typed(key) => type_key(state, key),
        Fact::Pasted(text) => paste(state, &text),
        Fact::Woke => state.wake_at = None,
        Fact::Reported(report) => reports::take_in(state, report, &mut effects),
    }
    follow::follow(state, &mut effects);
    effects
}

fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    if everywhere(state, action, effects) {
        return;
    }
    match state.context() {
        Context::Table => table::act(state, action, effects),
        Context::Details => details::act(state, action, effects),
        Context::Identity => identity::act(state, action, effects),
        Context::Text => accept_or_complete(state, action, effects),
        Context::Log | Context::Help => choosing::scroll(state, action, effects),
        Context::Columns => choosing::choose_columns(state, action, effects),
    }
}

/// What an action does wherever it is meant.
fn everywhere(state: &mut State, action: Action, effects: &mut Vec<Effect>) -> bool {
    match action {
        Action::Quit => effects.push(Effect::Exit),
        Action::Leave if state.screens.is_empty() => effects.push(Effect::Exit),
        Action::Back | Action::Leave => back(state, effects),
        Action::Help => open(state, Screen::Help(super::cursor::Cursor::default())),
        Action::Log => choosing::open_log(state),
        Action::Palette => open(state, Screen::Palette(super::screens::Palette::default())),
        _ => return false,
    }
    true
}

/// Opens a screen over the others; the same kind of screen is never open twice.
fn open(state: &mut State, screen: Screen) {
    let kind = std::mem::discriminant(&screen);
    if !state.screens.iter().any(|open| std::mem::discriminant(open) == kind) {
        state.screens.push(screen);
    }
}

fn back(state: &mut State, effects: &mut Vec<Effect>) {
    match state.screens.pop() {
        Some(Screen::QueryBar(_)) => {
            state.list.narrowing = None;
            table::find_anchor(state);
        }
        Some(Screen::Sibling(sibling)) => siblings::come_back(state, &sibling, effects),
        Some(Screen::Identity(view)) => identity::give_up(&view, effects),
        Some(_) => {}
        None => {
            state.notices.dismiss();
        }
    }
}

/// Closes every screen: the person is in the table again.
fn close_all(state: &mut State, effects: &mut Vec<Effect>) {
    for screen in std::mem::take(&mut state.screens) {
        if let Screen::Identity(view) = screen {
            identity::give_up(&view, effects);
        }
    }
}

fn type_key(state: &mut State, key: EditKey) {
    match state.screens.last_mut() {
        Some(Screen::QueryBar(query_bar)) => {
            query_bar.editor.type_key(key);
            bar::text_changed(state);
        }
        Some(Screen::Palette(palette)) => {
            palette.complaint = None;
            palette.editor.type_key(key);
        }
        Some(Screen::Search(editor)) => {
            editor.type_key(key);
        }
        _ => {}
    }
}

fn paste(state: &mut State, text: &str) {
    match state.screens.last_mut() {
        Some(Screen::QueryBar(query_bar)) => {
            query_bar.editor.paste(text);
            bar::text_changed(state);
        }
        Some(Screen::Palette(palette)) => {
            palette.editor.paste(text);
        }
        Some(Screen::Search(editor)) => {
            editor.paste(text);
        }
        _ => {}
    }
}

fn accept_or_complete(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match (action, state.screens.last()) {
        (Action::Accept, Some(Screen::QueryBar(_))) => bar::accept(state, effects),
        (Action::Accept, Some(Screen::Palette(_))) => palette::accept(state, effects),
        (Action::Complete, Some(Screen::Palette(_))) => palette::complete(state),
        (Action::Accept, Some(Screen::Search(_))) => details::search(state),
        _ => {}
    }
}
