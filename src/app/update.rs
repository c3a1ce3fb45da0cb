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
mod editing;
mod exporting;
mod filing;
mod follow;
mod identity;
mod leaving;
mod left_open;
mod marking;
mod palette;
mod picking;
mod planning;
mod probing;
mod pulse;
mod queues;
mod refreshing;
mod reports;
mod reviewing;
mod running;
mod scanning;
mod siblings;
mod sorting;
mod table;
mod tasks;
#[cfg(test)]
mod tests;
mod views;
mod watching;

use super::action::{Action, Context};
use super::document::Purpose;
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
    let is_start = matches!(event.fact, Fact::Started(_));
    let is_reported = matches!(event.fact, Fact::Reported(_));
    let is_key = matches!(event.fact, Fact::Acted(_) | Fact::Typed(_) | Fact::Pasted(_) | Fact::Pressed);
    let (sight, may_show_others) = (marking::Sight::of(state), marking::may_show_others(state, &event.fact));
    match event.fact {
        Fact::Started(size) => {
            state.size = size;
            asking::ask_all(state, &mut effects);
        }
        Fact::Resized(size) => state.size = size,
        Fact::Acted(action) => act(state, action, &mut effects),
        Fact::Pressed => {}
        Fact::Drawn => planning::was_drawn(state),
        Fact::Typed(key) => type_key(state, key),
        Fact::Pasted(text) => paste(state, &text),
        Fact::Interrupted => leaving::be_interrupted(state, &mut effects),
        Fact::QueuesKept(change, kept) => queues::kept(state, change, kept),
        Fact::Woke => {
            state.wake_at = None;
            bar::narrow_on(state);
        }
        Fact::Reported(report) => reports::take_in(state, report, &mut effects),
    }
    if is_key {
        planning::key_was_pressed(state);
    }
    let is_other = |(now, before): (marking::Sight, _)| now.is_other_than(before, is_reported);
    if may_show_others || marking::Sight::of(state).zip(sight).is_some_and(is_other) {
        state.marks.recount(&state.list);
    }
    leaving::follow(state, &mut effects);
    planning::follow(state);
    follow::follow(state, &mut effects);
    if is_start {
        // Behind the rows, which the person waits for.
        left_open::look_up(state, &mut effects);
    }
    if state.tenant.read_only {
        effects.retain(|effect| !effect.changes_the_tenant());
    }
    effects
}

fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    if state.leaving.is_some() && action != Action::Quit {
        // The person has left: nothing new is begun, only waited for.
        return;
    }
    state.list.is_touched |= state.context() == Context::Table;
    if !matches!(action, Action::Back | Action::Quit) {
        editing::forget_question(state);
    }
    if marking::holds_back(state, action, effects) || everywhere(state, action, effects) {
        return;
    }
    match state.context() {
        Context::Table => table::act(state, action, effects),
        Context::Details => details::act(state, action, effects),
        Context::Identity => identity::act(state, action, effects),
        Context::Text => accept_or_complete(state, action, effects),
        Context::Log | Context::Help | Context::Target => choosing::scroll(state, action, effects),
        Context::Columns => choosing::choose_columns(state, action, effects),
        Context::Document => editing::act(state, action, effects),
        Context::Diff => reviewing::act(state, action, effects),
        Context::Picker => picking::act(state, action, effects),
        Context::Export => exporting::act(state, action, effects),
        Context::Dialog if state.screens.last() == Some(&Screen::Leaving) => leaving::act(state, action, effects),
        Context::Dialog if matches!(state.screens.last(), Some(Screen::PlanOpening(_))) => {
            if matches!(action, Action::Refuse | Action::Accept) {
                back(state, effects);
            }
        }
        Context::Dialog => planning::act(state, action, effects),
        Context::Run => running::act(state, action, effects),
        Context::Tasks => tasks::act(state, action, effects),
        Context::Pulse => pulse::act(state, action, effects),
        Context::Queues => queues::act(state, action, effects),
    }
}

/// What an action does wherever it is meant.
fn everywhere(state: &mut State, action: Action, effects: &mut Vec<Effect>) -> bool {
    match action {
        Action::Quit if editing::asks_before_leaving(state) => {}
        Action::Quit => leaving::ask(state, effects),
        Action::Leave if state.screens.is_empty() => leaving::ask(state, effects),
        Action::Back if state.context() == Context::Document && editing::asks_before_leaving(state) => {}
        Action::Back => {
            state.escaped_at = Some(state.now);
            back(state, effects);
        }
        Action::Leave => back(state, effects),
        Action::Edit => editing::open(state, Purpose::Edit, effects),
        Action::Replace => editing::open(state, Purpose::Replace, effects),
        Action::Create => editing::create(state, effects),
        Action::Correlate => picking::open_owners(state),
        Action::Uncorrelate => picking::uncorrelate(state, effects),
        Action::Help => open(state, Screen::Help(super::cursor::Cursor::default())),
        Action::Log => choosing::open_log(state),
        Action::LastRun => running::open_last(state),
        Action::Tasks => tasks::open(state, effects),
        Action::Pulse => pulse::open(state, effects),
        Action::Export => exporting::open(state, "", effects),
        Action::CommandLine => exporting::copy_command_line(state, effects),
        Action::Watch => watching::toggle(state),
        Action::Queue(number) => queues::open_numbered(state, number.into(), effects),
        Action::Queues => queues::open_list(state),
        Action::PreviousView => views::go_back(state, effects),
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
    let left = state.screens.pop();
    effects.extend(left.iter().flat_map(Screen::jobs).map(Effect::Cancel));
    match left {
        Some(Screen::QueryBar(_)) => {
            state.list.narrowing = None;
            table::find_anchor(state);
        }
        Some(Screen::Export(screen)) => exporting::left(state, &screen),
        Some(Screen::Sibling(sibling)) => siblings::come_back(state, &sibling, effects),
        Some(_) => {}
        None if marking::end(state, effects) || scanning::end(state, effects) => {}
        None => {
            state.notices.dismiss();
        }
    }
}

/// Closes every screen: the person is in the table again.
fn close_all(state: &mut State, effects: &mut Vec<Effect>) {
    let closed = std::mem::take(&mut state.screens);
    effects.extend(closed.iter().flat_map(Screen::jobs).map(Effect::Cancel));
}

fn type_key(state: &mut State, key: EditKey) {
    editing::forget_question(state);
    match state.screens.last_mut() {
        Some(Screen::Document(_)) => editing::type_key(state, key),
        Some(Screen::Picker(_)) => picking::type_key(state, key),
        Some(Screen::Export(_)) => exporting::type_key(state, key),
        Some(Screen::QueryBar(_)) => bar::type_key(state, key),
        Some(Screen::Palette(palette)) => {
            palette.complaint = None;
            palette.editor.type_key(key);
        }
        Some(Screen::Search(editor)) => {
            editor.type_key(key);
        }
        Some(Screen::Plan(_)) => planning::type_key(state, key),
        Some(Screen::PlanSaving(_)) => filing::type_key(state, key),
        _ => {}
    }
}

fn paste(state: &mut State, text: &str) {
    editing::forget_question(state);
    match state.screens.last_mut() {
        Some(Screen::Document(_)) => editing::paste(state, text),
        Some(Screen::Picker(_)) => picking::paste(state, text),
        Some(Screen::Export(_)) => exporting::paste(state, text),
        Some(Screen::QueryBar(_)) => bar::paste(state, text),
        Some(Screen::Palette(palette)) => {
            palette.editor.paste(text);
        }
        Some(Screen::Search(editor)) => {
            editor.paste(text);
        }
        Some(Screen::Plan(_)) => planning::paste(state, text),
        Some(Screen::PlanSaving(_)) => filing::paste(state, text),
        _ => {}
    }
}

fn accept_or_complete(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let in_document = editing::document(state).is_some();
    match (action, state.screens.last()) {
        (Action::Accept, Some(Screen::QueryBar(_))) => bar::accept(state, effects),
        (Action::Complete, Some(Screen::QueryBar(_))) => bar::complete(state),
        (Action::Down, Some(Screen::QueryBar(_))) => bar::choose_next(state),
        (Action::Up, Some(Screen::QueryBar(_))) => bar::choose_previous(state),
        (Action::Accept, Some(Screen::Palette(_))) => palette::accept(state, effects),
        (Action::Complete, Some(Screen::Palette(_))) => palette::complete(state),
        (Action::Accept, Some(Screen::Search(_))) if in_document => editing::search(state),
        (Action::Accept, Some(Screen::Search(_))) => details::search(state),
        (Action::Accept, Some(Screen::PlanSaving(_))) => filing::save(state, effects),
        (Action::Accept | Action::Complete, Some(Screen::Plan(_))) => planning::leave_field(state, action),
        _ => {}
    }
}
