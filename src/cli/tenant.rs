//! `qd tenant`: the embedded tenant without a screen, for trainings and tests.

use std::fmt::Display;
use std::io::{self, Write};

use serde_json::json;

use super::ending::{Ending, Failure};
use crate::model::{Problem, ProblemKind};
use crate::tenant::{self, Running, TenantSettings};

/// Serves the tenant until it is interrupted or terminated. Says where and with which credentials in one line of JSON.
///
/// # Errors
///
/// Where it does not start, or nobody reads where it is.
pub fn serve(embedded: TenantSettings) -> Result<Ending, Failure> {
    let running = start(embedded)?;
    let mut out = io::stdout();
    writeln!(out, "{}", announcement(&running))?;
    out.flush()?;
    wait_for_the_end()?;
    drop(running);
    Ok(Ending::Done)
}

/// Starts the tenant.
///
/// # Errors
///
/// A [`ProblemKind::Settings`] where it cannot listen.
pub fn start(embedded: TenantSettings) -> Result<Running, Problem> {
    tenant::start(embedded).map_err(not_started)
}

/// What to tell when the tenant is not there.
pub fn not_started(why: impl Display) -> Problem {
    Problem::new(ProblemKind::Settings, "the embedded tenant did not start").with_detail(why.to_string())
}

fn announcement(running: &Running) -> serde_json::Value {
    json!({
        "baseUrl": running.base_url,
        "clientId": running.client_id,
        "clientSecret": running.client_secret,
    })
}

/// Waits for an interrupt or a request to end, which for a server are the ordinary end.
fn wait_for_the_end() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(asked_to_end())
}

#[cfg(unix)]
async fn asked_to_end() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminated.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn asked_to_end() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
