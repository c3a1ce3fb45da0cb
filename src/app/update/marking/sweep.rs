//! All that match: from the rows here where those are all, else the list is read to its end for it.
//!
//! "All" has to be all. A list that is known to lack accounts cannot be meant by it, and nothing is marked before the reading
//! has come to a whole end.

use std::sync::Arc;

use super::super::{bar, scanning};
use crate::app::harvest;
use crate::app::marks::Mark;
use crate::app::notice::Level;
use crate::app::selecting::sweep::Swept;
use crate::app::selecting::{Reach, Selecting, Stage, Sweep};
use crate::app::{Effect, State};
use crate::model::text::{counted, grouped};
use crate::model::{AccountId, Completeness, Problem};
use crate::work::protocol::{Census, Job, JobId, Report};

/// What is known of the list that is to be marked whole.
enum Standing {
    /// All of it is here.
    Whole,
    /// It is being read to its end.
    Growing,
    /// Some of it was not asked for yet.
    Open,
    /// It lacks accounts, and why.
    Lacking(String),
}

/// Marks all that match, or turns their marks round.
pub(in crate::app::update) fn begin(state: &mut State, reach: Reach, effects: &mut Vec<Effect>) {
    let epoch = state.list.epoch;
    let sweep = state.selecting.as_ref().and_then(Selecting::sweep).filter(|sweep| sweep.epoch == epoch);
    if sweep.is_some_and(|sweep| sweep.stage != Stage::Dear) {
        return;
    }
    let is_agreed = sweep.is_some_and(|sweep| sweep.reach == reach);
    if state.list.narrowing.is_some() {
        return mark_what_is_shown(state, reach);
    }
    let reached = match standing(state) {
        Standing::Whole => return apply_to_rows(state, reach),
        Standing::Lacking(why) => return refuse(state, &why),
        Standing::Growing => Stage::Following,
        Standing::Open if is_agreed => read(state, effects),
        Standing::Open => warn_of_the_price(state).unwrap_or_else(|| read(state, effects)),
    };
    state.selecting = Some(Selecting::Sweep(Box::new(Sweep::new(reach, epoch, reached))));
}

/// Says what it costs to read the rest, where that has to be agreed to.
fn warn_of_the_price(state: &mut State) -> Option<Stage> {
    let cost = bar::dear(state, state.list.rows.total())?;
    let said = format!("to mark all, the rest is read first: {cost}; the same key again begins");
    state.notices.add(state.now, Level::Note, said);
    Some(Stage::Dear)
}

/// Begins to read the list to its end.
fn read(state: &mut State, effects: &mut Vec<Effect>) -> Stage {
    let (job, scan) = (state.next_job(), Arc::new(scanning::whole_list(state)));
    effects.push(Effect::Submit(job, Job::Scan { epoch: state.list.epoch, scan }));
    Stage::Reading { job, census: Census::default() }
}

fn standing(state: &State) -> Standing {
    let rows = &state.list.rows;
    if let Some(stage) = rows.harvest().map(harvest::Harvest::stage) {
        return match stage {
            harvest::Stage::Ended if rows.is_whole() => Standing::Whole,
            harvest::Stage::Ended => Standing::Lacking(lacking(rows.completeness())),
            harvest::Stage::Stopped => Standing::Lacking("its reading was ended early".to_owned()),
            harvest::Stage::Failed(problem) => Standing::Lacking(problem.summary.clone()),
            harvest::Stage::Due | harvest::Stage::Reading(_) | harvest::Stage::Paused(_) => Standing::Growing,
        };
    }
    match rows.completeness() {
        Completeness::All { .. } => Standing::Whole,
        Completeness::Unknown | Completeness::Window { missing: 0, .. } => Standing::Open,
        lacks => Standing::Lacking(lacking(lacks)),
    }
}

/// Why a list is not whole.
fn lacking(completeness: Completeness) -> String {
    match completeness {
        Completeness::Stale { .. } => "it could not be read again, and what is here is old".to_owned(),
        other if other.missing() > 0 => {
            format!("the tenant counts {} it did not give", counted(other.missing(), "account"))
        }
        _ => "accounts moved while it was read, and some may be missing".to_owned(),
    }
}

fn refuse(state: &mut State, why: &str) {
    state.selecting = None;
    let said = format!("not marked: this list is not whole: {why}. R reads it again; space and v mark what is here");
    state.notices.add(state.now, Level::Warn, said);
}

/// Where something is hidden here, what is shown is meant. All rows are tried first.
fn mark_what_is_shown(state: &mut State, reach: Reach) {
    while state.list.is_counting() {
        state.list.narrow_on();
    }
    apply_to_rows(state, reach);
}

/// The rows here are all. Accounts that match no more are not among those that do.
fn apply_to_rows(state: &mut State, reach: Reach) {
    let list = &state.list;
    let matching = list.shown_rows().filter(|row| !list.departed.contains(&row.id));
    let accounts: Vec<(AccountId, Mark)> = matching.map(|row| (row.id.clone(), Mark::of(row))).collect();
    apply(state, reach, accounts);
}

fn apply(state: &mut State, reach: Reach, accounts: Vec<(AccountId, Mark)>) {
    state.selecting = None;
    let swept = reach.apply(&mut state.marks, accounts);
    state.marks.recount(&state.list);
    state.notices.add(state.now, Level::Note, told(reach, swept));
}

fn told(reach: Reach, Swept { all, marked, unmarked }: Swept) -> String {
    match reach {
        _ if all == 0 => "no account matches, so none is marked".to_owned(),
        Reach::All if marked < all => {
            format!("all {} that match are marked: {} of them were", counted(all, "account"), grouped(all - marked))
        }
        Reach::All => format!("all {} that match are marked", counted(all, "account")),
        Reach::Inverse => format!("{} marked, {} no longer", counted(marked, "account"), grouped(unmarked)),
    }
}

/// The list that the table reads has come to its end, or another one was asked for.
pub(in crate::app::update) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(sweep) = state.selecting.as_ref().and_then(Selecting::sweep) else { return };
    if sweep.epoch != state.list.epoch {
        end(state, effects);
    } else if sweep.stage == Stage::Following {
        let reach = sweep.reach;
        match standing(state) {
            Standing::Whole => apply_to_rows(state, reach),
            Standing::Lacking(why) => refuse(state, &why),
            Standing::Growing | Standing::Open => {}
        }
    }
}

/// Ends the reading; nothing of it is marked. Says whether it was under way.
pub(super) fn end(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    let sweep = state.selecting.take();
    match sweep.as_ref().and_then(Selecting::sweep).map(|sweep| &sweep.stage) {
        None | Some(Stage::Dear) => return false,
        Some(Stage::Following) => {}
        Some(Stage::Reading { job, .. }) => effects.push(Effect::Cancel(*job)),
    }
    state.notices.add(state.now, Level::Note, "ended: no mark was changed");
    true
}

/// Takes in what was read to mark it; gives back any other report.
pub(in crate::app::update) fn take_in(state: &mut State, report: Report) -> Option<Report> {
    let Some(Selecting::Sweep(sweep)) = &mut state.selecting else { return Some(report) };
    let Stage::Reading { job: own, census: read } = &mut sweep.stage else { return Some(report) };
    match report {
        Report::Scanned { job, rows, census, is_last, .. } if job == *own => {
            *read = census;
            sweep.take_in(&rows);
            if is_last {
                has_ended(state);
            }
            None
        }
        report => Some(report),
    }
}

fn has_ended(state: &mut State) {
    let Some(Selecting::Sweep(sweep)) = state.selecting.take() else { return };
    let Sweep { reach, stage: Stage::Reading { census, .. }, found, .. } = *sweep else { return };
    if census.is_whole() {
        apply(state, reach, found);
    } else {
        let places = scanning::what_is_short_of(state, &census).unwrap_or_else(|| lacking(census.completeness()));
        refuse(state, &places);
    }
}

/// The reading failed, or was given up by the worker. Says whether it was ours.
pub(in crate::app::update) fn failed(state: &mut State, job: JobId, problem: Option<&Problem>) -> bool {
    let reads = |selecting: &mut Selecting| selecting.sweep().and_then(Sweep::job) == Some(job);
    let is_ours = state.selecting.take_if(reads).is_some();
    if is_ours && let Some(problem) = problem {
        let summary = format!("no mark was changed: {}", problem.summary);
        state.notices.add_problem(state.now, &Problem { summary, ..problem.clone() });
    }
    is_ours
}
