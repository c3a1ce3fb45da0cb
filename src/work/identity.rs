//! An identity by its id, read as far as this sign-in may.

use super::protocol::Urgency;
use crate::api::{Client, Request};
use crate::model::{Identity, Problem, ProblemKind};

/// The identity, and why the state of its sign-in is not told, where this sign-in may not read that.
///
/// `listIdentities` tells the state of the sign-in, and asks for a scope the help desk often lacks; `getPublicIdentities`
/// is open to everybody, and does not tell it.
///
/// # Errors
///
/// A [`ProblemKind::NotFound`] where the tenant knows no such identity; else what kept us from reading it.
pub(super) async fn identity(client: &Client, id: &str) -> Result<(Identity, Option<Problem>), Problem> {
    let refused = match client.send(&Request::list_identity(id), Urgency::Person).await {
        Ok(page) => return Ok((page.rows.into_iter().next().ok_or_else(unknown)?, None)),
        Err(problem) if problem.kind == ProblemKind::Forbidden => problem,
        Err(problem) => return Err(problem),
    };
    match client.send(&Request::get_public_identity(id), Urgency::Person).await {
        Ok(page) => Ok((page.rows.into_iter().next().ok_or_else(unknown)?, Some(refused))),
        Err(problem) if problem.kind == ProblemKind::Forbidden => Err(refused),
        Err(problem) => Err(problem),
    }
}

fn unknown() -> Problem {
    Problem::new(ProblemKind::NotFound, "the tenant knows no identity of this id")
}
