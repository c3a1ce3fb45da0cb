//! What a document would change: a line an attribute, before and after; the one stood on is shown in full.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use serde_json::Value;

use super::Scene;
use super::overlay::title;
use super::pane::Pane;
use super::scroll::Shown;
use super::theme::Theme;
use super::time::clock;
use super::wrap::{prose, wrapped};
use crate::app::action::{Action, Context};
use crate::app::document::changes::{Change, Kind};
use crate::app::document::{Document, Purpose};
use crate::app::load::Load;
use crate::app::screens::{Diff, Screen};
use crate::model::text;

/// Columns of the word for what becomes of an attribute.
const WORD: usize = 9;
/// The most columns of an attribute's name.
const NAMES: usize = 24;

pub(super) fn draw(scene: Scene, diff: &Diff, pane: &mut Pane) {
    let document = scene.state.screens.iter().find_map(|screen| match screen {
        Screen::Document(document) => Some(document.as_ref()),
        _ => None,
    });
    let what = document.map_or_else(String::new, |document| format!("{}  {}", document.verb(), document.subject()));
    title(scene, &what, &read(scene, diff, document), pane);
    let width = pane.width().saturating_sub(2).max(1);
    let mut y = 1;
    for row in remarks(scene, diff, document).iter().flat_map(|line| prose(line, width)) {
        pane.line(1, y, &row);
        y += 1;
    }
    list(scene, diff, &mut pane.from(1, y));
}

/// How much changes, and when it was compared.
fn read(scene: Scene, diff: &Diff, document: Option<&Document>) -> String {
    let count = text::counted(diff.changes.len() as u64, "change");
    let existing = document.map(|document| &document.existing.found);
    let when = match (&diff.read, existing) {
        (Load::Ready(at), _) => format!("read {}", clock(*at, &scene.state.zone)),
        (Load::Loading { .. }, _) | (_, Some(Load::Loading { .. })) => "reading again …".to_owned(),
        _ => return count,
    };
    format!("{count} · {when}")
}

/// What a person should know before they go on.
fn remarks(scene: Scene, diff: &Diff, document: Option<&Document>) -> Vec<Line<'static>> {
    let Theme { warning, danger, .. } = *scene.theme;
    let mut remarks = Vec::new();
    let mut say = |told: String, style: Style| remarks.push(Line::styled(told, style));
    if let Some(remark) = &diff.remark {
        say(remark.clone(), warning);
    }
    let problem = diff.read.problem().or_else(|| document.and_then(|document| document.existing.found.problem()));
    if let Some(problem) = problem {
        let key = scene.keymap.label(Context::Diff, Action::Accept).unwrap_or_default();
        say(format!("could not be read again: {problem} · {key} tries again"), danger);
    }
    let names = |kind: Kind| {
        let of_kind = diff.changes.iter().filter(|change| change.kind == kind);
        of_kind.map(|change| change.name.as_str()).collect::<Vec<_>>()
    };
    let left_out = names(Kind::LeftOut);
    if !left_out.is_empty() {
        say(format!("Left out, so the tenant sets it to null: {}", left_out.join(", ")), danger);
    }
    if !diff.moved.is_empty() {
        let moved = diff.moved.join(", ");
        let told = match diff.purpose {
            Purpose::Replace => {
                format!("Changed on the tenant since the editor opened, so begin again from what is there: {moved}")
            }
            Purpose::Edit | Purpose::Create => format!("Changed on the tenant since the editor opened: {moved}"),
        };
        say(told, warning);
    }
    if let Some(document) = document {
        if document.is_update() {
            say("The account is there already: this updates it.".to_owned(), warning);
        }
        for finding in document.findings.iter().take(3) {
            say(format!("Doubtful: {}", finding.text), warning);
        }
    }
    remarks
}

fn list(scene: Scene, diff: &Diff, pane: &mut Pane) {
    let longest = diff.changes.iter().map(|change| text::width(&change.name)).max().unwrap_or(0);
    let names = longest.min(NAMES);
    let height = pane.height();
    let len = diff.changes.len();
    let at = diff.cursor.at.min(len.saturating_sub(1));
    let unfolded = diff.changes.get(at).map(|change| in_full(scene, change, pane.width().saturating_sub(4)));
    let further = unfolded.as_ref().map_or(0, Vec::len).min(height.saturating_sub(1));
    let shown = Shown::of(diff.cursor, len, height - further);
    let mut y = 0;
    for n in shown.lines.clone() {
        let change = &diff.changes[n];
        one_line(scene, change, names, n == shown.at, &mut pane.part(0, y, usize::MAX, 1));
        y += 1;
        if n == shown.at {
            for row in unfolded.iter().flatten().take(further) {
                pane.line(3, y, row);
                y += 1;
            }
        }
    }
}

fn one_line(scene: Scene, change: &Change, names: usize, is_here: bool, row: &mut Pane) {
    let sign = if is_here { "›" } else { " " };
    row.put(0, 0, 1, sign, scene.theme.accent);
    row.put(2, 0, WORD, change.kind.word(), style(scene, change.kind));
    let x = 2 + WORD;
    row.put(x, 0, names, &change.name, if is_here { scene.theme.selected } else { Style::new() });
    let x = x + names + 2;
    let room = row.width().saturating_sub(x + 1);
    let (before, after) = in_short(change);
    let after_columns =
        text::width(&after).min(room.saturating_sub(3).div_ceil(2).max(room.saturating_sub(3 + text::width(&before))));
    let before_columns = room.saturating_sub(3 + after_columns);
    let taken = row.put(x, 0, before_columns, &before, scene.theme.dim);
    row.put(x + taken, 0, 3, " → ", scene.theme.dim);
    row.put(x + taken + 3, 0, after_columns, &after, Style::new());
}

fn style(scene: Scene, kind: Kind) -> Style {
    match kind {
        Kind::Removed | Kind::LeftOut | Kind::Emptied => scene.theme.danger,
        Kind::Changed => scene.theme.warning,
        Kind::Added => scene.theme.accent,
    }
}

/// Before and after for one line. Of two lists, what comes and what goes.
fn in_short(change: &Change) -> (String, String) {
    if let (Some(Value::Array(before)), Some(Value::Array(after))) = (&change.before, &change.after) {
        let values = |list: &[Value]| text::counted(list.len() as u64, "value");
        let only = |sign: &str, list: &[Value], other: &[Value]| {
            let only = list.iter().filter(|value| !other.contains(value));
            only.flat_map(|value| [format!(" {sign}"), value.to_string()]).collect::<String>()
        };
        let (comes, goes) = (only("+", after, before), only("−", before, after));
        return (values(before), format!("{}{comes}{goes}", values(after)));
    }
    (said(change.before.as_ref(), "nothing"), after(change))
}

fn after(change: &Change) -> String {
    match change.kind {
        Kind::LeftOut => "null".to_owned(),
        _ => said(change.after.as_ref(), "removed"),
    }
}

fn said(value: Option<&Value>, nothing: &str) -> String {
    value.map_or_else(|| nothing.to_owned(), ToString::to_string)
}

/// Before and after in full, over as many rows as they take.
fn in_full(scene: Scene, change: &Change, columns: usize) -> Vec<Line<'static>> {
    let told = |label: &'static str, value: String, style: Style| {
        let line = Line::from(vec![Span::styled(label, scene.theme.dim), Span::styled(value, style)]);
        wrapped(&line, columns.max(1))
    };
    let before = told("before  ", said(change.before.as_ref(), "nothing"), scene.theme.dim);
    before.into_iter().chain(told("after   ", after(change), Style::new())).collect()
}
