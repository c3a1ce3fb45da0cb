//! Drawing: reads the state, writes cells, and does nothing else.
//!
//! One file a panel, each with a function `draw`. Panels write through a [`pane::Pane`] only, which keeps them inside
//! their part of the screen and makes everything safe that came from the tenant. `theme` holds the colours by meaning,
//! `words` and `time` say numbers and times, `scroll` says which lines of a list are shown.
//!
//! What is drawn is chosen to be cheap to change: over a slow line a move of the cursor costs the cells that differ, so
//! no row is ever restyled as a whole.

mod column_chooser;
mod completeness;
mod detail;
mod dialog;
mod diff;
mod document;
mod export;
mod header;
mod help;
mod hint;
mod identity;
mod log;
mod overlay;
mod palette;
mod pane;
mod picker;
mod plan;
mod prompt;
mod pulse;
mod query_bar;
mod queue_line;
mod queues;
mod run;
mod scroll;
mod status;
mod table;
mod target;
mod tasks;
mod text_field;
mod theme;
mod time;
mod too_small;
mod words;
mod wrap;

use ratatui::Frame;

use crate::app::State;
use crate::app::screens::Screen;
use crate::keys::Keymap;
use pane::Pane;
pub use theme::Theme;

/// What every panel draws from.
#[derive(Clone, Copy)]
struct Scene<'a> {
    state: &'a State,
    keymap: &'a Keymap,
    theme: &'a Theme,
}

/// Draws the whole screen.
pub fn view(state: &State, keymap: &Keymap, theme: &Theme, frame: &mut Frame) {
    let scene = Scene { state, keymap, theme };
    let Some(layout) = state.layout() else {
        return too_small::draw(frame);
    };
    header::draw(scene, &mut Pane::new(frame, layout.header));
    queue_line::draw(scene, &mut Pane::new(frame, layout.queues));
    if let Some(overlay) = state.screens.iter().rev().find(|screen| overlay::covers(screen)) {
        overlay::draw(scene, overlay, frame, layout.middle());
    } else {
        match state.identity_view() {
            Some(view) => identity::draw(scene, view, &mut Pane::new(frame, layout.table)),
            None => table::draw(scene, &mut Pane::new(frame, layout.table)),
        }
        detail::draw(scene, &mut Pane::new(frame, layout.detail));
    }
    status::draw(scene, &mut Pane::new(frame, layout.status));
    hint::draw(scene, &mut Pane::new(frame, layout.hint));
    let covered = state.screens.iter().rposition(overlay::covers).unwrap_or(0);
    for screen in &state.screens[covered..] {
        match screen {
            Screen::QueryBar(bar) => query_bar::draw(scene, bar, frame, layout.bar),
            Screen::Search(editor) => prompt::draw(scene, "/", editor, frame, layout.hint),
            Screen::Plan(plan) => plan::draw_over(scene, plan, frame, &layout),
            Screen::Leaving => dialog::draw_leaving(scene, frame, &layout),
            Screen::PlanSaving(saving) => prompt::draw(scene, "→", &saving.file, frame, layout.hint),
            Screen::PlanOpening(opening) => plan::draw_opening(scene, opening, frame, &layout),
            Screen::Palette(palette) => palette::draw(scene, palette, frame, &layout),
            _ => {}
        }
    }
}
