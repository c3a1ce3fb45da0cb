//! `qd list`: accounts by a query; the first page of them, or all.

mod to_file;

use std::ops::ControlFlow;
use std::sync::Arc;

use super::arguments;
use super::asking::{Asking, Prepared};
use super::ending::{Ending, Failure};
use super::output::{Columns, Printer, printer};
use super::remarks;
use crate::api::{Gate, RawPage, RawRow, Request};
use crate::model::column::Column;
use crate::model::text::grouped;
use crate::model::{ListQuery, Problem, Span, Urgency};
use crate::query;
use crate::settings::{Flags, Output};
use crate::work::protocol::{Scan, Series};
use crate::work::scan::{self, Batch, Census, Scanned};

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
        let prepared = asking.compile_whole(&question, columns.extra())?;
        return to_file::write(&asking, &prepared, question, columns, arguments, file);
    }
    let prepared = asking.compile(&question, columns.extra())?;
    let printer = printer(asking.preferences.output, columns);
    if arguments.all { all(&asking, &prepared, printer) } else { first_page(&asking, &prepared, printer) }
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
    Ok(told(&census, asking, prepared))
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

fn all(asking: &Asking, prepared: &Prepared, mut printer: Printer) -> Result<Ending, Failure> {
    let mut not_printed = None;
    let deliver = |batch: Batch<RawRow<'_>>| {
        if let Err(failure) = batch.rows.into_iter().try_for_each(|account| printer.print(account)) {
            not_printed = Some(failure);
            return ControlFlow::Break(());
        }
        asking.remarks.progress(batch.census.have, batch.census.total);
        ControlFlow::Continue(())
    };
    let scan = Scan { query: Arc::new(prepared.query.clone()), here: None, series: Series::One };
    let gate = Gate::default();
    let Scanned { census, failure } = asking.wait(scan::scan_raw(&asking.client, &scan, &gate, deliver));
    asking.remarks.progress_ends();
    if let Some(failure) = not_printed {
        return Err(failure);
    }
    printer.finish()?;
    match failure {
        Some(problem) if census.have > 0 => {
            remarks::line(&format!("stopped after {} accounts", grouped(census.have)));
            Err(problem.into())
        }
        Some(problem) => Err(problem.into()),
        None => Ok(told(&census, asking, prepared)),
    }
}

/// Says how whole a list is.
fn told(census: &Census, asking: &Asking, prepared: &Prepared) -> Ending {
    let Census { have, total, open_seams, .. } = *census;
    match total {
        _ if census.missing() > 0 => {
            let missing = grouped(census.missing());
            remarks::line(&format!("{} of {} ({missing} missing)", grouped(have), grouped(have + census.missing())));
            Ending::Incomplete
        }
        _ if open_seams > 0 => {
            remarks::line(&format!(
                "accounts moved while they were read: some of the {} may be missing",
                grouped(have)
            ));
            Ending::Incomplete
        }
        Some(total) if total < have => {
            remarks::line(&format!("{} accounts, though the tenant counts {}", grouped(have), grouped(total)));
            Ending::Incomplete
        }
        _ if have == 0 => nothing(asking, prepared),
        None => {
            remarks::line(&format!("{} accounts; the tenant does not say how many there are", grouped(have)));
            Ending::Incomplete
        }
        Some(_) => Ending::Done,
    }
}

/// Says that the list is empty, and of which question, since the question may not be the one that was meant.
fn nothing(asking: &Asking, prepared: &Prepared) -> Ending {
    match &prepared.query.filter {
        Some(filter) => asking.remarks.say(&format!("nothing on the tenant matches; asked: {filter}")),
        None => asking.remarks.say("the tenant has no accounts that this sign-in may see"),
    }
    if prepared.has_unknown_sources { Ending::Incomplete } else { Ending::Nothing }
}
