//! Reading the accounts of a list as the tenant wrote them, those that pass.

use std::ops::ControlFlow;

use super::protocol::{Census, Scan, Series};
use super::scan::{self, Scanned};
use crate::api::{Client, RawRow, filter};
use crate::model::ListQuery;
use crate::query::Judged;

/// Reads the list to its end and delivers each account that passes, with what was read so far.
pub(super) async fn read(
    client: &Client,
    scan: &Scan,
    mut deliver: impl FnMut(RawRow<'_>, Census) -> ControlFlow<()> + Send,
) -> Scanned {
    let mut all = Census { total: Some(0), ..Census::default() };
    for query in queries(scan) {
        let before = all;
        let scanned = scan::read_all(client, &query, |batch| {
            let census = together(before, batch.census);
            let mut passing = batch.rows.into_iter().filter(|account| passes(scan, *account));
            passing.try_for_each(|account| deliver(account, census))
        })
        .await;
        all = together(before, scanned.census);
        if scanned.failure.is_some() {
            return Scanned { census: all, failure: scanned.failure };
        }
    }
    Scanned { census: all, failure: None }
}

fn passes(scan: &Scan, account: RawRow<'_>) -> bool {
    let Some(here) = &scan.here else { return true };
    account.to_row(&[]).is_ok_and(|row| here.holds(Judged { row: &row, attributes: &[] }))
}

/// The list, or each of its series.
fn queries(scan: &Scan) -> Vec<ListQuery> {
    let within = |part: String| {
        let filter = match &scan.query.filter {
            None => part,
            Some(filter) => format!("{part} and ({filter})"),
        };
        ListQuery { filter: Some(filter), ..(*scan.query).clone() }
    };
    match &scan.series {
        Series::One => vec![(*scan.query).clone()],
        Series::Sources(ids) => ids.iter().map(|id| within(filter::equals("sourceId", id))).collect(),
        Series::Filters(parts) => parts.iter().cloned().map(within).collect(),
    }
}

fn together(one: Census, other: Census) -> Census {
    Census {
        have: one.have + other.have,
        total: one.total.zip(other.total).map(|(one, other)| one + other),
        duplicates: one.duplicates + other.duplicates,
        moved_seams: one.moved_seams + other.moved_seams,
        open_seams: one.open_seams + other.open_seams,
        read_again: one.read_again + other.read_again,
    }
}
