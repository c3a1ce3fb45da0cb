//! Asking the tenant for a list: a query, an order, a refresh.

use std::sync::Arc;

use super::probing;
use crate::app::cursor::Cursor;
use crate::app::departed::Departed;
use crate::app::list::{Asked, Order, Scanned};
use crate::app::load::Load;
use crate::app::rows::Rows;
use crate::app::window::Keep;
use crate::app::{Effect, State};
use crate::model::SourceRef;
use crate::query::{self, Case, Compiled, Context, Predicate, QueryError, Sources};
use crate::work::protocol::{Job, ListQuery};

/// What a text asks of the tenant.
pub(super) fn compile(state: &State, text: &str) -> Result<Compiled, Vec<QueryError>> {
    let query = query::parse(text)?;
    let mut compiled = in_context(state, |context| query::compile(&query, context))?;
    if probing::case(state) == Case::Sensitive && query.compares_text() {
        compiled.meaning.push("upper and lower case as typed".to_owned());
    }
    Ok(compiled)
}

/// What an account must be to match a text; none where only the tenant can judge that.
pub(super) fn membership(state: &State, text: &str) -> Option<Predicate> {
    let query = query::parse(text).ok()?;
    in_context(state, |context| query::whole(&query, context).ok())
}

/// Does something with what is known of the tenant.
fn in_context<T>(state: &State, act: impl FnOnce(&Context<'_>) -> T) -> T {
    let seen;
    let sources = if let Load::Ready(all) = &state.sources {
        Sources::All(all)
    } else {
        seen = sources_seen(state);
        Sources::SeenOnly(&seen)
    };
    let context = Context {
        generation: state.tenant.generation,
        sources,
        case: probing::case(state),
        now: state.now,
        zone: state.zone.clone(),
    };
    act(&context)
}

/// Every source known by name.
pub(super) fn sources_known(state: &State) -> Vec<SourceRef> {
    state.sources.value().cloned().unwrap_or_else(|| sources_seen(state))
}

/// The sources of the rows that are here, for people who may not list them.
pub(super) fn sources_seen(state: &State) -> Vec<SourceRef> {
    let mut seen: Vec<SourceRef> = Vec::new();
    for source in state.list.rows.sources() {
        let (Some(id), Some(name)) = (&source.id, &source.name) else { continue };
        if !seen.iter().any(|source| *source.id == **id) {
            let connection = source.connection.clone();
            seen.push(SourceRef { id: id.to_string(), name: name.to_string(), connection });
        }
    }
    seen
}

/// Shows all accounts.
pub(super) fn ask_all(state: &mut State, effects: &mut Vec<Effect>) {
    state.list.order = None;
    // The empty query always compiles.
    if let Ok(compiled) = compile(state, "") {
        ask(state, "", compiled, effects);
    }
}

/// Asks for the accounts of a compiled query.
pub(super) fn ask(state: &mut State, text: &str, compiled: Compiled, effects: &mut Vec<Effect>) {
    let extra = state.list.columns.extra_fields();
    state.views.leave(&state.list, text);
    let scanned = Scanned::of(&compiled);
    let query = Arc::new(ListQuery { filter: compiled.filter, sorters: compiled.sorters, extra });
    let whole = membership(state, text).map(Arc::new);
    state.list.asked = Asked { text: text.to_owned(), meaning: compiled.meaning, query, whole, scanned };
    state.list.narrowing = None;
    from_the_top(state, effects);
}

/// Asks for the same accounts in another order.
pub(super) fn ask_in_order(state: &mut State, sorters: String, effects: &mut Vec<Effect>) {
    let query = ListQuery { sorters, ..(*state.list.asked.query).clone() };
    state.list.asked.query = Arc::new(query);
    from_the_top(state, effects);
}

/// Another list: nothing of the one before is kept.
fn from_the_top(state: &mut State, effects: &mut Vec<Effect>) {
    state.list.sorted_here = None;
    state.list.anchor = None;
    state.list.is_touched = false;
    state.list.departed = Departed::default();
    state.list.cursor = Cursor::default();
    let rows = match state.list.asked.scanned {
        Some(_) => Rows::Harvest(Box::default()),
        None => Rows::default(),
    };
    start_over(state, |_| rows, effects);
}

/// R: reads the list again. What is on the screen stays until it has been. Where only a page could not be read, only
/// that is tried again.
pub(super) fn refresh(state: &mut State, effects: &mut Vec<Effect>) {
    let height = state.layout().map_or(0, |layout| layout.table_rows());
    let top = state.list.cursor.top;
    match state.list.rows.window_mut().filter(|window| window.has_failed_at(top, height)) {
        Some(window) => window.retry_failed(),
        None => reread(state, effects),
    }
}

/// Reads the list again, by the question as it is now: an age means another time, and other columns may be shown.
pub(super) fn reread(state: &mut State, effects: &mut Vec<Effect>) {
    if matches!(state.sources, Load::Failed { .. }) {
        state.sources = Load::Idle;
    }
    let extra = state.list.columns.extra_fields();
    if extra != state.list.asked.query.extra {
        state.list.rows.forget_extra();
    }
    let text = state.list.asked.text.clone();
    if let Ok(compiled) = compile(state, &text) {
        let sorters = state.list.asked.query.sorters.clone();
        // What it is scanned for follows from the text alone; an age in it means another time.
        state.list.asked.whole = membership(state, &text).map(Arc::new);
        state.list.asked.scanned = state.list.asked.scanned.take().and(Scanned::of(&compiled));
        state.list.asked.query = Arc::new(ListQuery { filter: compiled.filter, sorters, extra });
    }
    let count = state.layout().map_or(0, |layout| layout.table_rows());
    let keep = match state.list.sorted_here {
        Some(_) => Keep::All,
        None => Keep::Around { first: state.list.cursor.top, count },
    };
    start_over(state, |rows| rows.renewed(keep), effects);
}

/// Another question: answers to the old one are not wanted any more.
fn start_over(state: &mut State, next: impl FnOnce(Rows) -> Rows, effects: &mut Vec<Effect>) {
    effects.extend(state.list.rows.jobs().map(Effect::Cancel));
    state.list.rows = next(std::mem::take(&mut state.list.rows));
    state.list.epoch = state.list.epoch.next();
}

/// The `sorters` parameter for an order. Ends in the id, since paging over rows that compare equal loses some.
pub(super) fn sorters(order: &Order) -> String {
    let field = order.column.sorter().unwrap_or("id");
    let sign = if order.descending { "-" } else { "" };
    if field == "id" { format!("{sign}id") } else { format!("{sign}{field},id") }
}

/// Asks for the names of the sources, once.
pub(super) fn want_sources(state: &mut State, effects: &mut Vec<Effect>) {
    if state.sources == Load::Idle {
        let job = state.next_job();
        state.sources.begin();
        state.sources_job = Some(job);
        effects.push(Effect::Submit(job, Job::Sources));
    }
}
