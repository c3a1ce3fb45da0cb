//! The rules of the screen, in sentences: events in, effects and state out.

mod asking;
mod bar;
mod browsing;
mod details;
mod editing;
mod exporting;
mod histories;
mod identity;
mod left_open;
mod marking;
mod narrowing;
mod picking;
mod planning;
mod pulse;
mod queues;
mod running;
mod scanning;
mod tasks;
mod watching;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::app::action::Action;
use crate::app::editor::EditKey;
use crate::app::geometry::Size;
use crate::app::state::Tenant;
use crate::app::{Effect, Event, Fact, State, update};
use crate::model::{
    Account, AccountId, AccountRow, AccountSchema, Activity, AttributeKind, ConnectionKind, Entitlement, Generation,
    Identity, IdentityFacts, IdentityRef, Order, Outcome, PastAction, Problem, ProblemKind, SchemaAttribute,
    SkipReason, SourceFacts, SourceRef, Verb,
};
use crate::query::{Case, Judged};
use crate::work::protocol::{
    Census, Earlier, Expected, Exported, Fate, Filed, FoundIdentities, Freshened, Job, JobId, Look, Plan, Provenance,
    Reading, Report, RunEvent, Saved, Scan, Snapshot, Target, Tasks, Wanted, Written,
};

/// The sources of the tenant.
fn sources() -> Vec<SourceRef> {
    vec![source("s-1", "Active Directory", ConnectionKind::Direct), source("s-2", "Badges", ConnectionKind::File)]
}

fn source(id: &str, name: &str, connection: ConnectionKind) -> SourceRef {
    SourceRef { id: id.to_owned(), name: name.to_owned(), connection: Some(connection) }
}

/// A person at the screen, and a tenant that answers when told to.
struct Player {
    state: State,
    at: Timestamp,
    /// Every effect so far.
    effects: Vec<Effect>,
    /// Jobs submitted and neither answered nor cancelled.
    pending: Vec<(JobId, Job)>,
    /// The ids of the accounts on the tenant, in its order.
    accounts: Vec<String>,
    /// How many entitlements each account holds.
    entitlements: usize,
    /// How many activities the tenant keeps of each identity.
    activities: usize,
    /// Whether the tenant's filter minds upper and lower case.
    case: Case,
    /// Whether the terminal takes what is drawn.
    draws: bool,
    /// What the tenant tells of its changes.
    fresh: Freshened,
}

impl Player {
    /// A screen of 80×24 that has just opened on a tenant with so many accounts.
    fn new(accounts: usize) -> Self {
        let tenant =
            Tenant { name: "demo".to_owned(), production: false, read_only: false, generation: Generation::Beta };
        let at = Timestamp::from_second(1_000_000).unwrap();
        let accounts = (0..accounts).map(|n| format!("id-{n:05}")).collect();
        let state = State::new(tenant, at, jiff::tz::TimeZone::UTC);
        let (effects, pending) = (Vec::new(), Vec::new());
        let mut player = Self {
            state,
            at,
            effects,
            pending,
            accounts,
            entitlements: 230,
            activities: 130,
            case: Case::Insensitive,
            draws: true,
            fresh: Freshened::default(),
        };
        player.happen(Fact::Started(Size { columns: 80, rows: 24 }));
        player
    }

    /// The same, with everything the screen asks for answered.
    fn browsing(accounts: usize) -> Self {
        let mut player = Self::new(accounts);
        player.answer_all();
        player
    }

    fn happen(&mut self, fact: Fact) -> Vec<Effect> {
        let mut effects = update(&mut self.state, Event::new(self.at, fact));
        if self.draws && self.state.awaits_drawing() {
            effects.extend(update(&mut self.state, Event::new(self.at, Fact::Drawn)));
        }
        for effect in &effects {
            match effect {
                Effect::Submit(id, job) => self.pending.push((*id, job.clone())),
                Effect::Cancel(id) => self.pending.retain(|(pending, _)| pending != id),
                _ => {}
            }
        }
        self.effects.extend(effects.clone());
        effects
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.happen(Fact::Acted(action))
    }

    fn acts(&mut self, action: Action, times: usize) {
        for _ in 0..times {
            self.act(action);
        }
    }

    fn type_text(&mut self, text: &str) {
        for character in text.chars() {
            self.happen(Fact::Typed(EditKey::Insert(character)));
        }
    }

    fn wait(&mut self, milliseconds: i64) -> Vec<Effect> {
        self.at += SignedDuration::from_millis(milliseconds);
        self.happen(Fact::Woke)
    }

    /// Asks the palette for a command.
    fn command(&mut self, text: &str) -> Vec<Effect> {
        self.act(Action::Palette);
        self.type_text(text);
        self.act(Action::Accept)
    }

    /// Answers everything that is asked for, until nothing more is.
    fn answer_all(&mut self) {
        while !self.pending.is_empty() {
            self.answer_next();
        }
    }

    fn answer_next(&mut self) {
        let (id, job) = self.pending.remove(0);
        let report = self.answer(id, &job);
        self.happen(Fact::Reported(report));
    }

    fn fail_next(&mut self, kind: ProblemKind) {
        let (job, asked) = self.pending.remove(0);
        let problem = Problem::new(kind, "it failed");
        self.happen(Fact::Reported(Report::Failed { job, epoch: asked.epoch(), problem }));
    }

    /// What the tenant answers.
    fn answer(&self, id: JobId, job: &Job) -> Report {
        match job {
            Job::Page { epoch, query, span, count, .. } => {
                let asked = |id: &&String| match &query.filter {
                    Some(filter) if filter.starts_with("identityId eq") => {
                        identity(id).is_some_and(|identity| filter.contains(&format!("\"{identity}\"")))
                    }
                    _ => true,
                };
                let all: Vec<String> = self.accounts.iter().filter(asked).cloned().collect();
                let rows = page(&all, span.offset, span.limit);
                Report::Page {
                    job: id,
                    epoch: *epoch,
                    span: *span,
                    rows: rows
                        .iter()
                        .map(|id| AccountRow { extra: query.extra.iter().map(|_| None).collect(), ..row(id) })
                        .collect(),
                    total: count.then_some(all.len() as u64),
                    past_end: false,
                }
            }
            Job::Scan { epoch, scan } => {
                let rows = self.accounts.iter().map(|id| row(id));
                let total = self.accounts.len() as u64;
                Report::Scanned {
                    job: id,
                    epoch: *epoch,
                    rows: rows.filter(|row| passes(scan, row)).collect(),
                    census: Census { have: total, total: Some(total), ..Census::default() },
                    is_last: true,
                }
            }
            Job::Freshen { .. } => Report::Freshened { job: id, fresh: self.fresh.clone() },
            Job::Count { .. } => Report::Counted { job: id, total: Some(self.accounts.len() as u64) },
            Job::Account { epoch, id: account } => {
                Report::Account { job: id, epoch: *epoch, account: Arc::new(whole(account)) }
            }
            Job::Entitlements { epoch, span, .. } => {
                let all: Vec<_> = (0..self.entitlements).map(|n| format!("group-{n:03}")).collect();
                Report::Entitlements {
                    job: id,
                    epoch: *epoch,
                    span: *span,
                    rows: page(&all, span.offset, span.limit).iter().map(|name| entitlement(name)).collect(),
                    total: (span.offset == 0).then_some(self.entitlements as u64),
                }
            }
            Job::Activities { epoch, span, .. } => {
                let all: Vec<String> = (0..self.activities).map(|n| n.to_string()).collect();
                let rows = page(&all, span.offset, span.limit).iter().map(|n| activity(n)).collect();
                let total = (span.offset == 0).then_some(self.activities as u64);
                Report::Activities { job: id, epoch: *epoch, span: *span, rows, total }
            }
            Job::History { epoch, .. } => Report::History { job: id, epoch: *epoch, actions: vec![past_action()] },
            Job::Identity { epoch, id: identity } => {
                Report::Identity { job: id, epoch: *epoch, identity: Arc::new(identity_of(identity)), withheld: None }
            }
            Job::Sources => Report::Sources { job: id, sources: sources() },
            Job::Schema { .. } => Report::Schema { job: id, schema: Arc::new(schema()) },
            Job::Named { native, .. } => {
                let account = (native == "dept of file-1").then(|| Arc::new(whole(&"file-1".into())));
                Report::Named { job: id, account }
            }
            Job::Identities { words } => Report::Identities { job: id, found: found(words) },
            Job::Plan { order, targets, put_in } => {
                Report::Planned { job: id, plan: Arc::new(self.plan(order, targets, put_in)) }
            }
            Job::PlanAnew { order, earlier } => {
                let targets: Vec<String> = earlier.iter().map(|target| target.id.clone()).collect();
                Report::Planned { job: id, plan: Arc::new(self.plan(order, &targets, &[])) }
            }
            Job::SavePlan { path, .. } => Report::PlanSaved { job: id, saved: Saved::Written(path.into()) },
            Job::OpenPlan { .. } => Report::PlanOpened { job: id, filed: Arc::new(self.filed()) },
            Job::Export(export) => {
                let written = Written {
                    path: export.path.clone().into(),
                    accounts: 0,
                    unreadable: 0,
                    chosen: None,
                    census: Census::default(),
                };
                Report::Exported { job: id, exported: Exported::Written(written) }
            }
            Job::Probe { .. } => Report::Probed { job: id, case: Some(self.case) },
            Job::Tally => Report::Tallied { job: id, tally: Arc::default(), is_last: true },
            Job::Tasks => Report::Tasks { job: id, tasks: Tasks::default() },
            Job::Watch { ids } => {
                let look = |id: &AccountId| (id.clone(), Look::Here(Box::new(row(id.as_str()))));
                Report::Watched { job: id, looks: ids.iter().map(look).collect() }
            }
            Job::LookUpLeftOpen => Report::LeftOpen { job: id, found: Vec::new(), is_last: true },
            // Files are written by tests of their own.
            // What comes of a run is told by the tests that begin one.
            Job::Act(_) => Report::Run { job: id, event: RunEvent::Begun { run: 7 } },
        }
    }

    /// The plan the worker makes: accounts whose id ends in 9 are held back, those that end in 8 are so already.
    fn plan(&self, order: &Order, targets: &[String], put_in: &[String]) -> Plan {
        let target = |id: &String| {
            let skip = |reason, why: &str| Fate::Skip { reason, why: why.to_owned() };
            let fate = match id.as_bytes().last() {
                Some(b'9') if !put_in.contains(id) => skip(SkipReason::Held, "it is your own account"),
                Some(b'8') if !order.toggle.force_provisioning => skip(SkipReason::Already, "already so"),
                _ => Fate::Send,
            };
            let expected = Expected {
                wanted: Wanted::Disabled,
                before: Reading::Account(Snapshot { disabled: Some(false), ..Snapshot::default() }),
                forced: order.toggle.force_provisioning,
                can_be_shown: true,
                with_sign_in: false,
                sent: None,
            };
            Target {
                id: id.clone(),
                row: Some(row(id)),
                name: None,
                fate,
                expected,
                again: false,
                warnings: Vec::new(),
            }
        };
        Plan {
            tenant: "demo.example".to_owned(),
            user: None,
            order: order.clone(),
            made: self.at,
            targets: targets.iter().map(target).collect(),
            warnings: Vec::new(),
        }
    }

    /// The plan of every file: somebody else's, to disable two accounts.
    fn filed(&self) -> Filed {
        let order = Order::plain(Verb::Disable);
        let targets = ["id-00001", "id-00002"].map(str::to_owned);
        let earlier = |target: Target| Earlier {
            id: target.id,
            fate: target.fate,
            expected: target.expected,
            again: target.again,
        };
        let targets = self.plan(&order, &targets, &[]).targets.into_iter().map(earlier).collect();
        let provenance = Provenance { user: Some("grace".to_owned()), made: Some(self.at) };
        Filed { tenant: "demo.example".to_owned(), provenance, order, targets }
    }

    /// The pages asked for and not answered, by their offset.
    fn pages_pending(&self) -> Vec<u64> {
        let offset = |(_, job): &(JobId, Job)| match job {
            Job::Page { span, .. } => Some(span.offset),
            _ => None,
        };
        self.pending.iter().filter_map(offset).collect()
    }

    fn current(&self) -> &str {
        self.state.list.current().map_or("", |row| row.id.as_str())
    }

    fn notice(&self) -> &str {
        self.state.notices.shown().map_or("", |notice| notice.text.as_str())
    }
}

/// Whether a scan keeps an account.
fn passes(scan: &Scan, row: &AccountRow) -> bool {
    scan.here.as_ref().is_none_or(|here| here.holds(Judged { row, attributes: &[] }))
}

fn page(all: &[String], offset: u64, limit: u32) -> &[String] {
    let from = usize::try_from(offset).unwrap().min(all.len());
    &all[from..(from + limit as usize).min(all.len())]
}

fn row(id: &str) -> AccountRow {
    AccountRow {
        name: Some(format!("name of {id}").into()),
        locked: Some(id.ends_with('7')),
        disabled: Some(false),
        source: source_of(id),
        uncorrelated: Some(identity(id).is_none()),
        identity: identity(id).map(|id| Arc::new(IdentityFacts { id: Some(id.into()), ..IdentityFacts::default() })),
        ..AccountRow::bare(AccountId::new(id))
    }
}

/// Of accounts that say so by their id, the source.
fn source_of(id: &str) -> Arc<SourceFacts> {
    let (name, connection) = match id.split('-').next() {
        Some("file") => ("Badges", ConnectionKind::File),
        Some("direct") => ("Active Directory", ConnectionKind::Direct),
        _ => return Arc::default(),
    };
    let (id, name, connection) = (Some("s-2".into()), Some(name.into()), Some(connection));
    Arc::new(SourceFacts { id, name, connection, ..SourceFacts::default() })
}

/// The account schema of every source.
fn schema() -> AccountSchema {
    let attribute = |name: &str| SchemaAttribute {
        name: name.to_owned(),
        kind: AttributeKind::Text,
        is_multi: false,
        is_entitlement: false,
    };
    let attributes = ["dept", "city", "desk"].map(attribute).to_vec();
    AccountSchema { identity_attribute: Some("dept".to_owned()), display_attribute: None, attributes }
}

/// Two identities for any words.
fn found(words: &str) -> FoundIdentities {
    let identity = |n: usize| IdentityRef {
        id: format!("identity-{n}"),
        name: Some(format!("{words} {n}")),
        alias: Some(words.to_owned()),
        email: None,
        state: Some("ACTIVE".to_owned()),
    };
    FoundIdentities { rows: vec![identity(1), identity(2)], ..FoundIdentities::default() }
}

/// Accounts in a row belong to one identity, as many as the first digit of their number; the ones that end in 9 to none.
fn identity(account: &str) -> Option<String> {
    (!account.ends_with('9')).then(|| format!("person {}", account.split_at(account.len() - 1).0))
}

fn identity_of(id: &str) -> Identity {
    let known_as =
        IdentityRef { id: id.to_owned(), name: Some(format!("name of {id}")), alias: None, email: None, state: None };
    Identity { known_as, sign_in: Some("ACTIVE".to_owned()), lifecycle: None, modified: None }
}

/// The activity with this number; the higher, the longer ago.
fn activity(number: &str) -> Activity {
    let ago: i64 = number.parse().unwrap();
    Activity {
        kind: Some(format!("activity {number}")),
        created: Timestamp::from_second(900_000 - 60 * ago).ok(),
        ..Activity::default()
    }
}

fn past_action() -> PastAction {
    PastAction {
        run: 3,
        verb: Some(Verb::Unlock),
        outcome: Outcome::Verified,
        told: None,
        ticket: Some("INC123".to_owned()),
        reason: None,
        by: "ada".to_owned(),
        at: Timestamp::from_second(899_000).ok(),
        ended: None,
        tracking_id: None,
    }
}

fn whole(id: &AccountId) -> Account {
    let raw = serde_json::json!({"id": id.as_str(), "name": format!("name of {id}"), "attributes": {"dept": "Sales"}});
    Account { row: row(id.as_str()), attributes: vec![("dept".to_owned(), "Sales".into())], raw }
}

fn entitlement(name: &str) -> Entitlement {
    Entitlement {
        id: None,
        name: Some(name.to_owned()),
        attribute: None,
        value: None,
        description: None,
        privileged: None,
    }
}

fn submitted(effects: &[Effect]) -> Vec<&Job> {
    let mut jobs = Vec::new();
    for effect in effects {
        if let Effect::Submit(_, job) = effect {
            jobs.push(job);
        }
    }
    jobs
}
