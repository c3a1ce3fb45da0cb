//! `qd tenant`: the embedded tenant without a screen, for trainings and tests.

use std::fmt::Display;
use std::io::{self, Write};

use tokio::runtime::Builder;

use super::ending::{Ending, Failure};
use crate::model::{Problem, ProblemKind};
use crate::tenant::{self, RunningTenant, TenantSettings};

/// Serves the tenant until it is interrupted or terminated. Says where and with which credentials in one line of JSON.
///
/// # Errors
///
/// Where it does not start, or nobody reads where it is.
pub fn serve(embedded: TenantSettings) -> Result<Ending, Failure> {
    let runtime = Builder::new_multi_thread().enable_all().build().map_err(not_started)?;
    runtime.block_on(async {
        let mut tenant = tenant::start(embedded).await.map_err(not_started)?;
        announce(&tenant)?;
        tokio::select! {
            () = asked_to_end() => Ok(Ending::Done),
            ended = tenant.stopped() => {
                let why = ended.map_or_else(|error| error.to_string(), |()| "it ended by itself".to_owned());
                Err(Problem::new(ProblemKind::Settings, "the embedded tenant stopped").with_detail(why).into())
            }
        }
    })
}

/// What to tell when the tenant is not there.
pub fn not_started(why: impl Display) -> Problem {
    Problem::new(ProblemKind::Settings, "the embedded tenant did not start").with_detail(why.to_string())
}

fn announce(tenant: &RunningTenant) -> io::Result<()> {
    let mut out = io::stdout();
    writeln!(out, "{}", tenant.announcement())?;
    out.flush()
}

/// Waits for an interrupt or a request to end, which for a server are the ordinary end. Where the system lets us hear of
/// neither, it ends us itself.
#[cfg(unix)]
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => drop(terminated.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = interrupted() => {}
        () = terminated => {}
    }
}

#[cfg(not(unix))]
async fn asked_to_end() {
    interrupted().await;
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
