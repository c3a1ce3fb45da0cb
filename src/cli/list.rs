//! `qd list`: accounts by a query; the first page of them, or all.

mod sorted;
mod to_file;
mod told;
mod whole;

use super::arguments;
use super::asking::{Asking, Prepared};
use super::ending::{Ending, Failure};
use super::output::{Columns, Printer, printer};
use super::remarks;
use crate::api::{RawPage, Request};
use crate::model::column::Column;
use crate::model::text::grouped;
use crate::model::{ListQuery, Problem, Span, Urgency};
use crate::query;
use crate::settings::{Flags, Output};
use crate::work::scan::Census;

/// The first page, as large as pages can be.
const FIRST: Span = Span { offset: 0, limit: 250 };

/// Columns for people. Those to the right are the first to have no room; the id is what `qd show` needs.
const IN_A_TABLE: [Column; 6] =
    [Column::State, Column::Name, Column::Id, Column::Source, Column::Identity, Column::Modified];

/// Lists accounts.
///
/// # Errors
///
/// Where the query does not read, the tenant does not answer, or the output cannot be written.
pub fn list(arguments: &arguments::List, flags: &Flags) -> Result<Ending, Failure> {
    let asking = Asking::prepare(flags)?;
    let columns = columns(&arguments.columns, asking.preferences.output);
    let question = query::from_arguments(&arguments.query);
    if let Some(file) = &arguments.to {
        let columns = self::columns(&arguments.columns, Output::Csv);
        let prepared = asking.compile(&question, columns.extra())?;
        return to_file::write(&asking, &prepared, question, columns, arguments, file);
    }
    let prepared = asking.compile(&question, columns.extra())?;
    let printer = printer(asking.preferences.output, columns);
    if !arguments.all && !prepared.needs_a_scan() {
        return first_page(&asking, &prepared, printer);
    }
    let most = if arguments.all { u64::MAX } else { u64::from(FIRST.limit) };
    whole::list(&asking, &prepared, printer, most)
}

/// The columns a person named, or what is usual for the form of output.
pub fn columns(named: &arguments::Columns, output: Output) -> Columns {
    let usual: &[Column] = if output == Output::Csv { &Column::KNOWN } else { &IN_A_TABLE };
    Columns::named(&named.columns, usual)
}

fn first_page(asking: &Asking, prepared: &Prepared, mut printer: Printer) -> Result<Ending, Failure> {
    let page = asking.wait(read_first(asking, &prepared.query))?;
    for account in page.rows() {
        printer.print(account)?;
    }
    printer.finish()?;
    let have = page.rows().len() as u64;
    let census = Census { have, total: page.total(), ..Census::default() };
    if have == u64::from(FIRST.limit) && census.missing() > 0 {
        remarks::line(&format!("{} of {}, --all for the rest", grouped(have), grouped(have + census.missing())));
        return Ok(Ending::Done);
    }
    Ok(told::of(&census, have, asking, prepared))
}

/// Reads the first page; once more where the tenant counts more rows than it gave.
async fn read_first(asking: &Asking, query: &ListQuery) -> Result<RawPage, Problem> {
    let request = Request::list_accounts_raw(query, FIRST, true);
    let page = asking.client.send(&request, Urgency::Person).await?;
    if is_whole(&page) {
        return Ok(page);
    }
    let again = asking.client.send(&request, Urgency::Person).await?;
    Ok(if again.rows().len() >= page.rows().len() { again } else { page })
}

fn is_whole(page: &RawPage) -> bool {
    let promised = page.total().unwrap_or_default().min(u64::from(FIRST.limit));
    page.rows().len() as u64 >= promised
}
