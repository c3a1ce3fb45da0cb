//! A page of accounts as the tenant wrote them: what `--output json` passes through, at the price of finding the seams
//! between accounts, and of each one its id and its source.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::ops::Range;

use serde::de::{IgnoredAny, MapAccess};
use serde_json::Value;

use super::list::ListOf;
use super::row::account_row;
use super::shape::{Key, Maybe, Shape};
use super::{Answer, Decode, Names, Unreadable, read};
use crate::model::{AccountId, AccountRow, Problem, ProblemKind};

/// A page of accounts as the tenant wrote them, and their ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawPage {
    body: String,
    rows: Vec<Place>,
    /// The sources named by the accounts, each once.
    sources: Vec<Box<str>>,
    without_id: usize,
    total: Option<u64>,
}

/// Where an account stands on its page.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    id: AccountId,
    /// Which of the page's sources.
    source: Option<usize>,
    json: Range<usize>,
}

/// One account as the tenant wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawRow<'p> {
    /// The account's id.
    pub id: &'p AccountId,
    /// The id of the source it is on, where it names one.
    pub source: Option<&'p str>,
    /// The account's JSON, exactly as it came.
    pub json: &'p str,
}

impl RawPage {
    /// The accounts, in the tenant's order.
    #[must_use]
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = RawRow<'_>> + ExactSizeIterator {
        self.rows.iter().map(|Place { id, source, json }| RawRow {
            id,
            source: source.and_then(|source| self.sources.get(source)).map(AsRef::as_ref),
            json: &self.body[json.clone()],
        })
    }

    /// How many records came that name no id: nobody can tell which accounts they are.
    #[must_use]
    pub fn without_id(&self) -> usize {
        self.without_id
    }

    /// The total, where it was asked for and told.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    fn add(&mut self, Keys { id, source }: Keys<'_>, json: Range<usize>) {
        let Some(id) = id else {
            self.without_id += 1;
            return;
        };
        let source = source.map(|source| {
            // The last one first: neighbours mostly share theirs.
            self.sources.iter().rposition(|known| **known == *source).unwrap_or_else(|| {
                self.sources.push(source.into());
                self.sources.len() - 1
            })
        });
        self.rows.push(Place { id: AccountId::new(id), source, json });
    }
}

impl<'p> RawRow<'p> {
    /// An account that came by itself, not on a page.
    #[must_use]
    pub fn alone(id: &'p AccountId, json: &'p str) -> Self {
        Self { id, source: None, json }
    }

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

    /// The attributes read from the account's source, in the tenant's order; none where it has none that read.
    #[must_use]
    pub fn attributes(&self) -> Vec<(String, Value)> {
        read(self.json, PhantomData::<Maybe<Attributes>>)
            .ok()
            .and_then(|account| account.0)
            .map_or_else(Vec::new, |Attributes(attributes)| attributes)
    }
}

/// Reads a page of accounts as they came.
pub(in crate::api) fn raw_page() -> Decode<RawPage> {
    Box::new(|Answer { body, total }: Answer, _: &Names| {
        let mut page = RawPage { total, ..RawPage::default() };
        if !walk(&body, &mut page) {
            // Read again, to tell why.
            let not_a_list =
                Unreadable { path: ".".to_owned(), message: "not a list of accounts".to_owned(), cut: false };
            return read(&body, ListOf(PhantomData::<Maybe<Keys<'_>>>)).and(Err(not_a_list));
        }
        page.body = body;
        Ok(page)
    })
}

/// Finds the accounts in one walk; says whether it came to the end.
fn walk(body: &str, page: &mut RawPage) -> bool {
    let beyond_space = |at: usize| body.len() - body[at..].trim_start_matches([' ', '\t', '\r', '\n']).len();
    let is_next = |at: usize, sign: &str| body[at..].starts_with(sign);
    let mut at = beyond_space(0);
    let mut sign = "[";
    while is_next(at, sign) {
        at = beyond_space(at + 1);
        if sign == "[" && is_next(at, "]") {
            break;
        }
        sign = ",";
        let mut accounts = serde_json::Deserializer::from_str(&body[at..]).into_iter();
        let Some(Ok(Maybe(keys))) = accounts.next() else { return false };
        let end = at + accounts.byte_offset();
        page.add(keys.unwrap_or_default(), at..end);
        at = beyond_space(end);
    }
    is_next(at, "]") && beyond_space(at + 1) == body.len()
}

/// Of an account, only what tells it from others.
#[derive(Default)]
struct Keys<'de> {
    id: Option<Cow<'de, str>>,
    source: Option<Cow<'de, str>>,
}

impl<'de> Shape<'de> for Keys<'de> {
    fn from_object<A: MapAccess<'de>>(mut map: A) -> Result<Option<Self>, A::Error> {
        let mut keys = Self::default();
        while let Some(Key(key)) = map.next_key()? {
            match &*key {
                "id" => keys.id = map.next_value::<Maybe<_>>()?.0,
                "sourceId" => keys.source = map.next_value::<Maybe<_>>()?.0,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Some(keys))
    }
}

/// Of an account, only its attributes.
struct Attributes(Vec<(String, Value)>);

impl<'de> Shape<'de> for Attributes {
    fn from_object<A: MapAccess<'de>>(mut map: A) -> Result<Option<Self>, A::Error> {
        let mut found = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            if key == "attributes" {
                let Maybe(values) = map.next_value::<Maybe<Values>>()?;
                found = values.map_or_else(Vec::new, |Values(values)| values);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Some(Self(found)))
    }
}

/// An object's fields.
struct Values(Vec<(String, Value)>);

impl<'de> Shape<'de> for Values {
    fn from_object<A: MapAccess<'de>>(mut map: A) -> Result<Option<Self>, A::Error> {
        let mut values = Vec::new();
        while let Some(entry) = map.next_entry()? {
            values.push(entry);
        }
        Ok(Some(Self(values)))
    }
}
