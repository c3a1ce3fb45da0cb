//! `qd`: the screen on the tenant of the settings.

use std::path::PathBuf;

use super::ending::{Ending, Failure};
use super::remarks;
use crate::api::Connection;
use crate::app::state;
use crate::keys::Keymap;
use crate::model::Problem;
use crate::runtime::{self, Farewell, Left, Opening, Parked};
use crate::settings::{Environment, Flags, Preferences, QueueFile, Settings, Tenant};
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
    let places = Places { journal, queues: environment.queues() };
    let farewell = open_on(settings.tenant, settings.preferences, places, move || Ok(connection))?;
    for Parked { run, sent, not_sent } in farewell.parked {
        remarks::line(&remarks::parked(run, sent, not_sent));
    }
    Ok(ending(farewell.left))
}

/// Where the screen keeps what it writes.
pub struct Places {
    /// The directory of the journal; without one, nothing can be changed on the tenant.
    pub journal: Option<PathBuf>,
    /// The file of the person's queues.
    pub queues: QueueFile,
}

/// Opens the screen on a tenant that `connect` finds while the first frame is already there.
///
/// # Errors
///
/// Where there is no terminal.
pub fn open_on(
    tenant: Tenant,
    preferences: Preferences,
    places: Places,
    connect: impl FnOnce() -> Result<Connection, Problem> + Send + 'static,
) -> Result<Farewell, Failure> {
    let Preferences { generation, read_only, colour, dumb_terminal, .. } = preferences;
    let opening = Opening {
        tenant: state::Tenant { name: tenant.name, production: tenant.production, read_only, generation },
        keymap: Keymap::default(),
        theme: if colour { Theme::default() } else { Theme::monochrome() },
        journal: places.journal,
        queues: places.queues,
        dumb_terminal,
    };
    Ok(runtime::run(opening, connect)?)
}

/// How the program ends that had a screen.
pub fn ending(left: Left) -> Ending {
    match left {
        Left::ByChoice => Ending::Done,
        Left::Interrupted => Ending::Interrupted,
    }
}
