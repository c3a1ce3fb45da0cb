//! The query bar: typing narrows what is here and offers what could come next, Enter asks the tenant.

mod offering;
mod pricing;
mod recalling;

use super::{asking, table};
use crate::app::editor::{EditKey, Editor};
use crate::app::load::Load;
use crate::app::screens::query_bar::{Awaited, Preview, Read};
use crate::app::screens::{QueryBar, Screen};
use crate::app::{Effect, State};
use crate::query::{self, Narrow};
pub(super) use offering::{choose_next, choose_previous, complete};
pub(super) use pricing::{counted, dear, failed, follow, next_due};

/// Opens the bar with the query that was asked.
pub(super) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    asking::want_sources(state, effects);
    let bar = QueryBar { editor: Editor::holding(&state.list.asked.text), ..QueryBar::default() };
    super::open(state, Screen::QueryBar(Box::new(bar)));
    preview(state);
}

fn top_bar(state: &mut State) -> Option<&mut QueryBar> {
    match state.screens.last_mut() {
        Some(Screen::QueryBar(bar)) => Some(bar),
        _ => None,
    }
}

/// A key is typed into the text.
pub(super) fn type_key(state: &mut State, key: EditKey) {
    let Some(bar) = top_bar(state) else { return };
    let is_changed = bar.editor.type_key(key);
    bar.offers = None;
    if is_changed {
        bar.recalled = None;
        let is_begun = !bar.editor.text().trim().is_empty();
        text_changed(state);
        // Where nothing was begun, Up and Down bring back what was asked; Tab still offers.
        if is_begun {
            offering::offer(state);
        }
    }
}

/// Text is pasted into the text; a list becomes the values of a field.
pub(super) fn paste(state: &mut State, text: &str) {
    let Some(bar) = top_bar(state) else { return };
    let before: String = bar.editor.text().chars().take(bar.editor.cursor()).collect();
    bar.editor.paste(&query::pasted(&before, text));
    bar.offers = None;
    bar.recalled = None;
    text_changed(state);
}

/// The text has changed: narrow what is here and say what Enter would do.
fn text_changed(state: &mut State) {
    let Some(bar) = top_bar(state) else { return };
    bar.waits_for = None;
    bar.warned_of = None;
    let text = bar.editor.text().to_owned();
    // What was asked already holds for every row here; only what differs from it narrows.
    let narrow = if text.trim() == state.list.asked.text { Narrow::new("") } else { Narrow::new(&text) };
    state.list.narrow_to(narrow);
    table::find_anchor(state);
    preview(state);
}

/// Goes on narrowing where not every row was tried, once nothing else is to be done.
pub(super) fn narrow_on(state: &mut State) {
    if state.list.is_counting() {
        state.list.narrow_on();
        table::find_anchor(state);
    }
}

/// Says below the text what Enter would do, and what that would cost.
pub(super) fn preview(state: &mut State) {
    let Some(Screen::QueryBar(bar)) = state.screens.last() else { return };
    let text = bar.editor.text().trim().to_owned();
    let preview = if text.is_empty() {
        Preview::Everything
    } else {
        match asking::compile(state, &text) {
            Ok(compiled) => {
                let price = pricing::price(state, &compiled);
                let here = compiled.here.map(|here| here.meaning).unwrap_or_default();
                let read = price.map(|price| Read { here, price });
                Preview::Asks { filter: compiled.filter, meaning: compiled.meaning, read }
            }
            Err(errors) => match errors.first() {
                Some(first) if errors.iter().all(|error| error.unfinished) => {
                    Preview::Unfinished(first.message.clone())
                }
                _ => Preview::Wrong(errors),
            },
        }
    };
    if let Some(bar) = top_bar(state) {
        bar.preview = preview;
    }
    pricing::ask_once_it_rests(state);
}

/// Enter: asks the tenant, or shows where the text is wrong. A source is named to the tenant by its id, so a query that
/// names one waits for the names that are on their way; and one that may cost much waits until that is known.
pub(super) fn accept(state: &mut State, effects: &mut Vec<Effect>) {
    let waiting = state.sources.is_loading();
    let Some(bar) = top_bar(state) else { return };
    bar.offers = None;
    let text = bar.editor.text().trim().to_owned();
    if waiting && query::parse(&text).is_ok_and(|query| query.names_a_source()) {
        bar.waits_for = Some(Awaited::Sources);
        return;
    }
    submit(state, &text, effects);
}

fn submit(state: &mut State, text: &str, effects: &mut Vec<Effect>) {
    match asking::compile(state, text) {
        Ok(compiled) => {
            if pricing::has_to_be_agreed_to(state, text, &compiled) {
                return;
            }
            close(state, effects);
            state.list.order = None;
            state.history.add(text);
            asking::ask(state, text, compiled, effects);
        }
        Err(errors) => {
            if let Some(bar) = top_bar(state) {
                bar.preview = Preview::Wrong(errors);
            }
        }
    }
}

fn close(state: &mut State, effects: &mut Vec<Effect>) {
    let (bar, others) = std::mem::take(&mut state.screens).into_iter().partition(|s| matches!(s, Screen::QueryBar(_)));
    state.screens = others;
    let bar: Vec<Screen> = bar;
    effects.extend(bar.iter().flat_map(Screen::jobs).map(Effect::Cancel));
}

/// Asks for a query that was not typed into the bar; a wrong one opens the bar where it can be mended.
pub(super) fn ask_text(state: &mut State, text: &str, effects: &mut Vec<Effect>) {
    open(state, effects);
    if let Some(bar) = top_bar(state) {
        bar.editor = Editor::holding(text);
    }
    preview(state);
    accept(state, effects);
}

/// The names of the sources are here, or will not come: whoever waits for them goes on.
pub(super) fn sources_settled(state: &mut State, effects: &mut Vec<Effect>) {
    debug_assert!(!matches!(state.sources, Load::Loading { .. }));
    preview(state);
    go_on_after(state, Awaited::Sources, effects);
}

/// What Enter waited for is here: it goes on.
fn go_on_after(state: &mut State, awaited: Awaited, effects: &mut Vec<Effect>) {
    let Some(bar) = top_bar(state).filter(|bar| bar.waits_for == Some(awaited)) else { return };
    bar.waits_for = None;
    let text = bar.editor.text().trim().to_owned();
    submit(state, &text, effects);
}
