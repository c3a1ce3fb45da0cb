//! Keeping the queues: what is asked for them on a calm beat, and what the answers mean.
//!
//! A refresh asks at most two things while nothing changes: what has changed and how many accounts there are, or every
//! other time two counts that have grown old. Whatever the screen reads whole for a person, a queue of the same question
//! learns from. Nothing is asked while such a reading goes on, before the first rows are here, or while the tenant makes
//! us wait.

mod telling;

use std::sync::Arc;

use super::{asking, scanning};
use crate::app::list::Scanned;
use crate::app::queues::{BEAT, Doubt, Errand, Fit, FullReading, Known, Reader, Roll, Standing};
use crate::app::tasks;
use crate::app::{Effect, State};
use crate::model::{AccountId, AccountRow};
use crate::query::{Compiled, Predicate};
use crate::work::protocol::{
    Census, Changed, Epoch, Freshened, Job, JobId, ListQuery, Look, Membership, QueueId, Report, Scan,
};
use telling::{is_on_screen, tell};

/// The price up to which a queue is read whole without being asked for, in pages.
pub const SMALL: u64 = 100;
/// Counts taken in one refresh.
const COUNTS: usize = 2;
/// Members that are looked at one by one to find those that are gone.
const LOOKED_AT: usize = 300;

/// Does what is due.
pub(super) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    if state.queues.is_empty() || state.leaving.is_some() {
        return;
    }
    learn_from_readings(state, effects);
    if may_ask(state) && state.queues.is_due(state.now) {
        refresh(state, effects);
    }
}

/// Asks for a refresh as soon as one may be: something was done.
pub(super) fn hurry(state: &mut State) {
    if state.queues.due.is_some() {
        state.queues.due = Some(state.now);
    }
}

fn may_ask(state: &State) -> bool {
    let rows_are_here = state.queues.due.is_some() || state.list.rows.loaded() > 0 || state.list.rows.is_empty();
    let waits = state.pace.paused_until.is_some_and(|until| until > state.now);
    state.session.is_some() && rows_are_here && !waits
}

/// A queue whose question is being read whole learns from it; a reading given up teaches nothing.
fn learn_from_readings(state: &mut State, effects: &mut Vec<Effect>) {
    let mut begun = Vec::new();
    for effect in effects.iter() {
        match effect {
            Effect::Submit(job, Job::Scan { scan, .. }) => begun.push((*job, Arc::clone(scan))),
            Effect::Cancel(job) => state.queues.readings.retain(|reading| reading.job != *job),
            _ => {}
        }
    }
    for (job, scan) in begun {
        let is_known = state.queues.readings.iter().any(|reading| reading.job == job);
        if let Some(queue) = queue_asking(state, &scan).filter(|_| !is_known) {
            begin_reading(state, (queue, job, Reader::List), effects);
        }
    }
}

/// The queue that asks what a scan reads.
fn queue_asking(state: &State, scan: &Scan) -> Option<QueueId> {
    let asks = |standing: &&Standing| {
        let compiled = standing.queue.query().and_then(|query| asking::compile(state, query).ok());
        compiled.is_some_and(|compiled| {
            compiled.filter == scan.query.filter && compiled.here.map(|here| here.predicate) == scan.here
        })
    };
    state.queues.iter().find(asks).map(|standing| standing.id)
}

/// A full reading has begun. Where the tenant's changes stand has to be known from before its first page.
fn begin_reading(state: &mut State, (queue, job, reader): (QueueId, JobId, Reader), effects: &mut Vec<Effect>) {
    let given_up = state.queues.readings.extract_if(.., |reading| reading.queue == queue);
    effects
        .extend(given_up.filter(|reading| reading.reader == Reader::Ahead).map(|reading| Effect::Cancel(reading.job)));
    let query = state.queues.iter().find(|standing| standing.id == queue).and_then(|standing| standing.queue.query());
    let test = query.and_then(|query| asking::membership(state, query)).map(Arc::new);
    state.queues.readings.push(FullReading::begin(queue, job, reader, test, state.now));
    let is_marked = state.queues.watermark.newest().is_some() && state.queues.rolls().next().is_some();
    if !is_marked && !state.queues.errands.values().any(|errand| *errand == Errand::Mark) {
        send(state, Errand::Mark, Job::Freshen { newest: None, queues: Vec::new() }, effects);
    }
}

fn send(state: &mut State, errand: Errand, job: Job, effects: &mut Vec<Effect>) {
    let id = state.next_job();
    state.queues.errands.insert(id, errand);
    effects.push(Effect::Submit(id, job));
}

fn refresh(state: &mut State, effects: &mut Vec<Effect>) {
    state.queues.due = Some(state.now + BEAT);
    state.queues.beats += 1;
    if state.queues.iter().any(|standing| matches!(standing.known, Known::Work(_))) {
        super::tasks::read_once(state, effects);
    }
    if read_ahead(state, effects) {
        return;
    }
    renew_tests(state);
    let memberships = state.queues.memberships();
    let changes_are_told = !memberships.is_empty();
    let counts = counts_due(state, changes_are_told, effects);
    let counts_first = counts.iter().any(|due| due.is_first) || !state.queues.beats.is_multiple_of(2);
    if changes_are_told && (counts.is_empty() || !counts_first) {
        let newest = state.queues.watermark.newest();
        send(state, Errand::Freshen, Job::Freshen { newest, queues: memberships }, effects);
    } else {
        let most = if counts.iter().any(|due| due.is_first) { counts.len() } else { COUNTS };
        for CountDue { queue, query, .. } in counts.into_iter().take(most) {
            count(state, queue, query, effects);
        }
    }
}

/// An age in a query means another time than it did.
fn renew_tests(state: &mut State) {
    let tests: Vec<(QueueId, Option<Predicate>)> = state
        .queues
        .iter()
        .filter(|standing| matches!(standing.known, Known::Read(_)))
        .filter_map(|standing| Some((standing.id, asking::membership(state, standing.queue.query()?))))
        .collect();
    for (queue, test) in tests {
        if let Some((_, roll)) = state.queues.rolls_mut().find(|(id, _)| *id == queue) {
            roll.test = test.map(Arc::new);
        }
    }
}

fn count(state: &mut State, queue: QueueId, query: Arc<ListQuery>, effects: &mut Vec<Effect>) {
    send(state, Errand::Count(queue, Arc::clone(&query)), Job::Count { query }, effects);
}

/// A queue the tenant has to count.
struct CountDue {
    queue: QueueId,
    query: Arc<ListQuery>,
    /// It was never counted.
    is_first: bool,
}

/// The queues the tenant can count and has to, those counted longest ago first.
fn counts_due(state: &mut State, changes_are_told: bool, effects: &mut Vec<Effect>) -> Vec<CountDue> {
    let mut due = Vec::new();
    for place in 0..state.queues.len() {
        let Some((id, query)) = state
            .queues
            .at(place)
            .and_then(|standing| standing.queue.query().map(|query| (standing.id, query.to_owned())))
        else {
            continue;
        };
        let compiled = compile(state, &query, effects);
        let now = state.now;
        let Some(standing) = state.queues.of_mut(id) else { continue };
        match compiled {
            None => {}
            Some(Err(why)) => standing.known = Known::Wrong(why),
            Some(Ok(compiled)) => {
                let is_local = Scanned::of(&compiled).is_some();
                if matches!(standing.known, Known::Wrong(_)) || is_local && matches!(standing.known, Known::Counted(_))
                {
                    standing.known = Known::Nothing;
                }
                let query = Arc::new(ListQuery { filter: compiled.filter, ..ListQuery::default() });
                if !is_local && standing.wants_count(&query, changes_are_told, now) {
                    let at = match &standing.known {
                        Known::Counted(counted) => Some(counted.at),
                        _ => None,
                    };
                    due.push((at, CountDue { queue: id, query, is_first: at.is_none() }));
                }
            }
        }
    }
    due.sort_by_key(|(at, _)| *at);
    due.into_iter().map(|(_, due)| due).collect()
}

/// What a queue asks now, or in a sentence why it cannot. None while the names of the sources it may need are on their way.
fn compile(state: &mut State, query: &str, effects: &mut Vec<Effect>) -> Option<Result<Compiled, String>> {
    if crate::query::parse(query).is_ok_and(|query| query.names_a_source()) {
        asking::want_sources(state, effects);
        if state.sources.is_loading() {
            return None;
        }
    }
    let told = asking::compile(state, query)
        .map_err(|errors| errors.into_iter().map(|error| error.message).next().unwrap_or_default());
    Some(told)
}

/// Reads a queue whole that is in doubt, where that is cheap and was not tried lately. Says whether it does.
fn read_ahead(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    let now = state.now;
    let is_due = |roll: &Roll| roll.doubt(now).is_some() && roll.pages <= SMALL && roll.may_be_tried(now);
    let Some(queue) = state.queues.rolls().find(|(_, roll)| is_due(roll)).map(|(queue, _)| queue) else { return false };
    read_whole(state, queue, effects)
}

/// Reads a queue whole, for itself alone. Says whether it does.
pub(super) fn read_whole(state: &mut State, queue: QueueId, effects: &mut Vec<Effect>) -> bool {
    let now = state.now;
    let query = state.queues.iter().find(|standing| standing.id == queue).and_then(|standing| standing.queue.query());
    let Some(query) = query.map(str::to_owned) else { return false };
    let Some(Ok(compiled)) = compile(state, &query, effects) else { return false };
    let Some(scanned) = Scanned::of(&compiled) else { return false };
    if let Some((_, roll)) = state.queues.rolls_mut().find(|(id, _)| *id == queue) {
        roll.tried_at = Some(now);
    }
    let series = scanning::series(&scanned, &state.sources);
    let query = Arc::new(ListQuery { filter: compiled.filter, sorters: compiled.sorters, extra: Vec::new() });
    let scan = Arc::new(Scan { query, here: scanned.here.map(|here| here.predicate), series });
    let job = state.next_job();
    begin_reading(state, (queue, job, Reader::Ahead), effects);
    effects.push(Effect::Submit(job, Job::Scan { epoch: Epoch::default(), scan }));
    true
}

/// Takes in what the worker says, where it is for a queue alone. What is for others too is given back.
pub(super) fn take_in(state: &mut State, report: Report, effects: &mut Vec<Effect>) -> Option<Report> {
    match &report {
        Report::Counted { job, total } => match state.queues.errands.remove(job) {
            Some(Errand::Count(queue, query)) => counted(state, queue, query, *total),
            _ => return Some(report),
        },
        Report::Freshened { job, fresh } => match state.queues.errands.remove(job) {
            Some(Errand::Mark) => marked(state, fresh),
            Some(Errand::Freshen) => freshened(state, fresh, effects),
            _ => {}
        },
        Report::Watched { job, looks } => match state.queues.errands.remove(job) {
            Some(Errand::Look) => looked(state, looks),
            _ => return Some(report),
        },
        Report::Scanned { job, rows, census, is_last, .. } => {
            let reader = scanned(state, *job, rows, census, *is_last);
            return (reader != Some(Reader::Ahead)).then_some(report);
        }
        Report::Failed { job, .. } | Report::Cancelled { job } => {
            let was_ahead = given_up(state, *job);
            return (!was_ahead).then_some(report);
        }
        _ => return Some(report),
    }
    None
}

fn counted(state: &mut State, queue: QueueId, query: Arc<ListQuery>, total: Option<u64>) {
    let (now, is_on_screen) = (state.now, is_on_screen(state, queue));
    if let (Some(standing), Some(total)) = (state.queues.of_mut(queue), total) {
        standing.counted(total, query, now, is_on_screen);
    }
}

/// Where the changes stood as a reading began; of no use where that is too long ago.
fn marked(state: &mut State, fresh: &Freshened) {
    if state.queues.readings.iter().all(|reading| reading.may_be_marked(state.now)) {
        state.queues.watermark.begin(fresh);
    }
    finish_readings(state);
}

fn freshened(state: &mut State, fresh: &Freshened, effects: &mut Vec<Effect>) {
    let tide = state.queues.watermark.take_in(fresh);
    let now = state.now;
    let mut came = Vec::new();
    for (queue, roll) in state.queues.rolls_mut() {
        if !fresh.is_whole {
            roll.doubt_it(Doubt::TooManyChanges);
        }
        if tide.fit == Fit::More {
            roll.doubt_it(Doubt::TotalDoesNotFit);
        }
        let judged = |changed: &'_ Changed| changed.within.contains(&queue);
        let changed = fresh.changed.iter().map(|changed| (changed, judged(changed)));
        came.push((queue, roll.take_in(changed, fresh.since, now)));
    }
    if tide.fit == Fit::Fewer {
        look_for_the_gone(state, effects);
    }
    if tide.has_moved {
        // Changes tell when; the tenant tells how many.
        for CountDue { queue, query, .. } in counts_due(state, false, effects) {
            count(state, queue, query, effects);
        }
    }
    tell(state, came);
}

/// Accounts were deleted: whether members of queues are among them, only looking can tell.
fn look_for_the_gone(state: &mut State, effects: &mut Vec<Effect>) {
    let mut ids: Vec<AccountId> = state.queues.rolls().flat_map(|(_, roll)| roll.members().cloned()).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > LOOKED_AT {
        state.queues.rolls_mut().for_each(|(_, roll)| roll.doubt_it(Doubt::TotalDoesNotFit));
    } else if !ids.is_empty() {
        send(state, Errand::Look, Job::Watch { ids }, effects);
    }
}

fn looked(state: &mut State, looks: &[(AccountId, Look)]) {
    for (_, roll) in state.queues.rolls_mut() {
        for (id, look) in looks.iter().filter(|(id, _)| roll.contains(id)).collect::<Vec<_>>() {
            match look {
                Look::Gone => drop(roll.settle(id, false)),
                Look::NotRead(_) => roll.doubt_it(Doubt::TotalDoesNotFit),
                Look::Here(_) => {}
            }
        }
    }
}

/// Rows of a full reading have come. Says for whom it is read, where it is a queue's.
fn scanned(state: &mut State, job: JobId, rows: &[AccountRow], census: &Census, is_last: bool) -> Option<Reader> {
    let place = state.queues.readings.iter().position(|reading| reading.job == job)?;
    let mut reading = state.queues.readings.swap_remove(place);
    let (queue, reader) = (reading.queue, reading.reader);
    let before = state.queues.rolls().find(|(id, _)| *id == queue).map(|(_, roll)| roll);
    reading.take_in(rows, before);
    reading.ended = is_last.then(|| census.clone());
    state.queues.readings.push(reading);
    finish_readings(state);
    Some(reader)
}

/// Takes in what was read to its end, unless it is still to be told where the changes stood as that began.
fn finish_readings(state: &mut State) {
    if state.queues.errands.values().any(|errand| *errand == Errand::Mark) {
        return;
    }
    let (since, now) = (state.queues.watermark.since(), state.now);
    let mut told = Vec::new();
    for mut reading in state.queues.readings.extract_if(.., |reading| reading.ended.is_some()).collect::<Vec<_>>() {
        let (queue, reader) = (reading.queue, reading.reader);
        let census = reading.ended.take().unwrap_or_default();
        let Some(standing) = state.queues.of_mut(queue) else { continue };
        told.push((queue, reading.end(standing, &census, since, now)));
        if reader == Reader::List {
            standing.look_at();
        }
        // What is shown has been read now: the changes since are due a beat from here.
        state.queues.due = state.queues.due.map(|_| now + BEAT);
    }
    tell(state, told);
}

/// A job has ended without an answer. Says whether it was for a queue alone.
fn given_up(state: &mut State, job: JobId) -> bool {
    let reader = state.queues.readings.iter().find(|reading| reading.job == job).map(|reading| reading.reader);
    state.queues.readings.retain(|reading| reading.job != job);
    let was_errand = state.queues.errands.remove(&job);
    finish_readings(state);
    if was_errand == Some(Errand::Look) {
        state.queues.rolls_mut().for_each(|(_, roll)| roll.doubt_it(Doubt::TotalDoesNotFit));
    }
    was_errand.is_some() || reader == Some(Reader::Ahead)
}

/// An account was read by itself: what that tells of the queues it is in.
pub(super) fn account_seen(state: &mut State, row: &AccountRow) {
    let memberships = state.queues.memberships();
    let judged = memberships.iter().filter(|membership| !membership.test.reads_attributes());
    for Membership { queue, test } in judged {
        let is_member = test.holds(crate::query::Judged { row, attributes: &[] });
        if let Some((_, roll)) = state.queues.rolls_mut().find(|(id, _)| id == queue) {
            roll.settle(&row.id, is_member);
        }
    }
}

/// Counts our own work that failed, or may have.
pub(super) fn recount_failed_work(state: &mut State) {
    if !state.queues.iter().any(|standing| matches!(standing.known, Known::Work(_))) {
        return;
    }
    let failed = tasks::lines(state).iter().filter(|line| tasks::has_failed(line.outcome())).count() as u64;
    for standing in state.queues.iter_mut() {
        if let Known::Work(known) = &mut standing.known {
            *known = failed;
        }
    }
}
