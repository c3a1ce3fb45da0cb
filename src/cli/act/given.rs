//! What `--from` gives: the file of a plan, or a list of accounts. A plan is known by what stands in it; what the lines of
//! a list are has to be said.

use std::path::Path;

use serde_json::Value;

use crate::cli::arguments::text_of;
use crate::model::{Problem, ProblemKind};
use crate::work::lookup::By;
use crate::work::plan_file::Filed;

/// What a file gives.
#[derive(Debug, PartialEq)]
pub(super) enum Given {
    /// A plan.
    Plan(Box<Filed>),
    /// The lines of a list.
    List(Vec<String>),
}

impl Given {
    /// Reads the file, or standard input: as a list by this, in this column, or as a plan.
    pub(super) fn read(file: &Path, by: Option<By>, column: Option<&str>) -> Result<Self, Problem> {
        Self::of(&text_of(file)?, by, column)
    }

    fn of(text: &str, by: Option<By>, column: Option<&str>) -> Result<Self, Problem> {
        let refused = |why: &str| Problem::new(ProblemKind::Settings, why);
        let object = text.trim_start().starts_with('{').then(|| serde_json::from_str::<Value>(text));
        match (by, object) {
            (None, Some(plan)) => {
                let plan = plan.map_err(|error| refused(&format!("the file does not read as JSON: {error}")))?;
                Ok(Self::Plan(Box::new(Filed::of(plan)?)))
            }
            (None, None) => Err(refused("the file is no plan").with_advice("for a list, say what its lines are: --by")),
            (Some(_), Some(_)) => Err(refused("the file is no list").with_advice("a plan is taken without --by")),
            (Some(by), None) => match listed(text, by, column)? {
                lines if lines.is_empty() => Err(refused("nothing stands in the list")),
                lines => Ok(Self::List(lines)),
            },
        }
    }
}

/// What separates the columns of a list.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// The lines of a list: of CSV the named column, or the one that is called as what it holds; else each line as it is,
/// since a name may hold commas. Lines that begin with `#` are comments.
fn listed(text: &str, by: By, column: Option<&str>) -> Result<Vec<String>, Problem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_called_so = |cell: &str| match column {
        Some(column) => cell.trim().eq_ignore_ascii_case(column.trim()),
        None => names_of(by).iter().any(|name| cell.trim().eq_ignore_ascii_case(name)),
    };
    for separator in SEPARATORS {
        // Each of them is one byte.
        let mut reader = csv::ReaderBuilder::new();
        reader.comment(Some(b'#')).flexible(true).delimiter(separator as u8);
        let mut reader = reader.from_reader(text.as_bytes());
        let Some(place) = reader.headers().ok().and_then(|head| head.iter().position(is_called_so)) else { continue };
        let cell = |record: csv::StringRecord| unguarded(record.get(place).unwrap_or_default()).to_owned();
        let cells: Result<Vec<String>, csv::Error> = reader.records().map(|record| record.map(cell)).collect();
        return cells.map_err(|error| Problem::new(ProblemKind::Settings, format!("the list does not read: {error}")));
    }
    if let Some(column) = column {
        return Err(Problem::new(ProblemKind::Settings, format!("no column of the list is called {column}")));
    }
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    Ok(lines.map(str::to_owned).collect())
}

/// What a column is called that holds it, in our own files and in those of the tenant.
fn names_of(by: By) -> &'static [&'static str] {
    match by {
        By::Id => &["id", "accountId", "account id"],
        By::Native => &["native", "nativeIdentity", "native id", "native identity"],
        By::Name => &["name", "account", "account name"],
        By::Email => &["email", "e-mail", "mail", "email address", "e-mail address"],
    }
}

/// The cell without the mark that keeps spreadsheets from running it.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, by: By, column: Option<&str>) -> Vec<String> {
        match Given::of(text, Some(by), column).unwrap() {
            Given::List(lines) => lines,
            Given::Plan(plan) => panic!("{plan:?}"),
        }
    }

    #[test]
    fn a_line_is_one_whole_name_unless_the_first_tells_the_columns() {
        assert_eq!(lines("CN=Ada,OU=x\r\nCN=Bob,OU=x\n", By::Native, None), ["CN=Ada,OU=x", "CN=Bob,OU=x"]);
        assert_eq!(lines("ada\nname\n", By::Name, None), ["ada", "name"]);
        assert_eq!(lines("\u{feff}Name;Source\n\"Lovelace; Ada\";SAP\n", By::Name, None), ["Lovelace; Ada"]);
        assert_eq!(lines("login\tmail\nada\tada@acme.test\n", By::Email, None), ["ada@acme.test"]);
        assert_eq!(lines("who,what\nada,x\nbob,y\n", By::Name, Some("WHO")), ["ada", "bob"]);
        assert!(Given::of("who,what\nada,x\n", Some(By::Name), Some("whom")).is_err());
    }

    #[test]
    fn a_file_we_wrote_is_a_list() {
        let file = "# query: is:locked\n# complete: true\nstate,name,id\nLOCKED,'=x,2c91\nLOCKED,O'Neill,2c92\n";
        assert_eq!(lines(file, By::Id, None), ["2c91", "2c92"]);
        assert_eq!(lines(file, By::Name, None), ["=x", "O'Neill"]);
    }

    #[test]
    fn what_is_neither_list_nor_plan_is_refused() {
        for (text, by) in [("2c91\n", None), ("{}", None), ("{", None), ("{}", Some(By::Id)), ("# x\n\n", Some(By::Id))]
        {
            let refused = Given::of(text, by, None);
            assert!(refused.is_err(), "{text:?} {refused:?}");
        }
    }
}
