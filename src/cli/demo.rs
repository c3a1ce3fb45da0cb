//! `qd demo`: the screen on the embedded tenant, over real HTTP.

use std::sync::mpsc::{self, Sender};
use std::thread;

use tokio::runtime::Builder;

use super::ending::{Ending, Failure};
use super::screen::{self, Places};
use super::tenant::not_started;
use crate::model::{Problem, ProblemKind};
use crate::settings::{Environment, Flags, Preferences, QueueFile, SignIn, Tenant};
use crate::tenant::{self, TenantSettings};

/// Starts the tenant beside the screen, and stays until the person leaves.
///
/// # Errors
///
/// Where there is no terminal. That the tenant does not start is told on the screen.
pub fn open(embedded: TenantSettings, flags: &Flags) -> Result<Ending, Failure> {
    let preferences = Preferences::settle(flags, &Environment::read()?)?;
    if flags.base_url.is_some() {
        return Err(Problem::new(ProblemKind::Settings, "qd demo brings its own tenant: leave --base-url out").into());
    }
    // The tenant fills itself while the terminal is being set up: the first frame does not wait for it.
    let (started, sign_in) = mpsc::channel();
    thread::spawn(move || serve(embedded, &started));
    let journal = std::env::temp_dir().join(format!("quarterdeck-demo-{}", std::process::id()));
    // What is tried out here is not to change what the person has.
    let places = Places { journal: Some(journal.clone()), queues: QueueFile::within(&journal) };
    let ended = screen::open_on(Tenant::embedded(), preferences, places, move || {
        let sign_in = sign_in.recv().unwrap_or_else(|_| Err(not_started("it ended early")))?;
        Ok(sign_in.connection(preferences))
    });
    // Where nothing was changed there is none; and what is left in a temporary place does no harm.
    drop(std::fs::remove_dir_all(journal));
    // What was left of a run is gone with its tenant.
    ended.map(|farewell| screen::ending(farewell.left))
}

/// Serves the tenant for as long as this process lives, and tells how to sign in once it listens.
fn serve(embedded: TenantSettings, started: &Sender<Result<SignIn, Problem>>) {
    let tell = |told| drop(started.send(told));
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return tell(Err(not_started(error))),
    };
    runtime.block_on(async {
        match tenant::start(embedded).await {
            Err(error) => tell(Err(not_started(error))),
            Ok(mut tenant) => {
                let (base_url, client_id) = (tenant.base_url().to_owned(), tenant.client_id().to_owned());
                tell(Ok(SignIn::embedded(base_url, client_id, tenant.client_secret().into())));
                // Should the server fail, requests fail, and the screen says so.
                drop(tenant.stopped().await);
            }
        }
    });
}
