//! `qd`: the screen on the tenant of the settings.

use std::path::PathBuf;

use super::ending::{Ending, Failure};
use crate::api::Connection;
use crate::app::state;
use crate::keys::Keymap;
use crate::model::Problem;
use crate::runtime::{self, Left, Opening};
use crate::settings::{Environment, Flags, Preferences, Settings, Tenant};
use crate::ui::Theme;

/// Opens the screen, and stays until the person leaves.
///
/// # Errors
///
/// Where the settings do not say whom to ask, or there is no terminal.
pub fn open(flags: &Flags) -> Result<Ending, Failure> {
    let environment = Environment::read()?;
    let settings = Settings::settle(flags, &environment)?;
    let connection = settings.connection();
    // Without a place for the journal one can still look around.
    let journal = environment.state_directory().ok();
    open_on(settings.tenant, settings.preferences, journal, move || Ok(connection))
}

/// Opens the screen on a tenant that `connect` finds while the first frame is already there.
///
/// # Errors
///
/// Where there is no terminal.
pub fn open_on(
    tenant: Tenant,
    preferences: Preferences,
    journal: Option<PathBuf>,
    connect: impl FnOnce() -> Result<Connection, Problem> + Send + 'static,
) -> Result<Ending, Failure> {
    let Preferences { generation, read_only, colour, dumb_terminal, .. } = preferences;
    let opening = Opening {
        tenant: state::Tenant { name: tenant.name, production: tenant.production, read_only, generation },
        keymap: Keymap::default(),
        theme: if colour { Theme::default() } else { Theme::monochrome() },
        journal,
        dumb_terminal,
    };
    Ok(match runtime::run(opening, connect)? {
        Left::ByChoice => Ending::Done,
        Left::Interrupted => Ending::Interrupted,
    })
}
