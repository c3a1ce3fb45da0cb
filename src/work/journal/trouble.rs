//! What the database says, told as a [`Problem`].

use rusqlite::ErrorCode;

use crate::model::{Problem, ProblemKind};

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        let (summary, advice) = match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => (
                "the disk of the journal is full: nothing is sent that cannot be written down",
                "make room there; browsing goes on",
            ),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                ("another quarterdeck keeps the journal busy", "try again, or close the other one")
            }
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => (
                "the journal cannot be written to: nothing is sent that cannot be written down",
                "see to the rights of the state directory, or name another in QD_STATE_DIR",
            ),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => (
                "the journal is damaged: nothing is sent that cannot be written down",
                "put the file aside or bring it back from a backup; QD_STATE_DIR names another place",
            ),
            _ => (
                "the journal failed: nothing is sent that cannot be written down",
                "see to the disk of the state directory",
            ),
        };
        Self::new(ProblemKind::Journal, summary).with_detail(error.to_string()).with_advice(advice)
    }
}
