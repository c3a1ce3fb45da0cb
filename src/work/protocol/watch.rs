//! What reading a watched account again gave.

use crate::model::{AccountRow, Problem};

/// What reading an account again gave.
#[derive(Debug, Clone, PartialEq)]
pub enum Look {
    /// How it stands.
    Here(Box<AccountRow>),
    /// It is certainly not on the tenant any more.
    Gone,
    /// It could not be read.
    NotRead(Problem),
}
