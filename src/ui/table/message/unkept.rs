//! What stands in the table's place while a scan has kept nothing, and when it ended so.

use ratatui::text::Line;

use super::{Context, keys, nothing_there};
use crate::app::Action;
use crate::app::harvest::{Harvest, Stage};
use crate::app::list::{Asked, Scanned};
use crate::model::text;
use crate::ui::Scene;

/// Why there are no rows.
pub(super) fn message(scene: Scene, harvest: &Harvest) -> Vec<Line<'static>> {
    let census = harvest.census();
    match harvest.stage() {
        // What the tenant was asked for it has not.
        Stage::Ended if census.total == Some(0) => return nothing_there(scene),
        Stage::Due if scene.state.sources.is_loading() => {
            return vec![Line::from("The names of the sources are asked for: a series each loses no rows.")];
        }
        _ => {}
    }
    let read = text::grouped(census.have);
    let of = census.total.map(|total| format!(" of {}", text::grouped(total))).unwrap_or_default();
    let first = match harvest.stage() {
        Stage::Ended if harvest.is_whole() => format!("All {read} accounts were read, and none matches:"),
        Stage::Ended => format!("{read}{of} accounts were read, and none matches; some may be missing:"),
        Stage::Stopped | Stage::Failed(_) => format!("Ended after {read}{of} accounts; none of these matches:"),
        Stage::Paused(_) => format!("Paused after {read}{of} accounts; none of these matches:"),
        Stage::Due | Stage::Reading(_) => format!("{read}{of} accounts read, none matches so far:"),
    };
    let Asked { text, scanned, .. } = &scene.state.list.asked;
    let here = scanned.as_ref().and_then(|Scanned { here, .. }| here.as_ref()).map(|here| here.meaning.join(", "));
    let judged = here.map(|here| Line::from(format!("judged here: {here}")).style(scene.theme.dim));
    let mut lines = vec![Line::from(first), Line::from(text.clone())];
    lines.extend(judged);
    lines.push(Line::default());
    lines.push(keys(scene, ways(harvest.stage())));
    lines
}

/// What the person can do about it.
fn ways(stage: &Stage) -> &'static [(Context, Action, &'static str)] {
    match stage {
        Stage::Due | Stage::Reading(_) => {
            &[(Context::Table, Action::Back, "ends it"), (Context::Table, Action::Pause, "pauses")]
        }
        Stage::Paused(_) => &[(Context::Table, Action::Pause, "goes on"), (Context::Table, Action::Back, "ends it")],
        Stage::Ended | Stage::Stopped | Stage::Failed(_) => &[
            (Context::Table, Action::Search, "changes it"),
            (Context::Table, Action::Refresh, "reads again"),
            (Context::Table, Action::AllAccounts, "shows all accounts"),
        ],
    }
}
