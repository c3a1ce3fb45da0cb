//! What no vendor has: the tenant's own counters and ledger, and a hand on what only sources do. Outside of tokens, limits
//! and faults but one.

use std::sync::PoisonError;

use super::{Asked, Service, lock};
use crate::tenant::answer::{Answer, Refusal};
use crate::tenant::faults::Fault;
use crate::tenant::moment::Millis;
use crate::tenant::store::account::AccountRow;

impl Service {
    /// Answers what is asked of the tenant itself; none where it is the API that is asked.
    pub(super) fn about_itself(&self, asked: &Asked, now: Millis) -> Option<Answer> {
        let path = asked.path.strip_prefix("/_tenant/")?;
        let to_lock = path.strip_prefix("accounts/").and_then(|path| path.strip_suffix("/lock"));
        let answer = match (path, to_lock) {
            ("stats", _) => Some(Answer::json(200, lock(&self.stats).json(&self.dice.struck()).to_string())),
            ("ledger", _) => Some(Answer::plain(200, "application/x-ndjson", lock(&self.ledger).lines())),
            (_, Some(id)) if asked.method == "POST" && self.is_local => self.lock_account(id, now),
            _ => None,
        };
        Some(answer.unwrap_or_else(|| Refusal::NotFound.answer(&self.tracking_id())))
    }

    /// Locks an account, as its source does after too many wrong passwords: the API itself can only unlock. Moves `modified`
    /// unless `still-modified` strikes.
    fn lock_account(&self, id: &str, now: Millis) -> Option<Answer> {
        let mut store = self.store.write().unwrap_or_else(PoisonError::into_inner);
        let number = store.account_by_id(id)?.number;
        let is_still = self.dice.strikes(Fault::StillModified);
        store.change(number, |row| {
            row.set(AccountRow::LOCKED, true);
            if !is_still {
                row.modified = now;
            }
        });
        Some(Answer::plain(204, "text/plain", ""))
    }
}
