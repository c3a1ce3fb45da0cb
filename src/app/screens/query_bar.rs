//! The query bar: what is typed, what it would ask, and where it is wrong.

use crate::app::editor::Editor;
use crate::query::QueryError;

/// The query bar while it is open.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QueryBar {
    /// What is typed.
    pub editor: Editor,
    /// What that means to the tenant, as far as it can be told.
    pub preview: Preview,
    /// Whether Enter was pressed while the names of the sources were still on their way.
    pub waits_for_sources: bool,
}

/// What the bar says below the text.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Preview {
    /// Nothing typed: Enter shows all accounts.
    #[default]
    Everything,
    /// What the tenant would be asked.
    Asks {
        /// The filter in the API's grammar; none when only the order changes.
        filter: Option<String>,
        /// In words.
        meaning: Vec<String>,
    },
    /// The text cannot be sent.
    Wrong(Vec<QueryError>),
}
