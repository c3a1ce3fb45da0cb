//! The writing operations: each reads its body, looks at what it is for, and hands the effect to the backlog. Accepted
//! writes stand in the ledger; nothing that is refused does.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use serde_json::json;

use super::{Request, Service, lock};
use crate::tenant::answer::{Answer, Refusal};
use crate::tenant::backlog::{Backlog, Fate, Follow};
use crate::tenant::effect::{Effect, Switch};
use crate::tenant::faults::Fault;
use crate::tenant::ledger::Entry;
use crate::tenant::routes::Writing;
use crate::tenant::store::Store;

mod account;
mod identity;
mod source;

/// The data and what is to happen to it, both held while a write is looked at: two writes are accepted one after the
/// other, in the ledger as in time.
struct Desk<'a> {
    store: &'a mut Store,
    backlog: &'a mut Backlog,
}

impl Service {
    pub(super) fn write(&self, asked: &Request<'_>, writing: Writing) -> Result<Answer, Refusal> {
        let mut store = self.store.write().unwrap_or_else(PoisonError::into_inner);
        let mut backlog = self.backlog.write().unwrap_or_else(PoisonError::into_inner);
        let desk = &mut Desk { store: &mut store, backlog: &mut backlog };
        let answer = match writing {
            Writing::Create => self.create(desk, asked),
            Writing::Put => self.put(desk, asked),
            Writing::Patch => self.patch(desk, asked),
            Writing::Delete => self.delete(desk, asked),
            Writing::Enable => self.switch(desk, asked, Switch::Enable),
            Writing::Disable => self.switch(desk, asked, Switch::Disable),
            Writing::Unlock => self.switch(desk, asked, Switch::Unlock),
            Writing::Reload => self.reload(desk, asked),
            Writing::Remove => self.remove(desk, asked),
            Writing::RemoveAccounts => self.remove_accounts(desk, asked),
            Writing::EnableIdentity => self.sign_in(desk, asked, true),
            Writing::DisableIdentity => self.sign_in(desk, asked, false),
            Writing::EnableIdentities => self.sign_ins(desk, asked, true),
            Writing::DisableIdentities => self.sign_ins(desk, asked, false),
        };
        self.next.store(backlog.next(), Ordering::Release);
        answer
    }

    /// Accepts a write: it will happen, it has a line in the ledger, and the faults have decided how it ends.
    fn accept(
        &self,
        desk: &mut Desk<'_>,
        asked: &Request<'_>,
        effect: Effect,
        follow: Follow,
        entry: Entry,
    ) -> Option<String> {
        let fate = self.fate(&effect, &follow);
        let task = desk.backlog.accept(effect, follow, fate, asked.now);
        lock(&self.ledger).add(Entry { task: task.clone(), ..entry });
        task
    }

    fn fate(&self, effect: &Effect, follow: &Follow) -> Fate {
        let words = match effect {
            Effect::Switch { .. } => {
                "Failed to update attribute password - New password violates password-history or constraints"
            }
            _ => "sailpoint.connector.ConnectorException: Timeout waiting for response to message 0 after 60 seconds.",
        };
        let has_task = matches!(follow, Follow::Task(_));
        let fails = !matches!(follow, Follow::Nothing) && self.dice.strikes(Fault::TaskError);
        let warns = has_task && self.dice.strikes(Fault::TaskWarning);
        Fate {
            error: fails.then(|| words.to_owned()),
            warning: warns.then(|| "The source answered, but did not confirm the change".to_owned()),
            forgotten: has_task && self.dice.strikes(Fault::ForgetTask),
        }
    }
}

/// `AccountsAsyncResult`: the id to follow.
fn followed(id: Option<String>) -> Answer {
    Answer::json(202, json!({"id": id.unwrap_or_default()}).to_string())
}

/// `TaskResultDto`, as removing answers.
fn task_result(id: Option<String>) -> Answer {
    Answer::json(202, json!({"type": "TASK_RESULT", "id": id.unwrap_or_default(), "name": null}).to_string())
}

/// 202 with an empty object: nothing to follow.
fn taken() -> Answer {
    Answer::json(202, "{}")
}

#[cfg(test)]
mod tests;
