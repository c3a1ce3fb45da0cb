//! The line to the tenant: one exchange, without pace, token or second try.
//!
//! No redirect is followed, so the token reaches the configured host alone; the HTTP library repeats nothing; and this
//! machine is never asked by way of a proxy.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER,
};
use reqwest::{Certificate, Method, RequestBuilder, redirect, retry};
use tokio::sync::OnceCell;
use url::Url;

use super::connection::{Connection, is_loopback};
use super::error::{Asked, line_failed, moment};
use super::pace::Sent;
use super::request::Body;
use super::retry::Failure;
use super::signal::{Observer, Signal};
use crate::model::{Problem, ProblemKind, RequestRecord};

/// The largest body that is read, in bytes once unpacked: a page of 250 accounts is a hundredth of it.
const LARGEST_BODY: usize = 64 << 20;

/// What one exchange sends.
pub(super) struct Outgoing<'a> {
    pub(super) method: Method,
    pub(super) url: Url,
    /// The query, not encoded, for the request log.
    pub(super) query: &'a [(&'static str, String)],
    /// What is asked, to explain a refusal by; none for what is not an operation of the API.
    pub(super) asked: Option<Asked<'a>>,
    pub(super) authorization: Option<&'a HeaderValue>,
    pub(super) payload: Payload<'a>,
    /// How long the whole answer may take.
    pub(super) limit: Duration,
    /// How often the same request had been sent before.
    pub(super) before: u32,
    pub(super) sent: Sent,
}

/// What an exchange carries.
#[derive(Clone, Copy)]
pub(super) enum Payload<'a> {
    Nothing,
    Form(&'a [(&'a str, &'a str)]),
    Json(&'a Body),
}

/// What came back, whatever its status. Its `Debug` shows nothing of the body, which may be a token.
pub(super) struct Reply {
    pub(super) sent: Sent,
    pub(super) status: u16,
    pub(super) body: String,
    pub(super) total: Option<u64>,
    pub(super) tracking_id: Option<String>,
    pub(super) retry_after: Option<String>,
    pub(super) date: Option<String>,
    pub(super) location: Option<String>,
    pub(super) is_deprecated: bool,
}

/// The line to one tenant. The TLS set-up, which reads the system's certificates, is done at the first use.
pub(super) struct Transport {
    connection: Connection,
    http: OnceCell<reqwest::Client>,
    observer: Observer,
}

impl Transport {
    pub(super) fn new(connection: Connection, observer: Observer) -> Self {
        Self { connection, http: OnceCell::new(), observer }
    }

    /// Sends once and reads the whole answer. The request log hears of it however it ends.
    ///
    /// A refusal whose body does not arrive is still the refusal: its status says enough. A success whose body does not
    /// arrive is a failure that knows the status and the tracking id: a write answered so was taken.
    pub(super) async fn exchange(&self, outgoing: Outgoing<'_>) -> Result<Reply, Failure> {
        let http = self.http.get_or_try_init(|| set_up(&self.connection)).await.map_err(Failure::for_good)?;
        let mut line = LogLine::open(&outgoing, &self.observer);
        let sent = outgoing.sent;
        let result = async {
            let response = request(http, outgoing).send().await.map_err(line_failed)?;
            let mut reply = Reply::head(sent, response.status().as_u16(), response.headers());
            line.status(&reply);
            reply.body = match read_body(response).await {
                Err(failure) if reply.is_success() => return Err(failure.known_by(&reply)),
                body => body.unwrap_or_default(),
            };
            Ok(reply)
        }
        .await;
        match &result {
            Ok(reply) => line.close(reply.body.len()),
            Err(failure) => line.fail(&failure.problem),
        }
        result
    }
}

/// The body as text. In another coding than UTF-8 it is still shown, as far as it can be.
async fn read_body(mut response: reqwest::Response) -> Result<String, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(line_failed)? {
        if body.len() + chunk.len() > LARGEST_BODY {
            let summary = format!("the tenant's answer is larger than {} MiB", LARGEST_BODY >> 20);
            return Err(Failure::for_good(Problem::new(ProblemKind::Unreadable, summary)));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8(body).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

fn request(http: &reqwest::Client, outgoing: Outgoing<'_>) -> RequestBuilder {
    let request = http.request(outgoing.method, outgoing.url).timeout(outgoing.limit);
    let request = match outgoing.authorization {
        Some(token) => request.header(AUTHORIZATION, token),
        None => request,
    };
    match outgoing.payload {
        Payload::Nothing => request,
        Payload::Form(form) => request.form(form),
        Payload::Json(body) => request.header(CONTENT_TYPE, body.content_type).body(body.text.clone()),
    }
}

/// Builds the HTTP client apart from the async threads: reading the system's certificates takes tens of milliseconds.
async fn set_up(connection: &Connection) -> Result<reqwest::Client, Problem> {
    let connection = connection.clone();
    let built = tokio::task::spawn_blocking(move || build(&connection)).await;
    built.unwrap_or_else(|error| Err(Problem::new(ProblemKind::Settings, error.to_string())))
}

fn build(connection: &Connection) -> Result<reqwest::Client, Problem> {
    use_ring();
    let settings = |error: reqwest::Error| {
        let problem = line_failed(error).problem;
        Problem { kind: ProblemKind::Settings, summary: "cannot prepare TLS".to_owned(), ..problem }
    };
    let base = connection.base()?;
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("quarterdeck/", env!("CARGO_PKG_VERSION")))
        .default_headers(headers(&base))
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .connect_timeout(connection.limits.connect)
        .pool_idle_timeout(connection.limits.idle);
    if is_loopback(&base) {
        builder = builder.no_proxy();
    }
    if base.scheme() == "http" {
        // No TLS will be spoken, so a machine without any certificate is no obstacle.
        builder = builder.tls_certs_only([]);
    }
    if let Some(path) = &connection.ca_file {
        let unusable = |error: &dyn std::fmt::Display| {
            let summary = format!("cannot read the certificates in {}", path.display());
            Problem::new(ProblemKind::Settings, summary).with_detail(error.to_string())
        };
        let pem = std::fs::read(path).map_err(|error| unusable(&error))?;
        builder = builder.tls_certs_merge(Certificate::from_pem_bundle(&pem).map_err(|error| unusable(&error))?);
    }
    builder.build().map_err(settings)
}

/// What every request says. Within one machine, packing answers costs both ends more than it saves.
fn headers(base: &Url) -> HeaderMap {
    let mut headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
    if is_loopback(base) {
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    }
    headers
}

/// Chooses ring for TLS, once a process. Somebody may have been faster, which is as good.
pub(super) fn use_ring() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        drop(rustls::crypto::ring::default_provider().install_default());
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("status", &self.status).field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}

impl Reply {
    fn head(sent: Sent, status: u16, headers: &HeaderMap) -> Self {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Self {
            sent,
            status,
            body: String::new(),
            total: header("x-total-count").and_then(|total| total.trim().parse().ok()),
            tracking_id: header("slpt-request-id"),
            retry_after: header(RETRY_AFTER.as_str()),
            date: header(DATE.as_str()),
            location: header(LOCATION.as_str()),
            is_deprecated: header("x-deprecated").is_some_and(|word| word.eq_ignore_ascii_case("true")),
        }
    }

    /// Whether the tenant did, or took, what was asked.
    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the body is a page for a browser, not JSON.
    pub(super) fn is_web_page(&self) -> bool {
        self.body.trim_start().starts_with('<')
    }

    /// When the tenant answered, by its own clock.
    pub(super) fn moment(&self) -> Option<Timestamp> {
        self.date.as_deref().and_then(moment)
    }

    /// A reply as tests need it.
    #[cfg(test)]
    pub(super) fn of(status: u16, body: &str) -> Self {
        Self { body: body.to_owned(), ..Self::head(Sent::now(), status, &HeaderMap::new()) }
    }
}

/// A line of the request log in the making. Dropped before it was closed, it tells that the request was given up.
struct LogLine<'o> {
    record: Option<RequestRecord>,
    asked: Option<Asked<'o>>,
    sent: Sent,
    observer: &'o Observer,
}

impl<'o> LogLine<'o> {
    fn open(outgoing: &Outgoing<'o>, observer: &'o Observer) -> Self {
        let mut address = outgoing.url.clone();
        address.set_query(None);
        let record = RequestRecord {
            at: outgoing.sent.at,
            method: word(&outgoing.method),
            url: address.into(),
            query: outgoing.query.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            status: None,
            took: Duration::ZERO,
            bytes: 0,
            tracking_id: None,
            error: Some("given up".to_owned()),
            attempt: outgoing.before,
            permission: None,
        };
        Self { record: Some(record), asked: outgoing.asked, sent: outgoing.sent, observer }
    }

    fn status(&mut self, reply: &Reply) {
        if let Some(record) = &mut self.record {
            record.status = Some(reply.status);
            record.tracking_id.clone_from(&reply.tracking_id);
            let refused = self.asked.filter(|_| reply.status == 403);
            record.permission = refused.map(|asked| Box::new(asked.permission()));
        }
    }

    fn close(mut self, bytes: usize) {
        if let Some(record) = &mut self.record {
            record.bytes = bytes as u64;
            record.error = None;
        }
    }

    fn fail(mut self, problem: &Problem) {
        if let Some(record) = &mut self.record {
            record.error = Some(problem.summary.clone());
        }
    }
}

impl Drop for LogLine<'_> {
    fn drop(&mut self) {
        if let Some(mut record) = self.record.take() {
            record.took = self.sent.took();
            (self.observer)(Signal::Requested(record));
        }
    }
}

fn word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "POST",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::wire::Answer;

    #[test]
    fn debug_never_shows_a_body() {
        let body = r#"{"access_token":"s3cret"}"#;
        let shown = format!("{:?} {:?}", Reply::of(200, body), Answer { body: body.to_owned(), total: None });
        assert!(shown.contains("25") && !shown.contains("s3cret"), "{shown}");
    }

    #[test]
    fn packing_is_left_to_the_library_but_within_this_machine() {
        let asked = |base: &str| headers(&Url::parse(base).unwrap()).get(ACCEPT_ENCODING).cloned();
        assert_eq!(asked("https://acme.api.identitynow.com"), None);
        assert_eq!(asked("http://127.0.0.1:8444").unwrap(), "identity");
    }
}
