//! A plan goes to a file, or comes from one.

use crate::app::editor::Editor;
use crate::work::protocol::{Existing, JobId};

/// Where a plan is to be saved.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanSaving {
    /// The file.
    pub file: Editor,
    /// The job that writes it.
    pub job: Option<JobId>,
    /// There is a file of this name: Enter again replaces it.
    pub asks_about: Option<String>,
}

impl PlanSaving {
    /// Nothing is written yet; this name is proposed.
    #[must_use]
    pub fn to(file: &str) -> Self {
        Self { file: Editor::holding(file), job: None, asks_about: None }
    }

    /// What becomes of a file of that name: Enter twice on the same name replaces it.
    #[must_use]
    pub fn existing(&self) -> Existing {
        match &self.asks_about {
            Some(name) if name == self.file.text() => Existing::Replaced,
            _ => Existing::Stays,
        }
    }
}

/// The plan of a file that is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanOpening {
    /// The file.
    pub file: String,
    /// The job that reads it.
    pub job: JobId,
}
