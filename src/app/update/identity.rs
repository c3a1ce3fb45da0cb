//! The identity view: opening it, moving in it, reading what it shows.

use std::sync::Arc;

use super::{choosing, copying, details, planning};
use crate::app::action::Action;
use crate::app::detail::Tab;
use crate::app::notice::Level;
use crate::app::screens::identity::IdentityRead;
use crate::app::screens::{IdentityView, Screen};
use crate::app::state::Subject;
use crate::app::{Effect, Load, State};
use crate::model::{AccountRow, Identity, Problem};
use crate::work::protocol::{Job, JobId};

/// Opens the view of the identity of the account at hand. Where it is open already, goes back to it.
pub(super) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    let (identity, name) = match state.subject() {
        Subject::Account(row, _) => match identity_of(row) {
            Ok(known) => known,
            Err(why) => return state.notices.add(state.now, Level::Note, why),
        },
        Subject::SignIn(view) => (view.accounts.identity.clone(), None),
        Subject::Nothing => return,
    };
    open_of(state, &identity, name.as_deref(), effects);
}

/// Opens the view of an identity. Where it is open already, goes back to it.
pub(super) fn open_of(state: &mut State, identity: &str, name: Option<&str>, effects: &mut Vec<Effect>) {
    let open = state.screens.iter().position(|screen| matches!(screen, Screen::Identity(_)));
    if let Some(open) = open {
        state.screens.truncate(open + 1);
        if state.identity_view().is_some_and(|view| *view.accounts.identity == *identity) {
            return;
        }
        super::back(state, effects);
    }
    state.screens.push(Screen::Identity(Box::new(IdentityView::of(identity, name))));
}

/// The id and the name of the identity an account belongs to, or in plain words why there is none to show.
fn identity_of(row: &AccountRow) -> Result<(Box<str>, Option<Box<str>>), String> {
    let account = row.name_to_show();
    match (row.identity.as_deref(), row.uncorrelated) {
        (Some(identity), _) => match &identity.id {
            Some(id) => Ok((id.clone(), identity.name.clone())),
            None => Err(format!("the tenant did not give the id of the identity of {account}")),
        },
        (None, Some(true)) => Err(format!("{account} is uncorrelated: it belongs to no identity")),
        (None, _) => Err(format!("the tenant did not say whose account {account} is")),
    }
}

/// Keys in the view.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Open => open_details(state, None),
        Action::RawJson => open_details(state, Some(Tab::Json)),
        Action::NextTab if state.detail_is_shown() => details::turn(state, 1),
        Action::PreviousTab if state.detail_is_shown() => details::turn(state, -1),
        Action::Copy => copying::copy_id_or_name(state, effects),
        Action::CopyRows => copying::copy_row(state, effects),
        Action::Refresh => refresh(state, effects),
        _ => {
            if let Some(verb) = action.verb() {
                return planning::act_on(state, verb, effects);
            }
            let height = rows(state);
            let Some(view) = state.identity_view_mut() else { return };
            let len = view.rows();
            if choosing::step(&mut view.cursor, action, len, height) {
                view.hold_anchor();
            }
        }
    }
}

/// Opens the details of what is under the cursor; the same kind of screen may lie below the view.
fn open_details(state: &mut State, tab: Option<Tab>) {
    let is_there = match state.subject() {
        Subject::Account(..) => true,
        Subject::SignIn(_) => tab.is_none(),
        Subject::Nothing => false,
    };
    if is_there {
        state.screens.push(Screen::Details);
        // The siblings are what the view shows already.
        let again = (state.detail.tab == Tab::Siblings).then_some(Tab::Overview);
        if let Some(tab) = tab.or(again) {
            details::show(state, tab);
        }
    }
}

fn rows(state: &State) -> usize {
    state.layout().map_or(0, |layout| layout.identity_rows())
}

/// An account of the view was read back: what was seen is what is shown.
pub(super) fn account_seen(state: &mut State, row: &AccountRow) {
    if let Some(view) = state.identity_view_mut() {
        view.accounts.window.replace(row);
    }
}

/// The sign-in of an identity was changed: where its view is open, it is read again.
pub(super) fn sign_in_changed(state: &mut State, identity: &str, effects: &mut Vec<Effect>) {
    if let Some(view) = state.identity_view_mut().filter(|view| &*view.accounts.identity == identity) {
        effects.extend(view.identity_job.take().map(Effect::Cancel));
        view.epoch = view.epoch.next();
        ask_identity(state, effects);
    }
}

/// Reads the identity and its accounts again; what is here stays until they have been.
pub(super) fn refresh(state: &mut State, effects: &mut Vec<Effect>) {
    let height = rows(state);
    let Some(view) = state.identity_view_mut() else { return };
    let first = view.cursor.top.saturating_sub(1);
    effects.extend(view.accounts.refresh(first, height).into_iter().map(Effect::Cancel));
    effects.extend(view.identity_job.take().map(Effect::Cancel));
    view.epoch = view.epoch.next();
    ask_identity(state, effects);
}

/// What the open view needs is asked for, and its cursor stays inside.
pub(super) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    let height = rows(state);
    if state.identity_view().is_some_and(|view| view.identity == Load::Idle) {
        ask_identity(state, effects);
    }
    let mut last_job = state.last_job;
    if let Some(view) = state.identity_view_mut() {
        let len = view.rows();
        view.cursor.settle(len, height);
        effects.extend(view.accounts.read_around(view.cursor.top.saturating_sub(1), height, &mut last_job));
    }
    state.last_job = last_job;
}

fn ask_identity(state: &mut State, effects: &mut Vec<Effect>) {
    let job = state.next_job();
    let Some(view) = state.identity_view_mut() else { return };
    view.identity.begin();
    view.identity_job = Some(job);
    effects.push(Effect::Submit(job, Job::Identity { epoch: view.epoch, id: view.accounts.identity.to_string() }));
}

/// Whether the view waits for this job to read the identity.
pub(super) fn awaits(state: &State, job: JobId) -> bool {
    state.identity_view().is_some_and(|view| view.identity_job == Some(job))
}

/// Takes in the identity.
pub(super) fn arrived(state: &mut State, identity: Arc<Identity>, withheld: Option<Problem>) {
    let read = IdentityRead { identity, withheld, read_at: state.now };
    if let Some(view) = state.identity_view_mut() {
        view.identity_job = None;
        view.identity = Load::Ready(read);
    }
}
