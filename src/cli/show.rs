//! `qd show`: one account, or its entitlements.

mod account;
mod entitlements;

use super::arguments;
use super::asking::Asking;
use super::ending::{Ending, Failure};
use crate::model::AccountId;
use crate::settings::Flags;

/// Shows an account.
///
/// # Errors
///
/// Where there is no such account, the tenant does not answer, or the output cannot be written.
pub fn show(arguments: &arguments::Show, flags: &Flags) -> Result<Ending, Failure> {
    let asking = Asking::prepare(flags)?;
    let id = AccountId::from(arguments.id.as_str());
    if arguments.entitlements { entitlements::show(&asking, &id) } else { account::show(&asking, &id) }
}
