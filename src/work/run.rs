//! The worker: takes jobs, carries each out in a task of its own, and says how it ended.
//!
//! It runs on threads of its own and never makes its owner wait. Each job is settled exactly once: answered, failed or
//! cancelled.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use tokio::runtime::{Builder, Runtime};
use tokio::task::AbortHandle;

use super::office::Office;
use super::protocol::{Confirmed, Control, Job, JobId, Report};
use super::read::perform;
use crate::api::{Client, Connection, Gate, Latch, Signal};
use crate::model::{Problem, ProblemKind};

/// Threads that carry jobs; they wait for the network nearly all the time.
const THREADS: usize = 2;

/// Carries out jobs on one tenant. Dropped, it stops whatever is under way.
pub struct Worker {
    /// Taken when dropped.
    runtime: Option<Runtime>,
    client: Client,
    office: Arc<Office>,
    desk: Arc<Desk>,
}

/// The jobs under way and the ear that hears of their ends.
struct Desk {
    under_way: Mutex<HashMap<JobId, UnderWay>>,
    report: Box<dyn Fn(Report) + Send + Sync>,
}

/// A job that is being carried out.
struct UnderWay {
    task: AbortHandle,
    /// Holds back what a long read did not ask yet.
    latch: Latch,
}

impl Worker {
    /// Starts a worker that reports to `reports`, from any of its threads. Waits for nothing; nothing is sent before
    /// the first job.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where the tenant's base URL cannot be used, or the system grants no threads.
    pub fn spawn(connection: Connection, reports: impl Fn(Report) + Send + Sync + 'static) -> Result<Self, Problem> {
        let desk = Arc::new(Desk { under_way: Mutex::default(), report: Box::new(reports) });
        let ear = Arc::clone(&desk);
        let client = Client::new(connection, move |signal| (ear.report)(report_of(signal)))?;
        let runtime = Builder::new_multi_thread().worker_threads(THREADS).thread_name("qd-worker").enable_all().build();
        let runtime = runtime.map_err(|error| {
            Problem::new(ProblemKind::Settings, "cannot start the worker").with_detail(error.to_string())
        })?;
        let office = Arc::new(Office::new(client.clone(), None));
        Ok(Self { runtime: Some(runtime), client, office, desk })
    }

    /// The same, with its journal in this directory, which is opened by the first job that plans or acts. Without one, such
    /// jobs fail. Before the first job.
    #[must_use]
    pub fn with_journal_in(mut self, directory: PathBuf) -> Self {
        self.office = Arc::new(Office::new(self.client.clone(), Some(directory)));
        self
    }

    /// Takes a job. Its end is reported under this number, which must not be under way already.
    pub fn submit(&self, id: JobId, job: Job) {
        let Some(runtime) = &self.runtime else { return };
        let job = match job {
            Job::Act(confirmed) => return self.act(runtime, id, confirmed),
            job => job,
        };
        let (client, office, desk) = (self.client.clone(), Arc::clone(&self.office), Arc::clone(&self.desk));
        let (gate, latch) = Gate::with_latch();
        // Held until the job is written down: it could be done before.
        let mut under_way = self.desk.under_way();
        let task = runtime.spawn(async move {
            let epoch = job.epoch();
            let report = |report| desk.report_of(id, report);
            let performed = AssertUnwindSafe(perform(&client, &office, &gate, id, job, report)).catch_unwind().await;
            let result = performed.unwrap_or_else(|_| Err(broken()));
            desk.settle(id, result.unwrap_or_else(|problem| Report::Failed { job: id, epoch, problem }));
        });
        under_way.insert(id, UnderWay { task: task.abort_handle(), latch });
    }

    /// Carries out a confirmed plan in a task that nobody aborts: what is in flight is awaited.
    fn act(&self, runtime: &Runtime, id: JobId, confirmed: Confirmed) {
        let (office, desk) = (Arc::clone(&self.office), Arc::clone(&self.desk));
        let controlled = self.office.harness(id);
        runtime.spawn(async move {
            let report = |report| (desk.report)(report);
            let acted = AssertUnwindSafe(office.act(id, &confirmed, controlled, report)).catch_unwind().await;
            if let Err(problem) = acted.unwrap_or_else(|_| Err(broken())) {
                report(Report::Failed { job: id, epoch: None, problem });
            }
        });
    }

    /// Tells a run or a scan under way what the person wants. A scan pauses and goes on; other jobs are too short for that.
    pub fn control(&self, id: JobId, control: Control) {
        if self.office.control(id, control) {
            return;
        }
        if let Some(UnderWay { latch, .. }) = self.desk.under_way().get(&id) {
            match control {
                Control::Pause => latch.close(),
                Control::Run => latch.open(),
                Control::Finish | Control::Stop => {}
            }
        }
    }

    /// Gives up a job; a run is stopped, and ends by itself. Where it has ended already, its end has been reported and nothing more comes.
    pub fn cancel(&self, id: JobId) {
        if self.office.control(id, Control::Stop) {
            return;
        }
        let task = self.desk.under_way().get(&id).map(|job| job.task.clone());
        if let Some(task) = task {
            task.abort();
            self.desk.settle(id, Report::Cancelled { job: id });
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Desk {
    fn under_way(&self) -> MutexGuard<'_, HashMap<JobId, UnderWay>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reports what a job says before its end, unless its end was reported already.
    fn report_of(&self, id: JobId, report: Report) {
        // Held meanwhile: nothing of a job is heard after its end.
        let under_way = self.under_way();
        if under_way.contains_key(&id) {
            (self.report)(report);
        }
    }

    /// Reports the end of a job, unless another end was reported before.
    fn settle(&self, id: JobId, end: Report) {
        let was_under_way = self.under_way().remove(&id).is_some();
        if was_under_way {
            (self.report)(end);
        }
    }
}

fn report_of(signal: Signal) -> Report {
    match signal {
        Signal::Requested(record) => Report::Requested(Arc::new(record)),
        Signal::Pace(pace) => Report::Pace(pace),
        Signal::SignedIn(session) => Report::SignedIn(Arc::new(session)),
        Signal::Deprecated => Report::Deprecated,
    }
}

/// A job that panicked: a fault of ours, told like any other failure instead of taking the screen with it.
fn broken() -> Problem {
    Problem::new(ProblemKind::Unreadable, "a fault in quarterdeck itself ended this job")
        .with_advice("please report it with what you did")
}
