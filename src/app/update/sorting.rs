//! The order of the rows: the tenant's where it can, else ours when every row is here, else a notice says why not.

use super::asking;
use crate::app::action::Action;
use crate::app::column::Column;
use crate::app::list::{Order, Sorter};
use crate::app::notice::Level;
use crate::app::{Effect, State};
use crate::model::fields::can_sort_by;
use crate::model::text;

/// Who can sort by a column now; none when nobody can. What a scan keeps is sorted here, also while it grows.
fn sorter_of(state: &State, column: &Column) -> Option<Sorter> {
    if state.list.rows.harvest().is_some() {
        return Some(Sorter::Here);
    }
    let tenant_can = column.sorter().is_some_and(|field| can_sort_by(state.tenant.generation, field));
    if tenant_can { Some(Sorter::Tenant) } else { state.list.rows.is_whole().then_some(Sorter::Here) }
}

/// The column the rows are sorted by; before anything was asked, the name.
fn current(state: &State) -> (Column, bool) {
    state.list.sorted_by().unwrap_or((Column::Name, false))
}

/// Sorts by the next column to the right or to the left that can be sorted by.
pub(super) fn turn(state: &mut State, by: isize, effects: &mut Vec<Effect>) {
    let shown = state.list.columns.shown().to_vec();
    let (now, _) = current(state);
    let here = shown.iter().position(|column| *column == now).unwrap_or(0);
    let count = shown.len();
    let places = (1..=count).map(|n| here.wrapping_add_signed(by * n.cast_signed()).wrapping_add(count * n) % count);
    let mut places = places.map(|place| &shown[place]).peekable();
    let skipped = places.peek().copied().filter(|column| sorter_of(state, column).is_none());
    let next = places.find(|column| sorter_of(state, column).is_some());
    if let Some(column) = skipped {
        say_why_not(state, column);
    }
    if let Some(column) = next {
        sort_by(state, column.clone(), false, effects);
    }
}

/// Turns the order round.
pub(super) fn reverse(state: &mut State, effects: &mut Vec<Effect>) {
    let (column, descending) = current(state);
    sort_by(state, column, !descending, effects);
}

/// Sorts by a column, or says why it cannot be done.
pub(super) fn sort_by(state: &mut State, column: Column, descending: bool, effects: &mut Vec<Effect>) {
    let Some(by) = sorter_of(state, &column) else { return say_why_not(state, &column) };
    let order = Order { column, descending, by };
    state.list.order = Some(order.clone());
    match by {
        Sorter::Tenant => asking::ask_in_order(state, asking::sorters(&order), effects),
        Sorter::Here => {
            state.list.rows_changed();
            super::table::go(state, Action::Top);
        }
    }
}

/// Goes back to the query's own order.
pub(super) fn forget(state: &mut State, effects: &mut Vec<Effect>) {
    state.list.order = None;
    if state.list.rows.harvest().is_some() {
        state.list.rows_changed();
        super::table::go(state, Action::Top);
        return;
    }
    state.list.sorted_here = None;
    let text = state.list.asked.text.clone();
    if let Ok(compiled) = asking::compile(state, &text) {
        asking::ask_in_order(state, compiled.sorters, effects);
    }
}

fn say_why_not(state: &mut State, column: &Column) {
    let (loaded, total) = (state.list.rows.loaded(), state.list.rows.total());
    let of = total.map_or_else(String::new, |total| format!(" of {}", text::grouped(total)));
    let loaded = text::grouped(loaded);
    let text =
        format!("{}: the tenant cannot sort by it, and only {loaded}{of} rows are here to be sorted", column.heading());
    state.notices.add(state.now, Level::Note, text);
}
