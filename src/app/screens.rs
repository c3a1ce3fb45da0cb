//! What lies over the table: a stack of screens that exist only while they are open.

pub mod columns;
pub mod palette;
pub mod plan;
pub mod query_bar;
pub mod run;
pub mod tasks;

use super::action::Context;
use super::cursor::Cursor;
use super::editor::Editor;
pub use columns::ColumnChooser;
pub use palette::Palette;
pub use plan::PlanScreen;
pub use query_bar::QueryBar;
pub use run::RunScreen;
pub use tasks::TasksScreen;

/// An open screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// The person works in the detail pane.
    Details,
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
    /// What is about to be done, and whether.
    Plan(Box<PlanScreen>),
    /// A run and its report.
    Run(RunScreen),
    /// What was submitted from this machine.
    Tasks(TasksScreen),
    /// Whether to leave while a run is going.
    Leaving,
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
            Self::Plan(plan) if plan.field().is_some() => Context::Text,
            Self::Plan(_) | Self::Leaving => Context::Dialog,
            Self::Run(_) => Context::Run,
            Self::Tasks(_) => Context::Tasks,
        }
    }

    /// The text field that has focus while this screen is on top.
    #[must_use]
    pub fn editor(&self) -> Option<&Editor> {
        match self {
            Self::Search(editor) => Some(editor),
            Self::QueryBar(bar) => Some(&bar.editor),
            Self::Palette(palette) => Some(&palette.editor),
            Self::Plan(plan) => plan.field(),
            _ => None,
        }
    }
}
