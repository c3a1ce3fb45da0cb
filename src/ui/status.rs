//! Above the hints: what the person is told.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Scene;
use super::pane::Pane;
use super::time::clock_seconds;
use crate::app::notice::{Level, Notice};

pub(super) fn draw(scene: Scene, pane: &mut Pane) {
    if let Some(notice) = scene.state.notices.shown() {
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

/// Why nothing comes, while the tenant has asked us to wait.
fn waiting(scene: Scene) -> Option<Line<'static>> {
    let until = scene.state.pace.paused_until.filter(|until| *until > scene.state.now)?;
    let said = format!("too many requests: waiting until {}", clock_seconds(until, &scene.state.zone));
    Some(Line::from(vec![Span::styled("WARN", scene.theme.warning), Span::raw("  "), Span::raw(said)]))
}
