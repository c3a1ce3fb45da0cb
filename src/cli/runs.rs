//! `qd runs`: what was done from here, and what became of it. Reads the journal; the tenant is not asked.

mod lines;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::arguments;
use super::ending::{Ending, Failure};
use super::output::{self, Csv, Cut, Json, Layout, Table};
use super::remarks::{self, Remarks};
use crate::settings::{Environment, Flags, Output, Preferences};
use crate::work::journal::{Instance, Journal, RunId, WhichRuns};
use lines::RunLine;
pub(super) use lines::TargetLine;

/// Something that makes a line, in each form of output.
pub(super) trait Line: Serialize {
    /// What stands above the columns of a table, each with the cut it bears.
    const HEADINGS: &'static [(&'static str, Cut)];
    /// What stands above the columns of CSV.
    const WORDS: &'static [&'static str];

    /// The cells for people: times of this machine's clock, words of the screen.
    fn for_people(&self, zone: &TimeZone) -> Vec<String>;

    /// The cells for programs.
    fn for_programs(&self) -> Vec<String>;
}

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
            print(found.iter().map(RunLine::of), preferences.output)?;
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
            print(journal.targets(id)?.iter().map(TargetLine::of), preferences.output)?;
            Ok(Ending::Done)
        }
    }
}

/// Prints lines in the form asked for.
///
/// # Errors
///
/// Where the output cannot be written.
pub(super) fn print<L: Line>(lines: impl Iterator<Item = L>, form: Output) -> Result<(), Failure> {
    match form {
        Output::Table => {
            let headings = L::HEADINGS.iter().map(|(heading, cut)| ((*heading).to_owned(), *cut));
            let (mut table, zone) = (Table::under(headings), TimeZone::system());
            lines.for_each(|line| table.add(line.for_people(&zone)));
            table.print()?;
        }
        Output::Csv => {
            let words = L::WORDS.iter().map(|word| (*word).to_owned()).collect();
            let mut csv = Csv::under(words, output::stdout());
            for line in lines {
                csv.add(&line.for_programs())?;
            }
            csv.finish()?;
        }
        Output::Json | Output::Ndjson => {
            let layout = if form == Output::Json { Layout::Array } else { Layout::Lines };
            let mut json = Json::new(output::stdout(), layout);
            for line in lines {
                json.add(&serde_json::to_string(&line).map_err(std::io::Error::from)?)?;
            }
            json.finish()?;
        }
    }
    Ok(())
}
