//! The names and values seen so far, which the query bar offers.

use std::collections::{HashMap, HashSet};

use super::State;
use super::column::{Column, extra_value};
use crate::model::{AccountRow, SourceRef};
use crate::query::{Beginning, Valued, Vocabulary};

/// Rows looked at for their values: the offers have to be there with the key.
const LOOKED_AT: usize = 5_000;

/// What the rows and the details on the screen tell.
pub(super) struct Seen<'a> {
    /// What is on the screen.
    pub(super) state: &'a State,
    /// The sources known by name.
    pub(super) sources: Vec<SourceRef>,
}

impl Seen<'_> {
    fn rows(&self) -> impl Iterator<Item = &AccountRow> {
        self.state.list.rows.iter().map(|(_, row)| row).take(LOOKED_AT)
    }

    /// The column added for an attribute, counted among the added ones.
    fn added(&self, attribute: &str) -> Option<usize> {
        let column = Column::Field(format!("attr.{attribute}"));
        let columns = &self.state.list.columns;
        columns.shown().contains(&column).then(|| columns.extra_index(&column))
    }

    /// The values of an attribute: in its column, and in the details.
    fn of_attribute(&self, name: &str) -> Vec<String> {
        let column = self.added(name);
        let in_rows = column.into_iter().flat_map(|at| self.rows().filter_map(move |row| extra_value(row, at)));
        let told = self.state.detail.attributes().filter(|(known, _)| known == name);
        let in_details = told.flat_map(|(_, value)| match value.as_array() {
            Some(values) => values.iter().filter_map(text).collect(),
            None => text(value).into_iter().collect::<Vec<_>>(),
        });
        in_rows.map(str::to_owned).chain(in_details).collect()
    }
}

/// A value that can be typed.
fn text(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// Each value once, the commonest first, and of those alike the one seen first.
fn commonest<'v>(values: impl Iterator<Item = &'v str>, at_most: usize) -> Vec<String> {
    let mut seen: HashMap<&str, (usize, usize)> = HashMap::new();
    for (place, value) in values.enumerate() {
        seen.entry(value).or_insert((0, place)).0 += 1;
    }
    let mut values: Vec<_> = seen.into_iter().collect();
    values.sort_by_key(|(_, (count, place))| (usize::MAX - count, *place));
    values.into_iter().take(at_most).map(|(value, _)| value.to_owned()).collect()
}

impl Vocabulary for Seen<'_> {
    fn sources(&self) -> Vec<String> {
        self.sources.iter().map(|source| source.name.clone()).collect()
    }

    fn values(&self, of: Valued<'_>, beginning: &Beginning, at_most: usize) -> Vec<String> {
        match of {
            Valued::Field(field) => {
                let values = self.rows().filter_map(|row| field.of(row));
                commonest(values.filter(|value| beginning.fits(value)), at_most)
            }
            Valued::Attribute(name) => {
                let values = self.of_attribute(name);
                commonest(values.iter().map(String::as_str).filter(|value| beginning.fits(value)), at_most)
            }
        }
    }

    fn attributes(&self) -> Vec<String> {
        let columns = self.state.list.columns.extra_fields();
        let added = columns.iter().filter_map(|field| field.strip_prefix("attr."));
        let told = self.state.detail.attributes().map(|(name, _)| name.as_str());
        let mut known = HashSet::new();
        added.chain(told).filter(|name| known.insert(*name)).map(str::to_owned).collect()
    }
}
