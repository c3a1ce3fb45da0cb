//! From a key that means "do this" to a confirmed plan.
//!
//! The only place from which anything that changes the tenant leaves the reducer, and only as the answer to `y`.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::{asking, choosing, filing, marking, running};
use crate::app::action::Action;
use crate::app::cursor::Cursor;
use crate::app::editor::EditKey;
use crate::app::load::Load;
use crate::app::marks::Targets;
use crate::app::notice::Level;
use crate::app::screens::plan::{Focus, PlanScreen, Readiness};
use crate::app::screens::{Screen, TargetScreen};
use crate::app::state::Subject;
use crate::app::{Effect, State};
use crate::model::{Order, Problem, SourceRef, Verb, text};
use crate::work::protocol::{Confirmed, Earlier, FOLLOWED, Job, JobId, Plan};

/// For so long after Esc no key acts: an arrow that a slow line split ends in one.
const AFTER_ESCAPE: SignedDuration = SignedDuration::from_millis(100);

/// The order of a verb that needs nothing else, for what keys act on.
pub(super) fn act_on(state: &mut State, verb: Verb, effects: &mut Vec<Effect>) {
    if state.escaped_at.is_some_and(|at| state.now.duration_since(at).abs() <= AFTER_ESCAPE) {
        return;
    }
    let Subject::SignIn(view) = state.subject() else {
        let targets = accounts(state);
        return begin(state, Order::plain(verb), targets, effects);
    };
    let targets = Targets::seen([view.accounts.identity.to_string()]);
    match verb {
        Verb::Enable => begin(state, Order::plain(Verb::EnableIdentity), targets, effects),
        Verb::Disable => begin(state, Order::plain(Verb::DisableIdentity), targets, effects),
        _ => {
            let told = format!("an ISC sign-in can be enabled and disabled; {} is for accounts", verb.word());
            state.notices.add(state.now, Level::Note, told);
        }
    }
}

/// The accounts keys act on: the marked ones, else the one at hand; none where its row is not here. Whoever looks at an
/// identity sees no marks, and means the account under the cursor.
pub(super) fn accounts(state: &State) -> Targets {
    if state.marks.is_empty() || state.is_at_an_identity() {
        Targets::seen(state.account_at_hand().map(|row| row.id.to_string()))
    } else {
        state.marks.resolve()
    }
}

/// The sign-ins of the identities of the marked accounts, or of the one under the cursor.
pub(super) fn act_on_identities(state: &mut State, verb: Verb, effects: &mut Vec<Effect>) {
    let (targets, nobodys) = if state.marks.is_empty() || state.is_at_an_identity() {
        let row = state.account_at_hand();
        let identity = row.and_then(|row| row.identity.as_ref()?.id.as_deref());
        (Targets::seen(identity.map(str::to_owned)), usize::from(row.is_some() && identity.is_none()))
    } else {
        state.marks.identities()
    };
    if nobodys > 0 {
        let told = format!("{} without an identity left out", text::counted(nobodys as u64, "account"));
        state.notices.add(state.now, Level::Warn, told);
    }
    begin(state, Order::plain(verb), targets, effects);
}

/// Every account of the source of this name.
pub(super) fn remove_all_of(state: &mut State, name: &str, effects: &mut Vec<Effect>) {
    let known = asking::sources_known(state);
    let alike: Vec<&SourceRef> = known.iter().filter(|source| source.name.eq_ignore_ascii_case(name)).collect();
    let exact = alike.iter().find(|source| source.name == name).copied();
    if let Some(id) = exact.or(alike.first().copied().filter(|_| alike.len() == 1)).map(|source| source.id.clone()) {
        return begin(state, Order::plain(Verb::RemoveAll), Targets::seen([id]), effects);
    }
    if state.sources == Load::Idle {
        asking::want_sources(state, effects);
    }
    let (level, told) = match &state.sources {
        _ if alike.len() > 1 => {
            (Level::Warn, format!("{} sources are called {name:?}: write it as the tenant does", alike.len()))
        }
        Load::Ready(_) => (Level::Warn, format!("there is no source {name:?}")),
        Load::Failed { .. } => {
            (Level::Warn, format!("the sources cannot be listed, and no account seen here is of one called {name:?}"))
        }
        _ => (Level::Note, "the names of the sources are being read: ask again in a moment".to_owned()),
    };
    state.notices.add(state.now, level, told);
}

/// Opens the plan of an order on its screen and has the targets read. Nothing is sent.
pub(super) fn begin(state: &mut State, order: Order, targets: Targets, effects: &mut Vec<Effect>) {
    begin_telling(state, order, targets, Vec::new(), effects);
}

/// The same for an order that writes something, which is told in words.
pub(super) fn begin_telling(
    state: &mut State,
    order: Order,
    targets: Targets,
    what: Vec<String>,
    effects: &mut Vec<Effect>,
) {
    if may_plan(state, order.verb) && !targets.ids.is_empty() {
        let job = state.next_job();
        effects.push(Effect::Submit(job, job_for(&order, &targets.ids, &[])));
        let mut screen = PlanScreen::new(order, targets, job, state.now);
        screen.what = what;
        super::open(state, Screen::Plan(Box::new(screen)));
    }
}

/// Opens the plan of a file on its screen and has its targets read. Nothing is sent.
pub(super) fn begin_anew(
    state: &mut State,
    order: Order,
    earlier: Arc<[Earlier]>,
    what: Vec<String>,
    effects: &mut Vec<Effect>,
) {
    if may_plan(state, order.verb) {
        let job = state.next_job();
        effects.push(Effect::Submit(job, Job::PlanAnew { order: order.clone(), earlier: Arc::clone(&earlier) }));
        // Whoever opens a file means what stands in it, whatever the table shows.
        let targets = Targets::seen(earlier.iter().map(|target| target.id.clone()));
        let mut screen = PlanScreen::new(order, targets, job, state.now);
        (screen.what, screen.earlier) = (what, Some(earlier));
        super::open(state, Screen::Plan(Box::new(screen)));
    }
}

/// Whether a plan may be opened: something may be changed from here, and none is open.
fn may_plan(state: &mut State, verb: Verb) -> bool {
    let is_planning = state.screens.iter().any(|screen| matches!(screen, Screen::Plan(_)));
    may_change(state, verb) && !is_planning && !marking::still_reads(state)
}

/// Whether anything may be changed from here; where not, it is said.
pub(super) fn may_change(state: &mut State, verb: Verb) -> bool {
    if state.tenant.read_only {
        let told = format!("READ-ONLY: {} changes the tenant, and nothing may be changed from here", verb.word());
        state.notices.add(state.now, Level::Warn, told);
    }
    !state.tenant.read_only
}

fn job_for(order: &Order, targets: &[String], put_in: &[String]) -> Job {
    Job::Plan { order: order.clone(), targets: targets.to_vec(), put_in: put_in.to_vec() }
}

fn top(state: &mut State) -> Option<&mut PlanScreen> {
    match state.screens.last_mut() {
        Some(Screen::Plan(plan)) => Some(plan),
        _ => None,
    }
}

fn any(state: &mut State) -> Option<&mut PlanScreen> {
    state.screens.iter_mut().find_map(|screen| match screen {
        Screen::Plan(plan) => Some(&mut **plan),
        _ => None,
    })
}

/// A key was pressed at this time, whatever it meant.
pub(super) fn key_was_pressed(state: &mut State) {
    let now = state.now;
    if let Some(plan) = any(state) {
        plan.last_key = now;
    }
}

/// The screen was drawn: whatever plan is on top of it has been seen.
pub(super) fn was_drawn(state: &mut State) {
    let now = state.now;
    if let Some(plan) = top(state) {
        plan.was_drawn(now);
    }
}

/// A plan that lies below another screen, or on a screen too small for it, is not seen.
pub(super) fn follow(state: &mut State) {
    let (now, is_drawn) = (state.now, state.layout().is_some());
    let is_visible = is_drawn && top(state).is_some();
    if let Some(plan) = any(state) {
        plan.follow(is_visible, now);
    }
}

/// When `y` will begin to count.
pub(super) fn next_change(state: &State) -> Option<Timestamp> {
    let Some(Screen::Plan(plan)) = state.screens.last() else { return None };
    match plan.readiness(state.tenant.production, state.now) {
        Readiness::Until(at) => Some(at),
        _ => None,
    }
}

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let production = state.tenant.production;
    let (layout, size) = (state.layout(), state.size);
    let Some(plan) = top(state) else { return };
    let height = layout.map_or(0, |layout| layout.rows_beside(plan.frame_rows(size)));
    match action {
        Action::Confirm => confirm(state, effects),
        // Enter behind a number that was typed leaves the field; elsewhere it is `n`.
        Action::Accept if !plan.typed.text().is_empty() => plan.focus = Focus::Answer,
        Action::Refuse | Action::Accept => super::back(state, effects),
        Action::NextField => plan.turn_focus(production, 1),
        Action::PreviousField => plan.turn_focus(production, -1),
        Action::Toggle => {
            if let Focus::Choice(choice) = plan.focus {
                plan.flip(choice);
                plan_again(state, effects);
            }
        }
        Action::KeepVisible => {
            let hidden = plan.hidden.clone();
            plan.keep(|id| !hidden.contains(id));
        }
        Action::KeepCurrent => {
            if let Some(current) = plan.current().map(|target| target.id.clone()) {
                plan.keep(|id| id == current);
            }
        }
        Action::DropTarget => {
            if let Some(current) = plan.current().map(|target| target.id.clone()) {
                plan.keep(|id| id != current);
            }
        }
        Action::PutIn => put_in(state, effects),
        Action::NextGroup => plan.turn_group(1),
        Action::PreviousGroup => plan.turn_group(-1),
        Action::SavePlan => filing::ask_where(state),
        Action::Open => look_at(state),
        Action::Refresh => plan_again(state, effects),
        _ => {
            let len = plan.lines();
            choosing::step(&mut plan.cursor, action, len, height);
        }
    }
}

/// Shows the target under the cursor in full.
fn look_at(state: &mut State) {
    let Some(plan) = top(state) else { return };
    let (Some(target), Some(made)) = (plan.current().cloned(), plan.ready().map(|plan| plan.made)) else { return };
    let is_hidden = plan.hidden.contains(&target.id);
    let screen = TargetScreen { target, is_hidden, read_at: made, cursor: Cursor::default() };
    super::open(state, Screen::Target(Box::new(screen)));
}

/// Puts the target in that is held back, or that was sent before and never seen.
fn put_in(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(plan) = top(state) else { return };
    let Some(id) = plan.current().map(|target| target.id.clone()) else { return };
    if plan.can_put_in() && !plan.put_in.contains(&id) {
        plan.dropped.remove(&id);
        plan.put_in.push(id);
        plan_again(state, effects);
    }
}

/// Makes the plan anew: what was set has changed, or the person wants it fresh.
fn plan_again(state: &mut State, effects: &mut Vec<Effect>) {
    let job = state.next_job();
    let Some(plan) = top(state) else { return };
    effects.extend(plan.job.replace(job).map(Effect::Cancel));
    let again = match &plan.earlier {
        Some(earlier) => Job::PlanAnew { order: plan.order.clone(), earlier: Arc::clone(earlier) },
        None => job_for(&plan.order, &plan.targets, &plan.put_in),
    };
    effects.push(Effect::Submit(job, again));
    plan.progress = None;
    plan.plan.begin();
    plan.changed();
}

/// The plan goes on being made.
pub(super) fn goes_on(state: &mut State, job: JobId, read: usize, of: usize) {
    if let Some(plan) = any(state).filter(|plan| plan.job == Some(job)) {
        plan.progress = Some((read, of));
    }
}

/// The plan is there.
pub(super) fn planned(state: &mut State, job: JobId, made: Arc<Plan>) {
    if let Some(plan) = any(state).filter(|plan| plan.job == Some(job)) {
        plan.take(made);
    }
}

/// The plan could not be made. Says whether the job was ours.
pub(super) fn failed(state: &mut State, job: JobId, problem: &Problem) -> bool {
    let Some(plan) = any(state).filter(|plan| plan.job == Some(job)) else { return false };
    plan.job = None;
    plan.plan.fail(problem.clone());
    true
}

pub(super) fn type_key(state: &mut State, key: EditKey) {
    let production = state.tenant.production;
    if let Some(plan) = top(state) {
        plan.type_key(production, key);
    }
}

pub(super) fn paste(state: &mut State, pasted: &str) {
    if let Some(plan) = top(state) {
        plan.paste(pasted);
    }
}

/// Enter or Tab in a text field: leaves it, and sends nothing.
pub(super) fn leave_field(state: &mut State, action: Action) {
    let production = state.tenant.production;
    let Some(plan) = top(state) else { return };
    match action {
        Action::Complete => plan.turn_focus(production, 1),
        _ => plan.focus = Focus::Answer,
    }
}

/// `y`: sends what the screen shows, if it counts by now.
fn confirm(state: &mut State, effects: &mut Vec<Effect>) {
    let (production, now) = (state.tenant.production, state.now);
    let Some(screen) = top(state) else { return };
    if screen.readiness(production, now) != Readiness::Live || state.tenant.read_only {
        return;
    }
    let Some(Screen::Plan(screen)) = state.screens.pop() else { return };
    let Some(plan) = screen.ready().cloned() else { return };
    let composed: Vec<Screen> = state.screens.extract_if(.., |screen| screen.composes()).collect();
    effects.extend(composed.iter().flat_map(Screen::jobs).map(Effect::Cancel));
    let given = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let confirmed = Confirmed {
        plan: Arc::clone(&plan),
        ticket: given(screen.ticket.text()),
        reason: given(screen.reason.text()),
        follow: Some(FOLLOWED),
    };
    let job = state.next_job();
    effects.push(Effect::Submit(job, Job::Act(confirmed)));
    let is_about_one = screen.is_about_one();
    running::begun(state, job, plan, screen.what);
    if !is_about_one {
        running::show(state, job);
    }
}
