//! The reading operations, one by one.

use std::borrow::Cow;

use serde_json::Value;

use super::lists::listed;
use super::{Request, Service};
use crate::tenant::answer::{Answer, Refusal};
use crate::tenant::catalogue::System;
use crate::tenant::faults::Fault;
use crate::tenant::filter::vocabulary;
use crate::tenant::generation::Generation;
use crate::tenant::page::Paging;
use crate::tenant::render::account::Manner;
use crate::tenant::render::{account, activity, entitlement, identity, source, task};
use crate::tenant::routes::Reading;
use crate::tenant::settings::Level;
use crate::tenant::store::account::{Account, Accounts};
use crate::tenant::store::entitlement::Entitlement;
use crate::tenant::store::identity::Identities;
use crate::tenant::store::{Source, Store};
use crate::tenant::tasks::{self, Task};

impl Service {
    pub(super) fn read(&self, asked: &Request<'_>, reading: Reading) -> Result<Answer, Refusal> {
        if reading == Reading::Accounts {
            self.move_rows(asked);
        }
        let store = &*self.read_store();
        match reading {
            Reading::Accounts => self.accounts(store, asked),
            Reading::Account => {
                let account = store.account_by_id(asked.id).ok_or(Refusal::NotFound)?;
                Ok(written(|out| self.account(out, &account, Manner { generation: asked.generation, slim: false })))
            }
            Reading::AccountEntitlements => self.entitlements(store, asked),
            Reading::Sources => self.sources(store, asked),
            Reading::Source => known_source(store, asked.id).map(|known| value(&source::value(store, known))),
            Reading::SourceSchemas => known_source(store, asked.id).map(|known| value(&source::schemas(store, known))),
            Reading::Identities => self.identities(store, asked),
            Reading::Identity => {
                let known = store.identity_by_id(asked.id).ok_or(Refusal::NotFound)?;
                Ok(written(|out| identity::write(out, &known)))
            }
            Reading::PublicIdentities => {
                let paged = self.paged(asked, &vocabulary::PUBLIC_IDENTITIES)?;
                let list = paged.of(&Identities(store), &store.identity_lists, self.case);
                let find = |row: &u32| store.identity(*row);
                self.answer_page(list.rows(), paged.paging, find, |out, known| identity::write_public(out, &known))
            }
            Reading::Tasks => self.task_list(asked, |task| shown(task, asked.generation)),
            Reading::PendingTasks => self.task_list(asked, |task| task.ended.is_none()),
            Reading::Task => self.task(asked),
            Reading::Activities => self.activities(store, asked),
            Reading::Activity => activity::by_id(store, asked.id).map(|known| value(&known)).ok_or(Refusal::NotFound),
            Reading::Tenant => Ok(tenant()),
        }
    }

    fn accounts(&self, store: &Store, asked: &Request<'_>) -> Result<Answer, Refusal> {
        let slim = match asked.parameters.get("detailLevel") {
            None | Some("FULL") => false,
            Some("SLIM") => true,
            Some(_) => return Err(Refusal::BadRequest),
        };
        let paged = self.paged(asked, &vocabulary::ACCOUNTS)?;
        let list = paged.of(&Accounts(store), &store.account_lists, self.case);
        let manner = Manner { generation: asked.generation, slim };
        let find = |row: &u32| store.account(*row);
        let rows = self.without_lost(store, list.rows());
        self.answer_page(&rows, paged.paging, find, |out, account| self.account(out, &account, manner))
    }

    /// `lost-rows`: a list over several sources without the accounts it withholds.
    fn without_lost<'l>(&self, store: &Store, rows: &'l [u32]) -> Cow<'l, [u32]> {
        let chance = self.dice.chance(Fault::LostRows);
        let source = |number: &u32| store.account(*number).map(|account| account.row.source);
        let first = rows.first().and_then(source);
        if chance == 0.0 || rows.iter().all(|number| source(number) == first) {
            return Cow::Borrowed(rows);
        }
        self.dice.count(Fault::LostRows);
        let is_lost = |number: u32| f64::from(low_half(self.ids.noise(LOST, number))) < chance * f64::from(u32::MAX);
        rows.iter().copied().filter(|number| !is_lost(*number)).collect()
    }

    fn account(&self, out: &mut Vec<u8>, account: &Account<'_>, manner: Manner) {
        account::write(out, account, manner, self.dice.strikes(Fault::Nulls));
    }

    fn entitlements(&self, store: &Store, asked: &Request<'_>) -> Result<Answer, Refusal> {
        let account = store.account_by_id(asked.id).ok_or(Refusal::NotFound)?;
        let rights: Vec<u32> = account.rights().collect();
        let find = |number: &u32| Some(Entitlement { store, source: account.row.source, number: *number });
        self.answer_page(&rights, Paging::of(asked.parameters)?, find, |out, known| entitlement::write(out, &known))
    }

    fn sources(&self, store: &Store, asked: &Request<'_>) -> Result<Answer, Refusal> {
        let own_too = asked.parameters.flag("includeIDNSource")?;
        let administered = self.administered(asked)?;
        let sources = store.sources.iter().filter(|source| own_too || source.facts.system != System::IdentityNow);
        let values: Vec<Value> =
            sources.filter(|source| administered(source)).map(|known| source::value(store, known)).collect();
        self.answer_values(&values, asked, &vocabulary::SOURCES)
    }

    /// Which sources the one who is asked for administers. A source subadmin has to ask for themselves.
    fn administered(&self, asked: &Request<'_>) -> Result<fn(&Source) -> bool, Refusal> {
        let themselves = |id: &str| id == "me" || id == self.issuer.identity_id;
        match asked.parameters.get("for-subadmin") {
            None if asked.bearer.level == Level::SourceSubadmin => Err(Refusal::Forbidden),
            None => Ok(|_| true),
            Some(id) if themselves(id) => {
                Ok(|source| matches!(source.facts.system, System::ActiveDirectory | System::Okta | System::Badges))
            }
            Some(_) if asked.bearer.level == Level::SourceSubadmin => Err(Refusal::Forbidden),
            Some(_) => Ok(|_| false),
        }
    }

    fn identities(&self, store: &Store, asked: &Request<'_>) -> Result<Answer, Refusal> {
        let mut paged = self.paged(asked, &vocabulary::IDENTITIES)?;
        match asked.parameters.get("defaultFilter") {
            None | Some("CORRELATED_ONLY") => paged.and("correlated", true),
            Some("NONE") => {}
            Some(_) => return Err(Refusal::BadRequest),
        }
        let list = paged.of(&Identities(store), &store.identity_lists, self.case);
        let find = |row: &u32| store.identity(*row);
        self.answer_page(list.rows(), paged.paging, find, |out, known| identity::write(out, &known))
    }

    fn task_list(&self, asked: &Request<'_>, shown: impl Fn(&Task) -> bool) -> Result<Answer, Refusal> {
        let backlog = self.backlog.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let paged = self.paged(asked, &vocabulary::TASKS)?;
        let condition = paged.question.filter.as_ref().map(|(_, condition)| condition);
        let candidates = tasks::candidates(backlog.tasks(), self.ids, condition).into_iter();
        let told = candidates.filter(|task| !task.forgotten && shown(task));
        let tasks = listed(told, &paged.question, self.case);
        self.answer_page(&tasks, paged.paging, |known| Some(*known), |out, known| task::write(out, known, asked.now))
    }

    fn task(&self, asked: &Request<'_>) -> Result<Answer, Refusal> {
        let backlog = self.backlog.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let known = backlog.task(asked.id).ok_or(Refusal::NotFound)?;
        Ok(written(|out| task::write(out, known, asked.now)))
    }

    fn activities(&self, store: &Store, asked: &Request<'_>) -> Result<Answer, Refusal> {
        let identity = |name: &str| {
            asked.parameters.get(name).map(|id| if id == "me" { self.issuer.identity_id.as_str() } else { id })
        };
        let (by, of, regarding) = (identity("requested-by"), identity("requested-for"), identity("regarding-identity"));
        if regarding.is_some() && (by.is_some() || of.is_some()) {
            return Err(Refusal::BadRequest);
        }
        let is = |value: &Value, role: &str, id: &str| value[role]["identityId"] == id;
        let (requester, target) = ("requesterIdentitySummary", "targetIdentitySummary");
        let values: Vec<Value> = activity::numbers(store)
            .map(|number| activity::value(store, number))
            .filter(|value| by.is_none_or(|id| is(value, requester, id)))
            .filter(|value| of.is_none_or(|id| is(value, target, id)))
            .filter(|value| regarding.is_none_or(|id| is(value, requester, id) || is(value, target, id)))
            .collect();
        self.answer_values(&values, asked, &vocabulary::ACTIVITIES)
    }

    /// `moving-rows`: before a later page is given, an account of an earlier one goes, or one like it comes.
    fn move_rows(&self, asked: &Request<'_>) {
        let Ok(paged) = self.paged(asked, &vocabulary::ACCOUNTS) else { return };
        if paged.paging.offset == 0 || !self.dice.strikes(Fault::MovingRows) {
            return;
        }
        let mut store = self.store.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        let list = paged.of(&Accounts(&store), &store.account_lists, self.case);
        let before = list.rows().len().min(paged.paging.offset);
        let Some(number) = list.rows()[..before].get(self.dice.below(before)).copied() else { return };
        drop(list);
        if self.dice.below(2) == 0 { store.remove(number) } else { store.add_like(number) }
    }
}

/// What lost accounts are drawn with.
const LOST: u64 = 0x105;

#[expect(clippy::cast_possible_truncation, reason = "the lower half is what is wanted")]
fn low_half(noise: u64) -> u32 {
    noise as u32
}

/// Older generations list tasks only once they have ended.
fn shown(task: &Task, generation: Generation) -> bool {
    task.ended.is_some() || matches!(generation, Generation::V2026 | Generation::V1)
}

fn known_source<'s>(store: &'s Store, id: &str) -> Result<&'s Source, Refusal> {
    store.sources.iter().find(|source| source.id == id).ok_or(Refusal::NotFound)
}

fn tenant() -> Answer {
    value(&serde_json::json!({
        "id": "0f11f2a4-7c94-4bf3-a2bd-742580fe3bde",
        "name": "acme-test",
        "fullName": "Acme Test Corporation",
        "pod": "embedded",
        "region": "loopback",
        "description": "An invented company, for trying out and for tests",
        "products": [{"productName": "idn", "status": "active"}],
    }))
}

fn value(value: &Value) -> Answer {
    Answer::json(200, value.to_string())
}

fn written(write: impl FnOnce(&mut Vec<u8>)) -> Answer {
    let mut body = Vec::with_capacity(2_048);
    write(&mut body);
    Answer::json(200, body)
}
