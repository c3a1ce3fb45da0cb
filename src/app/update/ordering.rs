//! From what a person composed to the plan of it: the accounts it is for, and the order that is planned.

use serde_json::json;

use crate::app::notice::Level;
use crate::app::{Effect, State};
use crate::model::{AccountRow, Content, Order, Verb};
use crate::work::protocol::{Job, impossible};

/// Whether this screen may change the tenant; where not, it says so.
pub(super) fn may_write(state: &mut State) -> bool {
    if state.tenant.read_only {
        state.notices.add(state.now, Level::Warn, "read-only: nothing can be changed from here");
    }
    !state.tenant.read_only
}

/// The accounts a command is for: the one under the cursor.
pub(super) fn targets(state: &State) -> Vec<AccountRow> {
    state.list.current().cloned().into_iter().collect()
}

/// Why the API cannot change the attributes of the account with this verb.
pub(super) fn cannot_write_attributes(verb: Verb, row: &AccountRow) -> Option<String> {
    let any_attribute = Content::Steps(vec![json!({"path": "/attributes/any"})]);
    impossible(&Order { content: any_attribute, ..Order::plain(verb) }, row)
}

/// Opens the plan of an order.
pub(super) fn begin(state: &mut State, order: Order, targets: Vec<String>, effects: &mut Vec<Effect>) {
    let job = state.next_job();
    effects.push(Effect::Submit(job, Job::Plan { order, targets, put_in: Vec::new() }));
}
