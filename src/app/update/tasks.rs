//! The list of tasks: reading it, moving in it, and going from it to the accounts.

use super::{choosing, copying, refreshing, table};
use crate::app::action::Action;
use crate::app::cursor::Step;
use crate::app::notice::Level;
use crate::app::screens::tasks::Which;
use crate::app::screens::{Screen, TasksScreen};
use crate::app::tasks::{self, TaskLine};
use crate::app::{Effect, State};
use crate::model::{AccountId, ActsOn, Problem};
use crate::work::protocol::{Job, JobId, Tasks};

/// Opens the list at its newest line. What the journal holds is read anew each time.
pub(super) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    super::open(state, Screen::Tasks(TasksScreen::default()));
    read(state, effects);
}

/// Opens the list of what failed, or may have.
pub(super) fn open_failed(state: &mut State, effects: &mut Vec<Effect>) {
    super::open(state, Screen::Tasks(TasksScreen { which: Which::Failed, ..TasksScreen::default() }));
    read(state, effects);
}

/// Reads what the journal holds, unless that was done.
pub(super) fn read_once(state: &mut State, effects: &mut Vec<Effect>) {
    if state.tasks.kept == crate::app::Load::Idle {
        read(state, effects);
    }
}

/// Reads what the journal holds once more, where the list is on the screen.
pub(super) fn read_if_shown(state: &mut State, effects: &mut Vec<Effect>) {
    if state.screens.iter().any(|screen| matches!(screen, Screen::Tasks(_))) {
        read(state, effects);
    }
}

/// Reads what the journal holds, unless that is under way.
pub(super) fn read(state: &mut State, effects: &mut Vec<Effect>) {
    if state.tasks.job.is_none() {
        let job = state.next_job();
        state.tasks.job = Some(job);
        state.tasks.kept.begin();
        effects.push(Effect::Submit(job, Job::Tasks));
    }
}

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let (len, height) = (shown(state).len(), rows(state));
    let Some(Screen::Tasks(screen)) = state.screens.last_mut() else { return };
    if choosing::step(&mut screen.cursor, action, len, height) {
        return;
    }
    match action {
        Action::Refresh => read(state, effects),
        Action::Open => go_to_target(state, effects),
        Action::Copy => {
            if let Some(id) = under_cursor(state).map(|line| line.id().to_owned()) {
                copying::copy(state, &id, "the id", effects);
            }
        }
        _ => {}
    }
}

/// How many lines the list shows.
fn rows(state: &State) -> usize {
    let middle = state.layout().map_or(0, |layout| usize::from(layout.middle().height));
    middle.saturating_sub(TasksScreen::frame(middle)).max(1)
}

/// The lines on the screen.
fn shown(state: &State) -> Vec<TaskLine<'_>> {
    let which = state.screens.iter().find_map(|screen| match screen {
        Screen::Tasks(screen) => Some(screen.which),
        _ => None,
    });
    tasks::shown(state, which.unwrap_or_default())
}

fn under_cursor(state: &State) -> Option<TaskLine<'_>> {
    let cursor = state.screens.iter().find_map(|screen| match screen {
        Screen::Tasks(screen) => Some(screen.cursor),
        _ => None,
    })?;
    shown(state).get(cursor.at).copied()
}

/// Goes to the account of the line.
fn go_to_target(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(line) = under_cursor(state) else { return };
    let (id, name) = (line.id().to_owned(), line.name().to_owned());
    let told = match line.kind() {
        ActsOn::Account => return table::go_to_account(state, &AccountId::from(id.as_str()), effects),
        ActsOn::NewAccount => format!("{name} had no id when it was created: look for it by its name"),
        ActsOn::Identity => format!("{name} is an identity: it has no row of its own"),
        ActsOn::Source => format!("{name} is a source: it has no row of its own"),
    };
    state.notices.add(state.now, Level::Note, told);
}

/// What the journal holds has come. The person stays on their line, but for the first: there, what is newest is wanted.
pub(super) fn arrived(state: &mut State, job: JobId, tasks: Tasks) {
    if state.tasks.job != Some(job) {
        return;
    }
    let key = |line: TaskLine<'_>| (line.run(), line.id().to_owned());
    let stood_on = under_cursor(state).map(key);
    state.tasks.job = None;
    state.tasks.kept = crate::app::Load::Ready(tasks);
    refreshing::recount_failed_work(state);
    let lines = shown(state);
    let (len, height) = (lines.len(), rows(state));
    let place = lines.into_iter().position(|line| Some(key(line)) == stood_on);
    for screen in &mut state.screens {
        if let (Screen::Tasks(screen), Some(place)) = (screen, place)
            && screen.cursor.at > 0
        {
            screen.cursor.step(Step::To(place), len, height);
        }
    }
}

/// The journal could not be read. Says whether the job was ours.
pub(super) fn failed(state: &mut State, job: JobId, problem: &Problem) -> bool {
    let is_ours = state.tasks.job == Some(job);
    if is_ours {
        state.tasks.job = None;
        state.tasks.kept.fail(problem.clone());
    }
    is_ours
}

/// The job was cancelled by the worker.
pub(super) fn cancelled(state: &mut State, job: JobId) {
    if state.tasks.job == Some(job) {
        state.tasks.job = None;
        state.tasks.kept.give_up();
    }
}
