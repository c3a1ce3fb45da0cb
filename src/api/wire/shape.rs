//! A value that may have any shape: what fits is taken, what does not is passed over.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value where it has the shape of a `T`; none where it is null or anything else.
pub(super) struct Maybe<T>(pub(super) Option<T>);

/// What a `T` can be read from. Each shape is refused unless a `T` says otherwise.
pub(super) trait Shape<'de>: Sized {
    fn from_text(_: Cow<'de, str>) -> Option<Self> {
        None
    }

    fn from_flag(_: bool) -> Option<Self> {
        None
    }

    fn from_object<A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        pass_over_object(map)?;
        Ok(None)
    }
}

/// Reads an object to its end.
pub(super) fn pass_over_object<'de, A: MapAccess<'de>>(mut map: A) -> Result<(), A::Error> {
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

impl<'de> Shape<'de> for Cow<'de, str> {
    fn from_text(text: Cow<'de, str>) -> Option<Self> {
        Some(text)
    }
}

impl Shape<'_> for bool {
    fn from_flag(flag: bool) -> Option<Self> {
        Some(flag)
    }
}

impl<'de> Shape<'de> for jiff::Timestamp {
    fn from_text(text: Cow<'de, str>) -> Option<Self> {
        text.parse().ok()
    }
}

/// A reference to another object: `{id, type, name}`.
#[derive(Default)]
pub(super) struct Reference<'de> {
    pub(super) id: Option<Cow<'de, str>>,
    pub(super) name: Option<Cow<'de, str>>,
}

impl<'de> Shape<'de> for Reference<'de> {
    fn from_object<A: MapAccess<'de>>(mut map: A) -> Result<Option<Self>, A::Error> {
        let mut reference = Self::default();
        while let Some(Key(key)) = map.next_key()? {
            match &*key {
                "id" => reference.id = map.next_value::<Maybe<_>>()?.0,
                "name" => reference.name = map.next_value::<Maybe<_>>()?.0,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Some(reference))
    }
}

/// The name of a field, borrowed from the text where it holds no escapes.
pub(super) struct Key<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        let Maybe(key) = Maybe::deserialize(json)?;
        Ok(Self(key.unwrap_or_default()))
    }
}

impl<'de, T: Shape<'de>> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(AnyShape(PhantomData)).map(Self)
    }
}

struct AnyShape<T>(PhantomData<T>);

impl<'de, T: Shape<'de>> Visitor<'de> for AnyShape<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Option<T>, E> {
        Ok(T::from_text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        Ok(T::from_text(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Option<T>, E> {
        Ok(T::from_flag(flag))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<T>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        T::from_object(map)
    }
}
