//! The columns of accounts: which there are, what stands in them, and what the tenant sorts by.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use jiff::Timestamp;

use super::AccountRow;

/// A column of a table or a file of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// The state in a word.
    State,
    /// The account's name. Always shown, and stays when the others scroll.
    Name,
    /// The source.
    Source,
    /// The identity, or that there is none.
    Identity,
    /// How long ago the tenant's record changed.
    Modified,
    /// The account's name on its source.
    NativeId,
    /// How long ago the tenant first recorded the account.
    Created,
    /// The account's id.
    Id,
    /// Any other field of the account, or `attr.<name>`; its value comes with the page.
    Field(String),
}

impl Column {
    /// The columns that a new table can show, in the order in which they stand.
    pub const KNOWN: [Self; 8] = [
        Self::State,
        Self::Name,
        Self::Source,
        Self::Identity,
        Self::Modified,
        Self::NativeId,
        Self::Created,
        Self::Id,
    ];

    /// The column a person means by a word, any case.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let word = word.trim();
        if word.is_empty() {
            return None;
        }
        let known = Self::KNOWN.into_iter().find(|column| {
            column.heading().eq_ignore_ascii_case(word) || column.to_string().eq_ignore_ascii_case(word)
        });
        Some(known.unwrap_or_else(|| Self::Field(word.to_owned())))
    }

    /// What stands above the column.
    #[must_use]
    pub fn heading(&self) -> &str {
        match self {
            Self::State => "STATE",
            Self::Name => "NAME",
            Self::Source => "SOURCE",
            Self::Identity => "IDENTITY",
            Self::Modified => "MODIFIED",
            Self::NativeId => "NATIVE ID",
            Self::Created => "CREATED",
            Self::Id => "ID",
            Self::Field(field) => field,
        }
    }

    /// The field the tenant sorts this column by, where it has one (`listAccounts`, parameter `sorters`).
    #[must_use]
    pub fn sorter(&self) -> Option<&str> {
        match self {
            Self::State => None,
            Self::Name => Some("name"),
            Self::Source => Some("source.displayableName"),
            Self::Identity => Some("identity.name"),
            Self::Modified => Some("modified"),
            Self::NativeId => Some("nativeIdentity"),
            Self::Created => Some("created"),
            Self::Id => Some("id"),
            Self::Field(field) => Some(field),
        }
    }

    /// The column that the tenant sorts by a field (`listAccounts`, parameter `sorters`).
    #[must_use]
    pub fn sorted_as(field: &str) -> Self {
        let known = Self::KNOWN.into_iter().find(|column| column.sorter() == Some(field));
        known.unwrap_or_else(|| Self::Field(field.to_owned()))
    }

    /// Compares two rows by this column; what is not known comes last.
    #[must_use]
    pub fn compare(&self, extra: usize, a: &AccountRow, b: &AccountRow) -> Ordering {
        match self {
            Self::State => a.state().cmp(&b.state()),
            Self::Name => known_first(a.name.as_deref(), b.name.as_deref()),
            Self::Source => known_first(a.source.name.as_deref(), b.source.name.as_deref()),
            Self::Identity => known_first(a.identity_name(), b.identity_name()),
            Self::Modified => known_first(a.modified, b.modified),
            Self::NativeId => known_first(a.native_identity.as_deref(), b.native_identity.as_deref()),
            Self::Created => known_first(a.created, b.created),
            Self::Id => a.id.cmp(&b.id),
            // A fact of each row, whether its column is shown or not.
            Self::Field(field) if field == "origin" => known_first(a.origin.as_deref(), b.origin.as_deref()),
            Self::Field(_) => known_first(extra_value(a, extra), extra_value(b, extra)),
        }
    }
}

impl fmt::Display for Column {
    /// The word a person writes for it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::State => "state",
            Self::Name => "name",
            Self::Source => "source",
            Self::Identity => "identity",
            Self::Modified => "modified",
            Self::NativeId => "native",
            Self::Created => "created",
            Self::Id => "id",
            Self::Field(field) => field,
        })
    }
}

fn known_first<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// What stands in the cells of a row for programs: exact times, and nothing where there is nothing.
#[must_use]
pub fn plain_cells(columns: &[Column], row: &AccountRow) -> Vec<String> {
    let mut added = 0;
    let mut cells = Vec::with_capacity(columns.len());
    for column in columns {
        cells.push(plain_cell(column, row, added).into_owned());
        added += usize::from(matches!(column, Column::Field(_)));
    }
    cells
}

fn plain_cell<'r>(column: &Column, row: &'r AccountRow, added: usize) -> Cow<'r, str> {
    let told = |text: Option<&'r str>| Cow::Borrowed(text.unwrap_or_default());
    let exact = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default().into();
    match column {
        Column::State => Cow::Borrowed(row.state().word()),
        Column::Name => told(row.name.as_deref()),
        Column::Source => told(row.source.name.as_deref()),
        Column::Identity => told(row.identity_name()),
        Column::Modified => exact(row.modified),
        Column::Created => exact(row.created),
        Column::NativeId => told(row.native_identity.as_deref()),
        Column::Id => Cow::Borrowed(row.id.as_str()),
        Column::Field(_) => told(extra_value(row, added)),
    }
}

/// The fields of these columns whose values have to come with each row, in their order.
#[must_use]
pub fn added_fields(columns: &[Column]) -> Vec<String> {
    let field = |column: &Column| match column {
        Column::Field(field) => Some(field.clone()),
        _ => None,
    };
    columns.iter().filter_map(field).collect()
}

/// The value of an added column in a row: `index` counts the added columns only.
#[must_use]
pub fn extra_value(row: &AccountRow, index: usize) -> Option<&str> {
    row.extra.get(index).and_then(|value| value.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_names_a_column_in_any_case() {
        assert_eq!(Column::named("Native ID"), Some(Column::NativeId));
        assert_eq!(Column::named("native"), Some(Column::NativeId));
        assert_eq!(Column::named("attr.dept"), Some(Column::Field("attr.dept".to_owned())));
        assert_eq!(Column::named("  "), None);
    }

    #[test]
    fn what_is_not_known_sorts_last() {
        assert_eq!(known_first(Some(1), None), Ordering::Less);
        assert_eq!(known_first(None, Some(1)), Ordering::Greater);
        assert_eq!(known_first::<i32>(None, None), Ordering::Equal);
    }
}
