//! The pulse: what was done in the last hour, the runs that are going, and how the accounts stand, source by source.

mod bar;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::overlay::title;
use super::pane::Pane;
use super::scroll::Shown;
use super::time::clock;
use super::wrap::prose;
use super::{Scene, run};
use crate::app::pulse::{self, PulseLine, Share};
use crate::app::screens::PulseScreen;
use crate::app::{Action, Load};
use crate::app::{Census, Counts};
use crate::model::{Completeness, text};

/// Columns of the margin, in which the cursor's sign stands.
const MARGIN: usize = 3;
/// From this many columns on there is room for a bar and for numbers of seven digits.
const WIDE: usize = 80;
/// Columns of each number, with those before it.
const NUMBERS: [usize; 5] = [10, 10, 10, 9, 9];
/// The same on a narrow screen.
const NARROW_NUMBERS: [usize; 5] = [9, 9, 10, 8, 8];
/// The fewest and the most columns of a source's name.
const NAME: std::ops::RangeInclusive<usize> = 16..=32;
/// Columns of a source's name on a narrow screen.
const NARROW_NAME: usize = 11;
/// Columns between the numbers and the bar.
const GAP: usize = 2;

/// Where each part of a line begins.
#[derive(Clone, Copy)]
struct Places {
    numbers: [usize; 5],
    name: usize,
    bar: usize,
    bar_columns: usize,
}

impl Places {
    fn of(width: usize) -> Self {
        if width < WIDE {
            return Self { numbers: NARROW_NUMBERS, name: NARROW_NAME, bar: width, bar_columns: 0 };
        }
        let taken = MARGIN + NUMBERS.iter().sum::<usize>() + GAP + 1;
        let left = width.saturating_sub(taken);
        let name = (left * 2 / 5).clamp(*NAME.start(), *NAME.end());
        let bar = taken - 1 + name;
        Self { numbers: NUMBERS, name, bar, bar_columns: left.saturating_sub(name) }
    }

    /// The column before which each number ends, and how many columns it has.
    fn numbers(self) -> impl Iterator<Item = (Share, usize, usize)> {
        let mut end = MARGIN + self.name;
        Share::ALL.into_iter().zip(self.numbers).map(move |(share, columns)| {
            end += columns;
            (share, end, columns - 1)
        })
    }
}

pub(super) fn draw(scene: Scene, screen: PulseScreen, pane: &mut Pane) {
    let lines = pulse::lines(scene.state);
    let height = pane.height().saturating_sub(PulseScreen::HEAD).max(1);
    let shown = Shown::of(screen.cursor, lines.len(), height);
    title(scene, "Pulse", &how_whole(scene), pane);
    let places = Places::of(pane.width());
    heads(scene, places, pane);
    for (y, line) in lines[shown.lines.clone()].iter().enumerate() {
        let mut row = pane.part(0, PulseScreen::HEAD + y, pane.width(), 1);
        let is_here = shown.lines.start + y == shown.at;
        if is_here {
            row.put(1, 0, 1, "›", Style::new());
        }
        let share = is_here.then_some(screen.share);
        match line {
            PulseLine::Work => work(scene, is_here, &mut row),
            PulseLine::Run(going) => draw_run(scene, going, is_here, &mut row),
            PulseLine::All(counts) => accounts(scene, places, ("all sources", counts), share, &mut row),
            PulseLine::Source(tally) => {
                let name = tally.source.name.as_deref().or(tally.source.id.as_deref()).unwrap_or("no source");
                accounts(scene, places, (name, &tally.counts), share, &mut row);
            }
        }
    }
    let below = PulseScreen::HEAD + shown.lines.len() + 1;
    said_below(scene, &mut pane.from(MARGIN, below));
}

/// How whole the counts are, and from when.
fn how_whole(scene: Scene) -> String {
    let pulse = &scene.state.pulse;
    if let Some(census) = &pulse.census {
        let of = census.total.map_or_else(String::new, |total| format!(" of {}", text::grouped(total)));
        return format!("counting: {}{of} read", text::grouped(census.have));
    }
    match &pulse.tally {
        Load::Loading { .. } => "counting".to_owned(),
        Load::Idle if pulse.total.is_loading() => "···".to_owned(),
        Load::Idle => String::new(),
        Load::Ready((tally, at)) | Load::Failed { stale: Some((tally, at)), .. } => {
            format!("{}, counted {}", whole(&tally.census), clock(*at, &scene.state.zone))
        }
        Load::Failed { stale: None, .. } => "⚠ not counted".to_owned(),
    }
}

fn whole(census: &Census) -> String {
    match census.completeness() {
        Completeness::All { total } => format!("{} accounts ✓", text::grouped(total)),
        Completeness::Missing { have, total } => {
            let missing = text::grouped(total.saturating_sub(have));
            format!("⚠ {} of {} accounts ({missing} missing)", text::grouped(have), text::grouped(total))
        }
        _ => format!("⚠ {} accounts, perhaps not all", text::grouped(census.have)),
    }
}

fn heads(scene: Scene, places: Places, pane: &mut Pane) {
    let style = scene.theme.heading;
    pane.put(MARGIN, 1, places.name, "SOURCE", style);
    for (share, end, columns) in places.numbers() {
        // Beside the word stands the texture that means it in the bars.
        let sign = bar::texture(share).unwrap_or_default();
        pane.put_right(end, 1, columns, &format!("{sign}{}", share.heading()), style);
    }
}

/// How the accounts of a source stand, in numbers and as a bar. The number the person stands on is the one Enter asks for.
fn accounts(scene: Scene, places: Places, (name, counts): (&str, &Counts), here: Option<Share>, row: &mut Pane) {
    row.put(MARGIN, 0, places.name, name, Style::new());
    for (share, end, columns) in places.numbers() {
        let count = share.of(counts);
        let style = match share {
            _ if here == Some(share) => scene.theme.selected,
            _ if count == 0 => scene.theme.dim,
            Share::Locked => scene.theme.warning,
            _ => Style::new(),
        };
        row.put_right(end, 0, columns, &text::grouped(count), style);
    }
    row.line(places.bar, 0, &bar::of(scene.theme, counts, places.bar_columns));
}

/// What came to an end in the last hour.
fn work(scene: Scene, is_here: bool, row: &mut Pane) {
    let work = pulse::work(scene.state);
    let name = if is_here { scene.theme.selected } else { Style::new() };
    let troubled = Span::styled(format!(", {} not well", text::grouped(work.troubled)), scene.theme.danger);
    let mut line = Line::from(Span::styled("tasks ended in the last hour", name));
    line.push_span(format!("  {}", text::grouped(work.total())));
    if work.troubled > 0 {
        line.push_span(troubled);
    }
    row.line(MARGIN, 0, &line);
    let room = row.width().saturating_sub(MARGIN + super::pane::columns(&line) + GAP + 1);
    let at = row.width().saturating_sub(1 + room.min(work.ended.len()));
    row.line(at, 0, &Line::from(bar::spark(&work.ended, room)).style(scene.theme.accent));
}

fn draw_run(scene: Scene, going: &crate::app::runs::Run, is_here: bool, row: &mut Pane) {
    let mut line = run::title(scene, going);
    if let Some(name) = line.spans.first_mut().filter(|_| is_here) {
        name.style = scene.theme.selected;
    }
    line.push_span("   ");
    line.push_span(Span::styled(run::stage(going), run::stage_style(scene.theme, going)));
    row.line(MARGIN, 0, &line);
}

/// What there is to say besides the lines: the price of counting, or why nothing was counted.
fn said_below(scene: Scene, pane: &mut Pane) {
    let pulse = &scene.state.pulse;
    let key = |action| scene.keymap.label(scene.state.context(), action).unwrap_or_default();
    let problem = pulse.total.problem().or(pulse.tally.problem());
    let told: Vec<String> = match (&pulse.total, problem) {
        (_, Some(problem)) => {
            let told = [Some(&problem.summary), problem.detail.as_ref(), problem.advice.as_ref()];
            let status = problem.status.map(|status| format!("HTTP {status}"));
            let tracking_id = problem.tracking_id.as_ref().map(|id| format!("tracking id {id}"));
            let again = format!("{} tries again", key(Action::Refresh));
            told.into_iter().flatten().cloned().chain(status).chain(tracking_id).chain([again]).collect()
        }
        (Load::Ready(Some(total)), None) if pulse.tally == Load::Idle => {
            let pages = text::grouped(total.div_ceil(249));
            let accounts = text::grouped(*total);
            vec![format!("{accounts} accounts are {pages} pages to read: {} counts them", key(Action::Open))]
        }
        _ => Vec::new(),
    };
    let room = pane.width().saturating_sub(1).max(1);
    let rows = told.into_iter().map(Line::from);
    for (y, row) in rows.flat_map(|line| prose(&line, room)).enumerate() {
        pane.line(0, y, &row);
    }
}
