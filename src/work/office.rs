//! What the writing jobs of a worker share: the engine, and the reins of the runs under way.
//!
//! The journal is opened by the first of them, not before: it takes the disk, and whoever only looks needs none.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{OnceCell, watch};

use super::act::Engine;
use super::journal::{Instance, Journal};
use super::keeper::Keeper;
use super::plan::{Asked, Earlier, Told};
use super::protocol::{Confirmed, Control, JobId, Plan, Report, Tasks};
use super::tasks;
use crate::api::Client;
use crate::model::{Order, Problem, ProblemKind};

/// What the writing jobs share.
pub(super) struct Office {
    client: Client,
    /// Where the journal is; none where this worker is not to write.
    directory: Option<PathBuf>,
    engine: OnceCell<Engine>,
    reins: Mutex<HashMap<JobId, watch::Sender<Control>>>,
}

impl Office {
    pub(super) fn new(client: Client, directory: Option<PathBuf>) -> Self {
        Self { client, directory, engine: OnceCell::new(), reins: Mutex::default() }
    }

    /// Makes a plan. How far it is, is told.
    pub(super) async fn plan(&self, asked: Asked, told: &Told<'_>) -> Result<Plan, Problem> {
        self.engine().await?.plan_telling(asked, told).await
    }

    /// Makes a plan anew that was made earlier.
    pub(super) async fn plan_anew(
        &self,
        order: Order,
        earlier: Vec<Earlier>,
        told: &Told<'_>,
    ) -> Result<Plan, Problem> {
        self.engine().await?.plan_anew_telling(order, earlier, told).await
    }

    /// Looks up what earlier runs left open, and follows it on; where no journal is, nothing was left open.
    pub(super) async fn look_up_left_open(&self, job: JobId, report: impl Fn(Report)) -> Result<Report, Problem> {
        if let Some(engine) = self.engine_if_any().await? {
            engine.follow_left_open(|found| report(Report::LeftOpen { job, found, is_last: false })).await?;
        }
        Ok(Report::LeftOpen { job, found: Vec::new(), is_last: true })
    }

    /// Carries out a plan; each event is reported.
    pub(super) async fn act(
        &self,
        job: JobId,
        confirmed: &Confirmed,
        controlled: watch::Receiver<Control>,
        report: impl Fn(Report) + Send + Sync,
    ) -> Result<(), Problem> {
        // Let go of however it ends, also by a fault of ours.
        let _reins = Reins { office: self, job };
        let engine = self.engine().await?;
        engine.carry_out(confirmed, controlled, |event| report(Report::Run { job, event })).await.map(drop)
    }

    /// What was submitted to this tenant from this machine. No journal is made where there is none.
    pub(super) async fn tasks(&self) -> Result<Tasks, Problem> {
        let tenant = self.client.tenant();
        match self.engine_if_any().await? {
            None => Ok(Tasks::default()),
            Some(engine) => engine.keeper.with(move |journal| tasks::newest(journal, &tenant)).await,
        }
    }

    /// Takes the reins of a run that is about to begin.
    pub(super) fn harness(&self, job: JobId) -> watch::Receiver<Control> {
        let (control, controlled) = watch::channel(Control::Run);
        self.reins().insert(job, control);
        controlled
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// The journal, where a writing job has opened it.
    pub(super) fn keeper(&self) -> Option<&Keeper> {
        self.engine.get().map(|engine| &engine.keeper)
    }

    /// Where the journal is, or would be.
    pub(super) fn directory(&self) -> Option<&Path> {
        self.directory.as_deref()
    }

    /// Tells a run what the person wants. Says whether there is such a run.
    pub(super) fn control(&self, job: JobId, control: Control) -> bool {
        self.reins().get(&job).map(|reins| reins.send_replace(control)).is_some()
    }

    fn reins(&self) -> MutexGuard<'_, HashMap<JobId, watch::Sender<Control>>> {
        self.reins.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn engine(&self) -> Result<&Engine, Problem> {
        let set_up = || async {
            let directory = self.directory.clone().ok_or_else(|| {
                Problem::new(ProblemKind::Journal, "there is no place for the journal, so nothing can be changed")
            })?;
            let journal = blocking(move || Journal::open(&directory, Instance::this())).await?;
            Ok(Engine::new(self.client.clone(), Keeper::new(journal)))
        };
        self.engine.get_or_try_init(set_up).await
    }

    /// The engine, where a journal is there already.
    async fn engine_if_any(&self) -> Result<Option<&Engine>, Problem> {
        let Some(directory) = self.directory.clone() else { return Ok(None) };
        let set_up = || async {
            let journal = blocking(move || Journal::open_existing(&directory, Instance::this())).await;
            let journal = journal.map_err(Some)?.ok_or(None)?;
            Ok(Engine::new(self.client.clone(), Keeper::new(journal)))
        };
        match self.engine.get_or_try_init(set_up).await {
            Ok(engine) => Ok(Some(engine)),
            Err(Some(problem)) => Err(problem),
            Err(None) => Ok(None),
        }
    }
}

/// Does something on a thread that may wait for the disk.
pub(super) async fn blocking<T: Send + 'static>(
    act: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(act).await;
    done.map_err(|error| Problem::new(ProblemKind::Journal, error.to_string()))?
}

/// The reins of a run, in the hand of whoever carries it out.
struct Reins<'o> {
    office: &'o Office,
    job: JobId,
}

impl Drop for Reins<'_> {
    fn drop(&mut self) {
        self.office.reins().remove(&self.job);
    }
}
