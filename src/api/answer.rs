//! What came of a write on the line, as data. What that means for the write is judged elsewhere.

use super::retry::Again;
use super::wire::Receipt;
use crate::model::Problem;

/// What came of a write on the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The tenant answered.
    Answered {
        /// The HTTP status, whatever it is.
        status: u16,
        /// What the tenant gave, where the answer is a 2xx that reads as the vendor's document says.
        receipt: Option<Receipt>,
        /// The tenant's words, or why its answer does not read. None beside a receipt.
        problem: Option<Problem>,
        /// The vendor's id of the request.
        tracking_id: Option<String>,
    },
    /// The request never reached the line: not signed in, no connection, or not one this client may send.
    NotHandedOver(Problem),
    /// The request was handed over, and no answer began: it may have been carried out.
    Lost(Problem),
}

impl Answer {
    /// What a failure means that came instead of a whole answer.
    pub(super) fn of_failure(problem: Problem, again: Again) -> Self {
        match (problem.status, again) {
            (Some(status), _) => Self::Answered {
                status,
                receipt: None,
                tracking_id: problem.tracking_id.clone(),
                problem: Some(problem),
            },
            (None, Again::IfRead) => Self::Lost(problem),
            (None, _) => Self::NotHandedOver(problem),
        }
    }

    /// The status, where an answer came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Answered { status, .. } => Some(*status),
            Self::NotHandedOver(_) | Self::Lost(_) => None,
        }
    }

    /// What went wrong, where something did.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Answered { problem, .. } => problem.as_ref(),
            Self::NotHandedOver(problem) | Self::Lost(problem) => Some(problem),
        }
    }

    /// What the tenant gave, where it took the write and said so.
    #[must_use]
    pub fn receipt(&self) -> Option<&Receipt> {
        match self {
            Self::Answered { receipt, .. } => receipt.as_ref(),
            Self::NotHandedOver(_) | Self::Lost(_) => None,
        }
    }

    /// The vendor's id of the request, where told.
    #[must_use]
    pub fn tracking_id(&self) -> Option<&str> {
        match self {
            Self::Answered { tracking_id, .. } => tracking_id.as_deref(),
            Self::NotHandedOver(_) | Self::Lost(_) => None,
        }
    }
}
