//! Saving the plan on the screen to a file, and opening one that was saved: its targets are read afresh, and what changed since
//! is drift.

use std::sync::Arc;

use super::planning;
use crate::app::editor::EditKey;
use crate::app::notice::Level;
use crate::app::screens::Screen;
use crate::app::screens::plan_file::{PlanOpening, PlanSaving};
use crate::app::{Effect, State};
use crate::model::{Content, Order, Problem, text};
use crate::work::protocol::{Filed, Job, JobId, Report, Saved};

/// Asks where to save the plan on the screen.
pub(super) fn ask_where(state: &mut State) {
    let Some(Screen::Plan(plan)) = state.screens.last() else { return };
    if plan.ready().is_none() {
        return state.notices.add(state.now, Level::Note, "the plan is not there yet: nothing to save");
    }
    let at = state.zone.to_datetime(state.now).strftime("%Y-%m-%dT%H-%M").to_string();
    let name = format!("{}-plan-{}-{at}.json", state.tenant.name, plan.order.verb.word());
    let name: String = name.chars().map(|c| if c.is_alphanumeric() || "-._".contains(c) { c } else { '-' }).collect();
    super::open(state, Screen::PlanSaving(Box::new(PlanSaving::to(&name))));
}

fn saving(state: &mut State) -> Option<&mut PlanSaving> {
    state.screens.iter_mut().find_map(|screen| match screen {
        Screen::PlanSaving(saving) => Some(&mut **saving),
        _ => None,
    })
}

pub(super) fn type_key(state: &mut State, key: EditKey) {
    if let Some(saving) = saving(state) {
        saving.file.type_key(key);
    }
}

pub(super) fn paste(state: &mut State, pasted: &str) {
    if let Some(saving) = saving(state) {
        saving.file.paste(pasted);
    }
}

/// Enter: writes the file.
pub(super) fn save(state: &mut State, effects: &mut Vec<Effect>) {
    let plan = state.screens.iter().find_map(|screen| match screen {
        Screen::Plan(plan) => plan.ready().cloned(),
        _ => None,
    });
    let job = state.next_job();
    let Some(saving) = saving(state).filter(|saving| saving.job.is_none()) else { return };
    let Some(plan) = plan else { return };
    saving.job = Some(job);
    let (path, existing) = (saving.file.text().to_owned(), saving.existing());
    effects.push(Effect::Submit(job, Job::SavePlan { plan, path, existing }));
}

/// Opens the plan of a file.
pub(super) fn open(state: &mut State, file: String, effects: &mut Vec<Effect>) {
    let job = state.next_job();
    effects.push(Effect::Submit(job, Job::OpenPlan { path: file.clone() }));
    super::open(state, Screen::PlanOpening(PlanOpening { file, job }));
}

fn opening(state: &State, job: JobId) -> Option<&PlanOpening> {
    state.screens.iter().find_map(|screen| match screen {
        Screen::PlanOpening(opening) if opening.job == job => Some(opening),
        _ => None,
    })
}

/// Takes in what became of a file; gives back any other report.
pub(super) fn take_in(state: &mut State, report: Report, effects: &mut Vec<Effect>) -> Option<Report> {
    match report {
        Report::PlanSaved { job, saved } => {
            if saving(state).is_some_and(|saving| saving.job == Some(job)) {
                was_saved(state, saved);
            }
        }
        Report::PlanOpened { job, filed } => {
            if let Some(file) = opening(state, job).map(|opening| opening.file.clone()) {
                state.screens.retain(|screen| !matches!(screen, Screen::PlanOpening(_)));
                plan_anew(state, &file, &filed, effects);
            }
        }
        Report::Failed { job, problem, .. } if is_ours(state, job) => failed(state, job, &problem),
        report => return Some(report),
    }
    None
}

fn is_ours(state: &mut State, job: JobId) -> bool {
    saving(state).is_some_and(|saving| saving.job == Some(job)) || opening(state, job).is_some()
}

fn failed(state: &mut State, job: JobId, problem: &Problem) {
    if let Some(saving) = saving(state).filter(|saving| saving.job == Some(job)) {
        saving.job = None;
    }
    state.screens.retain(|screen| !matches!(screen, Screen::PlanOpening(opening) if opening.job == job));
    state.notices.add_problem(state.now, problem);
}

fn was_saved(state: &mut State, saved: Saved) {
    match saved {
        Saved::Written(path) => {
            state.screens.retain(|screen| !matches!(screen, Screen::PlanSaving(_)));
            let said = format!("saved; open it again with :plan {}", path.display());
            state.notices.add(state.now, Level::Ok, said);
        }
        Saved::Exists(path) => {
            if let Some(saving) = saving(state) {
                saving.job = None;
                saving.asks_about = Some(saving.file.text().to_owned());
            }
            let said = format!("{} is there already: Enter again replaces it", path.display());
            state.notices.add(state.now, Level::Note, said);
        }
    }
}

/// Shows the plan of a file, whose targets are read afresh.
fn plan_anew(state: &mut State, file: &str, filed: &Filed, effects: &mut Vec<Effect>) {
    if filed.targets.is_empty() {
        return state.notices.add(state.now, Level::Note, format!("the plan of {file} has no targets"));
    }
    let we = state.session.as_ref().and_then(|session| session.user.as_deref());
    let whose = format!("{file}: {}. What changed since is drift, and is not sent", filed.provenance.told_to(we));
    let what = written(&filed.order).into_iter().chain([whose]).collect();
    planning::begin_anew(state, filed.order.clone(), Arc::from(filed.targets.as_slice()), what, effects);
}

/// What an order writes, in words.
fn written(order: &Order) -> Vec<String> {
    match &order.content {
        // Whom accounts are given to stands in the headline.
        Content::Nothing | Content::Owner(_) => Vec::new(),
        Content::Attributes(attributes) => {
            attributes.iter().map(|(name, value)| format!("{name}: {}", text::safe(&value.to_string()))).collect()
        }
        Content::Steps(steps) => steps.iter().map(|step| text::safe(&step.to_string()).into_owned()).collect(),
    }
}
