//! What lies over the table: a stack of screens that exist only while they are open.

pub mod columns;
pub mod identity;
pub mod palette;
pub mod query_bar;
pub mod sibling;

use super::action::Context;
use super::cursor::Cursor;
use super::editor::Editor;
pub use columns::ColumnChooser;
pub use identity::IdentityView;
pub use palette::Palette;
pub use query_bar::QueryBar;
pub use sibling::Sibling;

/// An open screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// The person works in the detail pane.
    Details,
    /// The person works in the details of an account gone to from one of its siblings.
    Sibling(Box<Sibling>),
    /// The identity view, in the place of the table.
    Identity(Box<IdentityView>),
    /// The search within the details.
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
}

impl Screen {
    /// What keys mean while this screen is on top.
    #[must_use]
    pub fn context(&self) -> Context {
        match self {
            Self::Details | Self::Sibling(_) => Context::Details,
            Self::Identity(_) => Context::Identity,
            Self::Search(_) | Self::QueryBar(_) | Self::Palette(_) => Context::Text,
            Self::Help(_) => Context::Help,
            Self::Log(_) => Context::Log,
            Self::Columns(_) => Context::Columns,
        }
    }

    /// The text field that has focus while this screen is on top.
    #[must_use]
    pub fn editor(&self) -> Option<&Editor> {
        match self {
            Self::Search(editor) => Some(editor),
            Self::QueryBar(bar) => Some(&bar.editor),
            Self::Palette(palette) => Some(&palette.editor),
            _ => None,
        }
    }
}
