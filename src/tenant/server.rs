//! The HTTP server around the [`Service`]: reads requests, holds answers back, cuts lines, compresses.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::{Router, serve};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::answer::Answer;
use super::body::Body as AskedBody;
use super::faults::Fault;
use super::moment;
use super::parameters::Parameters;
use super::service::{Asked, Service};

mod compress;
mod line;

use line::{Lines, Scissors};

/// A server that runs until its [`Server::stop`] is sent or dropped.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) address: SocketAddr,
    pub(super) stop: oneshot::Sender<()>,
    pub(super) running: JoinHandle<io::Result<()>>,
}

/// Takes the address and begins to serve.
pub(super) async fn start(service: Arc<Service>, listen: SocketAddr, latency: Duration) -> io::Result<Server> {
    let lines = Lines(TcpListener::bind(listen).await?);
    let address = lines.address()?;
    let desk = Desk { service, latency };
    let app = Router::new().fallback(receive).with_state(desk).into_make_service_with_connect_info::<Scissors>();
    let (stop, stopped) = oneshot::channel::<()>();
    let ended = async move { drop(stopped.await) };
    let running = tokio::spawn(async move { serve(lines, app).with_graceful_shutdown(ended).await });
    Ok(Server { address, stop, running })
}

#[derive(Clone)]
struct Desk {
    service: Arc<Service>,
    latency: Duration,
}

/// No body is longer; of a longer one nothing is read.
const LONGEST_BODY: usize = 1 << 20;

async fn receive(State(desk): State<Desk>, ConnectInfo(line): ConnectInfo<Scissors>, request: Request) -> Response {
    let compressed = compress::is_wanted(request.headers());
    let asked = asked(request).await;
    let plain = asked.path.starts_with("/_tenant/") || asked.path.starts_with("/oauth/");
    if !asked.path.starts_with("/_tenant/") {
        wait(desk.latency).await;
    }
    if !plain {
        wait(desk.service.dice.delay().unwrap_or_default()).await;
        if desk.service.dice.strikes(Fault::Reset) {
            desk.service.count_cut(&asked);
            line.cut_before_answer();
            return Response::new(Body::empty());
        }
        if desk.service.dice.strikes(Fault::CutBody) {
            line.cut_in_body();
        }
    }
    // Sorting a million rows, or compressing a page, must not keep other connections waiting.
    let service = Arc::clone(&desk.service);
    let work = move || {
        let answer = service.answer(&asked, moment::now());
        let accepted_a_write = matches!(answer.status, 202 | 207);
        if accepted_a_write && service.dice.strikes(Fault::LostReply) {
            line.cut_before_answer();
        }
        packed(answer, compressed)
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| broken())
}

async fn wait(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}

async fn asked(request: Request) -> Asked {
    let (head, body) = request.into_parts();
    let text = |name| head.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let body = to_bytes(body, LONGEST_BODY).await.unwrap_or_default();
    let content_type = text(header::CONTENT_TYPE).unwrap_or_default();
    let form = form(content_type, &body);
    Asked {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        parameters: Parameters::of_uri(&head.uri).map(|query| query.and(form.unwrap_or_default())),
        authorization: text(header::AUTHORIZATION).map(str::to_owned),
        body: AskedBody { content_type: content_type.to_owned(), bytes: body.to_vec() },
    }
}

fn form(content_type: &str, body: &Bytes) -> Option<Parameters> {
    if let Some((_, boundary)) = content_type.split_once("boundary=") {
        return Parameters::of_multipart(body, boundary.split(';').next()?.trim_matches('"'));
    }
    content_type.starts_with("application/x-www-form-urlencoded").then(|| Parameters::of_form(body)).flatten()
}

/// The answer as it is sent, compressed where that is wanted and worth it.
fn packed(answer: Answer, compressed: bool) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(answer.content_type));
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    let mut body = answer.body;
    if compressed
        && !headers.contains_key(header::CONTENT_ENCODING)
        && let Some(smaller) = compress::gzip(&body)
    {
        body = smaller;
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = headers;
    response
}

fn broken() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}
