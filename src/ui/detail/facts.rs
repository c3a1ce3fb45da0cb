//! Facts with their labels, one below the other: of an account, of a sign-in.

use jiff::Timestamp;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{label, range};
use crate::model::NOT_TOLD;
use crate::ui::Scene;
use crate::ui::pane::Pane;
use crate::ui::scroll::Shown;
use crate::ui::time::exact;
use crate::ui::wrap::{prose, wrapped};

/// Columns of the labels.
const LABELS: usize = 12;

/// A fact with its label.
pub(super) struct Fact {
    pub(super) label: &'static str,
    /// What it says, in as many parts as there is to say.
    pub(super) parts: Vec<String>,
    /// Rows it keeps at a glance, whatever it says.
    pub(super) rows: usize,
    pub(super) style: Style,
    /// It is a sentence: broken between words.
    pub(super) is_sentence: bool,
}

/// Each fact always in the same row, so that few cells change when the cursor moves.
pub(super) fn at_a_glance(scene: Scene, facts: &[Fact], pane: &mut Pane) {
    let mut y = 0;
    for fact in facts {
        pane.put(0, y, LABELS, fact.label, scene.theme.dim);
        for (n, part) in fact.parts.iter().take(fact.rows).enumerate() {
            pane.put(LABELS, y + n, usize::MAX, part, fact.style);
        }
        y += fact.rows;
    }
}

/// Every fact over as many rows as it takes; the person stands on one of them.
pub(super) fn in_full(scene: Scene, facts: &[Fact], pane: &mut Pane) {
    let values = pane.width().saturating_sub(LABELS).max(1);
    let part = |fact: &Fact, part: &String| {
        let line = Line::from(Span::styled(part.clone(), fact.style));
        if fact.is_sentence { prose(&line, values) } else { wrapped(&line, values) }
    };
    let values: Vec<Vec<Line>> =
        facts.iter().map(|fact| fact.parts.iter().flat_map(|text| part(fact, text)).collect()).collect();
    let rows: Vec<usize> = values.iter().map(Vec::len).collect();
    let shown = Shown::of_rows(scene.state.detail.cursor, &rows, pane.height().saturating_sub(1));
    label(scene, &range(&shown, facts.len() as u64), pane);
    let mut body = pane.from(0, 1);
    let mut y = 0;
    for n in shown.lines {
        let style = if n == shown.at { scene.theme.selected } else { scene.theme.dim };
        body.put(0, y, LABELS, facts[n].label, style);
        for value in &values[n] {
            body.line(LABELS, y, value);
            y += 1;
        }
    }
}

/// A fact of one part.
pub(super) fn plain(label: &'static str, text: String) -> Fact {
    Fact { label, parts: vec![text], rows: 1, style: Style::new(), is_sentence: false }
}

/// The tenant's words, or that there are none.
pub(super) fn told(text: Option<&str>) -> String {
    text.unwrap_or(NOT_TOLD).to_owned()
}

/// A time, exact.
pub(super) fn time(scene: Scene, at: Option<Timestamp>) -> String {
    at.map_or_else(|| NOT_TOLD.to_owned(), |at| exact(at, &scene.state.zone))
}
