//! `qd demo`: the screen on the embedded tenant, over real HTTP.

use std::sync::mpsc;
use std::thread;

use super::ending::{Ending, Failure};
use super::{screen, tenant};
use crate::model::{Problem, ProblemKind};
use crate::settings::{Environment, Flags, Preferences, SignIn, Tenant};
use crate::tenant::TenantSettings;

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
    let starting = thread::spawn(move || tenant::start(embedded));
    // What is put into the channel lives until the screen is left, and the tenant with it.
    let (keep, _kept) = mpsc::channel();
    screen::open_on(Tenant::embedded(), &preferences, move || {
        let running = starting.join().unwrap_or_else(|_| Err(tenant::not_started("it ended early")))?;
        let sign_in =
            SignIn::embedded(running.base_url.clone(), running.client_id.clone(), running.client_secret.clone().into());
        drop(keep.send(running));
        Ok(sign_in.connection(&preferences))
    })
}
