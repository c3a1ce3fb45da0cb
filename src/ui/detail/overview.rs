//! The overview: the facts of the row in words, at once and without a request.

mod abilities;

use jiff::Timestamp;
use ratatui::style::Style;

use super::facts::{Fact, at_a_glance, in_full, plain, time, told};
use crate::app::detail::OVERVIEW_FACTS;
use crate::app::geometry::Focus;
use crate::model::{AccountRow, ConnectionKind, NOT_TOLD};
use crate::ui::Scene;
use crate::ui::pane::Pane;
use crate::ui::time::clock;
use abilities::Abilities;

/// Facts shown while the cursor moves through the table; the others are shown besides to a person who works in the details.
const AT_A_GLANCE: usize = 10;

pub(super) fn draw(scene: Scene, row: &AccountRow, read_at: Timestamp, pane: &mut Pane) {
    let facts = facts(scene, row, read_at);
    match scene.state.focus() {
        Focus::Table => at_a_glance(scene, &facts[..AT_A_GLANCE], &mut pane.from(0, 1)),
        Focus::Details => in_full(scene, &facts, pane),
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

/// What cannot be done, a reason a row.
fn cannot(abilities: &Abilities) -> Fact {
    let parts = match abilities.cannot.as_slice() {
        [] => vec![NOT_TOLD.to_owned()],
        reasons => reasons.iter().map(|reason| (*reason).to_owned()).collect(),
    };
    Fact { label: "Cannot", parts, rows: 2, style: Style::new(), is_sentence: true }
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
