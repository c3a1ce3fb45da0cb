//! All accounts that match a query, to be acted on: all, or none at all where it is not certain which those are.

use std::collections::HashSet;
use std::ops::ControlFlow;

use crate::api::{Client, Gate};
use crate::model::text::grouped;
use crate::model::{Problem, ProblemKind};
use crate::work::protocol::{Census, Scan};
use crate::work::scan::{self, Scanned};

/// The accounts that match.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matching {
    /// Their ids, each once.
    pub accounts: Vec<String>,
    /// The ids of their identities, each once.
    pub identities: Vec<String>,
    /// How many of the accounts belong to nobody.
    pub nobodys: u64,
}

/// Reads the list to its end. `told` hears how it goes on.
///
/// # Errors
///
/// A [`ProblemKind::Unreadable`] where the list is known to be incomplete: what is missing from it may match as well, and
/// "all" would be less than all. Else what kept us from reading.
pub async fn matching(client: &Client, scan: &Scan, told: impl Fn(Census) + Send + Sync) -> Result<Matching, Problem> {
    let (mut matching, mut known) = (Matching::default(), HashSet::new());
    let Scanned { census, failure } = scan::scan(client, scan, &Gate::default(), |batch| {
        told(batch.census);
        for row in batch.rows {
            match row.identity.as_deref().and_then(|identity| identity.id.as_deref()) {
                None => matching.nobodys += 1,
                Some(id) if known.insert(id.to_owned()) => matching.identities.push(id.to_owned()),
                Some(_) => {}
            }
            matching.accounts.push(row.id.to_string());
        }
        ControlFlow::Continue(())
    })
    .await;
    match failure {
        Some(problem) => Err(problem),
        None if census.is_whole() => Ok(matching),
        None => Err(not_all(&census)),
    }
}

fn not_all(census: &Census) -> Problem {
    let have = grouped(census.have);
    let told = match census.total {
        Some(total) if total > census.have => {
            format!("only {have} of {} accounts could be read ({} missing)", grouped(total), grouped(census.missing()))
        }
        Some(total) if total < census.have => {
            format!("{have} accounts were read, though the tenant counts {}", grouped(total))
        }
        Some(_) => format!("accounts moved while they were read, and some of the {have} may be missing"),
        None => format!("{have} accounts were read, and the tenant does not say how many there are"),
    };
    Problem::new(ProblemKind::Unreadable, format!("not all that match are known: {told}; nothing was sent"))
        .with_advice("try again, or name the accounts by their ids")
}
