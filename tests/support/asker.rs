//! A plain HTTP client for the tests of the embedded tenant: nothing of the product's own client is in it.

use std::sync::Once;
use std::time::Duration;

use quarterdeck::tenant::{RunningTenant, TenantSettings, start};
use reqwest::header::HeaderMap;
use serde_json::Value;

/// An answer, read whole.
pub struct Got {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn rows(&self) -> Vec<Value> {
        match self.json() {
            Value::Array(rows) if self.status == 200 => rows,
            other => panic!("{}: {other}", self.status),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The total, where it was told.
    pub fn total(&self) -> Option<usize> {
        self.header("x-total-count").map(|total| total.parse().unwrap())
    }
}

/// A tenant, and a client signed in to it.
pub struct Asker {
    pub tenant: RunningTenant,
    pub http: reqwest::Client,
    pub token: String,
}

/// A client that ignores proxies and needs no certificates, for loopback.
pub fn http() -> reqwest::Client {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    let client = reqwest::Client::builder().no_proxy().tls_certs_only(Vec::<reqwest::Certificate>::new());
    client.timeout(Duration::from_secs(30)).build().unwrap()
}

impl Asker {
    /// Starts a tenant of a few hundred accounts, changed by `set`, and signs in.
    pub async fn with(set: impl FnOnce(&mut TenantSettings)) -> Self {
        let mut settings = TenantSettings { accounts: 600, rate_limit: None, ..TenantSettings::default() };
        set(&mut settings);
        let tenant = start(settings).await.unwrap();
        let mut asker = Self { http: http(), token: String::new(), tenant };
        asker.sign_in().await;
        asker
    }

    /// The same with faults.
    pub async fn with_faults(faults: &str) -> Self {
        Self::with(|settings| settings.faults = faults.parse().unwrap()).await
    }

    pub fn credentials(&self) -> [(&'static str, String); 3] {
        [
            ("grant_type", "client_credentials".to_owned()),
            ("client_id", self.tenant.client_id().to_owned()),
            ("client_secret", self.tenant.client_secret().to_owned()),
        ]
    }

    async fn sign_in(&mut self) {
        let got = read(self.http.post(self.url("/oauth/token")).form(&self.credentials())).await.unwrap();
        got.json()["access_token"].as_str().unwrap_or_default().clone_into(&mut self.token);
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.tenant.base_url())
    }

    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, self.url(path)).bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Got {
        self.try_get(path).await.unwrap()
    }

    pub async fn try_get(&self, path: &str) -> reqwest::Result<Got> {
        read(self.request(reqwest::Method::GET, path)).await
    }

    /// Sends a JSON body, or none.
    pub async fn send(&self, method: reqwest::Method, path: &str, body: Option<Value>) -> reqwest::Result<Got> {
        let request = self.request(method.clone(), path);
        let kind = if method == reqwest::Method::PATCH { "application/json-patch+json" } else { "application/json" };
        read(match body {
            Some(body) => request.header("content-type", kind).body(body.to_string()),
            None => request,
        })
        .await
    }

    /// Posts a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Got {
        self.send(reqwest::Method::POST, path, Some(body)).await.unwrap()
    }

    /// Posts nothing.
    pub async fn press(&self, path: &str) -> Got {
        self.send(reqwest::Method::POST, path, None).await.unwrap()
    }

    /// What the tenant says it accepted.
    pub async fn ledger(&self) -> Vec<Value> {
        let got = read(self.http.get(self.url("/_tenant/ledger"))).await.unwrap();
        got.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// `path` with query parameters, encoded.
    pub async fn ask(&self, path: &str, parameters: &[(&str, &str)]) -> Got {
        read(self.request(reqwest::Method::GET, path).query(parameters)).await.unwrap()
    }

    /// All rows of a list, page by page.
    pub async fn all(&self, path: &str, parameters: &[(&str, &str)]) -> Vec<Value> {
        let mut rows = Vec::new();
        loop {
            let offset = rows.len().to_string();
            let page = self.ask(path, &[parameters, &[("offset", offset.as_str())]].concat()).await.rows();
            if page.is_empty() {
                return rows;
            }
            rows.extend(page);
        }
    }
}

/// Sends a request and reads the answer.
pub async fn read(request: reqwest::RequestBuilder) -> reqwest::Result<Got> {
    let answer = request.send().await?;
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    Ok(Got { status, headers, text: answer.text().await? })
}

/// A member of each row, as text.
pub fn column(rows: &[Value], member: &str) -> Vec<String> {
    rows.iter().map(|row| row[member].as_str().unwrap_or_default().to_owned()).collect()
}

/// The generations of the API, as paths name them.
pub const GENERATIONS: [&str; 6] = ["beta", "v3", "v2024", "v2025", "v2026", "v1"];

/// The path of a resource in a generation.
pub fn path(generation: &str, resource: &str) -> String {
    match (generation, resource.split_once('/')) {
        ("v1", Some((first, rest))) => format!("/{first}/v1/{rest}"),
        ("v1", None) => format!("/{resource}/v1"),
        _ => format!("/{generation}/{resource}"),
    }
}

/// The first row of a list.
pub async fn first(asker: &Asker, resource: &str) -> Value {
    asker.get(&path("v1", resource)).await.rows().swap_remove(0)
}
