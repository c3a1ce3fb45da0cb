//! `qd list --all`, and what only we can judge: the list is read to its end, or until enough has passed.

use std::ops::ControlFlow;

use super::sorted::Sorted;
use super::told;
use crate::api::{Gate, RawRow};
use crate::cli::asking::{Asking, Prepared};
use crate::cli::ending::{Ending, Failure};
use crate::cli::output::Printer;
use crate::cli::remarks;
use crate::model::text::grouped;
use crate::work::protocol::Scan;
use crate::work::scan::{self, Batch, Census, Scanned};

/// Reads the list and prints at most so many of the accounts that pass: in the tenant's order where it answers all of the
/// query, in the order asked for where some of it is judged here.
pub(super) fn list(asking: &Asking, prepared: &Prepared, printer: Printer, most: u64) -> Result<Ending, Failure> {
    if prepared.needs_a_scan() && !prepared.order.is_empty() {
        sorted(asking, prepared, printer, most)
    } else {
        as_it_comes(asking, prepared, printer, most)
    }
}

/// Reads until one more has passed than is wanted.
fn as_it_comes(asking: &Asking, prepared: &Prepared, mut printer: Printer, most: u64) -> Result<Ending, Failure> {
    // Read by source, nothing is lost. But the first few are to be the same ones the next time, which takes an order.
    let is_divided = prepared.here.is_some() && most == u64::MAX;
    let scan = if is_divided { asking.divided(prepared)? } else { prepared.scan() };
    let mut passed = 0;
    let scanned = read(asking, prepared, &scan, |account| {
        passed += 1;
        if passed > most {
            return Ok(ControlFlow::Break(()));
        }
        printer.print(account).map(ControlFlow::Continue)
    })?;
    printer.finish()?;
    if passed > most {
        remarks::line(&told::first_of_some(&scanned.census, most, passed));
        return Ok(Ending::Done);
    }
    ended(scanned, passed, asking, prepared)
}

/// Reads all of it, holds what passes, and prints the first of that.
fn sorted(asking: &Asking, prepared: &Prepared, printer: Printer, most: u64) -> Result<Ending, Failure> {
    let scan = if prepared.here.is_some() { asking.divided(prepared)? } else { prepared.scan() };
    let mut sorted = Sorted::by(prepared, &asking.client);
    let scanned = read(asking, prepared, &scan, |account| {
        sorted.add(account);
        Ok(ControlFlow::Continue(()))
    })?;
    let passed = sorted.len();
    sorted.print(printer, most)?;
    if passed > most {
        remarks::line(&told::first_of_all(most, passed));
    }
    ended(scanned, passed, asking, prepared)
}

/// Says how the reading ended.
fn ended(scanned: Scanned, passed: u64, asking: &Asking, prepared: &Prepared) -> Result<Ending, Failure> {
    let Scanned { census, failure } = scanned;
    let Some(problem) = failure else { return Ok(told::of(&census, passed, asking, prepared)) };
    if census.have > 0 {
        remarks::line(&told::stopped(&census, passed, prepared));
    }
    Err(problem.into())
}

/// Reads the list, and gives each account that passes to `take` until it has enough.
fn read(
    asking: &Asking,
    prepared: &Prepared,
    scan: &Scan,
    mut take: impl FnMut(RawRow<'_>) -> Result<ControlFlow<()>, Failure> + Send,
) -> Result<Scanned, Failure> {
    let mut failed = None;
    let mut passed = 0;
    let deliver = |Batch { rows, census }: Batch<RawRow<'_>>| {
        for account in rows {
            passed += 1;
            match take(account) {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(())) => return ControlFlow::Break(()),
                Err(failure) => {
                    failed = Some(failure);
                    return ControlFlow::Break(());
                }
            }
        }
        progress(asking, prepared, &census, passed);
        ControlFlow::Continue(())
    };
    let gate = Gate::default();
    let scanned = asking.wait(scan::scan_raw(&asking.client, scan, &gate, deliver));
    asking.remarks.progress_ends();
    failed.map_or(Ok(scanned), Err)
}

fn progress(asking: &Asking, prepared: &Prepared, census: &Census, passed: u64) {
    match &prepared.here {
        None => asking.remarks.progress(census.have, census.total),
        Some(_) => asking.remarks.stands(&format!("{} · {} found", told::read(census), grouped(passed))),
    }
}
