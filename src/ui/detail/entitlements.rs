//! The entitlements an account holds: name, attribute, value; the privileged ones marked with a word.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::matches::highlighted;
use super::{absence, draw_absence, label, list, range};
use crate::app::Load;
use crate::model::{Entitlement, text};
use crate::ui::Scene;
use crate::ui::pane::Pane;
use crate::ui::wrap::wrapped;

/// Columns between two values.
const GAP: usize = 2;
/// Columns of the attribute, such as `memberOf`.
const ATTRIBUTE: usize = 12;
/// From this many columns on, the attribute has a column of its own.
const WIDE: usize = 60;

pub(super) fn draw(scene: Scene, pane: &mut Pane) {
    let load = &scene.state.detail.entitlements;
    if let Some(lines) = absence(scene, load) {
        return draw_absence(&lines, pane);
    }
    let Some(read) = load.value() else { return };
    let len = read.rows.len();
    if len == 0 {
        pane.put(0, 3, pane.width(), "this account holds no entitlements", scene.theme.dim);
    }
    let folded = |n: usize, row: &mut Pane| draw_one(scene, &read.rows[n], row);
    let unfolded = |n: usize, columns: usize| in_full(scene, &read.rows[n], columns);
    let shown = list(scene, len, pane, folded, unfolded);
    let total = read.total.unwrap_or(len as u64);
    let more = match load {
        Load::Loading { .. } => " ···".to_owned(),
        Load::Failed { .. } => format!(" · ⚠ only {} read", text::grouped(len as u64)),
        _ if read.whole || len as u64 == total => String::new(),
        _ => format!(" · {} read", text::grouped(len as u64)),
    };
    label(scene, &format!("{}{more}", range(&shown, total)), pane);
}

fn draw_one(scene: Scene, entitlement: &Entitlement, row: &mut Pane) {
    let wide = row.width() >= WIDE;
    let word = if wide { "PRIVILEGED" } else { "PRIV" };
    let attributes = if wide { ATTRIBUTE + GAP } else { 0 };
    let room = row.width().saturating_sub(attributes + word.len() + 2 * GAP);
    // The value, such as a distinguished name, is the longer of the two; where it would be cut anyway, the name matters.
    let names = if wide { room * 2 / 5 } else { room * 3 / 5 };
    let mut put = |x, columns, value: Option<&str>, style| {
        let value = text::cut_middle(told(value), columns);
        row.line(x, 0, &highlighted(scene, &[(style, &value)]));
    };
    put(0, names, entitlement.name.as_deref(), Style::new());
    if wide {
        put(names + GAP, ATTRIBUTE, entitlement.attribute.as_deref(), scene.theme.dim);
    }
    put(names + GAP + attributes, room - names, entitlement.value.as_deref(), Style::new());
    if entitlement.privileged == Some(true) {
        let edge = row.width();
        row.put_right(edge, 0, edge, word, scene.theme.danger);
    }
}

/// Everything about one, a fact a row.
fn in_full(scene: Scene, entitlement: &Entitlement, columns: usize) -> Vec<Line<'static>> {
    let mut name = highlighted(scene, &[(scene.theme.heading, told(entitlement.name.as_deref()))]);
    if entitlement.privileged == Some(true) {
        name.push_span("  ");
        name.push_span(Span::styled("PRIVILEGED", scene.theme.danger));
    }
    let attribute = format!("{} = ", told(entitlement.attribute.as_deref()));
    let value = told(entitlement.value.as_deref());
    let value = highlighted(scene, &[(scene.theme.dim, &attribute), (Style::new(), value)]);
    let description = entitlement.description.as_deref().filter(|text| !text.trim().is_empty());
    let description = description.map(|text| highlighted(scene, &[(scene.theme.dim, text)]));
    [Some(name), Some(value), description].iter().flatten().flat_map(|line| wrapped(line, columns.max(1))).collect()
}

fn told(text: Option<&str>) -> &str {
    text.unwrap_or("?")
}
