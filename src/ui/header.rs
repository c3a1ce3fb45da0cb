//! The first line: whose accounts these are, what was asked, and how whole the list is.
//!
//! Where it is narrow, parts give way in a fixed order: the level, the rate, what is running, the words of completeness, then
//! the query down to twelve columns. Tenant, PRODUCTION, READ-ONLY, completeness and marks stay.

use ratatui::text::{Line, Span};

use super::completeness::Room;
use super::pane::{Pane, columns};
use super::{Scene, completeness};
use crate::app::State;
use crate::app::runs::Run;
use crate::model::text;

/// Columns a query is given before anything else gives way to it.
const QUERY_WANTS: usize = 32;
/// Columns a query keeps.
const QUERY_KEEPS: usize = 12;
/// Columns between the parts.
const GAP: usize = 3;

pub(super) fn draw(scene: Scene, pane: &mut Pane) {
    let everything = Parts { level: level(scene), rate: rate(scene), tasks: tasks(scene), room: Room::Wide };
    let query = query(scene);
    let wanted = text::width(&query.content).min(QUERY_WANTS);
    let only_tasks = Parts { tasks: everything.tasks.clone(), ..Parts::default() };
    let narrow = Parts { room: Room::Narrow, ..Parts::default() };
    let parts = [everything.clone(), everything.without_level(), only_tasks, Parts::default(), narrow];
    let room = |parts: &Parts| {
        let taken = columns(&parts.left(scene)) + columns(&parts.right(scene)) + 2 * GAP + 2;
        pane.width().saturating_sub(taken)
    };
    let Some(parts) = parts.iter().find(|parts| room(parts) >= wanted).or(parts.last()) else { return };
    let (mut left, right) = (parts.left(scene), parts.right(scene));
    let room = room(parts);
    if room >= QUERY_KEEPS.min(wanted) {
        left.push_span(" ".repeat(GAP));
        left.push_span(Span::styled(text::cut_middle(&query.content, room).into_owned(), query.style));
    } else {
        // The last resort on a narrow screen: the query goes, and a long name is cut.
        let overflow = (columns(&left) + columns(&right) + GAP + 1).saturating_sub(pane.width());
        shorten_tenant(&mut left, overflow);
    }
    pane.ends(0, &left, &right);
}

/// The parts that may give way.
#[derive(Debug, Clone, Default)]
struct Parts {
    level: Option<Span<'static>>,
    rate: Option<Span<'static>>,
    tasks: Option<Span<'static>>,
    room: Room,
}

impl Parts {
    fn without_level(self) -> Self {
        Self { level: None, ..self }
    }

    fn left(&self, scene: Scene) -> Line<'static> {
        let tenant = &scene.state.tenant;
        let name = Span::styled(tenant.name.clone(), scene.theme.accent);
        let production = tenant.production.then(|| Span::styled("PRODUCTION", scene.theme.danger));
        let read_only = tenant.read_only.then(|| Span::styled("READ-ONLY", scene.theme.heading));
        let mut line = Line::from(name);
        for part in [production, read_only, self.level.clone()].into_iter().flatten() {
            line.push_span(" · ");
            line.push_span(part);
        }
        line
    }

    fn right(&self, scene: Scene) -> Line<'static> {
        let mut line = Line::default();
        if let Some(rate) = &self.rate {
            line.push_span(rate.clone());
            line.push_span(" ".repeat(GAP));
        }
        if let Some(narrowed) = narrowed(scene.state) {
            line.push_span(narrowed);
            line.push_span("  ");
        }
        line.push_span(completeness::mark(scene, self.room));
        line.extend(completeness::departed(scene, self.room));
        if let Some(marked) = marked(scene.state) {
            line.push_span(" ".repeat(GAP));
            line.push_span(Span::styled(marked, scene.theme.heading));
        }
        if let Some(tasks) = &self.tasks {
            line.push_span(" ".repeat(GAP));
            line.push_span(tasks.clone());
        }
        line
    }
}

/// Cuts the tenant's name; it never goes.
fn shorten_tenant(line: &mut Line, by: usize) {
    if let Some(name) = line.spans.first_mut() {
        let columns = text::width(&name.content).saturating_sub(by).max(4);
        name.content = text::cut_middle(&name.content, columns).into_owned().into();
    }
}

fn level(scene: Scene) -> Option<Span<'static>> {
    let levels = &scene.state.session.as_ref()?.levels;
    let first = levels.first()?.clone();
    let more = if levels.len() > 1 { format!(" +{}", levels.len() - 1) } else { String::new() };
    Some(Span::styled(first + &more, scene.theme.dim))
}

fn query(scene: Scene) -> Span<'static> {
    match scene.state.list.asked.text.trim() {
        "" => Span::styled("all accounts", scene.theme.dim),
        query => Span::raw(query.to_owned()),
    }
}

/// Told only when it matters, so that an idle screen writes nothing.
fn rate(scene: Scene) -> Option<Span<'static>> {
    let pace = scene.state.pace;
    if let Some(until) = pace.paused_until.filter(|until| *until > scene.state.now) {
        let wait = until.duration_since(scene.state.now);
        let seconds = wait.as_secs() + i64::from(wait.subsec_nanos() > 0);
        return Some(Span::styled(format!("waits {seconds} s"), scene.theme.warning));
    }
    let shown = pace.allowed > 0 && pace.used.saturating_mul(2) >= pace.allowed;
    shown.then(|| Span::styled(format!("rate {}/{}", pace.used, pace.allowed), scene.theme.dim))
}

/// How many rows are left while a query is typed.
fn narrowed(state: &State) -> Option<String> {
    let narrowing = state.list.narrowing.as_ref()?;
    let (left, loaded) = (narrowing.places().len() as u64, state.list.rows.loaded());
    let more = if narrowing.is_counting() { "…" } else { "" };
    Some(format!("{}{more} of {} here", text::grouped(left), text::grouped(loaded)))
}

/// How many accounts are marked, and how many of those the table does not show.
fn marked(state: &State) -> Option<String> {
    let marked = text::grouped(state.marks.len() as u64);
    match state.marks.hidden() {
        _ if state.marks.is_empty() => None,
        0 => Some(format!("{marked} marked")),
        hidden => Some(format!("{marked} marked, {} hidden", text::grouped(hidden as u64))),
    }
}

/// How many targets the tenant is at.
fn tasks(scene: Scene) -> Option<Span<'static>> {
    let under_way: usize = scene.state.runs.going().map(Run::under_way).sum();
    (under_way > 0).then(|| Span::raw(format!("{} running", text::grouped(under_way as u64))))
}
