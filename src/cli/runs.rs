//! `qd runs`: what was done from here, and what became of it. Reads the journal; the tenant is not asked.

use jiff::{SignedDuration, Timestamp};

use super::arguments;
use super::ending::{Ending, Failure};
use super::lines::{self, RunLine, TargetLine};
use super::remarks::{self, Remarks};
use crate::settings::{Environment, Flags, Preferences};
use crate::work::journal::{Instance, Journal, RunId, WhichRuns};

/// Lists runs, or the targets of one.
///
/// # Errors
///
/// Where the journal cannot be read, or the output cannot be written.
pub fn runs(arguments: &arguments::Runs, flags: &Flags) -> Result<Ending, Failure> {
    let environment = Environment::read()?;
    let preferences = Preferences::settle(flags, &environment)?;
    let remarks = Remarks::new(preferences);
    let instance = Instance::this();
    let which = WhichRuns {
        since: arguments.since.map(|age| Timestamp::now() - SignedDuration::from_secs(age.seconds())),
        os_user: arguments.mine.then(|| instance.os_user.clone()),
    };
    let journal = Journal::open_existing(&environment.state_directory()?, instance)?;
    match arguments.run.map(RunId) {
        None => {
            let found = journal.map(|journal| journal.runs(&which)).transpose()?.unwrap_or_default();
            lines::print(found.iter().map(RunLine::of), preferences.output)?;
            if found.is_empty() {
                remarks.say("the journal holds no such run");
            }
            Ok(if found.is_empty() { Ending::Nothing } else { Ending::Done })
        }
        Some(id) => {
            let found = journal.as_ref().map(|journal| journal.run(id)).transpose()?.flatten();
            let (Some(journal), Some(_)) = (journal, found) else {
                remarks::complain(&format!("the journal holds no run {id}"));
                return Ok(Ending::Nothing);
            };
            lines::print(journal.targets(id)?.iter().map(TargetLine::of), preferences.output)?;
            Ok(Ending::Done)
        }
    }
}
