//! What follows from any event: the cursor stays in the list, pages are asked for, the details follow, time is asked for.

use jiff::{SignedDuration, Timestamp};

use super::{bar, details, editing, identity, marking, picking, refreshing, scanning, views};
use crate::app::list::List;
use crate::app::rows::Rows;
use crate::app::selecting::Selecting;
use crate::app::{Effect, State, pages};

/// No wish to be woken is further away.
const FURTHEST: SignedDuration = SignedDuration::from_secs(60);

/// Pages asked for at once where every page is needed.
const AT_ONCE: usize = 8;

/// Pages this far from the screen are still worth waiting for.
const REACH: usize = 3;

pub(super) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    let height = state.layout().map_or(0, |layout| layout.table_rows());
    let len = state.list.len();
    state.list.cursor.settle(len, height);
    if state.list.anchor.is_none() {
        super::table::anchor(state);
    }
    marking::follow_range(state);
    marking::follow_sweep(state, effects);
    read_pages(state, height, effects);
    identity::follow(state, effects);
    details::follow(state, effects);
    super::watching::follow(state, effects);
    views::follow(state);
    editing::follow(state, effects);
    bar::follow(state, effects);
    picking::follow(state, effects);
    refreshing::follow(state, effects);
    ask_to_be_woken(state, effects);
}

/// Asks for the pages around the cursor, and gives up those the person has left behind; or begins the scan.
fn read_pages(state: &mut State, height: usize, effects: &mut Vec<Effect>) {
    let range = state.selecting.as_ref().and_then(Selecting::range).filter(|range| range.coming() > 0);
    let List { rows, asked, epoch, cursor, sorted_here, narrowing, .. } = &mut state.list;
    let Rows::Window(window) = rows else { return scanning::follow(state, effects) };
    let wanted = if sorted_here.is_some() {
        window.wanted_for_all(AT_ONCE)
    } else if narrowing.is_some() {
        // What is hidden here is no reason to read on.
        Vec::new()
    } else if let Some(range) = range {
        let on_screen = window.wanted(cursor.top, height);
        if on_screen.is_empty() { window.wanted_at(range.awaited(), AT_ONCE) } else { on_screen }
    } else {
        for (page, job) in window.far_jobs(cursor.top, height, REACH) {
            window.give_up(page);
            effects.push(Effect::Cancel(job));
        }
        window.wanted(cursor.top, height)
    };
    for want in wanted {
        effects.extend(pages::submit(window, &asked.query, *epoch, want, &mut state.last_job));
    }
}

/// Asks for the next moment at which the screen changes by itself.
fn ask_to_be_woken(state: &mut State, effects: &mut Vec<Effect>) {
    let next = [
        state.list.is_counting().then_some(state.now),
        state.notices.next_change(),
        editing::next_due(state),
        bar::next_due(state),
        picking::next_due(state),
        state.detail.due.filter(|_| state.detail_is_shown()),
        super::planning::next_change(state),
        state.watches.next_change(),
        state.queues.next_change(state.now).filter(|_| state.leaving.is_none()),
        state.leaving.filter(|until| *until > state.now),
        state.pace.paused_until.filter(|until| *until > state.now).map(|_| state.now + SignedDuration::from_secs(1)),
        (state.list.rows.loaded() > 0).then(|| next_minute(state.now)),
    ];
    let next = next.into_iter().flatten().min();
    // A time further away than any wish of ours means that the clock was set back since.
    let stands = |asked: Timestamp| asked > state.now && asked.duration_since(state.now) <= FURTHEST;
    if let Some(next) = next.filter(|next| !state.wake_at.is_some_and(|asked| stands(asked) && asked <= *next)) {
        state.wake_at = Some(next);
        effects.push(Effect::WakeAt(next));
    }
}

/// Relative times change on the minute.
fn next_minute(now: Timestamp) -> Timestamp {
    let second = now.as_second();
    Timestamp::from_second(second - second.rem_euclid(60) + 60).unwrap_or(Timestamp::MAX)
}
