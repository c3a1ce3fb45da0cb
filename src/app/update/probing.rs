//! Whether the tenant's filter minds case: found out once, when a text is first asked for, on an account whose name has
//! letters.

use super::bar;
use crate::app::load::Load;
use crate::app::{Effect, State};
use crate::query::Case;
use crate::work::protocol::{Job, JobId};

/// Finds it out, unless that was tried.
pub(super) fn want(state: &mut State, effects: &mut Vec<Effect>) {
    if state.case != Load::Idle {
        return;
    }
    let named = state.list.rows.iter().find_map(|(_, row)| {
        let name = row.name.as_deref().filter(|name| name.contains(|c: char| c.is_ascii_alphabetic()))?;
        Some(Job::Probe { id: row.id.clone(), name: name.to_owned() })
    });
    if let Some(probe) = named {
        let job = state.next_job();
        state.case.begin();
        state.case_job = Some(job);
        effects.push(Effect::Submit(job, probe));
    }
}

/// What is known; nothing known counts as what the vendor says of most comparisons.
pub(super) fn case(state: &State) -> Case {
    state.case.value().copied().unwrap_or_default()
}

/// It was found out, or could not be.
pub(super) fn probed(state: &mut State, job: JobId, case: Option<Case>) {
    if state.case_job == Some(job) {
        state.case_job = None;
        state.case = Load::Ready(case.unwrap_or_default());
        bar::preview(state);
    }
}

/// The probe failed: it is tried again with the next text. Says whether it was ours.
pub(super) fn failed(state: &mut State, job: JobId) -> bool {
    let is_ours = state.case_job == Some(job);
    if is_ours {
        state.case_job = None;
        state.case = Load::Idle;
    }
    is_ours
}
