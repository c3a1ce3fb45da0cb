//! Columns with nothing in them: the tenant takes any name, so that a misspelt one is told only by its emptiness.

use crate::cli::remarks;
use crate::model::AccountRow;
use crate::model::column::{Column, extra_value};
use crate::query::nearest;

/// The columns a person added in which nothing has stood so far.
#[derive(Debug)]
pub struct Unfilled {
    /// Each with its place among the added columns.
    columns: Vec<(usize, String)>,
    seen_a_row: bool,
}

impl Unfilled {
    /// These columns, before the first row.
    pub fn among(added: Vec<String>) -> Self {
        Self { columns: added.into_iter().enumerate().collect(), seen_a_row: false }
    }

    /// Takes in what stands in a row.
    pub fn look_at(&mut self, row: &AccountRow) {
        self.seen_a_row = true;
        self.columns.retain(|(place, _)| extra_value(row, *place).is_none());
    }

    /// Tells of the columns in which nothing stood in any row.
    pub fn tell(&self) {
        if self.seen_a_row {
            self.columns.iter().for_each(|(_, column)| remarks::line(&told(column)));
        }
    }
}

fn told(column: &str) -> String {
    let known = Column::KNOWN.map(|column| column.to_string());
    let meant = nearest(column, known.iter().map(String::as_str));
    let question = meant.map(|meant| format!("; did you mean {meant}?")).unwrap_or_default();
    format!("no account here has anything in {column}{question}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_unfilled_until_something_stands_in_it() {
        let row = |extra: [Option<&str>; 2]| {
            let extra = extra.map(|value| value.map(Into::into)).into();
            AccountRow { extra, ..AccountRow::bare("a1".into()) }
        };
        let mut unfilled = Unfilled::among(vec!["nmae".to_owned(), "uuid".to_owned()]);
        unfilled.look_at(&row([None, None]));
        unfilled.look_at(&row([None, Some("x")]));
        unfilled.look_at(&row([None, None]));
        assert_eq!(unfilled.columns, [(0, "nmae".to_owned())]);
    }

    #[test]
    fn only_a_near_name_is_offered() {
        assert_eq!(told("modifed"), "no account here has anything in modifed; did you mean modified?");
        assert_eq!(told("attr.department"), "no account here has anything in attr.department");
    }
}
