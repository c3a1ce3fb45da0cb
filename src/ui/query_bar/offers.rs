//! What could stand where the person types, in one line; the one chosen is always on it.

use ratatui::text::{Line, Span};

use crate::app::screens::query_bar::Offers;
use crate::model::text;
use crate::ui::Scene;

/// Columns before the offers.
const LABEL: usize = 8;
/// Columns between them.
const GAP: usize = 2;

/// The offers that fit in so many columns.
pub(super) fn line(scene: Scene, Offers { offers, chosen, .. }: &Offers, room: usize) -> Line<'static> {
    let mut line = Line::from(Span::styled(format!("{:<LABEL$}", "next:"), scene.theme.dim));
    let first = first_shown(offers, chosen.unwrap_or(0), room.saturating_sub(LABEL));
    for (n, offer) in offers.iter().enumerate().skip(first) {
        let style = if *chosen == Some(n) { scene.theme.selected } else { scene.theme.dim };
        line.push_span(Span::styled(offer.clone(), style));
        line.push_span(" ".repeat(GAP));
    }
    line
}

/// The first offer shown, so that the one chosen fits.
fn first_shown(offers: &[String], chosen: usize, room: usize) -> usize {
    let width = |offers: &[String]| offers.iter().map(|offer| text::width(offer) + GAP).sum::<usize>();
    (0..chosen).find(|first| offers.get(*first..=chosen).is_some_and(|shown| width(shown) <= room)).unwrap_or(chosen)
}
