//! Signing in: a token by client credentials, renewed at 80 % of its life and when the tenant no longer takes it.
//!
//! Single flight: however many requests need a token, one is fetched and all of them wait for it. A flight that nobody
//! waits for any more ends; the next request starts a new one. A renewal that fails leaves the old token in use for as
//! long as it lives.

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
use super::error::{Asked, CHECK_BASE_URL, answered, refused};
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
/// No token is taken to live longer, whatever the tenant says.
const LONGEST_LIFE: Duration = Duration::from_hours(24);
/// After a renewal failed, the next is tried no sooner.
const RENEW_AGAIN_AFTER: Duration = Duration::from_secs(5);

/// The token request, as problems speak of it.
const ASKED: Asked<'static> = Asked {
    facts: Facts { does: "sign in", resource: "oauth", lacking: &[], scopes: &[], levels: &[] },
    doubt: "",
    session: None,
};

/// An access token. Its `Debug` shows nothing of it.
pub(super) struct Token {
    /// The `Authorization` header, marked as sensitive.
    pub(super) header: HeaderValue,
    /// What the token says about us.
    pub(super) session: Session,
    ends_at: Instant,
}

/// The token in use.
struct Kept {
    token: Arc<Token>,
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
    kept: Mutex<Option<Kept>>,
}

impl Auth {
    pub(super) fn new(connection: Connection, base: &Url, transport: Arc<Transport>, observer: Observer) -> Self {
        let mut endpoint = base.clone();
        endpoint.set_path(&format!("{}/oauth/token", base.path().trim_end_matches('/')));
        let desk = Desk { connection, endpoint, transport, observer, kept: Mutex::default() };
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
        if kept.as_ref().is_some_and(|kept| Arc::ptr_eq(&kept.token, token)) {
            *kept = None;
        }
    }

    /// What the last token says about us.
    pub(super) fn session(&self) -> Option<Session> {
        self.desk.kept().as_ref().map(|kept| kept.token.session.clone())
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
    fn kept(&self) -> MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fresh(&self) -> Option<Arc<Token>> {
        self.kept().as_ref().filter(|kept| Instant::now() < kept.renew_at).map(|kept| Arc::clone(&kept.token))
    }

    /// The old token, where it still lives and nothing says that our credentials are no longer taken. It is not renewed
    /// again for a while.
    fn old_after(&self, problem: &Problem) -> Option<Arc<Token>> {
        let now = Instant::now();
        let mut kept = self.kept();
        let kept = kept.as_mut().filter(|kept| problem.kind != ProblemKind::SignIn && now < kept.token.ends_at)?;
        kept.renew_at = now + RENEW_AGAIN_AFTER;
        Some(Arc::clone(&kept.token))
    }

    async fn fetch(self: Arc<Self>) -> Fetched {
        // Another flight may have landed between the question and the take-off.
        if let Some(token) = self.fresh() {
            return Ok(token);
        }
        let mut tries = Tries::default();
        loop {
            let failure = match self.ask(tries.before()).await {
                Ok(kept) => {
                    let token = Arc::clone(&kept.token);
                    *self.kept() = Some(kept);
                    (self.observer)(Signal::SignedIn(token.session.clone()));
                    return Ok(token);
                }
                Err(failure) => failure,
            };
            if let Some(token) = self.old_after(&failure.problem) {
                return Ok(token);
            }
            match tries.after(failure.again, fastrand::f64()) {
                Next::Wait(wait) | Next::Pause(wait) => tokio::time::sleep(wait).await,
                Next::SignIn | Next::GiveUp => return Err(failure.problem),
            }
        }
    }

    async fn ask(&self, before: u32) -> Result<Kept, Failure> {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", self.connection.client_id.as_str()),
            ("client_secret", self.connection.client_secret.expose_secret()),
        ];
        let (asked_at, sent) = (Instant::now(), Sent::now());
        let outgoing = Outgoing {
            method: Method::POST,
            url: self.endpoint.clone(),
            query: &[],
            asked: None,
            authorization: None,
            payload: Payload::Form(&form),
            limit: self.connection.limits.read,
            before,
            sent,
        };
        let reply = self.transport.exchange(outgoing).await?;
        match reply.status {
            300..=399 | 404 | 405 => return Err(nobody_there(&reply)),
            403 if reply.is_web_page() => return Err(nobody_there(&reply)),
            400 | 401 | 403 => return Err(not_accepted(&reply)),
            _ => {}
        }
        Kept::from_grant(answered(ASKED, reply, |answer| Grant::read(&answer.body))?, asked_at)
    }
}

/// A tenant's API answers a token request otherwise: this is somebody else, such as the tenant's web address or a gateway.
fn nobody_there(reply: &Reply) -> Failure {
    let problem = Problem {
        kind: ProblemKind::Settings,
        summary: "there is no sign-in at the tenant's base URL".to_owned(),
        advice: Some(CHECK_BASE_URL.to_owned()),
        permission: None,
        ..refused(ASKED, reply).problem
    };
    Failure::for_good(problem)
}

/// What these statuses mean of a token request is always the same: not these credentials.
fn not_accepted(reply: &Reply) -> Failure {
    let problem = Problem {
        kind: ProblemKind::SignIn,
        summary: "the tenant does not accept the client id and secret".to_owned(),
        advice: Some("check them: a personal access token may be expired or deleted".to_owned()),
        permission: None,
        ..refused(ASKED, reply).problem
    };
    Failure::for_good(problem)
}

impl Kept {
    /// The token of a grant that was asked for at that moment: its life may have begun as early.
    #[expect(clippy::result_large_err, reason = "failures are few, and go no further than the client")]
    fn from_grant(grant: Grant, asked_at: Instant) -> Result<Self, Failure> {
        let mut header = HeaderValue::from_str(&format!("Bearer {}", grant.access_token.expose_secret()))
            .map_err(|_| Failure::for_good(Problem::new(ProblemKind::SignIn, "the tenant's token is no token")))?;
        header.set_sensitive(true);
        let life = grant.life.unwrap_or(USUAL_LIFE).min(LONGEST_LIFE);
        let token = Token { header, session: grant.session, ends_at: asked_at + life };
        Ok(Self { token: Arc::new(token), renew_at: asked_at + life.mul_f64(RENEW_AT) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(life: Duration, asked_at: Instant) -> Kept {
        let grant = Grant { access_token: "s3cret".to_owned().into(), life: Some(life), session: Session::default() };
        Kept::from_grant(grant, asked_at).unwrap()
    }

    /// Holds the token, and knows a tenant that is not there.
    fn auth_with(kept: Kept) -> Auth {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let connection = Connection::new(format!("http://{free}"), "id", "secret".to_owned().into());
        let observer: Observer = Arc::new(|_| ());
        let transport = Arc::new(Transport::new(connection.clone(), Arc::clone(&observer)));
        let auth = Auth::new(connection.clone(), &connection.base().unwrap(), transport, observer);
        *auth.desk.kept() = Some(kept);
        auth
    }

    #[test]
    fn a_token_is_renewed_at_four_fifths_of_its_life() {
        let now = Instant::now();
        let kept = kept(Duration::from_secs(750), now);
        assert_eq!(kept.renew_at, now + Duration::from_mins(10));
        assert_eq!(kept.token.ends_at, now + Duration::from_secs(750));
    }

    #[tokio::test]
    async fn a_renewal_that_fails_leaves_the_old_token_in_use() {
        let due = Kept { renew_at: Instant::now(), ..kept(Duration::from_hours(1), Instant::now()) };
        let old = Arc::clone(&due.token);
        let auth = auth_with(due);
        assert!(Arc::ptr_eq(&auth.token().await.unwrap(), &old));
        assert!(auth.desk.fresh().is_some(), "the next request does not ask again at once");
    }

    #[tokio::test]
    async fn a_renewal_that_fails_after_the_end_of_the_old_token_is_told() {
        let auth = auth_with(kept(Duration::ZERO, Instant::now()));
        assert_eq!(auth.token().await.unwrap_err().kind, ProblemKind::Unreachable);
    }

    #[test]
    fn debug_never_shows_the_token() {
        let shown = format!("{:?}", kept(Duration::from_hours(1), Instant::now()).token);
        assert!(shown.contains("session") && !shown.contains("s3cret"), "{shown}");
    }

    #[test]
    fn credentials_no_longer_taken_end_the_old_token_too() {
        let auth = auth_with(kept(Duration::from_hours(1), Instant::now()));
        assert!(auth.desk.old_after(&Problem::new(ProblemKind::SignIn, "revoked")).is_none());
    }
}
