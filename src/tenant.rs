//! The embedded tenant: a real HTTP server on loopback that behaves like the vendor's API, so that nobody needs an account
//! anywhere to try, to train or to test.
//!
//! Everything is drawn from a seed: people, accounts, entitlements and what goes wrong. A request goes from `server`
//! to `service`, which asks token, limit, route, level and scope, then the `store`; `render` writes what was found.
//! What is to be changed goes into the `backlog` as an `effect`, happens when its time is up, and stands in the
//! `ledger` from the moment it was accepted.
//!
//! It shares no code and no type with the rest of the crate: if both sides read the vendor's documents with the same
//! eyes, no test would see a misreading.

use std::io;
use std::sync::Arc;
use std::thread;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

mod answer;
mod backlog;
mod body;
mod catalogue;
mod effect;
mod faults;
mod filter;
mod generation;
mod ids;
mod json;
mod ledger;
mod limit;
mod listing;
mod moment;
mod page;
mod parameters;
mod patch;
mod people;
mod render;
mod routes;
mod seed;
mod server;
mod service;
mod settings;
mod sort;
mod stats;
mod store;
mod tasks;
mod token;
mod words;

pub use faults::{Fault, Faults};
pub use settings::{BadSetting, Case, Level, RateLimit, TenantSettings, duration, rate_limit, task_time};

use service::Service;

/// From so many accounts on the lists asked for most are made at the start, not by their first reader.
const MANY: u32 = 50_000;

/// Draws the data and begins to serve on the current tokio runtime.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn start(settings: TenantSettings) -> io::Result<RunningTenant> {
    let service = Arc::new(Service::new(&settings, moment::now()));
    let server = server::start(Arc::clone(&service), settings.listen, settings.latency).await?;
    if settings.accounts > MANY {
        let service = Arc::clone(&service);
        drop(thread::Builder::new().name("tenant lists".to_owned()).spawn(move || service.prepare())?);
    }
    Ok(RunningTenant {
        base_url: format!("http://{}", server.address),
        client_id: service.issuer.client_id.clone(),
        client_secret: service.issuer.client_secret.clone(),
        _stop: server.stop,
        running: server.running,
    })
}

/// A tenant that serves until this is dropped.
#[derive(Debug)]
pub struct RunningTenant {
    base_url: String,
    client_id: String,
    client_secret: String,
    /// The server ends when this does.
    _stop: oneshot::Sender<()>,
    running: JoinHandle<io::Result<()>>,
}

impl RunningTenant {
    /// Where it listens: `http://127.0.0.1:8444`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The id of its one client.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The secret of its one client. Worth nothing anywhere else.
    #[must_use]
    pub fn client_secret(&self) -> &str {
        &self.client_secret
    }

    /// What a program that starts the tenant has to know, as one line of JSON.
    #[must_use]
    pub fn announcement(&self) -> String {
        serde_json::json!({
            "baseUrl": self.base_url,
            "clientId": self.client_id,
            "clientSecret": self.client_secret,
        })
        .to_string()
    }

    /// Waits until the server ends, which it does not do by itself.
    ///
    /// # Errors
    /// When the server failed.
    pub async fn stopped(&mut self) -> io::Result<()> {
        (&mut self.running).await.unwrap_or(Ok(()))
    }
}
