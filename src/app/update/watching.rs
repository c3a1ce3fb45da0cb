//! Watching accounts for a while: what changes is told, and shown where the account is on the screen.

use super::{details, table};
use crate::app::notice::Level;
use crate::app::{Effect, State};
use crate::model::{AccountId, AccountRow, Problem};
use crate::work::protocol::{Job, JobId, Look};

/// Watches the account under the cursor, or no longer.
pub(super) fn toggle(state: &mut State) {
    let Some(row) = state.account_at_hand().cloned() else { return };
    let name = row.name_to_show();
    let told = if state.watches.toggle(&row, state.now) {
        format!("watching {name} for 30 minutes; again: stop")
    } else {
        format!("no longer watching {name}")
    };
    state.notices.add(state.now, Level::Note, told);
}

/// Ends what is over, and reads what is due: all of it in one request.
pub(super) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    for row in state.watches.take_ended(state.now) {
        let told = format!("no longer watching {}: 30 minutes are over", row.name_to_show());
        state.notices.add(state.now, Level::Note, told);
    }
    if let Some(ids) = state.watches.due(state.now) {
        let job = state.next_job();
        state.watches.begin(job);
        effects.push(Effect::Submit(job, Job::Watch { ids }));
    }
}

/// The watched accounts were read.
pub(super) fn take_in(state: &mut State, job: JobId, looks: Vec<(AccountId, Look)>, effects: &mut Vec<Effect>) {
    if !state.watches.end(job, state.now) {
        return;
    }
    for (id, look) in looks {
        match look {
            Look::Here(row) => seen(state, &row, effects),
            Look::Gone => gone(state, &id),
            Look::NotRead(problem) => not_read(state, &id, &problem),
        }
    }
}

/// The job ended without an answer. Says whether it was ours.
pub(super) fn failed(state: &mut State, job: JobId) -> bool {
    state.watches.end(job, state.now)
}

fn seen(state: &mut State, row: &AccountRow, effects: &mut Vec<Effect>) {
    let Some(watched) = state.watches.of_mut(&row.id) else { return };
    watched.fails = false;
    let before = std::mem::replace(&mut watched.row, row.clone());
    let changes = changes(&before, row);
    if before != *row {
        table::show_row(state, row);
        details::account_changed(state, &row.id, effects);
    }
    if !changes.is_empty() {
        state.notices.add(state.now, Level::Warn, format!("{}: {}", whose(row), changes.join("; ")));
    }
}

/// What a person watches for, from what to what.
fn changes(before: &AccountRow, now: &AccountRow) -> Vec<String> {
    let differ = |before: Option<bool>, now: Option<bool>| before.zip(now).is_some_and(|(before, now)| before != now);
    let mut changes = Vec::new();
    if differ(before.disabled, now.disabled) || differ(before.locked, now.locked) {
        changes.push(format!("{} → {}", before.state().word(), now.state().word()));
    }
    if owner(before).zip(owner(now)).is_some_and(|(before, now)| before != now) {
        changes.push(format!("identity {} → {}", before.identity_to_show(), now.identity_to_show()));
    }
    changes
}

/// The id of the identity the account belongs to, empty where it belongs to nobody; none where the tenant does not say.
fn owner(row: &AccountRow) -> Option<&str> {
    let told = row.identity.as_deref().and_then(|identity| identity.id.as_deref());
    told.or_else(|| (row.uncorrelated == Some(true)).then_some(""))
}

fn gone(state: &mut State, id: &AccountId) {
    if let Some(watched) = state.watches.remove(id) {
        let told = format!("{}: no longer on the tenant, nor watched", whose(&watched.row));
        state.notices.add(state.now, Level::Warn, told);
    }
}

/// Told once, not at every beat.
fn not_read(state: &mut State, id: &AccountId, problem: &Problem) {
    let Some(watched) = state.watches.of_mut(id) else { return };
    if !std::mem::replace(&mut watched.fails, true) {
        let name = watched.row.name_to_show();
        let told = format!("cannot read {name}, which is watched; tried again: {problem}");
        state.notices.add(state.now, Level::Warn, told);
    }
}

fn whose(row: &AccountRow) -> String {
    match row.source.name.as_deref() {
        Some(source) => format!("{} · {source}", row.name_to_show()),
        None => row.name_to_show().into_owned(),
    }
}
