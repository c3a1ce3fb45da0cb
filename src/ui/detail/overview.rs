//! The overview: the facts of the row in words, at once and without a request.

mod abilities;

use jiff::Timestamp;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::geometry::Focus;
use crate::model::{AccountRow, ConnectionKind};
use crate::ui::Scene;
use crate::ui::pane::Pane;
use crate::ui::time::{clock, exact};
use crate::ui::wrap::wrapped;
use abilities::Abilities;

/// Columns of the labels.
const LABELS: usize = 12;
/// What stands where the tenant said nothing.
const NOT_TOLD: &str = "?";

/// A fact with its label.
struct Fact {
    label: &'static str,
    text: String,
    style: Style,
}

pub(super) fn draw(scene: Scene, row: &AccountRow, read_at: Timestamp, pane: &mut Pane) {
    let values = pane.width().saturating_sub(LABELS);
    if scene.state.focus() == Focus::Table {
        for (y, fact) in facts(scene, row, read_at).into_iter().enumerate() {
            pane.put(0, y, LABELS, fact.label, scene.theme.dim);
            pane.put(LABELS, y, values, &fact.text, fact.style);
        }
        return;
    }
    let mut y = 0;
    for fact in facts(scene, row, read_at).into_iter().chain(further_facts(scene, row)) {
        pane.put(0, y, LABELS, fact.label, scene.theme.dim);
        for line in wrapped(&Line::from(Span::styled(fact.text, fact.style)), values.max(1)) {
            pane.line(LABELS, y, &line);
            y += 1;
        }
    }
}

/// What is shown while the cursor moves through the table: each fact always in the same row, so that few cells change.
/// The account's name stands in the title.
fn facts(scene: Scene, row: &AccountRow, read_at: Timestamp) -> Vec<Fact> {
    let abilities = Abilities::of(&row.source);
    let mut cannot = abilities.cannot.into_iter().map(str::to_owned);
    let mut facts = vec![
        plain("Native id", told(row.native_identity.as_deref())),
        plain("Source", source(row)),
        identity(scene, row),
        state(scene, row, read_at),
        plain("Correlated", correlated(row).to_owned()),
        plain("Origin", told(row.origin.as_deref()).to_lowercase()),
        plain("Can", abilities.can.join(" ")),
        plain("Cannot", cannot.next().unwrap_or_else(|| NOT_TOLD.to_owned())),
        plain("", cannot.next().unwrap_or_default()),
        plain("Holds", holds(row.has_entitlements).to_owned()),
    ];
    facts.extend(special(row).map(|text| plain("Note", text)));
    facts
}

/// What is shown besides to a person who works in the details.
fn further_facts(scene: Scene, row: &AccountRow) -> Vec<Fact> {
    let identity_id = row.identity.as_deref().and_then(|identity| identity.id.as_deref());
    let mut facts = vec![
        plain("Modified", time(scene, row.modified)),
        plain("Created", time(scene, row.created)),
        plain("Id", row.id.to_string()),
    ];
    facts.extend(identity_id.map(|id| plain("Identity id", id.to_owned())));
    facts.extend(row.source.id.as_deref().map(|id| plain("Source id", id.to_owned())));
    facts.extend(row.source.owner.as_deref().map(|owner| plain("Owner", format!("{owner} (of the source)"))));
    facts
}

fn plain(label: &'static str, text: String) -> Fact {
    Fact { label, text, style: Style::new() }
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
            Some(true) => Fact { label, text: "none: uncorrelated".to_owned(), style: scene.theme.warning },
            _ => Fact { label, text: NOT_TOLD.to_owned(), style: Style::new() },
        };
    };
    let name = identity.name.as_deref().or(identity.id.as_deref()).unwrap_or(NOT_TOLD);
    let text = match identity.lifecycle.as_deref().or(identity.state.as_deref()) {
        Some(state) => format!("{name} · {}", state.to_lowercase()),
        None => name.to_owned(),
    };
    Fact { label, text, style: Style::new() }
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
    Fact { label: "State", text, style: Style::new() }
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
fn special(row: &AccountRow) -> Option<String> {
    let facts = [
        (row.is_machine, "machine account"),
        (row.system_account, "system account"),
        (row.authoritative, "authoritative source"),
    ];
    let true_ones: Vec<_> = facts.into_iter().filter(|(fact, _)| *fact == Some(true)).map(|(_, word)| word).collect();
    (!true_ones.is_empty()).then(|| true_ones.join(" · "))
}
