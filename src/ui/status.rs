//! The line above the hints: what the person is told.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Scene;
use super::pane::{Pane, columns};
use super::time::clock_seconds;
use crate::app::notice::{Level, Notice};
use crate::model::text;

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
    let mut left = Line::from(vec![word, Span::raw("  ")]);
    let room = pane.width().saturating_sub(columns(&left) + columns(&right) + 4);
    // Both ends of a problem matter: it begins with what happened and ends with what to do next.
    left.push_span(text::cut_middle(&notice.text, room).into_owned());
    pane.ends(0, &left, &right);
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
