//! How whole a list is, in a few signs.
//!
//! `✓` stands only where every row the tenant counts was read. What a scan kept is told beside what it read: the first says
//! little without the second.

use ratatui::text::Span;

use super::Scene;
use super::time::clock;
use crate::app::Census;
use crate::app::harvest::{Harvest, Stage};
use crate::app::rows::Rows;
use crate::app::window::Window;
use crate::model::{Completeness, text};

/// How much room there is to say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Room {
    /// Enough for words.
    #[default]
    Wide,
    /// Numbers alone.
    Narrow,
}

/// The mark that says how whole the list is.
pub(super) fn mark(scene: Scene, room: Room) -> Span<'static> {
    match &scene.state.list.rows {
        Rows::Window(window) => of_window(scene, window),
        Rows::Harvest(harvest) => of_harvest(scene, harvest, room),
    }
}

/// The same for a window on the tenant.
pub(super) fn of_window(scene: Scene, window: &Window) -> Span<'static> {
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

fn of_harvest(scene: Scene, harvest: &Harvest, room: Room) -> Span<'static> {
    let stale = harvest.stale_since().map(|since| format!("stale {}", clock(since, &scene.state.zone)));
    let read = read(harvest.census(), room);
    let kept = text::grouped(harvest.kept());
    let kept = if room == Room::Wide { format!("{kept} kept") } else { kept };
    match (harvest.stage(), stale) {
        (Stage::Due, None) => Span::styled("···", scene.theme.dim),
        (Stage::Due, Some(stale)) => Span::styled(stale, scene.theme.warning),
        (Stage::Reading(_), None) => Span::raw(format!("↓ {kept} · {read}")),
        (Stage::Reading(_), Some(stale)) => Span::styled(format!("{stale} · ↓ {read}"), scene.theme.warning),
        (Stage::Paused(_), None) => Span::styled(format!("paused · {kept} · {read}"), scene.theme.heading),
        (Stage::Paused(_), Some(stale)) => Span::styled(format!("{stale} · paused · {read}"), scene.theme.warning),
        (Stage::Stopped | Stage::Failed(_), Some(stale)) => Span::styled(stale, scene.theme.warning),
        (Stage::Failed(_), None) if harvest.census().have == 0 => Span::styled("⚠ not read", scene.theme.warning),
        (Stage::Stopped | Stage::Failed(_), None) => {
            Span::styled(format!("⚠ {kept} · only {read}"), scene.theme.warning)
        }
        (Stage::Ended, _) => ended(scene, harvest, room),
    }
}

/// `5,000 of 12,250 read`, and narrower `5,000/12,250`.
fn read(census: &Census, room: Room) -> String {
    let have = text::grouped(census.have);
    match (census.total.map(text::grouped), room) {
        (Some(total), Room::Wide) => format!("{have} of {total} read"),
        (Some(total), Room::Narrow) => format!("{have}/{total}"),
        (None, Room::Wide) => format!("{have} read"),
        (None, Room::Narrow) => format!("{have}/?"),
    }
}

/// What was kept of a list that was read to its end.
fn ended(scene: Scene, harvest: &Harvest, room: Room) -> Span<'static> {
    let census = harvest.census();
    let kept = text::grouped(harvest.kept());
    if harvest.is_whole() {
        let all = census.have == harvest.kept();
        return Span::raw(if all {
            format!("{kept} ✓")
        } else {
            format!("{kept} of {} ✓", text::grouped(census.have))
        });
    }
    let have = text::grouped(census.have);
    let missing = text::grouped(census.missing());
    let told = match (census.total, room) {
        (Some(total), Room::Wide) if census.missing() > 0 => {
            format!("⚠ {kept} of {have} read of {} ({missing} missing)", text::grouped(total))
        }
        (Some(_), Room::Narrow) if census.missing() > 0 => format!("⚠ {kept} · {missing} missing"),
        (Some(total), _) if census.have > total => format!("⚠ {kept} of {have} read of {}", text::grouped(total)),
        (Some(_), Room::Wide) => format!("⚠ {kept} of {have} read, rows moved"),
        (Some(_), Room::Narrow) => format!("⚠ {kept} of {have}"),
        (None, Room::Wide) => format!("⚠ {kept} of {have} read, total not told"),
        (None, Room::Narrow) => format!("⚠ {kept} of {have}/?"),
    };
    Span::styled(told, scene.theme.warning)
}

/// How many of the rows counted match no more, where some were read again by themselves.
pub(super) fn departed(scene: Scene, room: Room) -> Option<Span<'static>> {
    let departed = &scene.state.list.departed;
    let count = text::grouped(departed.len() as u64);
    let told = if room == Room::Wide { format!(" · {count} no longer") } else { format!(" −{count}") };
    (!departed.is_empty()).then(|| Span::styled(told, scene.theme.warning))
}
