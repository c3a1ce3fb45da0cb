//! Which paths there are, generation by generation, and what the tenant tells of itself.

use std::io::ErrorKind;

use quarterdeck::tenant::{TenantSettings, start};
use reqwest::Method;
use serde_json::{Value, json};

use crate::asker::{Asker, GENERATIONS, first, http, path, read};

#[tokio::test]
async fn each_generation_answers_on_its_own_paths_and_lacks_what_the_vendor_lacks() {
    let asker = Asker::with(|_| {}).await;
    let id = |row: Value| row["id"].as_str().unwrap().to_owned();
    let account = id(first(&asker, "accounts").await);
    let source = id(first(&asker, "sources").await);
    let identity = id(first(&asker, "identities").await);
    let task = id(first(&asker, "task-status").await);
    let activity = id(first(&asker, "account-activities").await);
    let resources = [
        ("accounts".to_owned(), ""),
        (format!("accounts/{account}"), ""),
        (format!("accounts/{account}/entitlements"), ""),
        ("sources".to_owned(), ""),
        (format!("sources/{source}"), ""),
        (format!("sources/{source}/schemas"), ""),
        ("account-activities".to_owned(), ""),
        (format!("account-activities/{activity}"), ""),
        ("identities".to_owned(), "v3"),
        (format!("identities/{identity}"), "v3"),
        ("task-status".to_owned(), "v3"),
        (format!("task-status/{task}"), "v3"),
        ("tenant".to_owned(), "v3"),
        ("public-identities".to_owned(), "beta"),
    ];
    for (resource, lacking) in &resources {
        for generation in GENERATIONS {
            let expected = if generation == *lacking { 404 } else { 200 };
            let path = path(generation, resource);
            assert_eq!(asker.get(&path).await.status, expected, "{path}");
        }
    }
}

#[tokio::test]
async fn ids_of_another_kind_unknown_paths_and_other_methods_are_refused() {
    let asker = Asker::with(|_| {}).await;
    let account = first(&asker, "accounts").await;
    let (account, identity) = (account["id"].as_str().unwrap(), account["identityId"].as_str().unwrap());
    for unknown in [
        format!("/beta/accounts/{identity}"),
        format!("/identities/v1/{account}"),
        "/task-status/v1/39d010a0-5bb2-47fe-b4a5-6a231a83c99b".to_owned(),
        "/accounts/v2".to_owned(),
        "/v1/accounts".to_owned(),
        "/beta/volcanoes".to_owned(),
        "/".to_owned(),
    ] {
        let got = asker.get(&unknown).await;
        assert_eq!(got.status, 404, "{unknown}");
        assert_eq!(got.json()["detailCode"], "404 Not found", "{unknown}");
    }
    let statuses = [
        (Method::POST, format!("/beta/accounts/{account}/lock"), 404),
        (Method::GET, format!("/beta/accounts/{account}/enable"), 405),
        (Method::POST, format!("/accounts/v1/{account}"), 405),
        (Method::DELETE, "/v2025/sources".to_owned(), 405),
    ];
    for (method, path, status) in statuses {
        assert_eq!(read(asker.request(method, &path)).await.unwrap().status, status, "{path}");
    }
}

#[tokio::test]
async fn beta_says_that_reading_accounts_is_deprecated() {
    let asker = Asker::with(|_| {}).await;
    let deprecated = async |path: &str| asker.get(path).await.header("x-deprecated").map(str::to_owned);
    assert_eq!(deprecated("/beta/accounts?limit=1").await.as_deref(), Some("true"));
    assert_eq!(deprecated("/beta/sources").await, None);
    assert_eq!(deprecated("/v2026/accounts?limit=1").await, None);
}

#[tokio::test]
async fn bodies_are_compressed_for_those_who_take_gzip() {
    let asker = Asker::with(|_| {}).await;
    let raw = reqwest::Client::builder().no_proxy().tls_certs_only(Vec::<reqwest::Certificate>::new()).no_gzip();
    let raw = raw.build().unwrap();
    let coding = async |accepted: &str| {
        let request =
            raw.get(asker.url("/beta/accounts")).bearer_auth(&asker.token).header("accept-encoding", accepted);
        request
            .send()
            .await
            .unwrap()
            .headers()
            .get("content-encoding")
            .map(|coding| coding.to_str().unwrap().to_owned())
    };
    assert_eq!(coding("gzip").await.as_deref(), Some("gzip"));
    assert_eq!(coding("identity").await, None);
    assert_eq!(asker.get("/beta/accounts").await.rows().len(), 250);
}

#[tokio::test]
async fn the_tenant_counts_what_it_was_asked() {
    let asker = Asker::with(|_| {}).await;
    asker.get("/beta/accounts?limit=1").await;
    asker.get("/beta/accounts?limit=999").await;
    asker.get("/accounts/v1/nobody").await;
    let stats = read(http().get(asker.url("/_tenant/stats"))).await.unwrap().json();
    assert_eq!(stats["routes"]["GET /beta/accounts"], json!({"200": 1, "400": 1}));
    assert_eq!(stats["routes"]["GET /accounts/v1/{id}"], json!({"404": 1}));
    assert_eq!(stats["routes"]["POST /oauth/token"], json!({"200": 1}));
    let ledger = read(http().get(asker.url("/_tenant/ledger"))).await.unwrap();
    assert_eq!((ledger.status, ledger.text.as_str()), (200, ""));
}

#[tokio::test]
async fn the_announcement_is_all_a_client_needs_and_dropping_the_tenant_ends_it() {
    let asker = Asker::with(|_| {}).await;
    let announced: Value = serde_json::from_str(&asker.tenant.announcement()).unwrap();
    assert_eq!(announced["baseUrl"], asker.tenant.base_url());
    assert_eq!(announced["clientId"], asker.tenant.client_id());
    assert_eq!(announced["clientSecret"], asker.tenant.client_secret());
    let address = asker.tenant.base_url().trim_start_matches("http://").to_owned();
    drop(asker);
    while tokio::net::TcpStream::connect(&address).await.is_ok() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_address_that_is_taken_is_an_error() {
    let asker = Asker::with(|_| {}).await;
    let address = asker.tenant.base_url().trim_start_matches("http://").parse().unwrap();
    let settings = TenantSettings { listen: address, accounts: 1, ..TenantSettings::default() };
    assert_eq!(start(settings).await.unwrap_err().kind(), ErrorKind::AddrInUse);
}
