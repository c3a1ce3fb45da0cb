//! What lies over the table: a stack of screens that exist only while they are open.

pub mod columns;
pub mod diff;
pub mod export;
pub mod identity;
pub mod palette;
pub mod picker;
pub mod plan;
pub mod plan_file;
pub mod pulse;
pub mod query_bar;
pub mod queues;
pub mod run;
pub mod sibling;
pub mod target;
pub mod tasks;

use super::action::Context;
use super::cursor::Cursor;
use super::document::Document;
use super::editor::Editor;
pub use columns::ColumnChooser;
pub use diff::Diff;
pub use export::ExportScreen;
pub use identity::IdentityView;
pub use palette::Palette;
pub use picker::{Picker, Picking};
pub use plan::PlanScreen;
pub use plan_file::{PlanOpening, PlanSaving};
pub use pulse::PulseScreen;
pub use query_bar::QueryBar;
pub use queues::QueuesScreen;
pub use run::RunScreen;
pub use sibling::Sibling;
pub use target::TargetScreen;
pub use tasks::TasksScreen;

use crate::work::protocol::JobId;

/// An open screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// The person works in the detail pane.
    Details,
    /// The person works in the details of an account gone to from one of its siblings.
    Sibling(Box<Sibling>),
    /// The identity view, in the place of the table.
    Identity(Box<IdentityView>),
    /// The search within the details, or within the document below.
    Search(Editor),
    /// The query bar.
    QueryBar(Box<QueryBar>),
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
    /// Which accounts are written to a file.
    Export(Box<ExportScreen>),
    /// What is about to be done, and whether.
    Plan(Box<PlanScreen>),
    /// One of its targets, in full.
    Target(Box<TargetScreen>),
    /// Where the plan below is to be saved.
    PlanSaving(Box<PlanSaving>),
    /// The plan of a file that is being read.
    PlanOpening(PlanOpening),
    /// A run and its report.
    Run(RunScreen),
    /// What was submitted from this machine.
    Tasks(TasksScreen),
    /// The tenant at a glance.
    Pulse(PulseScreen),
    /// The list of queues.
    Queues(QueuesScreen),
    /// Whether to leave while a run is going.
    Leaving,
}

impl Screen {
    /// What keys mean while this screen is on top.
    #[must_use]
    pub fn context(&self) -> Context {
        match self {
            Self::Details | Self::Sibling(_) => Context::Details,
            Self::Identity(_) => Context::Identity,
            Self::Search(_) | Self::QueryBar(_) | Self::Palette(_) | Self::PlanSaving(_) => Context::Text,
            Self::Help(_) => Context::Help,
            Self::Log(_) => Context::Log,
            Self::Columns(_) => Context::Columns,
            Self::Document(_) => Context::Document,
            Self::Diff(_) => Context::Diff,
            Self::Picker(_) => Context::Picker,
            Self::Export(_) => Context::Export,
            Self::Plan(plan) if plan.field().is_some() => Context::Text,
            Self::Plan(_) | Self::PlanOpening(_) | Self::Leaving => Context::Dialog,
            Self::Target(_) => Context::Target,
            Self::Run(_) => Context::Run,
            Self::Tasks(_) => Context::Tasks,
            Self::Pulse(_) => Context::Pulse,
            Self::Queues(_) => Context::Queues,
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
            Self::Export(export) => export.jobs().collect(),
            Self::QueryBar(bar) => bar.counting.iter().map(|(job, _)| *job).collect(),
            Self::Plan(plan) => plan.job.into_iter().collect(),
            Self::PlanSaving(saving) => saving.job.into_iter().collect(),
            Self::PlanOpening(opening) => vec![opening.job],
            Self::Identity(view) => view.jobs().collect(),
            Self::Pulse(pulse) => pulse.job.into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Whether an order is composed on it, which has gone once that is confirmed.
    #[must_use]
    pub fn composes(&self) -> bool {
        matches!(self, Self::Document(_) | Self::Diff(_) | Self::Picker(_))
    }

    /// The text field that has focus while this screen is on top.
    #[must_use]
    pub fn editor(&self) -> Option<&Editor> {
        match self {
            Self::Search(editor) => Some(editor),
            Self::QueryBar(bar) => Some(&bar.editor),
            Self::Palette(palette) => Some(&palette.editor),
            Self::Picker(picker) => Some(&picker.editor),
            Self::Export(export) => Some(&export.file),
            Self::Plan(plan) => plan.field(),
            Self::PlanSaving(saving) => Some(&saving.file),
            _ => None,
        }
    }
}
