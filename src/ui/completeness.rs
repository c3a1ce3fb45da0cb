//! How whole a list is, in a few signs.

use ratatui::text::Span;

use super::Scene;
use super::time::clock;
use crate::app::rows::Rows;
use crate::app::window::Window;
use crate::model::{Completeness, Problem, text};

/// The mark that says how whole the list is.
pub(super) fn mark(scene: Scene, rows: &Rows) -> Span<'static> {
    told(scene, rows.completeness(), rows.problem())
}

/// The same for a window on the tenant.
pub(super) fn of_window(scene: Scene, window: &Window) -> Span<'static> {
    told(scene, window.completeness(), window.problem())
}

fn told(scene: Scene, completeness: Completeness, problem: Option<&Problem>) -> Span<'static> {
    let theme = scene.theme;
    match completeness {
        Completeness::Unknown if problem.is_some() => Span::styled("⚠ not read", theme.warning),
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
