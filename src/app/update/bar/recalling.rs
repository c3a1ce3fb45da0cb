//! The queries asked before, brought back into the bar with Up and Down.

use super::{text_changed, top_bar};
use crate::app::State;
use crate::app::screens::query_bar::Recalled;

/// The query asked before the one that stands here.
pub(super) fn back(state: &mut State) {
    let Some(bar) = top_bar(state) else { return };
    let (from, draft) = match &bar.recalled {
        Some(Recalled { back, draft }) => (back + 1, draft.clone()),
        None => (0, bar.editor.text().to_owned()),
    };
    let here = bar.editor.text().to_owned();
    // What stands here already would look as if the key did nothing.
    let others = (from..).map_while(|back| Some((back, state.history.back(back)?)));
    let other = others.into_iter().find(|(_, text)| *text != here).map(|(back, text)| (back, text.to_owned()));
    if let Some((back, text)) = other {
        bring(state, &text, Some(Recalled { back, draft }));
    }
}

/// The query asked after it; behind the newest, what was typed before.
pub(super) fn forward(state: &mut State) {
    let Some(Recalled { back, draft }) = top_bar(state).and_then(|bar| bar.recalled.clone()) else { return };
    match back.checked_sub(1).and_then(|back| Some((back, state.history.back(back)?.to_owned()))) {
        Some((back, text)) => bring(state, &text, Some(Recalled { back, draft })),
        None => bring(state, &draft, None),
    }
}

fn bring(state: &mut State, text: &str, recalled: Option<Recalled>) {
    if let Some(bar) = top_bar(state) {
        bar.editor.replace(text);
        bar.recalled = recalled;
        text_changed(state);
    }
}
