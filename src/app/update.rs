//! Stub.
use super::{Effect, Event, State};

/// Takes in what happened and says what is to be done.
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    state.now = event.at;
    Vec::new()
}
