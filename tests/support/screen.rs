//! The reducer and the worker with a loop between them, on a real tenant over HTTP: everything of the program but its
//! terminal. Time is what the test says it is.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use quarterdeck::app::action::Action;
use quarterdeck::app::editor::EditKey;
use quarterdeck::app::event::{Event, Fact};
use quarterdeck::app::geometry::Size;
use quarterdeck::app::queues::{Queues, Standing};
use quarterdeck::app::state::Tenant;
use quarterdeck::app::{Effect, State, update};
use quarterdeck::model::{Asks, Generation, Queue};
use quarterdeck::tenant::RunningTenant;
use quarterdeck::work::Worker;
use quarterdeck::work::protocol::{JobId, Report};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::embedded::connection;

/// A screen without a terminal.
pub struct Screen {
    pub state: State,
    worker: Worker,
    reports: UnboundedReceiver<Report>,
    /// Jobs submitted that have not ended.
    pending: BTreeSet<JobId>,
    at: Timestamp,
}

impl Screen {
    /// Opens on a tenant with these queues, each a name and a query, and waits until everything asked for is here.
    pub async fn open(tenant: &RunningTenant, queues: &[(&str, &str)]) -> Self {
        let (sender, reports) = unbounded_channel();
        let report = move |report| drop(sender.send(report));
        let worker = Worker::spawn(connection(tenant, Generation::Beta), report).unwrap();
        let at = Timestamp::now();
        let named =
            Tenant { name: "test".to_owned(), production: false, read_only: false, generation: Generation::Beta };
        let mut state = State::new(named, at, TimeZone::UTC);
        let queue = |(name, query): &(&str, &str)| Queue {
            name: (*name).to_owned(),
            asks: Asks::Accounts((*query).to_owned()),
        };
        state.queues = Queues::of(queues.iter().map(queue).collect());
        let mut screen = Self { state, worker, reports, pending: BTreeSet::new(), at };
        screen.happen(Fact::Started(Size { columns: 120, rows: 40 })).await;
        screen
    }

    /// Something happens, and everything that follows from it.
    pub async fn happen(&mut self, fact: Fact) {
        self.take(fact);
        while !self.pending.is_empty() {
            let report = self.reports.recv().await.unwrap();
            if let Some(job) = ended(&report) {
                self.pending.remove(&job);
            }
            self.take(Fact::Reported(report));
        }
    }

    fn take(&mut self, fact: Fact) {
        for effect in update(&mut self.state, Event::new(self.at, fact)) {
            match effect {
                Effect::Submit(id, job) => {
                    self.pending.insert(id);
                    self.worker.submit(id, job);
                }
                Effect::Cancel(id) => self.worker.cancel(id),
                _ => {}
            }
        }
    }

    pub async fn act(&mut self, action: Action) {
        self.happen(Fact::Acted(action)).await;
    }

    /// Types a command into the palette.
    pub async fn command(&mut self, text: &str) {
        self.act(Action::Palette).await;
        for character in text.chars() {
            self.happen(Fact::Typed(EditKey::Insert(character))).await;
        }
        self.act(Action::Accept).await;
    }

    /// So many minutes pass, each with its refresh.
    pub async fn minutes(&mut self, minutes: usize) {
        for _ in 0..minutes {
            self.at += SignedDuration::from_secs(60);
            self.happen(Fact::Woke).await;
        }
    }

    /// The queue at a place, counted from 1.
    pub fn queue(&self, number: usize) -> &Standing {
        self.state.queues.at(number - 1).unwrap()
    }

    pub fn count(&self, number: usize) -> Option<u64> {
        self.queue(number).count()
    }

    pub fn is_doubtful(&self, number: usize) -> bool {
        self.queue(number).is_doubtful(self.at)
    }

    pub fn notice(&self) -> String {
        self.state.notices.shown().map(|notice| notice.text.clone()).unwrap_or_default()
    }
}

/// The job that has ended with this report.
fn ended(report: &Report) -> Option<JobId> {
    match report {
        Report::Scanned { job, is_last, .. } | Report::LeftOpen { job, is_last, .. } => is_last.then_some(*job),
        Report::Page { job, .. }
        | Report::Counted { job, .. }
        | Report::Probed { job, .. }
        | Report::Freshened { job, .. }
        | Report::Account { job, .. }
        | Report::Entitlements { job, .. }
        | Report::Activities { job, .. }
        | Report::History { job, .. }
        | Report::Identity { job, .. }
        | Report::Sources { job, .. }
        | Report::Tasks { job, .. }
        | Report::Watched { job, .. }
        | Report::Failed { job, .. }
        | Report::Cancelled { job } => Some(*job),
        _ => None,
    }
}
