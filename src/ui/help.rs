//! The help: every key, place by place, from the live keymap. The place the person came from stands first.

use ratatui::text::{Line, Span};

use super::Scene;
use super::overlay::title;
use super::pane::Pane;
use crate::app::action::Context;
use crate::app::cursor::Cursor;
use crate::app::screens::Screen;
use crate::keys::Keymap;

/// Columns of the keys.
const KEYS: usize = 16;

pub(super) fn draw(scene: Scene, cursor: Cursor, pane: &mut Pane) {
    let across = scene.state.layout().map_or(1, |layout| layout.help_columns());
    let rows = rows(scene, across);
    let height = pane.height().saturating_sub(1);
    // The help has no line to stand on: moving scrolls it.
    let top = cursor.at.min(rows.len().saturating_sub(height));
    let bottom = rows.len().min(top + height);
    title(scene, "Keys", &format!("{}–{bottom} of {}", (top + 1).min(bottom), rows.len()), pane);
    let width = pane.width() / across;
    let mut body = pane.from(0, 1);
    for (y, row) in rows[top..bottom].iter().enumerate() {
        for (n, line) in row.iter().enumerate() {
            body.part(n * width, y, width, 1).line(1, 0, line);
        }
    }
}

/// The rows, each with the lines that stand beside each other.
fn rows(scene: Scene, across: usize) -> Vec<Vec<Line<'static>>> {
    let mut rows = Vec::new();
    for context in places(scene) {
        if !rows.is_empty() {
            rows.push(Vec::new());
        }
        rows.push(vec![Line::from(place_name(context)).style(scene.theme.heading)]);
        let entries: Vec<Line> = scene
            .keymap
            .help(context)
            .into_iter()
            .map(|entry| {
                let keys = format!("{:<KEYS$}", entry.keys.join("  "));
                Line::from(vec![Span::styled(keys, scene.theme.accent), Span::raw(entry.action.description())])
            })
            .collect();
        let half = Keymap::help_rows_of(entries.len(), across);
        let beside = |n: usize| entries.iter().skip(n).step_by(half.max(1)).cloned().collect();
        rows.extend((0..half).map(beside));
    }
    rows
}

/// Every place, the one below the help first.
fn places(scene: Scene) -> Vec<Context> {
    let below = scene.state.screens.iter().rev().find(|screen| !matches!(screen, Screen::Help(_)));
    let from = below.map_or(Context::Table, Screen::context);
    let others = Context::ALL.into_iter().filter(|context| *context != from);
    std::iter::once(from).chain(others).collect()
}

fn place_name(context: Context) -> &'static str {
    match context {
        Context::Table => "In the table",
        Context::Details => "In the details",
        Context::Identity => "In the identity view",
        Context::Log => "In the request log",
        Context::Columns => "Choosing columns",
        Context::Help => "In this help",
        Context::Dialog => "Before something is done",
        Context::Target => "Looking at a target",
        Context::Run => "In a run",
        Context::Tasks => "In the list of tasks",
        Context::Pulse => "In the pulse",
        Context::Queues => "In the list of queues",
        Context::Text => "While typing",
        Context::Document => "In the editor",
        Context::Diff => "Looking at changes",
        Context::Export => "Choosing what to export",
        Context::Picker => "Picking",
    }
}
