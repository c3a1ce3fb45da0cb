//! Whether identities may sign in to the tenant: one, or many at once.

use serde_json::{Value, json};

use super::{Desk, Service, taken};
use crate::tenant::answer::{Answer, Refusal};
use crate::tenant::backlog::Follow;
use crate::tenant::effect::Effect;
use crate::tenant::ledger::Entry;
use crate::tenant::service::Request;

impl Service {
    pub(super) fn sign_in(&self, desk: &mut Desk<'_>, asked: &Request<'_>, on: bool) -> Result<Answer, Refusal> {
        if self.let_sign_in(desk, asked, asked.id, on) { Ok(taken()) } else { Err(Refusal::NotFound) }
    }

    /// Always 207: each identity has a status of its own, in the order asked for.
    pub(super) fn sign_ins(&self, desk: &mut Desk<'_>, asked: &Request<'_>, on: bool) -> Result<Answer, Refusal> {
        let ids = asked.body.identity_ids()?;
        let results = ids.iter().map(|id| {
            if self.let_sign_in(desk, asked, id, on) {
                json!({"id": id, "statusCode": 202, "message": null})
            } else {
                let message = format!("Referenced identity \"{id}\" was not found.");
                json!({"id": id, "statusCode": 404, "message": message})
            }
        });
        Ok(Answer::json(207, results.collect::<Value>().to_string()))
    }

    /// Accepts the change of one identity; false if there is none of this id.
    fn let_sign_in(&self, desk: &mut Desk<'_>, asked: &Request<'_>, id: &str, on: bool) -> bool {
        let Some(identity) = desk.store.identity_by_id(id).map(|known| known.number) else { return false };
        let op = if on { "identity-enable" } else { "identity-disable" };
        let entry = Entry { op, identity: Some(id.to_owned()), ..Entry::default() };
        self.accept(desk, asked, Effect::SignIn { identity, on }, Follow::Nothing, entry);
        true
    }
}
