//! What a query would cost, where the list has to be read to its end: counted once the text rests, and named before it is
//! asked. One that costs much is asked with a second Enter.

use jiff::{SignedDuration, Timestamp};

use super::{go_on_after, preview, top_bar};
use crate::app::screens::query_bar::{Awaited, Cost, Preview, Price};
use crate::app::screens::{QueryBar, Screen};
use crate::app::totals::Told;
use crate::app::{Effect, State};
use crate::query::Compiled;
use crate::work::protocol::{Job, JobId, ListQuery};

/// How long a text rests before it is counted.
const REST: SignedDuration = SignedDuration::from_millis(300);
/// Pages up to which a list is read without asking: a good forty seconds inside the pace.
const UNASKED: u64 = 400;
/// Accounts of a page, less the one it shares with the page before.
const STEP: u64 = 249;

/// What reading a list to its end costs; none where the tenant answers all of it.
pub(super) fn price(state: &State, compiled: &Compiled) -> Option<Price> {
    if compiled.here.is_none() && compiled.parts.is_empty() {
        return None;
    }
    Some(match told(state, compiled.filter.as_deref()) {
        Some(Told::Total(total)) => Price::Known(cost(total, compiled)),
        Some(Told::Nothing) => Price::NotTold,
        None => Price::Counting,
    })
}

fn cost(total: u64, compiled: &Compiled) -> Cost {
    let pages = total.div_ceil(STEP).max(compiled.parts.len() as u64).max(1);
    Cost { pages, seconds: pages / 10 + 1 }
}

/// What the tenant has told of a filter: where it is that of the rows here, by them.
fn told(state: &State, filter: Option<&str>) -> Option<Told> {
    let of_window = state.list.rows.window().filter(|_| state.list.asked.query.filter.as_deref() == filter);
    let total = of_window.and_then(crate::app::window::Window::total).map(Told::Total);
    total.or_else(|| state.totals.of(filter))
}

/// Counts what is not known yet once the text has rested. What an older text wanted counted is not wanted any more.
pub(super) fn count_once_it_rests(state: &mut State) {
    let due = state.now + REST;
    let Some(bar) = top_bar(state) else { return };
    bar.due = wanted(bar).is_some().then_some(due);
}

/// The filter that is to be counted: none where nothing is.
fn wanted(bar: &QueryBar) -> Option<Option<String>> {
    match &bar.preview {
        Preview::Asks { filter, read: Some(read), .. } if read.price == Price::Counting => {
            let is_asked = bar.counting.as_ref().is_some_and(|(_, counted)| counted == filter);
            (!is_asked).then(|| filter.clone())
        }
        _ => None,
    }
}

/// Asks for the count that is due, or that Enter waits for.
pub(in crate::app::update) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    let now = state.now;
    let Some(bar) = top_bar(state) else { return };
    let is_due = bar.due.is_some_and(|due| due <= now) || bar.waits_for == Some(Awaited::Count);
    let Some(filter) = wanted(bar).filter(|_| is_due) else { return };
    bar.due = None;
    let older = bar.counting.take();
    let job = state.next_job();
    effects.extend(older.map(|(job, _)| Effect::Cancel(job)));
    let query = ListQuery { filter: filter.clone(), sorters: "id".to_owned(), extra: Vec::new() };
    effects.push(Effect::Submit(job, Job::Count { query: query.into() }));
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
    let Some(price) = price(state, compiled) else { return false };
    let all = told(state, None);
    let Some(bar) = top_bar(state) else { return false };
    let is_agreed = bar.warned_of.as_deref() == Some(text);
    match price {
        Price::Known(cost) if cost.pages > UNASKED && !is_agreed => {
            bar.warned_of = Some(text.to_owned());
            true
        }
        // A part of few accounts is few, however it is counted.
        Price::Counting if !matches!(all, Some(Told::Total(all)) if all <= UNASKED * STEP) => {
            bar.waits_for = Some(Awaited::Count);
            true
        }
        Price::Known(_) | Price::Counting | Price::NotTold => false,
    }
}
