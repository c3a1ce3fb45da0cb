//! The columns of the table: which there are, what the tenant sorts by, and which a person chose.

use std::cmp::Ordering;
use std::fmt;

use crate::model::AccountRow;

/// A column of the table.
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

/// The value of an added column in a row: `index` counts the added columns only.
#[must_use]
pub fn extra_value(row: &AccountRow, index: usize) -> Option<&str> {
    row.extra.get(index).and_then(|value| value.as_deref())
}

/// The columns a person chose, in order, and how far they are scrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    shown: Vec<Column>,
    /// How many columns behind the name are scrolled away to the left.
    pub scrolled: usize,
}

impl Default for Columns {
    fn default() -> Self {
        let shown =
            vec![Column::State, Column::Name, Column::Source, Column::Identity, Column::Modified, Column::NativeId];
        Self { shown, scrolled: 0 }
    }
}

impl Columns {
    /// The columns of the identity view, whose rows all have the same identity: the state by source.
    #[must_use]
    pub fn of_one_identity() -> Self {
        let shown = vec![Column::State, Column::Source, Column::Name, Column::Modified, Column::NativeId];
        Self { shown, scrolled: 0 }
    }

    /// The chosen columns in order; the name is always among them.
    #[must_use]
    pub fn shown(&self) -> &[Column] {
        &self.shown
    }

    /// Columns that move when the table is scrolled sideways: all but the state and the name.
    #[must_use]
    pub fn scrolling(&self) -> usize {
        self.shown.iter().filter(|column| !stays(column)).count()
    }

    /// The columns on the screen: those that stay, and those not scrolled away.
    pub fn on_screen(&self) -> impl Iterator<Item = &Column> {
        let mut passed = 0;
        self.shown.iter().filter(move |column| {
            if stays(column) {
                return true;
            }
            passed += 1;
            passed > self.scrolled
        })
    }

    /// Shows or hides a column. The name cannot be hidden. Says whether anything changed.
    pub fn toggle(&mut self, column: &Column) -> bool {
        if *column == Column::Name {
            return false;
        }
        match self.shown.iter().position(|shown| shown == column) {
            Some(at) => {
                self.shown.remove(at);
            }
            None => self.shown.push(column.clone()),
        }
        self.scrolled = self.scrolled.min(self.scrolling().saturating_sub(1));
        true
    }

    /// Moves a column one place towards the left or the right. Says whether anything changed.
    pub fn shift(&mut self, column: &Column, by: isize) -> bool {
        let Some(from) = self.shown.iter().position(|shown| shown == column) else { return false };
        let Some(to) = from.checked_add_signed(by).filter(|to| *to < self.shown.len()) else { return false };
        self.shown.swap(from, to);
        true
    }

    /// The fields whose values have to come with each page.
    #[must_use]
    pub fn extra_fields(&self) -> Vec<String> {
        let field = |column: &Column| match column {
            Column::Field(field) => Some(field.clone()),
            _ => None,
        };
        self.shown.iter().filter_map(field).collect()
    }

    /// Which of the added columns this is, counted among them.
    #[must_use]
    pub fn extra_index(&self, column: &Column) -> usize {
        let added = self.shown.iter().filter(|shown| matches!(shown, Column::Field(_)));
        added.take_while(|shown| *shown != column).count()
    }
}

fn stays(column: &Column) -> bool {
    matches!(column, Column::State | Column::Name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_stays_when_the_columns_scroll() {
        let columns = Columns { scrolled: 2, ..Columns::default() };
        let headings: Vec<_> = columns.on_screen().map(Column::heading).collect();
        assert_eq!(headings, ["STATE", "NAME", "MODIFIED", "NATIVE ID"]);
    }

    #[test]
    fn the_name_cannot_be_hidden() {
        let mut columns = Columns::default();
        assert!(!columns.toggle(&Column::Name));
        assert!(columns.toggle(&Column::Source));
        assert!(!columns.shown().contains(&Column::Source));
    }

    #[test]
    fn an_added_field_is_asked_for_and_found_again() {
        let mut columns = Columns::default();
        columns.toggle(&Column::Field("attr.dept".to_owned()));
        columns.toggle(&Column::Field("uuid".to_owned()));
        assert_eq!(columns.extra_fields(), ["attr.dept", "uuid"]);
        assert_eq!(columns.extra_index(&Column::Field("uuid".to_owned())), 1);
        columns.toggle(&Column::Field("attr.dept".to_owned()));
        assert_eq!(columns.extra_index(&Column::Field("uuid".to_owned())), 0);
    }

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
