//! Everything the tenant said, as JSON with the matches of a search standing out.

use std::borrow::Cow;

use ratatui::style::Style;

use super::matches::highlighted;
use super::{absence, draw_absence, label, list, range, read_label};
use crate::app::json::Piece;
use crate::model::text;
use crate::ui::Scene;
use crate::ui::pane::Pane;
use crate::ui::wrap::wrapped;

pub(super) fn draw(scene: Scene, pane: &mut Pane) {
    let load = &scene.state.detail.account;
    if let Some(lines) = absence(scene, load) {
        return draw_absence(&lines, pane);
    }
    let Some(read) = load.value() else { return };
    let line = |n: usize| {
        let safe: Vec<(Piece, Cow<str>)> =
            read.json[n].iter().map(|(piece, text)| (*piece, text::json_safe(text))).collect();
        let pieces: Vec<(Style, &str)> =
            safe.iter().map(|(piece, text)| (piece_style(scene, *piece), text.as_ref())).collect();
        highlighted(scene, &pieces)
    };
    let folded = |n: usize, row: &mut Pane| row.line(0, 0, &line(n));
    let unfolded = |n: usize, columns: usize| wrapped(&line(n), columns.max(1));
    let shown = list(scene, read.json.len(), pane, folded, unfolded);
    let lines = range(&shown, read.json.len() as u64);
    label(scene, &format!("{lines} · {}", read_label(scene, load, read.read_at)), pane);
}

fn piece_style(scene: Scene, piece: Piece) -> Style {
    match piece {
        Piece::Key => scene.theme.json_key,
        Piece::Text => scene.theme.json_text,
        Piece::Number | Piece::Word => scene.theme.json_number,
        Piece::Punctuation => scene.theme.dim,
    }
}
