//! A row of the accounts list, read straight from the bytes into [`AccountRow`]: no tree of values in between.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::column::{Column, cell};
use super::list::ListOf;
use super::names::{IdentityWords, Names, SourceWords};
use super::shape::{Key, Maybe, Reference, Shape};
use super::{Answer, Decode, Page, RawRow, Unreadable, read};
use crate::model::{AccountId, AccountRow, Problem, ProblemKind};

/// Reads a page of accounts, with the columns a person added.
pub(in crate::api) fn account_rows(extra: &[String]) -> Decode<Page<AccountRow>> {
    let columns = columns(extra);
    Box::new(move |Answer { body, total }: Answer, names: &Names| {
        let rows = read(&body, ListOf(RowSeed { names, columns: &columns }))?;
        Ok(Page { rows, total })
    })
}

/// Reads one account as a row.
pub(super) fn account_row(text: &str, extra: &[String], names: &Names) -> Result<AccountRow, Unreadable> {
    RowReader::new(names, extra).read(text)
}

/// Reads accounts one by one as rows that share their names.
pub struct RowReader<'n> {
    names: &'n Names,
    columns: Vec<Column>,
}

impl<'n> RowReader<'n> {
    pub(in crate::api) fn new(names: &'n Names, extra: &[String]) -> Self {
        Self { names, columns: columns(extra) }
    }

    /// The account as a row.
    ///
    /// # Errors
    ///
    /// [`ProblemKind::Unreadable`] where it is no account.
    pub fn row(&self, account: RawRow<'_>) -> Result<AccountRow, Problem> {
        self.read(account.json).map_err(|error| Problem::new(ProblemKind::Unreadable, error.to_string()))
    }

    fn read(&self, text: &str) -> Result<AccountRow, Unreadable> {
        read(text, RowSeed { names: self.names, columns: &self.columns })
    }
}

fn columns(extra: &[String]) -> Vec<Column> {
    extra.iter().map(|word| Column::named(word)).collect()
}

#[derive(Clone, Copy)]
struct RowSeed<'s> {
    names: &'s Names,
    columns: &'s [Column],
}

impl<'de> DeserializeSeed<'de> for RowSeed<'_> {
    type Value = AccountRow;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<AccountRow, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_> {
    type Value = AccountRow;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an account")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AccountRow, A::Error> {
        let mut fields = Fields { extra: vec![None; self.columns.len()], ..Fields::default() };
        while let Some(Key(key)) = map.next_key()? {
            let is_wanted = |column: &Column| matches!(column, Column::Field(name) if *name == key);
            if let Some(index) = self.columns.iter().position(is_wanted) {
                let raw: &'de RawValue = map.next_value()?;
                fields.extra[index] = cell(raw.get());
                let again = &mut serde_json::Deserializer::from_str(raw.get());
                fields.named(&key, self.columns).deserialize(again).map_err(A::Error::custom)?;
            } else {
                map.next_value_seed(fields.named(&key, self.columns))?;
            }
        }
        fields.into_row(self.names).ok_or_else(|| A::Error::missing_field("id"))
    }
}

/// What the fields of an account say, each where it has the shape expected.
#[derive(Default)]
struct Fields<'de> {
    id: Option<Cow<'de, str>>,
    name: Option<Cow<'de, str>>,
    native_identity: Option<Cow<'de, str>>,
    source_id: Option<Cow<'de, str>>,
    source_name: Option<Cow<'de, str>>,
    connection_type: Option<Cow<'de, str>>,
    features: Option<Cow<'de, str>>,
    source_owner: Option<Reference<'de>>,
    identity_id: Option<Cow<'de, str>>,
    identity: Option<Reference<'de>>,
    identity_state: Option<Cow<'de, str>>,
    lifecycle: Option<Cow<'de, str>>,
    created: Option<jiff::Timestamp>,
    modified: Option<jiff::Timestamp>,
    disabled: Option<bool>,
    locked: Option<bool>,
    uncorrelated: Option<bool>,
    manually_correlated: Option<bool>,
    has_entitlements: Option<bool>,
    is_machine: Option<bool>,
    system_account: Option<bool>,
    authoritative: Option<bool>,
    origin: Option<Cow<'de, str>>,
    extra: Vec<Option<Box<str>>>,
}

impl<'de> Fields<'de> {
    fn named<'f>(&'f mut self, key: &'f str, columns: &'f [Column]) -> Field<'f, 'de> {
        Field { fields: self, key, columns }
    }

    /// The row; none where the account has no id.
    fn into_row(self, names: &Names) -> Option<AccountRow> {
        let owner = self.source_owner.unwrap_or_default();
        let identity = self.identity.unwrap_or_default();
        let source = names.source(SourceWords {
            id: self.source_id.as_deref(),
            name: self.source_name.as_deref(),
            connection: self.connection_type.as_deref(),
            features: self.features.as_deref(),
            owner: owner.name.as_deref(),
        });
        let identity = names.identity(IdentityWords {
            id: self.identity_id.or(identity.id).as_deref(),
            name: identity.name.as_deref(),
            state: self.identity_state.as_deref(),
            lifecycle: self.lifecycle.as_deref(),
        });
        Some(AccountRow {
            id: AccountId::new(self.id?),
            name: self.name.map(Into::into),
            native_identity: self.native_identity.map(Into::into),
            source,
            identity,
            created: self.created,
            modified: self.modified,
            disabled: self.disabled,
            locked: self.locked,
            uncorrelated: self.uncorrelated,
            manually_correlated: self.manually_correlated,
            has_entitlements: self.has_entitlements,
            is_machine: self.is_machine,
            system_account: self.system_account,
            authoritative: self.authoritative,
            origin: self.origin.map(|word| names.word(&word)),
            extra: self.extra.into(),
        })
    }
}

/// The place a field's value goes to.
struct Field<'f, 'de> {
    fields: &'f mut Fields<'de>,
    key: &'f str,
    columns: &'f [Column],
}

impl<'de> DeserializeSeed<'de> for Field<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        let fields = self.fields;
        match self.key {
            "id" => maybe(json, &mut fields.id),
            "name" => maybe(json, &mut fields.name),
            "nativeIdentity" => maybe(json, &mut fields.native_identity),
            "sourceId" => maybe(json, &mut fields.source_id),
            "sourceName" => maybe(json, &mut fields.source_name),
            "connectionType" => maybe(json, &mut fields.connection_type),
            "features" => maybe(json, &mut fields.features),
            "sourceOwner" => maybe(json, &mut fields.source_owner),
            "identityId" => maybe(json, &mut fields.identity_id),
            "identity" => maybe(json, &mut fields.identity),
            "identityState" => maybe(json, &mut fields.identity_state),
            "cloudLifecycleState" => maybe(json, &mut fields.lifecycle),
            "created" => maybe(json, &mut fields.created),
            "modified" => maybe(json, &mut fields.modified),
            "disabled" => maybe(json, &mut fields.disabled),
            "locked" => maybe(json, &mut fields.locked),
            "uncorrelated" => maybe(json, &mut fields.uncorrelated),
            "manuallyCorrelated" => maybe(json, &mut fields.manually_correlated),
            "hasEntitlements" => maybe(json, &mut fields.has_entitlements),
            "isMachine" => maybe(json, &mut fields.is_machine),
            "systemAccount" => maybe(json, &mut fields.system_account),
            "authoritative" => maybe(json, &mut fields.authoritative),
            "origin" => maybe(json, &mut fields.origin),
            "attributes" if self.columns.iter().any(Column::is_attribute) => {
                attributes(json, self.columns, &mut fields.extra)
            }
            _ => IgnoredAny::deserialize(json).map(drop),
        }
    }
}

fn maybe<'de, T: Shape<'de>, D: Deserializer<'de>>(json: D, field: &mut Option<T>) -> Result<(), D::Error> {
    *field = Maybe::deserialize(json)?.0;
    Ok(())
}

/// Takes the attributes that have a column, and passes over the others.
fn attributes<'de, D: Deserializer<'de>>(
    json: D,
    columns: &[Column],
    extra: &mut [Option<Box<str>>],
) -> Result<(), D::Error> {
    let Maybe(found) = Maybe::<Texts>::deserialize(json)?;
    for (name, raw) in found.map(|texts| texts.0).unwrap_or_default() {
        let places = columns.iter().zip(&mut *extra);
        for (_, place) in places.filter(|(column, _)| matches!(column, Column::Attribute(wanted) if *wanted == name)) {
            *place = cell(raw.get());
        }
    }
    Ok(())
}

/// An object's fields as the texts of their values.
struct Texts<'de>(Vec<(Cow<'de, str>, &'de RawValue)>);

impl<'de> Shape<'de> for Texts<'de> {
    fn from_object<A: MapAccess<'de>>(mut map: A) -> Result<Option<Self>, A::Error> {
        let mut texts = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            texts.push((key, map.next_value()?));
        }
        Ok(Some(Self(texts)))
    }
}
