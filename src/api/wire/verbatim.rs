//! Answers exactly as they came, digit for digit: what `--output json` passes through.

use std::marker::PhantomData;

use serde_json::value::RawValue;

use super::list::ListOf;
use super::{Answer, Decode, Names, Page, parse, read};

/// Passes on one record.
pub(in crate::api) fn record() -> Decode<Box<RawValue>> {
    Box::new(|Answer { body, .. }: Answer, _: &Names| parse(&body))
}

/// Passes on a page of records.
pub(in crate::api) fn records() -> Decode<Page<Box<RawValue>>> {
    Box::new(|Answer { body, total }: Answer, _: &Names| Ok(Page { rows: read(&body, ListOf(PhantomData))?, total }))
}
