//! How whole a list is, in a few signs.

use ratatui::text::Span;

use super::Scene;
use super::time::clock;
use crate::app::window::Window;
use crate::model::{Completeness, text};

/// The mark that says how whole the list is.
pub(super) fn mark(scene: Scene, window: &Window) -> Span<'static> {
    let theme = scene.theme;
    match window.completeness() {
        Completeness::Unknown if window.problem().is_some() => Span::styled("⚠ not read", theme.warning),
        Completeness::Unknown => Span::styled("···", theme.dim),
        Completeness::All { total } => Span::raw(format!("{} ✓", text::grouped(total))),
        Completeness::Missing { have, total } => {
            Span::styled(format!("⚠ {} of {}", text::grouped(have), text::grouped(total)), theme.warning)
        }
        Completeness::Stale { since, .. } => {
            Span::styled(format!("stale {}", clock(since, &scene.state.zone)), theme.warning)
        }
        Completeness::Window { loaded, total, missing } => {
            let total = total.map_or_else(|| "?".to_owned(), text::grouped);
            let window = format!("↓ {} of {total}", text::grouped(loaded));
            match missing {
                0 => Span::raw(window),
                missing => Span::styled(format!("{window} ⚠ {}", text::grouped(missing)), theme.warning),
            }
        }
    }
}
