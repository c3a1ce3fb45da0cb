//! The identity view, in the place of the table: the sign-in to ISC, and below it all accounts across sources.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::detail::failure;
use super::pane::Pane;
use super::scroll::Shown;
use super::table::{MARGIN, Placed, Placement, draw_slot, is_right_aligned};
use super::theme::Theme;
use super::time::{age, clock};
use super::wrap::prose;
use super::{Scene, completeness};
use crate::app::Load;
use crate::app::column::{Column, Columns};
use crate::app::screens::IdentityView;
use crate::app::screens::identity::IdentityRow;
use crate::app::window::Slot;
use crate::model::{NOT_TOLD, text};

pub(super) fn draw(scene: Scene, view: &IdentityView, pane: &mut Pane) {
    if pane.height() == 0 {
        return;
    }
    title(scene, view, pane);
    let columns = Columns::of_one_identity();
    let placement = Placement::of(&columns, pane.width().saturating_sub(MARGIN + 1));
    heads(scene, &placement, &mut pane.from(0, 1));
    let mut body = pane.from(0, 2);
    rows(scene, view, &placement, &mut body);
    message(scene, view, &mut body.from(MARGIN, 2));
}

/// Whose view it is, how whole the list of accounts is, and when it was read.
fn title(scene: Scene, view: &IdentityView, pane: &mut Pane) {
    let window = &view.accounts.window;
    let name = view.name().unwrap_or(&view.accounts.identity).to_owned();
    let mut left = Line::from(Span::styled(name, scene.theme.heading));
    if let Some(state) = view.lifecycle().or(view.state()) {
        left.push_span(format!(" · {}", state.to_lowercase()));
    }
    let mut right = Line::default();
    if let Some(total) = window.total() {
        let noun = if total == 1 { "account " } else { "accounts " };
        right.push_span(Span::styled(noun, scene.theme.dim));
    }
    right.push_span(completeness::of_window(scene, window));
    if let Some(oldest) = window.oldest() {
        let read = format!(" · read {}", clock(oldest, &scene.state.zone));
        right.push_span(Span::styled(read, scene.theme.dim));
    }
    pane.ends(0, &left, &right);
}

fn heads(scene: Scene, placement: &Placement, pane: &mut Pane) {
    for Placed { column, x, width } in &placement.columns {
        if is_right_aligned(column) {
            pane.put_right(MARGIN + x + width, 0, *width, column.heading(), scene.theme.heading);
        } else {
            pane.put(MARGIN + x, 0, *width, column.heading(), scene.theme.heading);
        }
    }
}

fn rows(scene: Scene, view: &IdentityView, placement: &Placement, pane: &mut Pane) {
    let shown = Shown::of(view.cursor, view.rows(), pane.height());
    let names = names(view, placement, shown.lines.clone());
    let empty = view.accounts.window.problem().is_some() && view.accounts.window.loaded() == 0;
    for (y, (n, name)) in shown.lines.clone().zip(names).enumerate() {
        let under_cursor = n == shown.at;
        match view.row(n) {
            // Why there are none is told in their place.
            IdentityRow::Account(_) if empty => continue,
            IdentityRow::SignIn => draw_sign_in(scene, view, placement, (y, under_cursor), pane),
            IdentityRow::Account(slot) => draw_slot(scene, placement, (slot, &name), (y, under_cursor), pane),
        }
        if under_cursor {
            pane.put(1, y, 1, "›", Style::new());
        }
    }
}

/// The names on the screen, cut so that different ones look different; empty where no account is.
fn names<'v>(view: &'v IdentityView, placement: &Placement, shown: Range<usize>) -> Vec<Cow<'v, str>> {
    let account = |n| match view.row(n) {
        IdentityRow::Account(Slot::Here(row, _)) => Some(row),
        _ => None,
    };
    let width = placement.columns.iter().find(|placed| *placed.column == Column::Name).map_or(0, |placed| placed.width);
    let names: Vec<Cow<str>> =
        shown.clone().map(|n| account(n).map_or(Cow::Borrowed(""), |row| row.name_to_show())).collect();
    text::cut_distinct(&names, width, |n| account(shown.start + n).map_or("", |row| row.id.as_str()))
}

fn draw_sign_in(
    scene: Scene,
    view: &IdentityView,
    placement: &Placement,
    (y, under_cursor): (usize, bool),
    pane: &mut Pane,
) {
    let read = view.identity.value().map(|read| &*read.identity);
    let known = read.map(|read| &read.known_as);
    let (state, style) = sign_in(scene, view);
    for Placed { column, x, width } in &placement.columns {
        let x = MARGIN + x;
        match column {
            Column::State => {
                // The tenant's words differ in how they begin: UNREGISTERED, TERMINATED.
                pane.put(x, y, *width, &text::cut_end(&state, *width), style);
            }
            Column::Source => {
                pane.put(x, y, *width, "ISC sign-in", scene.theme.heading);
            }
            Column::Name => {
                let name = known.and_then(|known| known.alias.as_deref()).or(view.name()).unwrap_or(NOT_TOLD);
                let style = if under_cursor { scene.theme.selected } else { Style::new() };
                pane.put(x, y, *width, name, style);
            }
            Column::Modified => {
                let modified = read.and_then(|read| read.modified).map(|at| age(scene.state.now, at));
                pane.put_right(x + width, y, *width, modified.as_deref().unwrap_or_default(), Style::new());
            }
            _ => {}
        }
    }
}

/// The state of the sign-in: what is being done to it, else the tenant's word, in small letters where all is well.
fn sign_in<'v>(scene: Scene, view: &'v IdentityView) -> (Cow<'v, str>, Style) {
    if let Some(verb) = scene.state.runs.verb_on(&view.accounts.identity) {
        return (Cow::Borrowed(verb.going()), Style::new());
    }
    match &view.identity {
        Load::Failed { stale: None, .. } => (Cow::Borrowed("not read"), scene.theme.warning),
        Load::Idle | Load::Loading { stale: None } => (Cow::Borrowed("···"), scene.theme.dim),
        Load::Ready(read) | Load::Loading { stale: Some(read) } | Load::Failed { stale: Some(read), .. } => {
            match read.identity.sign_in.as_deref() {
                Some(status) if is_calm(status) => (status.to_lowercase().into(), Style::new()),
                Some(status) => (Cow::Borrowed(status), sign_in_style(scene.theme, status)),
                None => (Cow::Borrowed(NOT_TOLD), Style::new()),
            }
        }
    }
}

/// Whether the state of a sign-in calls for nothing. Words nobody knows are shown as they came.
fn is_calm(status: &str) -> bool {
    matches!(status, "ACTIVE" | "REGISTERED" | "UNREGISTERED" | "PENDING")
}

/// How the state of a sign-in looks.
pub(super) fn sign_in_style(theme: &Theme, status: &str) -> Style {
    match status {
        "LOCKED" | "ERROR" => theme.danger,
        calm if is_calm(calm) => Style::new(),
        _ => theme.warning,
    }
}

/// What stands in the place of the accounts, if there are none.
fn message(scene: Scene, view: &IdentityView, pane: &mut Pane) {
    let window = &view.accounts.window;
    let lines = match window.problem().filter(|_| window.loaded() == 0) {
        Some(problem) => failure(scene, problem),
        None if window.is_empty() => {
            vec![Line::from("The tenant has no accounts of this identity that this sign-in may see.")]
        }
        None => return,
    };
    let room = pane.width().saturating_sub(1).max(1);
    for (y, row) in lines.iter().flat_map(|line| prose(line, room)).enumerate() {
        pane.line(0, y, &row);
    }
}
