//! The detail pane: one account, in tabs.
//!
//! It follows the cursor of the table. What is the same for every account (labels, tabs, rules) is written in the same cells
//! each time, so that a move changes the values only.

mod activity;
mod attributes;
mod entitlements;
mod facts;
mod json;
mod matches;
mod overview;
mod siblings;
mod sign_in;

use jiff::Timestamp;
use ratatui::text::{Line, Span};

use super::Scene;
use super::pane::{Pane, columns};
use super::scroll::Shown;
use super::table::state_style;
use super::time::clock;
use super::wrap::prose;
use crate::app::detail::Tab;
use crate::app::geometry::{Focus, SIDE_BY_SIDE};
use crate::app::screens::identity::IdentityRow;
use crate::app::state::Subject;
use crate::app::window::Slot;
use crate::app::{Action, Load, State};
use crate::model::{AccountRow, Problem, text};

pub(super) fn draw(scene: Scene, pane: &mut Pane) {
    let beside = scene.state.size.columns >= SIDE_BY_SIDE;
    if beside {
        for y in 0..pane.height() {
            pane.put(0, y, 1, "│", scene.theme.dim);
        }
    }
    let mut pane = pane.from(if beside { 2 } else { 1 }, 0);
    let width = pane.width().saturating_sub(1);
    let mut pane = pane.part(0, 0, width, usize::MAX);
    if let Subject::SignIn(view) = scene.state.subject() {
        return sign_in::draw(scene, view, &mut pane);
    }
    let Some((row, read_at)) = subject(scene.state) else {
        let coming = is_coming(scene.state);
        pane.put(0, 0, width, if coming { "···" } else { "no account under the cursor" }, scene.theme.dim);
        return;
    };
    title(scene, row, &mut pane);
    let tab_rows = scene.state.layout().map_or(1, |layout| layout.tab_rows());
    tabs(scene, &mut pane.part(0, 1, width, tab_rows));
    // A tab is given the rule, into which it writes what it shows, and all that is below.
    let mut pane = pane.from(0, 1 + tab_rows);
    pane.rule(0, "─", scene.theme.dim);
    match scene.state.detail.tab {
        Tab::Overview => overview::draw(scene, row, read_at, &mut pane),
        Tab::Attributes => attributes::draw(scene, &mut pane),
        Tab::Entitlements => entitlements::draw(scene, &mut pane),
        Tab::Activity => activity::draw(scene, row, &mut pane),
        Tab::Siblings => siblings::draw(scene, row, &mut pane),
        Tab::Json => json::draw(scene, &mut pane),
    }
}

/// Whether what is under the cursor is on its way.
fn is_coming(state: &State) -> bool {
    let list = &state.list;
    match state.identity_view() {
        Some(view) => view.row(view.cursor.at) == IdentityRow::Account(Slot::Coming),
        None => list.cursor.at < list.len() && list.slot(list.cursor.at) == Slot::Coming,
    }
}

/// The account the pane is about, as it was read last: as a row of the table, or whole.
fn subject(state: &State) -> Option<(&AccountRow, Timestamp)> {
    let id = state.detail.id.as_ref()?;
    let whole = state.detail.account.value().map(|read| (&read.account.row, read.read_at));
    let listed = match state.subject() {
        Subject::Account(row, at) => Some((row, at)),
        Subject::SignIn(_) | Subject::Nothing => None,
    };
    let known = [whole, listed].into_iter().flatten().filter(|(row, _)| row.id == *id);
    known.max_by_key(|(_, read_at)| *read_at)
}

fn title(scene: Scene, row: &AccountRow, pane: &mut Pane) {
    let state = row.state();
    let room = pane.width().saturating_sub(text::width(state.word()) + 2);
    pane.put(0, 0, room, &row.name_to_show(), scene.theme.heading);
    let width = pane.width();
    pane.put_right(width, 0, width, state.word(), state_style(scene.theme, state));
}

/// The names of the tabs over the rows they are given, with as much beside them as fits.
fn tabs(scene: Scene, pane: &mut Pane) {
    let broken = |gap, counts| broken(tab_names(scene, counts), gap, pane.width());
    let candidates = [broken("  ", true), broken(" ", true), broken(" ", false)];
    let fitting = candidates.iter().find(|rows| rows.len() <= pane.height());
    for (y, row) in fitting.or(candidates.last()).into_iter().flatten().enumerate() {
        pane.line(0, y, row);
    }
}

fn tab_names(scene: Scene, counts: bool) -> Vec<Line<'static>> {
    let name = |tab| {
        let style = match (tab == scene.state.detail.tab, scene.state.focus()) {
            (true, Focus::Details) => scene.theme.selected,
            (true, Focus::Table) => scene.theme.unfocused,
            (false, _) => scene.theme.dim,
        };
        let count = if counts { count(scene.state, tab) } else { String::new() };
        Line::from(vec![Span::styled(tab.name(), style), Span::raw(count)])
    };
    Tab::ALL.into_iter().map(name).collect()
}

/// Pieces beside each other, over as many rows as they take.
fn broken(pieces: Vec<Line<'static>>, gap: &'static str, width: usize) -> Vec<Line<'static>> {
    let mut rows = vec![Line::default()];
    for piece in pieces {
        let taken = rows.last().map_or(0, columns);
        if taken > 0 && taken + gap.len() + columns(&piece) > width {
            rows.push(Line::default());
        }
        if let Some(row) = rows.last_mut() {
            if !row.spans.is_empty() {
                row.push_span(gap);
            }
            row.extend(piece);
        }
    }
    rows
}

/// How much there is in a tab, once that is known.
fn count(state: &State, tab: Tab) -> String {
    let count = match tab {
        Tab::Attributes => state.detail.account.value().map(|read| read.account.attributes.len() as u64),
        Tab::Entitlements => state.detail.entitlements.value().and_then(|read| read.total),
        Tab::Activity => state.detail.history.count(),
        Tab::Siblings => state.detail.siblings.as_ref().and_then(|siblings| siblings.window.total()),
        Tab::Overview | Tab::Json => None,
    };
    count.map_or_else(String::new, |count| format!(" {}", text::grouped(count)))
}

/// Writes into the rule above the lines: which of them are shown, how many there are.
fn label(scene: Scene, text: &str, pane: &mut Pane) {
    let edge = pane.width().saturating_sub(1);
    pane.put_right(edge, 0, edge, &format!(" {text} "), scene.theme.dim);
}

/// `1–18 of 312`
fn range(shown: &Shown, total: u64) -> String {
    let first = if shown.lines.is_empty() { 0 } else { shown.lines.start + 1 };
    format!("{first}–{} of {}", shown.lines.end, text::grouped(total))
}

/// When it was read; and if a later reading failed, that too.
fn read_label<T>(scene: Scene, load: &Load<T>, read_at: Timestamp) -> String {
    let read = format!("read {}", clock(read_at, &scene.state.zone));
    if load.problem().is_some() { format!("⚠ {read}, not again since") } else { read }
}

/// What stands in place of lines that are not here; nothing if they are.
fn absence<T>(scene: Scene, load: &Load<T>) -> Option<Vec<Line<'static>>> {
    match load {
        Load::Ready(_) | Load::Loading { stale: Some(_) } | Load::Failed { stale: Some(_), .. } => None,
        Load::Idle | Load::Loading { stale: None } => Some(vec![Line::from("···").style(scene.theme.dim)]),
        Load::Failed { problem, stale: None } => Some(failure(scene, problem)),
    }
}

pub(super) fn failure(scene: Scene, problem: &Problem) -> Vec<Line<'static>> {
    let own = |text: &str| Line::from(text.to_owned());
    let rows = scene.state.layout().map_or(0, |layout| layout.detail_rows());
    let mut lines = vec![own(&problem.summary).style(scene.theme.danger)];
    lines.extend(problem.detail.as_deref().map(own));
    lines.extend(problem.status.map(|status| Line::from(format!("HTTP {status}"))));
    lines.extend(problem.tracking_id.as_deref().map(|id| own(&format!("tracking id {id}"))));
    lines.extend(problem.advice_for(rows).iter().map(|advice| own(advice)));
    if let Some(key) = scene.keymap.label(scene.state.context(), Action::Refresh) {
        lines.push(Line::from(vec![Span::styled(key, scene.theme.accent), Span::raw(" tries again")]));
    }
    lines
}

/// The lines of a tab, as many as fit, and which of them those are.
///
/// The line on which the person stands is unfolded: what was cut is shown on further rows. `folded` draws a line into
/// one row, `unfolded` gives the rows of a line.
fn list(
    scene: Scene,
    len: usize,
    pane: &mut Pane,
    folded: impl Fn(usize, &mut Pane),
    unfolded: impl Fn(usize, usize) -> Vec<Line<'static>>,
) -> Shown {
    let (cursor, height) = (scene.state.detail.cursor, pane.height().saturating_sub(1));
    let mut body = pane.from(0, 1);
    if scene.state.focus() != Focus::Details {
        let shown = Shown::of(cursor, len, height);
        for (y, n) in shown.lines.clone().enumerate() {
            folded(n, &mut body.part(2, y, usize::MAX, 1));
        }
        return shown;
    }
    let at = cursor.at.min(len.saturating_sub(1));
    let rows = if len == 0 { Vec::new() } else { unfolded(at, body.width().saturating_sub(2)) };
    let further = rows.len().saturating_sub(1).min(height.saturating_sub(1));
    let shown = Shown::of(cursor, len, height - further);
    let mut y = 0;
    for n in shown.lines.clone() {
        if n == at {
            body.put(0, y, 1, "›", scene.theme.accent);
            for row in rows.iter().take(further + 1) {
                body.line(2, y, row);
                y += 1;
            }
        } else {
            folded(n, &mut body.part(2, y, usize::MAX, 1));
            y += 1;
        }
    }
    shown
}

/// Draws what stands in place of lines.
fn draw_absence(lines: &[Line], pane: &mut Pane) {
    let mut body = pane.from(0, 1);
    let rows = lines.iter().flat_map(|line| prose(line, body.width().max(1))).collect::<Vec<_>>();
    for (y, row) in rows.iter().enumerate() {
        body.line(0, y, row);
    }
}
