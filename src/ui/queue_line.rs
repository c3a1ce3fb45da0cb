//! The line of queues below the header: the key of each, its name, and how many accounts are in it.
//!
//! `·` where that is not known yet, `?` where it may have changed, `+2` for what came since the person last looked.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Scene;
use super::pane::Pane;
use crate::app::queues::{Standing, WITH_A_KEY};
use crate::model::text;

/// Columns between two queues.
const GAP: &str = "  ";

pub(super) fn draw(scene: Scene, pane: &mut Pane) {
    if pane.height() == 0 {
        return;
    }
    let mut line = Line::default();
    for (place, standing) in scene.state.queues.iter().enumerate().take(WITH_A_KEY) {
        if place > 0 {
            line.push_span(GAP);
        }
        for span in queue(scene, place, standing) {
            line.push_span(span);
        }
    }
    pane.line(1, 0, &line);
}

fn queue(scene: Scene, place: usize, standing: &Standing) -> Vec<Span<'static>> {
    let is_current = standing.queue.query() == Some(scene.state.list.asked.text.trim());
    let style = if is_current { scene.theme.accent.patch(scene.theme.heading) } else { Style::new() };
    let number = Span::styled((place + 1).to_string(), scene.theme.accent);
    let mut spans = vec![number, Span::styled(format!(" {} ", standing.queue.name), style)];
    spans.push(count(scene, standing, style));
    if standing.news() > 0 {
        spans.push(Span::styled(format!(" +{}", text::grouped(standing.news())), scene.theme.warning));
    }
    spans
}

/// How many are in a queue, as far as that is known.
pub(super) fn count(scene: Scene, standing: &Standing, style: Style) -> Span<'static> {
    match standing.count() {
        None => Span::styled("·", scene.theme.dim),
        Some(count) if standing.is_doubtful(scene.state.now) => {
            Span::styled(format!("{}?", text::grouped(count)), scene.theme.dim)
        }
        Some(count) => Span::styled(text::grouped(count), style),
    }
}
