//! `qd`: the screen on the tenant of the settings.

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
    let settings = Settings::settle(flags, &Environment::read()?)?;
    let connection = settings.connection();
    open_on(settings.tenant, settings.preferences, move || Ok(connection))
}

/// Opens the screen on a tenant that `connect` finds while the first frame is already there.
///
/// # Errors
///
/// Where there is no terminal.
pub fn open_on(
    tenant: Tenant,
    preferences: Preferences,
    connect: impl FnOnce() -> Result<Connection, Problem> + Send + 'static,
) -> Result<Ending, Failure> {
    let Preferences { generation, read_only, colour, dumb_terminal, .. } = preferences;
    let opening = Opening {
        tenant: state::Tenant { name: tenant.name, production: tenant.production, read_only, generation },
        keymap: Keymap::default(),
        theme: if colour { Theme::default() } else { Theme::monochrome() },
        dumb_terminal,
    };
    Ok(match runtime::run(opening, connect)? {
        Left::ByChoice => Ending::Done,
        Left::Interrupted => Ending::Interrupted,
    })
}
