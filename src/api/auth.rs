//! Signing in: a token by client credentials, renewed at 80 % of its life and when the tenant no longer takes it.
//!
//! Single flight: however many requests need a token, one is fetched and all of them wait for it. A flight that nobody
//! waits for any more ends; the next request starts a new one.

mod claims;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::{BoxFuture, FutureExt, Shared, WeakShared};
use reqwest::Method;
use reqwest::header::HeaderValue;
use secrecy::ExposeSecret;
use url::Url;

use super::connection::Connection;
use super::error::{Asked, answered, refused};
use super::operation::Facts;
use super::pace::Sent;
use super::retry::{Failure, Next, Tries};
use super::signal::{Observer, Signal};
use super::transport::{Outgoing, Payload, Reply, Transport};
use crate::model::{Problem, ProblemKind, Session};
use claims::Grant;

/// A token is renewed when this much of its life has passed.
const RENEW_AT: f64 = 0.8;
/// What a token is taken to live where the tenant does not say.
const USUAL_LIFE: Duration = Duration::from_mins(10);

/// The token request, as problems speak of it.
const ASKED: Asked<'static> = Asked {
    facts: Facts { does: "sign in", resource: "oauth", lacking: &[], scopes: &[], levels: &[] },
    session: None,
};

/// An access token. Its `Debug` shows nothing of it.
pub(super) struct Token {
    /// The `Authorization` header, marked as sensitive.
    pub(super) header: HeaderValue,
    /// What the token says about us.
    pub(super) session: Session,
    renew_at: Instant,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("session", &self.session).finish_non_exhaustive()
    }
}

type Fetched = Result<Arc<Token>, Problem>;
type Flight = BoxFuture<'static, Fetched>;

/// Holds the token of one client.
pub(super) struct Auth {
    /// Shared with the flights, which outlive the request that started them.
    desk: Arc<Desk>,
    flight: Mutex<Option<WeakShared<Flight>>>,
}

/// Where tokens are fetched and kept.
struct Desk {
    connection: Connection,
    endpoint: Url,
    transport: Arc<Transport>,
    observer: Observer,
    token: Mutex<Option<Arc<Token>>>,
}

impl Auth {
    pub(super) fn new(connection: Connection, base: &Url, transport: Arc<Transport>, observer: Observer) -> Self {
        let mut endpoint = base.clone();
        endpoint.set_path(&format!("{}/oauth/token", base.path().trim_end_matches('/')));
        let desk = Desk { connection, endpoint, transport, observer, token: Mutex::default() };
        Self { desk: Arc::new(desk), flight: Mutex::default() }
    }

    /// A token that is fresh, fetched if need be.
    pub(super) async fn token(&self) -> Fetched {
        if let Some(token) = self.desk.fresh() {
            return Ok(token);
        }
        self.join_flight().await
    }

    /// The tenant does not take this token any more, whatever its age.
    pub(super) fn reject(&self, token: &Arc<Token>) {
        let mut kept = self.desk.kept();
        if kept.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, token)) {
            *kept = None;
        }
    }

    /// What the last token says about us.
    pub(super) fn session(&self) -> Option<Session> {
        self.desk.kept().as_ref().map(|token| token.session.clone())
    }

    fn join_flight(&self) -> Shared<Flight> {
        let mut flight = self.flight.lock().unwrap_or_else(PoisonError::into_inner);
        let under_way = flight.as_ref().and_then(WeakShared::upgrade).filter(|flight| flight.peek().is_none());
        under_way.unwrap_or_else(|| {
            let started = Arc::clone(&self.desk).fetch().boxed().shared();
            *flight = started.downgrade();
            started
        })
    }
}

impl Desk {
    fn kept(&self) -> MutexGuard<'_, Option<Arc<Token>>> {
        self.token.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fresh(&self) -> Option<Arc<Token>> {
        self.kept().as_ref().filter(|token| Instant::now() < token.renew_at).cloned()
    }

    async fn fetch(self: Arc<Self>) -> Fetched {
        // Another flight may have landed between the question and the take-off.
        if let Some(token) = self.fresh() {
            return Ok(token);
        }
        let mut tries = Tries::new(true);
        loop {
            let failure = match self.ask(tries.before()).await {
                Ok(token) => {
                    let token = Arc::new(token);
                    *self.kept() = Some(Arc::clone(&token));
                    (self.observer)(Signal::SignedIn(token.session.clone()));
                    return Ok(token);
                }
                Err(failure) => failure,
            };
            match tries.after(failure.again, fastrand::f64()) {
                Next::Wait(wait) | Next::Pause(wait) => tokio::time::sleep(wait).await,
                Next::SignIn | Next::GiveUp => return Err(failure.problem),
            }
        }
    }

    async fn ask(&self, before: u32) -> Result<Token, Failure> {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", self.connection.client_id.as_str()),
            ("client_secret", self.connection.client_secret.expose_secret()),
        ];
        let sent = Sent::now();
        let outgoing = Outgoing {
            method: Method::POST,
            url: self.endpoint.clone(),
            query: &[],
            authorization: None,
            payload: Payload::Form(&form),
            limit: self.connection.limits.read,
            before,
            sent,
        };
        let reply = self.transport.exchange(outgoing).await?;
        if matches!(reply.status, 400 | 401 | 403) {
            return Err(not_accepted(&reply));
        }
        Token::from_grant(answered(ASKED, reply, |answer| Grant::read(&answer.body))?)
    }
}

/// What these statuses mean of a token request is always the same: not these credentials.
fn not_accepted(reply: &Reply) -> Failure {
    let problem = Problem {
        kind: ProblemKind::SignIn,
        summary: "the tenant does not accept the client id and secret".to_owned(),
        advice: Some("check them: a personal access token may be expired or deleted".to_owned()),
        ..refused(ASKED, reply).problem
    };
    Failure::for_good(problem)
}

impl Token {
    fn from_grant(grant: Grant) -> Result<Self, Failure> {
        let mut header = HeaderValue::from_str(&format!("Bearer {}", grant.access_token.expose_secret()))
            .map_err(|_| Failure::for_good(Problem::new(ProblemKind::SignIn, "the tenant's token is no token")))?;
        header.set_sensitive(true);
        let life = grant.life.unwrap_or(USUAL_LIFE);
        Ok(Self { header, session: grant.session, renew_at: Instant::now() + life.mul_f64(RENEW_AT) })
    }
}
