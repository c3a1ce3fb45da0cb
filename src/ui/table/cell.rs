//! What stands in a cell of the table.

use std::borrow::Cow;

use ratatui::style::Style;

use crate::app::State;
use crate::app::column::{Column, extra_value};
use crate::model::{AccountRow, AccountState, NOT_TOLD};
use crate::ui::theme::Theme;
use crate::ui::time::age;

/// The text of a cell, as the tenant gave it where it is the tenant's.
pub(super) fn text<'a>(state: &State, column: &Column, row: &'a AccountRow) -> Cow<'a, str> {
    let given = |text: &'a Option<Box<str>>| Cow::Borrowed(text.as_deref().unwrap_or(NOT_TOLD));
    let ago = |at: Option<jiff::Timestamp>| at.map_or(Cow::Borrowed(NOT_TOLD), |at| age(state.now, at).into());
    match column {
        Column::State => match state.runs.verb_on(row.id.as_str()) {
            Some(verb) => Cow::Borrowed(verb.going()),
            None => Cow::Borrowed(row.state().word()),
        },
        Column::Name => row.name_to_show(),
        Column::Source => given(&row.source.name),
        Column::Identity => Cow::Borrowed(row.identity_to_show()),
        Column::Modified => ago(row.modified),
        Column::NativeId => given(&row.native_identity),
        Column::Created => ago(row.created),
        Column::Id => Cow::Borrowed(row.id.as_str()),
        Column::Field(_) => {
            let index = state.list.columns.extra_index(column);
            Cow::Borrowed(extra_value(row, index).unwrap_or_default())
        }
    }
}

/// How a state looks.
pub(in crate::ui) fn state_style(theme: &Theme, state: AccountState) -> Style {
    match state {
        AccountState::Locked | AccountState::DisabledLocked => theme.danger,
        AccountState::Disabled => theme.warning,
        AccountState::Enabled | AccountState::Unknown => Style::new(),
    }
}

/// Whether the column's values end in a common line, as lengths of time do.
pub(in crate::ui) fn is_right_aligned(column: &Column) -> bool {
    matches!(column, Column::Modified | Column::Created)
}
