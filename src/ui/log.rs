//! The request log: every request sent, the newest at the end; below it the one the person stands on, in full.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Scene;
use super::overlay::title;
use super::pane::Pane;
use super::scroll::Shown;
use super::time::clock_seconds;
use super::words::bytes;
use super::wrap::wrapped;
use crate::app::RequestRecord;
use crate::app::cursor::Cursor;

/// Rows of the request in full: a rule, two for the address, what came of it.
const IN_FULL: usize = 4;

pub(super) fn draw(scene: Scene, cursor: Cursor, pane: &mut Pane) {
    let requests = &scene.state.requests;
    let height = pane.height().saturating_sub(1 + IN_FULL);
    let shown = Shown::of(cursor, requests.len(), height);
    let right = match requests.len() {
        0 => "none yet".to_owned(),
        len => format!("{}–{} of {len}", shown.lines.start + 1, shown.lines.end),
    };
    title(scene, "Requests", &right, pane);
    for (y, n) in shown.lines.clone().enumerate() {
        if let Some(record) = requests.get(n) {
            draw_one(scene, record, n == shown.at, &mut pane.part(0, 1 + y, pane.width(), 1));
        }
    }
    if let Some(record) = requests.get(shown.at) {
        draw_in_full(scene, record, &mut pane.from(0, 1 + height));
    }
}

fn draw_one(scene: Scene, record: &RequestRecord, here: bool, row: &mut Pane) {
    let sign = if here { "›" } else { " " };
    let style = outcome_style(scene, record);
    let line = Line::from(vec![
        Span::raw(sign),
        Span::styled(format!(" {}", clock_seconds(record.at, &scene.state.zone)), scene.theme.dim),
        Span::raw(format!("  {:<6}", record.method)),
        Span::styled(format!(" {:<4}", status(record)), style),
        Span::raw(format!(" {:>8} {:>8}  ", took(record), bytes(record.bytes))),
    ]);
    row.line(1, 0, &line);
    let x = 1 + super::pane::columns(&line);
    let columns = row.width().saturating_sub(x + 1);
    row.put(x, 0, columns, &address(record, true), Style::new());
}

fn draw_in_full(scene: Scene, record: &RequestRecord, pane: &mut Pane) {
    let columns = pane.width().saturating_sub(2);
    pane.rule(0, "─", scene.theme.dim);
    let address = Line::from(address(record, false));
    for (n, row) in wrapped(&address, columns).iter().take(IN_FULL - 2).enumerate() {
        pane.line(1, 1 + n, row);
    }
    let attempt = (record.attempt > 0).then(|| format!("attempt {}", record.attempt + 1));
    let tracking_id = record.tracking_id.as_ref().map(|id| format!("tracking id {id}"));
    let facts: Vec<String> = [record.error.clone(), tracking_id, attempt].into_iter().flatten().collect();
    pane.put(1, IN_FULL - 1, columns, &facts.join(" · "), outcome_style(scene, record));
}

fn status(record: &RequestRecord) -> String {
    record.status.map_or_else(|| "none".to_owned(), |status| status.to_string())
}

fn took(record: &RequestRecord) -> String {
    format!("{} ms", record.took.as_millis())
}

/// The address with its query; the path alone where the host is known from the screen.
fn address(record: &RequestRecord, path_only: bool) -> String {
    let after_host = || record.url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    let base = if path_only { after_host().unwrap_or(&record.url) } else { &record.url };
    let query: Vec<String> = record.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    if query.is_empty() { base.to_owned() } else { format!("{base}?{}", query.join("&")) }
}

fn outcome_style(scene: Scene, record: &RequestRecord) -> Style {
    match record.status {
        Some(200..=299) if record.error.is_none() => Style::new(),
        Some(429) => scene.theme.warning,
        _ => scene.theme.danger,
    }
}
