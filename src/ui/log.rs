//! The request log: every request sent, the newest at the end; below it the one the person stands on, in full.

use std::borrow::Cow;
use std::sync::Arc;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Scene;
use super::overlay::title;
use super::pane::{Pane, columns};
use super::scroll::Shown;
use super::time::clock_seconds;
use super::words::bytes;
use super::wrap::{prose, wrapped};
use crate::app::cursor::Cursor;
use crate::model::{RequestRecord, text};

/// Columns of the common screen.
const COMMON: usize = 80;
/// Rows of the request in full: a rule, two for the address, what came of it.
const IN_FULL: usize = 4;
/// Lines of the list that stay on the screen, however much there is to say of one of them.
const LIST: usize = 4;

pub(super) fn draw(scene: Scene, cursor: Cursor, pane: &mut Pane) {
    let requests = &scene.state.requests;
    let explained = explained(requests.get(cursor.at), pane);
    let height = pane.height().saturating_sub(1 + IN_FULL + explained.len());
    let shown = Shown::of(cursor, requests.len(), height);
    let right = match requests.len() {
        0 => "none yet".to_owned(),
        len => format!("{}–{} of {len}", shown.lines.start + 1, shown.lines.end),
    };
    title(scene, "Requests", &right, pane);
    let records: Vec<&RequestRecord> = requests.range(shown.lines.clone()).map(AsRef::as_ref).collect();
    let facts: Vec<Line> = records.iter().map(|record| facts(scene, record, pane.width())).collect();
    let taken = facts.iter().map(columns).max().unwrap_or(0);
    // Requests for different pages differ in one number, wherever that stands.
    let addresses: Vec<Cow<str>> = records.iter().map(|record| address(record, true).into()).collect();
    let addresses = text::cut_distinct(&addresses, pane.width().saturating_sub(taken + 4), |_| "");
    for (y, (facts, address)) in facts.iter().zip(&addresses).enumerate() {
        let mut row = pane.from(0, 1 + y);
        let sign = if shown.lines.start + y == shown.at { "›" } else { " " };
        row.put(1, 0, 1, sign, Style::new());
        row.line(3, 0, facts);
        row.put(3 + taken, 0, usize::MAX, address, Style::new());
    }
    if let Some(record) = requests.get(shown.at) {
        let mut below = pane.from(0, 1 + height);
        draw_in_full(scene, record, &mut below);
        for (n, row) in explained.iter().enumerate() {
            below.line(1, IN_FULL + n, row);
        }
    }
}

/// Why the tenant may have refused the request: in full where a few lines of the list stay on the screen besides.
fn explained(record: Option<&Arc<RequestRecord>>, pane: &Pane) -> Vec<Line<'static>> {
    let Some(permission) = record.and_then(|record| record.permission.as_ref()) else { return Vec::new() };
    let (columns, rows) = (pane.width().saturating_sub(2).max(1), pane.height().saturating_sub(1 + IN_FULL + LIST));
    let told = |sentences: Vec<String>| -> Vec<Line<'static>> {
        sentences.into_iter().flat_map(|sentence| prose(&Line::from(sentence), columns)).collect()
    };
    let in_full = told(permission.in_full());
    if in_full.len() <= rows { in_full } else { told(vec![permission.briefly()]) }
}

/// What came of a request, in columns. How much it brought is left out where the address needs the room.
fn facts(scene: Scene, record: &RequestRecord, width: usize) -> Line<'static> {
    let mut line = Line::from(vec![
        Span::styled(clock_seconds(record.at, &scene.state.zone), scene.theme.dim),
        Span::raw(format!("  {:<6}", record.method)),
        Span::styled(format!(" {:<4}", status(record)), outcome_style(scene, record)),
        Span::raw(format!(" {:>8}  ", took(record))),
    ]);
    if width > COMMON {
        line.push_span(format!("{:>6}  ", bytes(record.bytes)));
    }
    line
}

fn draw_in_full(scene: Scene, record: &RequestRecord, pane: &mut Pane) {
    let room = pane.width().saturating_sub(2);
    pane.rule(0, "─", scene.theme.dim);
    let address = Line::from(address(record, false));
    for (n, row) in wrapped(&address, room).iter().take(IN_FULL - 2).enumerate() {
        pane.line(1, 1 + n, row);
    }
    let attempt = (record.attempt > 0).then(|| format!("attempt {}", record.attempt + 1));
    let tracking_id = record.tracking_id.as_ref().map(|id| format!("tracking id {id}"));
    let facts: Vec<String> = [record.error.clone(), tracking_id, attempt].into_iter().flatten().collect();
    pane.put(1, IN_FULL - 1, room, &facts.join(" · "), outcome_style(scene, record));
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
