//! What the writing jobs of a worker share: the engine, and the reins of the runs under way.
//!
//! The journal is opened by the first of them, not before: it takes the disk, and whoever only looks needs none.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{OnceCell, watch};

use super::act::{Engine, Tempo};
use super::journal::{Instance, Journal};
use super::keeper::Keeper;
use super::protocol::{Confirmed, Control, JobId, Plan, Report, Tasks};
use super::{plan, plan::Asked, tasks};
use crate::api::Client;
use crate::model::{Problem, ProblemKind};

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

    /// Makes a plan. What earlier runs left open is looked up before, so that it does not stand in the way unseen.
    pub(super) async fn plan(&self, asked: Asked) -> Result<Plan, Problem> {
        let engine = self.engine().await?;
        engine.look_up_left_open().await?;
        plan::plan(&engine.client, &engine.keeper, asked).await
    }

    /// Carries out a plan; each event is reported.
    pub(super) async fn act(
        &self,
        job: JobId,
        confirmed: &Confirmed,
        controlled: watch::Receiver<Control>,
        report: impl Fn(Report) + Send + Sync,
    ) -> Result<(), Problem> {
        let carried_out = match self.engine().await {
            Ok(engine) => engine.carry_out(confirmed, controlled, |event| report(Report::Run { job, event })).await,
            Err(problem) => Err(problem),
        };
        self.reins().remove(&job);
        carried_out.map(drop)
    }

    /// What was submitted to this tenant from this machine. No journal is made where there is none.
    pub(super) async fn tasks(&self) -> Result<Tasks, Problem> {
        let tenant = self.client.tenant();
        match self.kept().await? {
            None => Ok(Tasks::default()),
            Some(keeper) => keeper.with(move |journal| tasks::newest(journal, &tenant)).await,
        }
    }

    /// The journal as it is kept; none where nothing was ever written.
    async fn kept(&self) -> Result<Option<Keeper>, Problem> {
        if let Some(engine) = self.engine.get() {
            return Ok(Some(engine.keeper.clone()));
        }
        let Some(directory) = self.directory.clone() else { return Ok(None) };
        let journal = on_the_disk(move || Journal::open_existing(&directory, Instance::this())).await?;
        Ok(journal.map(Keeper::new))
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
        self.engine.get_or_try_init(|| self.set_up()).await
    }

    async fn set_up(&self) -> Result<Engine, Problem> {
        let directory = self.directory.clone().ok_or_else(|| {
            Problem::new(ProblemKind::Journal, "there is no place for the journal, so nothing can be changed")
        })?;
        let journal = on_the_disk(move || Journal::open(&directory, Instance::this())).await?;
        Ok(Engine { client: self.client.clone(), keeper: Keeper::new(journal), tempo: Tempo::default() })
    }
}

/// Opens a journal on a thread that may wait for the disk.
async fn on_the_disk<T: Send + 'static>(
    open: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let opened = tokio::task::spawn_blocking(open).await;
    opened.unwrap_or_else(|error| Err(Problem::new(ProblemKind::Journal, error.to_string())))
}
