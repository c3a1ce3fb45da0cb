//! Who gets a token, and what it opens.

use std::time::Duration;

use quarterdeck::tenant::{Level, RateLimit};
use serde_json::json;

use crate::asker::{Asker, http, path, read};

#[tokio::test]
async fn a_token_is_given_for_form_multipart_and_query() {
    let asker = Asker::with(|_| {}).await;
    let credentials = asker.credentials();
    let url = asker.url("/oauth/token");
    let part = |(name, value): &(&str, String)| {
        format!("\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let parts = [String::new()].into_iter().chain(credentials.iter().map(part)).collect::<Vec<_>>().join("--XYZ");
    let multipart = http().post(&url).header("content-type", "multipart/form-data; boundary=XYZ");
    let requests = [
        http().post(&url).form(&credentials),
        http().post(&url).query(&credentials),
        // The vendor's command line puts the grant into the query and the secret into the form.
        http().post(&url).query(&credentials[..1]).form(&credentials[1..]),
        multipart.body(format!("{parts}--XYZ--\r\n")),
    ];
    for request in requests {
        let got = read(request).await.unwrap();
        assert_eq!(got.status, 200, "{}", got.text);
        assert_eq!((&got.json()["expires_in"], &got.json()["token_type"]), (&json!(749), &json!("bearer")));
    }
    let wrong = [credentials[0].clone(), credentials[1].clone(), ("client_secret", "guess".to_owned())];
    let got = read(http().post(&url).form(&wrong)).await.unwrap();
    assert_eq!((got.status, got.json()["error"].as_str()), (401, Some("invalid_client")));
    let info = read(http().get(asker.url("/oauth/info"))).await.unwrap();
    assert_eq!((info.status, info.json()["tenantName"].as_str()), (200, Some("acme-test")));
}

#[tokio::test]
async fn without_a_token_that_counts_everything_is_401() {
    let expired = Asker::with(|settings| settings.token_ttl = Duration::ZERO).await;
    let got = expired.get("/beta/accounts").await;
    assert_eq!((got.status, got.json()), (401, json!({"error": "JWT validation failed: JWT is expired"})));
    for token in ["", "x.y.z"] {
        let asker = Asker { token: token.to_owned(), ..Asker::with(|_| {}).await };
        let got = asker.get("/accounts/v1").await;
        assert_eq!(got.status, 401);
        assert!(got.json()["error"].is_string());
    }
}

#[tokio::test]
async fn helpdesk_may_list_accounts_but_no_sources() {
    let asker = Asker::with(|settings| settings.level = Level::Helpdesk).await;
    for allowed in ["accounts", "task-status", "public-identities", "identities"] {
        assert_eq!(asker.get(&path("v1", allowed)).await.status, 200, "{allowed}");
    }
    let got = asker.get("/sources/v1").await;
    assert_eq!((got.status, got.json()["detailCode"].as_str()), (403, Some("403 Forbidden")));
}

#[tokio::test]
async fn a_source_subadmin_has_to_ask_for_the_sources_they_administer() {
    let asker = Asker::with(|settings| settings.level = Level::SourceSubadmin).await;
    assert_eq!(asker.get("/beta/sources").await.status, 403);
    assert_eq!(asker.get("/beta/sources?for-subadmin=someone").await.status, 403);
    assert_eq!(asker.get("/beta/sources?for-subadmin=me").await.rows().len(), 3);
}

#[tokio::test]
async fn a_scope_that_is_missing_is_403() {
    let asker = Asker::with(|settings| settings.scopes = vec!["idn:accounts:read".to_owned()]).await;
    assert_eq!(asker.get("/accounts/v1").await.status, 200);
    for forbidden in ["sources", "identities", "task-status", "tenant", "public-identities"] {
        assert_eq!(asker.get(&path("v1", forbidden)).await.status, 403, "{forbidden}");
    }
}

#[tokio::test]
async fn one_request_too_many_is_429_for_this_generation_only() {
    let limit = RateLimit { requests: 5, window: Duration::from_hours(1) };
    let asker = Asker::with(|settings| settings.rate_limit = Some(limit)).await;
    for _ in 0..5 {
        assert_eq!(asker.get("/beta/accounts?limit=1").await.status, 200);
    }
    let got = asker.get("/beta/sources").await;
    assert_eq!((got.status, got.text.as_str()), (429, r#"{"message":" Rate Limit Exceeded "}"#));
    let wait: u32 = got.header("retry-after").unwrap().parse().unwrap();
    assert!((3_500..=3_600).contains(&wait));
    assert_eq!(asker.get("/accounts/v1?limit=1").await.status, 200);
}
