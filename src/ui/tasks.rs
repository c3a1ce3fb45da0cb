//! The list of tasks: what was submitted from this machine, the newest first; below it the one the person stands on, with
//! the tenant's messages in full.

use std::borrow::Cow;

use ratatui::style::Style;
use ratatui::text::Line;

use super::Scene;
use super::overlay::title;
use super::pane::Pane;
use super::run::{outcome_style, outcome_word};
use super::scroll::Shown;
use super::time::{age, clock_seconds, exact};
use super::wrap::prose;
use crate::app::screens::TasksScreen;
use crate::app::screens::tasks::Which;
use crate::app::tasks::{self, TaskLine};
use crate::app::{Action, Load};
use crate::model::text;

/// From this many columns on nothing of a line has to be cut.
const WIDE: usize = 100;
/// Columns of the margin, in which the cursor's sign stands.
const MARGIN: usize = 3;
/// Columns between two columns.
const GAP: usize = 2;
/// Columns of how long ago it was.
const AGES: usize = 7;
/// Columns of the numbers of runs.
const RUNS: usize = 5;

/// The most columns of sources; a column of fewer than the other says nothing, and is left out.
const MOST_OF_SOURCE: usize = 32;
const LEGIBLE: usize = 8;

/// Where each column begins, and how wide it is.
struct Columns {
    outcome: usize,
    verb: usize,
    name: usize,
    source: usize,
}

impl Columns {
    fn of(width: usize) -> Self {
        let (outcome, verb) = if width >= WIDE { (20, 16) } else { (13, 11) };
        let taken = MARGIN + outcome + GAP + verb + GAP + GAP + GAP + AGES + RUNS + 1;
        let left = width.saturating_sub(taken);
        let source = Some((left * 2 / 5).min(MOST_OF_SOURCE)).filter(|columns| *columns >= LEGIBLE).unwrap_or(0);
        Self { outcome, verb, source, name: left.saturating_sub(source) }
    }

    fn verb_at(&self) -> usize {
        MARGIN + self.outcome + GAP
    }

    fn name_at(&self) -> usize {
        self.verb_at() + self.verb + GAP
    }

    fn source_at(&self) -> usize {
        self.name_at() + self.name + GAP
    }
}

pub(super) fn draw(scene: Scene, screen: TasksScreen, pane: &mut Pane) {
    let lines = tasks::shown(scene.state, screen.which);
    let height = pane.height().saturating_sub(TasksScreen::frame(pane.height())).max(1);
    let shown = Shown::of(screen.cursor, lines.len(), height);
    let what = match screen.which {
        Which::All => "Tasks",
        Which::Failed => "Tasks that failed, or may have",
    };
    title(scene, what, &how_many(scene, screen.which, &shown, lines.len()), pane);
    if lines.is_empty() {
        return nothing(scene, screen.which, &mut pane.from(0, TasksScreen::HEAD));
    }
    let columns = Columns::of(pane.width());
    heads(scene, &columns, pane);
    let on_screen = &lines[shown.lines.clone()];
    let names: Vec<Cow<str>> = on_screen.iter().map(|line| line.name().into()).collect();
    let names = text::cut_distinct(&names, columns.name, |n| on_screen[n].id());
    for (y, (line, name)) in on_screen.iter().zip(&names).enumerate() {
        let mut row = pane.part(0, TasksScreen::HEAD + y, pane.width(), 1);
        draw_line(scene, &columns, (*line, name), shown.lines.start + y == shown.at, &mut row);
    }
    if let Some(line) = lines.get(shown.at) {
        in_full(scene, *line, &mut pane.from(0, TasksScreen::HEAD + height));
    }
}

/// `1–12 of 40`, and how well that is known.
fn how_many(scene: Scene, which: Which, shown: &Shown, lines: usize) -> String {
    let state = match &scene.state.tasks.kept {
        Load::Loading { .. } => "reading the journal   ",
        Load::Failed { .. } => "⚠ the journal could not be read   ",
        Load::Idle | Load::Ready(_) => "",
    };
    if lines == 0 {
        return state.trim_end().to_owned();
    }
    let total = match which {
        Which::All => tasks::total(scene.state, lines),
        Which::Failed => lines as u64,
    };
    let newest =
        if total > lines as u64 { format!("{} newest of ", text::grouped(lines as u64)) } else { String::new() };
    format!("{state}{}–{} of {newest}{}", shown.lines.start + 1, shown.lines.end, text::grouped(total))
}

/// Nothing to show: why.
fn nothing(scene: Scene, which: Which, pane: &mut Pane) {
    let mut lines = match &scene.state.tasks.kept {
        Load::Failed { problem, .. } => {
            let told = [Some(&problem.summary), problem.detail.as_ref(), problem.advice.as_ref()];
            told.into_iter().flatten().map(|text| Line::from(text.clone())).collect()
        }
        Load::Idle | Load::Loading { .. } => vec![Line::from("···").style(scene.theme.dim)],
        Load::Ready(_) if which == Which::Failed => {
            vec![Line::from("Nothing failed of what was done from this machine.")]
        }
        Load::Ready(_) => vec![Line::from("Nothing was done to this tenant from this machine yet.")],
    };
    if let (Load::Failed { .. }, Some(key)) =
        (&scene.state.tasks.kept, scene.keymap.label(scene.state.context(), Action::Refresh))
    {
        lines.push(Line::from(format!("{key} tries again")));
    }
    let room = pane.width().saturating_sub(2).max(1);
    for (y, row) in lines.iter().flat_map(|line| prose(line, room)).enumerate() {
        pane.line(1, y, &row);
    }
}

fn heads(scene: Scene, columns: &Columns, pane: &mut Pane) {
    let style = scene.theme.heading;
    let edge = pane.width().saturating_sub(1);
    pane.put(MARGIN, 1, columns.outcome, "OUTCOME", style);
    pane.put(columns.verb_at(), 1, columns.verb, "VERB", style);
    pane.put(columns.name_at(), 1, columns.name, "NAME", style);
    pane.put(columns.source_at(), 1, columns.source, "SOURCE", style);
    pane.put_right(edge - RUNS, 1, AGES, "WHEN", style);
    pane.put_right(edge, 1, RUNS, "RUN", style);
}

fn draw_line(scene: Scene, columns: &Columns, (line, name): (TaskLine<'_>, &str), under_cursor: bool, row: &mut Pane) {
    if under_cursor {
        row.put(1, 0, 1, "›", Style::new());
    }
    let outcome = Line::from(outcome_word(line.outcome(), line.percent()));
    row.part(0, 0, MARGIN + columns.outcome, 1).line(
        MARGIN,
        0,
        &outcome.style(outcome_style(scene.theme, line.outcome())),
    );
    row.put(columns.verb_at(), 0, columns.verb, line.verb().map_or("?", |verb| verb.word()), Style::new());
    let name_style = if under_cursor { scene.theme.selected } else { Style::new() };
    row.put(columns.name_at(), 0, columns.name, name, name_style);
    row.put(columns.source_at(), 0, columns.source, line.source().unwrap_or_default(), Style::new());
    let edge = row.width().saturating_sub(1);
    let when = line.at().map(|at| age(scene.state.now, at)).unwrap_or_default();
    row.put_right(edge - RUNS, 0, AGES, &when, Style::new());
    let run = line.run().map(|run| run.to_string()).unwrap_or_default();
    row.put_right(edge, 0, RUNS, &run, scene.theme.dim);
}

/// The line under the cursor: whose it is, what came of it and when, and the messages in full.
fn in_full(scene: Scene, line: TaskLine<'_>, pane: &mut Pane) {
    let (room, zone) = (pane.width().saturating_sub(2), &scene.state.zone);
    let told = |parts: &[Option<String>]| parts.iter().flatten().cloned().collect::<Vec<_>>().join(" · ");
    pane.rule(0, "─", scene.theme.dim);
    let whose = [Some(line.name().to_owned()), line.source().map(str::to_owned), Some(line.id().to_owned())];
    pane.put(1, 1, room, &told(&whose), Style::new());
    let when = line.at().map(|at| match line.ended() {
        Some(ended) => format!("{} to {}", exact(at, zone), clock_seconds(ended, zone)),
        None => exact(at, zone),
    });
    let facts = [
        Some(outcome_word(line.outcome(), line.percent())),
        line.status().map(|status| format!("HTTP {status}")),
        when,
    ];
    let to_quote = [line.ticket().map(str::to_owned), line.tracking_id().map(|id| format!("tracking id {id}"))];
    let dim = |text: String| Line::from(text).style(scene.theme.dim);
    let reason = line.reason().map(|reason| Line::from(reason.to_owned()));
    let told = [Some(dim(told(&facts))), reason, Some(dim(told(&to_quote)))];
    let rows: Vec<Line> = told.iter().flatten().flat_map(|line| prose(line, room.max(1))).collect();
    let mut messages = pane.from(1, 2);
    let shown = messages.height();
    for (y, row) in rows.iter().take(shown).enumerate() {
        messages.line(0, y, row);
    }
    if rows.len() > shown {
        messages.put(room, shown.saturating_sub(1), 1, "…", Style::new());
    }
}
