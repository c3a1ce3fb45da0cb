//! The overview: the facts of the row in words, at once and without a request.

mod abilities;

use jiff::Timestamp;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{label, range};
use crate::app::detail::OVERVIEW_FACTS;
use crate::app::geometry::Focus;
use crate::model::{AccountRow, ConnectionKind};
use crate::ui::Scene;
use crate::ui::pane::Pane;
use crate::ui::scroll::Shown;
use crate::ui::time::{clock, exact};
use crate::ui::wrap::wrapped;
use abilities::Abilities;

/// Columns of the labels.
const LABELS: usize = 12;
/// What stands where the tenant said nothing.
const NOT_TOLD: &str = "?";

/// Facts shown while the cursor moves through the table; the others are shown besides to a person who works in the details.
const AT_A_GLANCE: usize = 10;

/// A fact with its label.
struct Fact {
    label: &'static str,
    /// What it says, in as many parts as there is to say.
    parts: Vec<String>,
    /// Rows it keeps at a glance, whatever it says.
    rows: usize,
    style: Style,
}

pub(super) fn draw(scene: Scene, row: &AccountRow, read_at: Timestamp, pane: &mut Pane) {
    let facts = facts(scene, row, read_at);
    match scene.state.focus() {
        Focus::Table => at_a_glance(scene, &facts[..AT_A_GLANCE], &mut pane.from(0, 3)),
        Focus::Details => in_full(scene, &facts, pane),
    }
}

/// Each fact always in the same row, so that few cells change when the cursor moves.
fn at_a_glance(scene: Scene, facts: &[Fact], pane: &mut Pane) {
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
fn in_full(scene: Scene, facts: &[Fact], pane: &mut Pane) {
    let values = pane.width().saturating_sub(LABELS).max(1);
    let part = |fact: &Fact, part: &String| wrapped(&Line::from(Span::styled(part.clone(), fact.style)), values);
    let values: Vec<Vec<Line>> =
        facts.iter().map(|fact| fact.parts.iter().flat_map(|text| part(fact, text)).collect()).collect();
    let rows: Vec<usize> = values.iter().map(Vec::len).collect();
    let shown = Shown::of_rows(scene.state.detail.cursor, &rows, pane.height().saturating_sub(3));
    label(scene, &range(&shown, facts.len() as u64), pane);
    let mut body = pane.from(0, 3);
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

/// What is known, most needed first. The account's name stands in the title.
fn facts(scene: Scene, row: &AccountRow, read_at: Timestamp) -> [Fact; OVERVIEW_FACTS] {
    let abilities = Abilities::of(&row.source);
    let identity_id = row.identity.as_deref().and_then(|identity| identity.id.as_deref());
    let owner = row.source.owner.as_deref().map(|owner| format!("{owner} (of the source)"));
    [
        plain("Native id", told(row.native_identity.as_deref())),
        plain("Source", source(row)),
        identity(scene, row),
        state(scene, row, read_at),
        plain("Note", special(row)),
        plain("Correlated", correlated(row).to_owned()),
        plain("Origin", told(row.origin.as_deref()).to_lowercase()),
        plain("Can", abilities.can.join(" ")),
        cannot(&abilities),
        plain("Holds", holds(row.has_entitlements).to_owned()),
        plain("Modified", time(scene, row.modified)),
        plain("Created", time(scene, row.created)),
        plain("Id", row.id.to_string()),
        plain("Identity id", told(identity_id)),
        plain("Source id", told(row.source.id.as_deref())),
        plain("Owner", told(owner.as_deref())),
    ]
}

fn plain(label: &'static str, text: String) -> Fact {
    Fact { label, parts: vec![text], rows: 1, style: Style::new() }
}

/// What cannot be done, a reason a row.
fn cannot(abilities: &Abilities) -> Fact {
    let parts = match abilities.cannot.as_slice() {
        [] => vec![NOT_TOLD.to_owned()],
        reasons => reasons.iter().map(|reason| (*reason).to_owned()).collect(),
    };
    Fact { label: "Cannot", parts, rows: 2, style: Style::new() }
}

fn told(text: Option<&str>) -> String {
    text.unwrap_or(NOT_TOLD).to_owned()
}

fn time(scene: Scene, at: Option<Timestamp>) -> String {
    at.map_or_else(|| NOT_TOLD.to_owned(), |at| exact(at, &scene.state.zone))
}

fn source(row: &AccountRow) -> String {
    let name = row.source.name.as_deref().unwrap_or(NOT_TOLD);
    let connection = match &row.source.connection {
        None => return name.to_owned(),
        Some(ConnectionKind::Direct) => "direct",
        Some(ConnectionKind::File) => "flat file",
        Some(ConnectionKind::Other(word)) => word,
    };
    format!("{name} · {connection}")
}

fn identity(scene: Scene, row: &AccountRow) -> Fact {
    let label = "Identity";
    let Some(identity) = row.identity.as_deref() else {
        return match row.uncorrelated {
            Some(true) => Fact { style: scene.theme.warning, ..plain(label, "none: uncorrelated".to_owned()) },
            _ => plain(label, NOT_TOLD.to_owned()),
        };
    };
    let name = identity.name.as_deref().or(identity.id.as_deref()).unwrap_or(NOT_TOLD);
    let text = match identity.lifecycle.as_deref().or(identity.state.as_deref()) {
        Some(state) => format!("{name} · {}", state.to_lowercase()),
        None => name.to_owned(),
    };
    plain(label, text)
}

fn state(scene: Scene, row: &AccountRow, read_at: Timestamp) -> Fact {
    let enabled = match row.disabled {
        Some(true) => "DISABLED",
        Some(false) => "enabled",
        None => NOT_TOLD,
    };
    let locked = match row.locked {
        Some(true) => ", LOCKED",
        Some(false) => "",
        None => ", locked?",
    };
    let text = format!("{enabled}{locked} · read {}", clock(read_at, &scene.state.zone));
    plain("State", text)
}

fn correlated(row: &AccountRow) -> &'static str {
    match (row.uncorrelated, row.manually_correlated) {
        (Some(true), _) => "no",
        (Some(false), Some(true)) => "yes, by hand",
        (Some(false), Some(false)) => "yes, not by hand",
        (Some(false), None) => "yes",
        (None, _) => NOT_TOLD,
    }
}

fn holds(entitlements: Option<bool>) -> &'static str {
    match entitlements {
        Some(true) => "entitlements",
        Some(false) => "no entitlements",
        None => NOT_TOLD,
    }
}

/// What calls for care.
fn special(row: &AccountRow) -> String {
    let facts = [
        (row.is_machine, "machine account"),
        (row.system_account, "system account"),
        (row.authoritative, "authoritative source"),
    ];
    let true_ones: Vec<_> = facts.into_iter().filter(|(fact, _)| *fact == Some(true)).map(|(_, word)| word).collect();
    if true_ones.is_empty() { "nothing special".to_owned() } else { true_ones.join(" · ") }
}
