//! All accounts of a source at once.

use super::{Desk, Service, task_result};
use crate::tenant::answer::{Answer, Refusal};
use crate::tenant::backlog::Follow;
use crate::tenant::effect::Effect;
use crate::tenant::ledger::Entry;
use crate::tenant::service::Request;
use crate::tenant::store::{NONE, Store};
use crate::tenant::tasks::{Sheet, Target};

impl Service {
    /// Removes all accounts of a source, unless one of them belongs to somebody who owns a source, or something else is
    /// going on with it.
    pub(super) fn remove_accounts(&self, desk: &mut Desk<'_>, asked: &Request<'_>) -> Result<Answer, Refusal> {
        let (place, source) = desk.store.source_by_id(asked.id).ok_or(Refusal::NotFound)?;
        let (id, name) = (source.id.clone(), source.facts.name);
        if has_account_of_an_owner(desk.store, place) {
            return Err(Refusal::Because(format!("Action \"Remove Source Accounts\" cannot be performed on [{id}]")));
        }
        if desk.backlog.is_busy(place) {
            return Err(Refusal::Because(format!("(SLPT-1209) Source '{name}' is currently in use.")));
        }
        let sheet = Sheet {
            queue: "QUEUED_TASK",
            kind: "ACCOUNT_DELETION",
            name: format!("Remove all accounts of {name}"),
            launcher: self.issuer.launcher().to_owned(),
            target: Some(Target { kind: "APPLICATION", id: id.clone(), name: name.to_owned() }),
            source: Some((place, id.clone())),
        };
        let entry = Entry { op: "remove-accounts", source: Some(id), ..Entry::default() };
        let effect = Effect::VanishAll { source: place };
        Ok(task_result(self.accept(desk, asked, effect, Follow::Task(sheet), entry)))
    }
}

fn has_account_of_an_owner(store: &Store, source: u8) -> bool {
    let owners: Vec<u32> = store.sources.iter().map(|source| source.owner).filter(|owner| *owner != NONE).collect();
    store.accounts_of_source(source).any(|number| owners.contains(&store.accounts[number as usize].identity))
}
