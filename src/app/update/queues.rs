//! What a person does with queues: opens one, saves the query they see as one, takes one out, looks at all of them.

use super::{bar, choosing, refreshing, tasks};
use crate::app::action::Action;
use crate::app::notice::Level;
use crate::app::screens::{QueuesScreen, Screen};
use crate::app::{Effect, State};
use crate::model::{Asks, Problem, Queue, QueueChange, Queues};

/// Opens the queue of a number, counted from 1.
pub(super) fn open_numbered(state: &mut State, number: usize, effects: &mut Vec<Effect>) {
    if let Some(place) = number.checked_sub(1).filter(|place| *place < state.queues.len()) {
        open_at(state, place, effects);
    } else {
        let told = format!("there is no queue {number}; :queue add NAME saves the query you see as one");
        state.notices.add(state.now, Level::Note, told);
    }
}

/// Opens the queue of a name.
pub(super) fn open_named(state: &mut State, name: &str, effects: &mut Vec<Effect>) {
    if let Some(place) = state.queues.named(name) {
        open_at(state, place, effects);
    } else {
        let told = format!("there is no queue {name}, or several begin so; :queues lists them");
        state.notices.add(state.now, Level::Note, told);
    }
}

/// Asks what the queue asks, each time anew.
fn open_at(state: &mut State, place: usize, effects: &mut Vec<Effect>) {
    let Some(standing) = state.queues.at(place) else { return };
    let (id, asks) = (standing.id, standing.queue.asks.clone());
    super::close_all(state, effects);
    if let Some(standing) = state.queues.of_mut(id) {
        standing.look_at();
    }
    match asks {
        Asks::Accounts(query) => bar::ask_text(state, &query, effects),
        Asks::FailedWork => tasks::open_failed(state, effects),
    }
}

/// Saves the query on the screen behind the other queues.
pub(super) fn add(state: &mut State, name: &str, effects: &mut Vec<Effect>) {
    let query = state.list.asked.text.trim().to_owned();
    if query.is_empty() {
        let told = "nothing was asked yet: ask for accounts first, then save that as a queue";
        return state.notices.add(state.now, Level::Note, told);
    }
    let queue = Queue { name: name.trim().to_owned(), asks: Asks::Accounts(query) };
    effects.push(Effect::KeepQueues(QueueChange::Add(queue)));
}

/// Takes a queue out.
pub(super) fn remove(state: &mut State, name: &str, effects: &mut Vec<Effect>) {
    let meant = state.queues.named(name).and_then(|place| state.queues.at(place));
    let name = meant.map_or(name.trim(), |standing| &standing.queue.name);
    effects.push(Effect::KeepQueues(QueueChange::Remove(name.to_owned())));
}

/// A change was kept among the settings, or could not be.
pub(super) fn kept(state: &mut State, change: QueueChange, kept: Result<Queues, Problem>) {
    match kept {
        Err(problem) => state.notices.add_problem(state.now, &problem),
        Ok(queues) => {
            let number = queues.all.len();
            state.queues.set(queues.all);
            let told = match change {
                QueueChange::Add(queue) if number <= crate::app::queues::WITH_A_KEY => {
                    format!("{} is queue {number}: {number} opens it", queue.name)
                }
                QueueChange::Add(queue) => format!("{0} is queue {number}: :queue {0} opens it", queue.name),
                QueueChange::Remove(name) => format!("{name} is no queue any more"),
            };
            state.notices.add(state.now, Level::Ok, told);
        }
    }
}

/// Opens the list of queues.
pub(super) fn open_list(state: &mut State) {
    super::open(state, Screen::Queues(QueuesScreen::default()));
}

/// Keys in the list of queues.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let len = state.queues.len();
    let height = state.layout().map_or(0, |layout| layout.rows_beside(QueuesScreen::FRAME));
    let Some(Screen::Queues(screen)) = state.screens.last_mut() else { return };
    if choosing::step(&mut screen.cursor, action, len, height) {
        return;
    }
    let at = screen.cursor.at;
    match action {
        Action::Open => open_at(state, at, effects),
        Action::Refresh => {
            let id = state.queues.at(at).map(|standing| standing.id);
            let is_read = id.is_some_and(|id| refreshing::read_whole(state, id, effects));
            if !is_read {
                refreshing::hurry(state);
            }
        }
        _ => {}
    }
}
