//! The query bar: the text, and below it what the tenant would be asked and what that means; or what is wrong and what
//! would fit.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::pane::Pane;
use super::{Scene, text_field};
use crate::app::QueryError;
use crate::app::geometry::Area;
use crate::app::screens::QueryBar;
use crate::app::screens::query_bar::Preview;
use crate::model::text;

pub(super) fn draw(scene: Scene, bar: &QueryBar, frame: &mut Frame, area: Area) {
    let mistakes: Vec<_> = match &bar.preview {
        Preview::Wrong(errors) => errors.iter().map(|error| error.span).collect(),
        Preview::Everything | Preview::Asks { .. } => Vec::new(),
    };
    text_field::draw(scene, "/", &bar.editor, &mistakes, frame, area);
    let mut pane = Pane::new(frame, area);
    for (n, line) in said(scene, bar).iter().enumerate() {
        pane.line(3, 1 + n, line);
    }
}

/// The two lines below the text.
fn said(scene: Scene, bar: &QueryBar) -> [Line<'static>; 2] {
    let label = |word: &'static str| Span::styled(format!("{word:<8}"), scene.theme.dim);
    let row = |word, text: &str| Line::from(vec![label(word), Span::raw(text::safe(text).into_owned())]);
    if bar.waits_for_sources {
        let waits = row("tenant:", "asked once the names of the sources are here");
        return [waits, Line::from("···").style(scene.theme.dim)];
    }
    match &bar.preview {
        Preview::Everything => {
            [row("tenant:", "all accounts"), row("here:", "typing narrows the rows that are loaded")]
        }
        Preview::Asks { filter, meaning } => {
            let filter = filter.as_deref().unwrap_or("all accounts, in this order");
            [row("tenant:", filter), row("means:", &meaning.join(", "))]
        }
        Preview::Wrong(errors) => wrong(scene, errors),
    }
}

fn wrong(scene: Scene, errors: &[QueryError]) -> [Line<'static>; 2] {
    let Some(first) = errors.first() else { return [Line::default(), Line::default()] };
    let more = if errors.len() > 1 { format!(" (and {} more)", errors.len() - 1) } else { String::new() };
    let what = vec![
        Span::styled("wrong:  ", scene.theme.danger),
        Span::raw(text::safe(&first.message).into_owned()),
        Span::styled(more, scene.theme.dim),
    ];
    let fits = match first.fits.as_slice() {
        [] => Line::default(),
        fits => Line::from(vec![
            Span::styled("fits:   ", scene.theme.dim),
            Span::raw(text::safe(&fits.join("  ")).into_owned()),
        ]),
    };
    [Line::from(what), fits]
}
