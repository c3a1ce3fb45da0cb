//! A box over the table: a question, what it is about, and its answers.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::pane::Pane;
use super::wrap::prose;
use super::{Scene, text_field};
use crate::app::Action;
use crate::app::action::Context;
use crate::app::editor::Editor;
use crate::app::geometry::{Area, Layout};
use crate::app::runs::Run;

/// Columns of a box where the screen has them.
const WIDTH: u16 = 70;
/// Columns of the names of fields.
const LABELS: usize = 10;

/// A row of a box.
pub(super) enum Row<'a> {
    /// It is always there.
    Text(Line<'static>),
    /// A line of what is told; where the screen is very low it is cut, and said to be.
    Told(Line<'static>),
    /// It goes where the screen is low, with those that stand beside it.
    Beside(Line<'static>),
    /// A blank one; the first to go.
    Gap,
    /// A text field.
    Field {
        /// Its name.
        label: String,
        /// Its text.
        editor: &'a Editor,
        /// Whether keys go to it.
        has_focus: bool,
    },
}

/// Columns that text in a box can take.
pub(super) fn room(layout: &Layout) -> usize {
    usize::from(WIDTH.min(layout.header.width.saturating_sub(4))) - 4
}

/// A sentence as rows of a box.
pub(super) fn sentence<'a>(line: &Line, layout: &Layout) -> impl Iterator<Item = Row<'a>> + use<'a> {
    prose(line, room(layout)).into_iter().map(Row::Told)
}

/// Makes rows fit in so many: blank ones go first, then those beside the matter, then fields that are empty; at last what
/// is told is cut. What keys act on stays.
fn fit(scene: Scene, rows: &mut Vec<Row>, most: usize) {
    let goes = [
        |row: &Row| matches!(row, Row::Gap),
        |row: &Row| matches!(row, Row::Beside(_)),
        |row: &Row| matches!(row, Row::Field { editor, has_focus: false, .. } if editor.text().is_empty()),
    ];
    for goes in goes {
        while rows.len() > most
            && let Some(at) = rows.iter().position(goes)
        {
            // Half a sentence says something else.
            let beside = rows[at..].iter().take_while(|row| matches!(row, Row::Beside(_))).count();
            rows.drain(at..at + beside.max(1));
        }
    }
    let mut cut = false;
    while rows.len() > most
        && let Some(at) = rows.iter().rposition(|row| matches!(row, Row::Told(_)))
    {
        rows.remove(at);
        cut = true;
    }
    if cut && let Some(Row::Told(last)) = rows.iter_mut().rfind(|row| matches!(row, Row::Told(_))) {
        *last = Line::from("… a higher screen tells more").style(scene.theme.warning);
    }
}

/// Draws a box in the middle of the screen.
pub(super) fn draw(scene: Scene, title: &Line, mut rows: Vec<Row>, frame: &mut Frame, layout: &Layout) {
    let middle = layout.middle();
    fit(scene, &mut rows, usize::from(middle.height.saturating_sub(2)));
    let width = WIDTH.min(middle.width.saturating_sub(4));
    let height = u16::try_from(rows.len() + 2).unwrap_or(u16::MAX).min(middle.height);
    let x = middle.width.saturating_sub(width) / 2;
    let y = middle.y + (middle.height - height) / 2;
    let area = Area { x, y, width, height };
    border(scene, title, &mut Pane::new(frame, area));
    for (row, y) in rows.iter().zip(y + 1..) {
        let line = Area { x: x + 2, y, width: width.saturating_sub(4), height: 1 };
        match row {
            Row::Gap => {}
            Row::Text(text) | Row::Told(text) | Row::Beside(text) => Pane::new(frame, line).line(0, 0, text),
            Row::Field { label, editor, has_focus } => field(scene, label, editor, *has_focus, frame, line),
        }
    }
}

fn border(scene: Scene, title: &Line, pane: &mut Pane) {
    pane.clear();
    let (width, height) = (pane.width(), pane.height());
    let style = scene.theme.dim;
    let bar = "─".repeat(width.saturating_sub(2));
    pane.put(0, 0, width, &format!("┌{bar}┐"), style);
    for y in 1..height.saturating_sub(1) {
        pane.put(0, y, 1, "│", style);
        pane.put(width.saturating_sub(1), y, 1, "│", style);
    }
    pane.put(0, height.saturating_sub(1), width, &format!("└{bar}┘"), style);
    let mut head = Line::from(" ");
    head.spans.extend(title.spans.iter().cloned());
    head.push_span(" ");
    pane.part(1, 0, width.saturating_sub(2), 1).line(0, 0, &head);
}

/// A field with its name before it. What is too long is scrolled while keys go to it, and cut while they do not.
pub(super) fn field(scene: Scene, label: &str, editor: &Editor, has_focus: bool, frame: &mut Frame, area: Area) {
    let taken = label.chars().count().max(LABELS);
    if has_focus {
        // The field draws a prompt of three columns, over which the label is written.
        let shift = u16::try_from(taken.saturating_sub(2)).unwrap_or(u16::MAX);
        let area = Area { x: area.x + shift, width: area.width.saturating_sub(shift), ..area };
        text_field::draw(scene, "", editor, &[], frame, area);
    }
    let mut pane = Pane::new(frame, area);
    let style = if has_focus { scene.theme.accent } else { scene.theme.dim };
    pane.put(0, 0, taken, label, style);
    if !has_focus {
        let empty = editor.text().is_empty();
        let text = if empty { "▏" } else { editor.text() };
        let style = if empty { scene.theme.dim } else { Style::new() };
        pane.put(taken + 1, 0, usize::MAX, text, style);
    }
}

/// The two answers: the one that acts, dim while it does not count, and the one that is given by Enter.
pub(super) fn answers(scene: Scene, acts: &str, is_live: bool, stays: &str, is_at_answer: bool) -> Line<'static> {
    let key = |action| scene.keymap.label(Context::Dialog, action).unwrap_or_default();
    let (style, key_style) =
        if is_live { (Style::new(), scene.theme.danger) } else { (scene.theme.dim, scene.theme.dim) };
    let mark = if is_at_answer { "  ◂" } else { "" };
    Line::from(vec![
        Span::raw("  "),
        Span::styled(key(Action::Confirm), key_style),
        Span::styled(format!("  {acts}"), style),
        Span::raw("        "),
        Span::styled(key(Action::Refuse), scene.theme.accent),
        Span::raw(format!("  {stays}{mark}")),
    ])
}

/// Whether to leave while runs are going.
pub(super) fn draw_leaving(scene: Scene, frame: &mut Frame, layout: &Layout) {
    let mut rows = vec![];
    for run in scene.state.runs.going() {
        rows.push(Row::Text(Line::from(going(run))));
    }
    if scene.state.leaving.is_some() {
        rows.push(Row::Text(Line::from("waiting for the answers in flight …").style(scene.theme.warning)));
    } else {
        rows.push(Row::Gap);
        let told = "Nothing more is sent, and the answers in flight are awaited. Nothing runs on in the background; the \
                    journal keeps what was sent, and the next start looks up what became of it.";
        rows.extend(sentence(&Line::from(told), layout));
        rows.push(Row::Gap);
        rows.push(Row::Text(answers(scene, "leave", true, "stay", true)));
    }
    let title = Line::from(Span::styled("Leave while a run is going?", scene.theme.heading));
    draw(scene, &title, rows, frame, layout);
}

fn going(run: &Run) -> String {
    let number = run.number.map_or_else(String::new, |number| format!("run {number} · "));
    let (sent, all) = (run.sent(), run.to_send());
    format!("{number}{}: {sent} of {all} sent, {} ended", run.plan.order.verb.word(), run.settled())
}

/// The title of a question: what would be done, to how many, where.
pub(super) fn headline(scene: Scene, what: &str) -> Line<'static> {
    let tenant = &scene.state.tenant;
    let mut line = Line::from(Span::styled(format!("{what} on {}", tenant.name), scene.theme.heading));
    if tenant.production {
        line.push_span(" · ");
        line.push_span(Span::styled("PRODUCTION", scene.theme.danger));
    }
    line
}
