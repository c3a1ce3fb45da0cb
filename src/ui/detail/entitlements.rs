//! The entitlements an account holds: name, value, attribute; the privileged ones marked with a word.

use std::borrow::Cow;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::matches::highlighted;
use super::{absence, draw_absence, label, list, range};
use crate::app::Load;
use crate::model::{Entitlement, text};
use crate::ui::Scene;
use crate::ui::pane::Pane;
use crate::ui::scroll::Shown;
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
        pane.put(0, 1, pane.width(), "this account holds no entitlements", scene.theme.dim);
    }
    // What is on the screen at most: the same while the person moves within it, so that no cut changes under the cursor.
    let on_screen = Shown::of(scene.state.detail.cursor, len, pane.height().saturating_sub(1)).lines;
    let cuts = folded(&read.rows[on_screen.clone()], &Places::of(pane.width().saturating_sub(2)));
    let folded = |n: usize, row: &mut Pane| {
        if let Some(cut) = n.checked_sub(on_screen.start).and_then(|n| cuts.get(n)) {
            draw_one(scene, &read.rows[n], cut, row);
        }
    };
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

/// Where the facts of a line stand: name, value, attribute, and a word at the right edge where it is privileged.
struct Places {
    names: usize,
    values: usize,
    attributes: usize,
    word: &'static str,
}

impl Places {
    fn of(width: usize) -> Self {
        let wide = width >= WIDE;
        let word = if wide { "PRIVILEGED" } else { "PRIV" };
        let attributes = if wide { ATTRIBUTE } else { 0 };
        let attribute_and_gap = if wide { ATTRIBUTE + GAP } else { 0 };
        let room = width.saturating_sub(attribute_and_gap + word.len() + 2 * GAP);
        // The value, such as a distinguished name, is the longer of the two; where it would be cut anyway, the name matters.
        let names = if wide { room * 2 / 5 } else { room * 3 / 5 };
        Self { names, values: room - names, attributes, word }
    }
}

/// An entitlement in one row. Where the value is the name, as with many a directory, it is said once in the room of both.
struct Folded<'a> {
    name: Cow<'a, str>,
    value: Cow<'a, str>,
    both: Cow<'a, str>,
}

/// The entitlements of these lines, cut so that different ones look different.
fn folded<'a>(rows: &'a [Entitlement], places: &Places) -> Vec<Folded<'a>> {
    let alike = |one: &Entitlement| one.name.is_some() && one.name == one.value;
    let cut = |text: &dyn Fn(&'a Entitlement) -> Option<&'a str>, columns| {
        let texts: Vec<Cow<str>> = rows.iter().map(|one| text(one).unwrap_or_default().into()).collect();
        text::cut_distinct(&texts, columns, |n| rows[n].id.as_deref().unwrap_or_default())
    };
    let names = cut(&|one| (!alike(one)).then(|| told(one.name.as_deref())), places.names);
    let values = cut(&|one| (!alike(one)).then(|| told(one.value.as_deref())), places.values);
    let both = cut(&|one| one.name.as_deref().filter(|_| alike(one)), places.names + GAP + places.values);
    let line = |((name, value), both)| Folded { name, value, both };
    names.into_iter().zip(values).zip(both).map(line).collect()
}

fn draw_one(scene: Scene, entitlement: &Entitlement, folded: &Folded, row: &mut Pane) {
    let places = Places::of(row.width());
    let mut put = |x, text: &str, style| row.line(x, 0, &highlighted(scene, &[(style, text)]));
    put(0, &folded.both, Style::new());
    put(0, &folded.name, Style::new());
    let x = places.names + GAP;
    put(x, &folded.value, Style::new());
    let attribute = text::cut_middle(told(entitlement.attribute.as_deref()), places.attributes);
    put(x + places.values + GAP, &attribute, scene.theme.dim);
    if entitlement.privileged == Some(true) {
        let edge = row.width();
        row.put_right(edge, 0, edge, places.word, scene.theme.danger);
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
