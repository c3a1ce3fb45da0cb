//! `sort:` as the API's sorters.
//!
//! An order that two rows can share lets pages overlap and leave rows out, so every order ends in the id, of which
//! there is one each.

use super::Reading;
use crate::model::Generation;
use crate::model::fields::{Field, can_sort};
use crate::query::{QueryError, SortColumn, SortKey, Spanned};

/// An order for the tenant.
pub(super) struct Order {
    /// The `sorters` parameter.
    pub(super) sorters: String,
    /// The order asked for, without what cannot decide.
    pub(super) keys: Vec<SortKey>,
    /// In plain words, where one was asked for.
    pub(super) meaning: Option<String>,
}

/// The order asked for, made unique; by name where none was. Of a list that is read whole and sorted here, the tenant
/// gives the order as far as it knows it.
pub(super) fn compile(
    keys: &[Spanned<SortKey>],
    generation: Generation,
    reading: Reading,
) -> Result<Order, Vec<QueryError>> {
    let is_known = |key: &SortKey| can_sort(generation, field(key.column));
    let errors: Vec<_> = keys.iter().filter(|key| !is_known(&key.value)).map(|key| refusal(key, generation)).collect();
    if !errors.is_empty() && reading == Reading::Pages {
        return Err(errors);
    }
    let asked = deciding(keys);
    let mut sorters: Vec<_> = asked.iter().take_while(|key| is_known(key)).map(|key| sorter(*key)).collect();
    if sorters.is_empty() {
        sorters.push(Field::Name.api_name().to_owned());
    }
    if !sorters.iter().any(|sorter| sorter.trim_start_matches('-') == Field::Id.api_name()) {
        sorters.push(Field::Id.api_name().to_owned());
    }
    let meaning = (!asked.is_empty())
        .then(|| format!("sorted by {}", asked.iter().map(|key| in_words(*key)).collect::<Vec<_>>().join(", then ")));
    Ok(Order { sorters: sorters.join(","), keys: asked, meaning })
}

/// The keys that can still decide between two rows: each column once, and none after the id.
fn deciding(keys: &[Spanned<SortKey>]) -> Vec<SortKey> {
    let mut deciding: Vec<SortKey> = Vec::new();
    for key in keys.iter().map(|key| key.value) {
        if deciding.iter().any(|earlier| earlier.column == SortColumn::Id) {
            break;
        }
        if !deciding.iter().any(|earlier| earlier.column == key.column) {
            deciding.push(key);
        }
    }
    deciding
}

fn field(column: SortColumn) -> Field {
    match column {
        SortColumn::Name => Field::Name,
        SortColumn::Modified => Field::Modified,
        SortColumn::Created => Field::Created,
        SortColumn::Source => Field::SourceName,
        SortColumn::Identity => Field::IdentityName,
        SortColumn::Native => Field::NativeIdentity,
        SortColumn::Origin => Field::Origin,
        SortColumn::Id => Field::Id,
        SortColumn::State => Field::Disabled,
    }
}

fn sorter(key: SortKey) -> String {
    format!("{}{}", if key.descending { "-" } else { "" }, field(key.column).api_name())
}

fn in_words(key: SortKey) -> String {
    format!("{}{}", key.column.word(), if key.descending { ", last first" } else { "" })
}

fn refusal(key: &Spanned<SortKey>, generation: Generation) -> QueryError {
    let sortable = SortColumn::ALL.iter().filter(|column| can_sort(generation, field(**column)));
    QueryError::new(key.span, format!("the tenant cannot sort by {}", key.value.column.word()))
        .with_fits(sortable.map(|column| column.word()))
}
