//! The columns of tables and CSV, and what stands in their cells.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Cut;
use crate::model::AccountRow;
use crate::model::column::{Column, added_fields, extra_value, plain_cells};

/// The columns of a table or of CSV, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<Column>);

impl Columns {
    /// The columns a person named, or where they named none, those given.
    #[must_use]
    pub fn named(named: &[Column], otherwise: &[Column]) -> Self {
        Self(if named.is_empty() { otherwise.to_vec() } else { named.to_vec() })
    }

    /// The fields of the account whose values have to come with each row.
    #[must_use]
    pub fn extra(&self) -> Vec<String> {
        added_fields(&self.0)
    }

    /// What stands above the columns of a table.
    #[must_use]
    pub fn headings(&self) -> Vec<String> {
        self.0.iter().map(|column| column.heading().to_owned()).collect()
    }

    /// What stands above the columns of a table, and how far each may be cut.
    pub fn cuts(&self) -> impl Iterator<Item = (String, Cut)> {
        let cut = |column: &Column| if *column == Column::Id { Cut::Never } else { Cut::Legible };
        self.0.iter().map(move |column| (column.heading().to_owned(), cut(column)))
    }

    /// The same, one after the other.
    #[must_use]
    pub fn into_inner(self) -> Vec<Column> {
        self.0
    }

    /// The words a person writes for the columns, which is what programs read.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }

    /// The cells of a row for people: times of this machine's clock, to the minute.
    #[must_use]
    pub fn for_people(&self, row: &AccountRow, zone: &TimeZone) -> Vec<String> {
        let time = |at: Timestamp| at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
        self.cells(row, time)
    }

    /// The cells of a row whose details somebody reads: times to the second, with the zone they are told in.
    #[must_use]
    pub fn in_detail(&self, row: &AccountRow, zone: &TimeZone) -> Vec<String> {
        let time = |at: Timestamp| at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string();
        self.cells(row, time)
    }

    /// The cells of a row for programs: exact times, and nothing where there is nothing.
    #[must_use]
    pub fn for_programs(&self, row: &AccountRow) -> Vec<String> {
        plain_cells(&self.0, row)
    }

    fn cells(&self, row: &AccountRow, time: impl Fn(Timestamp) -> String) -> Vec<String> {
        let mut extra = 0;
        let mut cells = Vec::with_capacity(self.0.len());
        for column in &self.0 {
            cells.push(cell(column, row, extra, &time).into_owned());
            extra += usize::from(matches!(column, Column::Field(_)));
        }
        cells
    }
}

/// A cell for people, who are told of what is not there.
fn cell<'r>(column: &Column, row: &'r AccountRow, extra: usize, time: impl Fn(Timestamp) -> String) -> Cow<'r, str> {
    let told = |text: Option<&'r str>| Cow::Borrowed(text.unwrap_or_default());
    match column {
        Column::State => Cow::Borrowed(row.state().word()),
        Column::Name => row.name_to_show(),
        Column::Source => told(row.source.name.as_deref()),
        Column::Identity => Cow::Borrowed(row.identity_to_show()),
        Column::Modified => row.modified.map(time).unwrap_or_default().into(),
        Column::Created => row.created.map(time).unwrap_or_default().into(),
        Column::NativeId => told(row.native_identity.as_deref()),
        Column::Id => Cow::Borrowed(row.id.as_str()),
        Column::Field(_) => told(extra_value(row, extra)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(words: &str) -> Columns {
        Columns::named(&words.split(',').filter_map(Column::named).collect::<Vec<_>>(), &[])
    }

    #[test]
    fn times_are_local_for_people_and_exact_for_programs() {
        let at: Timestamp = "2026-11-20T23:02:11.5Z".parse().unwrap();
        let row = AccountRow { modified: Some(at), ..AccountRow::bare("a1".into()) };
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(columns("id,modified,created").for_people(&row, &zone), ["a1", "2026-11-21 01:02", ""]);
        assert_eq!(columns("modified").in_detail(&row, &zone), ["2026-11-21 01:02:11 +02:00"]);
        assert_eq!(columns("id,modified").for_programs(&row), ["a1", "2026-11-20T23:02:11.5Z"]);
    }

    #[test]
    fn an_added_field_stands_in_its_own_column() {
        let extra = vec![Some("Sales".into()), None, Some("x".into())].into_boxed_slice();
        let row = AccountRow { extra, ..AccountRow::bare("a1".into()) };
        let columns = columns("attr.dept,id,uuid,attr.city");
        assert_eq!(columns.extra(), ["attr.dept", "uuid", "attr.city"]);
        assert_eq!(columns.for_programs(&row), ["Sales", "a1", "", "x"]);
    }

    #[test]
    fn what_is_not_there_is_said_to_people_only() {
        for (uncorrelated, told) in [(Some(true), "uncorr."), (Some(false), "?"), (None, "?")] {
            let row = AccountRow { uncorrelated, ..AccountRow::bare("a1".into()) };
            assert_eq!(columns("name,identity").for_people(&row, &TimeZone::UTC), ["(a1)", told]);
            assert_eq!(columns("name,identity").for_programs(&row), ["", ""]);
        }
    }
}
