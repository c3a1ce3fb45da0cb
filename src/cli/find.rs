//! `qd find`: accounts by what stands in a ticket.

use super::ending::{Ending, Failure};
use super::output::printer;
use super::{arguments, asking::Asking, list, remarks};
use crate::api::RawRow;
use crate::model::{Problem, ProblemKind};
use crate::settings::Flags;
use crate::work::lookup::{self, Found};

/// Finds accounts, the best matches first.
///
/// # Errors
///
/// Where there are no words, the tenant does not answer, or the output cannot be written.
pub fn find(arguments: &arguments::Find, flags: &Flags) -> Result<Ending, Failure> {
    let words = arguments.words.join(" ");
    if words.trim().is_empty() {
        return Err(nothing_to_look_for().into());
    }
    let asking = Asking::prepare(flags)?;
    let Found { hits, notes } = asking.wait(lookup::find(&asking.client, &words))?;
    let columns = list::columns(&arguments.columns, asking.preferences.output);
    let mut printer = printer(asking.preferences.output, columns);
    for hit in &hits {
        printer.print(RawRow::alone(&hit.row.id, &hit.json))?;
    }
    printer.finish()?;
    for note in &notes {
        remarks::line(note);
    }
    Ok(match (hits.is_empty(), notes.is_empty()) {
        (false, true) => Ending::Done,
        (_, false) => Ending::Incomplete,
        (true, true) => {
            asking.remarks.say("no account is found by these words");
            Ending::Nothing
        }
    })
}

/// Words that are empty come from a variable that is not set, not from a ticket.
fn nothing_to_look_for() -> Problem {
    Problem::new(ProblemKind::Settings, "there is nothing to look for: the words are empty")
        .with_advice("qd list lists accounts without looking for one")
}
