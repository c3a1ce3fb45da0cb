//! What the worker says. An answer to an older question is dropped before anyone looks at it.

use std::sync::Arc;

use super::{
    activity, bar, copying, details, editing, exporting, filing, identity, left_open, marking, picking, planning,
    probing, pulse, refreshing, running, scanning, table, tasks, watching,
};
use crate::app::detail::Read;
use crate::app::harvest::Sheaf;
use crate::app::load::Load;
use crate::app::notice::Level;
use crate::app::totals::Told;
use crate::app::window::Arrival;
use crate::app::{Effect, State, json};
use crate::model::{Account, Entitlement, Problem, ProblemKind};
use crate::work::protocol::{Epoch, JobId, Report, Span};

pub(super) fn take_in(state: &mut State, report: Report, effects: &mut Vec<Effect>) {
    let Some(report) = editing::take_in(state, report, effects) else { return };
    let Some(report) = picking::take_in(state, report) else { return };
    let Some(report) = refreshing::take_in(state, report, effects) else { return };
    let Some(report) = marking::take_in(state, report) else { return };
    let Some(report) = filing::take_in(state, report, effects) else { return };
    match report {
        Report::SignedIn(session) => state.session = Some(session),
        Report::Page { job, rows, total, .. } => page_arrived(state, Arrival { job, rows, total, at: state.now }),
        Report::Account { job, account, .. } if state.copying == Some(job) => {
            state.copying = None;
            copying::copy_account(state, &account, effects);
        }
        Report::Account { job, account, .. } if state.detail.account_job == Some(job) => {
            account_arrived(state, account);
        }
        Report::Entitlements { job, span, rows, total, .. } if state.detail.entitlements_job == Some(job) => {
            entitlements_arrived(state, span, rows, total);
        }
        Report::Activities { job, span, rows, total, .. } if activity::awaits(state, job) => {
            state.detail.history.tenant_told(span, rows, total);
        }
        Report::History { job, actions, .. } if activity::awaits(state, job) => state.detail.history.we_told(actions),
        Report::Identity { job, identity, withheld, .. } if identity::awaits(state, job) => {
            identity::arrived(state, identity, withheld);
        }
        Report::Sources { job, sources } if state.sources_job == Some(job) => {
            state.sources = Load::Ready(sources);
            sources_settled(state, effects);
        }
        Report::Scanned { job, rows, census, is_last, .. } => {
            scanning::arrived(state, Sheaf { job, rows, census, is_last, at: state.now });
        }
        Report::Exporting { job, accounts, census } => exporting::goes_on(state, job, accounts, census),
        Report::Exported { job, exported } => exporting::ended(state, job, exported),
        Report::Planning { job, read, of } => planning::goes_on(state, job, read, of),
        Report::Planned { job, plan } => planning::planned(state, job, plan),
        Report::LeftOpen { job, found, is_last } => left_open::take_in(state, job, &found, is_last, effects),
        Report::Counted { job, total } if exporting::counted_all(state, job, total) => {}
        Report::Counted { job, total } => {
            if !bar::counted(state, job, total, effects) {
                pulse::counted(state, job, total, effects);
            }
        }
        Report::Probed { job, case } => probing::probed(state, job, case),
        Report::Tallied { job, tally, is_last } => pulse::tallied(state, job, tally, is_last),
        Report::Tasks { job, tasks } => tasks::arrived(state, job, tasks),
        Report::Watched { job, looks } => watching::take_in(state, job, looks, effects),
        Report::Run { job, event } => running::take_in(state, job, event, effects),
        Report::Failed { job, epoch, problem } => failed(state, job, epoch, &problem, effects),
        Report::Cancelled { job } => cancelled(state, job, effects),
        Report::Requested(record) => state.log(record),
        Report::Pace(pace) => state.pace = pace,
        Report::Deprecated => say_deprecated(state),
        Report::Account { .. }
        | Report::Freshened { .. }
        | Report::Entitlements { .. }
        | Report::Activities { .. }
        | Report::History { .. }
        | Report::Identity { .. }
        | Report::Sources { .. }
        | Report::Schema { .. }
        | Report::Named { .. }
        | Report::PlanSaved { .. }
        | Report::PlanOpened { .. }
        | Report::Identities { .. } => {}
    }
}

/// A page of the table, of the siblings or of the identity view: each knows its own jobs, and nobody knows those of an
/// older question.
fn page_arrived(state: &mut State, arrival: Arrival) {
    marking::rows_come(state, arrival.job, &arrival.rows, arrival.total);
    if let Some(window) = state.list.rows.window_mut().filter(|window| window.awaits(arrival.job)) {
        let total = arrival.total;
        window.arrive(arrival);
        if let Some(total) = total {
            state.totals.learn(state.list.asked.query.filter.as_deref(), Told::Total(total));
        }
        state.list.rows_changed();
        table::find_anchor(state);
    } else if let Some(siblings) = state.detail.siblings.as_mut().filter(|those| those.window.awaits(arrival.job)) {
        siblings.window.arrive(arrival);
        details::search_what_arrived(state);
    } else if let Some(view) = state.identity_view_mut() {
        view.accounts.window.arrive(arrival);
        view.find_anchor();
    }
}

fn account_arrived(state: &mut State, account: Arc<Account>) {
    state.detail.account_job = None;
    let json = Arc::new(json::lines(&account.raw));
    state.detail.account = Load::Ready(Read { account, json, read_at: state.now });
    details::search_what_arrived(state);
}

fn entitlements_arrived(state: &mut State, span: Span, rows: Vec<Entitlement>, total: Option<u64>) {
    let detail = &mut state.detail;
    detail.entitlements_job = None;
    let before = detail.entitlements.take().filter(|_| span.offset > 0);
    let mut read = before.unwrap_or_default();
    let received = rows.len();
    let short = received < span.limit as usize;
    if span.offset == read.rows.len() as u64 {
        read.rows.extend(rows);
    }
    read.total = total.or(read.total);
    // Where a total is told it is believed before a short page is: the tenant may have lost some in the middle.
    let enough = read.total.map_or(short, |total| read.rows.len() as u64 >= total);
    read.whole = enough || received == 0;
    detail.entitlements = Load::Ready(read);
}

fn failed(state: &mut State, job: JobId, epoch: Option<Epoch>, problem: &Problem, effects: &mut Vec<Effect>) {
    if problem.kind == ProblemKind::Cancelled {
        return cancelled(state, job, effects);
    }
    let is_settled = planning::failed(state, job, problem)
        || running::failed(state, job, problem)
        || tasks::failed(state, job, problem)
        || exporting::failed(state, job, problem)
        || marking::failed(state, job, Some(problem))
        || pulse::failed(state, job, problem)
        || left_open::failed(state, job, problem)
        || watching::failed(state, job)
        || bar::failed(state, job, effects)
        || probing::failed(state, job);
    if is_settled {
        return;
    }
    if state.sources_job == Some(job) {
        state.sources.fail(problem.clone());
        sources_settled(state, effects);
        return;
    }
    if state.copying == Some(job) {
        state.copying = None;
        state.notices.add_problem(state.now, problem);
        return;
    }
    if epoch == Some(state.list.epoch) && state.list.rows.fail(job, problem) {
        scanning::has_ended_early(state);
        if state.list.rows.loaded() > 0 {
            state.notices.add_problem(state.now, problem);
        }
        return;
    }
    if !state.detail.fail(job, problem)
        && let Some(view) = state.identity_view_mut()
    {
        view.fail(job, problem);
    }
}

fn cancelled(state: &mut State, job: JobId, effects: &mut Vec<Effect>) {
    if state.list.rows.cancelled(job) {
        scanning::has_ended_early(state);
    }
    state.detail.cancelled(job);
    tasks::cancelled(state, job);
    marking::failed(state, job, None);
    watching::failed(state, job);
    bar::failed(state, job, effects);
    probing::failed(state, job);
    if let Some(view) = state.identity_view_mut() {
        view.cancelled(job);
    }
    if state.sources_job == Some(job) && state.sources.is_loading() {
        state.sources.give_up();
        sources_settled(state, effects);
    }
    if state.copying == Some(job) {
        state.copying = None;
    }
}

/// The names of the sources are here, or will not come: whoever waits for them goes on.
fn sources_settled(state: &mut State, effects: &mut Vec<Effect>) {
    bar::sources_settled(state, effects);
    picking::narrow_sources(state);
}

fn say_deprecated(state: &mut State) {
    let generation = state.tenant.generation;
    let text = format!("{generation} is deprecated: use --api v1");
    state.notices.add(state.now, Level::Note, text);
}
