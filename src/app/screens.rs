//! What lies over the table: a stack of screens that exist only while they are open.

pub mod columns;
pub mod diff;
pub mod palette;
pub mod picker;
pub mod query_bar;

use super::action::Context;
use super::cursor::Cursor;
use super::document::Document;
use super::editor::Editor;
pub use columns::ColumnChooser;
pub use diff::Diff;
pub use palette::Palette;
pub use picker::{Picker, Picking};
pub use query_bar::QueryBar;

use crate::work::protocol::JobId;

/// An open screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// The person works in the detail pane.
    Details,
    /// The search within the details, or within the document below.
    Search(Editor),
    /// The query bar.
    QueryBar(QueryBar),
    /// The palette.
    Palette(Palette),
    /// The help.
    Help(Cursor),
    /// The request log.
    Log(Cursor),
    /// The column chooser.
    Columns(ColumnChooser),
    /// The editor of a document.
    Document(Box<Document>),
    /// What the document below would change.
    Diff(Box<Diff>),
    /// A list to pick from.
    Picker(Box<Picker>),
}

impl Screen {
    /// What keys mean while this screen is on top.
    #[must_use]
    pub fn context(&self) -> Context {
        match self {
            Self::Details => Context::Details,
            Self::Search(_) | Self::QueryBar(_) | Self::Palette(_) => Context::Text,
            Self::Help(_) => Context::Help,
            Self::Log(_) => Context::Log,
            Self::Columns(_) => Context::Columns,
            Self::Document(_) => Context::Document,
            Self::Diff(_) => Context::Diff,
            Self::Picker(_) => Context::Picker,
        }
    }

    /// The jobs whose answers are wanted for this screen alone.
    #[must_use]
    pub fn jobs(&self) -> Vec<JobId> {
        match self {
            Self::Document(document) => document.jobs().collect(),
            Self::Diff(diff) => diff.job.into_iter().collect(),
            Self::Picker(picker) => match &picker.picking {
                Picking::Owner(owners) => owners.job.into_iter().collect(),
                Picking::Source(_) => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The text field that has focus while this screen is on top.
    #[must_use]
    pub fn editor(&self) -> Option<&Editor> {
        match self {
            Self::Search(editor) => Some(editor),
            Self::QueryBar(bar) => Some(&bar.editor),
            Self::Palette(palette) => Some(&palette.editor),
            Self::Picker(picker) => Some(&picker.editor),
            _ => None,
        }
    }
}
