//! What was done to the account, newest first: `tenant` for what the tenant keeps of its identity, `qd` for what our
//! journal has. Where one of them cannot be read, the other shows, with the reason above it.

use jiff::Timestamp;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::matches::highlighted;
use super::{draw_absence, label, list, range};
use crate::app::activity::Event;
use crate::app::{Action, Load};
use crate::model::{AccountRow, Activity, ActivityItem, NOT_TOLD, Outcome, PastAction, Problem, Verb, text};
use crate::ui::Scene;
use crate::ui::pane::Pane;
use crate::ui::time::{age, exact};
use crate::ui::wrap::{prose, wrapped};

/// Columns of an age, such as `12 min`.
const AGES: usize = 6;
/// Columns of who did it: `tenant` or `qd`.
const WHO: usize = 6;
/// Columns between two values.
const GAP: usize = 2;
/// Columns that what was done keeps, however long the word of how it stands.
const LEAST_WHAT: usize = 8;
/// Rows that reasons take at most, above the lines.
const MOST_REASON_ROWS: usize = 4;

pub(super) fn draw(scene: Scene, row: &AccountRow, pane: &mut Pane) {
    let history = &scene.state.detail.history;
    let events = history.events();
    let reasons = reasons(scene, row, pane.width());
    let is_reading = history.tenant.is_loading() || history.ours.is_loading();
    if events.is_empty() && reasons.is_empty() {
        let known = history.count().is_some();
        let word = if known {
            "Neither the tenant's activities nor this machine's journal tell of anything."
        } else {
            "···"
        };
        return draw_absence(&[Line::from(word).style(scene.theme.dim)], pane);
    }
    for (y, line) in reasons.iter().enumerate() {
        pane.line(0, 1 + y, line);
    }
    if events.is_empty() {
        let word = if is_reading { "···" } else { "Nothing else is known." };
        pane.put(0, 1 + reasons.len(), usize::MAX, word, scene.theme.dim);
        return;
    }
    let folded = |n: usize, line: &mut Pane| draw_one(scene, &events[n], row, line);
    let unfolded = |n: usize, columns: usize| in_full(scene, &events[n], row, columns);
    // The list begins a row below the rule it would write into.
    let shown = list(scene, events.len(), &mut pane.from(0, reasons.len()), folded, unfolded);
    let more = if is_reading { " ···" } else { "" };
    let total = history.count().unwrap_or(events.len() as u64).max(events.len() as u64);
    label(scene, &format!("{}{more}", range(&shown, total)), pane);
}

/// Why one of the two kinds is missing, in plain words.
fn reasons(scene: Scene, row: &AccountRow, columns: usize) -> Vec<Line<'static>> {
    let history = &scene.state.detail.history;
    let mut reasons = Vec::new();
    let no_identity = row.identity.as_deref().is_none_or(|identity| identity.id.is_none());
    if no_identity {
        let word = "tenant: it keeps activities by identity, and this account has none";
        reasons.push(Line::from(word).style(scene.theme.dim));
    }
    let mut failed = |what: &str, problem: Option<&Problem>| {
        if let Some(problem) = problem {
            reasons.push(Line::from(format!("⚠ {what}: {problem}")).style(scene.theme.warning));
        }
    };
    failed("tenant", history.tenant.problem());
    failed("journal", history.ours.problem());
    let mut rows: Vec<Line> = reasons.iter().flat_map(|line| prose(line, columns.max(1))).collect();
    rows.truncate(MOST_REASON_ROWS);
    let is_failed = matches!(history.tenant, Load::Failed { .. }) || matches!(history.ours, Load::Failed { .. });
    if let Some(key) = scene.keymap.label(scene.state.context(), Action::Refresh).filter(|_| is_failed) {
        rows.push(Line::from(vec![Span::styled(key, scene.theme.accent), Span::raw(" tries again")]));
    }
    rows
}

/// What a line says, however wide it is.
struct Told {
    /// How long ago.
    when: String,
    who: &'static str,
    who_style: Style,
    /// What was done, the most telling first; the last give way where it is narrow.
    what: Vec<String>,
    status: String,
    status_style: Style,
}

impl Told {
    fn of(scene: Scene, event: &Event, row: &AccountRow) -> Option<Self> {
        let when = |at: Option<Timestamp>| at.map_or_else(|| NOT_TOLD.to_owned(), |at| age(scene.state.now, at));
        match event {
            Event::Tenant(activity) => {
                let status = activity.status().unwrap_or(NOT_TOLD).to_owned();
                Some(Self {
                    when: when(activity.created),
                    who: "tenant",
                    who_style: scene.theme.dim,
                    what: what_the_tenant_did(activity, row),
                    status_style: status_style(scene, &status),
                    status,
                })
            }
            Event::Ours(action) => Some(Self {
                when: when(action.at),
                who: "qd",
                who_style: scene.theme.accent,
                what: [Some(verb(action)), action.ticket.clone()].into_iter().flatten().collect(),
                status: action.outcome.on_screen().to_owned(),
                status_style: outcome_style(scene, action.outcome),
            }),
            Event::More(_) => None,
        }
    }

    /// What was done, in so many columns.
    fn what_in(&self, columns: usize) -> String {
        let fits = |parts: &usize| text::width(&self.what[..*parts].join(" · ")) <= columns;
        let parts = (1..=self.what.len()).rev().find(fits).unwrap_or(1).min(self.what.len());
        text::cut_middle(&self.what[..parts].join(" · "), columns).into_owned()
    }
}

fn draw_one(scene: Scene, event: &Event, row: &AccountRow, line: &mut Pane) {
    let Some(told) = Told::of(scene, event, row) else {
        line.put(AGES + GAP, 0, usize::MAX, &more(event), scene.theme.dim);
        return;
    };
    line.put_right(AGES, 0, AGES, &told.when, Style::new());
    line.put(AGES + GAP, 0, WHO, told.who, told.who_style);
    let start = AGES + GAP + WHO + GAP;
    let room = line.width().saturating_sub(start + GAP);
    let status = text::cut_middle(&told.status, room.saturating_sub(LEAST_WHAT));
    let what = told.what_in(room.saturating_sub(text::width(&status)));
    line.line(start, 0, &highlighted(scene, &[(Style::new(), &what)]));
    let edge = line.width();
    line.put_right(edge, 0, edge, &status, told.status_style);
}

fn more(event: &Event) -> String {
    match event {
        Event::More(Some(left)) => format!("tenant  {} more, not read yet", text::grouped(*left)),
        _ => "tenant  more, not read yet".to_owned(),
    }
}

fn verb(action: &PastAction) -> String {
    action.verb.map_or("something a newer quarterdeck does", Verb::word).to_owned()
}

/// `DISABLE` and `AccountStateUpdate`, behind `other account` where it touched another one of the identity.
fn what_the_tenant_did(activity: &Activity, row: &AccountRow) -> Vec<String> {
    let mut operations: Vec<String> = Vec::new();
    for item in &activity.items {
        let operation = operation(item);
        if !operations.contains(&operation) {
            operations.push(operation);
        }
    }
    let operations = (!operations.is_empty()).then(|| operations.join(", "));
    let elsewhere = is_elsewhere(activity, row).then(|| "other account".to_owned());
    let parts = [elsewhere, operations, activity.kind.clone()].into_iter().flatten().collect::<Vec<_>>();
    if parts.is_empty() { vec![NOT_TOLD.to_owned()] } else { parts }
}

fn is_elsewhere(activity: &Activity, row: &AccountRow) -> bool {
    activity.touched(row.native_identity.as_deref(), row.source.id.as_deref()) == Some(false)
}

fn operation(item: &ActivityItem) -> String {
    let words = [item.operation.as_deref(), item.attribute.as_deref()];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    if words.is_empty() { NOT_TOLD.to_owned() } else { words.join(" ") }
}

fn status_style(scene: Scene, status: &str) -> Style {
    match status {
        "FAILURE" | "TERMINATED" => scene.theme.danger,
        "INCOMPLETE" => scene.theme.warning,
        _ => Style::new(),
    }
}

fn outcome_style(scene: Scene, outcome: Outcome) -> Style {
    match outcome {
        Outcome::Failed | Outcome::Refused | Outcome::Unknown => scene.theme.danger,
        Outcome::Skipped(_) => scene.theme.dim,
        _ => Style::new(),
    }
}

/// Everything that is known of one, a fact a row, below what its line says.
fn in_full(scene: Scene, event: &Event, row: &AccountRow, columns: usize) -> Vec<Line<'static>> {
    let Some(told) = Told::of(scene, event, row) else {
        return vec![Line::from(format!("{:width$}{}", "", more(event), width = AGES + GAP)).style(scene.theme.dim)];
    };
    let (when, who) = (format!("{:>AGES$}  ", told.when), format!("{:<WHO$}  ", told.who));
    let what = told.what.join(" · ");
    let head = [
        (Style::new(), when.as_str()),
        (told.who_style, &who),
        (scene.theme.heading, &what),
        (Style::new(), "  "),
        (told.status_style, &told.status),
    ];
    let facts = match event {
        Event::Tenant(activity) => facts_of_activity(scene, activity),
        Event::Ours(action) => facts_of_action(scene, action),
        Event::More(_) => Vec::new(),
    };
    let lines = std::iter::once(highlighted(scene, &head)).chain(facts);
    lines.flat_map(|line| wrapped(&line, columns.max(1))).collect()
}

/// Labels and values beside each other, those that are told.
fn facts<'a>(scene: Scene, facts: impl IntoIterator<Item = (&'a str, Option<String>)>) -> Vec<Line<'static>> {
    let told = facts.into_iter().filter_map(|(label, value)| Some((label, value?)));
    told.map(|(label, value)| highlighted(scene, &[(scene.theme.dim, label), (Style::new(), &value)])).collect()
}

fn facts_of_activity(scene: Scene, activity: &Activity) -> Vec<Line<'static>> {
    let time = |at: Option<Timestamp>| at.map(|at| exact(at, &scene.state.zone));
    // What went wrong first: on a small screen the rest may not fit.
    let errors = activity.errors.iter().map(|error| highlighted(scene, &[(scene.theme.danger, error)]));
    let warnings = activity.warnings.iter().map(|warning| highlighted(scene, &[(scene.theme.warning, warning)]));
    let mut lines: Vec<Line> = errors.chain(warnings).collect();
    lines.extend(facts(
        scene,
        [
            ("begun ", time(activity.created)),
            ("ended ", time(activity.completed)),
            ("stands at ", activity.execution.clone()),
            ("by ", activity.requester.clone()),
        ],
    ));
    for item in &activity.items {
        let value = item.value.as_ref().map(|value| format!("= {value}"));
        let native = item.native_identity.as_ref().map(|native| format!("on {native}"));
        let words = [Some(operation(item)), value, native, item.provisioning.clone(), item.approval.clone()];
        let words = words.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        lines.extend(facts(scene, [("item ", Some(words))]));
    }
    lines.extend(facts(scene, [("id ", activity.id.clone())]));
    lines
}

fn facts_of_action(scene: Scene, action: &PastAction) -> Vec<Line<'static>> {
    let time = |at: Option<Timestamp>| at.map(|at| exact(at, &scene.state.zone));
    facts(
        scene,
        [
            ("why ", action.told.clone()),
            ("reason ", action.reason.clone()),
            ("at ", time(action.at)),
            ("settled ", time(action.ended)),
            ("by ", Some(format!("{} · run {}", action.by, action.run))),
            ("tracking id ", action.tracking_id.clone()),
        ],
    )
}
