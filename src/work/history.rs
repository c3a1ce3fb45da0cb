//! What this machine did to an account and to the sign-in of its identity: read from the journal, for the screen.
//!
//! Whoever only looks needs no journal, and gets none: where nothing was ever written there is nothing to tell.

use super::journal::{Instance, Journal};
use super::office::Office;
use crate::model::{AccountId, ActsOn, PastAction, Problem, ProblemKind};

impl Office {
    /// What was done to the account, and to the sign-in of the identity where one is named, newest first.
    ///
    /// # Errors
    ///
    /// Where there is a journal and it cannot be read.
    pub(super) async fn history(
        &self,
        account: &AccountId,
        identity: Option<String>,
    ) -> Result<Vec<PastAction>, Problem> {
        let (tenant, account) = (self.client().tenant(), account.to_string());
        let read = move |journal: &Journal| {
            let account = [(ActsOn::Account, account)];
            let targets = account.into_iter().chain(identity.map(|id| (ActsOn::Identity, id)));
            journal.history(&tenant, targets)
        };
        if let Some(keeper) = self.keeper() {
            return keeper.with(move |journal| read(journal)).await;
        }
        let Some(directory) = self.directory().map(ToOwned::to_owned) else { return Ok(Vec::new()) };
        let opened = tokio::task::spawn_blocking(move || {
            Journal::open_existing(&directory, Instance::this())?
                .map_or_else(|| Ok(Vec::new()), |journal| read(&journal))
        });
        opened.await.unwrap_or_else(|error| Err(Problem::new(ProblemKind::Journal, error.to_string())))
    }
}
