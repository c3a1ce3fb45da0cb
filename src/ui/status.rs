//! Above the hints: what the person is told.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Scene;
use super::pane::Pane;
use super::time::clock_seconds;
use crate::app::action::{Action, Context};
use crate::app::notice::{Level, Notice};
use crate::app::selecting::{Selecting, Stage};
use crate::model::text::{counted, grouped};

pub(super) fn draw(scene: Scene, pane: &mut Pane) {
    let is_to_read = scene.state.notices.shown().is_some_and(|notice| notice.level.stays());
    if let Some(told) = selecting(scene).filter(|_| !is_to_read) {
        pane.ends(0, &told, &Line::default());
    } else if let Some(notice) = scene.state.notices.shown() {
        told(scene, notice, pane);
    } else if let Some(wait) = waiting(scene) {
        pane.ends(0, &wait, &Line::default());
    }
}

fn told(scene: Scene, notice: &Notice, pane: &mut Pane) {
    let more = match scene.state.notices.waiting() {
        0 => String::new(),
        n => format!("+{n} more  "),
    };
    let right = Line::from(format!("{more}{}", clock_seconds(notice.at, &scene.state.zone))).style(scene.theme.dim);
    let word = Span::styled(notice.level.word(), level_style(scene, notice.level));
    let x = notice.level.word().len() + 3;
    for (y, row) in scene.state.notices.rows(scene.state.size.columns).into_iter().enumerate() {
        if y == 0 {
            pane.ends(0, &Line::from(vec![word.clone(), Span::raw("  "), Span::raw(row)]), &right);
        } else {
            pane.put(x, y, usize::MAX, &row, Style::new());
        }
    }
}

fn level_style(scene: Scene, level: Level) -> Style {
    match level {
        Level::Ok => scene.theme.accent,
        Level::Note => scene.theme.heading,
        Level::Warn => scene.theme.warning,
        Level::Err => scene.theme.danger,
    }
}

/// How far the marking of many accounts is.
fn selecting(scene: Scene) -> Option<Line<'static>> {
    let (context, esc) = (Context::Table, scene.keymap.label(Context::Table, Action::Back).unwrap_or_default());
    let told = match scene.state.selecting.as_ref()? {
        Selecting::Range(range) if range.coming() > 0 => {
            let (all, here) = (range.len(), range.len() - range.coming());
            format!("range: {} of {} rows here · {esc} ends it", grouped(here as u64), grouped(all as u64))
        }
        Selecting::Range(range) => {
            let key = scene.keymap.label(context, Action::MarkRange).unwrap_or_default();
            format!("range of {} · {key} or {esc} ends it, the marks stay", counted(range.len() as u64, "row"))
        }
        Selecting::Sweep(sweep) => match &sweep.stage {
            Stage::Dear => return None,
            Stage::Following => format!("to be marked once the list is read · {esc} ends that"),
            Stage::Reading { census, .. } => {
                let of = census.total.map_or_else(String::new, |total| format!(" of {}", grouped(total)));
                format!("reading the rest to mark all: {}{of} · {esc} ends it", grouped(census.have))
            }
        },
    };
    Some(Line::from(vec![Span::styled("MARK", scene.theme.heading), Span::raw("  "), Span::raw(told)]))
}

/// Why nothing comes, while the tenant has asked us to wait.
fn waiting(scene: Scene) -> Option<Line<'static>> {
    let until = scene.state.pace.paused_until.filter(|until| *until > scene.state.now)?;
    let said = format!("too many requests: waiting until {}", clock_seconds(until, &scene.state.zone));
    Some(Line::from(vec![Span::styled("WARN", scene.theme.warning), Span::raw("  "), Span::raw(said)]))
}
