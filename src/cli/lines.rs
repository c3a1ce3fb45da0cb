//! What was planned, and what the journal holds, a line each in every form of output.
//!
//! The names and the order of the fields are what programs rely on.

mod plan;
mod run;
mod target;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::ending::Failure;
use super::output::{self, Csv, Cut, Json, Layout, Table};
use crate::settings::Output;

pub use plan::sentence;
pub use run::RunLine;
pub use target::TargetLine;

/// Something that is printed a line each.
pub trait Line: Serialize {
    /// What stands above the columns of a table, each with the cut it bears.
    const HEADINGS: &'static [(&'static str, Cut)];
    /// What stands above the columns of CSV.
    const WORDS: &'static [&'static str];

    /// The cells for people: times of this machine's clock, words of the screen.
    fn for_people(&self, zone: &TimeZone) -> Vec<String>;

    /// The cells for programs.
    fn for_programs(&self) -> Vec<String>;
}

/// Prints lines in the form asked for.
///
/// # Errors
///
/// Where the output cannot be written.
pub fn print<L: Line>(lines: impl Iterator<Item = L>, form: Output) -> Result<(), Failure> {
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

/// The text, or nothing.
fn text(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

/// Why something is as it is: the word for what is skipped, and the tenant's sentence or ours where there is one.
fn reason(skipped: Option<crate::model::SkipReason>, sentence: Option<&str>) -> Option<String> {
    match (skipped, sentence) {
        (Some(why), Some(sentence)) => Some(format!("{}: {sentence}", why.word())),
        (Some(why), None) => Some(why.word().to_owned()),
        (None, sentence) => sentence.map(str::to_owned),
    }
}

/// A time as people read it, by this machine's clock.
fn local(at: Option<Timestamp>, zone: &TimeZone) -> Option<String> {
    Some(at?.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string())
}

/// A time for programs.
fn exact(at: Option<Timestamp>) -> String {
    at.map(|at| at.to_string()).unwrap_or_default()
}
