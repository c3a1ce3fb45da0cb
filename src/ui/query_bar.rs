//! The query bar: the text, and below it what could come next or what the text means, what the tenant would be asked, what
//! would be judged here and what that costs; or what is wrong and what would fit.

mod offers;

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::pane::{Pane, columns};
use super::{Scene, text_field};
use crate::app::Action;
use crate::app::QueryError;
use crate::app::action::Context;
use crate::app::geometry::Area;
use crate::app::screens::QueryBar;
use crate::app::screens::query_bar::{Awaited, Preview, Price, Read};
use crate::model::text;

pub(super) fn draw(scene: Scene, bar: &QueryBar, frame: &mut Frame, area: Area) {
    let mistakes: Vec<_> = match &bar.preview {
        // What can still become one of the offers is not wrong yet.
        Preview::Wrong(errors) if bar.offers.is_none() => errors.iter().map(|error| error.span).collect(),
        Preview::Wrong(_) | Preview::Everything | Preview::Unfinished(_) | Preview::Asks { .. } => Vec::new(),
    };
    text_field::draw(scene, "/", &bar.editor, &mistakes, frame, area);
    let mut pane = Pane::new(frame, area);
    let room = pane.width().saturating_sub(4);
    let mut said = said(scene, bar, room);
    if let Some(offers) = &bar.offers {
        said[0] = offers::line(scene, offers, room);
    }
    for (n, line) in said.iter().enumerate() {
        pane.line(3, 1 + n, line);
    }
}

fn row(scene: Scene, word: &'static str, text: &str) -> Line<'static> {
    Line::from(vec![label(scene, word), Span::raw(text.to_owned())])
}

fn label(scene: Scene, word: &'static str) -> Span<'static> {
    Span::styled(format!("{word:<8}"), scene.theme.dim)
}

/// The lines below the text.
fn said(scene: Scene, bar: &QueryBar, room: usize) -> [Line<'static>; 3] {
    if let Some(awaited) = bar.waits_for {
        let what = match awaited {
            Awaited::Sources => "asked once the names of the sources are here",
            Awaited::Count => "asked once it is known how much that is to read",
        };
        return [Line::default(), row(scene, "tenant:", what), Line::from("···").style(scene.theme.dim)];
    }
    match &bar.preview {
        Preview::Everything => [
            Line::default(),
            row(scene, "tenant:", "all accounts"),
            row(scene, "here:", "typing narrows the rows that are loaded"),
        ],
        Preview::Asks { filter, meaning, read } => {
            let filter = filter.as_deref().unwrap_or(match read {
                Some(_) => "all accounts",
                None => "all accounts, in this order",
            });
            let means = if meaning.is_empty() { Line::default() } else { row(scene, "means:", &meaning.join(", ")) };
            let here = match read {
                None => row(scene, "here:", "nothing, the tenant answers all of it"),
                Some(read) if bar.warned_of.is_some() => warning(scene, read),
                Some(read) => judged(scene, read, room),
            };
            [means, row(scene, "tenant:", filter), here]
        }
        Preview::Unfinished(missing) => {
            [Line::default(), row(scene, "tenant:", &format!("not yet: {missing}")), Line::default()]
        }
        Preview::Wrong(_) if bar.offers.is_some() => std::array::from_fn(|_| Line::default()),
        Preview::Wrong(errors) => wrong(scene, errors),
    }
}

/// What would be judged here, and at the end of the line what reading for it costs.
fn judged(scene: Scene, read: &Read, room: usize) -> Line<'static> {
    let price = price(read.price);
    let here = if read.here.is_empty() { "nothing, only read in parts".to_owned() } else { read.here.join(", ") };
    let taken = 8 + text::width(&price) + 2;
    let here = text::cut_middle(&here, room.saturating_sub(taken)).into_owned();
    let mut line = row(scene, "here:", &here);
    let gap = room.saturating_sub(columns(&line) + text::width(&price));
    line.push_span(" ".repeat(gap));
    line.push_span(Span::styled(price, scene.theme.dim));
    line
}

fn price(price: Price) -> String {
    match price {
        Price::Counting => "… pages".to_owned(),
        Price::NotTold => "how many pages is not told".to_owned(),
        Price::Known(cost) => cost.to_string(),
    }
}

/// Much would be read: said before it is.
fn warning(scene: Scene, read: &Read) -> Line<'static> {
    let key = scene.keymap.label(Context::Text, Action::Accept).unwrap_or_default();
    Line::from(vec![
        Span::styled("much:   ", scene.theme.warning),
        Span::raw(price(read.price)),
        Span::raw("; "),
        Span::styled(key, scene.theme.accent),
        Span::raw(" again reads all"),
    ])
}

fn wrong(scene: Scene, errors: &[QueryError]) -> [Line<'static>; 3] {
    let Some(first) = errors.first() else { return std::array::from_fn(|_| Line::default()) };
    let more = if errors.len() > 1 { format!(" (and {} more)", errors.len() - 1) } else { String::new() };
    let what = vec![
        Span::styled("wrong:  ", scene.theme.danger),
        Span::raw(first.message.clone()),
        Span::styled(more, scene.theme.dim),
    ];
    let fits = match first.fits.as_slice() {
        [] => Line::default(),
        fits => Line::from(vec![Span::styled("fits:   ", scene.theme.dim), Span::raw(fits.join("  "))]),
    };
    [Line::default(), Line::from(what), fits]
}
