//! What is about to be done: a dialog for one target, a list for several.

use jiff::Timestamp;
use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Scene;
use super::dialog::{self, Row};
use super::pane::Pane;
use super::scroll::Shown;
use super::table::state_style;
use super::time::clock;
use crate::app::action::{Action, Context};
use crate::app::geometry::{Area, Layout};
use crate::app::screens::plan::{Choice, Focus, Group, Readiness, what_is_done};
use crate::app::screens::{PlanOpening, PlanScreen, Screen};
use crate::app::{Fate, Load, Reading, Target, Tier};
use crate::model::text::{self, grouped};
use crate::model::{AccountRow, Content, NOT_TOLD, Verb};

/// Columns of what is typed to confirm, with its name.
const TYPED: u16 = 26;
/// Columns of what is done to a target.
const WHAT: usize = 12;
/// The most columns of what a group of targets is called.
const GROUP: usize = 20;

/// What lies over the screen: the whole dialog for one target, the text fields for several.
pub(super) fn draw_over(scene: Scene, screen: &PlanScreen, frame: &mut Frame, layout: &Layout) {
    if screen.is_about_one() {
        let title = dialog::headline(scene, &headline(scene, screen));
        let rows = rows_for_one(scene, screen, layout);
        dialog::draw(scene, &title, rows, frame, layout);
    } else {
        below(scene, screen, frame, layout);
    }
}

fn headline(scene: Scene, screen: &PlanScreen) -> String {
    let said = format!("{} {}", screen.order.verb.word().to_uppercase(), screen.count_in_words());
    match new_owner(scene, screen) {
        Some(owner) => format!("{said} to {owner}"),
        None => said,
    }
}

/// Whom the accounts are to belong to: by name where they were picked just before, else by id.
fn new_owner(scene: Scene, screen: &PlanScreen) -> Option<String> {
    let Content::Owner(id) = &screen.order.content else { return None };
    let picked = scene.state.screens.iter().find_map(|screen| match screen {
        Screen::Picker(picker) => picker.identity(id),
        _ => None,
    });
    Some(picked.and_then(|identity| identity.name.clone()).unwrap_or_else(|| id.clone()))
}

/// Whose the account is, and whose it becomes.
fn whose(scene: Scene, screen: &PlanScreen, row: &AccountRow) -> String {
    let before = format!("identity {}", row.identity_to_show());
    match new_owner(scene, screen) {
        Some(owner) => format!("{before} → {owner}"),
        None if screen.order.verb == Verb::Uncorrelate => format!("{before} → nobody"),
        None => before,
    }
}

fn rows_for_one<'a>(scene: Scene, screen: &'a PlanScreen, layout: &Layout) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let told = |text: &str, style: Style| Line::from(Span::styled(text.to_owned(), style));
    if let Some(target) = screen.ready().and_then(|plan| plan.targets.first()) {
        let read_at = screen.ready().map_or(scene.state.now, |plan| plan.made);
        rows.push(Row::Text(who(scene, target, read_at)));
        if screen.hidden_to_send() > 0 {
            rows.push(Row::Text(told("marked, and not shown by the table", scene.theme.warning)));
        }
        if let Some(whose) = target.row.as_ref().map(|row| whose(scene, screen, row)) {
            rows.push(Row::Beside(told(&whose, Style::new())));
        }
        if let Fate::Skip { reason, why } = &target.fate {
            let line = told(&format!("{}: {why}", what_is_done(Some(*reason))), scene.theme.warning);
            rows.extend(dialog::sentence(&line, layout));
            if reason.may_be_put_in() {
                let key = scene.keymap.label(Context::Dialog, Action::PutIn).unwrap_or_default();
                rows.push(Row::Text(told(&format!("{key} puts it in by hand"), scene.theme.dim)));
            }
        }
        let warnings = screen.ready().into_iter().flat_map(|plan| &plan.warnings).chain(&target.warnings);
        for warning in warnings {
            rows.extend(dialog::sentence(&told(warning, scene.theme.warning), layout));
        }
    } else {
        rows.extend(absent(scene, screen, layout));
    }
    for what in &screen.what {
        rows.extend(dialog::sentence(&told(what, scene.theme.accent), layout));
    }
    rows.push(Row::Gap);
    let consequence = Line::from(screen.order.verb.consequence());
    rows.extend(dialog::sentence(&consequence, layout).map(|row| match row {
        Row::Told(line) => Row::Beside(line),
        other => other,
    }));
    rows.push(Row::Gap);
    rows.extend(screen.choices().iter().map(|choice| Row::Text(choice_line(scene, screen, *choice))));
    let field =
        |label: &str, editor, focus| Row::Field { label: label.to_owned(), editor, has_focus: screen.focus == focus };
    rows.push(field("ticket", &screen.ticket, Focus::Ticket));
    rows.push(field("reason", &screen.reason, Focus::Reason));
    rows.push(Row::Gap);
    if let Some(wanted) = to_type(screen, scene.state.tenant.production) {
        rows.push(field(&format!("Type {wanted}, then y:"), &screen.typed, Focus::Typed));
    }
    rows.push(Row::Text(answers(scene, screen)));
    rows
}

/// What stands where the plan is not there.
fn absent<'a>(scene: Scene, screen: &PlanScreen, layout: &Layout) -> Vec<Row<'a>> {
    match &screen.plan {
        Load::Failed { problem, .. } => {
            let line = Line::from(Span::styled(problem.to_string(), scene.theme.danger));
            dialog::sentence(&line, layout).collect()
        }
        _ => vec![Row::Text(Line::from(Span::styled(reading(screen), scene.theme.dim)))],
    }
}

/// Which targets are listed, where not all are, and when they were read.
fn right(scene: Scene, screen: &PlanScreen) -> Line<'static> {
    let Some(plan) = screen.ready() else { return Line::default() };
    let read = Span::styled(format!("read {}", clock(plan.made, &scene.state.zone)), scene.theme.dim);
    let (listed, all) = (grouped(screen.lines() as u64), grouped(plan.targets.len() as u64));
    let group = format!("only {}: {listed} of {all}", text::cut_middle(screen.group.name(), GROUP));
    match screen.group {
        Group::All => Line::from(read),
        _ => Line::from(vec![Span::styled(group, scene.theme.accent), Span::raw("   "), read]),
    }
}

/// How far the reading of the targets is.
fn reading(screen: &PlanScreen) -> String {
    match screen.progress {
        Some((read, of)) => format!("{} of {} read …", grouped(read as u64), grouped(of as u64)),
        None => "reading …".to_owned(),
    }
}

/// The plan of a file is being read.
pub(super) fn draw_opening(scene: Scene, opening: &PlanOpening, frame: &mut Frame, layout: &Layout) {
    let title = dialog::headline(scene, "PLAN");
    let told = Line::from(Span::styled(format!("reading {} …", opening.file), scene.theme.dim));
    dialog::draw(scene, &title, dialog::sentence(&told, layout).collect(), frame, layout);
}

/// The target: its name, its source, its state and when that was read.
fn who(scene: Scene, target: &Target, read_at: Timestamp) -> Line<'static> {
    let mut line = Line::from(Span::styled(target.shown_name().to_owned(), scene.theme.heading));
    if let Some(row) = &target.row {
        line.push_span(format!(" · {} · ", row.source.name.as_deref().unwrap_or(NOT_TOLD)));
        line.push_span(Span::styled(row.state().word(), state_style(scene.theme, row.state())));
    } else if let Reading::Identity { enabled } = target.expected.before {
        line.push_span(" · ISC sign-in ");
        let (word, style) = sign_in(scene, enabled);
        line.push_span(Span::styled(word, style));
    } else {
        return line;
    }
    line.push_span(format!(", read {}", clock(read_at, &scene.state.zone)));
    line
}

/// The state of a sign-in.
fn sign_in(scene: Scene, enabled: Option<bool>) -> (&'static str, Style) {
    match enabled {
        Some(true) => ("enabled", Style::new()),
        Some(false) => ("DISABLED", scene.theme.warning),
        None => (NOT_TOLD, scene.theme.dim),
    }
}

/// How a target stands now.
fn standing(scene: Scene, target: &Target) -> Option<(&'static str, Style)> {
    match (&target.row, &target.expected.before) {
        (Some(row), _) => Some((row.state().word(), state_style(scene.theme, row.state()))),
        (None, Reading::Identity { enabled }) => Some(sign_in(scene, *enabled)),
        _ => None,
    }
}

fn choice_line(scene: Scene, screen: &PlanScreen, choice: Choice) -> Line<'static> {
    let (words, name) = match choice {
        Choice::UnlockSignIn => ("also unlock the ISC sign-in", "unlockIDNAccount"),
        Choice::Force => ("force provisioning", "forceProvisioning"),
    };
    let tick = if screen.is_set(choice) { "[x]" } else { "[ ]" };
    let style = if screen.focus == Focus::Choice(choice) { scene.theme.selected } else { Style::new() };
    Line::from(vec![
        Span::raw(format!("{tick} ")),
        Span::styled(words, style),
        Span::raw(" ".repeat(34usize.saturating_sub(words.len()))),
        Span::styled(name, scene.theme.dim),
    ])
}

/// What is to be typed before `y` counts.
fn to_type(screen: &PlanScreen, production: bool) -> Option<String> {
    match screen.tier(production)? {
        Tier::Yes | Tier::ReadThenYes | Tier::Count(0) => None,
        Tier::Count(count) => Some(count.to_string()),
        Tier::Name(name) => Some(name.clone()),
    }
}

fn answers(scene: Scene, screen: &PlanScreen) -> Line<'static> {
    let readiness = screen.readiness(scene.state.tenant.production, scene.state.now);
    let acts = match readiness {
        Readiness::Nothing => "nothing to send".to_owned(),
        Readiness::Planning => "…".to_owned(),
        _ => screen.order.verb.word().to_owned(),
    };
    let is_live = readiness == Readiness::Live;
    let stays = if screen.is_about_one() { "leave it as it is" } else { "leave all as it is" };
    dialog::answers(scene, &acts, is_live, stays, screen.focus == Focus::Answer)
}

/// The plan for several targets.
pub(super) fn draw(scene: Scene, screen: &PlanScreen, pane: &mut Pane) {
    let title = dialog::headline(scene, &headline(scene, screen));
    pane.ends(0, &title, &right(scene, screen));
    let room = pane.width().saturating_sub(2);
    let mut y = 1;
    for row in screen.consequence(scene.state.size.columns) {
        pane.put(1, y, room, &row, Style::new());
        y += 1;
    }
    for row in screen.what_in_rows(scene.state.size.columns) {
        pane.put(1, y, room, &row, scene.theme.accent);
        y += 1;
    }
    if screen.ready().is_none() {
        let (text, style) = match &screen.plan {
            Load::Failed { problem, .. } => (problem.to_string(), scene.theme.danger),
            _ => (reading(screen), scene.theme.dim),
        };
        for row in super::wrap::prose(&Line::from(Span::styled(text, style)), room) {
            pane.line(1, y, &row);
            y += 1;
        }
        return;
    }
    for line in screen.summary() {
        let is_hidden = line.what == "hidden";
        let style = if is_hidden { scene.theme.warning } else { Style::new() };
        pane.put(1, y, WHAT, line.what, style);
        pane.put_right(1 + WHAT + 7, y, 7, &grouped(line.count as u64), style);
        let columns = room.saturating_sub(WHAT + 10);
        pane.put(WHAT + 11, y, columns, &line.told_in(columns), style);
        if is_hidden && let Some(key) = scene.keymap.label(Context::Dialog, Action::KeepVisible) {
            pane.put_right(room + 1, y, 14, &format!("{key} drops them"), scene.theme.dim);
        }
        y += 1;
    }
    for row in screen.warnings_in_rows(scene.state.size.columns) {
        pane.put(1, y, room, &row, scene.theme.warning);
        y += 1;
    }
    targets(scene, screen, &mut pane.from(0, y));
}

/// Where each column of the list begins, by the width of the screen.
struct Columns {
    name: usize,
    source: usize,
    now: usize,
    why: usize,
}

fn targets(scene: Scene, screen: &PlanScreen, pane: &mut Pane) {
    let height = pane.height().saturating_sub(1 + PlanScreen::rows_below(scene.state.size.rows));
    let (names, sources) = match pane.width() {
        100.. => (36, 24),
        76.. => (22, 18),
        _ => (18, 13),
    };
    let name = 3 + WHAT + 1;
    let columns = Columns { name, source: name + names, now: name + names + sources, why: name + names + sources + 10 };
    for (x, head) in
        [(3, "WHAT"), (columns.name, "NAME"), (columns.source, "SOURCE"), (columns.now, "NOW"), (columns.why, "WHY")]
    {
        pane.put(x, 0, usize::MAX, head, scene.theme.heading);
    }
    let shown = Shown::of(screen.cursor, screen.lines(), height);
    for (y, at) in shown.lines.clone().enumerate() {
        let Some(target) = screen.listed(at) else { continue };
        let is_hidden = screen.hidden.contains(&target.id);
        let mut row = pane.part(0, 1 + y, pane.width(), 1);
        if at == shown.at {
            row.put(1, 0, 1, "›", Style::new());
        }
        draw_target(scene, (target, is_hidden, at == shown.at), &columns, &mut row);
    }
}

fn draw_target(
    scene: Scene,
    (target, is_hidden, under_cursor): (&Target, bool, bool),
    columns: &Columns,
    row: &mut Pane,
) {
    let (skip, why) = (target.outcome().skip_reason(), why(target, is_hidden));
    let style = match (skip, is_hidden) {
        (None, true) => scene.theme.warning,
        (None, false) => Style::new(),
        (Some(_), _) => scene.theme.dim,
    };
    let name_style = if under_cursor { style.patch(scene.theme.selected) } else { style };
    let source = target.row.as_ref().and_then(|row| row.source.name.as_deref()).unwrap_or_default();
    row.put(3, 0, WHAT, what_is_done(skip), style);
    row.put(columns.name, 0, columns.source - columns.name - 2, target.shown_name(), name_style);
    row.put(columns.source, 0, columns.now - columns.source - 1, source, style);
    if let Some((word, state_style)) = standing(scene, target) {
        row.put(columns.now, 0, columns.why - columns.now - 1, word, style.patch(state_style));
    }
    row.put(columns.why, 0, usize::MAX, &why, style);
}

/// Why a target is where it stands in the plan, and what a person should know about it.
fn why(target: &Target, is_hidden: bool) -> String {
    match &target.fate {
        Fate::Send => {
            let hidden = is_hidden.then_some("not shown by the table");
            hidden.into_iter().chain(target.warnings.iter().map(String::as_str)).collect::<Vec<_>>().join("; ")
        }
        Fate::Skip { why, .. } => why.clone(),
    }
}

/// The last rows of a plan for several: the target under the cursor, what can be set, the ticket and the reason, the answer.
fn below(scene: Scene, screen: &PlanScreen, frame: &mut Frame, layout: &Layout) {
    let middle = layout.middle();
    let height = u16::try_from(PlanScreen::rows_below(scene.state.size.rows)).unwrap_or(u16::MAX);
    let bottom = middle.y + middle.height;
    let line = |y: u16| Area { x: 1, y: bottom.saturating_sub(y), width: middle.width.saturating_sub(2), height: 1 };
    if let Some(target) = screen.current().filter(|_| height > 3) {
        let why = why(target, screen.hidden.contains(&target.id));
        let told = if why.is_empty() { String::new() } else { format!("{}: {why}", target.shown_name()) };
        Pane::new(frame, line(4)).put(0, 0, usize::MAX, &told, scene.theme.dim);
    }
    let mut set = Line::default();
    for choice in screen.choices() {
        set.spans.extend(choice_line(scene, screen, *choice).spans.into_iter().take(2));
        set.push_span("   ");
    }
    Pane::new(frame, line(3)).line(0, 0, &set);
    let half = middle.width / 2;
    let ticket = Area { width: half.saturating_sub(2), ..line(2) };
    let reason = Area { x: half, width: middle.width.saturating_sub(half + 1), ..line(2) };
    dialog::field(scene, "ticket", &screen.ticket, screen.focus == Focus::Ticket, frame, ticket);
    dialog::field(scene, "reason", &screen.reason, screen.focus == Focus::Reason, frame, reason);
    match to_type(screen, scene.state.tenant.production) {
        Some(wanted) => {
            let left = Area { width: TYPED, ..line(1) };
            let has_focus = !matches!(screen.focus, Focus::Ticket | Focus::Reason);
            dialog::field(scene, &format!("Type {wanted}, then y:"), &screen.typed, has_focus, frame, left);
            let right = Area { x: 1 + TYPED, width: middle.width.saturating_sub(TYPED + 2), ..line(1) };
            Pane::new(frame, right).line(0, 0, &answers(scene, screen));
        }
        None => Pane::new(frame, line(1)).line(0, 0, &answers(scene, screen)),
    }
}
