//! The export: which accounts with how many each has, how they are written, and where.

use ratatui::Frame;
use ratatui::style::Style;

use super::overlay::title;
use super::pane::Pane;
use super::wrap::prose;
use super::{Scene, text_field};
use crate::app::geometry::Area;
use crate::app::screens::ExportScreen;
use crate::app::screens::export::Stage;
use crate::app::{Form, Scope};
use crate::model::text::grouped;

/// Columns of the labels.
const LABELS: usize = 9;
/// Where the counts end.
const COUNTS: usize = 58;
/// The row of the form.
const FORM: usize = 7;
/// The row of the file.
const FILE: u16 = 9;
/// The first row of what is said.
const SAID: usize = 11;

pub(super) fn draw(scene: Scene, screen: &ExportScreen, frame: &mut Frame, area: Area) {
    let mut pane = Pane::new(frame, area);
    title(scene, "EXPORT", &scene.state.tenant.name, &mut pane);
    scopes(scene, screen, &mut pane);
    forms(scene, screen, &mut pane);
    pane.put(1, usize::from(FILE), LABELS, "file", scene.theme.dim);
    say(scene, screen, &mut pane.from(1, SAID));
    let field = Area {
        x: area.x.saturating_add(8),
        y: area.y.saturating_add(FILE),
        width: area.width.saturating_sub(8),
        height: area.height.saturating_sub(FILE).min(1),
    };
    if screen.writing().is_none() {
        text_field::draw(scene, "›", &screen.file, &[], frame, field);
    } else {
        Pane::new(frame, field).put(3, 0, usize::MAX, screen.file.text(), scene.theme.dim);
    }
}

fn scopes(scene: Scene, screen: &ExportScreen, pane: &mut Pane) {
    for (n, scope) in Scope::ALL.into_iter().enumerate() {
        let y = 2 + n;
        if n == 0 {
            pane.put(1, y, LABELS, "what", scene.theme.dim);
        }
        let is_chosen = scope == screen.scope;
        let style = if is_chosen { scene.theme.selected } else { Style::new() };
        pane.put(LABELS, y, 1, if is_chosen { "›" } else { " " }, scene.theme.accent);
        pane.put(LABELS + 2, y, COUNTS - LABELS - 14, &called(scene, scope), style);
        let count = screen.count(scene.state, scope).map_or_else(|| "…".to_owned(), grouped);
        pane.put_right(COUNTS, y, 12, &count, Style::new());
    }
}

fn called(scene: Scene, scope: Scope) -> String {
    match scope {
        Scope::Visible => "visible on the screen".to_owned(),
        Scope::Matching if scene.state.list.asked.text.is_empty() => "matching: nothing asked".to_owned(),
        Scope::Matching => format!("matching {}", scene.state.list.asked.text),
        Scope::Marked => "marked".to_owned(),
        Scope::All => "all on the tenant".to_owned(),
    }
}

fn forms(scene: Scene, screen: &ExportScreen, pane: &mut Pane) {
    pane.put(1, FORM, LABELS, "format", scene.theme.dim);
    let mut x = LABELS + 2;
    for form in Form::ALL {
        let word = match form {
            Form::Csv => "CSV",
            Form::Json => "JSON",
            Form::Ndjson => "ndjson",
        };
        let is_chosen = form == screen.form;
        let style = if is_chosen { scene.theme.selected } else { scene.theme.dim };
        pane.put(x - 2, FORM, 1, if is_chosen { "›" } else { " " }, scene.theme.accent);
        x += pane.put(x, FORM, 6, word, style) + 4;
    }
}

/// What becomes of it, or how far it is.
fn say(scene: Scene, screen: &ExportScreen, pane: &mut Pane) {
    let columns = pane.width().saturating_sub(1).max(1);
    let (told, style) = match (&screen.stage, &screen.remark) {
        (Stage::Writing { accounts, census, .. }, _) => (progress(*accounts, census.have, census.total), Style::new()),
        (_, Some(remark)) => (remark.clone(), scene.theme.warning),
        (_, None) => (meaning(screen.form).to_owned(), scene.theme.dim),
    };
    for (y, row) in prose(&told.into(), columns).into_iter().take(pane.height()).enumerate() {
        pane.line(0, y, &row.style(style));
    }
}

fn progress(written: u64, read: u64, total: Option<u64>) -> String {
    let of = total.map(|total| format!(" of {}", grouped(total))).unwrap_or_default();
    format!("writing: {}{of} read, {} written", grouped(read), grouped(written))
}

fn meaning(form: Form) -> &'static str {
    match form {
        Form::Csv => {
            "The columns of the table. Query, time, tenant and completeness stand above them in lines that begin with #: \
             tell the reader that # begins a comment."
        }
        Form::Json => {
            "One object: query, time, tenant and completeness, and the accounts with all the tenant's fields."
        }
        Form::Ndjson => {
            "A line each: first query, time, tenant and completeness, then the accounts with all the tenant's fields."
        }
    }
}
