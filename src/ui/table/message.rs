//! What stands in the table's place when it has no rows: why, and what to do about it.

mod unkept;

use ratatui::text::{Line, Span};

use crate::app::Action;
use crate::app::action::Context;
use crate::app::screens::Screen;
use crate::app::screens::query_bar::Preview;
use crate::model::{Problem, ProblemKind, text};
use crate::ui::Scene;
use crate::ui::pane::{Pane, columns};
use crate::ui::wrap::prose;

/// Columns left free on either side.
const MARGIN: usize = 2;

/// Draws a message if there are no rows to draw. Says whether it did.
pub(super) fn draw(scene: Scene, pane: &mut Pane) -> bool {
    let Some(lines) = message(scene) else { return false };
    let room = pane.width().saturating_sub(2 * MARGIN).max(1);
    let rows: Vec<Line> = lines.iter().flat_map(|line| prose(line, room)).collect();
    let top = pane.height().saturating_sub(rows.len()) / 3;
    for (n, row) in rows.iter().enumerate() {
        let x = pane.width().saturating_sub(columns(row)) / 2;
        pane.line(x, top + n, row);
    }
    true
}

fn message(scene: Scene) -> Option<Vec<Line<'static>>> {
    let list = &scene.state.list;
    let nothing_here = list.rows.loaded() == 0;
    if let Some(problem) = list.rows.problem().filter(|_| nothing_here) {
        return Some(match problem.kind {
            ProblemKind::Forbidden => not_allowed(scene, problem),
            _ => failed(scene, problem),
        });
    }
    if let Some(harvest) = list.rows.harvest().filter(|_| nothing_here) {
        return Some(unkept::message(scene, harvest));
    }
    let hidden = list.narrowing.is_some();
    list.is_empty().then(|| if hidden { hidden_here(scene) } else { nothing_there(scene) })
}

/// Rows are here and none of them matches what is typed.
fn hidden_here(scene: Scene) -> Vec<Line<'static>> {
    if scene.state.list.is_counting() {
        return vec![Line::from("···").style(scene.theme.dim)];
    }
    let loaded = text::counted(scene.state.list.rows.loaded(), "row");
    let mut lines = vec![Line::from(format!("{loaded} loaded, all hidden here: none matches.")), Line::default()];
    let clears = (Context::Text, Action::Back, "clears");
    match scene.state.screens.last() {
        Some(Screen::QueryBar(bar)) if matches!(bar.preview, Preview::Wrong(_)) => {
            lines.push(Line::from("To ask the tenant, mend it first: the query does not read yet."));
            lines.push(keys(scene, &[clears]));
        }
        _ => lines.push(keys(scene, &[(Context::Text, Action::Accept, "asks the tenant"), clears])),
    }
    lines
}

/// The tenant has answered: nothing.
fn nothing_there(scene: Scene) -> Vec<Line<'static>> {
    let asked = &scene.state.list.asked;
    if asked.text.trim().is_empty() {
        return vec![Line::from("The tenant has no accounts that this sign-in may see.")];
    }
    let mut lines = vec![Line::from("The tenant has no accounts for this query:"), Line::from(asked.text.clone())];
    if !asked.meaning.is_empty() {
        lines.push(Line::from(asked.meaning.join(", ")).style(scene.theme.dim));
    }
    lines.push(Line::default());
    let ways =
        [(Context::Table, Action::Search, "changes it"), (Context::Table, Action::AllAccounts, "shows all accounts")];
    lines.push(keys(scene, &ways));
    lines
}

/// The tenant knows us and refuses: what it takes, as the client tells it, and what we are.
fn not_allowed(scene: Scene, problem: &Problem) -> Vec<Line<'static>> {
    let mut lines = vec![Line::from(Span::styled("You are not allowed to list accounts.", scene.theme.danger))];
    lines.extend(told(scene, problem));
    lines.push(Line::default());
    let rows = scene.state.layout().map_or(0, |layout| layout.table_rows());
    lines.extend(problem.advice_for(rows).into_iter().map(Line::from));
    lines.push(Line::default());
    lines.push(retry(scene));
    lines
}

/// The first rows could not be read.
fn failed(scene: Scene, problem: &Problem) -> Vec<Line<'static>> {
    let mut lines = vec![Line::from(problem.summary.clone()).style(scene.theme.danger)];
    lines.extend(told(scene, problem));
    lines.extend(problem.advice.clone().map(Line::from));
    lines.push(Line::default());
    lines.push(retry(scene));
    lines
}

/// The tenant's own words, and what its support will ask for.
fn told(scene: Scene, problem: &Problem) -> Vec<Line<'static>> {
    let status = problem.status.map(|status| format!("HTTP {status}"));
    let tracking_id = problem.tracking_id.as_ref().map(|id| format!("tracking id {id}"));
    let numbers: Vec<String> = status.into_iter().chain(tracking_id).collect();
    let numbers = (!numbers.is_empty()).then(|| Line::from(numbers.join(" · ")).style(scene.theme.dim));
    problem.detail.clone().map(Line::from).into_iter().chain(numbers).collect()
}

fn retry(scene: Scene) -> Line<'static> {
    keys(scene, &[(Context::Table, Action::Refresh, "tries again")])
}

/// Keys and what they do: `R tries again   / changes the query`.
fn keys(scene: Scene, ways: &[(Context, Action, &str)]) -> Line<'static> {
    let mut line = Line::default();
    for (context, action, words) in ways {
        let Some(key) = scene.keymap.label(*context, *action) else { continue };
        if !line.spans.is_empty() {
            line.push_span("   ");
        }
        line.push_span(Span::styled(key, scene.theme.accent));
        line.push_span(format!(" {words}"));
    }
    line
}
