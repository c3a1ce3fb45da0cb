//! The columns of the table: which of them a person chose, and how far they are scrolled.

pub use crate::model::column::{Column, extra_value};

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
}
