//! What a token's grant says, and what its payload says about us. Nothing is verified: it is a hint for the screen.

use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use secrecy::SecretString;
use serde_json::Value;

use crate::api::wire::{Unreadable, parse};
use crate::model::Session;

/// The answer to a token request.
pub(super) struct Grant {
    pub(super) access_token: SecretString,
    pub(super) life: Option<Duration>,
    pub(super) session: Session,
}

impl Grant {
    pub(super) fn read(body: &str) -> Result<Self, Unreadable> {
        let grant: Value = parse(body)?;
        let token =
            grant.get("access_token").and_then(Value::as_str).ok_or_else(|| Unreadable::missing("access_token"))?;
        let claims = claims(token).unwrap_or(Value::Null);
        // The grant's own words come first: some tokens carry their scopes packed.
        let scopes = words(grant.get("scope").or_else(|| claims.get("scope")));
        let either =
            |field| [&claims, &grant].into_iter().find_map(|said| said.get(field)?.as_str().map(str::to_owned));
        Ok(Self {
            access_token: token.to_owned().into(),
            life: grant.get("expires_in").and_then(Value::as_u64).map(Duration::from_secs),
            session: Session {
                user: either("user_name"),
                identity: either("identity_id"),
                levels: words(claims.get("authorities")),
                scopes,
            },
        })
    }
}

/// The payload of a JWT; none where the token is something else.
fn claims(token: &str) -> Option<Value> {
    let payload = token.split('.').nth(1)?;
    let json = BASE64_URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&json).ok()
}

/// A list of words, or words in one text.
fn words(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => text.split_whitespace().map(str::to_owned).collect(),
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    fn jwt(payload: &str) -> String {
        format!("e30.{}.c2ln", BASE64_URL_SAFE_NO_PAD.encode(payload))
    }

    #[test]
    fn a_grant_tells_who_we_are() {
        let token = jwt(r#"{"user_name":"ada","authorities":["HELPDESK","ORG_ADMIN"],"scope":["Bw=="]}"#);
        let body =
            format!(r#"{{"access_token":"{token}","expires_in":749,"scope":"idn:accounts:read sp:scopes:default"}}"#);
        let grant = Grant::read(&body).unwrap();
        assert_eq!(grant.access_token.expose_secret(), token);
        assert_eq!(grant.life, Some(Duration::from_secs(749)));
        assert_eq!(grant.session.user.as_deref(), Some("ada"));
        assert_eq!(grant.session.levels, ["HELPDESK", "ORG_ADMIN"]);
        assert_eq!(grant.session.scopes, ["idn:accounts:read", "sp:scopes:default"]);
    }

    #[test]
    fn a_token_that_is_no_jwt_still_signs_in() {
        for token in ["opaque", "a.b.c", "a.!!!.c", ""] {
            let grant = Grant::read(&format!(r#"{{"access_token":"{token}"}}"#)).unwrap();
            assert_eq!(grant.session, Session::default(), "{token}");
            assert_eq!(grant.life, None);
        }
    }

    #[test]
    fn a_grant_without_token_is_told() {
        assert_eq!(Grant::read("{}").err().unwrap().to_string(), "at `.`: missing field `access_token`");
    }
}
