//! What has been asked for and may not be here: one value instead of three booleans.

use crate::model::Problem;

/// Something read from the tenant.
///
/// A failed or repeated read keeps what was here before, so that a screen never goes blank because of the network.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Load<T> {
    /// Not asked for.
    #[default]
    Idle,
    /// Asked for.
    Loading {
        /// What an earlier read gave.
        stale: Option<T>,
    },
    /// Here.
    Ready(T),
    /// The read failed.
    Failed {
        /// Why.
        problem: Problem,
        /// What an earlier read gave.
        stale: Option<T>,
    },
}

impl<T> Load<T> {
    /// What can be shown: the newest value, however old.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Idle => None,
            Self::Ready(value) => Some(value),
            Self::Loading { stale } | Self::Failed { stale, .. } => stale.as_ref(),
        }
    }

    /// Why the last read failed, if it did.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Failed { problem, .. } => Some(problem),
            _ => None,
        }
    }

    /// Whether an answer is awaited.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        matches!(self, Self::Loading { .. })
    }

    /// Takes the value out, leaving [`Load::Idle`].
    pub fn take(&mut self) -> Option<T> {
        match std::mem::take(self) {
            Self::Idle => None,
            Self::Ready(value) => Some(value),
            Self::Loading { stale } | Self::Failed { stale, .. } => stale,
        }
    }

    /// Marks the read as under way and keeps what is here.
    pub fn begin(&mut self) {
        let stale = self.take();
        *self = Self::Loading { stale };
    }

    /// Marks the read as failed and keeps what is here.
    pub fn fail(&mut self, problem: Problem) {
        let stale = self.take();
        *self = Self::Failed { problem, stale };
    }

    /// Ends a read that was cancelled: what was here before is all there is.
    pub fn give_up(&mut self) {
        if let Self::Loading { stale } = self {
            *self = match stale.take() {
                Some(value) => Self::Ready(value),
                None => Self::Idle,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ProblemKind;

    #[test]
    fn a_failed_refresh_keeps_the_old_value() {
        let mut load = Load::Ready(7);
        load.begin();
        assert_eq!(load.value(), Some(&7));
        load.fail(Problem::new(ProblemKind::Timeout, "no answer"));
        assert_eq!(load.value(), Some(&7));
        assert_eq!(load.problem().map(|problem| problem.summary.as_str()), Some("no answer"));
    }

    #[test]
    fn a_cancelled_read_leaves_what_was_there() {
        let mut load = Load::Ready(7);
        load.begin();
        load.give_up();
        assert_eq!(load, Load::Ready(7));
        let mut load = Load::<i32>::Idle;
        load.begin();
        load.give_up();
        assert_eq!(load, Load::Idle);
    }
}
