//! The list of queues: how many accounts are in each, as of when, and what keeps that; below it what the queue under the
//! cursor asks.

use ratatui::style::Style;
use ratatui::text::Line;

use super::Scene;
use super::overlay::title;
use super::pane::Pane;
use super::queue_line::count;
use super::scroll::Shown;
use super::time::clock;
use super::wrap::prose;
use crate::app::queues::{Counted, Doubt, KeptBy, Known, Roll, Standing, WITH_A_KEY};
use crate::app::screens::QueuesScreen;
use crate::model::text;

/// Columns of the margin, in which the cursor's sign stands.
const MARGIN: usize = 3;
const KEYS: usize = 4;
const NAMES: usize = 22;
const COUNTS: usize = 11;
const TIMES: usize = 7;
/// Columns between two columns.
const GAP: usize = 2;

pub(super) fn draw(scene: Scene, screen: QueuesScreen, pane: &mut Pane) {
    let queues = &scene.state.queues;
    let height = pane.height().saturating_sub(QueuesScreen::FRAME).max(1);
    let shown = Shown::of(screen.cursor, queues.len(), height);
    title(scene, "Queues", &text::counted(queues.len() as u64, "queue"), pane);
    if queues.is_empty() {
        let told = "There is no queue. :queue add NAME saves the query on the screen as one.";
        pane.put(1, 2, pane.width(), told, Style::new());
        return;
    }
    heads(scene, pane);
    for (y, place) in shown.lines.clone().enumerate() {
        let Some(standing) = queues.at(place) else { continue };
        let mut row = pane.part(0, 2 + y, pane.width(), 1);
        draw_line(scene, (place, standing), place == shown.at, &mut row);
    }
    if let Some(standing) = queues.at(shown.at) {
        in_full(scene, standing, &mut pane.from(0, 2 + height));
    }
}

fn names_at() -> usize {
    MARGIN + KEYS
}

fn counts_end() -> usize {
    names_at() + NAMES + GAP + COUNTS
}

fn times_at() -> usize {
    counts_end() + GAP
}

fn heads(scene: Scene, pane: &mut Pane) {
    let style = scene.theme.heading;
    pane.put(MARGIN, 1, KEYS, "KEY", style);
    pane.put(names_at(), 1, NAMES, "NAME", style);
    pane.put_right(counts_end(), 1, COUNTS, "ACCOUNTS", style);
    pane.put(times_at(), 1, TIMES, "AS OF", style);
    pane.put(times_at() + TIMES, 1, pane.width(), "HOW THAT IS KNOWN", style);
}

fn draw_line(scene: Scene, (place, standing): (usize, &Standing), under_cursor: bool, row: &mut Pane) {
    if under_cursor {
        row.put(1, 0, 1, "›", Style::new());
    }
    if place < WITH_A_KEY {
        row.put(MARGIN, 0, KEYS, &(place + 1).to_string(), scene.theme.accent);
    }
    let name_style = if under_cursor { scene.theme.selected } else { Style::new() };
    row.put(names_at(), 0, NAMES, &standing.queue.name, name_style);
    let count = count(scene, standing, Style::new());
    row.put_right(counts_end(), 0, COUNTS, &count.content, count.style);
    if let Some(at) = as_of(standing) {
        row.put(times_at(), 0, TIMES, &clock(at, &scene.state.zone), Style::new());
    }
    let how = how(scene, standing);
    row.put(times_at() + TIMES, 0, row.width().saturating_sub(times_at() + TIMES + 1), &how, scene.theme.dim);
}

/// The time for which the count is vouched for: no change is believed to be a full reading.
fn as_of(standing: &Standing) -> Option<jiff::Timestamp> {
    match &standing.known {
        Known::Counted(Counted { at, .. }) => Some(*at),
        Known::Read(roll) => Some(roll.read_at),
        Known::Nothing | Known::Wrong(_) | Known::Work(_) => None,
    }
}

fn how(scene: Scene, standing: &Standing) -> String {
    let how = match &standing.known {
        _ if scene.state.queues.is_asked(standing.id) => "being read".to_owned(),
        Known::Nothing if standing.queue.query().is_some() => "not opened yet".to_owned(),
        Known::Nothing => String::new(),
        Known::Wrong(_) => "cannot be asked".to_owned(),
        Known::Counted(_) => "counted by the tenant".to_owned(),
        Known::Work(_) => "our own work".to_owned(),
        Known::Read(roll) => how_roll(scene, roll),
    };
    match standing.news() {
        0 => how,
        news => format!("+{} · {how}", text::grouped(news)),
    }
}

fn how_roll(scene: Scene, roll: &Roll) -> String {
    match (roll.doubt(scene.state.now), roll.kept_by) {
        (Some(_), _) => "stale".to_owned(),
        (None, KeptBy::FullReadings) => "kept by full reads".to_owned(),
        (None, KeptBy::Changes) => format!("changes until {}", clock(roll.fresh_at, &scene.state.zone)),
    }
}

/// The queue under the cursor: what it asks, and what is to be known of its count.
fn in_full(scene: Scene, standing: &Standing, pane: &mut Pane) {
    let room = pane.width().saturating_sub(2).max(1);
    pane.rule(0, "─", scene.theme.dim);
    let asks = standing.queue.query().map_or_else(
        || "what was submitted from this machine and failed, was refused, or may have been taken".to_owned(),
        str::to_owned,
    );
    pane.put(1, 1, room, &asks, Style::new());
    let told = Line::from(told(scene, standing)).style(scene.theme.dim);
    for (y, row) in prose(&told, room).iter().take(2).enumerate() {
        pane.line(1, 2 + y, row);
    }
}

fn told(scene: Scene, standing: &Standing) -> String {
    match &standing.known {
        Known::Nothing => "the tenant cannot count this: opening it reads the accounts, and then it is kept".to_owned(),
        Known::Wrong(why) => why.clone(),
        Known::Counted(_) => "the tenant counts it, again where something has changed".to_owned(),
        Known::Work(_) => "Enter shows it".to_owned(),
        Known::Read(roll) => told_of_roll(scene, roll),
    }
}

fn told_of_roll(scene: Scene, roll: &Roll) -> String {
    let read = clock(roll.read_at, &scene.state.zone);
    let price = format!("a full read takes {}", text::counted(roll.pages, "page"));
    match (roll.doubt(scene.state.now), roll.kept_by) {
        (Some(doubt), _) => format!("stale: {}; Enter or R reads it anew, {price}", why(doubt)),
        (None, KeptBy::FullReadings) => {
            format!("read whole at {read}; changes do not show who comes and goes, so only full reads are believed")
        }
        (None, KeptBy::Changes) => format!("read whole at {read}, and what the tenant says has changed since; {price}"),
    }
}

fn why(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::Incomplete => "the tenant did not give all accounts when it was read",
        Doubt::TooManyChanges => "more has changed since than was read",
        Doubt::TotalDoesNotFit => "the changes do not explain how many accounts there are",
        Doubt::Unread => "the changes could not be read for a while",
        Doubt::Old => "the full read is long ago",
    }
}
