//! The state of a piece of work the tenant does in its own time.

/// The state of a task, as `getTaskStatus` tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskStatus {
    /// The task's id.
    pub id: String,
    /// How it ended (`SUCCESS`, `WARNING`, `ERROR` …), as the tenant wrote it; none while it runs.
    pub completion: Option<String>,
    /// How far it is, in percent.
    pub percent: Option<u64>,
    /// When it ended.
    pub completed: Option<jiff::Timestamp>,
    /// What it says, in the tenant's order; each text once.
    pub messages: Vec<String>,
}
