//! How a subcommand ended: the exit code, and the sentence that goes with a failure.

use std::io;
use std::process::ExitCode;

use super::remarks;
use crate::model::{Problem, ProblemKind};
use crate::query::QueryError;

/// How a subcommand ended, as the shell is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Everything asked for is there.
    Done,
    /// Some of it is not, or the tenant could not be asked.
    Incomplete,
    /// The command line, the query or the settings do not allow to go on.
    Usage,
    /// The tenant does not know us, or does not let us.
    NotAllowed,
    /// Nothing matched, or no account has this id.
    Nothing,
    /// The person stopped it.
    Interrupted,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(ending.code())
    }
}

impl Ending {
    /// The exit code.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Incomplete => 1,
            Self::Usage => 2,
            Self::NotAllowed => 3,
            Self::Nothing => 4,
            Self::Interrupted => 130,
        }
    }
}

impl Ending {
    /// The one of two that the shell has to be told.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        let order = [Self::Done, Self::Nothing, Self::Incomplete, Self::NotAllowed, Self::Usage, Self::Interrupted];
        let place = |ending: Self| order.iter().position(|known| *known == ending);
        if place(other) > place(self) { other } else { self }
    }

    /// How a run ended, by its exit code.
    #[must_use]
    pub fn of_run(exit_code: u8) -> Self {
        match exit_code {
            0 => Self::Done,
            3 => Self::NotAllowed,
            _ => Self::Incomplete,
        }
    }
}

impl From<ProblemKind> for Ending {
    fn from(kind: ProblemKind) -> Self {
        match kind {
            // A tenant that rejects a list was asked something it does not understand: the person's `raw:`.
            ProblemKind::Settings | ProblemKind::NotOffered | ProblemKind::Rejected => Self::Usage,
            ProblemKind::SignIn | ProblemKind::Forbidden => Self::NotAllowed,
            ProblemKind::NotFound => Self::Nothing,
            ProblemKind::Cancelled => Self::Interrupted,
            ProblemKind::Unreachable
            | ProblemKind::Timeout
            | ProblemKind::Busy
            | ProblemKind::TenantFailed
            | ProblemKind::Unreadable
            | ProblemKind::Journal => Self::Incomplete,
        }
    }
}

/// Why a subcommand could not do what it was asked.
#[derive(Debug)]
pub enum Failure {
    /// Something went wrong that has a sentence of its own.
    Problem(Problem),
    /// The query does not read. Nothing was sent.
    Query {
        /// What was typed.
        text: String,
        /// What is wrong with it, in its order.
        errors: Vec<QueryError>,
    },
    /// Standard output cannot be written to.
    Output(io::Error),
}

impl Failure {
    /// Tells the failure on standard error and says how the program ends.
    #[must_use]
    pub fn tell(self) -> Ending {
        match self {
            Self::Problem(problem) => {
                remarks::complain(&problem.to_string());
                for sentence in problem.permission.iter().flat_map(|permission| permission.in_full()) {
                    remarks::line(&format!("  {sentence}"));
                }
                problem.kind.into()
            }
            Self::Query { text, errors } => {
                remarks::underline(&text, &errors);
                Ending::Usage
            }
            // Whoever read our output has read enough (`qd list --all | head`): that is no failure.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Ending::Done,
            Self::Output(error) => {
                remarks::complain(&format!("cannot write to standard output: {error}"));
                Ending::Incomplete
            }
        }
    }
}

/// The ending of what was done, when it was printed too. That nobody read all of it (`qd disable … | head`) does not change
/// what was done.
///
/// # Errors
///
/// Where it could not be printed for another reason.
pub fn ending_told(ending: Ending, printed: Result<(), Failure>) -> Result<Ending, Failure> {
    match printed {
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ending),
        printed => printed.map(|()| ending),
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_are_the_documented_ones() {
        let cases = [
            (ProblemKind::Unreachable, 1),
            (ProblemKind::Timeout, 1),
            (ProblemKind::TenantFailed, 1),
            (ProblemKind::Journal, 1),
            (ProblemKind::Settings, 2),
            (ProblemKind::NotOffered, 2),
            (ProblemKind::SignIn, 3),
            (ProblemKind::Forbidden, 3),
            (ProblemKind::NotFound, 4),
            (ProblemKind::Cancelled, 130),
        ];
        for (kind, code) in cases {
            assert_eq!(Ending::from(kind).code(), code, "{kind:?}");
        }
    }

    #[test]
    fn a_reader_who_has_enough_is_no_failure() {
        assert_eq!(Failure::from(io::Error::from(io::ErrorKind::BrokenPipe)).tell(), Ending::Done);
        assert_eq!(Failure::from(io::Error::from(io::ErrorKind::StorageFull)).tell(), Ending::Incomplete);
    }
}
