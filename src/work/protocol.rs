//! What crosses between the reducer and the worker: a [`Job`] goes in, [`Report`]s come out, nothing else.
//!
//! Data only. Every read carries the [`Epoch`] of the question it answers, so that a late answer to an older question
//! can be dropped before anyone looks at it.

mod event;
mod export;
mod fresh;
mod plan;
mod scan;
mod task;
mod watch;

use std::sync::Arc;

use jiff::Timestamp;

pub use event::{Confirmed, Control, FOLLOWED, LeftOpen, RunEvent, Settled};
pub use export::{Accounts, Existing, Export, Exported, Form, Scope, Written};
pub use fresh::{Changed, Freshened, Membership, QueueId};
pub use plan::{Fate, Plan, Target, Tier};
pub use scan::{Scan, Series};
pub use task::{Task, Tasks};
pub use watch::Look;

use crate::model::{
    Account, AccountId, AccountRow, AccountSchema, Activity, Entitlement, Identity, IdentityRef, PastAction, Problem,
    SourceRef,
};
pub use crate::model::{ListQuery, Order, Pace, RequestRecord, Session, Span, Urgency};
use crate::query::Case;
pub use crate::work::plan::{Earlier, impossible};
pub use crate::work::plan_file::{Filed, Provenance, Saved};
pub use crate::work::scan::{Census, Short};
pub use crate::work::tally::{Counts, SourceTally, Tally};
pub use crate::work::verdict::{Expected, Owner, Reading, Snapshot, Wanted};

/// The number of a question. Grows by one whenever the question changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Epoch(pub u64);

impl Epoch {
    /// The number of the next question.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// The number of a submitted job; the reducer counts them up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct JobId(pub u64);

impl JobId {
    /// Counts on: the number of the next job.
    #[must_use]
    pub fn advance(&mut self) -> Self {
        self.0 += 1;
        *self
    }
}

/// What the worker is asked to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Job {
    /// Read one page of accounts (`listAccounts`). With `count`, the total is asked for as well.
    Page {
        /// The question.
        epoch: Epoch,
        /// Which list.
        query: Arc<ListQuery>,
        /// Which page.
        span: Span,
        /// Ask for the total.
        count: bool,
        /// How soon it matters.
        urgency: Urgency,
    },
    /// Read a list to its end and keep what passes (`listAccounts`). Can be paused and told to go on.
    Scan {
        /// The question.
        epoch: Epoch,
        /// Which list, and what is kept.
        scan: Arc<Scan>,
    },
    /// Count the accounts of a list (`listAccounts`).
    Count {
        /// Which list.
        query: Arc<ListQuery>,
    },
    /// Read a list to its end and write what passes to a file (`listAccounts`).
    Export(Arc<Export>),
    /// Read every account and count how many are in which state, source by source (`listAccounts`).
    Tally,
    /// Read what changed since shortly before the newest change known, and how many accounts there are (`listAccounts`).
    Freshen {
        /// The time of the newest change known, by the tenant's clock; where there is none, it is found out first.
        newest: Option<Timestamp>,
        /// The queues whose members are told among the changes.
        queues: Vec<Membership>,
    },
    /// Find out whether the tenant's filter minds upper and lower case, on an account whose name has letters
    /// (`listAccounts`).
    Probe {
        /// The account's id.
        id: AccountId,
        /// Its name.
        name: String,
    },
    /// Read a whole account (`getAccount`).
    Account {
        /// The question.
        epoch: Epoch,
        /// Which account.
        id: AccountId,
    },
    /// Read one page of an account's entitlements (`getAccountEntitlements`), with the total on the first page.
    Entitlements {
        /// The question.
        epoch: Epoch,
        /// Which account.
        id: AccountId,
        /// Which page.
        span: Span,
    },
    /// Read one page of what the tenant did for an identity (`listAccountActivities`), newest first, with the total on the
    /// first page.
    Activities {
        /// The question.
        epoch: Epoch,
        /// The id of the identity.
        identity: String,
        /// Which page.
        span: Span,
    },
    /// Read in the journal what this machine did to an account. Asks the tenant for nothing.
    History {
        /// The question.
        epoch: Epoch,
        /// Which account.
        account: AccountId,
        /// The identity whose sign-in is meant as well, where there is one.
        identity: Option<String>,
    },
    /// Read an identity and the state of its sign-in (`listIdentities`, or where that is refused `getPublicIdentities`).
    Identity {
        /// The question.
        epoch: Epoch,
        /// The id of the identity.
        id: String,
    },
    /// Read the names of all sources (`listSources`), for `source:` in a query.
    Sources,
    /// Read the account schema of a source (`getSourceSchemas`).
    Schema {
        /// The source's id.
        source: String,
    },
    /// Find the account with this native id on a source (`listAccounts`).
    Named {
        /// The source's id.
        source: String,
        /// The native id.
        native: String,
    },
    /// Find identities whose alias, e-mail address or name begins with these words (`getPublicIdentities`, or where that is
    /// refused `listIdentities`).
    Identities {
        /// What was typed.
        words: String,
    },
    /// Read the targets fresh and say what would be done to each. Sends nothing.
    Plan {
        /// What is to be done.
        order: Order,
        /// The ids of the targets: accounts, identities or sources, as the verb has it.
        targets: Vec<String>,
        /// Those of them the person put in by hand although they are held back.
        put_in: Vec<String>,
    },
    /// Read the targets of an earlier plan fresh; what changed since is drift. Sends nothing.
    PlanAnew {
        /// What is to be done.
        order: Order,
        /// The targets as they were planned.
        earlier: Arc<[Earlier]>,
    },
    /// Write a plan to a file. Asks the tenant for nothing.
    SavePlan {
        /// The plan.
        plan: Arc<Plan>,
        /// The file. `~/` at the beginning is the home directory.
        path: String,
        /// What becomes of a file of that name.
        existing: Existing,
    },
    /// Read the plan of a file, which has to be for this tenant. Asks the tenant for nothing.
    OpenPlan {
        /// The file. `~/` at the beginning is the home directory.
        path: String,
    },
    /// Read what was submitted to this tenant from this machine. Asks the tenant for nothing.
    Tasks,
    /// Read these accounts again, together (`listAccounts`).
    Watch {
        /// Which accounts.
        ids: Vec<AccountId>,
    },
    /// Carry out a plan the person confirmed. Cancelling it stops it: nothing more is sent, answers in flight are awaited.
    Act(Confirmed),
    /// Look up what earlier runs left open on this tenant, and follow what the tenant may still be at for a quarter of an
    /// hour from when it was sent. For the start: where no journal is, none is made. Sends nothing that changes anything.
    LookUpLeftOpen,
}

impl Job {
    /// The number of the question it answers, where it has one.
    #[must_use]
    pub fn epoch(&self) -> Option<Epoch> {
        match self {
            Self::Page { epoch, .. }
            | Self::Scan { epoch, .. }
            | Self::Account { epoch, .. }
            | Self::Entitlements { epoch, .. }
            | Self::Activities { epoch, .. }
            | Self::History { epoch, .. }
            | Self::Identity { epoch, .. } => Some(*epoch),
            Self::Sources
            | Self::Count { .. }
            | Self::Probe { .. }
            | Self::Tally
            | Self::Freshen { .. }
            | Self::Export(_)
            | Self::Schema { .. }
            | Self::Named { .. }
            | Self::Identities { .. }
            | Self::Plan { .. }
            | Self::PlanAnew { .. }
            | Self::SavePlan { .. }
            | Self::OpenPlan { .. }
            | Self::Tasks
            | Self::Watch { .. }
            | Self::Act(_)
            | Self::LookUpLeftOpen => None,
        }
    }
}

/// The identities that words may mean.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FoundIdentities {
    /// The identities, the best matches first, each once.
    pub rows: Vec<IdentityRef>,
    /// More match than were asked for.
    pub more: bool,
    /// What was not searched, and why: a line each. Also where a narrower list had to be asked.
    pub notes: Vec<String>,
}

/// What the worker says.
#[derive(Debug, Clone, PartialEq)]
pub enum Report {
    /// We are signed in; also sent after each renewal of the token.
    SignedIn(Arc<Session>),
    /// A page of accounts.
    Page {
        /// The job that asked.
        job: JobId,
        /// The question it answers.
        epoch: Epoch,
        /// Which page was asked for.
        span: Span,
        /// The rows received; fewer than asked for at the end of the list, or when the tenant lost some.
        rows: Vec<AccountRow>,
        /// The total, where it was asked for and told.
        total: Option<u64>,
        /// The offset lay past the end of the list: the tenant answered 400, which is how some say "no more".
        past_end: bool,
    },
    /// How a scan goes on: what passed since the last time, and how whole it is by now.
    Scanned {
        /// The job that asked.
        job: JobId,
        /// The question it answers.
        epoch: Epoch,
        /// Accounts that passed, none of which was reported before.
        rows: Vec<AccountRow>,
        /// What was read so far, passed or not.
        census: Census,
        /// Nothing more will be reported by this job.
        is_last: bool,
    },
    /// How many accounts a list has.
    Counted {
        /// The job that asked.
        job: JobId,
        /// The total, where the tenant told it.
        total: Option<u64>,
    },
    /// How many accounts are in which state, as far as they were read.
    Tallied {
        /// The job that asked.
        job: JobId,
        /// The counts.
        tally: Arc<Tally>,
        /// Nothing more will be reported by this job.
        is_last: bool,
    },
    /// What changed.
    Freshened {
        /// The job that asked.
        job: JobId,
        /// What was read.
        fresh: Freshened,
    },
    /// How an export goes on.
    Exporting {
        /// The job that writes.
        job: JobId,
        /// How many accounts are written.
        accounts: u64,
        /// What was read so far, written or not.
        census: Census,
    },
    /// An export has ended.
    Exported {
        /// The job that wrote.
        job: JobId,
        /// How it ended.
        exported: Exported,
    },
    /// Whether the tenant's filter minds upper and lower case.
    Probed {
        /// The job that asked.
        job: JobId,
        /// What it does, where the tenant's answers tell.
        case: Option<Case>,
    },
    /// A whole account.
    Account {
        /// The job that asked.
        job: JobId,
        /// The question it answers.
        epoch: Epoch,
        /// The account.
        account: Arc<Account>,
    },
    /// A page of entitlements.
    Entitlements {
        /// The job that asked.
        job: JobId,
        /// The question it answers.
        epoch: Epoch,
        /// Which page was asked for.
        span: Span,
        /// The entitlements received.
        rows: Vec<Entitlement>,
        /// The total, where told.
        total: Option<u64>,
    },
    /// A page of what the tenant did for an identity.
    Activities {
        /// The job that asked.
        job: JobId,
        /// The question it answers.
        epoch: Epoch,
        /// Which page was asked for.
        span: Span,
        /// The activities received.
        rows: Vec<Activity>,
        /// The total, where told.
        total: Option<u64>,
    },
    /// What this machine did to an account, newest first.
    History {
        /// The job that asked.
        job: JobId,
        /// The question it answers.
        epoch: Epoch,
        /// What the journal has.
        actions: Vec<PastAction>,
    },
    /// An identity.
    Identity {
        /// The job that asked.
        job: JobId,
        /// The question it answers.
        epoch: Epoch,
        /// The identity.
        identity: Arc<Identity>,
        /// Why the state of its sign-in is not told, where we may not read it.
        withheld: Option<Problem>,
    },
    /// The names of all sources.
    Sources {
        /// The job that asked.
        job: JobId,
        /// Every source the token may see.
        sources: Vec<SourceRef>,
    },
    /// The account schema of a source.
    Schema {
        /// The job that asked.
        job: JobId,
        /// The schema.
        schema: Arc<AccountSchema>,
    },
    /// The account with the native id, where there is one.
    Named {
        /// The job that asked.
        job: JobId,
        /// The account.
        account: Option<Arc<Account>>,
    },
    /// The identities found.
    Identities {
        /// The job that asked.
        job: JobId,
        /// What was found.
        found: FoundIdentities,
    },
    /// How the reading for a plan goes on.
    Planning {
        /// The job that plans.
        job: JobId,
        /// How many targets were read.
        read: usize,
        /// How many there are.
        of: usize,
    },
    /// A plan was written to a file, or not, since there is one of that name.
    PlanSaved {
        /// The job that wrote.
        job: JobId,
        /// What came of it.
        saved: Saved,
    },
    /// The plan of a file, as it was made.
    PlanOpened {
        /// The job that read.
        job: JobId,
        /// The plan.
        filed: Arc<Filed>,
    },
    /// What would be done to which targets.
    Planned {
        /// The job that asked.
        job: JobId,
        /// The plan; a dialog owns it until it is confirmed.
        plan: Arc<Plan>,
    },
    /// What was submitted to this tenant from this machine.
    Tasks {
        /// The job that asked.
        job: JobId,
        /// What the journal holds.
        tasks: Tasks,
    },
    /// Accounts read again.
    Watched {
        /// The job that asked.
        job: JobId,
        /// What reading each gave.
        looks: Vec<(AccountId, Look)>,
    },
    /// Something happened in a run. After [`RunEvent::Ended`] nothing more will.
    Run {
        /// The job that carries it out.
        job: JobId,
        /// What happened.
        event: RunEvent,
    },
    /// What became of what earlier runs had left open.
    LeftOpen {
        /// The job that looked it up.
        job: JobId,
        /// What is known now and was not before; may be empty.
        found: Vec<LeftOpen>,
        /// Nothing more will be reported by this job.
        is_last: bool,
    },
    /// A job ended without an answer. Which one is told by its number; its question by the epoch where it had one.
    Failed {
        /// The job.
        job: JobId,
        /// Its question, where it had one.
        epoch: Option<Epoch>,
        /// Why.
        problem: Problem,
    },
    /// A cancelled job is gone; no answer will come.
    Cancelled {
        /// The job.
        job: JobId,
    },
    /// One request was sent and answered, or failed: a line of the request log.
    Requested(Arc<RequestRecord>),
    /// How the pacer stands; sent when it changes enough to show.
    Pace(Pace),
    /// The tenant marks this generation of the API as deprecated; sent once.
    Deprecated,
}
