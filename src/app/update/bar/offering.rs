//! What could stand where the person types: offered below the text, chosen with Tab, Down and Up.

use super::{asking, recalling, text_changed, top_bar};
use crate::app::State;
use crate::app::screens::Screen;
use crate::app::screens::query_bar::Offers;
use crate::app::vocabulary::Seen;
use crate::query::{self, Completion};

/// Offers what could stand where the person has just typed.
pub(super) fn offer(state: &mut State) {
    let offers = offers(state);
    if let Some(bar) = top_bar(state) {
        bar.offers = offers;
    }
}

/// What could stand at the cursor: nothing where nothing was begun, so that Up and Down bring back what was asked.
fn offers(state: &State) -> Option<Offers> {
    let Some(Screen::QueryBar(bar)) = state.screens.last() else { return None };
    let text = bar.editor.text();
    let cursor = text.char_indices().nth(bar.editor.cursor()).map_or(text.len(), |(at, _)| at);
    let seen = Seen { state, sources: asking::sources_known(state) };
    let Completion { span, offers } = query::complete(text, cursor, &seen)?;
    Some(Offers { span, offers, chosen: None })
}

/// Tab: takes the first offer, and then goes through the others. Where none is shown, looks for some.
pub(in crate::app::update) fn complete(state: &mut State) {
    let Some(bar) = top_bar(state) else { return };
    if bar.offers.is_none() {
        offer(state);
    }
    choose(state, 1);
}

/// Down: the next offer, or the query asked after the one that was brought back.
pub(in crate::app::update) fn choose_next(state: &mut State) {
    if !choose(state, 1) {
        recalling::forward(state);
    }
}

/// Up: the offer before, or the query asked before.
pub(in crate::app::update) fn choose_previous(state: &mut State) {
    if !choose(state, -1) {
        recalling::back(state);
    }
}

/// Puts another offer in its place. Says whether there is one.
fn choose(state: &mut State, by: isize) -> bool {
    let Some(bar) = top_bar(state) else { return false };
    let Some(Offers { span, offers, chosen }) = bar.offers.as_mut().filter(|offers| !offers.offers.is_empty()) else {
        return false;
    };
    let next = match *chosen {
        Some(now) => now.wrapping_add_signed(by).wrapping_add(offers.len()) % offers.len(),
        None if by < 0 => offers.len() - 1,
        None => 0,
    };
    let Some(offer) = offers.get(next) else { return false };
    bar.editor.put(span.range(), offer);
    *chosen = Some(next);
    span.end = span.start + offer.len();
    let is_only_one = offers.len() == 1;
    text_changed(state);
    if is_only_one {
        // It is settled; what comes behind it is another thing.
        self::offer(state);
    }
    true
}
