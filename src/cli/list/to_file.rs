//! `qd list --all --to FILE`: the accounts in a file that says of itself what was asked and how whole the answer is.

use std::sync::Arc;

use crate::cli::arguments;
use crate::cli::asking::{Asking, Prepared};
use crate::cli::ending::{Ending, Failure};
use crate::cli::output::Columns;
use crate::cli::remarks;
use crate::model::text::{counted, grouped};
use crate::model::{Problem, ProblemKind};
use crate::settings::Output;
use crate::work::export::export;
use crate::work::protocol::{Accounts, Census, Existing, Export, Exported, Form, Scope, Written};

/// Writes all accounts of the query to the file.
pub(super) fn write(
    asking: &Asking,
    prepared: &Prepared,
    question: String,
    columns: Columns,
    arguments: &arguments::List,
    path: &str,
) -> Result<Ending, Failure> {
    let wanted = Export {
        accounts: Accounts::Listed(Arc::new(prepared.scan())),
        scope: if question.trim().is_empty() { Scope::All } else { Scope::Matching },
        question,
        form: form(asking.preferences.output, path)?,
        columns: columns.into_inner(),
        path: path.to_owned(),
        existing: if arguments.replace { Existing::Replaced } else { Existing::Stays },
    };
    let told = |_, census: Census| asking.remarks.progress(census.have, census.total);
    let exported = asking.wait(export(&asking.client, &wanted, told));
    asking.remarks.progress_ends();
    match exported? {
        Exported::Exists(path) => {
            let told = format!("{} is there already: nothing was written", path.display());
            Err(Problem::new(ProblemKind::Settings, told).with_advice("--replace replaces it").into())
        }
        Exported::Written(written) => {
            asking.remarks.say(&format!(
                "wrote {} to {}",
                counted(written.accounts, "account"),
                written.path.display()
            ));
            Ok(ending(&written, prepared))
        }
    }
}

/// The form asked for, else what the name says.
fn form(output: Output, name: &str) -> Result<Form, Problem> {
    match output {
        Output::Csv => Ok(Form::Csv),
        Output::Json => Ok(Form::Json),
        Output::Ndjson => Ok(Form::Ndjson),
        Output::Table => Form::of_name(name).ok_or_else(|| {
            Problem::new(ProblemKind::Settings, format!("the name {name} does not say how to write"))
                .with_advice("let it end in .csv, .json or .ndjson, or give --output")
        }),
    }
}

/// Says what the file lacks.
fn ending(written: &Written, prepared: &Prepared) -> Ending {
    if !written.is_whole() {
        remarks::line(&lacking(written));
        return Ending::Incomplete;
    }
    match written.accounts {
        // The name of a source may be the reason.
        0 if prepared.has_unknown_sources => Ending::Incomplete,
        0 => Ending::Nothing,
        _ => Ending::Done,
    }
}

/// What a file lacks, in a sentence.
fn lacking(written: &Written) -> String {
    let census = &written.census;
    let have = grouped(census.have);
    match census.total {
        _ if written.unreadable > 0 => {
            format!("{} could not be read as such and is not in the file", counted(written.unreadable, "account"))
        }
        Some(total) if total > census.have => {
            format!("{have} of {} ({} missing)", grouped(total), grouped(census.missing()))
        }
        Some(total) if total < census.have => format!("{have} accounts, though the tenant counts {}", grouped(total)),
        Some(_) => format!("accounts moved while they were read: some of the {have} may be missing"),
        None => format!("{have} accounts; the tenant does not say how many there are"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_the_one_asked_for_else_the_one_of_the_name() {
        assert_eq!(form(Output::Table, "a.csv"), Ok(Form::Csv));
        assert_eq!(form(Output::Ndjson, "a.csv"), Ok(Form::Ndjson));
        assert!(form(Output::Table, "a.txt").is_err());
    }
}
