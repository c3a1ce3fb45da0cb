//! The activity tab: what the tenant and our journal tell is asked for together, and read on as the person goes down.

use crate::app::activity::{Event, History};
use crate::app::{Effect, Load, State};
use crate::model::AccountRow;
use crate::work::protocol::{Job, JobId, Span};

/// Activities asked for at a time.
const ACTIVITIES: u32 = 100;

/// How many lines before the place of the next activities those are asked for.
const AHEAD: usize = 30;

/// Asks for both. The tenant keeps activities by identity: an account that has none has none of those either.
pub(super) fn ask(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(account) = state.detail.id.clone() else { return };
    let identity = identity(state);
    if identity.is_some() {
        ask_tenant(state, 0, effects);
    }
    let job = state.next_job();
    state.detail.history.ours.begin();
    state.detail.history.ours_job = Some(job);
    effects.push(Effect::Submit(job, Job::History { epoch: state.detail.epoch, account, identity }));
}

fn identity(state: &State) -> Option<String> {
    let of = |row: &AccountRow| row.identity.as_ref().and_then(|identity| identity.id.as_deref().map(str::to_owned));
    state.account_at_hand().and_then(of)
}

fn ask_tenant(state: &mut State, offset: u64, effects: &mut Vec<Effect>) {
    let Some(identity) = identity(state) else { return };
    let job = state.next_job();
    state.detail.history.tenant.begin();
    state.detail.history.tenant_job = Some(job);
    let span = Span { offset, limit: ACTIVITIES };
    effects.push(Effect::Submit(job, Job::Activities { epoch: state.detail.epoch, identity, span }));
}

/// Asks for the tenant's next activities when the person comes near the place where they belong.
pub(super) fn read_more(state: &mut State, height: usize, effects: &mut Vec<Effect>) {
    let History { tenant: Load::Ready(read), .. } = &state.detail.history else { return };
    if read.whole || state.detail.cursor.at == 0 {
        return;
    }
    let offset = read.rows.len() as u64;
    let place = state.detail.history.events().iter().position(|event| matches!(event, Event::More(_)));
    if place.is_some_and(|place| state.detail.cursor.at + AHEAD + height >= place) {
        ask_tenant(state, offset, effects);
    }
}

/// Whether the tab waits for this job.
pub(super) fn awaits(state: &State, job: JobId) -> bool {
    let History { tenant_job, ours_job, .. } = state.detail.history;
    [tenant_job, ours_job].contains(&Some(job))
}
