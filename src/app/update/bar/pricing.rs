//! What a query would cost, where the list has to be read to its end: counted once the text rests, and named before it is
//! asked. One that costs much is asked with a second Enter.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::super::probing;
use super::{go_on_after, preview, top_bar};
use crate::app::load::Load;
use crate::app::screens::query_bar::{Awaited, Preview, Price};
use crate::app::screens::{QueryBar, Screen};
use crate::app::totals::Told;
use crate::app::{Effect, State};
use crate::query::{self, Compiled, Cost};
use crate::work::protocol::{Job, JobId, ListQuery};

/// How long a text rests before it is counted.
const REST: SignedDuration = SignedDuration::from_millis(300);
/// Pages up to which a list is read without asking: a good forty seconds inside the pace.
const UNASKED: u64 = 400;
/// Answers from which the next is told to take as long.
const ANSWERS: usize = 9;
/// How long an answer takes where none has come yet.
const ROUND_TRIP: Duration = Duration::from_millis(200);

/// What reading a list to its end costs; none where the tenant answers all of it.
pub(super) fn price(state: &State, compiled: &Compiled) -> Option<Price> {
    if compiled.here.is_none() && compiled.parts.is_empty() {
        return None;
    }
    Some(match told(state, compiled.filter.as_deref()) {
        Some(Told::Total(total)) => Price::Known(query::cost(total, series(state, compiled), round_trip(state))),
        Some(Told::Nothing) => Price::NotTold,
        None => Price::Counting,
    })
}

/// How many series it takes, as the scan divides the list.
fn series(state: &State, compiled: &Compiled) -> u64 {
    let sources = || state.sources.value().map_or(1, Vec::len);
    let series = match (&compiled.sources, compiled.parts.len()) {
        (None, 0) => sources(),
        (Some(sources), 0) => sources.len(),
        (_, parts) => parts,
    };
    series as u64
}

/// How long an answer took of late: the middle one of the last few, so that one that was slow does not tell for all.
fn round_trip(state: &State) -> Duration {
    let answered = state.requests.iter().rev().filter(|request| request.status.is_some());
    let mut took: Vec<Duration> = answered.take(ANSWERS).map(|request| request.took).collect();
    took.sort_unstable();
    took.get(took.len() / 2).copied().unwrap_or(ROUND_TRIP)
}

/// What the tenant has told of a filter: where it is that of the rows here, by them.
fn told(state: &State, filter: Option<&str>) -> Option<Told> {
    let of_window = state.list.rows.window().filter(|_| state.list.asked.query.filter.as_deref() == filter);
    let total = of_window.and_then(crate::app::window::Window::total).map(Told::Total);
    total.or_else(|| state.totals.of(filter))
}

/// Finds out what is not known yet once the text has rested. What an older text wanted counted is not wanted any more.
pub(super) fn ask_once_it_rests(state: &mut State) {
    let due = state.now + REST;
    let case_is_open = state.case == Load::Idle;
    let Some(bar) = top_bar(state) else { return };
    bar.due = (wanted(bar).is_some() || (case_is_open && compares_text(bar))).then_some(due);
}

/// Whether it matters to the text how the tenant compares.
fn compares_text(bar: &QueryBar) -> bool {
    query::parse(bar.editor.text().trim()).is_ok_and(|query| query.compares_text())
}

/// The list that is to be counted, where one is.
fn wanted(bar: &QueryBar) -> Option<ListQuery> {
    match &bar.preview {
        Preview::Asks { filter, read: Some(read), .. } if read.price == Price::Counting => {
            let is_asked = bar.counting.as_ref().is_some_and(|(_, counted)| counted == filter);
            let list = || ListQuery { filter: filter.clone(), sorters: "id".to_owned(), extra: Vec::new() };
            (!is_asked).then(list)
        }
        _ => None,
    }
}

/// Asks for the count that is due, or that Enter waits for.
pub(in crate::app::update) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    let now = state.now;
    let Some(bar) = top_bar(state) else { return };
    let is_due = bar.due.is_some_and(|due| due <= now) || bar.waits_for == Some(Awaited::Count);
    if !is_due {
        return;
    }
    bar.due = None;
    let (list, compares_text) = (wanted(bar), compares_text(bar));
    if let Some(list) = list {
        count(state, list, effects);
    }
    if compares_text {
        probing::want(state, effects);
    }
}

/// Asks how many accounts a list has.
fn count(state: &mut State, list: ListQuery, effects: &mut Vec<Effect>) {
    let Some(bar) = top_bar(state) else { return };
    let older = bar.counting.take();
    let job = state.next_job();
    effects.extend(older.map(|(job, _)| Effect::Cancel(job)));
    let filter = list.filter.clone();
    effects.push(Effect::Submit(job, Job::Count { query: list.into() }));
    if let Some(bar) = top_bar(state) {
        bar.counting = Some((job, filter));
    }
}

/// When a count is due.
pub(in crate::app::update) fn next_due(state: &State) -> Option<Timestamp> {
    match state.screens.last() {
        Some(Screen::QueryBar(bar)) => bar.due.filter(|due| *due > state.now),
        _ => None,
    }
}

/// The tenant has counted. Says whether it was for us.
pub(in crate::app::update) fn counted(
    state: &mut State,
    job: JobId,
    total: Option<u64>,
    effects: &mut Vec<Effect>,
) -> bool {
    settle(state, job, total.map_or(Told::Nothing, Told::Total), effects)
}

/// The count failed: what is read would cost is not known. Says whether it was ours.
pub(in crate::app::update) fn failed(state: &mut State, job: JobId, effects: &mut Vec<Effect>) -> bool {
    settle(state, job, Told::Nothing, effects)
}

fn settle(state: &mut State, job: JobId, told: Told, effects: &mut Vec<Effect>) -> bool {
    let bars = state.screens.iter_mut().filter_map(|screen| match screen {
        Screen::QueryBar(bar) => Some(bar),
        _ => None,
    });
    let counting =
        bars.map(|bar| &mut bar.counting).find(|counting| matches!(counting, Some((ours, _)) if *ours == job));
    let Some((_, filter)) = counting.and_then(Option::take) else { return false };
    state.totals.learn(filter.as_deref(), told);
    preview(state);
    go_on_after(state, Awaited::Count, effects);
    true
}

/// Whether Enter does not ask yet: much would be read and the person has not been told, or it is not known how much.
pub(super) fn has_to_be_agreed_to(state: &mut State, text: &str, compiled: &Compiled) -> bool {
    let price = price(state, compiled);
    let is_little = || told(state, None).is_some_and(|all| !is_much(state, compiled, all));
    let awaits_count = price == Some(Price::Counting) && !is_little();
    let Some(bar) = top_bar(state) else { return false };
    let is_new = bar.warned_of.as_deref() != Some(text);
    let warns = is_new && matches!(price, Some(Price::Known(cost)) if cost.pages > UNASKED);
    if warns {
        bar.warned_of = Some(text.to_owned());
    }
    if awaits_count {
        bar.waits_for = Some(Awaited::Count);
    }
    warns || awaits_count
}

/// What it costs to read a list of so many to its end, where that has to be agreed to.
pub(in crate::app::update) fn dear(state: &State, total: Option<u64>) -> Option<Cost> {
    let cost = query::cost(total?, 1, round_trip(state));
    (cost.pages > UNASKED).then_some(cost)
}

/// Whether reading a list of so many would have to be agreed to. A part of few is few, however it is counted.
fn is_much(state: &State, compiled: &Compiled, all: Told) -> bool {
    match all {
        Told::Total(all) => query::cost(all, series(state, compiled), Duration::ZERO).pages > UNASKED,
        Told::Nothing => true,
    }
}
