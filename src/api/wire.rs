//! What the tenant sends, read leniently: the API's field names live here and nowhere else.
//!
//! Real tenants leave out, null and mistype even what their own document requires. So a field that does not read as
//! expected is unknown, a field nobody knows is passed over, and only an account's `id` must be there. What cannot be
//! read at all is told with its place in the JSON.

mod account;
mod activity;
mod column;
mod list;
mod names;
mod others;
mod raw;
mod receipt;
mod row;
mod schema;
mod shape;
#[cfg(test)]
mod tests;
mod verbatim;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed};

pub use raw::{RawPage, RawRow};
pub use receipt::{Item, Receipt};
pub use row::RowReader;

pub(super) use account::{account, accounts};
pub(super) use activity::activities;
pub(super) use names::Names;
pub(super) use others::{
    entitlements, identities, identities_with_sign_in, source, sources, task_status, task_statuses,
};
pub(super) use raw::raw_page;
pub(super) use receipt::{each_alone, receipt};
pub(super) use row::account_rows;
pub(super) use schema::account_schema;
pub(super) use verbatim::{record, records};

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The records received.
    pub rows: Vec<T>,
    /// How many the list holds in all, where it was asked for and told (`X-Total-Count`).
    pub total: Option<u64>,
}

/// What came back, as far as decoding needs it. Its `Debug` shows nothing of the body, which may be a token.
pub(super) struct Answer {
    pub(super) body: String,
    pub(super) total: Option<u64>,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("bytes", &self.body.len()).field("total", &self.total).finish_non_exhaustive()
    }
}

/// How an answer becomes a `T`.
pub(super) type Decode<T> = Box<dyn Fn(Answer, &Names) -> Result<T, Unreadable> + Send + Sync>;

/// Why an answer cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at `{path}`: {message}")]
pub(super) struct Unreadable {
    /// The place in the JSON, such as `[3].id`.
    pub(super) path: String,
    /// What is wrong there.
    pub(super) message: String,
    /// The text ends too early: asking again may help.
    pub(super) cut: bool,
}

impl Unreadable {
    /// A field that must be there is not.
    pub(super) fn missing(field: &str) -> Self {
        Self { path: ".".to_owned(), message: format!("missing field `{field}`"), cut: false }
    }
}

/// Reads the text as a `T`.
pub(super) fn parse<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Unreadable> {
    read(text, PhantomData)
}

/// Reads the text with the seed. Where that fails, reads again to learn at which path: only failures pay for that.
fn read<'de, S: DeserializeSeed<'de> + Copy>(text: &'de str, seed: S) -> Result<S::Value, Unreadable> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut json).and_then(|value| json.end().map(|()| value));
    value.map_err(|error| {
        let mut track = serde_path_to_error::Track::new();
        let mut json = serde_json::Deserializer::from_str(text);
        let located = seed.deserialize(serde_path_to_error::Deserializer::new(&mut json, &mut track));
        let path = if located.is_err() { track.path().to_string() } else { ".".to_owned() };
        Unreadable { path, message: error.to_string(), cut: error.is_eof() }
    })
}
