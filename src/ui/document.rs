//! The editor of a document: its lines with their numbers, and below them what there is to look at.

mod line;

use ratatui::Frame;
use ratatui::layout::Position;
use ratatui::style::Style;
use ratatui::text::Line;

use super::Scene;
use super::overlay::title;
use super::pane::Pane;
use super::scroll::Shown;
use super::wrap::prose;
use crate::app::document::check::Severity;
use crate::app::document::{Document, Purpose};
use crate::app::geometry::{Area, DOCUMENT_FOOT, DOCUMENT_MARGIN};
use crate::app::load::Load;
use crate::app::screens::Screen;
use crate::model::text;

/// Columns of a line's number.
const NUMBER: usize = 4;

pub(super) fn draw(scene: Scene, document: &Document, frame: &mut Frame, area: Area) {
    let mut pane = Pane::new(frame, area);
    title(scene, &format!("{}  {}", document.verb(), document.subject()), &place(document), &mut pane);
    if !document.is_open() {
        return absence(scene, document, &mut pane.from(1, 1));
    }
    let (foot, margin) = (usize::from(DOCUMENT_FOOT), usize::from(DOCUMENT_MARGIN));
    let height = pane.height().saturating_sub(1 + foot);
    let shown = Shown::of(document.rows, document.editor.lines().len(), height);
    for (y, n) in shown.lines.clone().enumerate() {
        let left = if n == shown.at { document.left } else { 0 };
        number(scene, document, n, &mut pane.part(0, 1 + y, margin, 1));
        if left > 0 {
            pane.put(margin - 1, 1 + y, 1, "…", scene.theme.dim);
        }
        let columns = pane.width().saturating_sub(margin + 1);
        pane.part(margin, 1 + y, columns, 1).line(0, 0, &line::drawn(scene, document, n, left, columns));
    }
    let y = pane.height().saturating_sub(foot);
    say(scene, document, &mut pane.from(1, y));
    if matches!(scene.state.screens.last(), Some(Screen::Document(_))) {
        put_cursor(document, &shown, frame, area);
    }
}

/// Where the cursor stands, and how much there is to look at.
fn place(document: &Document) -> String {
    let at = document.editor.cursor();
    let count = |severity| document.findings.iter().filter(|finding| finding.severity == severity).count();
    let counts = [(count(Severity::Wrong), "wrong"), (count(Severity::Doubtful), "doubtful")];
    let counts = counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}"));
    let told: Vec<String> = counts.chain([format!("line {}, column {}", at.line + 1, at.column + 1)]).collect();
    if document.is_open() { told.join(" · ") } else { String::new() }
}

/// What stands in the place of a text that is not here.
fn absence(scene: Scene, document: &Document, pane: &mut Pane) {
    let lines = match document.account.problem() {
        Some(problem) => {
            let own = |text: &str| Line::from(text.to_owned());
            let mut lines = vec![own("the account could not be read").style(scene.theme.danger)];
            lines.push(own(&problem.to_string()));
            lines
        }
        None => vec![Line::from("reading …").style(scene.theme.dim)],
    };
    let columns = pane.width().saturating_sub(1).max(1);
    for (y, row) in lines.iter().flat_map(|line| prose(line, columns)).enumerate() {
        pane.line(0, y, &row);
    }
}

/// The number of a line, and before it a sign where there is something to look at.
fn number(scene: Scene, document: &Document, n: usize, pane: &mut Pane) {
    let worst =
        document.findings.iter().filter(|finding| finding.place.line == n).map(|finding| finding.severity).min();
    let is_required = document.naming_line == Some(n) && document.purpose != Purpose::Edit;
    let (sign, style) = match worst {
        Some(Severity::Wrong) => ("!", scene.theme.danger),
        Some(Severity::Doubtful) => ("?", scene.theme.warning),
        None if is_required => ("*", scene.theme.accent),
        None => (" ", Style::new()),
    };
    pane.put(0, 0, 1, sign, style);
    pane.put_right(1 + NUMBER, 0, NUMBER, &(n + 1).to_string(), scene.theme.dim);
}

/// The two rows below the text: what there is to look at, and unless that takes both, what holds all the time.
fn say(scene: Scene, document: &Document, pane: &mut Pane) {
    let columns = pane.width().saturating_sub(1);
    let mut rows = to_look_at(scene, document).map_or_else(Vec::new, |line| prose(&line, columns.max(1)));
    // What would become null is worth more than the end of a sentence.
    rows.truncate(if document.left_out.is_empty() { rows.len() } else { 1 });
    for (y, row) in rows.iter().enumerate() {
        pane.line(0, y, row);
    }
    if rows.len() < usize::from(DOCUMENT_FOOT) {
        let (told, style) = standing(scene, document);
        pane.put(0, 1, columns, &told, style);
    }
}

/// What the last key could not do, else what is wrong or doubtful.
fn to_look_at(scene: Scene, document: &Document) -> Option<Line<'static>> {
    if let Some(remark) = &document.remark {
        return Some(Line::styled(remark.clone(), scene.theme.warning));
    }
    let finding = document.finding_to_tell()?;
    let style = if finding.severity == Severity::Wrong { scene.theme.danger } else { scene.theme.warning };
    let (line, column) = (finding.place.line + 1, finding.place.column + 1);
    Some(Line::styled(format!("line {line}, column {column}: {}", finding.text), style))
}

/// What holds all the time: what leaving out does, whether the account is there, what names are checked against.
fn standing(scene: Scene, document: &Document) -> (String, Style) {
    let native = document.existing.native.as_deref().unwrap_or_default();
    let (dim, warning) = (scene.theme.dim, scene.theme.warning);
    if !document.left_out.is_empty() {
        return (format!("left out, becomes null: {}", document.left_out.join(", ")), warning);
    }
    match (&document.existing.found, &document.schema) {
        (Load::Ready(Some(_)), _) => {
            (format!("{native} is there already: this updates it; gaps stay as they are"), warning)
        }
        (Load::Failed { problem, .. }, _) => {
            (format!("not known whether {native} is there: {}", problem.summary), warning)
        }
        (Load::Loading { .. }, _) => (format!("looking whether {native} is there already"), dim),
        (Load::Idle | Load::Ready(None), Load::Failed { problem, .. }) => {
            (format!("names are not checked: {}", problem.summary), warning)
        }
        (Load::Idle | Load::Ready(None), Load::Loading { .. }) => ("reading the account schema …".to_owned(), dim),
        (Load::Ready(None), _) => (format!("{native} is new there · * names the account on its source"), dim),
        (Load::Idle, Load::Ready(_)) if document.purpose == Purpose::Create => {
            ("* names the account on its source · what is not filled in is not sent".to_owned(), dim)
        }
        (Load::Idle, Load::Ready(_)) if document.purpose == Purpose::Replace => {
            ("replaces all attributes: what you leave out becomes null".to_owned(), dim)
        }
        (Load::Idle, Load::Ready(_)) => ("only what you change is sent".to_owned(), dim),
        (Load::Idle, Load::Idle) => ("names are not checked: the source is not known".to_owned(), warning),
    }
}

fn put_cursor(document: &Document, shown: &Shown, frame: &mut Frame, area: Area) {
    let at = document.editor.cursor();
    let before: String = document.editor.lines()[shown.at].chars().take(at.column).collect();
    let Some(column) = text::width(&before).checked_sub(document.left) else { return };
    let cells = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let x = area.x.saturating_add(DOCUMENT_MARGIN).saturating_add(cells(column));
    let y = area.y.saturating_add(1).saturating_add(cells(shown.at.saturating_sub(shown.lines.start)));
    let place = Position { x, y };
    if x < area.x + area.width && y < area.y + area.height && frame.area().contains(place) {
        frame.set_cursor_position(place);
    }
}
