//! The siblings tab: all accounts of the same identity, and the way from one to another and back.

use super::details;
use crate::app::detail::Tab;
use crate::app::identity::IdentityAccounts;
use crate::app::screens::{Screen, Sibling};
use crate::app::state::Subject;
use crate::app::{Effect, State};
use crate::model::AccountRow;

/// Begins to read the siblings of the account at hand, where it has an identity.
pub(super) fn begin(state: &mut State) {
    let Some(row) = state.account_at_hand() else { return };
    let Some(identity) = row.identity.as_deref().and_then(|identity| identity.id.clone()) else { return };
    state.detail.siblings.get_or_insert_with(|| IdentityAccounts::of(&identity));
}

/// Asks for the siblings around the line on which the person stands.
pub(super) fn read_around_cursor(state: &mut State, height: usize, effects: &mut Vec<Effect>) {
    let top = state.detail.cursor.top;
    if let Some(siblings) = &mut state.detail.siblings {
        effects.extend(siblings.read_around(top, height, &mut state.last_job));
    }
}

/// Reads the siblings again; what is here stays until they have been.
pub(super) fn refresh(state: &mut State, effects: &mut Vec<Effect>) {
    let height = state.layout().map_or(0, |layout| layout.detail_rows());
    let first = state.detail.cursor.top;
    let given_up = state.detail.siblings.as_mut().map(|siblings| siblings.refresh(first, height));
    effects.extend(given_up.into_iter().flatten().map(Effect::Cancel));
}

/// An account was read back: what was seen is what is shown of it, as a sibling and where the person has gone to it.
pub(super) fn account_seen(state: &mut State, row: &AccountRow) {
    if let Some(siblings) = &mut state.detail.siblings {
        siblings.window.replace(row);
    }
    for screen in &mut state.screens {
        if let Screen::Sibling(sibling) = screen
            && sibling.row.id == row.id
        {
            sibling.row = row.clone();
            sibling.read_at = state.now;
        }
    }
}

/// Goes to the details of the sibling on whose line the person stands. Where the person came from there, goes back.
pub(super) fn go_to(state: &mut State, effects: &mut Vec<Effect>) {
    let Some((row, read_at)) = state.detail.sibling_under_cursor() else { return };
    let row = row.clone();
    let siblings = state.screens.iter().rev().take_while(|screen| matches!(screen, Screen::Sibling(_))).count();
    let below = state.screens.len() - siblings;
    let is_there =
        |screens: &usize| matches!(state.subject_under(*screens), Subject::Account(at, _) if at.id == row.id);
    if let Some(screens) = (below..=state.screens.len()).rev().find(is_there) {
        state.screens.truncate(screens);
    } else {
        let (came_from, stood_at) = (state.detail.tab, state.detail.cursor);
        state.screens.push(Screen::Sibling(Box::new(Sibling { row, read_at, came_from, stood_at })));
    }
    details::turn_to_subject(state, effects);
    details::show(state, Tab::Overview);
}

/// Back from a sibling to where the person came from.
pub(super) fn come_back(state: &mut State, sibling: &Sibling, effects: &mut Vec<Effect>) {
    details::turn_to_subject(state, effects);
    details::show(state, sibling.came_from);
    state.detail.cursor = sibling.stood_at;
}
