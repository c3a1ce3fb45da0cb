//! A page of accounts as the tenant wrote them: what `--output json` passes through, at the price of finding the seams
//! between accounts and each one's id.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::list::ListOf;
use super::row::account_row;
use super::shape::{Key, Maybe};
use super::{Answer, Decode, Names, Unreadable, read};
use crate::model::{AccountId, AccountRow, Problem, ProblemKind};

/// A page of accounts as the tenant wrote them, and their ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawPage {
    body: String,
    rows: Vec<(AccountId, Range<usize>)>,
    total: Option<u64>,
}

/// One account as the tenant wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawRow<'p> {
    /// The account's id.
    pub id: &'p AccountId,
    /// The account's JSON, exactly as it came.
    pub json: &'p str,
}

impl RawPage {
    /// The accounts, in the tenant's order.
    #[must_use]
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = RawRow<'_>> + ExactSizeIterator {
        self.rows.iter().map(|(id, place)| RawRow { id, json: &self.body[place.clone()] })
    }

    /// The total, where it was asked for and told.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.total
    }
}

impl<'p> RawRow<'p> {
    /// The JSON on one line. A line break can only stand between values, where it means nothing.
    #[must_use]
    pub fn line(&self) -> Cow<'p, str> {
        if memchr::memchr2(b'\n', b'\r', self.json.as_bytes()).is_none() {
            return Cow::Borrowed(self.json);
        }
        Cow::Owned(self.json.replace(['\n', '\r'], ""))
    }

    /// The account as a row, with the columns a person added.
    ///
    /// # Errors
    ///
    /// [`ProblemKind::Unreadable`] where it is no account.
    pub fn to_row(&self, extra: &[String]) -> Result<AccountRow, Problem> {
        account_row(self.json, extra, &Names::default())
            .map_err(|error| Problem::new(ProblemKind::Unreadable, error.to_string()))
    }
}

/// Reads a page of accounts as they came.
pub(in crate::api) fn raw_page() -> Decode<RawPage> {
    Box::new(|Answer { body, total }: Answer, _: &Names| {
        let rows = places(&body)?;
        Ok(RawPage { body, rows, total })
    })
}

/// The ids of the accounts in a list, and where each account stands.
type Places = Vec<(AccountId, Range<usize>)>;

/// Finds the places in one walk; where that stumbles, reads again to tell why.
fn places(body: &str) -> Result<Places, Unreadable> {
    if let Some(places) = walk(body) {
        return Ok(places);
    }
    let not_a_list = Unreadable { path: ".".to_owned(), message: "not a list of accounts".to_owned(), cut: false };
    read(body, ListOf(PhantomData::<IdOnly>)).and(Err(not_a_list))
}

fn walk(body: &str) -> Option<Places> {
    let beyond_space = |at: usize| body.len() - body[at..].trim_start_matches([' ', '\t', '\r', '\n']).len();
    let is_next = |at: usize, sign: &str| body[at..].starts_with(sign);
    let mut places = Vec::new();
    let mut at = beyond_space(0);
    while is_next(at, if places.is_empty() { "[" } else { "," }) {
        at = beyond_space(at + 1);
        if places.is_empty() && is_next(at, "]") {
            break;
        }
        let mut accounts = serde_json::Deserializer::from_str(&body[at..]).into_iter();
        let IdOnly(id) = accounts.next()?.ok()?;
        let end = at + accounts.byte_offset();
        places.push((id, at..end));
        at = beyond_space(end);
    }
    (is_next(at, "]") && beyond_space(at + 1) == body.len()).then_some(places)
}

/// Of an account, only its id.
struct IdOnly(AccountId);

impl<'de> Deserialize<'de> for IdOnly {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_map(IdVisitor).map(Self)
    }
}

struct IdVisitor;

impl<'de> Visitor<'de> for IdVisitor {
    type Value = AccountId;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an account")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AccountId, A::Error> {
        let mut id = None;
        while let Some(Key(key)) = map.next_key()? {
            if key == "id" {
                id = map.next_value::<Maybe<Cow<'de, str>>>()?.0;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        id.map(AccountId::new).ok_or_else(|| A::Error::missing_field("id"))
    }
}
