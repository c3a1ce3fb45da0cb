//! The requests that change the tenant, each built apart from being sent. The constructors carry the vendor's names.
//!
//! A write is a type of its own, so that nothing can send it the way reads are sent: again after an error.

use std::fmt;

use reqwest::Method;
use serde_json::{Map, Value, json};

use super::Operation;
use super::request::{Body, Request};
use super::wire::{self, Decode, Receipt};
use crate::model::{AccountId, Toggle};

const JSON: &str = "application/json";
/// What `updateAccount` alone wants (RFC 6902).
const JSON_PATCH: &str = "application/json-patch+json";

/// A request that changes the tenant.
pub struct Write {
    pub(super) request: Request<Receipt>,
}

impl Write {
    /// `enableAccount`
    #[must_use]
    pub fn enable_account(id: &AccountId, toggle: &Toggle) -> Self {
        Self::on_account(Operation::EnableAccount, id, "enable").carrying(&body_of(toggle))
    }

    /// `disableAccount`
    #[must_use]
    pub fn disable_account(id: &AccountId, toggle: &Toggle) -> Self {
        Self::on_account(Operation::DisableAccount, id, "disable").carrying(&body_of(toggle))
    }

    /// `unlockAccount`
    #[must_use]
    pub fn unlock_account(id: &AccountId, toggle: &Toggle) -> Self {
        let mut body = body_of(toggle);
        if toggle.unlock_sign_in {
            body.insert("unlockIDNAccount".to_owned(), true.into());
        }
        Self::on_account(Operation::UnlockAccount, id, "unlock").carrying(&body)
    }

    /// `submitReloadAccount`: the tenant reads the account again from its source. The id in its receipt is no task's.
    #[must_use]
    pub fn submit_reload_account(id: &AccountId) -> Self {
        Self::on_account(Operation::SubmitReloadAccount, id, "reload")
    }

    /// `deleteAccountAsync`: takes the account out of the tenant, not out of its source.
    #[must_use]
    pub fn delete_account_async(id: &AccountId) -> Self {
        Self::on_account(Operation::DeleteAccountAsync, id, "remove")
    }

    /// `deleteAccount`: deletes an account of a flat file.
    #[must_use]
    pub fn delete_account(id: &AccountId) -> Self {
        Self::new(Operation::DeleteAccount, Method::DELETE, vec![id.to_string()], wire::receipt())
    }

    /// `createAccount`: creates an account of a flat file, or changes it where it exists. The source's id stands among
    /// the attributes.
    #[must_use]
    pub fn create_account(attributes: &Map<String, Value>) -> Self {
        Self::new(Operation::CreateAccount, Method::POST, Vec::new(), wire::receipt())
            .carrying(&Map::from_iter([("attributes".to_owned(), attributes.clone().into())]))
    }

    /// `putAccount`: replaces all attributes of an account of a flat file; those left out become null.
    #[must_use]
    pub fn put_account(id: &AccountId, attributes: &Map<String, Value>) -> Self {
        Self::new(Operation::PutAccount, Method::PUT, vec![id.to_string()], wire::receipt())
            .carrying(&Map::from_iter([("attributes".to_owned(), attributes.clone().into())]))
    }

    /// `updateAccount`: the steps of a JSON patch. The tenant gives no id to follow.
    #[must_use]
    pub fn update_account(id: &AccountId, steps: &[Value]) -> Self {
        let Self { request } =
            Self::new(Operation::UpdateAccount, Method::PATCH, vec![id.to_string()], wire::receipt());
        Self { request: request.carrying(Body { content_type: JSON_PATCH, text: json!(steps).to_string() }) }
    }

    /// `deleteAccountsAsync`: takes every account of the source out of the tenant.
    #[must_use]
    pub fn delete_accounts_async(source: &str) -> Self {
        let rest = vec![source.to_owned(), "remove-accounts".to_owned()];
        Self::new(Operation::DeleteAccountsAsync, Method::POST, rest, wire::receipt())
    }

    /// `enableAccountForIdentity`: the person's sign-in to ISC, not their accounts. The tenant gives no id to follow.
    #[must_use]
    pub fn enable_account_for_identity(identity: &str) -> Self {
        let rest = vec![identity.to_owned(), "enable".to_owned()];
        Self::new(Operation::EnableAccountForIdentity, Method::POST, rest, wire::receipt())
    }

    /// `disableAccountForIdentity`: the person's sign-in to ISC, not their accounts. The tenant gives no id to follow.
    #[must_use]
    pub fn disable_account_for_identity(identity: &str) -> Self {
        let rest = vec![identity.to_owned(), "disable".to_owned()];
        Self::new(Operation::DisableAccountForIdentity, Method::POST, rest, wire::receipt())
    }

    /// `enableAccountsForIdentities`: many sign-ins, each with a status of its own in the receipt.
    #[must_use]
    pub fn enable_accounts_for_identities<S: AsRef<str>>(identities: &[S]) -> Self {
        Self::on_identities(Operation::EnableAccountsForIdentities, "enable", identities)
    }

    /// `disableAccountsForIdentities`: many sign-ins, each with a status of its own in the receipt.
    #[must_use]
    pub fn disable_accounts_for_identities<S: AsRef<str>>(identities: &[S]) -> Self {
        Self::on_identities(Operation::DisableAccountsForIdentities, "disable", identities)
    }

    /// The vendor's operation.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.request.operation()
    }

    /// The request as it would be sent.
    #[must_use]
    pub fn request(&self) -> &Request<Receipt> {
        &self.request
    }

    fn on_account(operation: Operation, id: &AccountId, what: &str) -> Self {
        Self::new(operation, Method::POST, vec![id.to_string(), what.to_owned()], wire::receipt())
    }

    fn on_identities<S: AsRef<str>>(operation: Operation, what: &str, identities: &[S]) -> Self {
        let ids: Vec<&str> = identities.iter().map(AsRef::as_ref).collect();
        Self::new(operation, Method::POST, vec![what.to_owned()], wire::each_alone())
            .carrying(&Map::from_iter([("identityIds".to_owned(), ids.into())]))
    }

    fn new(operation: Operation, method: Method, rest: Vec<String>, decode: Decode<Receipt>) -> Self {
        Self { request: Request::write(operation, method, rest, decode) }
    }

    fn carrying(self, body: &Map<String, Value>) -> Self {
        let text = Value::Object(body.clone()).to_string();
        Self { request: self.request.carrying(Body { content_type: JSON, text }) }
    }
}

fn body_of(toggle: &Toggle) -> Map<String, Value> {
    let mut body = Map::new();
    if toggle.force_provisioning {
        body.insert("forceProvisioning".to_owned(), true.into());
    }
    if let Some(id) = &toggle.external_verification_id {
        body.insert("externalVerificationId".to_owned(), id.as_str().into());
    }
    body
}

impl fmt::Debug for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::model::Generation;

    fn line(write: &Write, generation: Generation) -> String {
        let base = Url::parse("https://acme.example").unwrap();
        let url = write.request().url(&base, generation).unwrap();
        let body = write.request().body().map(|body| format!(" {} {}", body.content_type, body.text));
        format!("{} {}{}", write.request().method(), url.path(), body.unwrap_or_default())
    }

    /// Every writing operation of the vendor's, with all that can be set for it.
    fn writes() -> Vec<(Write, &'static str)> {
        let id = AccountId::from("a1");
        let toggle =
            Toggle { force_provisioning: true, unlock_sign_in: true, external_verification_id: Some("v-1".to_owned()) };
        let attributes = Map::from_iter([("sourceId".to_owned(), json!("s1")), ("city".to_owned(), json!("Austin"))]);
        let move_to = [json!({"op": "replace", "path": "/identityId", "value": "i1"})];
        let toggled = r#"application/json {"forceProvisioning":true,"externalVerificationId":"v-1"}"#;
        let unlocked =
            r#"application/json {"forceProvisioning":true,"externalVerificationId":"v-1","unlockIDNAccount":true}"#;
        let whole = r#"application/json {"attributes":{"sourceId":"s1","city":"Austin"}}"#;
        let many = r#"application/json {"identityIds":["i1","i2"]}"#;
        let told = |write: Write, line: String| (write, &*line.leak());
        vec![
            told(Write::enable_account(&id, &toggle), format!("POST /beta/accounts/a1/enable {toggled}")),
            told(Write::disable_account(&id, &toggle), format!("POST /beta/accounts/a1/disable {toggled}")),
            told(Write::unlock_account(&id, &toggle), format!("POST /beta/accounts/a1/unlock {unlocked}")),
            (Write::submit_reload_account(&id), "POST /beta/accounts/a1/reload"),
            (Write::delete_account_async(&id), "POST /beta/accounts/a1/remove"),
            (Write::delete_account(&id), "DELETE /beta/accounts/a1"),
            told(Write::create_account(&attributes), format!("POST /beta/accounts {whole}")),
            told(Write::put_account(&id, &attributes), format!("PUT /beta/accounts/a1 {whole}")),
            (
                Write::update_account(&id, &move_to),
                "PATCH /beta/accounts/a1 application/json-patch+json \
                 [{\"op\":\"replace\",\"path\":\"/identityId\",\"value\":\"i1\"}]",
            ),
            (Write::delete_accounts_async("s1"), "POST /beta/sources/s1/remove-accounts"),
            (Write::enable_account_for_identity("i1"), "POST /beta/identities-accounts/i1/enable"),
            (Write::disable_account_for_identity("i1"), "POST /beta/identities-accounts/i1/disable"),
            told(
                Write::enable_accounts_for_identities(&["i1", "i2"]),
                format!("POST /beta/identities-accounts/enable {many}"),
            ),
            told(
                Write::disable_accounts_for_identities(&["i1", "i2"]),
                format!("POST /beta/identities-accounts/disable {many}"),
            ),
        ]
    }

    #[test]
    fn each_operation_says_what_the_vendors_document_says() {
        for (write, expected) in writes() {
            assert_eq!(line(&write, Generation::Beta), expected);
            assert!(!write.request().is_read());
        }
    }

    #[test]
    fn what_is_not_set_is_not_sent() {
        let (id, nothing) = (AccountId::from("a1"), Toggle::default());
        for write in [Write::enable_account(&id, &nothing), Write::unlock_account(&id, &nothing)] {
            assert_eq!(write.request().body().unwrap().text, "{}");
        }
    }

    #[test]
    fn the_newest_generation_has_its_own_paths() {
        let id = AccountId::from("a1");
        let cases = [
            (Write::enable_account(&id, &Toggle::default()), "POST /accounts/v1/a1/enable application/json {}"),
            (Write::delete_accounts_async("s1"), "POST /sources/v1/s1/remove-accounts"),
            (
                Write::disable_accounts_for_identities(&["i1"]),
                r#"POST /identities-accounts/v1/disable application/json {"identityIds":["i1"]}"#,
            ),
        ];
        for (write, expected) in cases {
            assert_eq!(line(&write, Generation::V1), expected);
        }
    }
}
