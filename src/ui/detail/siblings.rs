//! All accounts of the same identity, by source: the state on each, and which of them the details are about.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::matches::highlighted;
use super::{draw_absence, failure, label, list, range};
use crate::app::identity::IdentityAccounts;
use crate::app::window::Slot;
use crate::model::{AccountRow, Completeness, NOT_TOLD, Verb, text};
use crate::ui::Scene;
use crate::ui::pane::Pane;
use crate::ui::table::state_style;
use crate::ui::time::{age, clock, exact};
use crate::ui::wrap::wrapped;

/// Stands behind the account the details are about.
const THIS_ONE: &str = "◂";
/// Columns of the state.
const STATES: usize = 10;
/// Columns of a source, where there is room.
const SOURCES: usize = 16;
/// Columns between two values.
const GAP: usize = 2;
/// Columns of an age.
const AGES: usize = 7;
/// From this many columns on, the age has a column of its own.
const WIDE: usize = 50;

pub(super) fn draw(scene: Scene, row: &AccountRow, pane: &mut Pane) {
    let Some(siblings) = &scene.state.detail.siblings else {
        return draw_absence(&[Line::from(why_none(row)).style(scene.theme.dim)], pane);
    };
    let window = &siblings.window;
    if let Some(problem) = window.problem().filter(|_| window.loaded() == 0) {
        return draw_absence(&failure(scene, problem), pane);
    }
    if window.is_empty() {
        let none = "The tenant has no accounts of this identity that this sign-in may see.";
        return draw_absence(&[Line::from(none)], pane);
    }
    let folded = |n: usize, line: &mut Pane| draw_one(scene, window.slot(n), row, line);
    let unfolded = |n: usize, columns: usize| in_full(scene, window.slot(n), row, columns);
    let shown = list(scene, window.len(), pane, folded, unfolded);
    let total = window.total().unwrap_or(window.len() as u64);
    label(scene, &format!("{}{}", range(&shown, total), how_whole(scene, siblings)), pane);
}

/// Why there are no siblings to read.
fn why_none(row: &AccountRow) -> &'static str {
    match (row.identity.as_deref(), row.uncorrelated) {
        (Some(identity), _) if identity.id.is_some() => "···",
        (Some(_), _) => {
            "The tenant did not give the id of this account's identity, so its other accounts cannot be found."
        }
        (None, Some(true)) => "This account is uncorrelated: it belongs to no identity, so it has no siblings.",
        (None, _) => "The tenant did not say whose account this is.",
    }
}

/// What is missing, when it was read, and what the sign means.
fn how_whole(scene: Scene, siblings: &IdentityAccounts) -> String {
    let window = &siblings.window;
    let missing = match window.completeness() {
        Completeness::Missing { have, .. } => format!(" · ⚠ only {} given", text::grouped(have)),
        _ => String::new(),
    };
    let again = if window.problem().is_some() { "⚠ " } else { "" };
    let read = window.oldest().map(|oldest| format!(" · {again}read {}", clock(oldest, &scene.state.zone)));
    format!("{missing}{} · {THIS_ONE} this one", read.unwrap_or_default())
}

fn draw_one(scene: Scene, slot: Slot, this: &AccountRow, line: &mut Pane) {
    let Slot::Here(row, _) = slot else {
        line.line(0, 0, &gap(scene, slot));
        return;
    };
    let edge = line.width();
    let ages = if edge >= WIDE { AGES + GAP } else { 0 };
    let room = edge.saturating_sub(STATES + 1 + GAP + ages + GAP);
    // The source tells one from another: it is whole where it can be.
    let sources = (room / 2).max(SOURCES.min(room * 2 / 3)).min(28);
    let names = room - sources;
    line.line(0, 0, &highlighted(scene, &[state(scene, row)]));
    let mut put = |x, text: &str, columns| {
        let cut = text::cut_middle(text, columns);
        line.line(x, 0, &highlighted(scene, &[(Style::new(), &cut)]));
    };
    put(STATES + 1, row.source.name.as_deref().unwrap_or(NOT_TOLD), sources);
    put(STATES + 1 + sources + GAP, &row.name_to_show(), names);
    if ages > 0 {
        let modified = row.modified.map_or_else(|| NOT_TOLD.to_owned(), |at| age(scene.state.now, at));
        line.put_right(edge - GAP, 0, AGES, &modified, Style::new());
    }
    if row.id == this.id {
        line.put_right(edge, 0, 1, THIS_ONE, scene.theme.accent);
    }
}

/// The state of a sibling, or what is being done to it.
fn state(scene: Scene, row: &AccountRow) -> (Style, &'static str) {
    let state = row.state();
    let going = scene.state.runs.verb_on(row.id.as_str()).map(Verb::going);
    (state_style(scene.theme, state), going.unwrap_or(state.word()))
}

/// Why a sibling is not here.
fn gap(scene: Scene, slot: Slot) -> Line<'static> {
    match slot {
        Slot::Failed => Line::from("not read").style(scene.theme.warning),
        Slot::Missing => Line::from("not given by tenant").style(scene.theme.warning),
        Slot::Coming | Slot::Here(..) => Line::from("···").style(scene.theme.dim),
    }
}

/// Everything the list knows about one, a fact a row.
fn in_full(scene: Scene, slot: Slot, this: &AccountRow, columns: usize) -> Vec<Line<'static>> {
    let Slot::Here(row, _) = slot else { return vec![gap(scene, slot)] };
    let (style, word) = state(scene, row);
    let mut first = highlighted(
        scene,
        &[
            (style, word),
            (Style::new(), &" ".repeat((STATES + 1).saturating_sub(text::width(word)))),
            (scene.theme.heading, row.source.name.as_deref().unwrap_or(NOT_TOLD)),
        ],
    );
    if row.id == this.id {
        first.push_span(Span::styled(format!("  {THIS_ONE} this one"), scene.theme.accent));
    }
    let fact = |label: &str, value: &str| highlighted(scene, &[(scene.theme.dim, label), (Style::new(), value)]);
    let modified = row.modified.map_or_else(|| NOT_TOLD.to_owned(), |at| exact(at, &scene.state.zone));
    let lines = [
        first,
        fact("name ", &row.name_to_show()),
        fact("native id ", row.native_identity.as_deref().unwrap_or(NOT_TOLD)),
        fact("modified ", &modified),
    ];
    lines.iter().flat_map(|line| wrapped(line, columns.max(1))).collect()
}
