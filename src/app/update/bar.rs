//! The query bar: typing narrows what is here, Enter asks the tenant.

use super::{asking, table};
use crate::app::editor::Editor;
use crate::app::load::Load;
use crate::app::screens::query_bar::Preview;
use crate::app::screens::{QueryBar, Screen};
use crate::app::{Effect, State};
use crate::query::{self, Narrow};

/// Opens the bar with the query that was asked.
pub(super) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    asking::want_sources(state, effects);
    let bar = QueryBar { editor: Editor::holding(&state.list.asked.text), ..QueryBar::default() };
    super::open(state, Screen::QueryBar(bar));
    preview(state);
}

fn top_bar(state: &mut State) -> Option<&mut QueryBar> {
    match state.screens.last_mut() {
        Some(Screen::QueryBar(bar)) => Some(bar),
        _ => None,
    }
}

/// The text has changed: narrow what is here and say what Enter would do.
pub(super) fn text_changed(state: &mut State) {
    let Some(bar) = top_bar(state) else { return };
    bar.waits_for_sources = false;
    let text = bar.editor.text().to_owned();
    // What was asked already holds for every row here; only what differs from it narrows.
    let narrow = if text == state.list.asked.text { Narrow::new("") } else { Narrow::new(&text) };
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

/// Says below the text what Enter would do.
pub(super) fn preview(state: &mut State) {
    let Some(Screen::QueryBar(bar)) = state.screens.last() else { return };
    let text = bar.editor.text().trim().to_owned();
    let preview = if text.is_empty() {
        Preview::Everything
    } else {
        match asking::compile(state, &text) {
            Ok(compiled) => Preview::Asks { filter: compiled.filter, meaning: compiled.meaning },
            Err(errors) => Preview::Wrong(errors),
        }
    };
    if let Some(bar) = top_bar(state) {
        bar.preview = preview;
    }
}

/// Enter: asks the tenant, or shows where the text is wrong. A source is named to the tenant by its id, so a query that
/// names one waits for the names that are on their way.
pub(super) fn accept(state: &mut State, effects: &mut Vec<Effect>) {
    let waiting = state.sources.is_loading();
    let Some(bar) = top_bar(state) else { return };
    let text = bar.editor.text().trim().to_owned();
    if waiting && query::parse(&text).is_ok_and(|query| query.names_a_source()) {
        bar.waits_for_sources = true;
        return;
    }
    submit(state, &text, effects);
}

fn submit(state: &mut State, text: &str, effects: &mut Vec<Effect>) {
    match asking::compile(state, text) {
        Ok(compiled) => {
            state.screens.retain(|screen| !matches!(screen, Screen::QueryBar(_)));
            state.list.order = None;
            asking::ask(state, text, compiled, effects);
        }
        Err(errors) => {
            if let Some(bar) = top_bar(state) {
                bar.preview = Preview::Wrong(errors);
            }
        }
    }
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
    let Some(bar) = top_bar(state) else { return };
    if std::mem::take(&mut bar.waits_for_sources) {
        let text = bar.editor.text().trim().to_owned();
        submit(state, &text, effects);
    }
}
