//! Judging accounts one by one: what the API's filter has nothing for, and whether an account read again still belongs.

mod attribute;
mod standing;

use serde_json::Value;

use super::claim::Claim;
use super::resolve::{Resolved, resolve};
use super::term::{Holding, State, TimeField};
use super::{Context, Query, QueryError};
use crate::model::{AccountRow, AccountState};

/// An account as a predicate sees it.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The facts the table knows.
    pub row: &'a AccountRow,
    /// The attributes read from its source; may be left empty where [`Predicate::reads_attributes`] says no.
    pub attributes: &'a [(String, Value)],
}

/// A test of one account. What is not told of the account equals nothing, and `-x` holds exactly where `x` does not.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicate(Claim);

/// A whole query as a test of one account: what the tenant would answer, and what we judge ourselves.
///
/// # Errors
/// What is wrong with the query, and `raw:`, which only the tenant can judge.
pub fn whole(query: &Query, context: &Context<'_>) -> Result<Predicate, QueryError> {
    let (resolved, mut errors) = resolve(query, context);
    let mut claims = Vec::new();
    for part in resolved {
        match part {
            Resolved::Claim(claim) => claims.push(claim),
            Resolved::Raw(filter) => {
                let message = "raw: cannot be judged here: only the tenant reads it";
                errors.push(QueryError::new(filter.span, message));
            }
        }
    }
    errors.sort_by_key(|error| error.span.start);
    match errors.into_iter().next() {
        Some(first) => Err(first),
        None => Ok(Predicate::all(claims)),
    }
}

impl Predicate {
    /// The claims that must all hold.
    pub(super) fn all(claims: Vec<Claim>) -> Self {
        Self(Claim::All(claims))
    }

    /// Whether the account passes.
    #[must_use]
    pub fn holds(&self, account: Judged<'_>) -> bool {
        holds(&self.0, account)
    }

    /// Whether attributes are looked at, so that whole accounts have to be decoded.
    #[must_use]
    pub fn reads_attributes(&self) -> bool {
        reads_attributes(&self.0)
    }
}

fn holds(claim: &Claim, account: Judged<'_>) -> bool {
    let row = account.row;
    match claim {
        Claim::All(all) => all.iter().all(|claim| holds(claim, account)),
        Claim::Any(any) => any.iter().any(|claim| holds(claim, account)),
        Claim::Not(claim) => !holds(claim, account),
        Claim::Text { field, texts } => field.of(row).is_some_and(|text| texts.fit(text)),
        Claim::On(sources) => row.source.id.as_deref().is_some_and(|id| sources.iter().any(|source| source.id == id)),
        Claim::Attribute { name, texts } => attribute::fits(account.attributes, name, texts),
        Claim::Time { field, bounds, .. } => {
            let time = match field {
                TimeField::Modified => row.modified,
                TimeField::Created => row.created,
            };
            time.is_some_and(|time| bounds.iter().all(|bound| bound.holds(time)))
        }
        Claim::Is(state) => is(row, *state),
        Claim::Has(Holding::Entitlements) => row.has_entitlements == Some(true),
        Claim::Like { fuzzy, .. } => fuzzy.is_in(row),
    }
}

fn reads_attributes(claim: &Claim) -> bool {
    match claim {
        Claim::All(claims) | Claim::Any(claims) => claims.iter().any(reads_attributes),
        Claim::Not(claim) => reads_attributes(claim),
        Claim::Attribute { .. } => true,
        _ => false,
    }
}

pub(super) fn is(row: &AccountRow, state: State) -> bool {
    match state {
        State::Locked => row.locked == Some(true),
        State::Disabled => row.disabled == Some(true),
        State::Enabled => row.state() == AccountState::Enabled,
        State::Uncorrelated => row.uncorrelated == Some(true),
        State::Correlated => row.uncorrelated == Some(false),
        State::Manual => row.manually_correlated == Some(true),
        State::Authoritative => row.authoritative == Some(true),
        State::Machine => row.is_machine == Some(true),
        State::System => row.system_account == Some(true),
        State::Active => standing::is_active(row) == Some(true),
        State::Leaver => standing::is_active(row) == Some(false),
    }
}

#[cfg(test)]
mod tests;
