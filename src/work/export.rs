//! Writing accounts to a file: each as it comes, so that no more than a page of them is held.
//!
//! How whole the list is shows at its end, and stands at the head of the file: the accounts are written first, beside
//! where the file will be, and the file is put in its place once it has both. Whoever gives up leaves nothing behind.

mod body;
mod head;

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::Timestamp;

use super::file::{self, Draft, place};
use super::protocol::{Accounts, Census, Existing, Export, Exported, Form, Scan, Series, Written};
use super::{readings, scan};
use crate::api::{Client, Gate, filter};
use crate::model::{ListQuery, Problem};
use body::Body;
use head::Head;

/// Reads the accounts and writes the file. `told` hears after each page how many are written, and what was read so far.
///
/// # Errors
///
/// A problem of the settings where the file cannot be written; else what kept us from reading. Then there is no file.
pub async fn export(
    client: &Client,
    export: &Export,
    told: impl Fn(u64, Census) + Send + Sync,
) -> Result<Exported, Problem> {
    let path = place(&export.path)?;
    if export.existing == Existing::Stays && path.symlink_metadata().is_ok() {
        return Ok(Exported::Exists(path));
    }
    let not_written = |error: &io::Error| file::not_written(&path, error);
    let begun = Timestamp::now();
    let draft = Draft::beside(&path).map_err(|error| not_written(&error))?;
    let mut body = Body::new(export, draft.writer().map_err(|error| not_written(&error))?);
    let mut failed = None;
    let (scan, chosen) = scan_of(&export.accounts);
    let gate = Gate::default();
    let scanned = scan::scan_raw(client, &scan, &gate, |batch| {
        if let Err(error) = batch.rows.into_iter().try_for_each(|account| body.add(account)) {
            failed = Some(error);
            return ControlFlow::Break(());
        }
        told(body.accounts, batch.census);
        ControlFlow::Continue(())
    });
    let scanned = scanned.await;
    if let Some(error) = failed {
        return Err(not_written(&error));
    }
    if let Some(problem) = scanned.failure {
        return Err(nothing_written(problem));
    }
    let (accounts, unreadable) = (body.accounts, body.unreadable);
    body.finish().map_err(|error| not_written(&error))?;
    let written = Written { path: path.clone(), accounts, unreadable, chosen, census: scanned.census };
    let head = Head::of(export, &written, client.tenant(), begun).in_form(export.form);
    let tail = if export.form == Form::Json { "}\n" } else { "" };
    match draft.finish(&head, tail, export.existing) {
        Ok(()) => Ok(Exported::Written(written)),
        // Somebody made one meanwhile.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Exported::Exists(path)),
        Err(error) => Err(not_written(&error)),
    }
}

/// How the accounts are read, and how many were chosen where they were.
fn scan_of(accounts: &Accounts) -> (Arc<Scan>, Option<u64>) {
    match accounts {
        Accounts::Listed(scan) => (Arc::clone(scan), None),
        Accounts::Chosen(ids) => {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            let of = |batch: &[String]| filter::any_of("id", batch.iter().map(String::as_str));
            let parts = readings::batches(&ids).into_iter().map(of).collect();
            let query = Arc::new(ListQuery { sorters: "id".to_owned(), ..ListQuery::default() });
            (Arc::new(Scan { query, here: None, series: Series::Filters(parts) }), Some(ids.len() as u64))
        }
    }
}

/// The tenant's problem, with what it means for the file.
fn nothing_written(problem: Problem) -> Problem {
    let summary = format!("no file was written: {}", problem.summary);
    Problem { summary, ..problem }
}
