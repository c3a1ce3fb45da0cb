//! Reading watched accounts again: all of them in one request, where there is more than one.

use super::protocol::Look;
use super::readings::{self, Found};
use crate::api::Client;
use crate::model::{AccountId, ActsOn, Urgency};

/// Looks at each of these accounts once.
pub(super) async fn look(client: &Client, ids: &[AccountId]) -> Vec<(AccountId, Look)> {
    let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let mut found = readings::read(client, ActsOn::Account, &texts, Urgency::Ahead).await;
    let look = |id: &AccountId| {
        let look = match found.remove(id.as_str())? {
            Found::Account(account) => Look::Here(Box::new(account.row)),
            Found::Absent => Look::Gone,
            Found::Unread(problem) => Look::NotRead(problem),
            // Accounts were asked for.
            Found::Identity(_) | Found::Source { .. } => return None,
        };
        Some((id.clone(), look))
    };
    ids.iter().filter_map(look).collect()
}
