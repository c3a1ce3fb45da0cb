//! Lists that take the place of table and details: the help, the request log, the column chooser.

use ratatui::text::Line;

use super::pane::Pane;
use super::{Scene, column_chooser, help, log, plan, run, tasks};
use crate::app::screens::Screen;

/// Whether a screen covers the table.
pub(super) fn covers(screen: &Screen) -> bool {
    match screen {
        Screen::Help(_) | Screen::Log(_) | Screen::Columns(_) | Screen::Run(_) | Screen::Tasks(_) => true,
        Screen::Plan(plan) => !plan.is_about_one(),
        _ => false,
    }
}

pub(super) fn draw(scene: Scene, screen: &Screen, pane: &mut Pane) {
    match screen {
        Screen::Help(cursor) => help::draw(scene, *cursor, pane),
        Screen::Log(cursor) => log::draw(scene, *cursor, pane),
        Screen::Columns(chooser) => column_chooser::draw(scene, chooser, pane),
        Screen::Plan(screen) => plan::draw(scene, screen, pane),
        Screen::Run(screen) => run::draw(scene, *screen, pane),
        Screen::Tasks(screen) => tasks::draw(scene, *screen, pane),
        Screen::Details | Screen::Search(_) | Screen::QueryBar(_) | Screen::Palette(_) | Screen::Leaving => {}
    }
}

/// The first row: what this is, and how much of it.
pub(super) fn title(scene: Scene, what: &str, right: &str, pane: &mut Pane) {
    let left = Line::from(what.to_owned()).style(scene.theme.heading);
    pane.ends(0, &left, &Line::from(right.to_owned()).style(scene.theme.dim));
}
