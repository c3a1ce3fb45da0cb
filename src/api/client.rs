//! The client: sends requests, and sees to sign-in, pace and second tries on the way.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use url::Url;

use super::Request;
use super::auth::{Auth, Token};
use super::connection::Connection;
use super::error::{Asked, answered};
use super::pace::{Pacer, Sent};
use super::retry::{Again, Failure, Next, Tries};
use super::signal::{Observer, Signal};
use super::transport::{Outgoing, Reply, Transport};
use super::wire::Names;
use crate::model::{Generation, Problem, ProblemKind, Session, Urgency};

/// A client of one tenant in one generation of its API. Cheap to clone; all clones share token and pace.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    connection: Connection,
    base: Url,
    auth: Auth,
    pacer: Arc<Pacer>,
    transport: Arc<Transport>,
    names: Names,
    observer: Observer,
    told_deprecated: AtomicBool,
}

impl Client {
    /// A client that tells the observer what happens on the line. Nothing is sent or read yet.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where the base URL cannot be used.
    pub fn new(connection: Connection, observer: impl Fn(Signal) + Send + Sync + 'static) -> Result<Self, Problem> {
        let base = connection.base()?;
        let observer: Observer = Arc::new(observer);
        let transport = Arc::new(Transport::new(connection.clone(), Arc::clone(&observer)));
        let auth = Auth::new(connection.clone(), &base, Arc::clone(&transport), Arc::clone(&observer));
        let pacer = Pacer::new(Arc::clone(&observer));
        let (names, told_deprecated) = (Names::default(), AtomicBool::new(false));
        let shared = Shared { connection, base, auth, pacer, transport, names, observer, told_deprecated };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The generation of the API that is asked.
    #[must_use]
    pub fn generation(&self) -> Generation {
        self.shared.connection.generation
    }

    /// What the token says about us; none before the first request.
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        self.shared.auth.session()
    }

    /// Signs in, if that was not done yet.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::SignIn`] where the tenant does not take the credentials; else what kept us from asking.
    pub async fn sign_in(&self) -> Result<Session, Problem> {
        self.shared.auth.token().await.map(|token| token.session.clone())
    }

    /// Sends a request and reads its answer. May be dropped at any moment.
    ///
    /// Reads are repeated after failures that may pass. A write is sent again only where the tenant said that it did
    /// not take it.
    ///
    /// # Errors
    ///
    /// What went wrong at the last try.
    pub async fn send<T>(&self, request: &Request<T>, urgency: Urgency) -> Result<T, Problem> {
        if self.shared.connection.read_only && !request.is_read() {
            let summary = format!("read-only: will not {}", request.operation().facts().does);
            return Err(Problem::new(ProblemKind::Settings, summary));
        }
        let mut tries = Tries::new(request.is_read());
        loop {
            let (token, sent) = self.ready(urgency).await?;
            let failure = match self.try_once(request, sent, &token, tries.before()).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            self.heed(failure.again);
            match tries.after(failure.again, fastrand::f64()) {
                Next::Wait(wait) => tokio::time::sleep(wait).await,
                Next::SignIn => self.shared.auth.reject(&token),
                Next::Pause(_) => {}
                Next::GiveUp => return Err(failure.problem),
            }
        }
    }

    /// Lets everybody wait where the tenant asked for it, whether or not this request goes again.
    fn heed(&self, again: Again) {
        if let Some(wait) = again.pause() {
            self.shared.pacer.pause(wait);
        }
    }

    /// Waits until a request may go. Signed in before, so that a sign-in takes no place of the pace with it; asked for
    /// the token again after, because it may have aged while waiting for the place.
    async fn ready(&self, urgency: Urgency) -> Result<(Arc<Token>, Sent), Problem> {
        self.shared.auth.token().await?;
        let sent = self.shared.pacer.place(urgency).await;
        Ok((self.shared.auth.token().await?, sent))
    }

    async fn try_once<T>(
        &self,
        request: &Request<T>,
        sent: Sent,
        token: &Arc<Token>,
        before: u32,
    ) -> Result<T, Failure> {
        let Shared { connection, base, transport, names, .. } = &*self.shared;
        let url = request.url(base, connection.generation).map_err(Failure::for_good)?;
        let limits = connection.limits;
        let outgoing = Outgoing {
            method: request.method().clone(),
            url,
            query: request.query(),
            authorization: Some(&token.header),
            form: None,
            limit: if request.is_read() { limits.read } else { limits.write },
            before,
            sent,
        };
        let reply = transport.exchange(outgoing).await?;
        self.notice_deprecation(&reply);
        let asked = Asked { facts: request.operation().facts(), session: Some(&token.session) };
        answered(asked, reply, |answer| (request.decode)(answer, names))
    }

    fn notice_deprecation(&self, reply: &Reply) {
        let told = &self.shared.told_deprecated;
        if reply.is_deprecated && !told.swap(true, Ordering::Relaxed) {
            (self.shared.observer)(Signal::Deprecated);
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("connection", &self.shared.connection).finish_non_exhaustive()
    }
}
