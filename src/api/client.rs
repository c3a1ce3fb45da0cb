//! The client: sends requests, and sees to sign-in, pace and second tries on the way.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use futures_util::future::{Either, select};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::auth::{Auth, Token};
use super::connection::Connection;
use super::error::{Asked, answered};
use super::gate::Gate;
use super::pace::{Pacer, Sent};
use super::retry::{Again, Failure, Next, Tries};
use super::signal::{Observer, Signal};
use super::transport::{Outgoing, Payload, Reply, Transport};
use super::wire::{Names, RowReader};
use super::write::Write;
use super::{Answer, Receipt, Request};
use crate::model::{Generation, Problem, ProblemKind, Session, Urgency};

/// An answer that came so soon tells the tenant's clock.
const QUICK: Duration = Duration::from_secs(1);
/// No answer told the tenant's clock yet.
const NOT_KNOWN: i64 = i64::MIN;

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
    /// By how many milliseconds the tenant's clock is ahead of ours, by its last quick answer; or [`NOT_KNOWN`].
    ahead: AtomicI64,
}

/// What a request needs to go at once: a place in the pace, and the token it is signed with.
#[derive(Debug)]
pub struct Place {
    token: Arc<Token>,
    sent: Sent,
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
        let shared = Shared {
            connection,
            base,
            auth,
            pacer,
            transport,
            names: Names::default(),
            observer,
            told_deprecated: AtomicBool::new(false),
            ahead: AtomicI64::new(NOT_KNOWN),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The generation of the API that is asked.
    #[must_use]
    pub fn generation(&self) -> Generation {
        self.shared.connection.generation
    }

    /// The host of the tenant, with its port where it has one.
    #[must_use]
    pub fn tenant(&self) -> String {
        let base = &self.shared.base;
        let host = base.host_str().unwrap_or_default();
        base.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
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

    /// Sends a request that reads, and reads its answer. May be dropped at any moment. Repeated after failures that may
    /// pass.
    ///
    /// # Errors
    ///
    /// What went wrong at the last try.
    pub async fn send<T>(&self, request: &Request<T>, urgency: Urgency) -> Result<T, Problem> {
        self.send_through(&Gate::default(), request, urgency).await
    }

    /// The same, sent only while the gate is open. What is on its way when the gate closes is still answered.
    ///
    /// # Errors
    ///
    /// As [`Client::send`].
    pub async fn send_through<T>(&self, gate: &Gate, request: &Request<T>, urgency: Urgency) -> Result<T, Problem> {
        let mut tries = Tries::default();
        loop {
            let place = self.place_behind(gate, urgency).await?;
            let failure = match self.try_once(request, &place, tries.before()).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            self.heed(failure.again);
            match tries.after(failure.again, fastrand::f64()) {
                Next::Wait(wait) => tokio::time::sleep(wait).await,
                Next::SignIn => self.shared.auth.reject(&place.token),
                Next::Pause(_) => {}
                Next::GiveUp => return Err(failure.problem),
            }
        }
    }

    /// Waits until a request may go. May be dropped at any moment: then it took no place.
    ///
    /// Signed in before, so that a sign-in takes no place of the pace with it; asked for the token again after, because
    /// it may have aged while waiting.
    ///
    /// # Errors
    ///
    /// As [`Client::sign_in`].
    pub async fn place(&self, urgency: Urgency) -> Result<Place, Problem> {
        self.shared.auth.token().await?;
        let sent = self.shared.pacer.place(urgency).await;
        Ok(Place { token: self.shared.auth.token().await?, sent })
    }

    /// Waits until the gate is open and a request may go. Whoever waits for the pace while the gate closes steps back.
    async fn place_behind(&self, gate: &Gate, urgency: Urgency) -> Result<Place, Problem> {
        loop {
            gate.opened().await;
            match select(pin!(self.place(urgency)), pin!(gate.closed())).await {
                Either::Left((place, _)) => return place,
                Either::Right(((), _)) => {}
            }
        }
    }

    /// How the rows of a list are read one by one, with the columns a person added, sharing names with all others.
    #[must_use]
    pub fn row_reader(&self, extra: &[String]) -> RowReader<'_> {
        RowReader::new(&self.shared.names, extra)
    }

    /// Sends a write, once, and tells what came of it. Dropped before that, nobody knows whether it was carried out.
    ///
    /// Never sent again by this room, not even where the tenant did not take it: whoever sends a write writes that down
    /// before. After a 429 the next place is given once the tenant's pause is over; after a 401 with a new token.
    /// `before` tells the request log how often the same was sent before.
    pub async fn write(&self, write: &Write, place: Place, before: u32) -> Answer {
        if let Err(problem) = self.may_write(write) {
            return Answer::NotHandedOver(problem);
        }
        let (answer, again) = self.write_once(&write.request, &place, before).await;
        self.heed(again);
        if again == Again::SignedIn {
            self.shared.auth.reject(&place.token);
        }
        answer
    }

    /// Whether the client would send the write at all.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where it may only read, a [`ProblemKind::NotOffered`] where the generation chosen has
    /// no such call: a write is never asked in another one.
    pub fn may_write(&self, write: &Write) -> Result<(), Problem> {
        let Connection { read_only, generation, .. } = self.shared.connection;
        let operation = write.operation();
        let does = operation.facts().does;
        if read_only {
            return Err(Problem::new(ProblemKind::Settings, format!("read-only: will not {does}")));
        }
        if !operation.is_in(generation) {
            let summary = format!("{generation} of the API has no call to {does}");
            return Err(Problem::new(ProblemKind::NotOffered, summary).with_advice("choose another with --api"));
        }
        Ok(())
    }

    /// A moment of our clock by the tenant's, as far as its answers told how far the two are apart.
    #[must_use]
    pub fn by_tenant_clock(&self, ours: Timestamp) -> Timestamp {
        let ahead = self.shared.ahead.load(Ordering::Relaxed);
        let ahead = SignedDuration::from_millis(if ahead == NOT_KNOWN { 0 } else { ahead });
        ours.checked_add(ahead).unwrap_or(ours)
    }

    /// Lets everybody wait where the tenant asked for it, whether or not this request goes again.
    fn heed(&self, again: Again) {
        if let Some(wait) = again.pause() {
            self.shared.pacer.pause(wait);
        }
    }

    async fn try_once<T>(&self, request: &Request<T>, place: &Place, before: u32) -> Result<T, Failure> {
        let reply = self.exchange(request, place, before).await?;
        answered(asked(request, &place.token), reply, |answer| (request.decode)(answer, &self.shared.names))
    }

    async fn write_once(&self, request: &Request<Receipt>, place: &Place, before: u32) -> (Answer, Again) {
        let reply = match self.exchange(request, place, before).await {
            Ok(reply) => reply,
            Err(failure) => return (Answer::of_failure(failure.problem, failure.again), failure.again),
        };
        let (status, tracking_id) = (reply.status, reply.tracking_id.clone());
        match answered(asked(request, &place.token), reply, |answer| (request.decode)(answer, &self.shared.names)) {
            Ok(receipt) => {
                (Answer::Answered { status, receipt: Some(receipt), problem: None, tracking_id }, Again::Never)
            }
            Err(Failure { problem, again }) => {
                let tracking_id = problem.tracking_id.clone().or(tracking_id);
                (Answer::Answered { status, receipt: None, problem: Some(problem), tracking_id }, again)
            }
        }
    }

    /// One exchange, at the place in the pace that was given to it.
    async fn exchange<T>(&self, request: &Request<T>, place: &Place, before: u32) -> Result<Reply, Failure> {
        let Shared { connection, base, transport, .. } = &*self.shared;
        let limits = connection.limits;
        let outgoing = Outgoing {
            method: request.method().clone(),
            url: request.url(base, connection.generation).map_err(Failure::for_good)?,
            query: request.query(),
            asked: Some(asked(request, &place.token)),
            authorization: Some(&place.token.header),
            payload: request.body().map_or(Payload::Nothing, Payload::Json),
            limit: if request.is_read() { limits.read } else { limits.write },
            before,
            sent: place.sent,
        };
        let reply = transport.exchange(outgoing).await?;
        self.notice_deprecation(&reply);
        self.notice_clock(&reply);
        Ok(reply)
    }

    fn notice_clock(&self, reply: &Reply) {
        let took = reply.sent.took();
        // The tenant tells when it answered, not when it was asked: a slow answer says little about its clock.
        let says_enough = took < QUICK || self.shared.ahead.load(Ordering::Relaxed) == NOT_KNOWN;
        if let Some(theirs) = reply.moment().filter(|_| says_enough) {
            let ahead = theirs.duration_since(reply.sent.at).as_millis();
            self.shared.ahead.store(i64::try_from(ahead).unwrap_or_default(), Ordering::Relaxed);
        }
    }

    fn notice_deprecation(&self, reply: &Reply) {
        let told = &self.shared.told_deprecated;
        if reply.is_deprecated && !told.swap(true, Ordering::Relaxed) {
            (self.shared.observer)(Signal::Deprecated);
        }
    }
}

fn asked<'t, T>(request: &Request<T>, token: &'t Token) -> Asked<'t> {
    let operation = request.operation();
    Asked { facts: operation.facts(), doubt: operation.doubt(), session: Some(&token.session) }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("connection", &self.shared.connection).finish_non_exhaustive()
    }
}
