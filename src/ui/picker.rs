//! A list to pick from: what is typed, what fits it, and what picking means.

use ratatui::Frame;
use ratatui::style::Style;

use super::Scene;
use super::overlay::title;
use super::pane::Pane;
use super::scroll::Shown;
use super::text_field;
use super::wrap::prose;
use crate::app::geometry::{Area, PICKER_FOOT};
use crate::app::load::Load;
use crate::app::screens::picker::{Owners, Sources};
use crate::app::screens::{Picker, Picking, Screen};
use crate::model::{ConnectionKind, IdentityRef, NOT_TOLD, SourceRef};

/// Columns of an identity's state in full.
const STATES: usize = 19;
/// From so many columns on there is room for that.
const WIDE: usize = 76;

pub(super) fn draw(scene: Scene, picker: &Picker, frame: &mut Frame, area: Area) {
    let mut pane = Pane::new(frame, area);
    let foot = usize::from(PICKER_FOOT);
    let height = pane.height().saturating_sub(3 + foot);
    let (what, right) = match &picker.picking {
        Picking::Owner(owners) => (format!("CORRELATE  {}", owners.subject), found(owners)),
        Picking::Source(sources) => ("CREATE  on which source?".to_owned(), listed(scene, sources)),
    };
    title(scene, &what, &right, &mut pane);
    pane.rule(2, "─", scene.theme.dim);
    let shown = Shown::of(picker.cursor, picker.len(), height);
    for (y, n) in shown.lines.clone().enumerate() {
        let mut row = pane.part(1, 3 + y, usize::MAX, 1);
        let is_here = n == shown.at;
        row.put(0, 0, 1, if is_here { "›" } else { " " }, scene.theme.accent);
        let style = if is_here { scene.theme.selected } else { Style::new() };
        match &picker.picking {
            Picking::Owner(owners) => {
                identity(scene, owners.found.value().map(|found| &found.rows[n]), style, &mut row);
            }
            Picking::Source(sources) => source(scene, &sources.rows[n], style, &mut row),
        }
    }
    if picker.is_empty() {
        pane.put(3, 3, usize::MAX, &absence(scene, picker), scene.theme.dim);
    }
    let y = pane.height().saturating_sub(foot);
    say(scene, picker, &mut pane.from(1, y));
    let field = Area { y: area.y.saturating_add(1), height: area.height.saturating_sub(1).min(1), ..area };
    if matches!(scene.state.screens.last(), Some(Screen::Picker(_))) {
        text_field::draw(scene, "›", &picker.editor, &[], frame, field);
    } else {
        // Below a dialog nothing is typed here, so that no cursor stands here.
        Pane::new(frame, field).put(3, 0, usize::MAX, picker.editor.text(), scene.theme.dim);
    }
}

fn found(owners: &Owners) -> String {
    match &owners.found {
        Load::Loading { .. } => "searching …".to_owned(),
        Load::Ready(found) if found.more => format!("the first {}: type more", found.rows.len()),
        Load::Ready(found) => format!("{} found", found.rows.len()),
        Load::Idle | Load::Failed { .. } => String::new(),
    }
}

fn listed(scene: Scene, sources: &Sources) -> String {
    match sources.seen_only {
        _ if scene.state.sources.is_loading() => "reading the sources …".to_owned(),
        true => "of the accounts seen".to_owned(),
        false => format!("{} sources", sources.rows.len()),
    }
}

fn identity(scene: Scene, identity: Option<&IdentityRef>, style: Style, row: &mut Pane) {
    let Some(IdentityRef { name, alias, email, state, id }) = identity else { return };
    let width = row.width().saturating_sub(3);
    let states = if width >= WIDE { STATES } else { width * 18 / 100 };
    let (names, aliases) = (width * 24 / 100, width * 18 / 100);
    let emails = width.saturating_sub(names + aliases + states + 6);
    let mut x = 2;
    for (text, columns, style) in [
        (name.as_deref().unwrap_or(id), names, style),
        (alias.as_deref().unwrap_or(NOT_TOLD), aliases, Style::new()),
        (email.as_deref().unwrap_or("no e-mail"), emails, scene.theme.dim),
        (state.as_deref().unwrap_or(NOT_TOLD), states, Style::new()),
    ] {
        row.put(x, 0, columns, text, style);
        x += columns + 2;
    }
}

fn source(scene: Scene, source: &SourceRef, style: Style, row: &mut Pane) {
    let names = row.width() / 2;
    row.put(2, 0, names, &source.name, style);
    let (kind, style) = match &source.connection {
        Some(ConnectionKind::File) => ("flat file", scene.theme.accent),
        Some(ConnectionKind::Direct) => ("direct connection", scene.theme.dim),
        Some(ConnectionKind::Other(word)) => (word.as_ref(), scene.theme.dim),
        None => (NOT_TOLD, scene.theme.dim),
    };
    row.put(names + 4, 0, usize::MAX, kind, style);
}

/// What stands in the place of lines.
fn absence(scene: Scene, picker: &Picker) -> String {
    match &picker.picking {
        Picking::Owner(owners) => match &owners.found {
            Load::Idle => "type the beginning of an alias, an e-mail address or a name".to_owned(),
            Load::Loading { .. } => "···".to_owned(),
            Load::Ready(_) => format!("no identity whose alias, e-mail address or name begins with {}", owners.asked),
            Load::Failed { problem, .. } => problem.to_string(),
        },
        Picking::Source(_) if scene.state.sources.is_loading() => "···".to_owned(),
        Picking::Source(_) => "no source has this in its name".to_owned(),
    }
}

/// What a person should know before they pick.
fn say(scene: Scene, picker: &Picker, pane: &mut Pane) {
    let columns = pane.width().saturating_sub(1).max(1);
    let mut told = Vec::new();
    told.extend(picker.remark.clone());
    match &picker.picking {
        Picking::Owner(owners) => {
            told.extend(owners.warnings.iter().cloned());
            told.extend(owners.found.value().into_iter().flat_map(|found| found.notes.iter().cloned()));
        }
        Picking::Source(sources) if sources.seen_only => {
            told.push("the list of sources cannot be read: these are those of the accounts seen".to_owned());
        }
        Picking::Source(_) => {}
    }
    let rows = told.into_iter().flat_map(|text| prose(&text.into(), columns));
    for (y, row) in rows.take(pane.height()).enumerate() {
        pane.line(0, y, &row.style(scene.theme.warning));
    }
}
