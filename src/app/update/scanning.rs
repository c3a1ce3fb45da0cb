//! A scan: a list read to its end for what only we can judge. It is begun once it is known how the list divides, can be
//! paused and ended by the person, and brings its rows while it goes.

use std::sync::Arc;

use super::{asking, marking, table};
use crate::app::cursor::Cursor;
use crate::app::harvest::{Growth, Harvest, Sheaf, Stage};
use crate::app::list::Scanned;
use crate::app::load::Load;
use crate::app::notice::Level;
use crate::app::totals::Told;
use crate::app::{Effect, State};
use crate::model::{SourceRef, text};
use crate::work::protocol::{Census, Job, ListQuery, Scan, Series, Short};

/// So many places at which accounts are missing are named.
const PARTS_TOLD: usize = 3;

/// Begins the scan once it is known whether the sources may be listed: a series for each loses no rows.
pub(super) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    if state.list.rows.harvest().is_none_or(|harvest| *harvest.stage() != Stage::Due) {
        return;
    }
    asking::want_sources(state, effects);
    if state.sources.is_loading() {
        return;
    }
    let job = state.next_job();
    let scanned = state.list.asked.scanned.clone().unwrap_or_default();
    let scan = Arc::new(scan(state, Arc::clone(&state.list.asked.query), scanned));
    if let Some(harvest) = state.list.rows.harvest_mut() {
        harvest.begin(job);
        effects.push(Effect::Submit(job, Job::Scan { epoch: state.list.epoch, scan }));
    }
}

/// The list as it is read to its end.
pub(super) fn scan(state: &State, query: Arc<ListQuery>, scanned: Scanned) -> Scan {
    let series = series(&scanned, &state.sources);
    Scan { query, here: scanned.here.map(|here| here.predicate), series }
}

/// What was asked, to be read whole: a list on the screen may be a window on it.
pub(super) fn whole_list(state: &State) -> Scan {
    let query = Arc::clone(&state.list.asked.query);
    match &state.list.asked.scanned {
        None => Scan { query, here: None, series: Series::One },
        Some(scanned) => scan(state, query, scanned.clone()),
    }
}

/// How the list is divided.
pub(super) fn series(Scanned { parts, sources, .. }: &Scanned, known: &Load<Vec<SourceRef>>) -> Series {
    match (known, sources) {
        _ if !parts.is_empty() => Series::Filters(parts.clone()),
        (_, Some(restricted)) => Series::Sources(restricted.clone()),
        (Load::Ready(all), None) => Series::Sources(all.iter().map(|source| source.id.clone()).collect()),
        (_, None) => Series::One,
    }
}

/// A key: asks for nothing more for now, or goes on.
pub(super) fn pause_or_go_on(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(harvest) = state.list.rows.harvest_mut() else { return };
    match *harvest.stage() {
        Stage::Reading(job) => {
            harvest.pause(job);
            effects.push(Effect::Hold(job));
        }
        Stage::Paused(job) => {
            harvest.begin(job);
            effects.push(Effect::GoOn(job));
        }
        Stage::Due | Stage::Ended | Stage::Stopped | Stage::Failed(_) => {}
    }
}

/// Esc: ends the scan; what it kept stays. Says whether one was under way.
pub(super) fn end(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    let Some(harvest) = state.list.rows.harvest_mut().filter(|harvest| harvest.is_growing()) else { return false };
    effects.extend(harvest.job().map(Effect::Cancel));
    let read = text::grouped(harvest.census().have);
    let of = harvest.census().total.map_or_else(String::new, |total| format!(" of {}", text::grouped(total)));
    harvest.stop();
    let said = format!("ended at {read}{of} accounts: the list is not whole");
    state.notices.add(state.now, Level::Note, said);
    has_ended_early(state);
    true
}

/// Rows that passed have come, and how far the scan has got.
pub(super) fn arrived(state: &mut State, sheaf: Sheaf) {
    let total = sheaf.census.total;
    marking::rows_come(state, sheaf.job, &sheaf.rows, total);
    let Some(growth) = state.list.rows.harvest_mut().and_then(|harvest| harvest.take_in(sheaf)) else { return };
    if let Some(total) =
        total.filter(|_| state.list.asked.scanned.as_ref().is_some_and(|scanned| scanned.parts.is_empty()))
    {
        state.totals.learn(state.list.asked.query.filter.as_deref(), Told::Total(total));
    }
    state.list.rows_came(growth);
    table::find_anchor(state);
    stay_at_the_top(state);
    if let Some(said) = what_is_short(state) {
        state.notices.add(state.now, Level::Warn, said);
    }
}

/// Where accounts are missing, once the list was read to its end.
fn what_is_short(state: &State) -> Option<String> {
    let harvest = state.list.rows.harvest().filter(|harvest| *harvest.stage() == Stage::Ended)?;
    what_is_short_of(state, harvest.census())
}

/// Where accounts are missing: `4 accounts … : 3 of SAP ERP, 1 of Okta`.
pub(super) fn what_is_short_of(state: &State, census: &Census) -> Option<String> {
    if census.short.is_empty() {
        return None;
    }
    let name = |id: &str| {
        let source = state.sources.value().into_iter().flatten().find(|source| source.id == id);
        source.map_or_else(|| id.to_owned(), |source| source.name.clone())
    };
    let part = |short: &Short| {
        let of = short.part.as_deref().map_or_else(|| "no source that is listed".to_owned(), name);
        format!("{} of {of}", text::grouped(short.missing))
    };
    let missing = text::counted(census.short.iter().map(|short| short.missing).sum(), "account");
    let parts: Vec<String> = census.short.iter().take(PARTS_TOLD).map(part).collect();
    let more = if census.short.len() > PARTS_TOLD { ", and others" } else { "" };
    Some(format!("{missing} counted by the tenant and not given: {}{more}", parts.join(", ")))
}

/// Who has pressed no key in the list yet wants to see it from its beginning: the cursor stays with its account while that
/// is on the first screen, and stands on the first row when all rows have come.
fn stay_at_the_top(state: &mut State) {
    let height = state.layout().map_or(0, |layout| layout.table_rows());
    let has_ended = !state.list.rows.harvest().is_some_and(Harvest::is_growing);
    if !state.list.is_touched && (has_ended || state.list.cursor.at >= height) {
        state.list.cursor = Cursor::default();
        table::anchor(state);
    }
}

/// The scan has ended before its end, and other rows may be shown than before.
pub(super) fn has_ended_early(state: &mut State) {
    if state.list.rows.harvest().is_some() {
        state.list.rows_came(Growth::Anew);
        table::find_anchor(state);
    }
}
