//! A run and its report: how far it is, what became of each target, and the one under the cursor in full.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Scene;
use super::pane::Pane;
use super::scroll::Shown;
use super::theme::Theme;
use super::wrap::prose;
use crate::app::runs::{Progress, Run, Stage};
use crate::app::screens::RunScreen;
use crate::app::{Reading, Target};
use crate::model::{AccountRow, Outcome, Verb};

/// Columns of the outcomes.
const OUTCOMES: usize = 20;
/// Cells of the gauge.
const GAUGE: usize = 16;

pub(super) fn draw(scene: Scene, screen: RunScreen, pane: &mut Pane) {
    let Some(run) = scene.state.runs.of(screen.job) else { return };
    pane.ends(0, &title(scene, run), &Line::from(stage(run)).style(stage_style(scene.theme, run)));
    pane.line(1, 1, &counts(scene, run));
    let height = pane.height().saturating_sub(RunScreen::frame_rows(scene.state.size.rows));
    let shown = Shown::of(screen.cursor, run.progress.len(), height);
    for (y, at) in shown.lines.clone().enumerate() {
        let (Some(target), Some(progress)) = (run.plan.targets.get(at), run.progress.get(at)) else { continue };
        let mut row = pane.part(0, 2 + y, pane.width(), 1);
        if at == shown.at {
            row.put(1, 0, 1, "›", Style::new());
        }
        draw_target(scene, run, (target, progress), at == shown.at, &mut row);
    }
    if let (Some(target), Some(progress)) = (run.plan.targets.get(shown.at), run.progress.get(shown.at)) {
        in_full(scene, target, progress, &mut pane.from(0, 2 + height));
    }
}

pub(super) fn title(scene: Scene, run: &Run) -> Line<'static> {
    let number = run.number.map_or_else(String::new, |number| format!("run {number} · "));
    let what = format!("{number}{}", run.plan.order.verb.word().to_uppercase());
    let (settled, all) = (run.settled(), run.to_send());
    let filled = (settled * GAUGE).checked_div(all).unwrap_or(GAUGE);
    let gauge = format!("   ▐{}{}▌ ", "█".repeat(filled), "░".repeat(GAUGE - filled));
    Line::from(vec![
        Span::styled(what, scene.theme.heading),
        Span::styled(gauge, scene.theme.accent),
        Span::raw(format!("{settled} of {all}")),
    ])
}

pub(super) fn stage(run: &Run) -> String {
    match &run.stage {
        Stage::Going => "going".to_owned(),
        Stage::Paused { why } if why.is_empty() => "PAUSED".to_owned(),
        Stage::Paused { why } => format!("PAUSED: {why}"),
        Stage::Stopping => "stopping".to_owned(),
        Stage::Ended { head } if head.is_empty() => "ended".to_owned(),
        Stage::Ended { head } => format!("ended · journal {}", head.chars().take(12).collect::<String>()),
    }
}

pub(super) fn stage_style(theme: &Theme, run: &Run) -> Style {
    match run.stage {
        Stage::Paused { .. } => theme.warning,
        Stage::Going => theme.accent,
        Stage::Stopping | Stage::Ended { .. } => theme.dim,
    }
}

fn counts(scene: Scene, run: &Run) -> Line<'static> {
    let mut line = Line::default();
    let order = [
        Outcome::Verified,
        Outcome::Completed,
        Outcome::Sent,
        Outcome::Planned,
        Outcome::Failed,
        Outcome::Refused,
        Outcome::Unknown,
        Outcome::Skipped(crate::model::SkipReason::Already),
    ];
    let counts = run.counts();
    for outcome in order {
        let Some(count) = counts.get(outcome.on_screen()) else { continue };
        if !line.spans.is_empty() {
            line.push_span("   ");
        }
        let style = outcome_style(scene.theme, outcome);
        line.push_span(Span::styled(format!("{} {count}", outcome.on_screen()), style));
    }
    line
}

/// How an outcome looks: what needs attention stands out, also without colour by its capitals.
pub(super) fn outcome_style(theme: &Theme, outcome: Outcome) -> Style {
    match outcome {
        Outcome::Failed | Outcome::Refused => theme.danger,
        Outcome::Unknown | Outcome::Completed => theme.warning,
        Outcome::Planned | Outcome::Skipped(_) => theme.dim,
        Outcome::Sent | Outcome::Verified => Style::new(),
    }
}

/// The outcome in a word; while a task tells how far it is, that.
pub(super) fn outcome_word(outcome: Outcome, percent: Option<u64>) -> String {
    match (outcome, percent) {
        (Outcome::Sent, Some(percent)) => format!("running {percent} %"),
        _ => outcome.on_screen().to_owned(),
    }
}

fn draw_target(scene: Scene, run: &Run, (target, progress): (&Target, &Progress), under_cursor: bool, row: &mut Pane) {
    let style = outcome_style(scene.theme, progress.outcome);
    row.put(3, 0, OUTCOMES, &outcome_word(progress.outcome, progress.percent), style);
    let name_style = if under_cursor { scene.theme.selected } else { Style::new() };
    let names = match row.width() {
        100.. => 36,
        76.. => 22,
        _ => 15,
    };
    row.put(4 + OUTCOMES, 0, names, target.shown_name(), name_style);
    let rest = 6 + OUTCOMES + names;
    let told = match (&progress.reason, change(run.plan.order.verb, target, progress)) {
        (_, Some(change)) if progress.outcome == Outcome::Verified => change,
        (Some(reason), _) => reason.clone(),
        (None, change) => change.unwrap_or_default(),
    };
    // On a narrow screen what became of it goes before how long it took.
    let took = took(progress).filter(|_| row.width() >= 76).unwrap_or_default();
    let beside = if took.is_empty() { 1 } else { took.len() + 3 };
    let room = row.width().saturating_sub(rest + beside);
    row.put(rest, 0, room, &told, Style::new());
    row.put_right(row.width().saturating_sub(1), 0, 10, &took, scene.theme.dim);
}

/// The state before and after, where both were read.
fn change(verb: Verb, target: &Target, progress: &Progress) -> Option<String> {
    let (before, after) = match (&target.row, &target.expected.before, &progress.after) {
        (Some(row), _, Reading::Account(after)) => {
            let now = AccountRow { disabled: after.disabled, locked: after.locked, ..row.clone() };
            (row.state().word(), now.state().word())
        }
        (Some(row), _, Reading::Absent) => (row.state().word(), "gone"),
        (None, Reading::Identity { enabled: Some(before) }, Reading::Identity { enabled: Some(after) }) => {
            let word = |enabled: &bool| if *enabled { "enabled" } else { "DISABLED" };
            (word(before), word(after))
        }
        _ => return None,
    };
    Some(if before == after { verb.done().to_owned() } else { format!("{before} → {after}") })
}

fn took(progress: &Progress) -> Option<String> {
    let took = progress.ended_at?.duration_since(progress.sent_at?);
    // Where the clock was set back meanwhile, nobody knows.
    (!took.is_negative()).then(|| format!("{:.1} s", took.as_secs_f64()))
}

fn in_full(scene: Scene, target: &Target, progress: &Progress, pane: &mut Pane) {
    let room = pane.width().saturating_sub(2);
    pane.rule(0, "─", scene.theme.dim);
    let source = target.row.as_ref().and_then(|row| row.source.name.as_deref());
    let status = progress.status.map(|status| format!("HTTP {status}"));
    let tracking_id = progress.tracking_id.as_ref().map(|id| format!("tracking id {id}"));
    let facts = [Some(target.shown_name().to_owned()), source.map(str::to_owned), status, tracking_id];
    pane.put(1, 1, room, &facts.into_iter().flatten().collect::<Vec<_>>().join(" · "), Style::new());
    let reason = Line::from(progress.reason.clone().unwrap_or_default());
    let rows = prose(&reason, room);
    let height = pane.height().saturating_sub(2);
    for (y, row) in rows.iter().take(height).enumerate() {
        pane.line(1, 2 + y, row);
    }
    if rows.len() > height {
        pane.put_right(1 + room, 1 + height, 2, " …", Style::new());
    }
}
