//! Writes of one account.

use super::{Desk, Service, followed, taken, task_result};
use crate::tenant::answer::{Answer, Refusal};
use crate::tenant::backlog::Follow;
use crate::tenant::effect::{Effect, Switch};
use crate::tenant::faults::Fault;
use crate::tenant::ids::Kind;
use crate::tenant::ledger::Entry;
use crate::tenant::moment::Millis;
use crate::tenant::patch::{self, Change};
use crate::tenant::service::Request;
use crate::tenant::store::account::Account;
use crate::tenant::store::written::{Attributes, as_text};
use crate::tenant::tasks::{Sheet, Target};

impl Service {
    pub(super) fn switch(&self, desk: &mut Desk<'_>, asked: &Request<'_>, switch: Switch) -> Result<Answer, Refusal> {
        let toggle = asked.body.toggle()?;
        if switch == Switch::Unlock && toggle.forced && !asked.bearer.has("idn:accounts-provisioning:manage") {
            return Err(Refusal::Forbidden);
        }
        let account = account(desk, asked)?;
        let (op, kind) = match switch {
            Switch::Enable => ("enable", "ACCOUNT_ENABLE"),
            Switch::Disable => ("disable", "ACCOUNT_DISABLE"),
            Switch::Unlock => ("unlock", "ACCOUNT_UNLOCK"),
        };
        let (entry, follow) = (entry(op, &account), Follow::Task(self.of_person(&account, kind, switch.word())));
        let still = self.dice.strikes(Fault::StillModified);
        let effect = Effect::Switch { account: account.number, switch, toggle, still };
        Ok(followed(self.accept(desk, asked, effect, follow, entry)))
    }

    /// A source that cannot be asked for a single account cannot be asked for this one.
    pub(super) fn reload(&self, desk: &mut Desk<'_>, asked: &Request<'_>) -> Result<Answer, Refusal> {
        let account = account(desk, asked)?;
        let facts = account.source().facts;
        if !facts.direct || facts.has("NO_RANDOM_ACCESS") {
            return Err(Refusal::BadRequest);
        }
        let (entry, effect) = (entry("reload", &account), Effect::Reload { account: account.number });
        Ok(followed(self.accept(desk, asked, effect, Follow::Job, entry)))
    }

    pub(super) fn remove(&self, desk: &mut Desk<'_>, asked: &Request<'_>) -> Result<Answer, Refusal> {
        let account = account(desk, asked)?;
        let (entry, follow) =
            (entry("remove", &account), Follow::Task(self.of_source(&account, "ACCOUNT_DELETION", "Remove")));
        let effect = Effect::Vanish { account: account.number };
        Ok(task_result(self.accept(desk, asked, effect, follow, entry)))
    }

    /// Accounts of flat files only; a body is refused as well, for which there are reports from users.
    pub(super) fn delete(&self, desk: &mut Desk<'_>, asked: &Request<'_>) -> Result<Answer, Refusal> {
        let account = account(desk, asked)?;
        if account.source().facts.direct || !asked.body.bytes.is_empty() {
            return Err(Refusal::BadRequest);
        }
        let (entry, follow) =
            (entry("delete", &account), Follow::Task(self.of_source(&account, "ACCOUNT_DELETION", "Delete")));
        let effect = Effect::Vanish { account: account.number };
        Ok(followed(self.accept(desk, asked, effect, follow, entry)))
    }

    /// Accounts of flat files only.
    pub(super) fn put(&self, desk: &mut Desk<'_>, asked: &Request<'_>) -> Result<Answer, Refusal> {
        let attributes = asked.body.attributes()?;
        let account = account(desk, asked)?;
        if account.source().facts.direct {
            return Err(Refusal::BadRequest);
        }
        let (entry, follow) =
            (entry("put", &account), Follow::Task(self.of_source(&account, "ACCOUNT_UPDATE", "Replace")));
        let effect = Effect::Put { account: account.number, attributes };
        Ok(followed(self.accept(desk, asked, effect, follow, entry)))
    }

    /// Identity and correlation of any account, attributes of flat files only.
    pub(super) fn patch(&self, desk: &mut Desk<'_>, asked: &Request<'_>) -> Result<Answer, Refusal> {
        let changes = patch::changes(&asked.body.operations()?)?;
        let account = account(desk, asked)?;
        for change in &changes {
            match change {
                Change::Identity(Some(id)) if desk.store.identity_by_id(id).is_none() => {
                    return Err(Refusal::Because(format!("Referenced identity \"{id}\" was not found.")));
                }
                Change::Attribute(..) if account.source().facts.direct => return Err(Refusal::BadRequest),
                _ => {}
            }
        }
        let (entry, effect) = (entry("patch", &account), Effect::Patch { account: account.number, changes });
        self.accept(desk, asked, effect, Follow::Nothing, entry);
        Ok(taken())
    }

    /// Creates an account, or updates the one of its source that has the same native identity: the documents say so
    /// of "the account ID of an existing account", without saying which id that is.
    ///
    /// On a direct source the account is made all the same, and the next aggregation would take it away again.
    pub(super) fn create(&self, desk: &mut Desk<'_>, asked: &Request<'_>) -> Result<Answer, Refusal> {
        let (source_id, attributes) = asked.body.new_account()?;
        let Some((source, known)) = desk.store.source_by_id(&source_id) else {
            return Err(Refusal::Because(format!("Referenced source \"{source_id}\" was not found.")));
        };
        let native = attributes.get(known.facts.identity_attribute()).and_then(as_text).unwrap_or_default();
        if native.is_empty() {
            return Err(Refusal::Required);
        }
        let target = Target { kind: "APPLICATION", id: source_id.clone(), name: known.facts.name.to_owned() };
        let sheet = self.sheet("ACCOUNT_CREATE", format!("Create account {native} on {}", target.name), target, source);
        let account = number_for(desk, source, &native, asked.now);
        let id = desk.store.ids.id(Kind::Account, account).to_string();
        let entry = Entry { op: "create", account: Some(id), source: Some(source_id), ..Entry::default() };
        let effect = Effect::Create { account, attributes };
        Ok(followed(self.accept(desk, asked, effect, Follow::Task(sheet), entry)))
    }

    /// The task of a change that the workflow of the account's identity carries out.
    fn of_person(&self, account: &Account<'_>, kind: &'static str, verb: &str) -> Sheet {
        let of_source = self.of_source(account, kind, verb);
        let identity = account.identity().map(|identity| Target {
            kind: "IDENTITY",
            id: identity.id().to_string(),
            name: identity.name(),
        });
        Sheet { target: identity.or(of_source.target), ..of_source }
    }

    /// The task of a change that the account's source is concerned with.
    fn of_source(&self, account: &Account<'_>, kind: &'static str, verb: &str) -> Sheet {
        let source = account.source();
        let target = Target { kind: "APPLICATION", id: source.id.clone(), name: source.facts.name.to_owned() };
        let name = format!("{verb} account {} on {}", account.usual_name(), source.facts.name);
        self.sheet(kind, name, target, account.row.source)
    }

    fn sheet(&self, kind: &'static str, name: String, target: Target, source: u8) -> Sheet {
        let source = Some((source, target.id.clone()));
        let launcher = self.issuer.launcher().to_owned();
        Sheet { queue: "QUEUED_TASK", kind, name, launcher, target: Some(target), source }
    }
}

/// The account of the path.
fn account<'d>(desk: &'d Desk<'_>, asked: &Request<'_>) -> Result<Account<'d>, Refusal> {
    desk.store.account_by_id(asked.id).ok_or(Refusal::NotFound)
}

fn entry(op: &'static str, account: &Account<'_>) -> Entry {
    Entry { op, account: Some(account.id().to_string()), ..Entry::default() }
}

/// The number of the account with a native identity: of the one there is, of one about to be created, or a new one.
fn number_for(desk: &mut Desk<'_>, source: u8, native: &str, now: Millis) -> u32 {
    let store = &*desk.store;
    if let Some(account) = store.account_by_native_identity(source, native) {
        return account.number;
    }
    let identifying = store.sources[usize::from(source)].facts.identity_attribute();
    let of_source = |number: u32| store.accounts.get(number as usize).is_some_and(|row| row.source == source);
    let same = |attributes: &Attributes| attributes.get(identifying).and_then(as_text).as_deref() == Some(native);
    let about_to = desk.backlog.creation(|number, attributes| of_source(number) && same(attributes));
    about_to.unwrap_or_else(|| desk.store.reserve(source, now))
}
