//! Access tokens: issued for the one personal access token of the tenant, and read back from each request.
//!
//! They have the vendor's form, a JWT with authorities and scopes. The signature keeps a test from passing with a token of
//! another tenant; it keeps nobody out who means to get in, and need not.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::answer::{Answer, EXPIRED, INVALID, MISSING, Refusal};
use super::moment::{Millis, SECOND};
use super::parameters::Parameters;
use super::settings::{Level, TenantSettings};

/// The tenant's one client, and what its tokens say.
#[derive(Clone, Debug)]
pub(super) struct Issuer {
    pub(super) client_id: String,
    pub(super) client_secret: String,
    /// The identity the personal access token belongs to.
    pub(super) identity_id: String,
    pub(super) user_name: String,
    level: Level,
    scopes: Vec<String>,
    lifetime: u64,
    seed: u64,
}

/// What a request's token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bearer {
    pub(super) client_id: String,
    pub(super) level: Level,
    pub(super) scopes: Vec<String>,
}

/// The scope that holds all others.
const EVERYTHING: &str = "sp:scopes:all";

impl Bearer {
    /// Whether the token has a scope.
    pub(super) fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|held| held == EVERYTHING || held == scope)
    }
}

impl Issuer {
    pub(super) fn new(settings: &TenantSettings, identity_id: String, user_name: String) -> Self {
        let word = |salt: u64| format!("{:016x}", digest(&(settings.seed, salt)));
        Self {
            client_id: word(1) + &word(2),
            client_secret: (3..7).map(word).collect(),
            identity_id,
            user_name,
            level: settings.level,
            scopes: settings.scopes.clone(),
            lifetime: settings.token_ttl.as_secs(),
            seed: settings.seed,
        }
    }

    /// Answers `POST /oauth/token`.
    pub(super) fn token(&self, asked: &Parameters, now: Millis) -> Answer {
        let error = |status, error: &str, words: &str| {
            Answer::json(status, json!({"error": error, "error_description": words}).to_string())
        };
        match asked.get("grant_type") {
            Some("client_credentials") => {}
            Some(_) => return error(400, "unsupported_grant_type", "Unsupported grant type"),
            None => return error(400, "invalid_request", "Missing grant type"),
        }
        let known =
            asked.get("client_id") == Some(&self.client_id) && asked.get("client_secret") == Some(&self.client_secret);
        if !known {
            return error(401, "invalid_client", "Bad client credentials");
        }
        let mut body = self.common(now);
        body["access_token"] = json!(self.issue(now));
        body["token_type"] = json!("bearer");
        body["expires_in"] = json!(self.lifetime);
        body["scope"] = json!(self.scopes.join(" "));
        Answer::json(200, body.to_string()).with("cache-control", &"no-store")
    }

    fn common(&self, now: Millis) -> Value {
        let mut common = json!({
            "tenant_id": "0f11f2a4-7c94-4bf3-a2bd-742580fe3bde",
            "internal": false,
            "pod": "embedded",
            "org": "acme-test",
            "identity_id": self.identity_id,
            "user_id": self.identity_id,
            "user_name": self.user_name,
            "strong_auth": true,
            "strong_auth_supported": true,
            "enabled": true,
            "jti": format!("{:016x}", digest(&(self.seed, now))),
        });
        if self.level == Level::Application
            && let Some(members) = common.as_object_mut()
        {
            members.retain(|name, _| !matches!(name.as_str(), "identity_id" | "user_id" | "user_name"));
        }
        common
    }

    fn issue(&self, now: Millis) -> String {
        let mut claims = self.common(now);
        claims["client_id"] = json!(self.client_id);
        claims["authorities"] = json!([self.level.word()]);
        claims["scope"] = json!(self.scopes);
        claims["exp"] = json!(now / SECOND + self.lifetime.cast_signed());
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&json!({"alg": "HS256", "typ": "JWT"})), part(&claims));
        let signature = self.signature(&signed);
        format!("{signed}.{signature}")
    }

    fn signature(&self, signed: &str) -> String {
        URL_SAFE_NO_PAD.encode(digest(&(self.seed, signed)).to_be_bytes())
    }

    /// Who launches what is asked for with its tokens.
    pub(super) fn launcher(&self) -> &str {
        if self.level == Level::Application { &self.client_id } else { &self.user_name }
    }

    /// Reads the token of an `Authorization` header.
    pub(super) fn read(&self, authorization: Option<&str>, now: Millis) -> Result<Bearer, Refusal> {
        let header = authorization.ok_or(Refusal::Unauthorized(MISSING))?;
        let (scheme, token) = header.split_once(' ').ok_or(Refusal::Unauthorized(INVALID))?;
        let claims = scheme.eq_ignore_ascii_case("bearer").then(|| self.claims(token.trim())).flatten();
        let claims = claims.ok_or(Refusal::Unauthorized(INVALID))?;
        if claims["exp"].as_i64().is_none_or(|expiry| now >= expiry * SECOND) {
            return Err(Refusal::Unauthorized(EXPIRED));
        }
        let texts = |key: &str| {
            claims[key].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        Ok(Bearer {
            client_id: claims["client_id"].as_str().unwrap_or_default().to_owned(),
            level: claims["authorities"][0].as_str().and_then(|word| word.parse().ok()).unwrap_or(Level::User),
            scopes: texts("scope"),
        })
    }

    fn claims(&self, token: &str) -> Option<Value> {
        let (signed, signature) = token.rsplit_once('.')?;
        if signature != self.signature(signed) {
            return None;
        }
        let claims = URL_SAFE_NO_PAD.decode(signed.split_once('.')?.1).ok()?;
        serde_json::from_slice(&claims).ok()
    }
}

fn digest(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const NOW: Millis = 1_795_000_000_500;

    fn issuer(seed: u64) -> Issuer {
        let settings = TenantSettings { seed, token_ttl: Duration::from_mins(1), ..TenantSettings::default() };
        Issuer::new(&settings, "id".to_owned(), "adele.vance".to_owned())
    }

    fn header(issuer: &Issuer) -> String {
        format!("Bearer {}", issuer.issue(NOW))
    }

    #[test]
    fn client_id_and_secret_have_the_vendors_lengths() {
        let issuer = issuer(7);
        assert_eq!((issuer.client_id.len(), issuer.client_secret.len()), (32, 64));
    }

    #[test]
    fn a_token_counts_until_its_time_is_up() {
        let issuer = issuer(7);
        let header = header(&issuer);
        let bearer = issuer.read(Some(&header), NOW).unwrap();
        assert_eq!((bearer.level, bearer.scopes), (Level::OrgAdmin, vec!["sp:scopes:all".to_owned()]));
        assert!(issuer.read(Some(&header), NOW + 59_000).is_ok());
        assert_eq!(issuer.read(Some(&header), NOW + 60_000), Err(Refusal::Unauthorized(EXPIRED)));
    }

    #[test]
    fn what_was_not_issued_here_does_not_count() {
        let issuer_of_another = issuer(8);
        let issuer = issuer(7);
        let invalid = Err(Refusal::Unauthorized(INVALID));
        assert_eq!(issuer.read(Some(&header(&issuer_of_another)), NOW), invalid);
        assert_eq!(issuer.read(Some("Bearer x.y.z"), NOW), invalid);
        assert_eq!(issuer.read(Some(&header(&issuer).replace("Bearer", "Basic")), NOW), invalid);
        assert_eq!(issuer.read(Some("Bearer"), NOW), invalid);
        assert_eq!(issuer.read(None, NOW), Err(Refusal::Unauthorized(MISSING)));
    }

    #[test]
    fn the_payload_says_who_may_what_until_when() {
        let token = issuer(7).issue(NOW);
        let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        let claims: Value = serde_json::from_slice(&payload).unwrap();
        assert_eq!(claims["authorities"], json!(["ORG_ADMIN"]));
        assert_eq!(claims["user_name"], json!("adele.vance"));
        assert_eq!(claims["exp"], json!(1_795_000_060));
    }

    #[test]
    fn the_token_endpoint_wants_the_right_grant_id_and_secret() {
        let issuer = issuer(7);
        let ask = |grant: &str, secret: &str| {
            let form = format!("grant_type={grant}&client_id={}&client_secret={secret}", issuer.client_id);
            issuer.token(&Parameters::of_form(form.as_bytes()).unwrap(), NOW)
        };
        let granted = ask("client_credentials", &issuer.client_secret);
        let body: Value = serde_json::from_slice(&granted.body).unwrap();
        assert_eq!((granted.status, &body["expires_in"], &body["token_type"]), (200, &json!(60), &json!("bearer")));
        assert_eq!(ask("client_credentials", "wrong").status, 401);
        assert_eq!(ask("password", &issuer.client_secret).status, 400);
        assert_eq!(issuer.token(&Parameters::default(), NOW).status, 400);
    }
}
