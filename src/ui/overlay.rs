//! What takes the place of table and details: lists, the editor, the diff, pickers.

use ratatui::Frame;
use ratatui::text::Line;

use super::pane::Pane;
use super::{
    Scene, column_chooser, diff, document, export, help, log, picker, plan, pulse, queues, run, target, tasks,
};
use crate::app::geometry::Area;
use crate::app::screens::Screen;

/// Whether a screen covers the table.
pub(super) fn covers(screen: &Screen) -> bool {
    match screen {
        Screen::Help(_)
        | Screen::Log(_)
        | Screen::Columns(_)
        | Screen::Run(_)
        | Screen::Tasks(_)
        | Screen::Pulse(_)
        | Screen::Queues(_)
        | Screen::Document(_)
        | Screen::Diff(_)
        | Screen::Picker(_)
        | Screen::Export(_)
        | Screen::Target(_) => true,
        Screen::Plan(plan) => !plan.is_about_one(),
        _ => false,
    }
}

/// Draws a screen in the middle of the screen; one with a text field puts the terminal's cursor into it.
pub(super) fn draw(scene: Scene, screen: &Screen, frame: &mut Frame, area: Area) {
    match screen {
        Screen::Help(cursor) => help::draw(scene, *cursor, &mut Pane::new(frame, area)),
        Screen::Log(cursor) => log::draw(scene, *cursor, &mut Pane::new(frame, area)),
        Screen::Columns(chooser) => column_chooser::draw(scene, chooser, &mut Pane::new(frame, area)),
        Screen::Document(text) => document::draw(scene, text, frame, area),
        Screen::Diff(changes) => diff::draw(scene, changes, &mut Pane::new(frame, area)),
        Screen::Picker(choices) => picker::draw(scene, choices, frame, area),
        Screen::Export(screen) => export::draw(scene, screen, frame, area),
        Screen::Plan(screen) => plan::draw(scene, screen, &mut Pane::new(frame, area)),
        Screen::Target(screen) => target::draw(scene, screen, &mut Pane::new(frame, area)),
        Screen::Run(screen) => run::draw(scene, *screen, &mut Pane::new(frame, area)),
        Screen::Tasks(screen) => tasks::draw(scene, *screen, &mut Pane::new(frame, area)),
        Screen::Pulse(screen) => pulse::draw(scene, *screen, &mut Pane::new(frame, area)),
        Screen::Queues(screen) => queues::draw(scene, *screen, &mut Pane::new(frame, area)),
        Screen::Details
        | Screen::Sibling(_)
        | Screen::Identity(_)
        | Screen::Search(_)
        | Screen::QueryBar(_)
        | Screen::Palette(_)
        | Screen::PlanSaving(_)
        | Screen::PlanOpening(_)
        | Screen::Leaving => {}
    }
}

/// The first row: what this is, and how much of it.
pub(super) fn title(scene: Scene, what: &str, right: &str, pane: &mut Pane) {
    let left = Line::from(what.to_owned()).style(scene.theme.heading);
    pane.ends(0, &left, &Line::from(right.to_owned()).style(scene.theme.dim));
}
